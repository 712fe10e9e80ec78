"""Choice between the sheets of a workbook, and between the lists of a JSON file."""

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from core.data.reading.errors import WrongShape
from core.data.reading.read import ReadSummary, read_file
from tests.support.odd_content import make_workbook
from tests.support.report_files import HEADER, ORDERS, TOTAL, make_orders, typed

ORDER_ROWS = [HEADER, *typed(ORDERS)]
CUSTOMERS = [
    ["Customer ID", "Name", "City", "Age"],
    *([f"C{i:04}", f"Ann {i}", "Rome", 20 + i] for i in range(25)),
]
PRODUCTS = [["Product ID", "Name", "Price"], *([f"P{i}", f"Thing {i}", i + 0.5] for i in range(90))]
NOTES = [["Sales report 2024"], ["Prepared by: Finance"], ["Net of VAT"]]
DICTIONARY = [
    ["Field", "Description", "Type"],
    *([f"f{i}", f"What f{i} holds", "text"] for i in range(30)),
]
PIVOT = [
    ["Row Labels", "Sum of Amount"],
    *([f"C{i:04}", i * 10.5] for i in range(25)),
    ["Grand Total", 3150.0],
]
WORKBOOKS: dict[str, tuple[dict[str, list[list[Any]]], str]] = {
    "a cover": ({"Read me": NOTES, "Data": ORDER_ROWS}, "Data"),
    "a dictionary": ({"Dictionary": DICTIONARY, "Orders": ORDER_ROWS}, "Orders"),
    "a pivot": ({"Pivot": PIVOT, "Orders": ORDER_ROWS}, "Orders"),
    "products before orders": ({"Products": PRODUCTS, "Orders": ORDER_ROWS}, "Orders"),
    "customers after a cover": ({"Cover": NOTES, "Kunden": CUSTOMERS, "Legende": DICTIONARY}, "Kunden"),
    "orders and customers": ({"Customers": CUSTOMERS, "Orders": ORDER_ROWS}, "Orders"),
    "an empty first sheet": ({"Sheet1": [], "Sheet2": CUSTOMERS}, "Sheet2"),
}  # fmt: skip


def read_to_frame(
    folder: Path, content: bytes, name: str, sheet: str | None = None
) -> tuple[ReadSummary, pl.DataFrame, str]:
    (folder / "upload").write_bytes(content)
    result = read_file(folder / "upload", name, folder / "table.parquet", sheet=sheet)
    said = "\n".join(notice.text for notice in result.notices)
    return result, pl.read_parquet(folder / "table.parquet"), said


@pytest.mark.parametrize("what", WORKBOOKS)
def test_a_workbook_opens_at_the_best_table_and_names_the_others(what: str, tmp_path: Path) -> None:
    sheets, best = WORKBOOKS[what]
    result, _, said = read_to_frame(tmp_path, make_workbook(sheets), "a.xlsx")
    assert (result.sheet, result.sheets) == (best, tuple(sheets))
    others = [name for name, rows in sheets.items() if name != best and rows]
    assert (f"We read '{best}'" in said) == bool(others)
    assert all(f"'{name}' (" in said for name in others)


def test_a_chosen_sheet_is_read_whatever_it_holds(tmp_path: Path) -> None:
    content = make_workbook({"Orders": ORDER_ROWS, "Dictionary": DICTIONARY})
    result, table, said = read_to_frame(tmp_path, content, "a.xlsx", "Dictionary")
    assert (result.sheet, table.height, said) == ("Dictionary", 30, "")


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_visible_sheets_come_before_hidden_ones(state: str, tmp_path: Path) -> None:
    content = edit_workbook(
        {"Old": [HEADER, *typed(make_orders(300))], "Orders": ORDER_ROWS}, "Old", state
    )
    result, _, said = read_to_frame(tmp_path, content, "a.xlsx")
    assert result.sheet == "Orders"
    assert "'Old' (300 rows, the same columns, hidden)" in said


def test_a_hidden_sheet_is_read_where_those_in_sight_hold_no_table(tmp_path: Path) -> None:
    content = edit_workbook({"Cover": NOTES, "Data": ORDER_ROWS}, "Data", "hidden")
    assert read_to_frame(tmp_path, content, "a.xlsx")[0].sheet == "Data"


