"""Excel and OpenDocument workbooks: the sheet with the best table, as text read like any CSV."""

import csv
import datetime
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from core.data.reading.archives import check_expanded
from core.data.reading.csv_file import read_utf8
from core.data.reading.errors import EmptyFile, NoSuchSheet, ProtectedFile, UnreadableFile
from core.data.reading.source import RawTable, Source
from core.data.reading.table_score import HEAD_CELLS, HEAD_ROWS, TableScore, score_table
from core.data.reading.words import chosen_table
from core.data.reading.workbook_parts import Part, formula_notices, survey_parts
from core.model import Notice
from core.text import format_count

Cell = int | float | str | bool | datetime.date | datetime.time | datetime.timedelta
MOST_NAMED = 6  # further sheets that are named with their sizes


@dataclass(frozen=True)
class _Scored:
    """A sheet with its score."""

    name: str
    score: TableScore
    visible: bool

    @property
    def rank(self) -> tuple[bool, bool, float, int]:
        return self.score.points > 0, self.visible, self.score.points, self.score.rows


def read_excel(source: Source, sheet: str | None) -> RawTable:
    """Read a sheet of a workbook: the named one, or the one with the best table."""
    parts: Mapping[str, Part] = {}
    if zipfile.is_zipfile(source.path):
        check_expanded(source)
        parts = survey_parts(source)
    source.progress("Reading the workbook", 0.1)
    try:
        with CalamineWorkbook.from_path(str(source.path)) as book:
            raw = _read_book(source, book, sheet)
            return raw.with_notices(formula_notices(source, raw.sheet or "", parts))
    except PasswordError:
        raise ProtectedFile(name=source.name) from None
    except (CalamineError, ValueError, OSError):
        raise UnreadableFile(
            name=source.name, kind="a workbook", reason="its content is damaged"
        ) from None


def _read_book(source: Source, book: CalamineWorkbook, sheet: str | None) -> RawTable:
    metadata = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    sheets = tuple(s.name for s in metadata)
    if sheet is not None and sheet not in sheets:
        raise NoSuchSheet(name=source.name, sheet=sheet, sheets=", ".join(sheets))
    rows: Mapping[str, int] = {}
    notices: tuple[Notice, ...] = ()
    chosen = sheet or (sheets[0] if len(sheets) == 1 else "")
    if not chosen:
        chosen, rows, notices = _choose_sheet(source, book, metadata)
    table = book.get_sheet_by_name(chosen)
    if not table.height:
        raise EmptyFile(name=source.name)
    raw = read_utf8(_write_csv(source, table.iter_rows()), "a workbook")
    return replace(raw, sheets=sheets, sheet=chosen, sheet_rows=rows).with_notices(notices)


def _choose_sheet(
    source: Source, book: CalamineWorkbook, sheets: list[SheetMetadata]
) -> tuple[str, dict[str, int], tuple[Notice, ...]]:
    """Choose the sheet that makes the best table, one that can be seen before any that is hidden.

    With the rows of each, and what to say of the choice.
    """
    scored = []
    for number, sheet in enumerate(sheets):
        source.progress("Comparing the sheets", 0.1 + 0.1 * number / len(sheets))
        visible = sheet.visible == SheetVisibleEnum.Visible
        scored.append(_Scored(sheet.name, _score_sheet(book, sheet.name), visible))
    filled = [sheet for sheet in scored if sheet.score.rows or sheet.score.points]
    if not filled:
        raise EmptyFile(name=source.name)
    best = max(filled, key=lambda sheet: sheet.rank)
    rows = {sheet.name: sheet.score.rows for sheet in filled}
    return best.name, rows, _choice_notices(best, [sheet for sheet in filled if sheet is not best])


def _score_sheet(book: CalamineWorkbook, name: str) -> TableScore:
    """Score a sheet by its first rows; one that cannot be read has no points."""
    try:
        sheet: CalamineSheet = book.get_sheet_by_name(name)
    except (CalamineError, ValueError):
        return TableScore()
    rows = max(20, min(HEAD_ROWS, HEAD_CELLS // max(1, sheet.width)))
    head = [list(map(_cell_text, row)) for row in sheet.to_python(nrows=rows)]
    return score_table(head, sheet.height)


def _choice_notices(best: _Scored, others: list[_Scored]) -> tuple[Notice, ...]:
    if not others:
        return ()
    size = f"{format_count(best.score.rows, 'row')}, {format_count(best.score.columns, 'column')}"
    alike = any(set(sheet.score.names) == set(best.score.names) != set() for sheet in others)
    names = [_sheet_words(sheet, best) for sheet in others]
    text = chosen_table(best.name, size, "The workbook", names, MOST_NAMED)
    return (Notice(text, "warning" if alike else "info", "file"),)


def _sheet_words(sheet: _Scored, best: _Scored) -> str:
    words = [format_count(sheet.score.rows, "row")]
    words += ["the same columns"] if set(sheet.score.names) == set(best.score.names) != set() else []
    words += [] if sheet.visible else ["hidden"]
    return f"'{sheet.name}' ({', '.join(words)})"


def _write_csv(source: Source, rows: Iterable[list[Cell]]) -> Source:
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
