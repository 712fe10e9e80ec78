"""The customers of one setting with their segments, as all of the explanation reads them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from core.model import Analysis, Floats, Integers, Segmentation
from core.text import strip_unit

TIME_UNITS = ("days", "weeks", "months", "years")


@dataclass(frozen=True)
class Facts:
    """An analysis at one setting: `labels` intp (n,), NOISE for no segment, and `sizes` (k,)."""

    analysis: Analysis
    at: int
    labels: Integers
    sizes: Integers

    @property
    def frame(self) -> pd.DataFrame:
        return self.analysis.customers.frame

    @property
    def features(self) -> tuple[str, ...]:
        """The features that were clustered on."""
        return self.analysis.prepared.features

    @property
    def k(self) -> int:
        return len(self.sizes)

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The numeric features of all customers, clustered on or not."""
        return tuple(
            name
            for name in self.analysis.customers.features
            if pd.api.types.is_numeric_dtype(self.frame[name])
        )

    @cached_property
    def means(self) -> dict[str, Floats]:
        """Mean (k,) of each number by segment; NaN where nobody has a value."""
        return {name: self.mean_of(self.values(name)) for name in self.numbers}

    @cached_property
    def money(self) -> Floats | None:
        """Money that each customer brings, 0 where it is missing; None where no column holds it."""
        name = self.analysis.customers.money
        return None if name is None else np.nan_to_num(self.values(name))

    def values(self, feature: str) -> Floats:
        values: Floats = self.frame[feature].to_numpy(float)
        return values

    def title(self, feature: str) -> str:
        return self.analysis.customers.titles.get(feature, feature)

    def members(self, label: int) -> Integers:
        """Rows of the customers in a segment, by its label from 0."""
        return np.flatnonzero(self.labels == label)

    def sums(self, weights: Floats) -> Floats:
        """Sums (k,) of `weights` (n,) by segment."""
        totals: Floats = np.bincount(self.labels, weights=weights, minlength=self.k)[: self.k] * 1.0
        return totals

    def mean_of(self, values: Floats) -> Floats:
        """Means (k,) of `values` (n,) by segment, missing values left out."""
        present = ~np.isnan(values)
        with np.errstate(invalid="ignore"):
            return self.sums(np.where(present, values, 0.0)) / self.sums(present.astype(float))


def facts_at(segmentation: Segmentation) -> Facts:
    """Return the customers of a segmentation with their segments."""
    labels = segmentation.labels.astype(np.intp)
    sizes = np.array(segmentation.sizes)
    return Facts(segmentation.analysis, segmentation.place, labels, sizes)


def title_unit(title: str, value: str = "") -> str:
    """Return the unit at the end of a title, " days" of "Recency (days)"; "" where there is none.

    It is singular for the `value` "1".
    """
    word, *others = title[len(strip_unit(title)) :].strip(" ()").split() or [""]
    unit = f" {word}" if word in TIME_UNITS or (word.isalpha() and not others) else ""
    return unit.removesuffix("s") if value == "1" else unit
