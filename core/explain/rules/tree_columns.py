"""Features as columns that a decision tree can split, whatever their units and kinds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.explain.facts import Facts
from core.model import Condition, Floats, Integers

MOST_VALUES = 20  # of a category, the most frequent ones


@dataclass(frozen=True)
class TreeColumn:
    """One column: the rank of a number among `levels` (u,), ascending, or whether a category is `value`;
    `other` is what it is otherwise, where there is but one other value."""

    feature: str
    title: str
    levels: Floats
    value: str | None = None
    other: str | None = None

    def condition(self, split: float, above: bool) -> Condition:
        """What one side of a split of this column means in original units."""
        if not above and self.other is not None:
            return Condition(self.feature, self.title, "=", self.other)
        if self.value is not None:
            return Condition(self.feature, self.title, "=" if above else "!=", self.value)
        at = int(np.clip(np.floor(split), 0, max(0, len(self.levels) - 2)))
        ends = self.levels[at : at + 2]
        return Condition(self.feature, self.title, ">" if above else "<=", float((ends / 2).sum()))


@dataclass(frozen=True)
class EncodedFeatures:
    """`matrix` float32 (n, c), NaN where a number is missing, and what its columns are."""

    matrix: Floats
    columns: tuple[TreeColumn, ...]

    def of(self, feature: str) -> Integers:
        """The positions of the columns of a feature."""
        return np.array([i for i, one in enumerate(self.columns) if one.feature == feature], np.intp)


def encode_for_tree(facts: Facts, features: Sequence[str]) -> EncodedFeatures:
    """The columns of the features; ranks, so that no value is too large or too skewed for a tree."""
    columns: list[TreeColumn] = []
    values: list[Floats] = []
    for feature in features:
        title = facts.title(feature)
        if feature in facts.numbers:
            levels, ranks = _rank(facts.values(feature))
            columns.append(TreeColumn(feature, title, levels))
            values.append(ranks)
            continue
        series = facts.frame[feature]
        found = tuple(map(str, series.value_counts().index[:MOST_VALUES]))
        for value, other in _value_columns(found):
            columns.append(TreeColumn(feature, title, np.empty(0), value, other))
            values.append((series == value).to_numpy() * np.float32(1.0))
    return EncodedFeatures(np.column_stack(values), tuple(columns))


def _value_columns(found: tuple[str, ...]) -> tuple[tuple[str, str | None], ...]:
    """The values that have a column each, of two the first alone, with the other one."""
    return ((found[0], found[1]),) if len(found) == 2 else tuple((value, None) for value in found)


def _rank(values: Floats) -> tuple[Floats, Floats]:
    known = ~np.isnan(values)
    ranks = np.full(len(values), np.nan, np.float32)
    codes, levels = pd.factorize(values[known], sort=True)
    ranks[known] = codes
    return levels, ranks
