"""What each column of a table looks like, from one aggregation and one count of values a column."""

import math
from collections.abc import Mapping
from typing import Any, Literal

import polars as pl
import polars.selectors as cs

from core.entities import ColumnProfile

EXAMPLES = 8
LONGEST_EXAMPLE = 80
SKEWED = 1.0

Kind = Literal["number", "integer", "text", "date", "boolean"]


def column(name: str) -> pl.Expr:
    """The column of exactly that name; `pl.col` would read "*" and "^...$" as patterns."""
    return cs.by_name(name).as_expr()


def finite(name: str) -> pl.Expr:
    """A number column as Float64, infinities and NaN as missing."""
    value = column(name).cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)


def profile(frame: pl.LazyFrame) -> tuple[ColumnProfile, ...]:
    """One profile a column, in the frame's order; counts are exact.

    A decimal column whose values are all whole is an "integer": ids and codes are often read so.
    `distinct` counts non-missing values, `examples` are the most frequent ones first, `skewness`
    is the population's (g1; None where the column does not vary).
    """
    schema = frame.collect_schema()
    if not schema:
        return ()
    measures = [expr for i, name in enumerate(schema) for expr in _measures(i, name, schema[name])]
    counts = [_values(frame, name) for name in schema]
    totals, *values = pl.collect_all([frame.select(measures), *counts])
    row = totals.row(0, named=True)
    return tuple(
        _column_profile(name, schema[name], _of(row, i), values[i].row(0, named=True))
        for i, name in enumerate(schema)
    )


def _measures(i: int, name: str, dtype: pl.DataType) -> list[pl.Expr]:
    asked = {"missing": column(name).null_count()}
    if dtype.is_numeric():
        number = finite(name)
        asked |= {
            "minimum": number.min(),
            "maximum": number.max(),
            "mean": number.mean(),
            "skewness": number.skew(),
            "whole": (number == number.round()).all(),
        }
    return [expr.alias(f"{i}|{key}") for key, expr in asked.items()]


def _of(row: Mapping[str, Any], i: int) -> dict[str, Any]:
    prefix = f"{i}|"
    return {key.removeprefix(prefix): value for key, value in row.items() if key.startswith(prefix)}


def _values(frame: pl.LazyFrame, name: str) -> pl.LazyFrame:
    """The number of distinct values, and the most frequent ones (equal counts in order of value)."""
    counted = frame.select(column(name).alias("value")).drop_nulls().group_by("value").len("count")
    ordered = pl.col("value").sort_by(["count", "value"], descending=[True, False])
    return counted.select(pl.len().alias("distinct"), ordered.head(EXAMPLES).implode().alias("top"))


def _column_profile(
    name: str, dtype: pl.DataType, totals: Mapping[str, Any], values: Mapping[str, Any]
) -> ColumnProfile:
    kind = _kind(dtype, bool(totals.get("whole")) and totals.get("minimum") is not None)
    measured = {key: _real(totals.get(key)) for key in ("minimum", "maximum", "mean", "skewness")}
    examples = tuple(_shown(value, kind) for value in values["top"])
    return ColumnProfile(name, kind, totals["missing"], values["distinct"], examples, **measured)


def _kind(dtype: pl.DataType, whole: bool) -> Kind:
    if dtype.is_integer():
        return "integer"
    if dtype.is_numeric():
        return "integer" if whole else "number"
    if dtype.is_temporal():
        return "date"
    return "boolean" if dtype == pl.Boolean else "text"


def _real(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _shown(value: object, kind: Kind) -> str:
    if kind == "integer" and isinstance(value, float) and math.isfinite(value):
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.10g}"
    shown = str(value)[:LONGEST_EXAMPLE]
    return shown.removesuffix(" 00:00:00") if kind == "date" else shown
