"""Costs of leaving out rows: their share of all rows and of the money."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from core.data.columns.typed_table import TypedTable
from core.data.quality import line_kinds
from core.text import format_count, format_share


def line_noun(table: TypedTable) -> str:
    return "line" if table.kind == "transactions" else "row"


def money(table: TypedTable) -> pl.Expr | None:
    """Money of each row as far as it came in; None where no column says it."""
    if table.kind != "transactions":
        return None
    worth = line_kinds.line_value(table)
    return None if worth is None else worth.clip(lower_bound=0.0).fill_null(0.0)


def marked_sums(table: TypedTable, marked: pl.Expr) -> dict[str, pl.Expr]:
    """Aggregates for `share_words`: rows that are marked, their money, and all money."""
    worth = money(table)
    value = pl.lit(0.0) if worth is None else worth
    return {"rows": marked.sum(), "money": value.filter(marked).sum(), "all": value.sum()}


def share_words(sums: Mapping[str, Any], rows: float) -> str:
    """Share of the rows, and of the money where there is any: "31 %, 12 % of money"."""
    share = format_share(sums["rows"], rows)
    return f"{share}, {format_share(sums['money'], sums['all'])} of money" if sums["all"] else share


def count_words(table: TypedTable, marked: pl.Expr) -> tuple[int, str]:
    """The number of rows that are marked, and that with its share: "47 lines (24 %, 23 % of money)"."""
    row = table.frame.select(pl.len().alias("len"), **marked_sums(table, marked)).collect(
        engine="streaming"
    )
    sums = row.row(0, named=True)
    return sums[
        "rows"
    ], f"{format_count(sums['rows'], line_noun(table))} ({share_words(sums, sums['len'])})"
