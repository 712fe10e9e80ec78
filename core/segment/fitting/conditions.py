"""Rules that a person writes: a name and conditions a line, read and checked against the customers' table."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import UserError
from core.model import Customers
from core.text import join_names, strip_unit, validate_name

MOST_RULES = 11  # with everybody else twelve segments, as many as any slider goes to
COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}
CONDITION = re.compile(r"(.+?) ?(>=|<=|!=|>|<|=) ?(.+)")
EXAMPLE = "VIP: Monetary > 1000 and Recency <= 30"


class NoRules(UserError):
    template = (
        "Write your rules under the slider, one a line, such as '{example}'. The first that fits a customer "
        "wins; everybody else is a segment, too."
    )


class TooManyRules(UserError):
    template = "There are {count} rules, and {most} are the most. Join some of them."


class UnreadableRule(UserError):
    template = "Rule {line}: '{text}' cannot be read. Write a name, a colon and conditions, such as '{example}'."


class UnknownColumn(UserError):
    template = "Rule {line} asks for '{name}', and there is no such feature. There are: {names}."


class NotANumber(UserError):
    template = "Rule {line}: '{value}' is not a number, and '{name}' holds numbers. Write it like '1500' or '0.5'."


class NotOrdered(UserError):
    template = "Rule {line}: '{name}' holds words, which can only be compared by = and !=."


@dataclass(frozen=True)
class Condition:
    """A comparison of a feature with a value."""

    feature: str
    comparison: str
    value: str


@dataclass(frozen=True)
class Rule:
    """A name for the customers of whom all conditions of one of the `alternatives` hold."""

    name: str
    alternatives: tuple[tuple[Condition, ...], ...]


def read_rules(text: str) -> tuple[Rule, ...]:
    """Read a rule a line, `NAME: FEATURE > VALUE and FEATURE = VALUE or ...`; "and" binds before "or".

    Raises NoRules, TooManyRules, UnreadableRule and BadName.
    """
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if not lines:
        raise NoRules(example=EXAMPLE)
    if len(lines) > MOST_RULES:
        raise TooManyRules(count=len(lines), most=MOST_RULES)
    return tuple(_read_rule(line, number) for number, line in enumerate(lines, 1))


def _read_rule(line: str, number: int) -> Rule:
    name, colon, conditions = line.partition(":")
    if not (colon and conditions.strip()):
        raise UnreadableRule(line=number, text=line, example=EXAMPLE)
    alternatives = (
        tuple(_read_condition(part, number) for part in _split_at(alternative, "and"))
        for alternative in _split_at(conditions, "or")
    )
    return Rule(validate_name(name.strip()), tuple(alternatives))


def _split_at(text: str, word: str) -> list[str]:
    """Parts between the `word`; one without a comparison is the start of a name, such as "Food and drink"."""
    parts, start = [], ""
    for part in re.split(rf" {word} ", text.strip(), flags=re.IGNORECASE):
        start = f"{start} {word} {part}" if start else part
        if CONDITION.fullmatch(start):
            parts.append(start)
            start = ""
    return [*parts, start] if start else parts


def _read_condition(text: str, number: int) -> Condition:
    match = CONDITION.fullmatch(text)
    if match is None:
        raise UnreadableRule(line=number, text=text, example=EXAMPLE)
    feature, comparison, value = (part.strip("'\"") for part in match.groups())
    return Condition(feature, comparison, value)


def apply_rules(rules: Sequence[Rule], customers: Customers) -> NDArray[np.bool_]:
    """Tell for each customer which rules hold (n, r). UnknownColumn, NotANumber and NotOrdered name the line.

    A missing value fulfils no condition.
    """
    columns = _feature_columns(customers)
    return np.column_stack(
        [_apply_rule(rule, number, customers, columns) for number, rule in enumerate(rules, 1)]
    )


def _feature_columns(customers: Customers) -> dict[str, str]:
    """Column of each feature by its name and its title, with and without unit, in small letters."""
    columns: dict[str, str] = {}
    for name in customers.features:
        title = customers.titles.get(name, name)
        for spelling in (name, title, strip_unit(title)):
            columns.setdefault(spelling.casefold(), name)
    return columns


def _apply_rule(
    rule: Rule, number: int, customers: Customers, columns: Mapping[str, str]
) -> NDArray[np.bool_]:
    holds = np.zeros(len(customers.frame), bool)
    for conditions in rule.alternatives:
        fulfilled = np.ones(len(customers.frame), bool)
        for condition in conditions:
            fulfilled &= _apply_condition(condition, number, customers, columns)
        holds |= fulfilled
    return holds


def _apply_condition(
    condition: Condition, number: int, customers: Customers, columns: Mapping[str, str]
) -> NDArray[np.bool_]:
    name = columns.get(condition.feature.casefold())
    if name is None:
        names = join_names((customers.titles.get(n, n) for n in customers.features), ", ", 12)
        raise UnknownColumn(line=number, name=condition.feature, names=names)
    column, compare = customers.frame[name], COMPARISONS[condition.comparison]
    present: NDArray[np.bool_] = column.notna().to_numpy(bool)
    if not pd.api.types.is_numeric_dtype(column):
        if condition.comparison not in ("=", "!="):
            raise NotOrdered(line=number, name=condition.feature)
        words = column.astype(str).str.casefold().to_numpy()
        fulfilled = compare(words, condition.value.casefold())
    else:
        fulfilled = compare(column.to_numpy(float), _as_number(condition, number))
    holds: NDArray[np.bool_] = present & np.asarray(fulfilled, bool)
    return holds


def _as_number(condition: Condition, number: int) -> float:
    try:
        value = float(condition.value)
    except ValueError:
        value = np.nan
    if not np.isfinite(value):
        raise NotANumber(line=number, value=condition.value, name=condition.feature)
    return value
