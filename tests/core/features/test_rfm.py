"""Transactions to customers: the engine against plain Python, other engines and published figures."""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.features.customers import build_customers
from core.features.rfm import DAY, compute_rfm
from core.model import Customers, Recipe, Role

RETAIL: dict[str, Role] = {
    "InvoiceNo": "order",
    "InvoiceDate": "date",
    "CustomerID": "id",
    "StockCode": "product",
    "Quantity": "quantity",
    "UnitPrice": "unit_price",
    "Country": "country",
}
CLEAN = ("drop_empty_ids", "drop_zero_prices")
SNAPSHOT = 20_000 * DAY
Line = dict[str, Any]

line = st.fixed_dictionaries(
    {
        "customer": st.integers(1, 4),
        "order": st.integers(1, 5).map(str),
        "seconds": st.integers(SNAPSHOT - 30 * DAY, SNAPSHOT),
        "amount": st.integers(-500, 2_000).map(lambda cents: cents / 100),
        "units": st.integers(0, 9).map(float),
        "product": st.sampled_from(["tea", "jug", None]),
        "place": st.sampled_from(["web", "app", None]),
    }
).map(lambda drawn: {**drawn, "returned": drawn["amount"] < 0})
tables = st.lists(line, min_size=1, max_size=40)


def rfm_table(lines: Sequence[Line]) -> pl.DataFrame:
    frame = pl.DataFrame(lines, schema_overrides={"product": pl.String, "place": pl.String}).lazy()
    wide = compute_rfm(nw.from_native(frame), SNAPSHOT, products=True, places=("place",))
    collected: pl.DataFrame = wide.to_native().collect()
    return collected.sort("customer")


def reference_rfm(lines: Sequence[Line]) -> dict[int, dict[str, float | None]]:
    """The same features by definition, a customer at a time."""
    per_customer = defaultdict(list)
    for each in lines:
        per_customer[each["customer"]].append(each)
    return {customer: only_customer(orders_of) for customer, orders_of in per_customer.items()}


def only_customer(lines: Sequence[Line]) -> dict[str, float | None]:
    bought = [each for each in lines if not each["returned"]]
    spent = math.fsum(each["amount"] for each in bought)
    back = -math.fsum(each["amount"] for each in lines if each["returned"])
    starts: dict[str, int] = {}
    for each in bought:
        starts[each["order"]] = min(starts.get(each["order"], SNAPSHOT), each["seconds"])
    moments = sorted(starts.values())
    if not moments:
        return {"frequency": 0.0, "monetary": -back, "recency": None}
    gaps = np.diff(moments) / DAY
    age = SNAPSHOT - moments[0]
    recency = (SNAPSHOT - moments[-1]) // DAY
    weighted = sum(each["amount"] * (SNAPSHOT - starts[each["order"]]) for each in bought)
    placed = [each for each in bought if each["place"]]
    return {
        "recency": recency,
        "frequency": len(moments),
        "monetary": spent - back,
        "tenure": age // DAY,
        "order_gap_mean": gaps.mean() if len(gaps) else None,
        "order_gap_sd": gaps.std() if len(gaps) else None,
        "relative_recency": recency / max(gaps.mean(), 1) if len(gaps) else None,
        "average_order_value": (spent - back) / len(moments),
        "items_per_order": sum(each["units"] for each in bought) / len(moments),
        "return_rate": back / spent if spent > 0 else None,
        "spend_trend": 1 - 2 * weighted / (spent * age) if len(gaps) and spent > 0 and age else None,
        "product_breadth": len({each["product"] for each in bought} - {None}) or None,
        "share_first_place": share_of_first_place(placed),
    }


def share_of_first_place(placed: Sequence[Line]) -> float | None:
    total = sum(each["amount"] for each in placed)
    if not total > 0:
        return None
    spend: dict[str, float] = defaultdict(float)
    for each in placed:
        spend[each["place"]] += each["amount"]
    start = min(each["seconds"] for each in placed)
    return max(spend[each["place"]] for each in placed if each["seconds"] == start) / total


@settings(max_examples=60)
@given(tables)
def test_equals_the_definitions(lines: list[Line]) -> None:
    expected = reference_rfm(lines)
    computed = {row["customer"]: row for row in rfm_table(lines).iter_rows(named=True)}
    assert computed.keys() == expected.keys()
    for customer, features in expected.items():
        for name, value in features.items():
            got = computed[customer][name]
            assert (got is None) == (value is None), name
            assert value is None or got == pytest.approx(value, abs=2e-4), name


@settings(max_examples=40)
@given(tables, st.randoms(use_true_random=False))
def test_order_of_lines_does_not_matter(lines: list[Line], random: Any) -> None:
    shuffled = random.sample(lines, len(lines))
    assert rfm_table(shuffled).equals(rfm_table(lines))


