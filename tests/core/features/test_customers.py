"""Customers from a table that has one row each, and what both kinds of table refuse."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from core.data import MissingRole, NothingToCompare, make_sample
from core.features.customers import (
    NoFeature,
    RepeatedCustomers,
    TooFewCustomers,
    build_customers,
)
from core.features.transactions import NotDates, NotNumbers
from core.model import Customers, Recipe, Role
from core.text import readable_title
from tests.support.real_tables import online_retail

ROLES: dict[str, Role] = {
    "who": "id",
    "age": "number",
    "visits": "quantity",
    "spend_total": "amount",
    "job": "category",
    "joined": "date",
    "notes": "text",
    "member": "number",
    "churned": "label",
    "empty": "ignore",
}


def customer_table(**columns: Any) -> pl.LazyFrame:
    base = {
        "who": ["a", "b", "c", "d"],
        "age": [30, 40, None, 60],
        "visits": [1.0, 2.0, float("nan"), 4.0],
        "spend_total": [10.0, 20.0, 30.0, 40.0],
        "job": ["x", "y", None, "x"],
        "joined": [datetime(2024, 1, day) for day in (1, 2, 3, 11)],
        "notes": ["hello"] * 4,
        "member": [True, False, True, None],
        "churned": ["no", "yes", "no", "no"],
        "empty": [None] * 4,
    }
    return pl.LazyFrame(base | columns)


def customers_of(frame: pl.LazyFrame, roles: Mapping[str, Role] = ROLES, **changes: Any) -> Customers:
    return build_customers(frame, Recipe(roles=roles).with_changes(**changes))


def test_features_are_numbers_dates_and_categories() -> None:
    customers = customers_of(customer_table())
    assert customers.features == ("age", "visits", "spend_total", "days_since_joined", "job", "member")
    assert customers.suggested == ("age", "visits", "spend_total", "days_since_joined")
    assert customers.frame.index.to_list() == ["a", "b", "c", "d"]
    assert customers.frame["days_since_joined"].to_list() == [10, 9, 8, 0]
    assert customers.frame["visits"].isna().sum() == 1
    assert {str(kind) for kind in customers.frame.dtypes} == {"float64", "category"}
    assert customers.frame["member"].to_list()[:2] == ["true", "false"]


def test_money_label_and_titles() -> None:
    customers = customers_of(customer_table())
    assert (customers.money, customers.label) == ("spend_total", "churned")
    assert customers.frame["churned"].to_list() == ["no", "yes", "no", "no"]
    assert "churned" not in customers.features
    assert customers.titles["spend_total"] == "Spend total"
    assert customers.titles["days_since_joined"] == "Days since joined"
    assert customers.titles.keys() == {*customers.features, "churned"}


def test_few_numbers_suggest_everything() -> None:
    roles: dict[str, Role] = {"who": "id", "age": "number", "job": "category"}
    assert customers_of(customer_table(), roles).suggested == ("age", "job")


def test_coordinates_are_suggested_only_where_nothing_else_is() -> None:
    places: dict[str, list[float]] = {"lat": [1.0, 2, 3, 4], "lon": [4.0, 3, 2, 1]}
    roles: dict[str, Role] = {"lat": "latitude", "lon": "longitude"}
    customers = customers_of(customer_table(**places), {"who": "id", "age": "number", **roles})
    assert customers.suggested == ("age",) and {"lat", "lon"} <= set(customers.features)
    assert customers_of(customer_table(**places), {"who": "id", **roles}).suggested == ("lat", "lon")


def test_codes_are_categories_and_rows_are_numbered(shared: Callable[[str], Path]) -> None:
    frame = pl.scan_csv(shared("wholesale/wholesale_customers.csv"))
    names = frame.collect_schema().names()
    roles: dict[str, Role] = {n: "category" if n in ("Channel", "Region") else "number" for n in names}
    customers = customers_of(frame, roles)
    assert customers.frame.index.to_list() == list(range(1, 441))
    assert set(customers.frame["Channel"]) == {"1", "2"}
    assert customers.suggested == (
        "Fresh",
        "Milk",
        "Grocery",
        "Frozen",
        "Detergents_Paper",
        "Delicassen",
    )
    assert customers.titles["Detergents_Paper"] == "Detergents paper"
    assert customers.frame["Fresh"].mean() == pytest.approx(12000.297727, abs=1e-6)
    assert customers.frame["Fresh"].std() == pytest.approx(12647.328865, abs=1e-6)


def test_codes_and_ids_read_as_decimals_lose_the_point() -> None:
    customers = customers_of(customer_table(who=[1.0, 2.0, 3.0, 4.0], job=[1.0, 2.0, None, 1.5]))
    assert customers.frame.index.to_list() == [1, 2, 3, 4]
    assert set(customers.frame["job"].dropna()) == {"1", "2", "1.5"}


def test_rows_without_id_are_left_out_and_told() -> None:
    customers = customers_of(customer_table(who=["a", None, "c", "d"]))
    assert len(customers.frame) == 3
    assert [notice.text for notice in customers.notices] == ["1 row without a customer id is left out."]


def test_fixes_come_first() -> None:
    customers = customers_of(customer_table(), fixes=("drop_missing:age", "ignore:visits"))
    assert customers.frame.index.to_list() == ["a", "b", "d"]
    assert "visits" not in customers.features


def test_inputs_are_not_changed_and_equal_calls_are_equal() -> None:
    frame = customer_table().collect()
    before = frame.clone()
    first, second = customers_of(frame.lazy()), customers_of(frame.lazy())
    assert frame.equals(before)
    pd.testing.assert_frame_equal(first.frame, second.frame)


@pytest.mark.parametrize("kind", ["wholesale", "bank"])
def test_samples_of_customers_pass(kind: str) -> None:
    table = make_sample(kind, 300, 0)
    roles: dict[str, Role] = {
        name: "number" if table.schema[name].is_numeric() else "category" for name in table.columns
    }
    customers = customers_of(table.lazy(), {**roles, table.columns[0]: "ignore"})
    assert len(customers.features) == table.width - 1
    assert np.isfinite(customers.frame.select_dtypes("number")).all(axis=None)


SHOP: dict[str, Role] = {
    "OrderID": "order", "OrderDate": "date", "CustomerID": "id", "Product": "product",
    "Quantity": "quantity", "UnitPrice": "unit_price", "Country": "country", "Channel": "category",
}  # fmt: skip


def shop_sample_customers(seed: int) -> Customers:
    return build_customers(
        make_sample("shop", None, seed).lazy(), Recipe(table="transactions", roles=SHOP)
    )


def test_the_shop_s_customers_fall_apart_by_behaviour() -> None:
    customers = shop_sample_customers(0)
    once = customers.frame["frequency"] == 1
    assert 0.25 < once.mean() < 0.4
    assert (
        customers.frame.loc[~once, "recency"].median() < customers.frame.loc[once, "recency"].median()
    )
    assert {"return_rate", "product_breadth", "share_first_Channel"} <= set(customers.features)
    assert "share_first_Country" not in customers.features


def top_share(spend: pd.Series) -> float:
    """The share of the money that the top 5 % of customers hold."""
    return float(spend.nlargest(len(spend) // 20).sum() / spend.sum())


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_shop_s_money_is_spread_as_a_real_shop_s(seed: int) -> None:
    """The bounds lie around the real shop's 49 %; see the next test."""
    spend = shop_sample_customers(seed).frame["monetary"]
    assert 0.4 < top_share(spend) < 0.55
    assert spend.max() < 0.03 * spend.sum()
    assert 200 < spend.median() < 700


