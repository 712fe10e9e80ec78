"""Items packed into one cell become products with quantities; names that only look so stay whole, and the
money of an order counts once."""

import json
from datetime import datetime, timedelta

import pandas as pd
import polars as pl
import pytest

from core.data.quality.findings import check_quality
from core.data.quality.packed_items import read_items
from core.features import build_customers
from core.model import Recipe, Role

ROLES: dict[str, Role] = {"order": "order", "who": "id", "day": "date", "total": "amount"}
READ = [
    ("2x Blue Mug, 1x Plate", [("Blue Mug", 2), ("Plate", 1)]),
    ("2 x Mug, large, 1 \u00d7 Plate", [("Mug, large", 2), ("Plate", 1)]),
    ("Product A (x2) | Product B", [("Product A", 2), ("Product B", 1)]),
    ("Mug \u00d7 3; Plate (Qty: 2)", [("Mug", 3), ("Plate", 2)]),
    ("Mug x2", [("Mug", 2)]),
    ("name:Mug|quantity:2|total:40;sku:pl-1|quantity:1|meta:size=S,color=Red", [("Mug", 2), ("pl-1", 1)]),
    ('[{"name": "Mug", "qty": 2}, {"title": "Plate"}]', [("Mug", 2), ("Plate", 1)]),
    ("[{'sku': 17, 'quantity': '3'}]", [("17", 3)]),
    ('["Mug", "Plate"]', [("Mug", 1), ("Plate", 1)]),
    ("name:Mug|quantity:0;name:Plate|quantity:1", [("Plate", 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "items"), READ)
def test_items_are_read(cell: str, items: list[tuple[str, int]]) -> None:
    reading = read_items(cell)
    assert reading is not None and (list(reading[0]), reading[1]) == (items, True)


@pytest.mark.parametrize(
    "cell", ["4x4 tyre", "2XL shirt", "Frame 3x5", "Mug, blue", "Windows 11", "Shirt: blue", "100 x"]
)
def test_a_name_stays_one_product(cell: str) -> None:
    assert read_items(cell) == ([(cell, 1.0)], False)


@pytest.mark.parametrize(
    "cell", ["Mug x2, plate", "[1, 2]", '[{"total": 3}]', "[broken", "total:3|tax:1"]
)
def test_what_is_not_certain_is_not_read(cell: str) -> None:
    assert read_items(cell) is None


def orders(cells: list[str]) -> pl.LazyFrame:
    """An order each three days, of ten customers in turn."""
    n = len(cells)
    start = datetime(2024, 1, 1)
    return pl.LazyFrame(
        {
            "order": [f"O{i}" for i in range(n)],
            "who": [f"C{i % 10}" for i in range(n)],
            "day": [start + timedelta(days=3 * i) for i in range(n)],
            "total": [10.0 + i for i in range(n)],
            "line_items": cells,
        }
    )


def recipe_of(frame: pl.LazyFrame) -> Recipe:
    """The recipe that the table starts with."""
    findings = check_quality(frame, ROLES, "transactions")
    fixes = [str(f.fix) for f in findings if f.kind == "packed_items" and f.fix and f.recommended]
    return Recipe("transactions", ROLES, fixes=tuple(fixes))


ITEMS = [(f"Mug {i % 7}", 1 + i % 3, f"Plate {i % 3}", 2) for i in range(60)]
WAYS = {
    "counted in front": [f"{n}x {a}, {m}x {b}" for a, n, b, m in ITEMS],
    "counted behind": [f"{a} (x{n}) | {b} (x{m})" for a, n, b, m in ITEMS],
    "fields": [f"name:{a}|quantity:{n}|total:9;name:{b}|quantity:{m}" for a, n, b, m in ITEMS],
    "JSON": [json.dumps([{"name": a, "quantity": n}, {"name": b, "quantity": m}]) for a, n, b, m in ITEMS],
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_products_and_quantities_are_right_and_money_counts_once(way: str) -> None:
    frame = orders(WAYS[way])
    recipe = recipe_of(frame)
    assert recipe.fixes == ("split_items:line_items",)
    table = build_customers(frame, recipe).frame
    bare = build_customers(frame, recipe.with_changes(fixes=())).frame
    same = ["recency", "frequency", "monetary", "tenure", "average_order_value"]
    pd.testing.assert_frame_equal(table[same], bare[same])
    expected = [i for i in range(60) if i % 10 == 0]
    products = {name for i in expected for name in (ITEMS[i][0], ITEMS[i][2])}
    assert table.loc["C0", "product_breadth"] == len(products)
    assert table.loc["C0", "items_per_order"] == sum(ITEMS[i][1] + 2 for i in expected) / len(expected)


def test_an_order_that_came_back_counts_for_no_product() -> None:
    frame = orders(WAYS["fields"]).with_columns(
        total=pl.when(pl.col("order") == "O9").then(-5.0).otherwise("total")
    )
    recipe = recipe_of(frame)
    table = build_customers(frame, recipe).frame
    assert table.loc["C9", "frequency"] == 5 and table.loc["C8", "frequency"] == 6
    assert table.loc["C9", "monetary"] == sum(10 + i for i in range(19, 60, 10)) - 5


@pytest.mark.parametrize(
    "cells",
    [
        [f"Shirt, size {i % 4}, blue" for i in range(60)],
        [f"Mug {i % 9}" for i in range(60)],
        [f"Mug {i % 9}, Plate" if i % 3 else f"2x Mug {i % 9}, Plate" for i in range(60)],
        [f"Home | Kitchen | Mug {i % 9}" for i in range(60)],
    ],
)
def test_cells_without_a_certain_pattern_are_not_split(cells: list[str]) -> None:
    assert recipe_of(orders(cells)).fixes == ()
