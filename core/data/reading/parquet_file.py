"""Parquet files: typed already; other types are turned into those of a table of customers."""

import polars as pl
import polars.selectors as cs
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from polars.datatypes import DataType, DataTypeClass

from core.data.reading.archives import format_bytes
from core.data.reading.column_formats import WHOLE_AGAIN
from core.data.reading.csv_layout import escape_pattern, make_names_unique
from core.data.reading.errors import NoRows, TooLarge, TooManyColumns, UnreadableFile
from core.data.reading.source import RawTable, Source
from core.model import Notice

SAMPLE = 20_000  # about as many rows are looked at to decide the formats of text columns
# Above it a float no longer tells neighbouring whole numbers apart.
MOST_EXACT = 1e15


def read_parquet(source: Source) -> RawTable:
    """Read the table in a Parquet file, structs one level flat and lists as text."""
    _check_size(source)
    frame, notices = _flatten_structs(pl.scan_parquet(source.path, glob=False))
    frame, whole_notices = _restore_integers(frame)
    texts = frame.select(cs.string())
    step = max(1, int(frame.select(pl.len()).collect(engine="streaming").item()) // SAMPLE)
    sample = texts.gather_every(step).collect(engine="streaming")
    return RawTable(frame=frame, sample=sample, kind="a Parquet file", notices=notices + whole_notices)


def _check_size(source: Source) -> None:
    try:
        meta = pq.read_metadata(source.path)
    except (pa.ArrowException, OSError, ValueError):
        reason = "its table of contents is damaged"
        raise UnreadableFile(name=source.name, kind="a Parquet file", reason=reason) from None
    if meta.num_columns > source.limits.columns:
        raise TooManyColumns(name=source.name, columns=meta.num_columns, limit=source.limits.columns)
    if not meta.num_rows or not meta.num_columns:
        raise NoRows(name=source.name)
    size = sum(meta.row_group(i).total_byte_size for i in range(meta.num_row_groups))
    if size > source.limits.expanded_bytes:
        raise TooLarge(name=source.name, limit=format_bytes(source.limits.expanded_bytes))


def _flatten_structs(frame: pl.LazyFrame) -> tuple[pl.LazyFrame, tuple[Notice, ...]]:
    columns: list[pl.Expr] = []
    names: list[str] = []
    notices: list[Notice] = []
    for name, dtype in frame.collect_schema().items():
        column = cs.by_name(name).as_expr()
        if isinstance(dtype, pl.Struct):
            inner = [field.name for field in dtype.fields]
            columns += [
                _cast_to_table_type(column.struct.field(f), dtype.to_schema()[f]) for f in inner
            ]
            names += [escape_pattern(f"{name}.{f}") for f in inner]
            continue
        if dtype.is_nested() or dtype == pl.Binary:
            text = f"'{name}' holds lists or raw bytes, which were kept as text or left out."
            notices.append(Notice(text, "warning", name))
        if dtype != pl.Binary:
            columns.append(_cast_to_table_type(column, dtype))
            names.append(escape_pattern(name))
    named = zip(columns, make_names_unique(names), strict=True)
    return frame.select(column.alias(name) for column, name in named), tuple(notices)


def _restore_integers(frame: pl.LazyFrame) -> tuple[pl.LazyFrame, tuple[Notice, ...]]:
    """Make whole again the ids and counts that were stored as decimals because some were missing."""
    numbers = cs.float()
    fits = (numbers == numbers.round()).all() & (numbers.abs() < MOST_EXACT).all()
    checks = frame.select(fits & numbers.is_not_null().any()).collect(engine="streaming")
    whole = [column.name for column in checks if column[0]]
    notices = tuple(Notice(WHOLE_AGAIN.format(name=name), "info", name) for name in whole)
    return frame.with_columns(pl.col(whole).cast(pl.Int64)), notices


def _cast_to_table_type(column: pl.Expr, dtype: DataType | DataTypeClass) -> pl.Expr:
    """Cast the column to one of the types that every table has; numbers beyond them become text."""
    if dtype.is_integer():
        return column.cast(pl.Int64, strict=False)
    if dtype.is_float() or dtype.is_decimal():
        return column.cast(pl.Float64).fill_nan(None)
    if isinstance(dtype, pl.Datetime) and dtype.time_zone:
        return column.dt.convert_time_zone("UTC").dt.replace_time_zone(None).cast(pl.Datetime("us"))
    if dtype in (pl.Date, pl.Datetime):
        return column.cast(pl.Datetime("us"))
    if isinstance(dtype, pl.Duration):
        return column.dt.total_seconds(fractional=True)
    if dtype.is_nested():
        return column.map_batches(_lists_as_text, return_dtype=pl.String, is_elementwise=True)
    return column if dtype == pl.Boolean else column.cast(pl.String)


def _lists_as_text(column: pl.Series) -> pl.Series:
    texts = (None if value is None else str(value) for value in column.to_list())
    return pl.Series(column.name, texts, dtype=pl.String)
