"""Survey of a whole table: counts what the sample did not show, and decides the formats by it."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from core.data.reading.column_formats import (
    MOST_MISFITS,
    Format,
    Text,
    is_marker,
    trim_texts,
    wider_format,
)
from core.data.reading.number_formats import CODE, NumberStyle
from core.model import Notice

ROW = "\0row"


def survey_formats(
    frame: pl.LazyFrame, formats: Mapping[str, Format]
) -> tuple[dict[str, Format], tuple[Notice, ...]]:
    """Find formats that fit the whole table, with a notice for each column with values that do not.

    A column with more misfits than `MOST_MISFITS`, or with codes like 00123 among its whole
    numbers, becomes text.
    """
    doubtful = {name: style for name, style in formats.items() if not isinstance(style, Text)}
    counts = [count for name, style in doubtful.items() for count in _count_expressions(name, style)]
    if not counts:
        return dict(formats), ()
    clean = trim_texts(frame.select(list(doubtful)), doubtful).with_row_index(ROW)
    counted = clean.select(counts).collect(engine="streaming").row(0, named=True)
    decided, notices = dict(formats), []
    for name, style in doubtful.items():
        decided[name], column_notices = _decide_format(name, style, counted)
        notices += column_notices
    return decided, tuple(notices)


def _candidate_formats(style: Format) -> tuple[Format, ...]:
    other = wider_format(style)
    return (style, other) if other else (style,)


def _count_expressions(name: str, style: Format) -> Iterable[pl.Expr]:
    text = pl.col(name)
    marker = is_marker(text)
    filled = text.is_not_null() & ~marker
    yield filled.sum().alias(f"{name}\0given")
    yield marker.sum().alias(f"{name}\0markers")
    if isinstance(style, NumberStyle) and style.whole:
        yield text.str.contains(CODE).sum().alias(f"{name}\0codes")
    for i, candidate in enumerate(_candidate_formats(style)):
        misfit = filled & candidate.parse(text, strict=False).is_null()
        yield misfit.sum().alias(f"{name}\0misfits{i}")
        yield pl.col(ROW).filter(misfit).min().alias(f"{name}\0row{i}")
        yield text.filter(misfit).first().alias(f"{name}\0value{i}")


def _decide_format(name: str, style: Format, counted: Mapping[str, Any]) -> tuple[Format, list[Notice]]:
    candidates = _candidate_formats(style)
    best = min(range(len(candidates)), key=lambda i: counted[f"{name}\0misfits{i}"])
    misfits, filled = counted[f"{name}\0misfits{best}"], counted[f"{name}\0given"]
    if counted.get(f"{name}\0codes") or misfits > MOST_MISFITS * filled:
        return Text(), []
    notices = []
    if markers := counted[f"{name}\0markers"]:
        notices.append(_misfit_notice(name, markers, "saying that it is empty (such as N/A)", ""))
    if misfits:
        value, row = counted[f"{name}\0value{best}"], counted[f"{name}\0row{best}"] + 1
        example = f": '{value}' in row {row:,}"
        kind = "no number" if isinstance(style, NumberStyle) else "no date"
        notices.append(_misfit_notice(name, misfits, f"that is {kind}", example))
    return candidates[best], notices


def _misfit_notice(name: str, count: int, what: str, example: str) -> Notice:
    values = "value" if count == 1 else "values"
    what = what if count == 1 else what.replace("that is", "that are").replace("it is", "they are")
    return Notice(f"'{name}' has {count:,} {values} {what}{example}; read as missing.", "warning", name)
