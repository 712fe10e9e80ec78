"""Findings about the quality of a table, in sentences, each with the fix that one click applies."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from core.data.columns.typed_table import TypedTable
from core.data.quality.checks import run_checks
from core.data.quality.column_checks import column_checks
from core.data.quality.currencies import check_currencies
from core.data.quality.far_dates import check_dates
from core.data.quality.fixes import fix_table
from core.data.quality.identities import check_identities
from core.data.quality.impossible_years import check_years
from core.data.quality.line_values import check_line_values
from core.data.quality.money_cells import check_money_cells
from core.data.quality.order_layout import check_layout
from core.data.quality.order_status import check_statuses
from core.data.quality.packed_items import check_packed_items
from core.data.quality.redundant_columns import Repeat, find_repeats
from core.data.quality.row_checks import row_checks
from core.data.quality.words import repeat_sentence
from core.model import Finding, Fix, Role, Table


def check_quality(frame: pl.LazyFrame, roles: Mapping[str, Role], table: Table) -> tuple[Finding, ...]:
    """Find all that is odd in a table: orders, customers and money, other rows, columns.

    Counts are exact, and of the lines as the recommended fixes for the layout of orders leave them.
    Columns without a role are ignored, but for those that say whether and in what was paid.
    """
    typed = TypedTable(frame, roles, table)
    if not typed.schema:
        return ()
    layout = list(check_layout(typed))
    # Not the refunds: what was paid, and how often a column says something, is counted before them.
    fixes = [str(f.fix) for f in layout if f.recommended and f.fix and f.fix.kind != "subtract_refunds"]
    with TemporaryDirectory() as folder:
        lines = TypedTable(_fix_layout(frame, roles, table, fixes, Path(folder)), roles, table)
        return (*layout, *_find_in_lines(typed, lines))


def _fix_layout(
    frame: pl.LazyFrame, roles: Mapping[str, Role], table: Table, fixes: list[str], folder: Path
) -> pl.LazyFrame:
    """The table with the fixes of its layout, which many checks read: made once and not for each."""
    fixed = fix_table(frame, roles, table, fixes)
    if not fixes:
        return fixed
    path = folder / "lines.parquet"
    try:
        fixed.sink_parquet(path, compression="lz4", engine="streaming")
    except (OSError, pl.exceptions.PolarsError):  # a full disk: each check makes it anew
        return fixed
    return pl.scan_parquet(path)


def _find_in_lines(typed: TypedTable, lines: TypedTable) -> tuple[Finding, ...]:
    """Findings of the table `lines`, whose layout was put right, and of `typed`, as it was read."""
    about_money = [
        *check_dates(lines),
        *check_identities(lines),
        *check_statuses(lines),
        *check_currencies(lines),
        *check_money_cells(lines),
        *check_packed_items(lines),
        *check_line_values(lines),
    ]
    findings = run_checks(lines, [*row_checks(lines, typed), *column_checks(lines)])
    repeats = map(_repeat_finding, find_repeats(typed.frame, typed.numbers))
    return (*about_money, *findings, *check_years(typed), *repeats)


def _repeat_finding(repeat: Repeat) -> Finding:
    by_rank = repeat.by != "values"
    text = repeat_sentence(repeat.column, repeat.of, by_rank, repeat.sample or 0, repeat.r)
    columns, label = (repeat.column, repeat.of), f"Leave out '{repeat.column}'"
    return Finding("repeats", text, columns, 0, Fix("ignore", repeat.column), label)
