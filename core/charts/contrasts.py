"""How far each segment lies from the average customer, in standard deviations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.charts.labels import feature_title, signed_number
from core.model import NOISE, Analysis, Floats, Integers, Segmentation
from core.text import format_percent, format_percent_below, short_title

SUBTITLE = "SD from the average customer"
LONGEST_FINDING = 60  # letters in two lines of a card
NEARLY_ALL = 0.95  # share of the customers: a mean of fewer may not speak for the segment


@dataclass(frozen=True)
class Contrasts:
    """Standardised means `values` (r, k) of r features in k segments; NaN where none is known.

    `numbers` (k,) are the segments', rising, `sizes` (k,) their customers, `titles` and `features` name the rows, `total` counts the features there were before the least
    distinguishing ones were left out, `scarcity_note` says which few customers have. A category stands in
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
        kept = len(self.titles)
        cut = f" The {kept} most distinguishing of {self.total} features." if kept < self.total else ""
        return self.scarce + cut


@dataclass(frozen=True)
class Groups:
    """The segments at one setting: `labels` (n,) as intp, NOISE for no segment, `sizes` (k,), and
    the `numbers` (k,) that a person calls them by; `order` (k,) are the labels in the order of these."""

    labels: Integers
    sizes: Integers
    numbers: tuple[int, ...]
    order: list[int]

    def number(self, label: int) -> int:
        """The number of a segment; one of its own for noise."""
        return NOISE + 1 if label == NOISE else self.numbers[label]

    def means(self, values: Floats) -> Floats:
        """Means (k,) of `values` (n,) by segment, missing values left out."""
        known, k = ~np.isnan(values), len(self.sizes)
        weights = np.where(known, values, 0.0)
        counts = np.bincount(self.labels, weights=known, minlength=k)[:k]
        with np.errstate(invalid="ignore"):
            return np.bincount(self.labels, weights=weights, minlength=k)[:k] / counts


def groups(segmentation: Segmentation) -> Groups:
    """The segments of all customers at a setting."""
    at = segmentation.place
    labels = segmentation.sweep.labels[at].astype(np.intp)
    sizes, numbers = np.array(segmentation.sweep.scores[at].sizes), segmentation.sweep.numbers[at]
    return Groups(labels, sizes, numbers, segmentation.order)


def numeric_features(analysis: Analysis) -> tuple[str, ...]:
    """The features clustered on that are numbers."""
    return tuple(name for name in analysis.prepared.features if name in analysis.standardised.columns)


def find_contrasts(segmentation: Segmentation, most: int) -> Contrasts:
    """The `most` features clustered on that set the segments furthest apart, in the recipe's order."""
    found, features = groups(segmentation), segmentation.prepared.features
    rows = [_standardised_means(segmentation.analysis, feature, found) for feature in features]
    values = np.array([row for _, row in rows]).reshape(len(rows), len(found.sizes))
    kept = most_distinguishing_rows(values, found.sizes, most)
    names = tuple(features[i] for i in kept)
    titles = tuple(rows[i][0] for i in kept)
    shown, numbers = values[kept][:, found.order], tuple(sorted(found.numbers))
    known = scarcity_note(segmentation.analysis, names)
    return Contrasts(titles, names, shown, len(rows), known, numbers, found.sizes[found.order])


def scarcity_note(analysis: Analysis, features: Sequence[str]) -> str:
    """A sentence on the feature that the fewest customers have; empty where nearly all have all."""
    known = analysis.customers.frame[list(features)].notna().mean()
    rare = known[known < NEARLY_ALL].sort_values(kind="stable")
    if rare.empty:
        return ""
    title = short_title(feature_title(analysis, str(rare.index[0])))
    others = f", {len(rare) - 1} more for under {format_percent(NEARLY_ALL)}" if len(rare) > 1 else ""
    return f" {title} is known for {format_percent_below(float(rare.iloc[0]), NEARLY_ALL)} of customers{others}."


def most_distinguishing_rows(values: Floats, sizes: Integers, most: int) -> Integers:
    """Positions of the `most` rows of largest between-segment variance, in their order."""
    return np.sort(np.argsort(-eta_squared(values, sizes), kind="stable")[:most])


def eta_squared(values: Floats, sizes: Integers) -> Floats:
    """The share of each row's variance that lies between segments (eta squared), (r,)."""
    share: Floats = np.nan_to_num(values) ** 2 @ sizes / max(1, sizes.sum())
    return share


def _standardised_means(analysis: Analysis, feature: str, found: Groups) -> tuple[str, Floats]:
    title = feature_title(analysis, feature)
    if feature in analysis.standardised:
        return title, found.means(analysis.standardised[feature].to_numpy())
    levels = dict(_level_contrasts(analysis.customers.frame[feature], found))
    if not levels:
        return title, np.zeros(len(found.sizes))
    best = max(levels, key=lambda level: eta_squared(levels[level], found.sizes))
    return f"{title} = {best}", levels[best]


def _level_contrasts(column: "pd.Series[str]", found: Groups) -> Iterator[tuple[str, Floats]]:
    codes, names = pd.factorize(column, sort=True)
    known = (codes >= 0) & (found.labels < len(found.sizes))
    cells = codes[known] * len(found.sizes) + found.labels[known]
    table = np.bincount(cells, minlength=len(names) * len(found.sizes)).reshape(len(names), -1)
    shares = table / np.maximum(1, np.bincount(found.labels[known], minlength=len(found.sizes)))
    overall = table.sum(axis=1, keepdims=True) / max(1, known.sum())
    deviation = np.sqrt(overall * (1 - overall))
    deviation[deviation == 0] = 1.0
    yield from zip(map(str, names), (shares - overall) / deviation, strict=True)


def leading_features(segmentation: Segmentation, most: int) -> tuple[str, ...]:
    """The `most` numbers clustered on that set the segments furthest apart, the furthest first."""
    found = groups(segmentation)
    names = numeric_features(segmentation.analysis)
    means = [found.means(segmentation.analysis.standardised[name].to_numpy()) for name in names]
    apart = eta_squared(np.array(means).reshape(len(names), len(found.sizes)), found.sizes)
    return tuple(names[i] for i in np.argsort(-apart, kind="stable")[:most])


def contrast_title(found: Contrasts) -> str:
    """The cell furthest from the average, in words; its value where there is room."""
    row, segment = furthest_cell(np.nan_to_num(found.values))
    value = signed_number(float(found.values[row, segment]))
    if value in ("", "0.0"):
        return "No segment stands out"
    start, size = f"Furthest from average: segment {found.numbers[segment]} in ", f" ({value} SD)"
    name = short_title(found.titles[row], LONGEST_FINDING - len(start))
    return start + name + (size if len(start + name + size) <= LONGEST_FINDING else "")


def furthest_cell(values: Floats) -> tuple[int, int]:
    """Row and column of the value furthest from 0."""
    row, segment = np.unravel_index(np.argmax(np.abs(values)), values.shape)
    return int(row), int(segment)
