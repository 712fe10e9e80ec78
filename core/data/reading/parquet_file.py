"""Parquet files: typed already; other types are turned into those of a table of customers."""

import polars as pl
import polars.selectors as cs
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from polars.datatypes import DataType, DataTypeClass

from core.data.reading import format_words as words
from core.data.reading.archives import format_bytes
from core.data.reading.cells import is_key, names_moment
from core.data.reading.csv_layout import escape_pattern, make_names_unique
from core.data.reading.errors import NoRows, TooLarge, TooManyColumns, UnreadableFile
from core.data.reading.source import RawTable, Source
from core.model import Notice

SAMPLE = 20_000  # about as many rows are looked at to decide the formats of text columns
# Above it a float no longer tells neighbouring whole numbers apart.
MOST_EXACT = float(2**53)
CONTROL = r"[\x00-\x08]"
MOST_WHOLE = float(2**63)


def read_parquet(source: Source) -> RawTable:
    """Read the table in a Parquet file, structs one level flat and lists as text."""
    _check_size(source)
    frame, notices = _flatten_structs(pl.scan_parquet(source.path, glob=False))
    frame, key_notices = _settle_numbers(frame)
    frame, whole_notices = _restore_integers(frame)
    texts = frame.select(cs.string())
    step = max(1, int(frame.select(pl.len()).collect(engine="streaming").item()) // SAMPLE)
    sample = texts.gather_every(step).collect(engine="streaming")
    return RawTable(
        frame=frame, sample=sample, kind="a Parquet file", notices=notices + key_notices + whole_notices
    )


def _check_size(source: Source) -> None:
    try:
        meta = pq.read_metadata(source.path)
    except (pa.ArrowException, OSError, ValueError):
        raise UnreadableFile(
            name=source.name, kind="a Parquet file", reason="its table of contents is damaged"
        ) from None
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
        if dtype.is_nested():
            notices.append(Notice(words.lists_as_text(name), "warning", name))
        if dtype == pl.Binary:
            column, dtype, binary_notices = _decode_bytes(frame, name)
            notices += binary_notices
        columns.append(_cast_to_table_type(column, dtype))
        names.append(escape_pattern(name))
    named = zip(columns, make_names_unique(names), strict=True)
    return frame.select(column.alias(name) for column, name in named), tuple(notices)


def _decode_bytes(frame: pl.LazyFrame, name: str) -> tuple[pl.Expr, DataType, list[Notice]]:
    """Decode a column of raw bytes: text where all of them are UTF-8, else in hexadecimal digits."""
    column = cs.by_name(name).as_expr()
    text = column.cast(pl.String)
    try:
        control = frame.select(text.str.contains(CONTROL).any()).collect(engine="streaming").item()
    except pl.exceptions.ComputeError:  # no UTF-8
        control = True
    if not control:
        return text, pl.String(), []
    return column.bin.encode("hex"), pl.String(), [Notice(words.raw_bytes(name), "info", name)]


def _settle_numbers(frame: pl.LazyFrame) -> tuple[pl.LazyFrame, tuple[Notice, ...]]:
    """Turn numbers into those of a table where nothing is lost, into text otherwise.

    Times that are stored as numbers become text, too, to be read like those of any file.
    """
    schema = frame.collect_schema()
    exact = [n for n, t in schema.items() if t in (pl.UInt64, pl.Int128) or t.is_decimal()]
    stamps = [n for n, t in schema.items() if t.is_integer() and n not in exact and names_moment(n)]
    long = _find_long_numbers(frame, exact)
    texts = [_digits(pl.col(n), schema[n]).alias(n) for n in exact if n in long]
    numbers = [pl.col(n).cast(_number_type(schema[n])) for n in exact if n not in long]
    lossy = _find_lossy_keys(frame)
    texts += [pl.col(n).cast(pl.Int128, strict=False).cast(pl.String) for n in lossy]
    texts += [pl.col(n).cast(pl.String) for n in stamps]
    notices = (Notice(words.lost_decimal_digits(n, ids), "warning", n) for n, ids in lossy.items())
    return frame.with_columns(texts + numbers), tuple(notices)


def _digits(column: pl.Expr, dtype: DataType) -> pl.Expr:
    text = column.cast(pl.String)
    return text.str.replace(r"\.0+$", "") if dtype.is_decimal() else text


def _number_type(dtype: DataType) -> type[pl.Int64] | type[pl.Float64]:
    scale = dtype.scale if isinstance(dtype, pl.Decimal) else 0
    return pl.Float64 if scale else pl.Int64


def _find_long_numbers(frame: pl.LazyFrame, names: list[str]) -> set[str]:
    """The columns in which a number has more digits than a table's numbers hold."""
    schema = frame.collect_schema()
    limits = {n: MOST_WHOLE if _number_type(schema[n]) is pl.Int64 else MOST_EXACT for n in names}
    checks = [(pl.col(n).cast(pl.Float64).abs() >= limit).any() for n, limit in limits.items()]
    row = frame.select(checks).collect(engine="streaming").row(0) if checks else ()
    return {name for name, is_long in zip(limits, row, strict=True) if is_long}


def _find_lossy_keys(frame: pl.LazyFrame) -> dict[str, int]:
    """Ids that were stored as decimal numbers too long for their digits, with how many are."""
    names = [n for n, t in frame.collect_schema().items() if t == pl.Float64 and is_key(n)]
    counts = [(pl.col(n).abs() >= MOST_EXACT).sum() for n in names]
    row = frame.select(counts).collect(engine="streaming").row(0) if names else ()
    return {name: count for name, count in zip(names, row, strict=True) if count}


def _restore_integers(frame: pl.LazyFrame) -> tuple[pl.LazyFrame, tuple[Notice, ...]]:
    """Make whole again the ids and counts that were stored as decimals because some were missing."""
    numbers = cs.float()
    fits = (numbers == numbers.round()).all() & (numbers.abs() < MOST_EXACT).all()
    checks = frame.select(fits & numbers.is_not_null().any()).collect(engine="streaming")
    whole = [column.name for column in checks if column[0]]
    notices = tuple(Notice(words.whole_again(name), "info", name) for name in whole)
    return frame.with_columns(pl.col(whole).cast(pl.Int64)), notices


def _cast_to_table_type(column: pl.Expr, dtype: DataType | DataTypeClass) -> pl.Expr:
    """Cast the column to one of the types that every table has; numbers beyond them become text."""
    if dtype in (pl.UInt64, pl.Int128) or dtype.is_decimal():
        return column  # which type holds their digits is settled by the values
    if dtype.is_integer():
        return column.cast(pl.Int64)
    if dtype.is_float():
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
