"""Tables as report tools, tills and people leave them in files, each with what a right reading gives."""

import csv
import datetime
import io
import json
import random
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tests.support.odd_content import make_workbook, zip_files

HEADER = ["Order ID", "Customer", "Order Date", "Amount"]
Rows = list[list[Any]]


def make_orders(count: int = 60, seed: int = 1) -> Rows:
    """Orders with ids of text, dates and amounts with cents."""
    draw = random.Random(seed)
    start = datetime.date(2024, 1, 2)
    return [
        [10_000 + i, f"C{draw.randrange(1, 25):04}", str(start + datetime.timedelta(3 * i)),
         f"{draw.randrange(500, 30_000) / 100:.2f}"]
        for i in range(count)
    ]  # fmt: skip


ORDERS = make_orders()
TOTAL = sum(float(row[3]) for row in ORDERS)


def write_lines(rows: Iterable[Sequence[Any]], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]
    return text.getvalue().encode()


def pad(rows: Iterable[Sequence[Any]], width: int = 4) -> Rows:
    """Rows filled up with empty cells, as spreadsheets write them."""
    return [[*row, *[""] * (width - len(row))] for row in rows]


def typed(rows: Iterable[Sequence[Any]]) -> Rows:
    """Orders with the types that a workbook keeps."""
    return [[int(a), b, datetime.datetime.fromisoformat(c), float(d)] for a, b, c, d in rows]


def as_csv(rows: Iterable[Sequence[Any]]) -> bytes:
    return write_lines(rows)


def as_sheet(rows: Iterable[Sequence[Any]]) -> bytes:
    return make_workbook({"Sheet1": [[cell if cell != "" else None for cell in row] for row in rows]})


def align(rows: Iterable[Sequence[Any]]) -> bytes:
    """Text of columns of fixed width."""
    widths = (10, 14, 12, 10)
    lines = ("".join(str(c).ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines).encode()
