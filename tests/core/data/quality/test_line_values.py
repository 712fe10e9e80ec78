"""What lines are worth: totals under a price's name, discounts beside a price, credit notes above zero."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
import pytest

from core.data.columns.typed_table import TypedTable
from core.data.quality.findings import check_quality
from core.data.quality.fixes import fix_table
from core.data.quality.line_kinds import line_value
from core.model import Finding, Role

N = 60
PRICED: dict[str, Role] = {
    "who": "id", "day": "date", "item": "product", "n": "quantity", "price": "unit_price",
}  # fmt: skip
PAID: dict[str, Role] = {"who": "id", "day": "date", "worth": "amount"}


def lines(**more: Any) -> pl.LazyFrame:
    """60 lines of ten customers: five articles at 3 to 15 each, one to four pieces."""
    table = pl.DataFrame({"i": range(N)}).select(
        who="C" + (pl.col("i") % 10).cast(pl.String), day=pl.lit(date(2024, 1, 1)) + pl.duration(days="i"),
        item="P" + (pl.col("i") % 5).cast(pl.String), n=1 + pl.col("i") // 5 % 4, price=3.0 * (1 + pl.col("i") % 5),
        worth=10.0 + pl.col("i"),
    )  # fmt: skip
    return table.with_columns(**more).lazy()


def findings_of(frame: pl.LazyFrame, roles: Mapping[str, Role]) -> dict[str, Finding]:
    return {f.kind: f for f in check_quality(frame, roles, "transactions")}


def total(frame: pl.LazyFrame, roles: Mapping[str, Role], *findings: Finding) -> float:
    fixed = fix_table(frame, roles, "transactions", [str(finding.fix) for finding in findings])
    worth = line_value(TypedTable(fixed, roles, "transactions"))
    return float(fixed.select(worth).sum().collect().item())  # type: ignore[arg-type]


def test_a_price_that_grows_with_the_pieces_is_the_lines_total() -> None:
    frame = lines(price=(pl.col("price") * pl.col("n")).round(2))
    finding = findings_of(frame, PRICED)["line_prices"]
    assert finding.recommended
    assert total(frame, PRICED, finding) == pytest.approx(frame.select("price").sum().collect().item())


@pytest.mark.parametrize(
    "price",
    [
        pl.col("price"),
        pl.lit(5.0),
        pl.col("price") - 0.1 * pl.col("n"),
        pl.col("price") + pl.arange(0, N) % 7,
    ],
    ids=["of one piece", "all alike", "less for more pieces", "of no rule"],
)
def test_prices_of_one_piece_stay(price: pl.Expr) -> None:
    assert "line_prices" not in findings_of(lines(price=price), PRICED)


@pytest.mark.parametrize(
    ("name", "value", "share"),
    [
        ("discount", 0.25, 0.25),
        ("Rabatt %", 25, 0.25),
        ("remise (%)", 10.0, 0.1),
        ("Dto. %", 5, 0.05),
        ("sconto percentuale", 20, 0.2),
    ],
)
def test_discounts_beside_a_price_are_taken_off(name: str, value: float, share: float) -> None:
    frame = lines(**{name: pl.when(pl.col("n") > 1).then(value).otherwise(0)})
    before = frame.with_columns(off=pl.col("n") > 1, v=pl.col("n") * pl.col("price"))
    expected = before.select((pl.col("v") * (1 - pl.col("off") * share)).sum()).collect().item()
    finding = findings_of(frame, PRICED)["discounts"]
    assert finding.recommended
    assert total(frame, PRICED, finding) == pytest.approx(expected)


def test_discounts_in_money_are_told_and_those_beside_an_amount_are_not() -> None:
    finding = findings_of(lines(discount=pl.col("n") * 2.5), PRICED)["discounts"]
    assert finding.fix is None
    assert "not taken off" in finding.sentence
    assert "discounts" not in findings_of(lines(discount=0.1), PAID)
    assert "discounts" not in findings_of(lines(discount=0.0), PRICED)


@pytest.mark.parametrize(
    ("name", "usual", "back"),
    [
        ("Type", "Invoice", "Credit Note"),
        ("Transaction type", "Sale", "Refund"),
        ("Belegart", "Rechnung", "Gutschrift"),
        ("type de document", "Facture", "Avoir"),
        ("Tipo documento", "Factura", "Nota de crédito"),
        ("tipo", "Fattura", "Nota di credito"),
        ("Soort", "Factuur", "Creditnota"),
        ("Type", "SI", "SC"),
    ],
)
def test_credit_notes_above_zero_are_subtracted(name: str, usual: str, back: str) -> None:
    credit = pl.arange(0, N) % 12 == 0
    frame = lines(**{name: pl.when(credit).then(pl.lit(back)).otherwise(pl.lit(usual))})
    finding = findings_of(frame, PAID)["credits"]
    assert (finding.count, finding.recommended) == (5, True)
    whole = frame.select("worth").sum().collect().item()
    credits = frame.filter(pl.col(name) == back).select("worth").sum().collect().item()
    assert total(frame, PAID, finding) == pytest.approx(whole - 2 * credits)


def test_credit_notes_below_zero_stay() -> None:
    credit = pl.arange(0, N) % 12 == 0
    kind = pl.when(credit).then(pl.lit("Gutschrift")).otherwise(pl.lit("Rechnung"))
    frame = lines(Belegart=kind, worth=pl.when(credit).then(-10.0).otherwise(10.0))
    assert "credits" not in findings_of(frame, PAID)


def test_the_side_of_an_account_is_asked_for() -> None:
    side = pl.when(pl.arange(0, N) % 12 == 0).then(pl.lit("H")).otherwise(pl.lit("S"))
    finding = findings_of(lines(**{"S/H": side}), PAID)["credits"]
    assert finding.fix
    assert not finding.recommended


@pytest.mark.parametrize(
    ("name", "usual", "other"),
    [
        ("Payment type", "Cash", "Credit"),
        ("Size", "S", "H"),
        ("Type", "Returning customer", "New customer"),
        ("Note", "fast", "Credit note follows"),
        ("Art", "Laden", "Online"),
    ],
)
def test_other_kinds_are_no_credit_notes(name: str, usual: str, other: str) -> None:
    kind = pl.when(pl.arange(0, N) % 12 == 0).then(pl.lit(other)).otherwise(pl.lit(usual))
    assert "credits" not in findings_of(lines(**{name: kind}), PAID)
