"""Findings about whole rows: no id, an id twice, cancelled, negative, free, repeated, far outside."""

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from core.data.columns.profile import exact_column, finite_numbers
from core.data.columns.typed_table import TypedTable
from core.data.quality import line_kinds, words
from core.data.quality.checks import Check, Facts
from core.data.quality.costs import marked_sums, share_words
from core.data.quality.outliers import MOST_OUTSIDE, find_outliers
from core.model import Finding, Fix
from core.text import format_share

# Times their share of the rows: rows with more of the money are the best customers, and none to remove.
BEST_CUSTOMERS = 2


def row_checks(table: TypedTable, raw: TypedTable) -> Iterator[Check]:
    """Checks of whole rows; `raw` is the table before any fix, which repeated and free lines are counted
    in."""
    key = table.column_for("id")
    if key is not None:
        yield _empty_ids_check(table, key)
        if table.kind == "customers":
            yield _repeated_ids_check(table, key)
    worth = line_kinds.line_value(table)
    if table.kind == "transactions" and worth is not None:
        yield _returns_check(table, worth)
    priced = line_kinds.price_column(table)
    if priced is not None:
        yield _free_lines_check(raw, priced)
    yield _duplicates_check(raw)
    if table.numbers:
        yield _outliers_check(table)


def _empty_ids_check(table: TypedTable, key: str) -> Check:
    def find(facts: Facts, rows: int) -> Iterator[Finding]:
        n = facts["rows"]
        if n:
            text = words.empty_ids_sentence(n, share_words(facts, rows), key)
            label = words.without_id_button(n)
            yield Finding("empty_ids", text, (key,), n, Fix("drop_empty_ids"), label, True)

    return Check(marked_sums(table, exact_column(key).is_null()), find)


def _repeated_ids_check(table: TypedTable, key: str) -> Check:
    """Check for customers with several rows that differ.

    Rows that are alike are found as duplicates.
    """
    ids = exact_column(key)
    repeated = table.frame.filter(ids.is_not_null() & ids.is_duplicated()).unique().select(who=ids)
    rows = repeated.group_by("who").len().filter(pl.col("len") > 1).collect(engine="streaming")["len"]

    def find(_: Facts, count: int) -> Iterator[Finding]:
        if len(rows):
            text = words.repeated_ids_sentence(key, len(rows), int(rows.sum()))
            label = words.first_rows_button(format_share(int(rows.sum()) - len(rows), count))
            yield Finding("repeated_ids", text, (key,), len(rows), Fix("drop_repeated_ids"), label)

    return Check({}, find)


def _returns_check(table: TypedTable, worth: pl.Expr) -> Check:
    order = table.column_for("order")
    flagged = table.frame.select(
        cancelled=line_kinds.is_cancelled(table),
        negative=line_kinds.is_negative(table),
        worth=worth.fill_null(0.0),
    )
    facts = flagged.select(**_RETURN_SUMS).collect().row(0, named=True)
    roles = ("quantity", "amount")
    measured = tuple(n for n in table.used_columns if table.roles[n] in roles and table.is_numeric(n))

    def find(_: Facts, rows: int) -> Iterator[Finding]:
        if facts["cancelled"] and order is not None:
            yield _returns_finding("cancelled", "line", words.CANCELLED, (order,), facts, rows)
        if facts["negative"]:
            noun = "further line" if facts["cancelled"] else "line"
            what = words.negative_words(measured)
            yield _returns_finding("negative", noun, what, measured, facts, rows)

    return Check({}, find)


_CANCELLED, _WORTH = pl.col("cancelled"), pl.col("worth")
_NEGATIVE = pl.col("negative") & ~_CANCELLED
_RETURN_SUMS = {
    "cancelled": _CANCELLED.sum(),
    "cancelled_money": _WORTH.filter(_CANCELLED).abs().sum(),
    "negative": _NEGATIVE.sum(),
    "negative_money": _WORTH.filter(_NEGATIVE).abs().sum(),
    "revenue": _WORTH.filter(~_CANCELLED & (_WORTH > 0)).sum(),
}


