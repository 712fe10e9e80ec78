"""Reading of a person's file into a table of known types, as Parquet."""

import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl
import polars.selectors as cs

from core.data.reading.archives import Unzipped, gunzip, unzip
from core.data.reading.column_formats import Format, Text, choose_formats, format_notice, trim_texts
from core.data.reading.csv_file import ragged_row_notices, read_text
from core.data.reading.dates import EARLIEST_YEAR
from core.data.reading.errors import NoRows, TooManyColumns, UnreadableFile
from core.data.reading.number_formats import NumberStyle
from core.data.reading.sniff import XML, detect_kind
from core.data.reading.source import Limits, RawTable, Source
from core.data.reading.survey import survey_formats
from core.data.reading.words import WEB_PAGE
from core.model import Notice, Progress, RelatedTables, ignore_progress

__all__ = ["Limits", "ReadSummary", "read_file"]
MOST_NESTED_ARCHIVES = 3  # looks into archives within archives; an archive of itself never ends
DEFAULT_LIMITS = Limits()
ChosenFormats = tuple[Mapping[str, Format], tuple[Notice, ...]]
WrittenTable = tuple[RawTable, Mapping[str, Format], tuple[Notice, ...], Path]
BROKEN = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


@dataclass(frozen=True)
class ReadSummary:
    """Summary of a file that was read: rows, columns, notices, and the sheets to choose from.

    `sheet_rows` are the rows of those sheets that were looked at, `table_groups` those that may be joined.
    """

    rows: int
    columns: tuple[str, ...]
    notices: tuple[Notice, ...]
    sheets: tuple[str, ...]
    sheet: str | None
    sheet_rows: Mapping[str, int] = field(default_factory=dict)
    table_groups: tuple[RelatedTables, ...] = ()


