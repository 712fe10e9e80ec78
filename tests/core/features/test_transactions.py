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


def shop(**columns: Sequence[Any]) -> pl.LazyFrame:
    """Three customers a, b, c with two purchases each, columns replaced or added."""
    start = datetime(2024, 3, 1, 9)
    base: dict[str, Any] = {
        "who": list("aabbcc"),
        "when": [start + timedelta(days=d) for d in (0, 10, 0, 20, 5, 30)],
        "paid": [10.0, 20.0, 5.0, 5.0, 1.0, 3.0],
    }
    return pl.LazyFrame(base | columns, strict=False)


def of(frame: pl.LazyFrame, more: Mapping[str, Role] | None = None, **changes: Any) -> Customers:
    recipe = Recipe(table="transactions", roles={**DAYS, **(more or {})})
    return build_customers(frame, recipe.with_changes(**changes))


def test_default_snapshot_is_the_day_after_the_last_line() -> None:
    assert of(shop()).frame["recency"].to_list() == [20, 10, 0]


def test_lines_after_the_snapshot_are_left_out_and_told() -> None:
    found = of(shop(), snapshot="2024-03-22")
    assert found.frame["frequency"].to_list() == [2, 2, 1]
    assert "1 lines after the snapshot 2024-03-22 are left out." in [n.text for n in found.notices]


def test_without_an_order_number_a_day_is_an_order() -> None:
    when = [datetime(2024, 3, 1, hour) for hour in (9, 10, 9, 10, 9, 10)]
    found = of(shop(when=when))
    assert found.frame["frequency"].to_list() == [1, 1, 1]
    assert any("no order number" in notice.text for notice in found.notices)


def test_a_line_without_order_number_is_an_order_of_its_own() -> None:
    found = of(shop(bill=["1", "1", None, None, "3", "4"]), {"bill": "order"})
    assert found.frame["frequency"].to_list() == [1, 2, 2]


def test_order_numbers_that_all_begin_with_c_are_purchases() -> None:
    found = of(shop(bill=["C1", "C2", "C3", "C4", "C5", "C6"]), {"bill": "order"})
    assert found.frame["frequency"].to_list() == [2, 2, 2]


def test_a_cancelled_order_with_positive_amount_is_money_back() -> None:
    found = of(shop(bill=["1", "C2", "3", "4", "5", "6"]), {"bill": "order"})
    assert found.frame.loc["a", ["frequency", "monetary"]].to_list() == [1, -10]


def test_who_only_gave_back_is_left_out_and_told() -> None:
    found = of(pl.concat([shop(), shop(who=["d"] * 6, paid=[-1.0] * 6)]))
    assert found.frame.index.to_list() == ["a", "b", "c"]
    assert any(n.text.startswith("1 customer has only returns") for n in found.notices)


def test_lines_without_customer_date_or_amount_are_told() -> None:
    frame = pl.concat([shop(), shop(who=[None, *"abbcc"])])
    frame = frame.with_columns(paid=pl.when(pl.int_range(pl.len()) != 7).then("paid"))
    texts = [notice.text for notice in of(frame).notices]
    assert "1 lines without a customer are left out." in texts
    assert "1 lines without an amount are left out." in texts


def test_ids_read_as_decimals_are_whole_again() -> None:
    assert of(shop(who=[1.0, 1.0, 2.0, 2.0, 3.0, 3.0])).frame.index.to_list() == [1, 2, 3]


def test_a_place_is_a_feature_only_where_customers_change_it() -> None:
    mixed = of(shop(channel=["x", "y", "x", "x", "y", "y"]), {"channel": "category"})
    assert mixed.frame["share_first_channel"].to_list() == [pytest.approx(1 / 3), 1, 1]
    assert mixed.titles["share_first_channel"] == "Share of spend in the first channel"
    settled = of(shop(channel=list("xxyyzz")), {"channel": "category"})
    assert "share_first_channel" not in settled.features


def test_a_column_may_bear_the_name_of_a_line_s_field() -> None:
    found = of(shop(order=["x", "y", "x", "x", "y", "y"]), {"order": "category"})
    assert "share_first_order_" in found.features


def test_every_feature_has_a_title_and_every_number_is_float() -> None:
    found = of(shop(qty=[1, 2, 3, 4, 5, 6]), {"qty": "quantity"})
    assert found.titles.keys() == set(found.features) == set(found.frame.columns)
    assert set(found.frame.dtypes) == {np.dtype(float)}
    assert found.money == "monetary"


def test_parts_give_the_same_customers(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = of(shop()).frame
    monkeypatch.setattr(rfm_titles, "LINES_AT_ONCE", 2)
    pd.testing.assert_frame_equal(of(shop()).frame, whole)


def test_two_files_put_together_are_one(tmp_path: Path) -> None:
    lines = shop().collect()
    lines[:2].write_parquet(tmp_path / "1.parquet")
    lines[2:].write_parquet(tmp_path / "2.parquet")
    split = pl.scan_parquet([tmp_path / "2.parquet", tmp_path / "1.parquet"])
    pd.testing.assert_frame_equal(of(split).frame, of(shop()).frame)


def test_refusals() -> None:
    with pytest.raises(BadSnapshot):
        of(shop(), snapshot="soon")
    with pytest.raises(NoTransactions, match="up to 2020-01-01"):
        of(shop(), snapshot="2020-01-01")
    with pytest.raises(NotDates):
        of(shop(when=["May"] * 6))
    with pytest.raises(NotNumbers):
        of(shop(paid=["much"] * 6))
