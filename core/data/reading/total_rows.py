"""Rows that add up the others: totals and subtotals, told by their words and by their sums."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from core.data.reading import words
from core.data.reading.column_formats import choose_formats
from core.data.reading.number_formats import NumberStyle
from core.model import Notice
from core.text import shorten

if TYPE_CHECKING:
    from core.data.reading.stray_rows import Body
    from core.model import Floats

_WORDS = (
    r"(?:(?:grand|sub|sous|over|end|eind)?[- ]?(?:totals?|totaux|totale|totali|totaal|totais)"
    r"|(?:gesamt|zwischen|end|teil)?(?:summen?|ergebnis)|gesamt|insgesamt|sommes?|suma|soma|somma|sum|som)"
)
_AFTER = r"(?:g[eé]n[eé]rale?|general|geral|complessivo|final|finale|result)"
# A cell with such a word, for Polars; and one that is nothing but such words.
TOTAL = rf"(?i)\b{_WORDS}\b"
ALL_TOTAL = re.compile(rf"\W*(?:{_WORDS}(?: {_AFTER})?)\W*", re.IGNORECASE)
EDGE = re.compile(rf"\W*{_WORDS}\b|.*\b{_WORDS}\W*", re.IGNORECASE)
MOST_TOTALS = 2000  # rows looked at for totals; a table with more such words is not one of totals
USUAL = 0.95  # share of rows that are filled in a column of which a total row has nothing
CLOSE, CLOSE_ENOUGH = 1e-6, 5e-3  # how near a sum is: by chance never, and where a word says so
ROUNDING = 0.011  # what rounding to cents may make of it
Row = tuple[int, list[str]]


@dataclass(frozen=True)
class _Columns:
    """Places of the columns that are added up, and of those that a total row leaves empty."""

    numbers: Mapping[int, NumberStyle]
    usual: frozenset[int]


@dataclass
class _Sums:
    """Running sums of the table's rows, one column a number column; `places` are the rows'.

    `bases` are the sums, and the rows before them, from which a total may count.
    """

    places: Floats
    running: Floats
    bases: list[tuple[int, Floats]]

    def upto(self, place: int) -> tuple[int, Floats]:
        """Rows before a place, and their sums."""
        position = int(self.places.searchsorted(place))
        return position, self.running[position]

    def matches(self, place: int, values: Floats, near: float, fewest: int) -> bool:
        """Tell whether a value is the sum of rows above since some total, or of all below."""
        rows, sums = self.upto(place)
        below = [] if rows else [(-len(self.places), self.running[-1])]
        spans = [*((rows - before, sums - base) for before, base in self.bases), *below]
        slack = abs(values) * near + ROUNDING
        return any(
            bool(((abs(total - values) <= slack) & (abs(values) > ROUNDING)).any())
            for count, total in spans
            if abs(count) >= fewest
        )


def find_totals(
    table: pl.LazyFrame, row_column: str, rows: Sequence[Row], body: Body
) -> tuple[list[int], tuple[Notice, ...]]:
    """Places of the total rows among `rows`, which may be some, and what to say of them.

    `table` holds all rows, numbered in `row_column`.
    """
    columns = _number_columns(body)
    candidates = [row for row in rows if _may_be_total(row[1], columns)][: MOST_TOTALS + 1]
    if not candidates or len(candidates) > MOST_TOTALS:
        return [], ()
    sums = _sum_rows(table, row_column, [place for place, _ in candidates], columns, body)
    totals, doubtful = [], []
    for place, cells in candidates:
        values = _parse_cells([cells], columns, body)[0]
        word = _total_cell(cells, columns)
        if _is_total(place, word, cells, values, sums, columns):
            totals.append((place, word, cells))
            sums.bases.append(sums.upto(place))
        else:
            sums.running[sums.upto(place)[0] :] += values
            is_bare = not columns.usual - {i for i, cell in enumerate(cells) if cell == word}
            doubtful += [word] if ALL_TOTAL.fullmatch(word) and is_bare else []
    return [place for place, *_ in totals], (
        *_total_notices(totals, columns, body),
        *map(_doubt, doubtful[:1]),
    )


def _number_columns(body: Body) -> _Columns:
    frame = pl.DataFrame(body.rows, schema=dict.fromkeys(body.layout.names, pl.String), orient="row")
    styles = list(choose_formats(frame, comma=False)[0].values())
    numbers = {i: style for i, style in enumerate(styles) if isinstance(style, NumberStyle)}
    filled = [sum(bool(row[i]) for row in body.rows) for i in range(body.layout.width)]
    usual = {i for i, count in enumerate(filled) if count >= USUAL * max(1, len(body.rows))}
    return _Columns(numbers, frozenset(usual - numbers.keys()))


def _may_be_total(cells: Sequence[str], columns: _Columns) -> bool:
    if not any(cells[i] for i in columns.numbers):
        return False
    return bool(_total_cell(cells, columns)) or not any(cells[i] for i in columns.usual)


def _total_cell(cells: Sequence[str], columns: _Columns) -> str:
    """The cell that says "total"; empty where none does."""
    words = [cell for i, cell in enumerate(cells) if i not in columns.numbers and EDGE.match(cell)]
    return next((word for word in words if ALL_TOTAL.fullmatch(word)), words[0] if words else "")


def _is_total(
    place: int, word: str, cells: Sequence[str], values: Floats, sums: _Sums, columns: _Columns
) -> bool:
    """A word and a sum; a word alone where all else of the row is empty; or a sum where there are no
    words."""
    others = [i for i in columns.usual if cells[i] != word or not word]
    is_empty = not any(cells[i] for i in others)
    is_plain = ALL_TOTAL.fullmatch(word) is not None if word else False
    near = CLOSE_ENOUGH if is_plain else CLOSE
    fewest = 1 if is_plain or (word and others and is_empty) else 2
    adds_up = sums.matches(place, values, near, fewest)
    if is_plain:
        return adds_up or bool(others and is_empty)
    return is_empty and (adds_up or bool(word and len(others) > 1))


def _sum_rows(
    table: pl.LazyFrame, row_column: str, apart: Sequence[int], columns: _Columns, body: Body
) -> _Sums:
    """Running sums of the number columns, rows in `apart` left out, from 0 on."""
    import numpy as np

    numbers = _parse_numbers(columns, body)
    is_apart = pl.col(row_column).is_in(pl.Series(apart, dtype=pl.UInt32).implode())
    parsed = table.filter(~is_apart).select(row_column, *numbers).collect(engine="streaming")
    values = np.nan_to_num(parsed.drop(row_column).to_numpy())
    running = np.concatenate([np.zeros((1, len(numbers))), values.cumsum(axis=0)])
    return _Sums(parsed[row_column].to_numpy(), running, [(0, running[0].copy())])


def _parse_numbers(columns: _Columns, body: Body) -> list[pl.Expr]:
    texts = {i: pl.col(body.layout.names[i]).str.strip_chars() for i in columns.numbers}
    parsed = {i: style.parse(texts[i], strict=False) for i, style in columns.numbers.items()}
    return [value.cast(pl.Float64).fill_null(0).alias(str(i)) for i, value in parsed.items()]


def _parse_cells(rows: Sequence[Sequence[str]], columns: _Columns, body: Body) -> Floats:
    """Numbers in the rows' cells, 0 for none."""
    import numpy as np

    frame = pl.DataFrame(rows, schema=dict.fromkeys(body.layout.names, pl.String), orient="row")
    numbers = _parse_numbers(columns, body)
    values: Floats = np.nan_to_num(frame.select(numbers).to_numpy())
    return values


def _total_notices(
    totals: Sequence[tuple[int, str, Sequence[str]]], columns: _Columns, body: Body
) -> tuple[Notice, ...]:
    if not totals:
        return ()
    _, word, cells = totals[-1]
    figures = [(cells[i], body.layout.names[i]) for i in columns.numbers if cells[i]]
    value, name = figures[-1]
    shown = f"'{shorten(word)}' with {value} in '{name}'" if word else f"{value} in '{name}'"
    return (Notice(words.total_rows(len(totals), shown), "info", "file"),)


def _doubt(word: str) -> Notice:
    return Notice(words.doubtful_total(shorten(word)), "warning", "file")
