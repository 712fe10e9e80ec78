"""Conditions of a rule: who fulfils them, in words, as SQL and for pandas."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.explain.facts import unit
from core.model.base import Floats
from core.model.explanation import Condition
from core.text.wording import plain

Mask = NDArray[np.bool_]

NOT_PLAIN = re.compile(r"[^\w .,;:/()+-]")

UNSPEAKABLE = re.compile(r"[`\r\n\v\f\x1c-\x1e\x85\u2028\u2029\x00]")

NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def holds(condition: Condition, column: "pd.Series[float]") -> Mask:
    """Which customers (n,) fulfil the condition; one whose value is missing never does."""
    value = condition.value
    if not isinstance(value, str):
        numbers = column.to_numpy(float)
        found = numbers > value if condition.operator == ">" else numbers <= value
    else:
        found = (column == value).to_numpy(bool)
        if condition.operator == "!=":
            found = ~found & column.notna().to_numpy(bool)
    mask: Mask = found
    return mask


def covered(conditions: Sequence[Condition], frame: pd.DataFrame) -> Mask:
    """Which customers (n,) fulfil all of them."""
    everyone = np.ones(len(frame), bool)
    for condition in conditions:
        everyone &= holds(condition, frame[condition.feature])
    return everyone


def merged(conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """The same with one bound a side of each number, and nothing excluded from what is one value."""
    tightest: dict[tuple[str, str, object], Condition] = {}
    for one in conditions:
        numeric = one.operator in (">", "<=")
        key = one.feature, one.operator, None if numeric else one.value
        tightest[key] = _tighter(tightest.get(key), one)
    settled = {one.feature for one in tightest.values() if one.operator == "="}
    return tuple(
        one for one in tightest.values() if not (one.operator == "!=" and one.feature in settled)
    )


def _tighter(known: Condition | None, one: Condition) -> Condition:
    if known is None or isinstance(known.value, str) or isinstance(one.value, str):
        return one
    inside = one.value > known.value if one.operator == ">" else one.value < known.value
    return one if inside else known


def in_words(conditions: Sequence[Condition]) -> str:
    """Recency at most 50 days and Channel is Retail"""
    said = {">": "above", "<=": "at most", "=": "is", "!=": "is not"}
    parts = [
        f"{plain(one.title)} {said[one.operator]} {_read(one.value)}"
        + (unit(one.title, _read(one.value)) if one.operator in (">", "<=") else "")
        for one in conditions
    ]
    return " and ".join(parts)


def as_sql(conditions: Sequence[Condition]) -> str:
    """A WHERE clause of standard SQL, without the word WHERE."""
    quoted = ((one, one.feature.replace('"', '""')) for one in conditions)
    signs: Mapping[str, str] = {"!=": "<>"}
    return " AND ".join(
        f'"{name}" {signs.get(one.operator, one.operator)} {_sql(one.value)}' for one, name in quoted
    )


def as_pandas(conditions: Sequence[Condition]) -> str:
    """An argument for `DataFrame.query`; empty where that cannot spell the name of a column."""
    if any(UNSPEAKABLE.search(one.feature) for one in conditions):
        return ""
    return " and ".join(map(_pandas, conditions))


def _pandas(one: Condition) -> str:
    name = f"`{one.feature}`"
    if not isinstance(one.value, str):
        return f"{name} {one.operator} {_exact(one.value)}"
    text = _text(one.value)
    # A file of these customers may have been read again, with codes as numbers.
    values = f"[{text}, {one.value}]" if NUMBER.fullmatch(one.value) else f"[{text}]"
    if one.operator == "=":
        return f"{name} in {values}"
    return f"{name} not in {values} and {name} == {name}"


def _text(value: str) -> str:
    """A Python literal in which nothing stands that pandas would take for its own."""
    return "'" + NOT_PLAIN.sub(lambda found: f"\\U{ord(found[0]):08x}", value) + "'"


def _sql(value: float | str) -> str:
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else _exact(value)


def _exact(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 2**53 else repr(float(value))


def _read(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{int(value):,}" if value == int(value) and abs(value) < 2**53 else f"{value:,}"


# A rounder bound may take in or lose no more than this share of all customers, and of the segment.
HAIR, HAIR_OF_SEGMENT = 0.001, 0.01

MOST_DIGITS = 15


def rounded(conditions: tuple[Condition, ...], frame: pd.DataFrame, size: int) -> tuple[Condition, ...]:
    """The conditions with readable bounds, for a segment of `size` customers."""
    most = min(HAIR * len(frame), HAIR_OF_SEGMENT * size)
    return tuple(_rounded(one, frame[one.feature], most) for one in conditions)


def _rounded(one: Condition, column: "pd.Series[float]", most: float) -> Condition:
    if isinstance(one.value, str):
        return one
    exact = _settled(one, column.to_numpy(float))
    before = holds(exact, column)
    for digits in range(1, MOST_DIGITS):
        rounder = replace(exact, value=float(f"{exact.value:.{digits}g}"))
        if _changed(before, holds(rounder, column)) <= most:
            return rounder
    return exact


def _settled(one: Condition, values: Floats) -> Condition:
    """Between two whole numbers it is the lower one that a bound means."""
    known = values[~np.isnan(values)]
    whole = bool((known == np.round(known)).all())
    return replace(one, value=float(np.floor(one.value))) if whole else one


def _changed(before: Mask, after: Mask) -> int:
    return int((before != after).sum())
