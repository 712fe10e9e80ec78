"""Findings about the quality of a table, in sentences, each with the fix that one click applies."""

from collections.abc import Mapping

import polars as pl

from core.data.columns.typed_table import TypedTable
from core.data.quality.checks import run_checks
from core.data.quality.column_checks import column_checks
from core.data.quality.redundant_columns import Repeat, find_repeats
from core.data.quality.row_checks import row_checks
from core.model import Finding, Fix, Role, Table


def check_quality(frame: pl.LazyFrame, roles: Mapping[str, Role], table: Table) -> tuple[Finding, ...]:
    """Find all that is odd in a table, rows before columns.

    Counts are exact. Columns without a role are ignored.
    """
    typed = TypedTable(frame, roles, table)
    if not typed.schema:
        return ()
    findings = run_checks(typed, [*row_checks(typed), *column_checks(typed)])
    return (*findings, *map(_repeat_finding, find_repeats(frame, typed.numbers)))


def _repeat_finding(repeat: Repeat) -> Finding:
    of_what = "their correlation" if repeat.by == "values" else "the correlation of their ranks"
    where = f" in a sample of {repeat.sample:,} rows" if repeat.sample else ""
    text = (
        f"'{repeat.column}' nearly repeats '{repeat.of}': {of_what}{where} is {repeat.r:.2f}, so "
        "together they count almost twice."
    )
    columns, label = (repeat.column, repeat.of), f"Leave out '{repeat.column}'"
    return Finding("repeats", text, columns, 0, Fix("ignore", repeat.column), label)
