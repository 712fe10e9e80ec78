"""Two segments side by side: effect sizes of the differences between them."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from core.model import Integers, Segmentation

# Words for an effect from each bound on: of d, and of V for two groups (Cohen, Statistical power
# analysis for the behavioral sciences, 1988). Higher bounds: the same difference is said to be smaller.
WORDS_OF_D = ((0.8, "large"), (0.5, "medium"), (0.2, "small"))
WORDS_OF_V = ((0.5, "large"), (0.3, "medium"), (0.1, "small"))


@dataclass(frozen=True)
class Difference:
    """The difference of two segments in one feature.

    `first` and `second` are means in original units, or for a category the shares that have `value`,
    the value by which they differ most. `effect` is Cohen's d, or Cramér's V of all values of a
    category; None where a segment has too few known values. `word` says how large that is.
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
    """Compare two segments (by number) in each feature and outcome that both know, the largest effect first.

    Raises UnknownSegment.
    """
    rows = segmentation.members(first), segmentation.members(second)
    differences = [
        (
            _number_difference
            if is_numeric_dtype(segmentation.customers.frame[name])
            else _category_difference
        )(segmentation, name, *rows)
        for name in dict.fromkeys((*segmentation.customers.features, *segmentation.customers.outcomes))
    ]
    measured = [difference for difference in differences if difference is not None]
    return tuple(sorted(measured, key=lambda difference: -abs(difference.effect or 0.0)))


def _number_difference(
    segmentation: Segmentation, name: str, first: Integers, second: Integers
) -> Difference | None:
    values = segmentation.customers.values(name)
    a, b = (side[~np.isnan(side)] for side in (values[first], values[second]))
    if not len(a) or not len(b):
        return None
    gap, degrees = float(a.mean() - b.mean()), len(a) + len(b) - 2
    effect = None
    if degrees > 0:
        pooled = float(np.sqrt((((a - a.mean()) ** 2).sum() + ((b - b.mean()) ** 2).sum()) / degrees))
        effect = gap / pooled if pooled else None if gap else 0.0
    return Difference(
        feature=name,
        title=segmentation.customers.title(name),
        first=float(a.mean()),
        second=float(b.mean()),
        difference=gap,
        measure="Cohen's d",
        effect=effect,
        word=_effect_word(effect, WORDS_OF_D),
    )


def _category_difference(
    segmentation: Segmentation, name: str, first: Integers, second: Integers
) -> Difference | None:
    sides = enumerate(segmentation.customers.frame[name].iloc[rows] for rows in (first, second))
    counts = pd.DataFrame({i: side.value_counts() for i, side in sides})
    table = counts.fillna(0).to_numpy(float)
    if not table.size or not table.sum(axis=0).all():
        return None
    shares = table / table.sum(axis=0)
    best = int(np.abs(shares[:, 0] - shares[:, 1]).argmax())
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    chi2 = ((table - expected) ** 2 / np.where(expected, expected, 1.0)).sum()
    effect = float(np.sqrt(chi2 / table.sum()))
    return Difference(
        feature=name,
        title=segmentation.customers.title(name),
        first=float(shares[best, 0]),
        second=float(shares[best, 1]),
        difference=float(shares[best, 0]) - float(shares[best, 1]),
        measure="Cramér's V",
        effect=effect,
        word=_effect_word(effect, WORDS_OF_V),
        value=str(counts.index[best]),
    )


def _effect_word(effect: float | None, words: tuple[tuple[float, str], ...]) -> str:
    if effect is None:
        return ""
    return next((word for bound, word in words if abs(effect) >= bound), "negligible")
