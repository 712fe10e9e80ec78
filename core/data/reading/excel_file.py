"""Excel and OpenDocument workbooks: one sheet, as text cells that are then read like any CSV."""

import csv
import datetime
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from core.data.reading.archives import check_expanded
from core.data.reading.csv_file import read_utf8
from core.data.reading.errors import EmptyFile, NoSuchSheet, ProtectedFile, TooSprawling, UnreadableFile
from core.data.reading.source import RawTable, Source
from core.model import Notice

Cell = int | float | str | bool | datetime.date | datetime.time | datetime.timedelta
SPAN_CHUNK = 1 << 20

# No tag of interest is longer, so that a chunk's tail of this length completes any that was cut.
OVERLAP = 1 << 10

# What closes itself is formatted but empty. Cells in the columns A to Z need no look at each.
ROW = re.compile(rb'<row [^<>]*?\br="([0-9]+)"[^<>]*(?<!/)>')
CELL = re.compile(rb'<c [^<>]*?\br="([A-Z]{2,3})[0-9]+"[^<>]*(?<!/)>')
LETTERS = 26
ODS = re.compile(rb"<table:table-row\b([^<>]*)>|<table:(?:covered-)?table-cell\b([^<>]*)>")
ROWS = re.compile(rb'number-rows-repeated="([0-9]+)"')
COLUMNS = re.compile(rb'number-columns-repeated="([0-9]+)"')


def read_excel(source: Source, sheet: str | None) -> RawTable:
    """Read a sheet of a workbook: the named one, or the first that holds anything."""
    if zipfile.is_zipfile(source.path):
        check_expanded(source)
        check_span(source)
    source.progress("Reading the workbook", 0.1)
    try:
        with CalamineWorkbook.from_path(str(source.path)) as book:
            return _read_sheet(source, book, sheet)
    except PasswordError:
        raise ProtectedFile(name=source.name) from None
    except (CalamineError, ValueError, OSError):
        raise UnreadableFile(
            name=source.name, kind="a workbook", reason="its content is damaged"
        ) from None


def _read_sheet(source: Source, book: CalamineWorkbook, sheet: str | None) -> RawTable:
    sheets = tuple(s.name for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet)
    if sheet is not None and sheet not in sheets:
        raise NoSuchSheet(name=source.name, sheet=sheet, sheets=", ".join(sheets))
    for name in (sheet,) if sheet is not None else sheets:
        rows = book.get_sheet_by_name(name).to_python()
        if rows:
            raw = read_utf8(_write_csv(source, rows), "a workbook")
            return replace(
                raw,
                sheets=sheets,
                sheet=name,
                notices=(*_sheet_notices(sheets, name, sheet), *raw.notices),
            )
    raise EmptyFile(name=source.name)


def _sheet_notices(sheets: tuple[str, ...], name: str, chosen: str | None) -> tuple[Notice, ...]:
    if chosen is not None or len(sheets) < 2:
        return ()
    text = f"The workbook has {len(sheets)} sheets; '{name}' was read. Or choose another."
    return (Notice(text, "info", "file"),)


def _write_csv(source: Source, rows: list[list[Cell]]) -> Source:
    target = source.scratch_path("sheet.csv")
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
        for row in rows:
            writer.writerow(map(_cell_text, row))
    return replace(source, path=target)


def _cell_text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ", timespec="microseconds" if cell.microsecond else "seconds")
    return str(cell).encode("utf-8", errors="replace").decode()


def check_span(source: Source) -> None:
    """Raise TooSprawling where a sheet's filled cells span more than the limit, or one alone far
    away."""
    with zipfile.ZipFile(source.path) as archive:
        for entry in archive.infolist():
            measure = _span_function(entry.filename)
            if measure is None:
                continue
            with archive.open(entry) as xml:
                cells = measure(_cut_between_tags(iter(lambda: xml.read(SPAN_CHUNK), b"")))
            if cells > source.limits.cells:
                raise TooSprawling(name=source.name, cells=cells)


def _span_function(filename: str) -> Callable[[Iterable[bytes]], int] | None:
    if filename.startswith("xl/worksheets/"):
        return _xlsx_span
    return _ods_span if filename == "content.xml" else None


def _cut_between_tags(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut the chunks anew so that none ends within a tag."""
    tail = b""
    for chunk in chunks:
        text = tail + chunk
        cut = max(text.rfind(b">") + 1, len(text) - OVERLAP)
        yield text[:cut]
        tail = text[cut:]


def _xlsx_span(pieces: Iterable[bytes]) -> int:
    rows, columns = 1, LETTERS
    for piece in pieces:
        rows = max([rows, *(int(match[1]) for match in ROW.finditer(piece))])
        columns = max([columns, *map(_column_number, {match[1] for match in CELL.finditer(piece)})])
    return rows * columns


def _column_number(letters: bytes) -> int:
    total = 0
    for letter in letters:
        total = total * LETTERS + letter - 64
    return total


def _ods_span(pieces: Iterable[bytes]) -> int:
    rows = columns = column = 0
    repeat, filled = 1, False
    for piece in pieces:
        for row, cell in ((match[1], match[2]) for match in ODS.finditer(piece)):
            if row is not None:
                rows += repeat * filled
                repeat, filled, column = _repeat_count(ROWS, row), False, 0
                continue
            column += _repeat_count(COLUMNS, cell)
            if not cell.endswith(b"/"):
                filled, columns = True, max(columns, column)
    return (rows + repeat * filled) * columns


def _repeat_count(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    match = pattern.search(attributes)
    return int(match[1]) if match else 1
