"""What each column of a table looks like, from one reading of the table."""

import math
from collections.abc import Iterator, Sequence
from typing import Any, Literal

import polars as pl
import polars.selectors as cs

from core.model.dataset import ColumnProfile

EXAMPLES = 8
LONGEST_EXAMPLE = 80
SKEWED = 1.0
BATCH_CELLS = 2_000_000

Kind = Literal["number", "integer", "text", "date", "boolean"]


def column(name: str) -> pl.Expr:
    """The column of exactly that name; `pl.col` would read "*" and "^...$" as patterns."""
    return cs.by_name(name).as_expr()


def finite(name: str) -> pl.Expr:
    """A number column as Float64, infinities and NaN as missing."""
    value = column(name).cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)


def batches(frame: pl.LazyFrame, names: Sequence[str]) -> Iterator[tuple[Sequence[str], pl.DataFrame]]:
    """The columns read once, as many at a time as BATCH_CELLS allows; they are called "0", "1", ..."""
    rows = frame.select(pl.len()).collect().item() if names else 0
    width = max(1, BATCH_CELLS // max(rows, 1))
    for start in range(0, len(names), width):
        part = names[start : start + width]
        yield part, frame.select(column(n).alias(str(i)) for i, n in enumerate(part)).collect()


def profile(frame: pl.LazyFrame) -> tuple[ColumnProfile, ...]:
    """One profile a column, in the frame's order; counts are exact.

    A decimal column whose values are all whole is an "integer": ids and codes are often read so.
    `distinct` counts non-missing values, `examples` are the most frequent ones first, `skewness`
    is the population's (g1; None where the column does not vary).
    """
    schema = frame.collect_schema()
    return tuple(
        _column_profile(name, values)
        for part, table in batches(frame, tuple(schema))
        for name, values in zip(part, table.iter_columns(), strict=True)
    )


def _column_profile(name: str, values: pl.Series) -> ColumnProfile:
    measured = _measured(values) if values.dtype.is_numeric() else _ends(values)
    kind = _kind(values.dtype, bool(measured.pop("whole", False)))
    distinct, top = _most_frequent(values)
    examples = tuple(_shown(value, kind) for value in top)
    return ColumnProfile(name, kind, values.null_count(), distinct, examples, **measured)


def _measured(values: pl.Series) -> dict[str, Any]:
    numbers = values.cast(pl.Float64, strict=False)
    numbers = numbers.filter(numbers.is_finite())
    return {
        "minimum": _real(numbers.min()),
        "maximum": _real(numbers.max()),
        "mean": _real(numbers.mean()),
        "skewness": _real(numbers.skew()),
        "whole": len(numbers) > 0 and (numbers == numbers.round()).all(),
    }


def _ends(values: pl.Series) -> dict[str, Any]:
    """The first and the last of dates in seconds since 1970; nothing of other values."""
    if not isinstance(values.dtype, pl.Date | pl.Datetime):
        return {}
    ends = pl.Series([values.min(), values.max()], dtype=values.dtype).dt.epoch("s")
    return {"minimum": _real(ends[0]), "maximum": _real(ends[1])}


def _most_frequent(values: pl.Series) -> tuple[int, list[Any]]:
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
    often, tied = counted.filter(pl.col("count") > least), counted.filter(pl.col("count") == least)
    first = tied["value"].bottom_k(EXAMPLES - len(often)).sort()
    ordered = often.sort(["count", "value"], descending=[True, False])["value"]
    return len(counted), [*ordered, *first]


def _kind(dtype: pl.DataType, whole: bool) -> Kind:
    if dtype.is_integer():
        return "integer"
    if dtype.is_numeric():
        return "integer" if whole else "number"
    if dtype.is_temporal():
        return "date"
    return "boolean" if dtype == pl.Boolean else "text"


def _real(value: Any) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _shown(value: object, kind: Kind) -> str:
    if kind == "integer" and isinstance(value, float) and math.isfinite(value):
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.10g}"
    shown = str(value)[:LONGEST_EXAMPLE]
    return shown.removesuffix(" 00:00:00") if kind == "date" else shown
