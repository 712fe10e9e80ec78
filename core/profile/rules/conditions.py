"""Conditions of a rule: the customers who fulfil them, readable bounds, and how they are written."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.model import Condition, Floats
from core.text import strip_unit, title_unit

Mask = NDArray[np.bool_]

NOT_LITERAL = re.compile(r"[^\w .,;:/()+-]")
UNQUOTABLE = re.compile(r"[`\r\n\v\f\x1c-\x1e\x85\u2028\u2029\x00]")
NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
# A rounder bound may take in or lose no more than this share of all customers, and of the segment.
# Higher: shorter numbers in rules that fit less well.
ROUNDING_SHARE, ROUNDING_SHARE_OF_SEGMENT = 0.001, 0.01
MOST_DIGITS = 15  # of a bound: what a float holds surely


def match_condition(condition: Condition, column: "pd.Series[float]") -> Mask:
    """Mask (n,) of the customers who fulfil the condition; one whose value is missing never does."""
    value = condition.value
    if not isinstance(value, str):
        numbers = column.to_numpy(float)
        matched = numbers > value if condition.operator == ">" else numbers <= value
    else:
        matched = (column == value).to_numpy(bool)
        if condition.operator == "!=":
            matched = ~matched & column.notna().to_numpy(bool)
    mask: Mask = matched
    return mask


def match_all(conditions: Sequence[Condition], frame: pd.DataFrame) -> Mask:
    """Mask (n,) of the customers who fulfil all conditions."""
    mask = np.ones(len(frame), bool)
    for condition in conditions:
        mask &= match_condition(condition, frame[condition.feature])
    return mask


def merge_conditions(conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """Leave one bound a side of each number, and exclude nothing from what is one value."""
    tightest: dict[tuple[str, str, object], Condition] = {}
    for condition in conditions:
        numeric = condition.operator in (">", "<=")
        key = condition.feature, condition.operator, None if numeric else condition.value
        tightest[key] = _tighter_condition(tightest.get(key), condition)
    fixed = {condition.feature for condition in tightest.values() if condition.operator == "="}
    return tuple(
        condition
        for condition in tightest.values()
        if not (condition.operator == "!=" and condition.feature in fixed)
    )


def _tighter_condition(first: Condition | None, second: Condition) -> Condition:
    if first is None or isinstance(first.value, str) or isinstance(second.value, str):
        return second
    above = second.operator == ">"
    inside = second.value > first.value if above else second.value < first.value
    return second if inside else first


def round_bounds(
    conditions: tuple[Condition, ...], frame: pd.DataFrame, size: int
) -> tuple[Condition, ...]:
    """Round bounds to as few digits as keep nearly the same customers, of a segment of `size`."""
    most = min(ROUNDING_SHARE * len(frame), ROUNDING_SHARE_OF_SEGMENT * size)
    return tuple(_round_bound(each, frame[each.feature], most) for each in conditions)


def _round_bound(condition: Condition, column: "pd.Series[float]", most: float) -> Condition:
    """Round the bound of a number such that at most `most` customers change sides."""
    if isinstance(condition.value, str):
        return condition
    exact = _floor_whole_bound(condition, condition.value, column.to_numpy(float))
    before = match_condition(exact, column)
    for digits in range(1, MOST_DIGITS):
        rounder = replace(exact, value=float(f"{exact.value:.{digits}g}"))
        if int((before != match_condition(rounder, column)).sum()) <= most:
            return rounder
    return exact


def _floor_whole_bound(condition: Condition, bound: float, values: Floats) -> Condition:
    """Lower a bound between two whole numbers to the lower one, which it means."""
    present = values[~np.isnan(values)]
    whole = bool((present == np.round(present)).all())
    return replace(condition, value=float(np.floor(bound))) if whole else condition


def as_words(conditions: Sequence[Condition]) -> str:
    """Write conditions as words: "Recency at most 50 days and Channel is Retail"."""
    return " and ".join(map(_condition_as_words, conditions))


def _condition_as_words(condition: Condition) -> str:
    operators = {">": "above", "<=": "at most", "=": "is", "!=": "is not"}
    value = _readable_value(condition.value)
    unit = title_unit(condition.title, value) if condition.operator in (">", "<=") else ""
    return f"{strip_unit(condition.title)} {operators[condition.operator]} {value}{unit}"


def as_sql(conditions: Sequence[Condition]) -> str:
    """Write conditions as a WHERE clause of standard SQL, without the word WHERE."""
    return " AND ".join(map(_condition_as_sql, conditions))


def _condition_as_sql(condition: Condition) -> str:
    name = condition.feature.replace('"', '""')
    operator = "<>" if condition.operator == "!=" else condition.operator
    return f'"{name}" {operator} {_sql_literal(condition.value)}'


def as_pandas(conditions: Sequence[Condition]) -> str:
    """Write conditions for `DataFrame.query`; "" where that cannot spell the name of a column."""
    if any(UNQUOTABLE.search(condition.feature) for condition in conditions):
        return ""
    return " and ".join(map(_condition_as_pandas, conditions))


def _condition_as_pandas(condition: Condition) -> str:
    name = f"`{condition.feature}`"
    if not isinstance(condition.value, str):
        return f"{name} {condition.operator} {_exact_number(condition.value)}"
    text = _python_literal(condition.value)
    # A file of these customers may have been read again, with codes as numbers.
    values = f"[{text}, {condition.value}]" if NUMBER.fullmatch(condition.value) else f"[{text}]"
    if condition.operator == "=":
        return f"{name} in {values}"
    return f"{name} not in {values} and {name} == {name}"


def _python_literal(value: str) -> str:
    """Write a Python literal without the characters that pandas would take for its own."""
    return "'" + NOT_LITERAL.sub(lambda match: f"\\U{ord(match[0]):08x}", value) + "'"


def _sql_literal(value: float | str) -> str:
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else _exact_number(value)


def _exact_number(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 2**53 else repr(float(value))


def _readable_value(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{int(value):,}" if value == int(value) and abs(value) < 2**53 else f"{value:,}"
