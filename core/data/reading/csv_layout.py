"""Layout of a text table: its delimiter, where it starts, whether its first row is a header."""

import csv
import re
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from core.data.reading import words
from core.data.reading.headers import (
    heading_text,
    is_header,
    is_second_heading,
    is_value,
    join_headings,
    typed_columns,
)
from core.model import Notice
from core.text import shorten

DELIMITERS = (",", ";", "\t", "|")
RARE_DELIMITERS = ("~", "^")  # looked for where no other one cuts the lines
MOST_TITLE_ROWS = 50  # rows from the top in which the table must begin
MOST_LINES_ABOVE = 5000  # lines from the top in which a second table may begin
LINES_OF_A_TABLE = 20  # lines below a header that tell what its columns hold
LONGEST_EXAMPLE = 60  # letters of a line that is shown
DELIMITER_LINES = 500  # lines that tell the delimiter
SMALLEST_TABLE = 3  # lines of a second table in a file, its header included
MOST_TITLES_BETWEEN = 2  # lines of one cell above a second table's header
FEWEST_WIDTHS = 4  # different lengths of lines from which a file is one of baskets
HINT = re.compile(r"sep=([,;\t|:^~#])\s*", re.IGNORECASE)


ColumnNames = tuple[tuple[str, ...], frozenset[str], tuple[Notice, ...]]


Record = tuple[int, list[str]]


@dataclass(frozen=True)
class Layout:
    """A table of `len(names)` columns after `skipped` lines. `unnamed` are names that we made up.

    `headings` are the rows that name the columns, as they stand; `ragged` says that the lines are
    baskets of any number of fields, `uneven` that not all lines are as wide as the table.
    """

    delimiter: str
    quote: str | None
    skipped: int
    names: tuple[str, ...]
    unnamed: frozenset[str]
    notices: tuple[Notice, ...]
    headings: tuple[tuple[str, ...], ...] = ()
    ragged: bool = False
    uneven: bool = False

    @property
    def width(self) -> int:
        return len(self.names)


def find_layout(head: str, whole: bool) -> Layout | None:
    """Find the layout in the first lines, `whole` where there are no others; None without any row."""
    hint = HINT.fullmatch(head.split("\n", 1)[0])
    delimiter = hint[1] if hint else _guess_delimiter(head, whole)
    quote = '"' if _has_quoted_fields(head, delimiter) else None
    records = list(_parse_records(head, delimiter, quote, whole))
    layout = lay_out(records, whole, hint is not None)
    return layout and replace(layout, delimiter=delimiter, quote=quote)


def lay_out(records: Sequence[Record], whole: bool, hinted: bool = False) -> Layout | None:
    """Lay out a table of these records; None where all are empty."""
    starts = _table_starts(records)
    tables = [records[a:b] for a, b in pairwise([*starts, len(records)])]
    sizes = [sum(_is_filled(record) for _, record in table) for table in tables]
    sizes[-1] = sizes[-1] if whole else sys.maxsize
    largest = max(range(len(tables)), key=sizes.__getitem__)
    first, table = starts[largest], tables[largest]
    filled = [record for _, record in table if _is_filled(record)]
    if not filled:
        return None
    width, several = _commonest_width(filled), len(starts) > 1
    start = first + _find_start(table, width, hinted and not first)
    rows = [record for _, record in records[start : first + len(table)]]
    lines = [record for _, record in records[:start] if _is_filled(record)][hinted:]
    heading = _read_heading(lines[-1] if lines else [], rows)
    if not heading.rows and _has_uneven_lines(filled):
        return _lay_out_baskets(filled)
    cells = _shift_header(heading.cells, rows, width)
    if several:
        width = max(width, *(len(record) for _, record in records))
    names, unnamed, name_notes = _name_columns(cells, max(width, len(_trim(rows[0]))))
    skipped = records[start + heading.rows - 1][0] if start + heading.rows else 0
    titles = _title_notices(lines[: len(lines) - heading.above])
    notices = (*titles, *heading.notices, *name_notes)
    headings = tuple(map(tuple, rows[: heading.rows]))
    return Layout(",", '"', skipped, names, unnamed, notices, headings, uneven=several)


def _is_filled(record: Sequence[str]) -> bool:
    return any(map(str.strip, record))


