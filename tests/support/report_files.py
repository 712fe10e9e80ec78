"""Tables as report tools, tills and people leave them in files, each with what a right reading gives."""

import csv
import datetime
import io
import random
import struct
from collections.abc import Iterable, Sequence
from typing import Any

from tests.support.odd_content import make_workbook, zip_files

HEADER = ["Order ID", "Customer", "Order Date", "Amount"]
Rows = list[list[Any]]


def make_orders(count: int = 60, seed: int = 1) -> Rows:
    """Orders with ids of text, dates and amounts with cents."""
    draw = random.Random(seed)
    start = datetime.date(2024, 1, 2)
    return [
        [10_000 + i, f"C{draw.randrange(1, 25):04}", str(start + datetime.timedelta(3 * (i % 900))),
         f"{draw.randrange(500, 30_000) / 100:.2f}"]
        for i in range(count)
    ]  # fmt: skip


ORDERS = make_orders()
TOTAL = sum(float(row[3]) for row in ORDERS)


def write_lines(
    rows: Iterable[Sequence[Any]], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL
) -> bytes:
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
    lines = (
        "".join(str(c).ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows
    )
    return "\n".join(lines).encode()


def wrap(rows: Iterable[Sequence[Any]]) -> bytes:
    """CSV of which each line stands in quotes as a whole."""
    lines = write_lines(rows).decode().splitlines()
    return write_lines([[line] for line in lines], quoting=csv.QUOTE_ALL)


def with_subtotals(word: str) -> Rows:
    """Orders with a row after each twelve that says `word` and their sum; "{}" is their number."""
    rows: Rows = []
    for i in range(0, len(ORDERS), 12):
        part = ORDERS[i : i + 12]
        rows += [*part, [word.format(i), "", "", f"{sum(float(row[3]) for row in part):.2f}"]]
    return rows


def make_binary_workbook(rows: Iterable[Sequence[str | float]]) -> bytes:
    """An .xlsb of one sheet: texts in the cells, and numbers."""
    sheet = _record(129) + _record(148, bytes(16)) + _record(145)
    for i, row in enumerate(rows):
        sheet += _record(0, struct.pack("<IIHHBI", i, 0, 300, 0, 0, 0))
        for j, cell in enumerate(row):
            place = struct.pack("<II", j, 0)
            sheet += (
                _record(6, place + _wide(cell))
                if isinstance(cell, str)
                else _record(5, place + struct.pack("<d", cell))
            )
    sheet += _record(146) + _record(130)
    book = (
        _record(131)
        + _record(143)
        + _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Sheet1"))
    )
    book += _record(144) + _record(132)
    space = "http://schemas.openxmlformats.org/package/2006/"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    links = '<?xml version="1.0"?><Relationships xmlns="{}relationships"><Relationship Id="rId1" Type="{}" Target="{}"/></Relationships>'
    return zip_files({
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{space}content-types"/>'.encode(),
        "_rels/.rels": links.format(space, kind + "officeDocument", "xl/workbook.bin").encode(),
        "xl/_rels/workbook.bin.rels": links.format(space, kind + "worksheet", "worksheets/sheet1.bin").encode(),
        "xl/workbook.bin": book,
        "xl/worksheets/sheet1.bin": sheet,
    })  # fmt: skip


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(content)
    length = bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])
    return head + length + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
