"""Money to look at twice: amounts in cents."""

import re
from collections.abc import Iterator

import polars as pl

from core.data.columns.column_names import is_currency_name, name_words
from core.data.columns.profile import exact_column, finite_numbers
from core.data.columns.typed_table import TypedTable
from core.data.quality.currencies import currency_code
from core.data.quality.words import cents_sentence
from core.model import Finding, Fix

_CENTS = re.compile(
    r"\b(?:cents?|centimes?|centimos?|centavos?|centesimi|pence|pennies|rappen|minor(?: units?)?)\b"
)
_WITHOUT_CENTS = ("JPY", "KRW", "HUF", "CLP", "IDR", "VND", "ISK", "PYG", "UGX", "XAF", "XOF")
# Whole amounts beside a currency in small letters, as payment services write them, are cents where they
# are so large on the median, and so few of them are round.
LEAST_CENTS, MOST_ROUND = 500, 0.5


def check_money_cells(table: TypedTable) -> Iterator[Finding]:
    """Findings on amounts in cents."""
    name = table.column_for("amount", numeric=True) or table.column_for("unit_price", numeric=True)
    if name is not None and _is_in_cents(table, name):
        total = table.frame.select(finite_numbers(name).sum()).collect().item()
        text, fix = cents_sentence(name, total), Fix("cents", name)
        yield Finding("cents", text, (name,), 0, fix, "Divide by 100")


def _is_in_cents(table: TypedTable, name: str) -> bool:
    value = finite_numbers(name)
    whole, median, round_part = table.frame.select(
        whole=(value == value.floor()).all(), median=value.median(), part=(value % 100 == 0).mean()
    ).collect().row(0)  # fmt: skip
    if not whole or median is None:
        return False
    if _CENTS.search(name_words(name)):
        return True
    return bool(median >= LEAST_CENTS and round_part <= MOST_ROUND and _has_service_currency(table))


def _has_service_currency(table: TypedTable) -> bool:
    names = [n for n in table.schema if table.is_text(n) and is_currency_name(n)]
    if not names:
        return False
    codes = (
        table.frame.select(exact_column(names[0]).drop_nulls().unique()).collect().to_series().to_list()
    )
    small = [code for code in codes if len(code) == 3 and code.islower()]
    return bool(codes) and small == codes and not any(currency_code(c) in _WITHOUT_CENTS for c in codes)


def divide_cents(table: TypedTable, name: str) -> pl.LazyFrame:
    return table.frame.with_columns((exact_column(name) / 100).alias(name))
