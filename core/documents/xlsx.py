"""A document's figures as an Excel workbook: a sheet each, numbers as numbers."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import xlsxwriter

from core.cells import neutral
from core.documents._content import (
    Block,
    Bullets,
    Document,
    Heading,
    KeyFigures,
    Paragraph,
    Sheet,
)
from core.documents._spec import DocumentFormat, Images
from core.documents._style import Cell, Kind, Style
from core.reports._workbook import OPTIONS

FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
MOST_NAME, MOST_TEXT = 31, 32_767
NARROWEST, WIDEST = 10, 60
NUMBERS = {
    "text": "@", "count": "#,##0", "number": "#,##0.00##", "share": "0.0%", "signed": "+0.00;-0.00;0.00",
}  # fmt: skip


def write(document: Document, images: Images) -> bytes:
    """What the first part says, then each of the document's sheets under a frozen, filtered header.

    Shares are fractions shown as percentages. Nothing is ever run as a formula.
    """
    del images
    target = BytesIO()
    with xlsxwriter.Workbook(target, {**OPTIONS, "constant_memory": False}) as book:
        book.set_properties({"title": document.title, "author": "Tessera", "created": document.moment})
        looks = _looks(book, document.style)
        _summary(book.add_worksheet("Summary"), document, looks)
        for sheet in document.sheets:
            _fill(book.add_worksheet(FORBIDDEN.sub(" ", sheet.name)[:MOST_NAME].strip()), sheet, looks)
    return target.getvalue()


def _looks(book: Any, style: Style) -> dict[str, Any]:
    money = f'[$"{style.symbol}"] #,##0.00' if style.symbol else "#,##0.00"
    shown = {**NUMBERS, "money": money}
    looks = {
        kind: book.add_format({"num_format": shape, "valign": "top", "text_wrap": kind == "text"})
        for kind, shape in shown.items()
    }
    head = {"bold": True, "font_color": "#ffffff", "bg_color": style.accent, "text_wrap": True}
    looks["head"] = book.add_format(head)
    looks["title"] = book.add_format({"bold": True, "font_size": 16, "font_color": style.accent})
    looks["bold"] = book.add_format({"bold": True, "valign": "top"})
    return looks


def _summary(sheet: Any, document: Document, looks: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 2, 70)
    sheet.write_string(0, 0, neutral(document.title), looks["title"])
    sheet.write_string(1, 0, neutral(document.subtitle))
    sheet.write_string(2, 0, document.style.day(document.date))
    row = 4
    for block in document.sections[0].blocks if document.sections else ():
        for line in _lines(block):
            _line(sheet, row, line, looks)
            row += 1
    sheet.write_string(row + 1, 0, neutral(document.footer))


def _lines(block: Block) -> Iterator[tuple[tuple[Cell, Kind | str], ...]]:
    """The block's rows: cells, each with its look."""
    match block:
        case Heading(text):
            yield ((text, "bold"),)
        case Paragraph(text):
            yield ((text, ""),)
        case Bullets(items):
            yield from (((item, ""),) for item in items)
        case KeyFigures(figures):
            yield from (((f.title, "bold"), (f.value, f.kind), (f.note, "")) for f in figures)


def _line(sheet: Any, row: int, cells: tuple[tuple[Cell, str], ...], looks: dict[str, Any]) -> None:
    for column, (cell, look) in enumerate(cells):
        _put(sheet, row, column, cell, looks.get(look))


def _fill(sheet: Any, given: Sheet, looks: dict[str, Any]) -> None:
    columns, rows = given.table.columns, given.table.rows
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), max(len(columns) - 1, 0))
    for number, column in enumerate(columns):
        cells = [row[number] for row in rows]
        longest = max([len(column.title) + 4, *(len(c) for c in cells if isinstance(c, str))])
        sheet.set_column(number, number, min(max(longest, NARROWEST), WIDEST))
        _put(sheet, 0, number, column.title, looks["head"])
        for row, cell in enumerate(cells, start=1):
            _put(sheet, row, number, cell, looks[column.kind])


def _put(sheet: Any, row: int, column: int, cell: Cell, look: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, neutral(cell)[:MOST_TEXT], look)
    elif cell is not None and cell == cell:
        sheet.write_number(row, column, cell, look)


SPEC = DocumentFormat(
    name="xlsx",
    title="Excel",
    extension="xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write=write,
    pictures=False,
    version=2,
)
