"""Features as columns that a decision tree can split, whatever their units and kinds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.model import Condition, Floats, Integers, Segmentation

MOST_VALUES = 20  # of a category, the most frequent ones: no rule is found on rarer values


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
        """Return the condition, in original units, of one side of a split of this column."""
        if not above and self.other is not None:
            return Condition(self.feature, self.title, "=", self.other)
        if self.value is not None:
            return Condition(self.feature, self.title, "=" if above else "!=", self.value)
        at = int(np.clip(np.floor(split), 0, max(0, len(self.levels) - 2)))
        ends = self.levels[at : at + 2]
        return Condition(self.feature, self.title, ">" if above else "<=", float((ends / 2).sum()))


@dataclass(frozen=True)
class EncodedFeatures:
    """`matrix` float32 (n, c), NaN where a number is missing, and its `columns` (c,)."""

    matrix: Floats
    columns: tuple[TreeColumn, ...]

    def columns_of(self, feature: str) -> Integers:
        """Positions of the columns of a feature."""
        places = [at for at, column in enumerate(self.columns) if column.feature == feature]
        return np.array(places, np.intp)


def encode_for_tree(segmentation: Segmentation, features: Sequence[str]) -> EncodedFeatures:
    """Encode features for a tree: numbers as ranks, so that none is too large or too skewed for it."""
    columns: list[TreeColumn] = []
    values: list[Floats] = []
    for feature in features:
        title = segmentation.customers.title(feature)
        if feature in segmentation.customers.numeric:
            levels, ranks = _rank(segmentation.customers.values(feature))
            columns.append(TreeColumn(feature, title, levels))
            values.append(ranks)
            continue
        series = segmentation.customers.frame[feature]
        frequent = tuple(map(str, series.value_counts().index[:MOST_VALUES]))
        for value, other in _value_columns(frequent):
            columns.append(TreeColumn(feature, title, np.empty(0), value, other))
            values.append((series == value).to_numpy() * np.float32(1.0))
    return EncodedFeatures(np.column_stack(values), tuple(columns))


def _value_columns(values: tuple[str, ...]) -> tuple[tuple[str, str | None], ...]:
    """Values that have a column each; of two values the first alone, with the other one."""
    return ((values[0], values[1]),) if len(values) == 2 else tuple((value, None) for value in values)


def _rank(values: Floats) -> tuple[Floats, Floats]:
    present = ~np.isnan(values)
    ranks = np.full(len(values), np.nan, np.float32)
    codes, levels = pd.factorize(values[present], sort=True)
    ranks[present] = codes
    return levels, ranks