@dataclass(frozen=True)
class _Heading:
    """Names of columns, from `rows` rows of the table and, where `above`, the line before it."""

    cells: Sequence[str]
    rows: int
    notices: tuple[Notice, ...] = ()
    above: bool = False


def _read_heading(above: Sequence[str], rows: Sequence[Sequence[str]]) -> _Heading:
    second = is_second_heading(rows, len(_trim(rows[0])) or 1)
    joined = join_headings(rows[0], rows[1]) if second else _join_pivot_headings(rows)
    if joined:
        return _joined_heading(joined, rows[2:], 2)
    if not is_header(rows) and _is_about_file(rows):
        return _Heading([heading_text(cell) for cell in rows[1]], 2, _title_notices(rows[:1]))
    if not is_header(rows):
        return _Heading([], 0, (Notice(words.NO_HEADER, "warning", "file"),))
    header = [heading_text(cell) for cell in rows[0]]
    named = [cell for cell in header if cell]
    joined = join_headings(above, header) if len(set(named)) < len(named) else None
    if joined:
        return replace(_joined_heading(joined, rows[1:], 1), above=True)
    if second:
        units = [cell.strip() for cell in rows[1] if cell.strip()][:3]
        notice = Notice(words.second_header_left_out(units), "info", "file")
        return _Heading(header, 2, (notice,))
    return _Heading(header, 1)


def _joined_heading(names: Sequence[str], below: Sequence[Sequence[str]], rows: int) -> _Heading:
    """Heading of two rows, and of a third that names the rows where there is one."""
    first = _names_of_rows(below, len(names))
    named = [*first, *names[len(first) :]]
    return _Heading(named, rows + bool(first), (_joined_notice(named),))


def _names_of_rows(below: Sequence[Sequence[str]], width: int) -> list[str]:
    """The cells of a row under the headings that names the first columns alone, as pivot tables are
    written; empty where there is none."""
    first = _trim(below[0]) if below else []
    others = [row for row in below[1:LINES_OF_A_TABLE] if _is_filled(row)]
    words = bool(first) and all(first) and len(first) * 2 < width and not any(map(is_value, first))
    full = others and all(any(map(str.strip, row[len(first) :])) for row in others)
    return [heading_text(cell) for cell in first] if words and full else []


def _join_pivot_headings(rows: Sequence[Sequence[str]]) -> list[str] | None:
    """Two rows of headings, each cell written out, over a row that names the rows; None without these."""
    first = _names_of_rows(rows[2:], len(rows[0]))
    cells = [pair[len(first) :] for pair in rows[:2]]
    if not first or not all(all(map(str.strip, row)) for row in cells):
        return None
    names = [" / ".join(map(heading_text, pair)) for pair in zip(*cells, strict=False)]
    return [*first, *names] if len(set(names)) == len(names) else None


