"""Conditions of a rule: who fulfils them, in words, as SQL and for pandas."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.explain.facts import title_unit
from core.model import Condition, Floats
from core.text import strip_unit

Mask = NDArray[np.bool_]

NOT_LITERAL = re.compile(r"[^\w .,;:/()+-]")

UNQUOTABLE = re.compile(r"[`\r\n\v\f\x1c-\x1e\x85\u2028\u2029\x00]")

NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def match_condition(condition: Condition, column: "pd.Series[float]") -> Mask:
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


def match_all(conditions: Sequence[Condition], frame: pd.DataFrame) -> Mask:
    """Which customers (n,) fulfil all of them."""
    everyone = np.ones(len(frame), bool)
    for condition in conditions:
        everyone &= match_condition(condition, frame[condition.feature])
    return everyone


def merge_conditions(conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """The same with one bound a side of each number, and nothing excluded from what is one value."""
    tightest: dict[tuple[str, str, object], Condition] = {}
    for one in conditions:
        numeric = one.operator in (">", "<=")
        key = one.feature, one.operator, None if numeric else one.value
        tightest[key] = _tighter_condition(tightest.get(key), one)
    settled = {one.feature for one in tightest.values() if one.operator == "="}
    return tuple(
        one for one in tightest.values() if not (one.operator == "!=" and one.feature in settled)
    )


def _tighter_condition(known: Condition | None, one: Condition) -> Condition:
    if known is None or isinstance(known.value, str) or isinstance(one.value, str):
        return one
    inside = one.value > known.value if one.operator == ">" else one.value < known.value
    return one if inside else known


def as_words(conditions: Sequence[Condition]) -> str:
    """Recency at most 50 days and Channel is Retail"""
    said = {">": "above", "<=": "at most", "=": "is", "!=": "is not"}
    parts = [
        f"{strip_unit(one.title)} {said[one.operator]} {_readable_value(one.value)}"
        + (title_unit(one.title, _readable_value(one.value)) if one.operator in (">", "<=") else "")
        for one in conditions
    ]
    return " and ".join(parts)


def as_sql(conditions: Sequence[Condition]) -> str:
    """A WHERE clause of standard SQL, without the word WHERE."""
    quoted = ((one, one.feature.replace('"', '""')) for one in conditions)
    signs: Mapping[str, str] = {"!=": "<>"}
    return " AND ".join(
        f'"{name}" {signs.get(one.operator, one.operator)} {_sql_literal(one.value)}'
        for one, name in quoted
    )


def as_pandas(conditions: Sequence[Condition]) -> str:
    """An argument for `DataFrame.query`; empty where that cannot spell the name of a column."""
    if any(UNQUOTABLE.search(one.feature) for one in conditions):
        return ""
    return " and ".join(map(_condition_as_pandas, conditions))


def _condition_as_pandas(one: Condition) -> str:
    name = f"`{one.feature}`"
    if not isinstance(one.value, str):
        return f"{name} {one.operator} {_exact_number(one.value)}"
    text = _python_literal(one.value)
    # A file of these customers may have been read again, with codes as numbers.
    values = f"[{text}, {one.value}]" if NUMBER.fullmatch(one.value) else f"[{text}]"
    if one.operator == "=":
        return f"{name} in {values}"
    return f"{name} not in {values} and {name} == {name}"


def _python_literal(value: str) -> str:
    """A Python literal in which nothing stands that pandas would take for its own."""
    return "'" + NOT_LITERAL.sub(lambda found: f"\\U{ord(found[0]):08x}", value) + "'"


def _sql_literal(value: float | str) -> str:
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else _exact_number(value)


def _exact_number(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 2**53 else repr(float(value))


def _readable_value(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{int(value):,}" if value == int(value) and abs(value) < 2**53 else f"{value:,}"


# A rounder bound may take in or lose no more than this share of all customers, and of the segment.
ROUNDING_SHARE, ROUNDING_SHARE_OF_SEGMENT = 0.001, 0.01

MOST_DIGITS = 15


def round_bounds(
    conditions: tuple[Condition, ...], frame: pd.DataFrame, size: int
) -> tuple[Condition, ...]:
    """The conditions with readable bounds, for a segment of `size` customers."""
    most = min(ROUNDING_SHARE * len(frame), ROUNDING_SHARE_OF_SEGMENT * size)
    return tuple(_round_bound(one, frame[one.feature], most) for one in conditions)


def _round_bound(one: Condition, column: "pd.Series[float]", most: float) -> Condition:
    if isinstance(one.value, str):
        return one
    exact = _floor_whole_bound(one, column.to_numpy(float))
    before = match_condition(exact, column)
    for digits in range(1, MOST_DIGITS):
        rounder = replace(exact, value=float(f"{exact.value:.{digits}g}"))
        if _count_changes(before, match_condition(rounder, column)) <= most:
            return rounder
    return exact


def _floor_whole_bound(one: Condition, values: Floats) -> Condition:
    """Between two whole numbers it is the lower one that a bound means."""
    known = values[~np.isnan(values)]
    whole = bool((known == np.round(known)).all())
    return replace(one, value=float(np.floor(one.value))) if whole else one


def _count_changes(before: Mask, after: Mask) -> int:
    return int((before != after).sum())
