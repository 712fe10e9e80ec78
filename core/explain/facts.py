"""The customers of one setting, as everything that is told of their segments reads them."""

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
        """What was clustered on."""
        return self.analysis.prepared.features

    @property
    def k(self) -> int:
        return len(self.sizes)

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The features of all customers that are numbers, clustered on or not."""
        return tuple(
            name for name in self.analysis.customers.features
            if pd.api.types.is_numeric_dtype(self.frame[name])
        )  # fmt: skip

    @cached_property
    def means(self) -> dict[str, Floats]:
        """The mean (k,) of each number by segment; NaN where it is known of nobody."""
        return {name: self.mean_of(self.values(name)) for name in self.numbers}

    @cached_property
    def money(self) -> Floats | None:
        """What each customer brings, nothing where it is missing; None where no column tells."""
        name = self.analysis.customers.money
        return None if name is None else np.nan_to_num(self.values(name))

    def values(self, feature: str) -> Floats:
        values: Floats = self.frame[feature].to_numpy(float)
        return values

    def title(self, feature: str) -> str:
        return self.analysis.customers.titles.get(feature, feature)

    def members(self, label: int) -> Integers:
        """The rows of a segment (from 0)."""
        return np.flatnonzero(self.labels == label)

    def sums(self, weights: Floats) -> Floats:
        """Sums (k,) of `weights` (n,) by segment."""
        totals: Floats = np.bincount(self.labels, weights=weights, minlength=self.k)[: self.k] * 1.0
        return totals

    def mean_of(self, values: Floats) -> Floats:
        """Means (k,) of `values` (n,) by segment, missing values left out."""
        known = ~np.isnan(values)
        with np.errstate(invalid="ignore"):
            return self.sums(np.where(known, values, 0.0)) / self.sums(known.astype(float))


def facts_at(segmentation: Segmentation) -> Facts:
    at = segmentation.place
    labels = segmentation.sweep.labels[at].astype(np.intp)
    return Facts(segmentation.analysis, at, labels, np.array(segmentation.sweep.scores[at].sizes))


def title_unit(title: str, value: str = "") -> str:
    """The unit that a title ends with, " days" of "Recency (days)"; empty where there is none.

    One of `value` "1" is singular.
    """
    first, *rest = title[len(strip_unit(title)) :].strip(" ()").split() or [""]
    found = f" {first}" if first in TIME_UNITS or (first.isalpha() and not rest) else ""
    return found.removesuffix("s") if value == "1" else found
