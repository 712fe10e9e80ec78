"""One setting of an analysis: the segments that a page, chart, file or command speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from core.model.analysis import Analysis, Customers, FeatureMatrix, Projection
from core.model.arrays import Floats, Integers
from core.model.dataset import Dataset
from core.model.recipe import Recipe
from core.model.sweep import Scores, Sweep
from core.model.verdict import Verdicts


@dataclass(frozen=True)
class Segmentation:
    """The segments of an `analysis` at one `setting` of its slider; UnknownSetting for any other.

    Labels count from 0 in the order of the sweep; a person reads segments by their `numbers`, and by
    their `names`, in the order of the labels, where they have been named: "" for one that has not.
    """

    analysis: Analysis
    setting: float
    names: tuple[str, ...] = ()
    place: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "place", self.analysis.sweep.at(self.setting))

    @property
    def labels(self) -> Integers:
        """Segment (n,) of each customer, or NOISE."""
        labels: Integers = self.sweep.labels[self.place]
        return labels

    @property
    def centres(self) -> Floats:
        """Centres (k, p) on the feature matrix."""
        return self.sweep.centres[self.place]

    @property
    def scores(self) -> Scores:
        return self.sweep.scores[self.place]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Customers (k,) of each segment."""
        return self.scores.sizes

    @property
    def k(self) -> int:
        """Number of segments."""
        return len(self.sizes)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Number (k,) of each segment, in the order of the labels."""
        return self.sweep.numbered(self.setting)

    def name(self, label: int) -> str:
        """Name of the segment of a label; "Segment 3" where it has none."""
        named = self.names[label] if self.names else ""
        return named or f"Segment {self.numbers[label]}"

    @property
    def order(self) -> list[int]:
        """Labels in the order of their numbers, in which a person reads them."""
        return self.sweep.order(self.setting)

    @property
    def information(self) -> Mapping[str, float]:
        """The `bic` and `aic` of the method's own model; empty for a method without."""
        return self.sweep.information(self.setting)

    def label(self, number: int) -> int:
        """Label of the segment of that number; UnknownSegment where there is none."""
        return self.sweep.label(self.setting, number)

    def members(self, number: int) -> Integers:
        """Rows of the customers in the segment of that number; UnknownSegment where there is none."""
        return self.rows(self.label(number))

    def rows(self, label: int) -> Integers:
        """Rows of the customers in a segment, by its label."""
        return np.flatnonzero(self.labels == label)

    def sums(self, weights: Floats) -> Floats:
        """Sums (k,) of `weights` (n,) by segment."""
        totals: Floats = np.bincount(self.labels, weights=weights, minlength=self.k)[: self.k] * 1.0
        return totals

    @property
    def money_shares(self) -> tuple[float, ...]:
        """Share (k,) of all money that each segment brings; none where there is nothing to share."""
        money = self.customers.money_values
        total = 0.0 if money is None else float(money.sum())
        return () if money is None or total <= 0 else tuple((self.sums(money) / total).tolist())

    @cached_property
    def means(self) -> dict[str, Floats]:
        """Mean (k,) of each numeric feature by segment; NaN where nobody has a value."""
        return {name: self.mean(self.customers.values(name)) for name in self.customers.numeric}

    def mean(self, values: Floats) -> Floats:
        """Mean (k,) of `values` (n,) by segment, missing values left out."""
        present = ~np.isnan(values)
        with np.errstate(invalid="ignore"):
            return self.sums(np.where(present, values, 0.0)) / self.sums(present.astype(float))

    # What the analysis has, so that nobody reaches through two objects for it.
    @property
    def dataset(self) -> Dataset:
        return self.analysis.dataset

    @property
    def recipe(self) -> Recipe:
        return self.analysis.recipe

    @property
    def customers(self) -> Customers:
        return self.analysis.customers

    @property
    def feature_matrix(self) -> FeatureMatrix:
        return self.analysis.feature_matrix

    @property
    def features(self) -> tuple[str, ...]:
        """The features that were clustered on."""
        return self.feature_matrix.features

    @property
    def projection(self) -> Projection:
        return self.analysis.projection

    @property
    def sweep(self) -> Sweep:
        return self.analysis.sweep

    @property
    def key(self) -> str:
        return self.analysis.key

    @property
    def verdicts(self) -> Verdicts | None:
        return self.analysis.verdicts
