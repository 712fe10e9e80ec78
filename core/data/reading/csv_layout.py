"""Layout of a text table: its delimiter, where it starts, whether its first row is a header."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from core.data.reading.dates import looks_like_date
from core.data.reading.number_formats import looks_like_number
from core.model import Notice
from core.text import join_names

DELIMITERS = (",", ";", "\t", "|")
MOST_TITLE_ROWS = 50  # rows from the top in which the table must begin
DELIMITER_LINES = 500  # lines that tell the delimiter
YEAR = re.compile(r"(19|20)[0-9]{2}")
HINT = re.compile(r"sep=([,;\t|:^~#])\s*", re.IGNORECASE)


ColumnNames = tuple[tuple[str, ...], frozenset[str], tuple[Notice, ...]]


@dataclass(frozen=True)
class Layout:
    """A table of `len(names)` columns after `skipped` lines. `unnamed` are names that we made up."""

    delimiter: str
    quote: str | None
    skipped: int
    names: tuple[str, ...]
    unnamed: frozenset[str]
    notices: tuple[Notice, ...]

    @property
    def width(self) -> int:
        return len(self.names)


def find_layout(head: str, whole: bool) -> Layout | None:
    """Find the layout in the first lines, `whole` where there are no others; None without any row."""
    hint = HINT.fullmatch(head.split("\n", 1)[0])
    delimiter = hint[1] if hint else _guess_delimiter(head, whole)
    quote = '"' if _has_quoted_fields(head, delimiter) else None
    records = list(_parse_records(head, delimiter, quote, whole))
    filled = [record for _, record in records if any(map(str.strip, record))]
    if not filled:
        return None
    width = _commonest_width(filled)
    start = _find_start(records, width, hint is not None)
    rows = [record for _, record in records[start:]]
    has_header = _is_header(rows)
    names, unnamed, notices = _name_columns(
        rows[0] if has_header else [], max(width, len(_trim(rows[0])))
    )
    skipped = records[start + has_header - 1][0] if start + has_header else 0
    titles = sum(1 for _, record in records[:start] if any(map(str.strip, record))) - bool(hint)
    return Layout(
        delimiter, quote, skipped, names, unnamed, (*_layout_notices(titles, has_header), *notices)
    )


def parse_rows(text: str, like: Layout, any_width: bool = False) -> list[list[str]]:
    """Parse the rows in a piece of text that have the layout's width."""
    records = _parse_records(text, like.delimiter, like.quote, whole=True)
    return [record for _, record in records if any_width or len(record) == like.width]


def _parse_records(
    text: str, delimiter: str, quote: str | None, whole: bool
) -> list[tuple[int, list[str]]]:
    """Parse each record with the number of lines up to its end, but not one that the head's end cut
    off."""
    lines = text.splitlines(keepends=True) if "\r" not in text else re.split(r"(?<=\n)", text)
    lines = lines if whole or len(lines) < 2 else lines[:-1]
    reader = csv.reader(lines, delimiter=delimiter, quotechar=quote or '"', quoting=_quoting(quote))
    rows: list[tuple[int, list[str]]] = []
    with suppress(csv.Error):
        rows.extend((reader.line_num, record) for record in reader)
    return rows


def _quoting(quote: str | None) -> Literal[0, 3]:
    return csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE


def _guess_delimiter(head: str, whole: bool) -> str:
    """The delimiter that cuts the most rows into one common number of fields; "," for one column."""
    best, delimiter = 0.0, ","
    lines = head.split("\n", DELIMITER_LINES)
    if len(lines) > DELIMITER_LINES:
        head, whole = "\n".join(lines[:-1]), True
    for candidate in DELIMITERS:
        quote = '"' if _has_quoted_fields(head, candidate) else None
        widths = Counter(
            len(record) for _, record in _parse_records(head, candidate, quote, whole) if record
        )
        total = widths.total()
        width, rows = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
        score = rows / total * (1 + min(width, 50) / 500) if width > 1 else 0.0
        if score > best:
            best, delimiter = score, candidate
    return delimiter


