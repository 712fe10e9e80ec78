"""Reading of one file with what it belongs to: the system it comes from, further sheets of its customers."""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from core.data.columns.profile import profile_columns
from core.data.joining.links import propose_links
from core.data.joining.stack import group_alike
from core.data.joining.tables import JoinTable
from core.data.presets import system_notices
from core.data.reading.read import ReadSummary, read_file
from core.data.reading.source import Limits
from core.errors import UserError
from core.model import Notice, Progress, ignore_progress
from core.text import join_quoted, verb_form

# Further sheets are looked at in workbooks of at most so many bytes and sheets: reading takes a second
# for 5 MB.
LARGEST_WORKBOOK = 20 << 20
MOST_SHEETS = 10

_ADVICE = re.compile(r' To join them, [^"]*: --sheet "([^"]+)"\.$')


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
        progress("Looking at the other sheets", 0.9)
        with tempfile.TemporaryDirectory(prefix=".sheets-", dir=target.parent) as scratch:
            tables = list(_read_sheets(source, name, others, Path(scratch), bounds))
            notices += tuple(_sheet_notices(_open_table(target, str(summary.sheet)), tables))
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


def _sheet_notices(table: JoinTable, others: list[JoinTable]) -> Iterator[Notice]:
    """Notices of sheets with the same columns, and of those about the same customers or orders."""
    alike = [other for other in others if len(group_alike([table, other])) == 1]
    if alike:
        names = join_quoted(other.name for other in alike)
        text = f"The {verb_form(len(alike), 'sheet', 'sheets')} {names} {verb_form(len(alike), 'has', 'have')} the same columns as '{table.name}', which alone was read."
        yield Notice(f"{text} {_how_to_join(table, alike)}", "warning", "file")
    by_key: dict[str, list[JoinTable]] = {}
    for other in (other for other in others if other not in alike):
        links = propose_links([table, other])
        proposal = links.of(table.name, other.name) or links.of(other.name, table.name)
        if proposal:
            link = proposal.link
            key = link.many_key if link.many == table.name else link.single_key
            by_key.setdefault(key, []).append(other)
    for key, related in by_key.items():
        names = join_quoted(other.name for other in related)
        topic = "customers" if key == table.column_for("id") else f"'{key}'"
        text = f"The {verb_form(len(related), 'sheet', 'sheets')} {names} {verb_form(len(related), 'tells', 'tell')} of the same {topic}"
        yield Notice(f"{text} (by '{key}'). {_how_to_join(table, related)}", "info", "file")


def _how_to_join(table: JoinTable, others: list[JoinTable]) -> str:
    names = ",".join((table.name, *(other.name for other in others)))
    return f'To join them, save each as a file and bring all at once, or name them: --sheet "{names}".'


def split_join_advice(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a notice without its advice for the command line, and the sheets that it says to join."""
    advice = _ADVICE.search(text)
    return (text[: advice.start()], tuple(advice[1].split(","))) if advice else (text, ())
