"""A shop's export in many spellings and layouts: the same customers, orders and money to the cent."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from core.data import make_sample, new_recipe, read_file
from core.features import build_customers
from core.model import Dataset

LINES, SEED = 700, 11
COLUMNS = ("OrderID", "OrderDate", "CustomerID", "Product", "Quantity", "UnitPrice")
ENGLISH = ("Order ID", "Order date", "Customer ID", "Product", "Quantity", "Unit price")
GERMAN = ("Bestellnummer", "Bestelldatum", "Kundennummer", "Produkt", "Menge", "Einzelpreis")
FRENCH = (
    "Numéro de commande",
    "Date de commande",
    "Numéro client",
    "Produit",
    "Quantité",
    "Prix unitaire",
)
SPANISH = (
    "Número de pedido",
    "Fecha de pedido",
    "ID de cliente",
    "Producto",
    "Cantidad",
    "Precio unitario",
)
MONTHS = {
    "german": ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
    "french": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
    "spanish": ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
}  # fmt: skip
Cell = str | int | float | datetime
Rows = list[list[Cell]]


@cache
def sample() -> pl.DataFrame:
    """Lines of purchases and returns, by day: not every spelling has a time."""
    lines = make_sample("shop", LINES, SEED).select(COLUMNS).drop_nulls("CustomerID")
    return lines.with_columns(pl.col("OrderDate").dt.truncate("1d"))


@dataclass(frozen=True)
class Spelling:
    """The way in which a tool writes names, days and numbers, and what stands between them."""

    names: Sequence[str] = ENGLISH
    day: Callable[[datetime], Cell] = lambda day: f"{day:%Y-%m-%d}"
    price: Callable[[float], Cell] = lambda price: f"{price:.2f}"
    quantity: Callable[[int], Cell] = str
    delimiter: str = ","
    encoding: str = "utf-8"

    def rows(self) -> Rows:
        return [
            [order, self.day(day), customer, product, self.quantity(quantity), self.price(price)]
            for order, day, customer, product, quantity, price in sample().iter_rows()
        ]

    def table(self) -> Rows:
        return [[*self.names], *self.rows()]


def grouped(price: float, group: str, decimal: str) -> str:
    return f"{price:,.2f}".replace(",", "\0").replace(".", decimal).replace("\0", group)


def in_words(language: str, pattern: str) -> Callable[[datetime], str]:
    return lambda day: pattern.format(d=day.day, m=MONTHS[language][day.month - 1], y=day.year)


def accounting(price: float) -> str:
    return f"({-price:,.2f})" if price < 0 else f"{price:,.2f}"


SPELLINGS = {
    "plain": Spelling(),
    "german": Spelling(
        GERMAN, lambda day: f"{day:%d.%m.%Y}", lambda p: grouped(p, ".", ","), delimiter=";",
        encoding="cp1252",
    ),
    "german-words": Spelling(
        GERMAN, in_words("german", "{d}. {m} {y}"), lambda p: f"{grouped(p, '.', ',')} €", delimiter=";"
    ),
    "french": Spelling(
        FRENCH, in_words("french", "{d} {m} {y}"), lambda p: f"{grouped(p, chr(0x202F), ',')} €",
        delimiter=";",
    ),
    "spanish": Spelling(
        SPANISH, in_words("spanish", "{d} de {m} de {y}"), lambda p: f"€ {grouped(p, '.', ',')}",
        delimiter="\t",
    ),
    "american": Spelling(
        day=lambda day: f"{day.month}/{day.day}/{day.year}", price=lambda p: f"${p:,.2f}",
        encoding="utf-16",
    ),
    "american-words": Spelling(
        day=lambda day: f"{day:%B} {day.day}, {day.year}", price=lambda p: f"USD {p:,.2f}"
    ),
    "swiss": Spelling(
        GERMAN, lambda day: f"{day:%d.%m.%Y}", lambda p: f"CHF {grouped(p, chr(0x2019), '.')}",
        delimiter="\t", encoding="utf-16",
    ),
    "german-words-1252": Spelling(
        day=in_words("german", "{d}. {m} {y}"), price=lambda p: f"{grouped(p, '.', ',')} €", delimiter=";",
        encoding="cp1252",
    ),
    "units": Spelling(quantity=lambda n: f"{n} pcs", price=lambda p: f"{p:.2f} EUR"),
    "epoch": Spelling(
        names=("order_id", "created_at", "customer_id", "product", "quantity", "unit_price"),
        day=lambda day: int(day.replace(tzinfo=UTC).timestamp()),
    ),
    "milliseconds": Spelling(
        names=("order_id", "timestamp", "customer_id", "product", "quantity", "unit_price"),
        day=lambda day: 1000 * int(day.replace(tzinfo=UTC).timestamp()),
    ),
    "iso-zone": Spelling(day=lambda day: f"{day:%Y-%m-%dT%H:%M:%S.000Z}"),
    "compact": Spelling(day=lambda day: f"{day:%Y%m%d}"),
    "accounting": Spelling(price=accounting),
}  # fmt: skip


def as_csv(rows: Rows, spelling: Spelling = SPELLINGS["plain"]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=spelling.delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(spelling.encoding)


def as_workbook(sheets: dict[str, Rows], hidden: Sequence[str] = ()) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if title in hidden else "visible"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_zip(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


PLAIN = SPELLINGS["plain"]
TYPED = Spelling(day=lambda day: day, price=float, quantity=int)


def records() -> list[dict[str, Cell]]:
    return [dict(zip(ENGLISH, row, strict=True)) for row in Spelling(price=float, quantity=int).rows()]


def monthly_headers() -> Rows:
    """Twelve exports one below the other, each with its header."""
    rows, table = PLAIN.rows(), []
    for start in range(0, len(rows), len(rows) // 12 + 1):
        table += [[*ENGLISH], *rows[start : start + len(rows) // 12 + 1]]
    return table


COVER: Rows = [["Sales report"], ["Prepared by the shop's own till"], ["Confidential"]]
DICTIONARY: Rows = [
    ["Column", "Meaning"],
    ["Order ID", "number of the order"],
    ["Unit price", "in euros"],
]
LAYOUTS: dict[str, Callable[[], tuple[str, bytes]]] = {
    "title-rows": lambda: (
        "a.csv", as_csv([["Sales report 2024"], ["Exported on 2025-01-31"], [], *PLAIN.table()])
    ),
    "repeated-headers": lambda: ("a.csv", as_csv(monthly_headers())),
    "workbook": lambda: ("a.xlsx", as_workbook({"Sheet1": TYPED.table()})),
    "cover-sheet": lambda: (
        "a.xlsx", as_workbook({"Cover": COVER, "Columns": DICTIONARY, "Orders": TYPED.table()})
    ),
    "hidden-sheet": lambda: (
        "a.xlsx",
        as_workbook({"Old": TYPED.table()[:90], "Orders": TYPED.table()}, hidden=["Old"]),
    ),
    "one-column": lambda: (
        "a.xlsx",
        as_workbook({"Sheet1": [[line] for line in as_csv(PLAIN.table()).decode().splitlines()]}),
    ),
    "text-first-in-zip": lambda: (
        "a.zip",
        as_zip({"README.txt": b"These are the orders of our shop.\n", "o.csv": as_csv(PLAIN.table())}),
    ),
    "json-records": lambda: ("a.json", json.dumps(records()).encode()),
    "json-lines": lambda: ("a.jsonl", "\n".join(map(json.dumps, records())).encode()),
    "json-deep": lambda: (
        "a.json", json.dumps({"meta": {"page": 1}, "result": {"data": records()}}).encode()
    ),
    "json-edges": lambda: (
        "a.json",
        json.dumps({"data": {"orders": {"edges": [{"node": row} for row in records()]}}}).encode(),
    ),
    "json-by-key": lambda: (
        "a.json", json.dumps({f"line{i}": row for i, row in enumerate(records())}).encode()
    ),
    "json-columns": lambda: (
        "a.json",
        json.dumps({name: [row[name] for row in records()] for name in ENGLISH}).encode(),
    ),
}  # fmt: skip


def customers(folder: Path, name: str, content: bytes) -> pd.DataFrame:
    """Customers of the file as a new recipe makes them, by id."""
    (folder / "upload").write_bytes(content)
    target = folder / "table.parquet"
    summary = read_file(folder / "upload", name, target)
    dataset = Dataset("0" * 64, name, str(target), summary.rows, summary.columns, summary.notices)
    recipe = new_recipe(dataset)
    frame = build_customers(pl.scan_parquet(target), recipe).frame
    return frame.set_index(frame.index.astype(str)).sort_index()


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Customers of the sample itself."""
    target = io.BytesIO()
    sample().write_parquet(target)
    return customers(tmp_path_factory.mktemp("sample"), "sample.parquet", target.getvalue())


