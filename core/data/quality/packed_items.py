"""Items of an order packed into one cell: read as products with their quantities where that is certain."""

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from core.data.columns.profile import exact_column
from core.data.columns.typed_table import TypedTable
from core.data.quality.words import split_items_sentence, unread_items_sentence
from core.model import Finding, Fix
from core.text import join_quoted, shorten

Item = tuple[str, float]
SAMPLE = 1000  # first values that are looked at
# Shares of the cells that are read in full, and that write a quantity or are lists, from which the split is
# certain. Lower, names with a comma or "x 2" in them would be taken apart.
LEAST_READ, LEAST_MARKED = 0.98, 0.5
LEAST_PACKED = 0.9  # share of the cells that look packed, from which it is told that they are not read
ITEMS = pl.List(pl.Struct({"product": pl.String, "units": pl.Float64, "first": pl.Boolean}))
_PACKED = r'^\s*\[\s*\{\s*"|^\s*\w+\s*[:=][^|;,]*[|,]\s*\w+\s*[:=]'
_NAMES = re.compile("item|product|produ[kz]|artikel|artic|basket|cart|warenkorb|panier|carrito")
_COUNTED = (
    re.compile(r"(?P<units>[0-9]{1,4})\s*(?:[xX\u00d7*]\s+|[x\u00d7*](?=[A-Z]))(?P<product>.*[^\W\d_].*)"),
    re.compile(r"(?P<product>.*[^\W\d_].*?)\s*[(\[]\s*(?:[xX\u00d7]|(?i:qty|quantity):?)\s*(?P<units>[0-9]{1,4})\s*[)\]]"),
    re.compile(r"(?P<product>.*[^\W\d_].*?)\s*[(\[]\s*(?P<units>[0-9]{1,4})\s*[xX\u00d7]\s*[)\]]"),
    re.compile(r"(?P<product>.*[^\W\d_].*?)\s+[xX\u00d7*]\s?(?P<units>[0-9]{1,4})"),
)  # fmt: skip
_FIELDS = re.compile(r"\s*\w+\s*[:=][^|;]*(?:\|\s*\w+\s*[:=][^|;]*)+")
_PRODUCT_KEYS = (
    "name", "title", "product_name", "item_name", "product", "item", "description", "sku", "product_id", "id",
)  # fmt: skip
_UNITS_KEYS = ("quantity", "qty", "count", "units", "pieces", "menge", "anzahl", "cantidad", "quantite")


def check_packed_items(table: TypedTable) -> Iterator[Finding]:
    """Findings on packed items: to split where that is certain, else that they are not read."""
    product = table.column_for("product")
    names = [n for n in table.schema if table.is_text(n) and _NAMES.search(n.casefold())]
    if table.kind != "transactions" or product not in (None, *names):
        return
    for name in [product] if product else names:
        cells = table.frame.select(exact_column(name).drop_nulls().head(SAMPLE)).collect().to_series()
        if _is_certain(cells):
            yield _split_finding(name, cells)
            return
        if not product and cells.str.contains(_PACKED).sum() > LEAST_PACKED * len(cells):
            yield _unread_finding(name)


def _is_certain(cells: pl.Series) -> bool:
    """Tell whether the items of nearly all cells are read in full, and most say how many or are lists."""
    readings = [read_items(cell) for cell in cells]
    marked = sum(bool(reading and reading[1]) for reading in readings)
    whole = sum(reading is not None for reading in readings)
    least = len(readings) * LEAST_READ
    return bool(readings) and whole >= least and marked >= len(readings) * LEAST_MARKED


def _split_finding(name: str, cells: pl.Series) -> Finding:
    items = [item for cell in cells for item in (read_items(cell) or ((), False))[0]]
    products = list(dict.fromkeys(product for product, _ in items))
    shown = join_quoted((shorten(product) for product in products[:2]), " and ")
    text = split_items_sentence(name, len(products), shown)
    return Finding(
        "packed_items",
        text,
        (name,),
        0,
        Fix("split_items", name),
        "Split into products",
        recommended=True,
    )