@settings(max_examples=20)
@given(tables)
def test_another_engine_says_the_same(lines: list[Line]) -> None:
    frame = nw.from_native(pd.DataFrame(lines)).lazy()
    wide = compute_rfm(frame, SNAPSHOT, products=True, places=("place",)).collect(backend="pandas")
    other = wide.to_native().sort_values("customer").reset_index(drop=True)
    ours = rfm_table(lines).to_pandas()
    for name in ours:
        left, right = ours[name].astype(float), other[name].astype(float)
        np.testing.assert_allclose(left, right, rtol=1e-9, atol=1e-9, err_msg=name)


def retail_customers(path: Path, **changes: Any) -> Customers:
    recipe = Recipe(table="transactions", roles=RETAIL, fixes=CLEAN, snapshot="2011-12-10")
    return build_customers(pl.scan_parquet(path), recipe.with_changes(**changes))


def test_published_figures_of_online_retail(shared: Callable[[str], Path]) -> None:
    customers = retail_customers(shared("online_retail/online_retail.parquet"), returns="ignore")
    table = customers.frame
    assert len(table) == 4_338
    assert customers.suggested == ("recency", "frequency", "monetary")
    assert table["recency"].mean() == pytest.approx(92.06, abs=0.005)
    assert table["recency"].median() == 50
    assert table["frequency"].mean() == pytest.approx(4.272, abs=0.0005)
    assert (table["frequency"].max(), table["frequency"].idxmax()) == (209, 12748)
    assert (table["frequency"] == 1).sum() == 1_493
    assert table["frequency"].sum() == 18_532
    assert table["monetary"].mean() == pytest.approx(2054.27, abs=0.005)
    assert table["monetary"].median() == pytest.approx(674.485)
    assert table["monetary"].max() == pytest.approx(280_206.02)
    assert table["monetary"].idxmax() == 14646
    assert table["monetary"].sum() == pytest.approx(8_911_407.904)
    top = table["monetary"].nlargest(round(0.2 * len(table))).sum() / table["monetary"].sum()
    assert top == pytest.approx(0.746, abs=0.0005)


def test_duplicates_removed_leave_the_published_revenue(shared: Callable[[str], Path]) -> None:
    path = shared("online_retail/online_retail.parquet")
    customers = retail_customers(path, returns="ignore", fixes=(*CLEAN, "drop_duplicates"))
    assert customers.frame["monetary"].sum() == pytest.approx(8_887_208.894)


def test_best_sellers_are_the_published_ones(shared: Callable[[str], Path]) -> None:
    lines = pl.read_parquet(shared("online_retail/online_retail.parquet")).filter(
        pl.col("CustomerID").is_not_null(),
        ~pl.col("InvoiceNo").str.starts_with("C"),
        pl.col("UnitPrice") > 0,
    )
    assert lines.height == 397_884
    name = pl.col("Description").str.strip_chars()
    units = lines.group_by(name).agg(pl.col("Quantity").sum()).sort("Quantity", descending=True)
    assert units.head(4).rows() == [
        ("PAPER CRAFT , LITTLE BIRDIE", 80_995),
        ("MEDIUM CERAMIC TOP STORAGE JAR", 77_916),
        ("WORLD WAR 2 GLIDERS ASSTD DESIGNS", 54_415),
        ("JUMBO BAG RED RETROSPOT", 46_181),
    ]


def test_returns_reduce_money_and_nothing_else(shared: Callable[[str], Path]) -> None:
    path = shared("online_retail/online_retail.parquet")
    net, gross = retail_customers(path), retail_customers(path, returns="ignore")
    same = ["recency", "frequency", "tenure", "order_gap_mean", "items_per_order", "product_breadth"]
    pd.testing.assert_frame_equal(net.frame[same], gross.frame[same])
    assert (net.frame["monetary"] <= gross.frame["monetary"] + 1e-6).all()
    assert int((net.frame["monetary"] < 0).sum()) == 8
    assert [n.text.split()[0] for n in net.notices] == ["33", "8"]
    assert "return_rate" in net.features
    assert "return_rate" not in gross.features


def test_the_year_before_under_other_names(shared: Callable[[str], Path]) -> None:
    path = shared("online_retail_ii_2009_2010/online_retail_ii_2009_2010.parquet")
    names = {"InvoiceNo": "Invoice", "UnitPrice": "Price", "CustomerID": "Customer ID"}
    roles = {names.get(name, name): role for name, role in RETAIL.items()}
    dated = pl.scan_parquet(path).with_columns(pl.col("InvoiceDate").str.to_datetime())
    recipe = Recipe(table="transactions", roles=roles, fixes=CLEAN, returns="ignore")
    customers = build_customers(dated, recipe)
    assert len(customers.frame) == 4_312
    assert customers.frame["monetary"].sum() == pytest.approx(8_832_003.274)
    assert customers.frame.index.dtype == np.int64
