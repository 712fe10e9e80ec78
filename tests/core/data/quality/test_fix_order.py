"""Fixes of money that go together: none counts twice, in whatever order they were taken."""

import polars as pl
import pytest

from core.data.quality.fixes import fix_ids, fix_table
from core.data.quality.order_status import payment_state
from core.model import Role

ROLES: dict[str, Role] = {
    "who": "id", "order": "order", "date": "date", "total": "amount", "refund": "number",
    "currency": "ignore",
}  # fmt: skip


def lines(**columns: list[object]) -> pl.LazyFrame:
    return pl.LazyFrame({"who": ["a", "a", "b"], "order": ["1", "1", "2"], **columns})


def total(frame: pl.LazyFrame, *fixes: str, rates: dict[str, float] | None = None) -> float:
    fixed = fix_table(frame, ROLES, "transactions", fixes, rates or {})
    return float(fixed.select(pl.col("total").sum()).collect().item())


def test_a_refund_is_converted_with_its_amount() -> None:
    frame = lines(total=[100.0, 10.0, 10.0], refund=[50.0, 0.0, 0.0], currency=["USD", "EUR", "EUR"])
    fixes = ("keep_currency:currency:EUR", "subtract_refunds:refund")
    assert total(frame, *fixes, rates={"USD": 0.5}) == 45.0


def test_a_total_on_each_line_counts_once_beside_its_refund() -> None:
    frame = lines(total=[100.0, 100.0, 30.0], refund=[25.0, 0.0, 0.0])
    assert total(frame, "once_per_order", "subtract_refunds:refund") == 105.0


def test_a_refund_on_each_line_counts_once_as_well() -> None:
    frame = lines(total=[100.0, 100.0, 30.0], refund=[25.0, 25.0, 0.0])
    assert total(frame, "once_per_order", "subtract_refunds:refund") == 105.0


def test_ids_are_spelt_alike_with_and_without_repeated_rows() -> None:
    names = ["ANNA", "ANNA", "ANNA", "Anna", "Anna"]
    frame = pl.LazyFrame({"who": names, "n": [1, 1, 1, 2, 3]})
    roles: dict[str, Role] = {"who": "id", "n": "number"}
    fixes = ("drop_duplicates", "fold_case")
    whole = fix_table(frame, roles, "customers", fixes).collect()["who"].unique().to_list()
    assert fix_ids(frame, roles, "customers", fixes).collect()["who"].unique().to_list() == whole


@pytest.mark.parametrize(
    "status",
    ["Nicht abgeschlossen", "Pas payé", "Payment not received", "not approved", "awaiting payment"],
)
def test_what_is_not_paid_is_open(status: str) -> None:
    assert payment_state(status) == "open"


def test_what_is_not_refunded_is_paid() -> None:
    assert payment_state("not refunded") == "paid"