def read_file(
    source: Path,
    name: str,
    target: Path,
    *,
    sheet: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress = ignore_progress,
) -> ReadSummary:
    """Read CSV, TSV, JSON, Excel, OpenDocument or Parquet, plain, gzipped or zipped.

    What the file is, is told by its content; `name` is what the user calls it. Writes Parquet at
    `target`, whole or not at all: Int64, Float64, Datetime("us"), Boolean and String columns, blanks
    trimmed, empty cells null, empty rows left out. Raises a UserError of `core.data.reading.errors` for
    what is not a table.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        prefix=".reading-", dir=target.parent, ignore_cleanup_errors=True
    ) as scratch:
        file, chosen = _unpack_archives(Source(source, name, Path(scratch), limits, progress), sheet)
        notices = tuple(notice for archive in chosen for notice in archive.notices)
        try:
            is_inside = any(sheet in archive.tables for archive in chosen)
            summary = _read_table(file, None if is_inside else sheet, target, notices)
        except BROKEN:
            raise UnreadableFile(name=name, kind="a table", reason="its content is damaged") from None
    if is_inside or len(summary.sheets) < 2:
        return _list_archive_tables(summary, chosen)
    return summary


def _list_archive_tables(summary: ReadSummary, chosen: Sequence[Unzipped]) -> ReadSummary:
    """The summary with the tables of an archive to choose from."""
    archive = next((archive for archive in chosen if len(archive.tables) > 1), None)
    if archive is None:
        return summary
    rows = {archive.name: summary.rows}
    return replace(summary, sheets=archive.tables, sheet=archive.name, sheet_rows=rows)


def _unpack_archives(source: Source, sheet: str | None) -> tuple[Source, list[Unzipped]]:
    """The file within archives, and what was chosen of each."""
    chosen: list[Unzipped] = []
    for _ in range(MOST_NESTED_ARCHIVES):
        kind = detect_kind(source.path, source.name)
        if kind == "gzip":
            source = gunzip(source)
        elif kind == "zip":
            chosen.append(unzip(source, sheet))
            source = chosen[-1].source
        else:
            return source, chosen
    raise UnreadableFile(
        name=source.name, kind="an archive", reason="it holds archives within archives"
    )


def _read_table(
    source: Source, sheet: str | None, target: Path, notices: tuple[Notice, ...]
) -> ReadSummary:
    raw = _read_raw(source, sheet)
    if len(raw.frame.collect_schema()) > source.limits.columns:
        raise TooManyColumns(
            name=source.name, columns=len(raw.frame.collect_schema()), limit=source.limits.columns
        )
    source.progress("Reading the table", 0.3)
    raw, styles, typing_notices, parquet = _write_typed(raw, source)
    result = _summarise(raw, styles, parquet, (*notices, *raw.notices, *typing_notices))
    if not result.rows:
        raise NoRows(name=source.name)
    parquet.replace(target)
    source.progress("Reading the table", 1.0)
    return result


def _read_raw(source: Source, sheet: str | None) -> RawTable:
    kind = detect_kind(source.path, source.name)
    if kind == "parquet":
        from core.data.reading.parquet_file import read_parquet

        return read_parquet(source)
    if kind == "excel":
        from core.data.reading.excel_file import read_excel

        return read_excel(source, sheet)
    if kind in ("web page", "xml"):
        from core.data.reading.markup_file import read_markup

        return read_markup(source, WEB_PAGE if kind == "web page" else XML)
    if kind == "json":
        from core.data.reading.json_file import read_json

        return read_json(source)
    return read_text(source)


def _write_typed(raw: RawTable, source: Source) -> WrittenTable:
    """Write the table as its sample promises; where a value breaks the promise, after a survey.

    Each attempt has a file of its own: Polars may go on writing to one for a while after it failed.
    """
    styles, assumed = promised = choose_formats(raw.sample, raw.comma)
    parquet = source.scratch_path("as-promised.parquet")
    try:
        if not _needs_survey(styles):
            _write_parquet(raw.frame, styles, parquet, strict=styles)
            if not _has_doubtful_values(parquet):
                return raw, styles, assumed, parquet
    except BROKEN:
        source.progress("Checking every row", 0.5)
    if raw.inspect is not None:
        raw = _inspect(raw)
        promised = choose_formats(raw.sample, raw.comma)
    try:
        return _write_surveyed(raw, promised, source.scratch_path("surveyed.parquet"))
    except BROKEN:
        if raw.repair is None:
            raise
    source.progress("Mending rows", 0.6)
    mended = replace(raw.repair(), sheets=raw.sheets, sheet=raw.sheet, sheet_rows=raw.sheet_rows)
    promised = choose_formats(mended.sample, mended.comma)
    return _write_surveyed(mended, promised, source.scratch_path("mended.parquet"))


def _needs_survey(styles: Mapping[str, Format]) -> bool:
    """Tell whether the sample shows what must be counted in the whole table."""
    lossy = any(isinstance(style, Text) and style.counts_lost for style in styles.values())
    currencies = any(isinstance(style, NumberStyle) and style.currencies for style in styles.values())
    return lossy or currencies or not all(style.exact for style in styles.values())


def _inspect(raw: RawTable) -> RawTable:
    """The table without rows that its sample did not show and that are none of it."""
    assert raw.inspect is not None
    return replace(raw.inspect(), sheets=raw.sheets, sheet=raw.sheet, sheet_rows=raw.sheet_rows)


def _write_surveyed(raw: RawTable, chosen: ChosenFormats, parquet: Path) -> WrittenTable:
    promised, assumed = chosen
    styles, misfits, fitting = survey_formats(raw.frame, promised)
    _write_parquet(raw.frame, styles, parquet, strict=fitting)
    still_assumed = (n for n in assumed if _is_same_kind(styles[n.about], promised[n.about]))
    return raw, styles, (*still_assumed, *misfits), parquet


def _is_same_kind(style: Format, promised: Format) -> bool:
    """Tell whether what was assumed of a format still holds after the survey."""
    return type(style) is type(promised) and getattr(style, "order", "") == getattr(
        promised, "order", ""
    )


def _write_parquet(
    frame: pl.LazyFrame, styles: Mapping[str, Format], parquet: Path, strict: Collection[str]
) -> None:
    # Trimming numbers costs a third of the whole reading: where one needs it, strictness fails.
    loose = [n for n, style in styles.items() if n not in strict or isinstance(style, Text)]
    columns = [
        (style.parse_widely(pl.col(n)) if style.wide else style.parse(pl.col(n), n in strict)).alias(n)
        for n, style in styles.items()
    ]
    currencies = {
        f"{name} currency": style.currency_of(pl.col(name))
        for name, style in styles.items()
        if isinstance(style, NumberStyle) and style.currencies
    }
    table = trim_texts(frame, loose).with_columns(*columns, **currencies)
    filled = table.filter(~pl.all_horizontal(pl.all().is_null()))
    ordered = filled.select(_order_columns(frame.collect_schema().names(), currencies))
    ordered.sink_parquet(parquet, compression="lz4", engine="streaming")


def _order_columns(names: list[str], currencies: Mapping[str, pl.Expr]) -> list[str]:
    """Names of the columns, each of currencies beside its amounts."""
    pairs = ((name, f"{name} currency") for name in names)
    ordered = [
        n for name, currency in pairs for n in ((name, currency) if currency in currencies else (name,))
    ]
    return list(dict.fromkeys(ordered))


def _has_doubtful_values(parquet: Path) -> bool:
    """Tell whether a strict parse let through what is no number (inf) or no year (11)."""
    table = pl.scan_parquet(parquet)
    checks = [
        (~cs.float().is_finite()).any().name.prefix("number "),
        (cs.datetime().dt.year() < EARLIEST_YEAR).any().name.prefix("date "),
    ]
    row = table.select(checks).collect(engine="streaming")
    return any(row.row(0)) if row.width else False


def _summarise(
    raw: RawTable, styles: Mapping[str, Format], parquet: Path, notices: tuple[Notice, ...]
) -> ReadSummary:
    table = pl.scan_parquet(parquet)
    columns = tuple(table.collect_schema())
    counts = table.select(pl.len(), missing=pl.col(columns[-1]).null_count()).collect()
    rows, missing = counts.row(0)
    narrow = raw.narrow() if raw.narrow and missing else 0
    notes = (format_notice(name, style) for name, style in styles.items())
    every = (*notices, *(note for note in notes if note), *ragged_row_notices(narrow, 0))
    sheet_rows = {**raw.sheet_rows, raw.sheet: rows} if raw.sheet else {}
    return ReadSummary(rows, columns, every, raw.sheets, raw.sheet, sheet_rows)
