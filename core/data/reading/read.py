"""Reads a file that a person has into a table of known types, as Parquet."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import polars.selectors as cs

from core.data.reading.archives import gunzip, unzip
from core.data.reading.column_formats import Format, Text, formats, told, trimmed
from core.data.reading.csv_file import ragged, read_text
from core.data.reading.dates import EARLIEST_YEAR
from core.data.reading.errors import NoRows, TooManyColumns, Unreadable
from core.data.reading.excel_file import read_excel
from core.data.reading.json_file import read_json
from core.data.reading.parquet_file import read_parquet
from core.data.reading.sniff import kind_of
from core.data.reading.source import Limits, Raw, Source
from core.data.reading.survey import survey
from core.model.base import Notice, Progress, quiet

__all__ = ["Ingested", "Limits", "ingest"]

MOST_NESTED_ARCHIVES = 3
DEFAULT_LIMITS = Limits()
Written = tuple[Raw, Mapping[str, Format], tuple[Notice, ...], Path]
BROKEN = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


@dataclass(frozen=True)
class Ingested:
    """What was read: rows and columns, what the user should know, and the sheets to choose from."""

    rows: int
    columns: tuple[str, ...]
    notices: tuple[Notice, ...]
    sheets: tuple[str, ...]
    sheet: str | None


def ingest(
    source: Path,
    name: str,
    target: Path,
    *,
    sheet: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress = quiet,
) -> Ingested:
    """Reads CSV, TSV, JSON, Excel, OpenDocument or Parquet, plain, gzipped or zipped.

    What the file is, is told by its content; `name` is what the user calls it. Writes Parquet at
    `target`, whole or not at all: Int64, Float64, Datetime("us"), Boolean and String columns, blanks
    trimmed, empty cells null, empty rows left out. Raises a UserError of `core.data.reading.errors` for
    what is not a table.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        prefix=".reading-", dir=target.parent, ignore_cleanup_errors=True
    ) as scratch:
        file, notices = _unpacked(Source(source, name, Path(scratch), limits, progress))
        try:
            return _ingest(file, sheet, target, notices)
        except BROKEN:
            reason = "its content is damaged"
            raise Unreadable(name=name, kind="a table", reason=reason) from None


def _unpacked(source: Source) -> tuple[Source, tuple[Notice, ...]]:
    notices: tuple[Notice, ...] = ()
    for _ in range(MOST_NESTED_ARCHIVES):
        kind = kind_of(source.path, source.name)
        if kind == "gzip":
            source = gunzip(source)
        elif kind == "zip":
            source, more = unzip(source)
            notices += more
        else:
            return source, notices
    raise Unreadable(name=source.name, kind="an archive", reason="it holds archives within archives")


def _ingest(source: Source, sheet: str | None, target: Path, notices: tuple[Notice, ...]) -> Ingested:
    raw = _raw(source, sheet)
    if len(raw.frame.collect_schema()) > source.limits.columns:
        raise TooManyColumns(
            name=source.name, columns=len(raw.frame.collect_schema()), limit=source.limits.columns
        )
    source.progress("Reading the table", 0.3)
    raw, found, more, parquet = _written(raw, source)
    result = _result(raw, found, parquet, (*notices, *raw.notices, *more))
    if not result.rows:
        raise NoRows(name=source.name)
    parquet.replace(target)
    source.progress("Reading the table", 1.0)
    return result


def _raw(source: Source, sheet: str | None) -> Raw:
    kind = kind_of(source.path, source.name)
    if kind == "parquet":
        return read_parquet(source)
    if kind == "excel":
        return read_excel(source, sheet)
    return read_json(source) if kind == "json" else read_text(source)


def _written(raw: Raw, source: Source) -> Written:
    """Writes the table as its sample promises; where a value breaks the promise, after a survey.

    Each attempt has a file of its own: Polars may go on writing to one for a while after it failed.
    """
    found, assumed = formats(raw.sample, raw.comma)
    parquet = source.scrap("as-promised.parquet")
    try:
        _write(raw.frame, found, parquet, strict=True)
        if not _doubtful(parquet):
            return raw, found, assumed, parquet
    except BROKEN:
        source.progress("Looking at every row", 0.5)
    try:
        return _surveyed(raw, source.scrap("surveyed.parquet"))
    except BROKEN:
        if raw.repair is None:
            raise
    source.progress("Mending rows", 0.6)
    mended = replace(raw.repair(), sheets=raw.sheets, sheet=raw.sheet)
    return _surveyed(mended, source.scrap("mended.parquet"))


def _surveyed(raw: Raw, parquet: Path) -> Written:
    found, assumed = formats(raw.sample, raw.comma)
    settled, misfits = survey(raw.frame, found)
    _write(raw.frame, settled, parquet, strict=False)
    kept = (notice for notice in assumed if settled[notice.about] == found[notice.about])
    return raw, settled, (*kept, *misfits), parquet


def _write(frame: pl.LazyFrame, found: Mapping[str, Format], parquet: Path, strict: bool) -> None:
    # Trimming numbers costs a third of the whole reading: where one needs it, strictness fails.
    loose = [name for name, style in found.items() if not strict or isinstance(style, Text)]
    columns = [style.parse(pl.col(name), strict).alias(name) for name, style in found.items()]
    table = trimmed(frame, loose).with_columns(columns)
    filled = table.filter(~pl.all_horizontal(pl.all().is_null()))
    filled.sink_parquet(parquet, compression="lz4", engine="streaming")


def _doubtful(parquet: Path) -> bool:
    """Whether a strict parse let through what is no number (inf) or no year (11)."""
    table = pl.scan_parquet(parquet)
    checks = [
        (~cs.float().is_finite()).any().name.prefix("number "),
        (cs.datetime().dt.year() < EARLIEST_YEAR).any().name.prefix("date "),
    ]
    row = table.select(checks).collect(engine="streaming")
    return any(row.row(0)) if row.width else False


def _result(
    raw: Raw, found: Mapping[str, Format], parquet: Path, notices: tuple[Notice, ...]
) -> Ingested:
    table = pl.scan_parquet(parquet)
    columns = tuple(table.collect_schema())
    counts = table.select(pl.len(), missing=pl.col(columns[-1]).null_count()).collect()
    rows, missing = counts.row(0)
    narrow = raw.narrow() if raw.narrow and missing else 0
    notes = (told(name, style) for name, style in found.items())
    every = (*notices, *(note for note in notes if note), *ragged(narrow, 0))
    return Ingested(rows, columns, every, raw.sheets, raw.sheet)
