"""Expressions for transaction lines: cancelled, negative or free, and their value."""

import polars as pl

from core.data.columns.profile import exact_column, finite_numbers
from core.data.columns.typed_table import TypedTable

LEAST_NUMBERS = 0.9  # share of the marked order numbers that are numbers behind their mark
_NOTHING = pl.lit(False)


def is_cancelled(table: TypedTable) -> pl.Expr:
    """True for lines whose order number is "C" before digits, in a file where most order numbers begin
    with one.

    Without the second condition a shop whose every order number begins with C would lose them all.
    """
    order = text_order_column(table)
    return (
        _NOTHING
        if order is None
        else (has_cancel_mark(order) & are_mostly_digits(order)).fill_null(False)
    )


def text_order_column(table: TypedTable) -> str | None:
    """The order column, if its numbers may have letters in them."""
    order = table.column_for("order")
    return order if order is not None and table.is_text(order) else None


def has_cancel_mark(order: str) -> pl.Expr:
    """True for order numbers that are "C" before digits.

    Comparing is ten times faster than a pattern.
    """
    return _is_between(order, "C0", "C:") | _is_between(order, "c0", "c:")


def are_mostly_digits(order: str) -> pl.Expr:
    """A single truth value: most order numbers begin with a digit, and those with the mark go on as a
    number, as the "C1A9F" of a hash does not."""
    marked = exact_column(order).filter(has_cancel_mark(order))
    numbers = marked.str.contains(r"^[Cc][0-9][0-9 ./-]*$").mean() >= LEAST_NUMBERS
    return (_is_between(order, "0", ":").mean() > 0.5) & numbers.fill_null(True)


def _is_between(text: str, low: str, below: str) -> pl.Expr:
    return (exact_column(text) >= low) & (exact_column(text) < below)


def is_negative(table: TypedTable) -> pl.Expr:
    """True for lines whose quantity or amount is below zero."""
    measured = table.column_for("quantity", numeric=True), table.column_for("amount", numeric=True)
    below = [(finite_numbers(name) < 0).fill_null(False) for name in measured if name is not None]
    return pl.any_horizontal(_NOTHING, *below)


def line_value(table: TypedTable) -> pl.Expr | None:
    """Value of each line: the amount, else quantity times unit price; None without either."""
    amount = table.column_for("amount", numeric=True)
    if amount is not None:
        return finite_numbers(amount)
    price, quantity = (
        table.column_for("unit_price", numeric=True),
        table.column_for("quantity", numeric=True),
    )
    return (
        finite_numbers(price) * finite_numbers(quantity)
        if price is not None and quantity is not None
        else None
    )


def price_column(table: TypedTable) -> str | None:
    """The column that says whether a line was free: the unit price, else the amount."""
    if table.kind != "transactions":
        return None
    return table.column_for("unit_price", numeric=True) or table.column_for("amount", numeric=True)


def is_free(table: TypedTable, name: str) -> pl.Expr:
    """True for lines with a unit price of zero or less, or an amount of zero (a negative one is a
    return).

    A gift on whose line the order's money stands is not free.
    """
    worth = finite_numbers(name)
    amount = table.column_for("amount", numeric=True)
    if table.roles[name] == "amount" or amount is None:
        return (worth == 0 if table.roles[name] == "amount" else worth <= 0).fill_null(False)
    return ((worth <= 0) & (finite_numbers(amount).fill_null(0.0) == 0)).fill_null(False)
