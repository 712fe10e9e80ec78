"""Excel and OpenDocument workbooks: one sheet, as text cells that are then read like any CSV."""

import csv
import datetime
import zipfile
from dataclasses import replace

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from core.data._archive import check_expanded
from core.data._csv import read_utf8
from core.data._source import Raw, Source
from core.data._span import check_span
from core.data.refusals import EmptyFile, NoSuchSheet, Protected, Unreadable
from core.entities import Notice

Cell = int | float | str | bool | datetime.date | datetime.time | datetime.timedelta


def read_excel(source: Source, sheet: str | None) -> Raw:
    """A sheet of a workbook: the named one, or the first that holds anything."""
    if zipfile.is_zipfile(source.path):
        check_expanded(source)
        check_span(source)
    source.progress("Reading the workbook", 0.1)
    try:
        with CalamineWorkbook.from_path(str(source.path)) as book:
            return _read(source, book, sheet)
    except PasswordError:
        raise Protected(name=source.name) from None
    except (CalamineError, ValueError, OSError):
        raise Unreadable(name=source.name, kind="a workbook", reason="its content is damaged") from None


def _read(source: Source, book: CalamineWorkbook, sheet: str | None) -> Raw:
    sheets = tuple(s.name for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet)
    if sheet is not None and sheet not in sheets:
        raise NoSuchSheet(name=source.name, sheet=sheet, sheets=", ".join(sheets))
    for name in (sheet,) if sheet is not None else sheets:
        rows = book.get_sheet_by_name(name).to_python()
        if rows:
            raw = read_utf8(_as_csv(source, rows), "a workbook")
            return replace(
                raw, sheets=sheets, sheet=name, notices=(*_told(sheets, name, sheet), *raw.notices)
            )
    raise EmptyFile(name=source.name)


def _told(sheets: tuple[str, ...], name: str, asked: str | None) -> tuple[Notice, ...]:
    if asked is not None or len(sheets) < 2:
        return ()
    text = f"The workbook has {len(sheets)} sheets; '{name}' was read. Or choose another."
    return (Notice(text, "info", "file"),)


def _as_csv(source: Source, rows: list[list[Cell]]) -> Source:
    target = source.scrap("sheet.csv")
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
        for row in rows:
            writer.writerow(map(_text, row))
    return replace(source, path=target)


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ", timespec="microseconds" if cell.microsecond else "seconds")
    return str(cell).encode("utf-8", errors="replace").decode()
