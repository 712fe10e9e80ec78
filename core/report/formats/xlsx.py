"""A document's figures as an Excel workbook: a sheet each, numbers as numbers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

import xlsxwriter

from core.export import OPTIONS
from core.report.document.content import (
    Bullets,
    Column,
    Document,
    DocumentFormat,
    Heading,
    Images,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Table,
)
from core.report.document.style import Cell, Style
from core.report.rendering.excel_columns import BUTTON, cell_format, row_height, widths
from core.text import escape_formula

FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
MOST_NAME, MOST_TEXT, MOST_FOOTER = 31, 32_767, 100
A4 = 9
SUMMARY = (34, 24, 70)  # the widths of its columns
EVERYWHERE = "A1:XFD1048576"
WRAPPED: dict[str, Any] = {"valign": "top", "text_wrap": True}
SIDES: Mapping[bool, dict[str, Any]] = {
    True: {"align": "left", "indent": 1},
    False: {"align": "right"},
}  # of text, of numbers


def write(document: Document, images: Images) -> bytes:
    """A sheet for the first section, then each of the document's sheets under a frozen, filtered header.

    Shares are fractions shown as percentages. Nothing is ever run as a formula. Columns are as wide
    as their figures, rows as high as their texts, and a printed page as wide as the sheet.
    """
    del images
    target = BytesIO()
    with xlsxwriter.Workbook(target, {**OPTIONS, "constant_memory": False}) as book:
        book.set_properties({"title": document.title, "author": "Tessera", "created": document.moment})
        _write_summary(book, _add_sheet(book, "Summary", document), document)
        for extra in document.sheets:
            _fill_sheet(
                book,
                _add_sheet(book, extra.name, document),
                _drop_empty_columns(extra.table),
                document.style,
            )
    return target.getvalue()


def _add_sheet(book: Any, name: str, document: Document) -> Any:
    sheet = book.add_worksheet(FORBIDDEN.sub(" ", name)[:MOST_NAME].strip())
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    title = document.title[:MOST_FOOTER].replace("&", "&&")
    sheet.set_footer(f"&L{title}&R&A · &P / &N")
    sheet.ignore_errors({"number_stored_as_text": EVERYWHERE})
    return sheet


def _write_summary(book: Any, sheet: Any, document: Document) -> None:
    for column, width in enumerate(SUMMARY):
        sheet.set_column(column, column, width)
    title = {"bold": True, "font_size": 16, "font_color": document.style.accent}
    sheet.write_string(0, 0, escape_formula(document.title), book.add_format(title))
    sheet.write_string(1, 0, escape_formula(document.subtitle))
    sheet.write_string(2, 0, document.style.day(document.date))
    row = 4
    for line in _summary_lines(document):
        if isinstance(line, KeyFigure):
            _write_figure(book, sheet, row, line, document.style)
        else:
            _write_text(book, sheet, row, *line)
        row += 1
    sheet.write_string(row + 1, 0, escape_formula(document.footer))


def _summary_lines(document: Document) -> Iterator[KeyFigure | tuple[str, bool]]:
    """Rows of the first section: key figures, and texts with True where they are bold."""
    for block in document.sections[0].blocks if document.sections else ():
        match block:
            case Heading(text):
                yield text, True
            case Paragraph(text):
                yield text, False
            case Bullets(items):
                yield from ((item, False) for item in items)
            case KeyFigures(figures):
                yield from figures


def _write_text(book: Any, sheet: Any, row: int, text: str, bold: bool) -> None:
    """Text over all columns."""
    wrapped = book.add_format({**WRAPPED, "bold": bold})
    sheet.merge_range(row, 0, row, len(SUMMARY) - 1, "", wrapped)
    _write_cell(sheet, row, 0, text, wrapped)
    sheet.set_row(row, row_height([text], [sum(SUMMARY)]))


def _write_figure(book: Any, sheet: Any, row: int, figure: KeyFigure, style: Style) -> None:
    number_format = cell_format(figure.kind, [figure.value], style).excel
    cells = figure.title, figure.value, figure.note
    looks = {"bold": True}, {**SIDES[False], "num_format": number_format}, SIDES[True]
    for column, (cell, properties) in enumerate(zip(cells, looks, strict=True)):
        _write_cell(sheet, row, column, cell, book.add_format({**WRAPPED, **properties}))
    sheet.set_row(row, row_height(cells, SUMMARY))


def _drop_empty_columns(table: Table) -> Table:
    """The table without the columns in which no row has anything."""
    places = [
        i for i in range(len(table.columns)) if any(row[i] not in (None, "") for row in table.rows)
    ]
    columns = tuple(table.columns[i] for i in places)
    return replace(
        table, columns=columns, rows=tuple(tuple(row[i] for i in places) for row in table.rows)
    )


def _fill_sheet(book: Any, sheet: Any, table: Table, style: Style) -> None:
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(len(table.rows), 1), max(len(table.columns) - 1, 0))
    looks = [
        cell_format(c.kind, [row[i] for row in table.rows], style) for i, c in enumerate(table.columns)
    ]
    wide = widths(table.columns, table.rows, looks)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, wide[place])
        _write_cell(sheet, 0, place, column.title, _header_format(book, column, style))
        side = SIDES[column.kind == "text"]
        wrapped = book.add_format({**WRAPPED, **side, "num_format": looks[place].excel})
        for row, cells in enumerate(table.rows, start=1):
            _write_cell(sheet, row, place, cells[place], wrapped)
    sheet.set_row(0, row_height([c.title for c in table.columns], [width - BUTTON for width in wide]))
    for row, cells in enumerate(table.rows, start=1):
        sheet.set_row(row, row_height(cells, wide))


def _header_format(book: Any, column: Column, style: Style) -> Any:
    colours = {"font_color": "#ffffff", "bg_color": style.accent}
    return book.add_format({**WRAPPED, **SIDES[column.kind == "text"], **colours, "bold": True})


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, cell_look: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, escape_formula(cell)[:MOST_TEXT], cell_look)
    elif cell is not None and cell == cell:
        sheet.write_number(row, column, cell, cell_look)


SPEC = DocumentFormat(
    name="xlsx",
    title="Excel",
    extension="xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write=write,
    pictures=False,
    version=3,
)