def _is_about_file(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first line tells of the file, as accounting software writes it: the second names
    all columns, with words over numbers and dates."""
    names = [cell.strip() for cell in rows[1]] if len(rows) > SMALLEST_TABLE else []
    typed = typed_columns(rows[2:LINES_OF_A_TABLE], len(names))
    named = (
        bool(names) and all(names) and not any(map(is_value, names)) and len(set(names)) == len(names)
    )
    return named and len(typed) > 1 and len(_trim(rows[0])) != len(names)


def _shift_header(header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Sequence[str]:
    """Leave the first name empty where the header is one short because rows begin with their own name,
    as R writes them."""
    below = [row for row in rows[1:LINES_OF_A_TABLE] if _is_filled(row)]
    full = below and all(len(row) == width and row[-1].strip() for row in below)
    distinct = len({row[0] for row in below if row}) == len(below)
    return ["", *header] if header and full and distinct and len(rows[0]) == width - 1 else header


def _joined_notice(names: Sequence[str]) -> Notice:
    example = next((name for name in names if " / " in name), names[0])
    return Notice(words.joined_headers(example), "info", "file")


def _title_notices(lines: Sequence[Sequence[str]]) -> tuple[Notice, ...]:
    if not lines:
        return ()
    cells = max(len(_trim(line)) for line in lines)
    if cells < 2 or len(lines) < SMALLEST_TABLE:
        return (Notice(words.titles_left_out(len(lines)), "info", "file"),)
    shown = shorten(", ".join(filter(None, map(str.strip, lines[0]))), LONGEST_EXAMPLE)
    return (Notice(words.rows_above_left_out(len(lines), shown), "warning", "file"),)


def _table_starts(records: Sequence[Record]) -> list[int]:
    """Places at which the tables begin that blank lines part, the first at 0."""
    starts = [0]
    for place in range(1, min(len(records) - SMALLEST_TABLE + 1, MOST_LINES_ABOVE)):
        if _is_filled(records[place][1]) and not _is_filled(records[place - 1][1]):
            header = place + _count_titles(records, place)
            starts += [place] if _starts_table(records, header, starts[-1]) else []
    return starts


def _count_titles(records: Sequence[Record], place: int) -> int:
    """Count the lines of one cell, which are titles, from there to a header; 0 where none follows."""
    for n, (_, record) in enumerate(records[place : place + MOST_TITLES_BETWEEN + 1]):
        if len(_trim(record)) > 1:
            return n
    return 0


def _starts_table(records: Sequence[Record], place: int, before: int) -> bool:
    """Tell whether a line after a blank one heads a table other than the one before it."""
    header, rows = records[place][1], []
    for _, record in records[place + 1 : place + 1 + LINES_OF_A_TABLE]:
        if not _is_filled(record):
            break
        rows.append(record)
    cells = {i for i, cell in enumerate(header) if cell.strip()}
    if len(rows) < SMALLEST_TABLE - 1 or len(cells) < 2 or any(map(is_value, header)):
        return False
    earlier = (record for _, record in records[before:place])
    is_repeat = any(_trim(record) == _trim(header) for record in earlier)
    return bool(cells & typed_columns(rows, len(header))) and not is_repeat


def _has_uneven_lines(filled: Sequence[Sequence[str]]) -> bool:
    """Tell whether lines have any number of words, and no number of them is usual."""
    widths = Counter(len(_trim(record)) for record in filled)
    is_uneven = len(widths) >= FEWEST_WIDTHS and max(widths.values()) * 2 <= len(filled)
    return is_uneven and not typed_columns(filled[:LINES_OF_A_TABLE], max(widths))


def _lay_out_baskets(filled: Sequence[Sequence[str]]) -> Layout:
    widths = [len(_trim(record)) for record in filled]
    names = tuple(f"Column {i}" for i in range(1, max(widths) + 1))
    notice = Notice(words.baskets_sentence(min(widths), max(widths)), "warning", "file")
    return Layout(",", '"', 0, names, frozenset(names), (notice,), ragged=True, uneven=True)


def parse_rows(text: str, like: Layout) -> list[list[str]]:
    """Parse the rows in a piece of text, blank ones included."""
    return [record for _, record in _parse_records(text, like.delimiter, like.quote, whole=True)]


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
    for candidate in (*DELIMITERS, *RARE_DELIMITERS):
        if best and candidate in RARE_DELIMITERS:
            break
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


def _find_start(records: Sequence[Record], width: int, hinted: bool) -> int:
    """The first record of the table: titles leave the last cells out, and fill few or stand above a
    header."""
    for position, (_, record) in enumerate(records[:MOST_TITLE_ROWS]):
        filled = sum(1 for cell in record if cell.strip())
        is_short = len(_trim(record)) < width
        is_title = is_short and (filled <= max(1, width // 2) or _has_header_below(records, position))
        if filled and not is_title and not (hinted and position == 0):
            return position
    return next(i for i, (_, record) in enumerate(records) if _is_filled(record))


def _has_header_below(records: Sequence[Record], position: int) -> bool:
    """Tell whether the next longer record is a header over numbers or dates."""
    length = len(_trim(records[position][1]))
    for place in range(position + 1, min(position + 10, len(records))):
        header = records[place][1]
        if len(_trim(header)) > length:
            rows = [record for _, record in records[place + 1 : place + 1 + LINES_OF_A_TABLE]]
            words = {i for i, cell in enumerate(header) if cell.strip() and not is_value(cell)}
            return len(words) == len(_trim(header)) and bool(words & typed_columns(rows, len(header)))
    return False


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
        Notice(words.renamed_column(old, name), "info", name)
        for old, name in pairs
        if old and old != name
    ]
    if empty:
        notices.append(Notice(words.named_columns(empty), "info", "file"))
    return tuple(notices)
