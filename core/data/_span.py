"""How many cells a workbook's reader will allocate: the rectangle around everything that is filled."""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator

from core.data._source import Source
from core.data.refusals import TooSprawling

CHUNK = 1 << 20
# No tag of interest is longer, so that a chunk's tail of this length completes any that was cut.
OVERLAP = 1 << 10
# What closes itself is formatted but empty. Cells in the columns A to Z need no look at each.
ROW = re.compile(rb'<row [^<>]*?\br="([0-9]+)"[^<>]*(?<!/)>')
CELL = re.compile(rb'<c [^<>]*?\br="([A-Z]{2,3})[0-9]+"[^<>]*(?<!/)>')
LETTERS = 26
ODS = re.compile(rb"<table:table-row\b([^<>]*)>|<table:(?:covered-)?table-cell\b([^<>]*)>")
ROWS = re.compile(rb'number-rows-repeated="([0-9]+)"')
COLUMNS = re.compile(rb'number-columns-repeated="([0-9]+)"')


def check_span(source: Source) -> None:
    """TooSprawling where a sheet's filled cells span more than the limit, or one alone far away."""
    with zipfile.ZipFile(source.path) as archive:
        for entry in archive.infolist():
            measure = _measure(entry.filename)
            if measure is None:
                continue
            with archive.open(entry) as xml:
                cells = measure(_pieces(iter(lambda: xml.read(CHUNK), b"")))
            if cells > source.limits.cells:
                raise TooSprawling(name=source.name, cells=cells)


def _measure(filename: str) -> Callable[[Iterable[bytes]], int] | None:
    if filename.startswith("xl/worksheets/"):
        return _xlsx_span
    return _ods_span if filename == "content.xml" else None


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks cut anew so that none ends within a tag."""
    rest = b""
    for chunk in chunks:
        text = rest + chunk
        cut = max(text.rfind(b">") + 1, len(text) - OVERLAP)
        yield text[:cut]
        rest = text[cut:]


def _xlsx_span(pieces: Iterable[bytes]) -> int:
    rows, columns = 1, LETTERS
    for piece in pieces:
        rows = max([rows, *(int(match[1]) for match in ROW.finditer(piece))])
        columns = max([columns, *map(_number, {match[1] for match in CELL.finditer(piece)})])
    return rows * columns


def _number(letters: bytes) -> int:
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
                repeat, filled, column = _repeat(ROWS, row), False, 0
                continue
            column += _repeat(COLUMNS, cell)
            if not cell.endswith(b"/"):
                filled, columns = True, max(columns, column)
    return (rows + repeat * filled) * columns


def _repeat(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    match = pattern.search(attributes)
    return int(match[1]) if match else 1
