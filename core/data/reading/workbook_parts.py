"""Parts of a workbook as they are packed: how far cells spread, and formulas that hold no value."""

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from itertools import islice
from posixpath import basename

from core.data.reading.archives import format_bytes
from core.data.reading.errors import TooLarge, TooSprawling
from core.data.reading.source import Source
from core.data.reading.words import formulas_without_value
from core.model import Notice

SPAN_CHUNK = 1 << 20
MOST_BINARY = 1 << 28  # bytes of a binary sheet, which is looked through as a whole

# No tag of interest is longer, so that a chunk's tail of this length completes any that was cut.
OVERLAP = 1 << 10

# What closes itself is formatted but empty. Cells in the columns A to Z need no look at each.
ROW = re.compile(rb'<row [^<>]*?\br="([0-9]+)"[^<>]*(?<!/)>')
CELL = re.compile(rb'<c [^<>]*?\br="([A-Z]{2,3})[0-9]+"[^<>]*(?<!/)>')
LETTERS = 26
ODS = re.compile(rb"<table:table-row\b([^<>]*)>|<table:(?:covered-)?table-cell\b([^<>]*)>")
ROWS = re.compile(rb'number-rows-repeated="([0-9]+)"')
# A formula without a value. A text that is empty (t="str") is a value.
UNCALCULATED = re.compile(
    rb'<c (?![^<>]*t="str")[^<>]*?\br="([A-Z]+)[0-9]+"[^<>]*><f(?:[^<>]*/>|[^<>]*>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>'
)
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHEET, RELATION = re.compile(rb"<sheet [^<>]*>"), re.compile(rb"<Relationship [^<>]*>")
# Records of a binary sheet: a row, and cells that hold something.
ROW_RECORD, CELL_RECORDS = 0, frozenset(range(2, 12))
COLUMNS = re.compile(rb'number-columns-repeated="([0-9]+)"')


@dataclass
class Part:
    """A sheet's part: the cells that it spans, and how many formulas hold no value, by column."""

    cells: int = 0
    formulas: Counter[str] = field(default_factory=Counter)


def survey_parts(source: Source) -> Mapping[str, Part]:
    """Survey the sheets of a packed workbook, by the names of their parts.

    Raises TooSprawling where a sheet's filled cells span more than the limit, or one alone far away.
    """
    parts: dict[str, Part] = {}
    with zipfile.ZipFile(source.path) as archive:
        for entry in archive.infolist():
            measure = _span_function(entry.filename)
            if measure is None:
                continue
            part = parts[entry.filename] = Part()
            if entry.filename.endswith(".bin") and entry.file_size > MOST_BINARY:
                raise TooLarge(name=source.name, limit=format_bytes(MOST_BINARY))
            with archive.open(entry) as packed:
                chunks = iter(partial(packed.read, SPAN_CHUNK), b"")
                part.cells = measure(chunks, part.formulas)
            if part.cells > source.limits.cells:
                raise TooSprawling(name=source.name, cells=part.cells)
    return parts


def formula_notices(source: Source, sheet: str, parts: Mapping[str, Part]) -> tuple[Notice, ...]:
    """A notice where the sheet has formulas that were never calculated, and so no values."""
    part = parts.get(_part_of_sheet(source, sheet)) if parts else None
    if part is None or not part.formulas:
        return ()
    columns = sorted(part.formulas, key=lambda letters: (len(letters), letters))
    text = formulas_without_value(part.formulas.total(), columns)
    return (Notice(text, "warning", "file"),)


def _part_of_sheet(source: Source, sheet: str) -> str:
    """Name of the part that holds a sheet of an .xlsx; empty where the workbook does not say."""
    with zipfile.ZipFile(source.path) as archive:
        names = set(archive.namelist())
        if not {WORKBOOK, RELATIONS} <= names:
            return ""
        book, relations = archive.read(WORKBOOK), archive.read(RELATIONS)
    targets = {
        _attribute(tag, b"Id"): _attribute(tag, b"Target") for tag in RELATION.findall(relations)
    }
    ids = {unescape(_attribute(tag, b"name")): _attribute(tag, b"r:id") for tag in SHEET.findall(book)}
    target = targets.get(ids.get(sheet, ""), "")
    return f"xl/worksheets/{basename(target)}" if target else ""


def _attribute(tag: bytes, name: bytes) -> str:
    match = re.search(rb"\b" + name + rb'="([^"]*)"', tag)
    return match[1].decode("utf-8", errors="replace") if match else ""


def _span_function(filename: str) -> Callable[[Iterable[bytes], Counter[str]], int] | None:
    if filename.startswith("xl/worksheets/"):
        return _xlsb_span if filename.endswith(".bin") else _xlsx_span
    return _ods_span if filename == "content.xml" else None


def _cut_between_tags(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut the chunks anew so that none ends within a tag."""
    tail = b""
    for chunk in chunks:
        text = tail + chunk
        cut = max(text.rfind(b">") + 1, len(text) - OVERLAP)
        yield text[:cut]
        tail = text[cut:]


def _xlsx_span(chunks: Iterable[bytes], formulas: Counter[str]) -> int:
    rows, columns = 1, LETTERS
    for piece in _cut_between_tags(chunks):
        if b"<f" in piece:
            formulas.update(match[1].decode() for match in UNCALCULATED.finditer(piece))
        rows = max([rows, *(int(match[1]) for match in ROW.finditer(piece))])
        columns = max([columns, *map(_column_number, {match[1] for match in CELL.finditer(piece)})])
    return rows * columns


def _column_number(letters: bytes) -> int:
    total = 0
    for letter in letters:
        total = total * LETTERS + letter - 64
    return total


def _xlsb_span(chunks: Iterable[bytes], _: Counter[str]) -> int:
    """Rows times columns of a binary sheet, a record at a time: its kind, its size, its content."""
    content = b"".join(islice(chunks, MOST_BINARY // SPAN_CHUNK))
    rows = columns = place = 0
    while place + 2 <= len(content):
        kind, place = _read_number(content, place, 2)
        size, place = _read_number(content, place, 4)
        if kind == ROW_RECORD:
            rows = max(rows, int.from_bytes(content[place : place + 4], "little") + 1)
        elif kind in CELL_RECORDS:
            columns = max(columns, int.from_bytes(content[place : place + 4], "little") + 1)
        place += size
    return rows * columns


def _read_number(content: bytes, place: int, most: int) -> tuple[int, int]:
    """A number of up to `most` bytes of seven bits each, and the place behind it."""
    number = 0
    for i in range(most):
        byte = content[place + i] if place + i < len(content) else 0
        number |= (byte & 0x7F) << (7 * i)
        if byte < 0x80:
            return number, place + i + 1
    return number, place + most


def _ods_span(chunks: Iterable[bytes], _: Counter[str]) -> int:
    rows = columns = column = 0
    repeat, filled = 1, False
    for piece in _cut_between_tags(chunks):
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
