"""Transformers that preparing customers needs and scikit-learn does not have.

Each takes and returns two-dimensional arrays, one column a feature, and never changes its input.
"""

from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.preprocessing import PowerTransformer

from core.model import Floats, Integers

LARGEST = 1e30  # its square, summed over customers, must stay finite; nothing they do is that large


def as_numbers(values: Any) -> Floats:
    """Copy to a new float64 array, NaN where a value is missing, infinite or beyond ±1e30."""
    frame = pd.DataFrame(values)
    numbers = frame.to_numpy(dtype=np.float64, na_value=np.nan, copy=True)
    with np.errstate(invalid="ignore"):
        numbers[~(np.abs(numbers) <= LARGEST)] = np.nan
    return numbers


def floored_log(values: Floats, floor: float) -> Floats:
    """Natural logarithm; a new customer's value below `floor`, the smallest fitted, is read as it."""
    return np.log(np.maximum(values, floor))


def floored_log1p(values: Floats, floor: float) -> Floats:
    """Natural logarithm of 1 + value, with the floor of `floored_log`."""
    return np.log1p(np.maximum(values, floor))


def weigh(values: Any, weight: float) -> Floats:
    """Multiply the values by `weight`, as float64."""
    weighted: Floats = np.multiply(values, weight, dtype=np.float64)
    return weighted


class Winsoriser(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Numbers with the `share` at each end pulled in to the fitted quantile; 0 leaves them alone."""

    def __init__(self, share: float = 0.0) -> None:
        self.share = share

    def fit(self, values: Any, _: Any = None) -> Self:
        """Learn both quantiles from the values that are there."""
        numbers = as_numbers(values)
        self.n_features_in_ = numbers.shape[1]
        if self.share:
            self.low_, self.high_ = np.nanquantile(numbers, (self.share, 1 - self.share), axis=0)
        return self

    def transform(self, values: Any) -> Floats:
        numbers = as_numbers(values)
        return np.clip(numbers, self.low_, self.high_, out=numbers) if self.share else numbers


class YeoJohnson(PowerTransformer):  # type: ignore[misc]
    """Yeo-Johnson (Biometrika 2000) without standardising, for one column of any length.

    Above `rows` values the exponent is fitted on that many evenly spaced order statistics,
    minimum and maximum among them. A new customer's value further outside the fitted range than
    the range is wide is read as that limit, which keeps every result finite.
    """

    rows = 100_000

    def __init__(self) -> None:
        super().__init__(method="yeo-johnson", standardize=False)

    def fit(self, values: Floats, _: Any = None) -> Self:
        ordered = np.sort(values, axis=0)
        low, high = ordered[0], ordered[-1]
        self.low_, self.high_ = low - (high - low), high + (high - low)
        if len(ordered) > self.rows:
            ordered = ordered[np.linspace(0, len(ordered) - 1, self.rows).astype(np.intp)]
        super().fit(ordered)
        return self

    def fit_transform(self, values: Floats, _: Any = None) -> Floats:
        return self.fit(values).transform(values)

    def transform(self, values: Floats) -> Floats:
        transformed: Floats = super().transform(np.clip(values, self.low_, self.high_))
        return transformed


class CategoryCoder(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """One column of categories as their positions in `levels_`, the fitted ones in sorted order.

    NaN where missing, the number of levels where unseen; 1, 1.0 and "1" are the same category.
    """

    def fit(self, values: Any, _: Any = None) -> Self:
        _, levels = _factorize(values)
        self.n_features_in_ = 1
        self.levels_ = sorted(set(levels))
        return self

    def transform(self, values: Any) -> Floats:
        codes, levels = _factorize(values)
        position_of = {level: float(position) for position, level in enumerate(self.levels_)}
        unseen = float(len(position_of))
        positions = np.array([*(position_of.get(level, unseen) for level in levels), np.nan])
        column: Floats = positions[codes][:, None]
        return column


def _factorize(values: Any) -> tuple[Integers, list[str]]:
    """Codes (n,) of a column's values, -1 where missing, and the text that each stands for."""
    codes, levels = pd.factorize(pd.DataFrame(values).iloc[:, 0])
    return codes, [_level_text(level) for level in levels]


def _level_text(value: object) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else str(value)  # type: ignore[call-overload]


class FrequencyEncoder(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Each code as the share of the fitted customers who have it; 0 for an unseen one."""

    def fit(self, codes: Floats, _: Any = None) -> Self:
        self.n_features_in_ = 1
        self.shares_ = pd.Series(codes.ravel()).value_counts(normalize=True)
        return self

    def transform(self, codes: Floats) -> Floats:
        shares = pd.Series(codes.ravel()).map(self.shares_).fillna(0.0)
        return shares.to_numpy(dtype=np.float64)[:, None]
