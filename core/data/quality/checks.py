"""Quality checks: the aggregates that each needs of the table, and the findings it makes of them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import polars as pl

from core.data.columns.typed_table import TypedTable
from core.model import Finding

Facts = Mapping[str, Any]


class Check(NamedTuple):
    """A quality check: scalar `aggregates` by name, and `find`, which makes findings of their values
    and the number of rows."""

    aggregates: Mapping[str, pl.Expr]
    find: Callable[[Facts, int], Iterable[Finding]]


def run_checks(table: TypedTable, checks: Iterable[Check]) -> list[Finding]:
    """Run all checks in one pass over the table; their findings come in the order of the checks."""
    ordered = list(checks)
    exprs = [
        e.alias(f"{i}|{name}")
        for i, check in enumerate(ordered)
        for name, e in check.aggregates.items()
    ]
    row = table.frame.select(pl.len().alias("rows"), *exprs).collect().row(0, named=True)
    findings: list[Finding] = []
    for i, check in enumerate(ordered):
        facts = {name: row[f"{i}|{name}"] for name in check.aggregates}
        findings += check.find(facts, row["rows"])
    return findings
