"""Reading of one file with what it belongs to: the system it comes from, further sheets of its customers."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from core.data.columns.profile import profile_columns
from core.data.joining.links import propose_links
from core.data.joining.stack import group_alike
from core.data.joining.tables import JoinTable
from core.data.joining.words import alike_sheets_sentence, how_to_join, related_sheets_sentence
from core.data.presets import system_notices
from core.data.reading.read import ReadSummary, read_file
from core.data.reading.source import Limits
from core.errors import UserError
from core.model import Dataset, Notice, Progress, RelatedTables, ignore_progress

# Further sheets are looked at in workbooks of at most so many bytes and sheets: reading takes a second
# for 5 MB.
LARGEST_WORKBOOK = 20 << 20
MOST_SHEETS = 10


def read_export(
    source: Path,
    name: str,
    target: Path,
    *,
    sheet: str | None = None,
    limits: Limits | None = None,
    progress: Progress = ignore_progress,
) -> ReadSummary:
    """Read a file as `read_file` does, and say what system it is of and which sheets belong to it."""
    bounds = limits or Limits()
    summary = read_file(source, name, target, sheet=sheet, limits=bounds, progress=progress)
    notices = system_notices(summary.columns)
    others = [other for other in summary.sheets if other != summary.sheet][:MOST_SHEETS]
    if others and sheet is None and source.stat().st_size <= LARGEST_WORKBOOK:
        progress("Reading other sheets", 0.9)
        with tempfile.TemporaryDirectory(prefix=".sheets-", dir=target.parent) as scratch:
            tables = list(_read_sheets(source, name, others, Path(scratch), bounds))
            related = tuple(_find_related(_open_table(target, str(summary.sheet)), tables))
            notices += tuple(
                Notice(r.sentence, "warning" if r.are_alike else "info", "file") for r in related
            )
            rows = {**summary.sheet_rows, **{table.name: table.rows for table in tables}}
            summary = replace(summary, sheet_rows=rows, table_groups=related)
    return replace(summary, notices=(*notices, *summary.notices))


def _read_sheets(
    source: Path, name: str, sheets: list[str], scratch: Path, limits: Limits
) -> Iterator[JoinTable]:
    for number, sheet in enumerate(sheets):
        path = scratch / f"{number}.parquet"
        try:
            read_file(source, name, path, sheet=sheet, limits=limits)
        except UserError:
            continue  # a sheet of text: nobody asked for it
        yield _open_table(path, sheet)


def _open_table(path: Path, name: str) -> JoinTable:
    frame = pl.scan_parquet(path)
    rows = int(frame.select(pl.len()).collect().item())
    return JoinTable(name, str(path), rows, profile_columns(frame))


def _find_related(table: JoinTable, others: list[JoinTable]) -> Iterator[RelatedTables]:
    """Sheets with the same columns, and those about the same customers or orders."""
    alike = [other for other in others if len(group_alike([table, other])) == 1]
    if alike:
        text = alike_sheets_sentence([other.name for other in alike], table.name)
        yield _relate(text, table, alike, are_alike=True)
    by_key: dict[str, list[JoinTable]] = {}
    for other in (other for other in others if other not in alike):
        links = propose_links([table, other])
        proposal = links.of(table.name, other.name) or links.of(other.name, table.name)
        if proposal:
            link = proposal.link
            key = link.many_key if link.many == table.name else link.single_key
            by_key.setdefault(key, []).append(other)
    for key, related in by_key.items():
        names = [other.name for other in related]
        text = related_sheets_sentence(names, key, of_customers=key == table.column_for("id"))
        yield _relate(text, table, related)


def _relate(
    sentence: str, table: JoinTable, others: list[JoinTable], are_alike: bool = False
) -> RelatedTables:
    return RelatedTables(sentence, (table.name, *(other.name for other in others)), are_alike)


def advise_joins(dataset: Dataset) -> tuple[Notice, ...]:
    """Return the data set's notices, each on related sheets with how a command joins them."""
    related = {item.sentence: item.tables for item in dataset.table_groups}
    return tuple(
        replace(notice, text=f"{notice.text} {_how_to_join(related[notice.text])}")
        if notice.text in related
        else notice
        for notice in dataset.notices
    )


def _how_to_join(names: Sequence[str]) -> str:
    if any("," in name for name in names):
        options = " ".join(f'--sheet "{name}"' for name in names)
    else:
        options = f'--sheet "{",".join(names)}"'
    return how_to_join(options)