def edit_workbook(sheets: dict[str, list[list[Any]]], name: str, state: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(make_workbook(sheets)))
    book[name].sheet_state = state
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_sheets_with_the_same_columns_are_a_warning(tmp_path: Path) -> None:
    content = make_workbook({"Jan": ORDER_ROWS, "Feb": [HEADER, *typed(ORDERS[:20])]})
    result, _, said = read_to_frame(tmp_path, content, "a.xlsx")
    assert result.notices[0].level == "warning"
    assert "'Feb' (20 rows, the same columns)" in said


def test_formulas_without_values_are_said(tmp_path: Path) -> None:
    rows = [[*HEADER, "Double"], *([*row, f"=D{i}*2"] for i, row in enumerate(typed(ORDERS), 2))]
    _, table, said = read_to_frame(tmp_path, make_workbook({"A & B": rows, "Notes": NOTES}), "a.xlsx")
    assert "60 formulas in column E have no value" in said
    assert table["Double"].null_count() == 60


RECORDS = [dict(zip(["order_id", "customer_id", "date", "amount"], row, strict=True)) for row in ORDERS]
GRAPH = {"data": {"orders": {"edges": [{"cursor": str(i), "node": r} for i, r in enumerate(RECORDS)]}}}
COLUMNS = {name: [record[name] for record in RECORDS] for name in RECORDS[0]}
SHAPES: dict[str, tuple[Any, str]] = {
    "a list at depth": ({"status": "ok", "result": {"page": {"items": RECORDS}, "meta": {"tags": ["a", "b"]}}}, ""),
    "edges and nodes": (GRAPH, ""),
    "records under keys": ({f"o{i}": record for i, record in enumerate(RECORDS)}, "now in the column 'key'"),
    "keys at depth": ({"orders": {f"o{i}": record for i, record in enumerate(RECORDS)}}, "now in the column 'key'"),
    "columns": (COLUMNS, ""),
    "columns at depth": ({"meta": {"n": 60}, "data": COLUMNS}, ""),
    "two lists": ({"customers": [{"id": 1}, {"id": 2}], "orders": RECORDS},
                  "We read 'orders' (60 records). The file also has 'customers' (2 records)."),
    "rows": ([list(RECORDS[0]), *(list(record.values()) for record in RECORDS)], ""),
    "objects within": ([{"customer_id": r["customer_id"], "order": {"total": {"amount": r["amount"]}}} for r in RECORDS], ""),
    "line items": ([r | {"items": [{"sku": "a", "price": 1.0}, {"sku": "b", "price": 2.0}]} for r in RECORDS],
                   "Only the number of entries was kept ('items.count')"),
}  # fmt: skip


@pytest.mark.parametrize("what", SHAPES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_json_of_any_shape_gives_its_records(what: str, encoding: str, tmp_path: Path) -> None:
    value, words = SHAPES[what]
    _, table, said = read_to_frame(tmp_path, json.dumps(value).encode(encoding), "a.json")
    assert table.height == 60
    assert words in said
    assert bool(said) == bool(words)
    money = next(name for name in table.columns if name.endswith("amount"))
    assert table[money].cast(pl.Float64).sum() == pytest.approx(TOTAL)


def test_orders_within_customers_become_rows_where_no_money_repeats(tmp_path: Path) -> None:
    orders = [
        [{"date": f"2024-01-0{j + 1}", "amount": j + 0.5} for j in range(i % 4)] for i in range(12)
    ]
    people = [{"customer_id": f"c{i}", "orders": entries} for i, entries in enumerate(orders)]
    _, table, said = read_to_frame(tmp_path, json.dumps(people).encode(), "a.json")
    assert table.columns == ["customer_id", "date", "amount"]
    assert table["amount"].sum() == sum(order["amount"] for entries in orders for order in entries)
    assert table["customer_id"].n_unique() == 12
    assert "lists in 'orders' became a row" in said


def test_customers_with_money_keep_one_row_each(tmp_path: Path) -> None:
    people = [
        {"id": i, "total_spent": 10.5, "orders": [{"amount": 5.5}, {"amount": 5.0}]} for i in range(9)
    ]
    _, table, _ = read_to_frame(tmp_path, json.dumps(people).encode(), "a.json")
    assert (table.height, table["total_spent"].sum()) == (9, 94.5)
    assert table["orders.count"].to_list() == [2] * 9


@pytest.mark.parametrize(
    "value", [{"a": {"x": 1}, "b": {"y": 2}}, {"v": [1, 2], "w": {"z": []}, "u": "x"}]
)
def test_json_without_records_is_refused(value: Any, tmp_path: Path) -> None:
    with pytest.raises(WrongShape):
        read_to_frame(tmp_path, json.dumps(value).encode(), "a.json")
