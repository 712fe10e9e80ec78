"""Two segments side by side: what differs between them, and how much that is."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from core.explain.facts import Facts, facts_at
from core.model import Integers, Segmentation

# From each bound on (Cohen, Statistical power analysis, 1988): of d, and of V for two groups.
WORDS_OF_D = ((0.8, "large"), (0.5, "medium"), (0.2, "small"))
WORDS_OF_V = ((0.5, "large"), (0.3, "medium"), (0.1, "small"))


@dataclass(frozen=True)
class Difference:
    """How two segments differ in one feature.

    `first` and `second` are means in original units, or for a category the shares that have `value`,
    the value by which they differ most. `effect` is Cohen's d, or Cramér's V of all values of a
    category; None where a segment has too few known values. `word` is what that size is called.
    """

    feature: str
    title: str
    first: float
    second: float
    difference: float
    measure: Literal["Cohen's d", "Cramér's V"]
    effect: float | None
    word: str
    value: str | None = None


def find_differences(segmentation: Segmentation, first: int, second: int) -> tuple[Difference, ...]:
    """Every feature that both segments (by number) know, the largest effect first.

    Raises UnknownSegment.
    """
    told = facts_at(segmentation)
    one, other = (told.members(segmentation.label(each)) for each in (first, second))
    found = [
        _number_difference(told, name, one, other) if name in told.numbers else _category_difference(told, name, one, other)
        for name in segmentation.customers.features
    ]  # fmt: skip
    both = [difference for difference in found if difference is not None]
    return tuple(sorted(both, key=lambda difference: -abs(difference.effect or 0.0)))


def _number_difference(told: Facts, name: str, one: Integers, other: Integers) -> Difference | None:
    values = told.values(name)
    a, b = (own[~np.isnan(own)] for own in (values[one], values[other]))
    if not len(a) or not len(b):
        return None
    gap, degrees = float(a.mean() - b.mean()), len(a) + len(b) - 2
    effect = None
    if degrees > 0:
        pooled = float(np.sqrt((((a - a.mean()) ** 2).sum() + ((b - b.mean()) ** 2).sum()) / degrees))
        effect = gap / pooled if pooled else None if gap else 0.0
    said = _effect_word(effect, WORDS_OF_D)
    first, second = float(a.mean()), float(b.mean())
    return Difference(name, told.title(name), first, second, gap, "Cohen's d", effect, said)


def _category_difference(told: Facts, name: str, one: Integers, other: Integers) -> Difference | None:
    column = told.frame[name]
    counts = pd.DataFrame({i: column.iloc[rows].value_counts() for i, rows in enumerate((one, other))})
    table = counts.fillna(0).to_numpy(float)
    if not table.size or not table.sum(axis=0).all():
        return None
    shares = table / table.sum(axis=0)
    best = int(np.abs(shares[:, 0] - shares[:, 1]).argmax())
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    chi2 = ((table - expected) ** 2 / np.where(expected, expected, 1.0)).sum()
    effect = float(np.sqrt(chi2 / table.sum()))
    first, second = float(shares[best, 0]), float(shares[best, 1])
    return Difference(
        name, told.title(name), first, second, first - second, "Cramér's V", effect,
        _effect_word(effect, WORDS_OF_V), str(counts.index[best]),
    )  # fmt: skip


def _effect_word(effect: float | None, words: tuple[tuple[float, str], ...]) -> str:
    if effect is None:
        return ""
    return next((word for bound, word in words if abs(effect) >= bound), "negligible")
