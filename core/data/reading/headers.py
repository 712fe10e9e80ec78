"""Rows above the data that name its columns: one header, two that belong together, a row of units."""

import re
from collections import Counter
from collections.abc import Sequence

from core.data.columns.column_names import role_hints
from core.data.reading.cells import MARKERS
from core.data.reading.dates import looks_like_date
from core.data.reading.number_formats import looks_like_number

Cells = Sequence[str]

YEAR = re.compile(r"(19|20)[0-9]{2}")
MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) 00:00:00")
LOOKED_AT = 200  # rows below a header that tell what its columns hold
FEWEST_ROWS = 3  # rows below a second heading: with fewer it may be data itself
MOST_VALUES = 0.9  # share of a column's cells that are numbers or dates where it holds such
SURE_NAME = 6  # how surely the name of a column speaks for a role where it is taken at its word
LONGEST_YEAR = 4  # digits of a number that may head columns: a year, a week
SHORTEST_COUNT = 3  # columns called 1, 2, 3 ... are a count; two may be data


def is_value(cell: str) -> bool:
    return looks_like_number(cell) or looks_like_date(cell)


def is_header(rows: Sequence[Cells]) -> bool:
    """Tell whether the first row names columns: no cell of it is a value of its own column, and few
    stand again below."""
    first = [cell.strip() for cell in rows[0]]
    filled = [row for row in rows[1:LOOKED_AT] if any(row)]
    others = [row for row in filled if list(row) != list(rows[0])]  # a header may be repeated
    below = others if len(others) * 2 > len(filled) else filled
    columns = [{row[i].strip() for row in below if i < len(row)} for i in range(len(first))]
    values = [i for i, cell in enumerate(first) if is_value(cell)]
    if values:
        return _are_headings(first, columns, values)
    typed = any(_all_values(column) for column in columns)
    repeats = sum(1 for cell, column in zip(first, columns, strict=True) if cell and cell in column)
    return typed or repeats * 2 <= len(first) - 1 or not below


def _are_headings(first: Cells, columns: Sequence[set[str]], values: Sequence[int]) -> bool:
    """Tell whether numbers and dates in the first row head a table that runs across: years, months,
    weeks."""
    cells = [first[i] for i in values]
    words = [i for i in range(len(first)) if i not in values]
    if len(set(cells)) < len(cells) or not any(first[i] for i in words):
        return False
    if all(map(YEAR.fullmatch, cells)):
        return not any(all(map(YEAR.fullmatch, columns[i] - {""})) and columns[i] for i in values)
    if any(first[i] and first[i] in columns[i] for i in words):
        return False
    if all(map(looks_like_date, cells)):
        return not any(looks_like_date(cell) for i in values for cell in columns[i])
    count = len(cells) >= SHORTEST_COUNT and _is_count(cells)
    return count or any(max(role_hints(first[i]).values(), default=0) >= SURE_NAME for i in words)


def _is_count(cells: Cells) -> bool:
    numbers = [int(cell) if cell.isdigit() else None for cell in cells]
    return numbers[0] is not None and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _all_values(column: set[str]) -> bool:
    cells = column - {""}
    return bool(cells) and all(map(is_value, cells))


def typed_columns(rows: Sequence[Cells], width: int) -> frozenset[int]:
    """Places of the columns that hold numbers or dates, words for "missing" aside."""
    return frozenset(i for i in range(width) if _holds_values([r[i] for r in rows if i < len(r)]))


def _holds_values(column: Cells) -> bool:
    cells = Counter(cell.strip() for cell in column)
    filled = {cell: n for cell, n in cells.items() if cell and cell.lower() not in MARKERS}
    values = sum(n for cell, n in filled.items() if is_value(cell))
    return bool(filled) and values >= MOST_VALUES * sum(filled.values())


def shape(cell: str) -> str:
    """The shape of a cell: "C0017" is "A9", "Ann Lee" is "Aa Aa"."""
    return re.sub(r"[^\W\d_]+", _word_shape, re.sub(r"[0-9]+", "9", cell.strip()))


def _word_shape(word: re.Match[str]) -> str:
    if word[0].isupper():
        return "A"
    return "Aa" if word[0][0].isupper() else "a"


def is_second_heading(rows: Sequence[Cells], width: int) -> bool:
    """Tell whether the row below the first (`rows[1]`) is a heading, too: units, descriptions, names.

    It holds words where the columns hold numbers or dates, and nothing that looks like its column.
    """
    body = [row for row in rows[2:LOOKED_AT] if any(map(str.strip, row))]
    if len(body) < FEWEST_ROWS:
        return False
    cells = {i: cell.strip() for i, cell in enumerate(rows[1][:width]) if cell.strip()}
    if any(map(is_value, cells.values())):
        return False
    typed = typed_columns(body, width)
    odd = [i for i in cells if i in typed and cells[i].lower() not in MARKERS]
    if not odd or len(odd) < min(2, len(typed)) or len(odd) < len(typed & cells.keys()):
        return False
    return not any(
        shape(cells[i]) in {shape(row[i]) for row in body if i < len(row)} for i in cells.keys() - typed
    )


def join_headings(upper: Cells, lower: Cells) -> list[str] | None:
    """Join two rows of headings ("2023" over "Sales": "2023 / Sales"); None where they do not belong
    together.

    A cell of the upper row that is merged holds for the columns to its right.
    """
    if any(looks_like_number(cell) and len(cell.strip()) > LONGEST_YEAR for cell in upper):
        return None  # a line about the file, as accounting software writes it
    names, group = [], ""
    padded = [*upper, *[""] * (len(lower) - len(upper))]
    for above, below in zip(padded, lower, strict=False):
        group = above.strip() or group
        head = group if below.strip() else above.strip()
        names.append(" / ".join(filter(None, (heading_text(head), heading_text(below)))))
    gaps = any(below.strip() and not above.strip() for above, below in zip(padded, lower, strict=False))
    filled = sum(1 for cell in upper if cell.strip())
    if not gaps or filled < 2 or len(set(names)) < len(names) or "" in names:
        return None
    return names


def heading_text(cell: str) -> str:
    """A heading in one line; a day that a workbook keeps as midnight is the day alone."""
    text = " ".join(cell.split())
    midnight = MIDNIGHT.fullmatch(text)
    return midnight[1] if midnight else text