def check(table: pd.DataFrame, expected: pd.DataFrame) -> None:
    assert table.index.tolist() == expected.index.tolist()
    for name in ("recency", "frequency", "tenure", "product_breadth"):
        assert table[name].tolist() == expected[name].tolist(), name
    assert (table["monetary"].round(2) == expected["monetary"].round(2)).all()


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_spelling(name: str, expected: pd.DataFrame, tmp_path: Path) -> None:
    spelling = SPELLINGS[name]
    check(customers(tmp_path, "a.csv", as_csv(spelling.table(), spelling)), expected)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout(name: str, expected: pd.DataFrame, tmp_path: Path) -> None:
    check(customers(tmp_path, *LAYOUTS[name]()), expected)


@given(
    names=st.sampled_from([ENGLISH, GERMAN, FRENCH, SPANISH]),
    day=st.sampled_from([spelling.day for spelling in SPELLINGS.values()]),
    price=st.sampled_from([spelling.price for spelling in SPELLINGS.values()]),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    title=st.sampled_from([[], [["Export"], []], [["Sales"], ["Period", "2024"], []]]),
    order=st.permutations(range(len(COLUMNS))),
)
# Without shrinking: the failing example itself says what goes wrong, and shrinking takes minutes.
@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_spellings_and_layouts_go_together(
    names: Sequence[str], day: Callable[[datetime], Cell], price: Callable[[float], Cell],
    delimiter: str, encoding: str, title: Rows, order: list[int], expected: pd.DataFrame, tmp_path: Path,
) -> None:  # fmt: skip
    spelling = Spelling(names, day, price, delimiter=delimiter, encoding=encoding)
    rows = [[row[place] for place in order] for row in spelling.table()]
    try:
        content = as_csv([*title, *rows], spelling)
    except UnicodeEncodeError:
        return
    check(customers(tmp_path, "a.csv", content), expected)
