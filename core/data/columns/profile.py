"""Profiles of a table's columns, from one reading of the table."""

import math
from collections.abc import Iterator, Sequence
from typing import Any, Literal

import polars as pl
import polars.selectors as cs

from core.model import ColumnProfile

EXAMPLES = 8  # values of a column that are shown
LONGEST_EXAMPLE = 80  # letters of one
SKEWED = 1.0  # skewness (g1) above which a column is looked at on another scale: ranks or logarithms
BATCH_CELLS = 2_000_000  # cells that are read at a time, so that memory stays bounded
Kind = Literal["number", "integer", "text", "date", "boolean"]


def exact_column(name: str) -> pl.Expr:
    """The column of exactly that name, as an expression.

    `pl.col` would read "*" and "^...$" as patterns.
    """
    return cs.by_name(name).as_expr()


def finite_numbers(name: str) -> pl.Expr:
    """A number column as Float64, infinities and NaN as missing, as an expression."""
    value = exact_column(name).cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)


def read_batches(
    frame: pl.LazyFrame, names: Sequence[str]
) -> Iterator[tuple[Sequence[str], pl.DataFrame]]:
    """Read the columns once, as many at a time as BATCH_CELLS allows; they are called "0", "1", ..."""
    rows = frame.select(pl.len()).collect().item() if names else 0
    width = max(1, BATCH_CELLS // max(rows, 1))
    for start in range(0, len(names), width):
        part = names[start : start + width]
        yield part, frame.select(exact_column(n).alias(str(i)) for i, n in enumerate(part)).collect()


def profile_columns(frame: pl.LazyFrame) -> tuple[ColumnProfile, ...]:
    """Profile every column, in the frame's order; counts are exact.

    A decimal column whose values are all whole is an "integer": ids and codes are often read so.
    `distinct` counts non-missing values, `examples` are the most frequent ones first, `skewness`
    is the population's (g1; None where the column does not vary).
    """
    schema = frame.collect_schema()
    return tuple(
        _profile_column(name, values)
        for part, table in read_batches(frame, tuple(schema))
        for name, values in zip(part, table.iter_columns(), strict=True)
    )


def _profile_column(name: str, values: pl.Series) -> ColumnProfile:
    measured = _number_summary(values) if values.dtype.is_numeric() else _date_range(values)
    kind = _column_kind(values.dtype, bool(measured.pop("whole", False)))
    distinct, top = _most_frequent_values(values)
    examples = tuple(_example_text(value, kind) for value in top)
    return ColumnProfile(name, kind, values.null_count(), distinct, examples, **measured)


def _number_summary(values: pl.Series) -> dict[str, Any]:
    numbers = values.cast(pl.Float64, strict=False)
    numbers = numbers.filter(numbers.is_finite())
    return {
        "minimum": _finite_or_none(numbers.min()),
        "maximum": _finite_or_none(numbers.max()),
        "mean": _finite_or_none(numbers.mean()),
        "skewness": _finite_or_none(numbers.skew()),
        "whole": len(numbers) > 0 and (numbers == numbers.round()).all(),
    }


def _date_range(values: pl.Series) -> dict[str, Any]:
    """The first and last date in seconds since 1970; empty for other values."""
    if not isinstance(values.dtype, pl.Date | pl.Datetime):
        return {}
    ends = pl.Series([values.min(), values.max()], dtype=values.dtype).dt.epoch("s")
    return {"minimum": _finite_or_none(ends[0]), "maximum": _finite_or_none(ends[1])}


def _most_frequent_values(values: pl.Series) -> tuple[int, list[Any]]:
    """The number of distinct values, and the most frequent ones (equal counts in order of value)."""
    present = values.drop_nulls()
    if present.is_empty():
        return 0, []
    if values.dtype != pl.String:  # equal values side by side are counted without a hash table
        present = present.sort()
        if present.n_unique() == len(present):
            return len(present), present.head(EXAMPLES).to_list()
    counted = pl.DataFrame({"value": present}).group_by("value").len("count")
    least = counted["count"].top_k(EXAMPLES).min()
    frequent, tied = counted.filter(pl.col("count") > least), counted.filter(pl.col("count") == least)
    first = tied["value"].bottom_k(EXAMPLES - len(frequent)).sort()
    ordered = frequent.sort(["count", "value"], descending=[True, False])["value"]
    return len(counted), [*ordered, *first]


def _column_kind(dtype: pl.DataType, whole: bool) -> Kind:
    if dtype.is_integer():
        return "integer"
    if dtype.is_numeric():
        return "integer" if whole else "number"
    if dtype.is_temporal():
        return "date"
    return "boolean" if dtype == pl.Boolean else "text"


def _finite_or_none(value: Any) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _example_text(value: object, kind: Kind) -> str:
    if kind == "integer" and isinstance(value, float) and math.isfinite(value):
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.10g}"
    shown = str(value)[:LONGEST_EXAMPLE]
    return shown.removesuffix(" 00:00:00") if kind == "date" else shown
