"""Tukey's fences (Exploratory Data Analysis, 1977) at 1.5 interquartile ranges."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from core.data.columns.profile import SKEWED, finite_numbers, read_batches
from core.model import Floats, Integers

FENCE = 1.5  # interquartile ranges beyond the quartiles; wider fences find fewer outliers
MOST_OUTSIDE = 0.05  # share of a column's values, or of the rows; what more do is usual for the column


class Fence(NamedTuple):
    """A column's usual range; `logged`: of its natural logarithm."""

    low: float
    high: float
    logged: bool


def find_fences(frame: pl.LazyFrame, names: Sequence[str]) -> dict[str, Fence]:
    """The fences of each number column, with quartiles as numpy's linear percentiles.

    A column is judged on its natural logarithm where all of it is positive and its skewness above 1.
    One whose quartiles are equal has none: they would cut off all that varies; nor has one in which
    more than `MOST_OUTSIDE` lie beyond: that is its shape.
    """
    return {
        name: fence
        for part, table in read_batches(frame, names)
        for name, _, fence in _fences_by_column(part, table)
    }


def find_outliers(frame: pl.LazyFrame, names: Sequence[str]) -> tuple[dict[str, Fence], Integers]:
    """The fences of the columns with values outside, and in how many of them each row (n,) is."""
    touched: dict[str, Fence] = {}
    times = np.zeros(frame.select(pl.len()).collect().item(), np.intp)
    for part, table in read_batches(frame, names):
        fenced = list(_fences_by_column(part, table))
        out = table.select(is_outside(alias, fence).alias(alias) for _, alias, fence in fenced)
        touched |= {name: fence for name, alias, fence in fenced if out[alias].any()}
        if fenced:
            times += out.sum_horizontal().to_numpy()
    return touched, times


def _fences_by_column(part: Sequence[str], table: pl.DataFrame) -> Iterator[tuple[str, str, Fence]]:
    """Name, alias in the table and fence of each column that has one."""
    for name, values in zip(part, table.iter_columns(), strict=True):
        numbers = values.cast(pl.Float64, strict=False)
        fence = _tukey_fence(numbers.filter(numbers.is_finite()).to_numpy())
        if fence is not None:
            yield name, values.name, fence


def _tukey_fence(values: Floats) -> Fence | None:
    if not len(values):
        return None
    logged = bool(values.min() > 0) and _skewness(values) > SKEWED
    scaled = np.log(values) if logged else values
    q1, q3 = np.quantile(scaled, (0.25, 0.75)).tolist()
    low, high = q1 - FENCE * (q3 - q1), q3 + FENCE * (q3 - q1)
    outside = float(np.mean((scaled < low) | (scaled > high)))
    return Fence(low, high, logged) if q3 > q1 and outside <= MOST_OUTSIDE else None


def _skewness(values: Floats) -> float:
    """Skewness of the population (g1); 0 where the values do not vary."""
    skew = pl.Series(values).skew()
    return 0.0 if skew is None or np.isnan(skew) else skew


def is_outside(name: str, fence: Fence) -> pl.Expr:
    """True for rows outside the column's fence."""
    number = finite_numbers(name).log() if fence.logged else finite_numbers(name)
    return (~number.is_between(fence.low, fence.high)).fill_null(False)


def count_outside(fences: Mapping[str, Fence]) -> pl.Expr:
    """Count for each row the columns in which it is outside."""
    out = (is_outside(name, fence).cast(pl.UInt32) for name, fence in fences.items())
    return pl.sum_horizontal(pl.lit(0, pl.UInt32), *out)
