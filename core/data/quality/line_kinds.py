"""Which transaction lines are cancelled, negative, free or without a customer."""

import polars as pl

from core.data.columns.profile import column, finite
from core.data.columns.typed_table import Subject

_NOTHING = pl.lit(False)


def cancelled(subject: Subject) -> pl.Expr:
    """Lines whose order number is "C" before digits, in a file where most order numbers begin with one.

    Without the second condition a shop whose every order number begins with C would lose them all.
    """
    order = lettered(subject)
    return _NOTHING if order is None else (marked(order) & mostly_digits(order)).fill_null(False)


def lettered(subject: Subject) -> str | None:
    """The order column, if its numbers may have letters in them."""
    order = subject.first("order")
    return order if order is not None and subject.text(order) else None


def marked(order: str) -> pl.Expr:
    """Order numbers that are "C" before digits; comparing is ten times faster than a pattern."""
    return _between(order, "C0", "C:") | _between(order, "c0", "c:")


def mostly_digits(order: str) -> pl.Expr:
    """One truth value: whether most order numbers begin with a digit."""
    return _between(order, "0", ":").mean() > 0.5


def _between(text: str, low: str, below: str) -> pl.Expr:
    return (column(text) >= low) & (column(text) < below)


def negative(subject: Subject) -> pl.Expr:
    """Lines whose quantity or amount is below zero."""
    measured = subject.first("quantity", numeric=True), subject.first("amount", numeric=True)
    below = [(finite(name) < 0).fill_null(False) for name in measured if name is not None]
    return pl.any_horizontal(_NOTHING, *below)


def money(subject: Subject) -> pl.Expr | None:
    """What each line is worth: the amount, else quantity times unit price; None without either."""
    amount = subject.first("amount", numeric=True)
    if amount is not None:
        return finite(amount)
    price, quantity = subject.first("unit_price", numeric=True), subject.first("quantity", numeric=True)
    return finite(price) * finite(quantity) if price is not None and quantity is not None else None


def priced(subject: Subject) -> str | None:
    """The column that says whether a line was free: the unit price, else the amount."""
    if subject.table != "transactions":
        return None
    return subject.first("unit_price", numeric=True) or subject.first("amount", numeric=True)


def free(subject: Subject, name: str) -> pl.Expr:
    """Lines with a unit price of zero or less, or an amount of zero (a negative one is a return)."""
    worth = finite(name)
    return (worth == 0 if subject.roles[name] == "amount" else worth <= 0).fill_null(False)