def test_a_real_shop_s_top_customers_hold_half_of_the_money(shared: Callable[[str], Path]) -> None:
    roles: dict[str, Role] = {
        "InvoiceNo": "order", "InvoiceDate": "date", "CustomerID": "id", "Quantity": "quantity",
        "UnitPrice": "unit_price",
    }  # fmt: skip
    real = build_customers(online_retail(shared), Recipe(table="transactions", roles=roles))
    assert top_share(real.frame["monetary"]) == pytest.approx(0.485, abs=0.005)


def test_the_shop_s_trade_customers_stand_apart() -> None:
    """They order more often and spend more than nearly all others, so segments find them."""
    table = shop_sample_customers(0).frame
    spend = table["monetary"]
    trade = table[spend >= spend.quantile(0.95)]
    others = table[spend < spend.quantile(0.94)]
    assert trade["frequency"].median() > 2 * others["frequency"].quantile(0.95)
    assert trade["monetary"].median() > 3 * others["monetary"].quantile(0.95)


def test_refusals() -> None:
    with pytest.raises(RepeatedCustomers, match="'Channel' names 1 customer more"):
        customers_of(customer_table(Channel=["a", "a", "c", "d"]), {"Channel": "id", "age": "number"})
    with pytest.raises(NotNumbers):
        customers_of(customer_table(age=["old"] * 4))
    with pytest.raises(NotDates):
        customers_of(customer_table(joined=["May"] * 4))
    with pytest.raises(TooFewCustomers, match="Only 2 customers left"):
        customers_of(customer_table().head(2))
    with pytest.raises(TooFewCustomers, match="Only 1 customer left"):
        customers_of(customer_table().head(1))
    with pytest.raises(NothingToCompare):
        customers_of(customer_table(), {"who": "id", "notes": "text"})
    with pytest.raises(NoFeature):
        customers_of(customer_table(), {"who": "id", "age": "number"}, fixes=("ignore:age",))
    with pytest.raises(MissingRole):
        customers_of(customer_table(), {"who": "id"}, table="transactions")


def test_a_title_is_words() -> None:
    assert [readable_title(name) for name in ("Detergents_Paper", "age", "__")] == [
        "Detergents paper",
        "Age",
        "__",
    ]