def _has_quoted_fields(head: str, delimiter: str) -> bool:
    """Tell whether double quotes enclose fields, rather than standing for inches within them."""
    if '"' not in head:
        return True
    edge = re.escape(delimiter)
    return re.search(rf'(^|{edge}) *"', head, re.MULTILINE) is not None


def _commonest_width(filled: Sequence[Sequence[str]]) -> int:
    """The commonest number of fields, an empty one after a trailing delimiter included."""
    widths = Counter(len(record) for record in filled)
    return max(widths, key=lambda width: (widths[width], width))


def _trim(record: Sequence[str]) -> Sequence[str]:
    last = max((i for i, cell in enumerate(record, 1) if cell.strip()), default=0)
    return record[:last]


def _find_start(records: Sequence[tuple[int, list[str]]], width: int, hinted: bool) -> int:
    """The first record of the table: titles fill few cells and leave the last ones out."""
    for position, (_, record) in enumerate(records[:MOST_TITLE_ROWS]):
        filled = sum(1 for cell in record if cell.strip())
        is_title = len(_trim(record)) < width and filled <= max(1, width // 2) < width
        if filled and not is_title and not (hinted and position == 0):
            return position
    return next(i for i, (_, record) in enumerate(records) if any(map(str.strip, record)))


def _is_header(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether no cell of the first row is a value: no number (save a row of years), no date, no
    repeat."""
    first = [cell.strip() for cell in rows[0]]
    below = [row for row in rows[1:200] if any(row)]
    values = [cell for cell in first if looks_like_number(cell) or looks_like_date(cell)]
    if values:
        years = all(YEAR.fullmatch(cell) for cell in values) and len(set(values)) == len(values)
        return years and len(values) < len(first) and any(first)
    columns = [{row[i].strip() for row in below if i < len(row)} for i in range(len(first))]
    typed = any(_all_values(column) for column in columns)
    repeats = sum(1 for cell, column in zip(first, columns, strict=True) if cell and cell in column)
    return typed or repeats * 2 <= len(first) - 1 or not below


def _all_values(column: set[str]) -> bool:
    cells = column - {""}
    return bool(cells) and all(looks_like_number(cell) or looks_like_date(cell) for cell in cells)


def _name_columns(header: Sequence[str], width: int) -> ColumnNames:
    cells = [escape_pattern(" ".join(cell.split())) for cell in header] + [""] * (width - len(header))
    unnamed = frozenset(f"Column {i}" for i, cell in enumerate(cells, 1) if not cell)
    names = make_names_unique([cell or f"Column {i}" for i, cell in enumerate(cells, 1)])
    return tuple(names), unnamed & set(names), name_notices(cells, names) if header else ()


def escape_pattern(name: str) -> str:
    """Put a name in brackets where Polars would read it as a pattern ("*" and "^...$")."""
    return f"({name})" if name == "*" or (name.startswith("^") and name.endswith("$")) else name


def make_names_unique(names: Sequence[str]) -> list[str]:
    """Number each repeat of a name: "total", "total 2"."""
    used: set[str] = set()
    result: list[str] = []
    for name in names:
        candidate, number = name, 1
        while candidate in used or (number > 1 and candidate in names):
            number += 1
            candidate = f"{name} {number}"
        used.add(candidate)
        result.append(candidate)
    return result


def name_notices(originals: Sequence[str], names: Sequence[str]) -> tuple[Notice, ...]:
    """One notice for the columns that had no name and one for each that shared a name."""
    pairs = list(zip(originals, names, strict=True))
    empty = [name for old, name in pairs if not old]
    notices = [
        Notice(f"Column name '{old}' was used twice; the second is now '{name}'.", "info", name)
        for old, name in pairs
        if old and old != name
    ]
    if empty:
        notices.append(
            Notice(
                f"Columns without a name are now called: {join_names(empty, ', ', 5)}.", "info", "file"
            )
        )
    return tuple(notices)


def _layout_notices(titles: int, has_header: bool) -> Iterable[Notice]:
    if titles:
        rows = "row" if titles == 1 else "rows"
        yield Notice(f"{titles} title {rows} above the table left out.", "info", "file")
    if not has_header:
        text = "The file has no header; its columns are called Column 1, Column 2 and so on."
        yield Notice(text, "warning", "file")
