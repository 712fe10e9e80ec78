"""Tukey's fences (Exploratory Data Analysis, 1977) at 1.5 interquartile ranges."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from core.data.profile import SKEWED, column, finite

FENCE = 1.5


class Fence(NamedTuple):
    """A column's usual range; `logged`: of its natural logarithm."""

    low: float
    high: float
    logged: bool


def fences(frame: pl.LazyFrame, names: Sequence[str]) -> dict[str, Fence]:
    """The fences of each number column, with quartiles as numpy's linear percentiles.

    A column is judged on its natural logarithm where all of it is positive and its skewness above 1.
    One whose quartiles are equal has none: they would cut off all that varies.
    """
    numbers = [finite(name) for name in names]
    skewed = [(x.min() > 0) & (x.skew() > SKEWED) for x in numbers]
    logged = _row(frame, skewed)
    judged = [x.log() if log else x for x, log in zip(numbers, logged, strict=True)]
    low = _row(frame, [x.quantile(0.25, "linear") for x in judged])
    high = _row(frame, [x.quantile(0.75, "linear") for x in judged])
    found = {}
    for name, log, q1, q3 in zip(names, logged, low, high, strict=True):
        if q1 is not None and q3 is not None and q3 > q1:
            reach = FENCE * (q3 - q1)
            found[name] = Fence(q1 - reach, q3 + reach, bool(log))
    return found


def _row(frame: pl.LazyFrame, exprs: Sequence[pl.Expr]) -> tuple[float | None, ...]:
    named = [expr.alias(str(i)) for i, expr in enumerate(exprs)]
    return frame.select(named).collect().row(0) if named else ()


def outside(name: str, fence: Fence | None) -> pl.Expr:
    """True for rows outside the column's fence, where it has one."""
    if fence is None:
        return pl.lit(False)
    judged = finite(name).log() if fence.logged else finite(name)
    return (~judged.is_between(fence.low, fence.high)).fill_null(False)


def times_outside(found: Mapping[str, Fence]) -> pl.Expr:
    """In how many of the columns each row is outside."""
    out = (outside(name, fence).cast(pl.UInt32) for name, fence in found.items())
    return pl.sum_horizontal(pl.lit(0, pl.UInt32), *out)


def outlier_flags(frame: pl.LazyFrame, names: Sequence[str]) -> pl.DataFrame:
    """One Boolean column a number column, one row a row of the frame, in order."""
    found = fences(frame, names)
    rows = frame.with_columns(outside(name, found.get(name)).alias(name) for name in names)
    return rows.select(column(name) for name in names).collect()
