"""Which lines count, what is said of the others, and which features the columns allow."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from core.features import rfm_titles
from core.features.customers import build_customers
from core.features.transactions import BadSnapshot, NotDates, NotNumbers, NoTransactions
from core.model import Customers, Recipe, Role

DAYS: Mapping[str, Role] = {"who": "id", "when": "date", "paid": "amount"}


def shop_lines(**columns: Sequence[Any]) -> pl.LazyFrame:
    """Three customers a, b, c with two purchases each, columns replaced or added."""
    start = datetime(2024, 3, 1, 9)
    base: dict[str, Any] = {
        "who": list("aabbcc"),
        "when": [start + timedelta(days=d) for d in (0, 10, 0, 20, 5, 30)],
        "paid": [10.0, 20.0, 5.0, 5.0, 1.0, 3.0],
    }
    return pl.LazyFrame(base | columns, strict=False)


def customers_of(
    frame: pl.LazyFrame, extra_roles: Mapping[str, Role] | None = None, **changes: Any
) -> Customers:
    recipe = Recipe(table="transactions", roles={**DAYS, **(extra_roles or {})})
    return build_customers(frame, recipe.with_changes(**changes))


def test_default_snapshot_is_the_day_after_the_last_line() -> None:
    assert customers_of(shop_lines()).frame["recency"].to_list() == [20, 10, 0]


def test_lines_after_the_snapshot_are_left_out_and_told() -> None:
    customers = customers_of(shop_lines(), snapshot="2024-03-22")
    assert customers.frame["frequency"].to_list() == [2, 2, 1]
    assert "1 line after the snapshot date 2024-03-22 is left out." in [
        n.text for n in customers.notices
    ]


def test_without_an_order_number_a_day_is_an_order() -> None:
    when = [datetime(2024, 3, 1, hour) for hour in (9, 10, 9, 10, 9, 10)]
    customers = customers_of(shop_lines(when=when))
    assert customers.frame["frequency"].to_list() == [1, 1, 1]
    assert any("no order number" in notice.text for notice in customers.notices)


def test_a_line_without_order_number_is_an_order_of_its_own() -> None:
    customers = customers_of(shop_lines(bill=["1", "1", None, None, "3", "4"]), {"bill": "order"})
    assert customers.frame["frequency"].to_list() == [1, 2, 2]


def test_order_numbers_that_all_begin_with_c_are_purchases() -> None:
    customers = customers_of(shop_lines(bill=["C1", "C2", "C3", "C4", "C5", "C6"]), {"bill": "order"})
    assert customers.frame["frequency"].to_list() == [2, 2, 2]


def test_a_cancelled_order_with_positive_amount_is_money_back() -> None:
    customers = customers_of(shop_lines(bill=["1", "C2", "3", "4", "5", "6"]), {"bill": "order"})
    assert customers.frame.loc["a", ["frequency", "monetary"]].to_list() == [1, -10]


def test_who_only_gave_back_is_left_out_and_told() -> None:
    customers = customers_of(pl.concat([shop_lines(), shop_lines(who=["d"] * 6, paid=[-1.0] * 6)]))
    assert customers.frame.index.to_list() == ["a", "b", "c"]
    assert any(n.text.startswith("1 customer has only returns") for n in customers.notices)


def test_lines_without_customer_date_or_amount_are_told() -> None:
    frame = pl.concat([shop_lines(), shop_lines(who=[None, *"abbcc"])])
    frame = frame.with_columns(paid=pl.when(pl.int_range(pl.len()) != 7).then("paid"))
    texts = [notice.text for notice in customers_of(frame).notices]
    assert "1 line without a customer is left out." in texts
    assert "1 line without an amount is left out." in texts


def test_ids_read_as_decimals_are_whole_again() -> None:
    assert customers_of(shop_lines(who=[1.0, 1.0, 2.0, 2.0, 3.0, 3.0])).frame.index.to_list() == [
        1,
        2,
        3,
    ]


def test_a_place_is_a_feature_only_where_customers_change_it() -> None:
    mixed = customers_of(shop_lines(channel=["x", "y", "x", "x", "y", "y"]), {"channel": "category"})
    assert mixed.frame["share_first_channel"].to_list() == [pytest.approx(1 / 3), 1, 1]
    assert mixed.titles["share_first_channel"] == "Share of spend in the first channel"
    stationary = customers_of(shop_lines(channel=list("xxyyzz")), {"channel": "category"})
    assert "share_first_channel" not in stationary.features


def test_a_column_may_bear_the_name_of_a_line_s_field() -> None:
    customers = customers_of(shop_lines(order=["x", "y", "x", "x", "y", "y"]), {"order": "category"})
    assert "share_first_order_" in customers.features


def test_every_feature_has_a_title_and_every_number_is_float() -> None:
    customers = customers_of(shop_lines(qty=[1, 2, 3, 4, 5, 6]), {"qty": "quantity"})
    assert customers.titles.keys() == set(customers.features) == set(customers.frame.columns)
    assert set(customers.frame.dtypes) == {np.dtype(float)}
    assert customers.money == "monetary"


def test_visits_without_money_have_recency_frequency_and_rhythm() -> None:
    lines = shop_lines(what=list("xxyzzz")).drop("paid")
    roles: dict[str, Role] = {"who": "id", "when": "date", "what": "product"}
    customers = build_customers(lines, Recipe(table="transactions", roles=roles))
    assert customers.suggested == ("recency", "frequency") and customers.money is None
    assert {"tenure", "order_gap_mean", "product_breadth"} <= set(customers.features)
    assert not {"monetary", "average_order_value", "return_rate", "spend_trend"} & set(
        customers.features
    )
    assert customers.titles["frequency"] == "Frequency (visits)"
    assert customers.frame["frequency"].to_list() == [2, 2, 2]
    assert customers.frame["product_breadth"].to_list() == [1, 2, 1]
    assert any("spend, order value and revenue are missing" in n.text for n in customers.notices)


def test_purchases_without_dates_have_frequency_and_money(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shop_lines(qty=[1, 2, 3, 4, 5, 6]).drop("when")
    roles: dict[str, Role] = {"who": "id", "paid": "amount", "qty": "quantity"}
    recipe = Recipe(table="transactions", roles=roles, snapshot="2020-01-01")
    customers = build_customers(lines, recipe)
    assert customers.suggested == ("frequency", "monetary") and customers.money == "monetary"
    timed = {"recency", "tenure", "order_gap_mean", "order_gap_sd", "relative_recency", "spend_trend"}
    assert not timed & set(customers.features)
    assert customers.frame["frequency"].to_list() == [2, 2, 2]
    assert customers.frame["monetary"].to_list() == [30, 10, 4]
    assert customers.frame["items_per_order"].to_list() == [1.5, 3.5, 5.5]
    assert any("recency, tenure" in notice.text for notice in customers.notices)
    monkeypatch.setattr(rfm_titles, "LINES_AT_ONCE", 2)
    pd.testing.assert_frame_equal(build_customers(lines, recipe).frame, customers.frame)
    ordered = lines.with_columns(bill=pl.Series(list("112345")))
    customers = build_customers(ordered, recipe.with_changes(roles={**roles, "bill": "order"}))
    assert customers.frame["frequency"].to_list() == [1, 2, 2]


def test_a_returned_line_without_money_is_no_visit() -> None:
    lines = shop_lines(qty=[1, -1, 1, 1, 1, 1]).drop("paid")
    roles: dict[str, Role] = {"who": "id", "when": "date", "qty": "quantity"}
    customers = build_customers(lines, Recipe(table="transactions", roles=roles))
    assert customers.frame["frequency"].to_list() == [1, 2, 2]


def test_parts_give_the_same_customers(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = customers_of(shop_lines()).frame
    monkeypatch.setattr(rfm_titles, "LINES_AT_ONCE", 2)
    pd.testing.assert_frame_equal(customers_of(shop_lines()).frame, whole)


def test_two_files_put_together_are_one(tmp_path: Path) -> None:
    lines = shop_lines().collect()
    lines[:2].write_parquet(tmp_path / "1.parquet")
    lines[2:].write_parquet(tmp_path / "2.parquet")
    split = pl.scan_parquet([tmp_path / "2.parquet", tmp_path / "1.parquet"])
    pd.testing.assert_frame_equal(customers_of(split).frame, customers_of(shop_lines()).frame)


def test_refusals() -> None:
    with pytest.raises(BadSnapshot):
        customers_of(shop_lines(), snapshot="soon")
    with pytest.raises(NoTransactions, match="up to 2020-01-01"):
        customers_of(shop_lines(), snapshot="2020-01-01")
    with pytest.raises(NotDates):
        customers_of(shop_lines(when=["May"] * 6))
    with pytest.raises(NotNumbers):
        customers_of(shop_lines(paid=["much"] * 6))
