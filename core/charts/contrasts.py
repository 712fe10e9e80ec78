"""Contrasts of each segment with the average customer, in standard deviations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.charts import words
from core.charts.labels import SEGMENT_WORD, signed_number
from core.model import NOISE, Analysis, Floats, Integers, Segmentation
from core.segment import contingency_table
from core.text import short_title

SUBTITLE = words.SD_SUBTITLE
LONGEST_FINDING = 60  # letters in two lines of a card
NEARLY_ALL = 0.95  # share of the customers: a mean of fewer may not speak for the segment


@dataclass(frozen=True)
class Contrasts:
    """Standardised means `values` (r, k) of r features in k segments; NaN where none is known.

    `numbers` (k,) are the segments', rising, `sizes` (k,) their customers, `titles` and `features` name
    the rows, `total` counts the features there were before the least distinguishing ones were left out, `scarce` says which few customers have. A category stands in
    the row of the level that sets the segments furthest apart, "Channel = Retail": its standardised
    mean is the share of that level, less its share among all, over its standard deviation.
    """

    titles: tuple[str, ...]
    features: tuple[str, ...]
    values: Floats
    total: int
    scarce: str
    numbers: tuple[int, ...]
    sizes: Integers

    @property
    def caveats(self) -> str:
        """Sentences on features that few customers have and on those left out, if any."""
        count = len(self.titles)
        return self.scarce + (words.cut_note(count, self.total) if count < self.total else "")


def segment_number(segmentation: Segmentation, label: int) -> int:
    """Number of the segment of a label; one of its own for noise."""
    return NOISE + 1 if label == NOISE else segmentation.numbers[label]


def segment_means(segmentation: Segmentation, values: Floats) -> Floats:
    """Means (k,) of `values` (n,) by segment, missing values left out."""
    measured, k = ~np.isnan(values), len(segmentation.sizes)
    weights = np.where(measured, values, 0.0)
    counts = np.bincount(segmentation.labels, weights=measured, minlength=k)[:k]
    with np.errstate(invalid="ignore"):
        return np.bincount(segmentation.labels, weights=weights, minlength=k)[:k] / counts


def numeric_features(analysis: Analysis) -> tuple[str, ...]:
    """Features clustered on that are numbers."""
    return tuple(
        name for name in analysis.feature_matrix.features if name in analysis.standardised.columns
    )


def find_contrasts(segmentation: Segmentation, most: int) -> Contrasts:
    """Find the `most` features clustered on that set the segments furthest apart, in the recipe's order."""
    features, order = segmentation.feature_matrix.features, segmentation.order
    sizes = np.array(segmentation.sizes)
    rows = [_standardised_means(segmentation, feature) for feature in features]
    values = np.array([row for _, row in rows]).reshape(len(rows), len(sizes))
    chosen = most_distinguishing_rows(values, sizes, most)
    names = tuple(features[i] for i in chosen)
    return Contrasts(
        titles=tuple(rows[i][0] for i in chosen),
        features=names,
        values=values[chosen][:, order],
        total=len(rows),
        scarce=scarcity_note(segmentation.analysis, names),
        numbers=tuple(sorted(segmentation.numbers)),
        sizes=sizes[order],
    )


def scarcity_note(analysis: Analysis, features: Sequence[str]) -> str:
    """Sentence on the feature that the fewest customers have; empty where nearly all have all."""
    shares = analysis.customers.frame[list(features)].notna().mean()
    rare = shares[shares < NEARLY_ALL].sort_values(kind="stable")
    if rare.empty:
        return ""
    title = short_title(analysis.customers.title(str(rare.index[0])))
    return words.scarcity_sentence(title, float(rare.iloc[0]), NEARLY_ALL, len(rare) - 1)


def most_distinguishing_rows(values: Floats, sizes: Integers, most: int) -> Integers:
    """Positions of the `most` rows of largest between-segment variance, in their order."""
    return np.sort(np.argsort(-eta_squared(values, sizes), kind="stable")[:most])


def eta_squared(values: Floats, sizes: Integers) -> Floats:
    """Share of each row's variance that lies between segments (eta squared), (r,)."""
    share: Floats = np.nan_to_num(values) ** 2 @ sizes / max(1, sizes.sum())
    return share


def _standardised_means(segmentation: Segmentation, feature: str) -> tuple[str, Floats]:
    analysis, sizes = segmentation.analysis, np.array(segmentation.sizes)
    title = analysis.customers.title(feature)
    if feature in analysis.standardised:
        return title, segment_means(segmentation, analysis.standardised[feature].to_numpy())
    levels = dict(_level_contrasts(segmentation, feature))
    if not levels:
        return title, np.zeros(len(sizes))
    best = max(levels, key=lambda level: eta_squared(levels[level], sizes))
    return f"{title} = {best}", levels[best]


def _level_contrasts(segmentation: Segmentation, feature: str) -> Iterator[tuple[str, Floats]]:
    codes, names = pd.factorize(segmentation.customers.frame[feature], sort=True)
    labels, k = segmentation.labels, len(segmentation.sizes)
    table = contingency_table(np.where(codes < 0, len(names), codes), labels, len(names), k)
    shares = table / np.maximum(1, table.sum(axis=0))
    overall = table.sum(axis=1, keepdims=True) / max(1, table.sum())
    deviation = np.sqrt(overall * (1 - overall))
    deviation[deviation == 0] = 1.0
    yield from zip(map(str, names), (shares - overall) / deviation, strict=True)


def leading_features(segmentation: Segmentation, most: int) -> tuple[str, ...]:
    """The `most` numeric features that set the segments furthest apart, the furthest first."""
    names, sizes = numeric_features(segmentation.analysis), np.array(segmentation.sizes)
    columns = (segmentation.analysis.standardised[name].to_numpy() for name in names)
    means = np.array([segment_means(segmentation, values) for values in columns])
    shares = eta_squared(means.reshape(len(names), len(sizes)), sizes)
    return tuple(names[i] for i in np.argsort(-shares, kind="stable")[:most])


def contrast_title(contrasts: Contrasts) -> str:
    """Title that names the cell furthest from the average; its value where there is room."""
    row, segment = furthest_cell(np.nan_to_num(contrasts.values))
    value = signed_number(float(contrasts.values[row, segment]))
    if value in ("", "0.0"):
        return words.NONE_STANDS_OUT
    start, size = (
        words.furthest_words(f"{SEGMENT_WORD.lower()}{contrasts.numbers[segment]}"),
        f" ({value} SD)",
    )
    name = short_title(contrasts.titles[row], LONGEST_FINDING - len(start))
    return start + name + (size if len(start + name + size) <= LONGEST_FINDING else "")


def furthest_cell(values: Floats) -> tuple[int, int]:
    """Row and column of the value furthest from 0."""
    row, segment = np.unravel_index(np.argmax(np.abs(values)), values.shape)
    return int(row), int(segment)