def _unread_finding(name: str) -> Finding:
    return Finding("packed_items", unread_items_sentence(name), (name,), 0)


def split_items(text: pl.Expr) -> pl.Expr:
    """Lists (ITEMS) of the products in the cells with their units, at least one a cell.

    `first` is true of the first of each; what cannot be read has no product.
    """
    return text.map_batches(_split_cells, return_dtype=ITEMS, is_elementwise=True)


def _split_cells(cells: pl.Series) -> pl.Series:
    rows = [_item_rows((read_items(cell) if cell else None) or ((), False)) for cell in cells]
    return pl.Series(cells.name, rows, dtype=ITEMS)


def _item_rows(reading: tuple[Sequence[Item], bool]) -> list[dict[str, Any]]:
    items = reading[0] or ((None, 0.0),)
    return [
        {"product": product, "units": units, "first": place == 0}
        for place, (product, units) in enumerate(items)
    ]


def read_items(cell: str) -> tuple[Sequence[Item], bool] | None:
    """The items in a cell, and whether it says how many or is a list; None where that is not certain.

    Reads JSON, fields such as "name:Mug|quantity:2;name:Plate|quantity:1", and items with their
    quantities: "2x Mug, 1x Plate", "Mug (x2) | Plate".
    """
    text = cell.strip()
    if text.startswith("["):
        items = _read_list(text)
    elif all(map(_FIELDS.fullmatch, text.strip(";").split(";"))):
        items = [_read_record(_read_fields(part)) for part in text.strip(";").split(";")]
    else:
        return _read_words(text)
    return None if any(item is None for item in items) else ([i for i in items if i and i[1] > 0], True)


def _read_list(text: str) -> list[Item | None]:
    for parse in (json.loads, ast.literal_eval):
        try:
            values = parse(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        if isinstance(values, list):
            return [
                _read_record(v) if isinstance(v, dict) else (v, 1.0) if isinstance(v, str) else None
                for v in values
            ]
    return [None]


def _read_fields(part: str) -> dict[str, str]:
    fields = (re.split("[:=]", field, maxsplit=1) for field in part.split("|"))
    return {pair[0]: pair[1] for pair in fields if len(pair) == 2}


def _read_record(record: Mapping[str, Any]) -> Item | None:
    """The product that a record names and how many of it; None where it names none."""
    values = {str(key).strip().casefold(): value for key, value in record.items()}
    product = next((values[key] for key in _PRODUCT_KEYS if values.get(key) not in (None, "")), None)
    units = next((values[key] for key in _UNITS_KEYS if key in values), 1)
    try:
        return None if isinstance(product, dict | list | None) else (str(product).strip(), float(units))
    except (TypeError, ValueError):
        return None


def _read_words(text: str) -> tuple[Sequence[Item], bool] | None:
    separator = next((sign for sign in ("\n", "|", ";") if sign in text), None)
    if separator:
        parts = [part.strip() for part in text.split(separator) if part.strip()]
        read = [_read_counted(part) for part in parts]
        items = [item or (part, 1.0) for item, part in zip(read, parts, strict=True)]
        return [item for item in items if item[1] > 0], any(read)
    if "," not in text and " + " not in text:
        item = _read_counted(text)
        return [item or (text, 1.0)], item is not None
    parts = re.split(r"\s*,\s*|\s+\+\s+", text)
    for candidate in (parts, re.split(r",\s*(?=[0-9]{1,4}\s*[xX\u00d7*])", text)):
        items = [item for item in map(_read_counted, candidate) if item]
        if len(items) == len(candidate):
            return [item for item in items if item[1] > 0], True
    return None if any(map(_read_counted, parts)) else ([(text, 1.0)], False)


def _read_counted(text: str) -> Item | None:
    """A product with how many of it; None where the text says no number."""
    match = next(filter(None, (pattern.fullmatch(text.strip()) for pattern in _COUNTED)), None)
    return (match["product"].strip(), float(match["units"])) if match else None
