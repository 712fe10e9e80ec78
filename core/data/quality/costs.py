"""Costs of leaving out rows: their share of all rows and of the money."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from core.data.columns.typed_table import TypedTable
from core.data.quality import line_kinds
from core.text import format_count, format_share


def line_noun(table: TypedTable) -> str:
    return "row" if table.kind == "customers" else "line"


def money(table: TypedTable) -> pl.Expr | None:
    """Money of each row as far as it came in; None where no column says it."""
    if table.kind == "customers":
        return None
    worth = line_kinds.line_value(table)
    return None if worth is None else worth.clip(lower_bound=0.0).fill_null(0.0)


def measure_rows(table: TypedTable, **groups: pl.Expr) -> dict[str, dict[str, float]]:
    """Rows and money of each group of rows (a truth value a row), and of "all", from one pass."""
    worth = money(table)
    value = pl.lit(0.0) if worth is None else worth
    every = {"all": pl.lit(True), **groups}
    flagged = table.frame.select(worth=value, **{str(i): e for i, e in enumerate(every.values())})
    sums = flagged.select(
        *(pl.col(str(i)).sum().alias(f"{i} rows") for i in range(1, len(every))),
        *(
            pl.col("worth").filter(pl.col(str(i))).sum().alias(f"{i} money")
            for i in range(1, len(every))
        ),
        pl.len().alias("0 rows"),
        pl.col("worth").sum().alias("0 money"),
    )
    row = sums.collect(engine="streaming").row(0, named=True)
    return {
        name: {"rows": row[f"{i} rows"], "money": row[f"{i} money"]} for i, name in enumerate(every)
    }


def share_words(table: TypedTable, part: Mapping[str, Any], whole: Mapping[str, Any]) -> str:
    """Share of the rows, and of the money where there is any: "31 % of lines, 12 % of money"."""
    rows = f"{format_share(part['rows'], whole['rows'])} of {line_noun(table)}s"
    if not whole["money"]:
        return rows
    return f"{rows}, {format_share(part['money'], whole['money'])} of money"


def count_words(table: TypedTable, part: Mapping[str, Any], whole: Mapping[str, Any]) -> str:
    """The number of rows with their share: "47 lines (24 % of lines, 23 % of money)"."""
    return f"{format_count(part['rows'], line_noun(table))} ({share_words(table, part, whole)})"