def _returns_finding(
    kind: str, noun: str, what: str, columns: tuple[str, ...], facts: Facts, rows: int
) -> Finding:
    """Finding on cancelled or on negative lines.

    One fix covers both, offered once and only where there is money.
    """
    n, money = facts[kind], facts[f"{kind}_money"]
    covered = kind == "negative" and facts["cancelled_money"] > 0
    share, worth = format_share(n, rows), _worth_sentence(n, money, covered, facts)
    text = words.returns_sentence(n, noun, share, what, worth)
    if covered or not money:
        return Finding(kind, text, columns, n)
    return Finding(kind, text, columns, n, Fix("returns"), words.LEAVE_OUT_RETURNS)


def _worth_sentence(n: int, money: float, covered: bool, facts: Facts) -> str:
    if not money:
        return words.worthless_sentence(n)
    return words.returned_money_sentence(n, money, format_share(money, facts["revenue"]), covered)


def _free_lines_check(table: TypedTable, name: str) -> Check:
    below_zero = table.roles[name] != "amount"
    n = table.frame.select(line_kinds.is_free(table, name).sum()).collect(engine="streaming").item()

    def find(_: Facts, rows: int) -> Iterator[Finding]:
        if n:
            text = words.free_lines_sentence(n, format_share(n, rows), name, below_zero)
            label = words.without_price_button(n)
            yield Finding("zero_prices", text, (name,), n, Fix("drop_zero_prices"), label, True)

    return Check({}, find)


def _duplicates_check(table: TypedTable) -> Check:
    """Check for repeated rows.

    Those of customers with an id are errors, other rows may be alike by chance.
    """
    n = count_repeated_rows(table.frame)
    identified = table.kind == "customers" and table.column_for("id") is not None

    def find(_: Facts, rows: int) -> Iterator[Finding]:
        if n:
            text = words.duplicates_sentence(n, format_share(n, rows))
            label = words.repeated_rows_button(n)
            yield Finding("duplicates", text, (), n, Fix("drop_duplicates"), label, identified)

    return Check({}, find)


def count_repeated_rows(frame: pl.LazyFrame) -> int:
    """Count the rows that repeat an earlier one exactly.

    Only rows whose hash another row has are compared: most tables hold few, and a hash is small.
    """
    code = pl.struct(pl.all()).hash()
    codes = frame.select(code.alias("code")).collect(engine="streaming")["code"]
    shared = codes.filter(codes.is_duplicated()).unique()
    if shared.is_empty():
        return 0
    alike = frame.filter(code.is_in(shared.implode())).select(pl.struct(pl.all()).alias("row"))
    different = pl.col("row").n_unique()
    return int(alike.select(pl.len() - different).collect(engine="streaming").item())


def _outliers_check(table: TypedTable) -> Check:
    touched, times = find_outliers(table.frame, table.numbers)
    once, several = int((times > 0).sum()), int((times > 1).sum())

    def find(_: Facts, rows: int) -> Iterator[Finding]:
        if touched and once <= MOST_OUTSIDE * rows:
            money_share = _money_share(table, times > 1)
            yield _outlier_finding(tuple(touched), once, several, rows, money_share)

    return Check({}, find)


def _money_share(table: TypedTable, rows: NDArray[np.bool_]) -> float:
    """Share of the money of a table of customers that the marked rows hold; 0 without money."""
    amount = table.column_for("amount", numeric=True)
    if amount is None or not rows.any():
        return 0.0
    worth = table.frame.select(finite_numbers(amount).fill_null(0.0)).collect().to_series().to_numpy()
    return float(worth[rows].sum() / worth.sum()) if worth.sum() > 0 else 0.0


def _outlier_finding(
    touched: tuple[str, ...], once: int, several: int, rows: int, money_share: float
) -> Finding:
    """Finding on rows far outside; without a button where they are the best customers."""
    text = words.outliers_sentence(once, format_share(once, rows), touched, several)
    if not several or money_share > BEST_CUSTOMERS * several / rows:
        return Finding("outliers", text, touched, once)
    label = words.outliers_button(several, format_share(several, rows), money_share)
    return Finding("outliers", text, touched, once, Fix("drop_outliers"), label)
