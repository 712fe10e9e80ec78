"""Quality checks: the aggregates that each needs of the table, and the findings it makes of them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import polars as pl

from core.data.columns.typed_table import TypedTable
from core.model import Finding

Facts = Mapping[str, Any]


class Check(NamedTuple):
    """`asks` are scalar aggregates by name; `tell` makes findings of their values, rows included."""

    asks: Mapping[str, pl.Expr]
    tell: Callable[[Facts, int], Iterable[Finding]]


def run_checks(table: TypedTable, checks: Iterable[Check]) -> list[Finding]:
    """The findings of all checks, in their order, from one pass over the table."""
    ordered = list(checks)
    exprs = [
        e.alias(f"{i}|{name}") for i, check in enumerate(ordered) for name, e in check.asks.items()
    ]
    row = table.frame.select(pl.len().alias("rows"), *exprs).collect().row(0, named=True)
    findings: list[Finding] = []
    for i, check in enumerate(ordered):
        facts = {name: row[f"{i}|{name}"] for name in check.asks}
        findings += check.tell(facts, row["rows"])
    return findings
