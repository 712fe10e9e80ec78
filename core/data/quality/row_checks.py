"""Findings about whole rows: no id, an id twice, cancelled, negative, free, repeated, far outside."""

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from core.data.columns.profile import exact_column, finite_numbers
from core.data.columns.typed_table import TypedTable
from core.data.quality import line_kinds
from core.data.quality.checks import Check, Facts
from core.data.quality.costs import marked_sums, share_words
from core.data.quality.outliers import MOST_OUTSIDE, find_outliers
from core.model import Finding, Fix
from core.text import format_count, format_percent, format_share, join_quoted, verb_form

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
            text = (
                f"{format_count(n, 'row')} ({share_words(facts, rows)}) {verb_form(n, 'has', 'have')} no value in '{key}', so "
                "nobody knows which customer they belong to."
            )
            label = f"Leave out {format_count(n, 'row')} without an id"
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
            text = (
                f"'{key}' names {format_count(len(rows), 'customer')} more than once, in "
                f"{format_count(int(rows.sum()), 'row')}: it cannot be the customer id unless the repeated rows go."
            )
            lost = format_share(int(rows.sum()) - len(rows), count)
            label = f"Keep only the first row of each customer (removes {lost} of rows)"
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
            what = f"{verb_form(facts['cancelled'], 'is', 'are')} cancelled: the order number starts with C"
            yield _returns_finding("cancelled", "line", what, (order,), facts, rows)
        if facts["negative"]:
            noun = "further line" if facts["cancelled"] else "line"
            what = f"{verb_form(facts['negative'], 'has', 'have')} a negative value in {join_quoted(measured)}"
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
    text = f"{format_count(n, noun)} ({format_share(n, rows)}) {what}. {_worth_sentence(n, money, covered, facts)}"
    if covered or not money:
        return Finding(kind, text, columns, n)
    return Finding(kind, text, columns, n, Fix("returns"), "Leave out instead of subtracting")


def _worth_sentence(n: int, money: float, covered: bool, facts: Facts) -> str:
    if not money:
        return f"{verb_form(n, 'It has', 'They have')} no value and {verb_form(n, 'does', 'do')} not affect the result."
    share = format_share(money, facts["revenue"])
    worth = f"{verb_form(n, 'It comes', 'They come')} to {money:,.0f}, {share} of revenue"
    if covered:
        return f"{worth}; the choice for cancelled lines covers {verb_form(n, 'it', 'them')} too."
    subtracted = verb_form(
        n, "it is subtracted from what the customer", "they are subtracted from what customers"
    )
    return f"{worth}; unless left out, {subtracted} spent."


def _free_lines_check(table: TypedTable, name: str) -> Check:
    none = "of zero" if table.roles[name] == "amount" else "of zero or less"
    n = table.frame.select(line_kinds.is_free(table, name).sum()).collect(engine="streaming").item()

    def find(_: Facts, rows: int) -> Iterator[Finding]:
        if n:
            text = (
                f"{format_count(n, 'line')} ({format_share(n, rows)}) {verb_form(n, 'has', 'have')} a price {none} in "
                f"'{name}': gifts, samples or corrections rather than sales."
            )
            label = f"Leave out {format_count(n, 'line')} without a price"
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
            repeat = verb_form(n, "repeats", "repeat")
            text = (
                f"{format_count(n, 'row')} ({format_share(n, rows)}) {repeat} an earlier row exactly."
            )
            label = f"Remove {format_count(n, 'row')} that {verb_form(n, 'is', 'are')} repeated"
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
            logged = [name for name, fence in touched.items() if fence.logged]
            money_share = _money_share(table, times > 1)
            yield _outlier_finding(tuple(touched), logged, once, several, rows, money_share)

    return Check({}, find)


def _money_share(table: TypedTable, rows: NDArray[np.bool_]) -> float:
    """Share of the money of a table of customers that the marked rows hold; 0 without money."""
    amount = table.column_for("amount", numeric=True)
    if amount is None or not rows.any():
        return 0.0
    worth = table.frame.select(finite_numbers(amount).fill_null(0.0)).collect().to_series().to_numpy()
    return float(worth[rows].sum() / worth.sum()) if worth.sum() > 0 else 0.0


def _outlier_finding(
    touched: tuple[str, ...], logged: list[str], once: int, several: int, rows: int, money_share: float
) -> Finding:
    """Finding on rows far outside; without a button where they are the best customers."""
    both = f"{several:,}" if several else "none"
    scale = f", on the logarithm of {join_quoted(logged)}" if logged else ""
    text = (
        f"{format_count(once, 'row')} ({format_share(once, rows)}) {verb_form(once, 'lies', 'lie')} far outside the usual "
        f"range in {join_quoted(touched)} (1.5 interquartile ranges beyond the quartiles{scale}); {both} "
        "of them in more than one column."
    )
    if not several or money_share > BEST_CUSTOMERS * several / rows:
        return Finding("outliers", text, touched, once)
    cost = format_share(several, rows) + (
        f", {format_percent(money_share)} of money" if money_share else ""
    )
    label = f"Remove {format_count(several, 'row')} outside in more than one column ({cost})"
    return Finding("outliers", text, touched, once, Fix("drop_outliers"), label)
