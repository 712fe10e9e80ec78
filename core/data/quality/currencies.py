"""Money in several currencies: never added up; one is kept, or all are converted with rates."""

import math
from collections.abc import Iterator, Mapping

import polars as pl

from core.data.columns.column_names import is_currency_name
from core.data.columns.profile import exact_column
from core.data.columns.sister_columns import currency_words
from core.data.columns.typed_table import TypedTable
from core.data.quality.costs import line_noun
from core.data.quality.order_words import currencies_sentence
from core.data.reading.currencies import CURRENCIES
from core.errors import UserError
from core.model import Finding, Fix

# Names that stand beside no number, and what a sign of several currencies is where nothing else says so.
_NAMES = {
    "us dollar": "USD", "us dollars": "USD", "pound": "GBP", "sterling": "GBP", "british pound": "GBP",
    "franken": "CHF", "yen": "JPY", "real": "BRL", "peso": "MXN",
}  # fmt: skip
_USUAL = {"$": "USD", "¥": "JPY"}
MOST_CURRENCIES = 60
FEWEST_CODES = 0.9  # share of the values that must be currencies


class BadRates(UserError):
    template = "'{text}' is not a list of exchange rates. Write them like this: USD=0.92, GBP=1.17."


def parse_rates(text: str) -> dict[str, float]:
    """Return what one of each currency is worth, as "USD=0.92, GBP=1.17" says; BadRates for other text."""
    try:
        pairs = [part.split("=") for part in text.split(",")]
        rates = {code.strip().upper(): float(value) for code, value in pairs}
    except ValueError:
        raise BadRates(text=text) from None
    if not all(code and 0 < rate < math.inf for code, rate in rates.items()):
        raise BadRates(text=text)
    return rates


def currency_code(text: str) -> str:
    """The code of a currency by code, sign or name; empty for other text."""
    plain = text.strip().casefold()
    code = _NAMES.get(plain) or CURRENCIES.get(plain) or CURRENCIES.get(plain.rstrip("."), "")
    return _USUAL.get(code, code)


def currency_column(table: TypedTable) -> str | None:
    """The column that says the currency of the money, whatever its role."""
    money = table.column_for("amount") or table.column_for("unit_price")
    if money is None:
        return None
    own_name = f"{money} currency"
    if own_name in table.schema and table.is_text(own_name):
        return own_name
    measured = [f"{name} currency" for name in table.schema if name != money]
    names = [n for n in table.schema if n not in measured and table.is_text(n) and is_currency_name(n)]
    words = currency_words(money)
    alike = [name for name in names if currency_words(name) == words]
    names = alike if alike or words else names
    return names[0] if names else None


def count_currencies(table: TypedTable, name: str) -> dict[str, int]:
    """Rows of each currency, the most frequent first, and under "" of what is none; empty where the
    column holds something else."""
    value = exact_column(name)
    counts = table.frame.select(value=value).drop_nulls().group_by("value").len("rows")
    rows = (
        counts.sort(["rows", "value"], descending=[True, False])
        .head(10 * MOST_CURRENCIES)
        .collect()
        .rows()
    )
    codes: dict[str, int] = {}
    for text, n in rows:
        code = currency_code(text)
        codes[code] = codes.get(code, 0) + n
    unread, total = codes.pop("", 0), sum(n for _, n in rows)
    if len(codes) > MOST_CURRENCIES or unread > (1 - FEWEST_CODES) * total:
        return {}
    ordered = dict(sorted(codes.items(), key=lambda pair: (-pair[1], pair[0])))
    return {**ordered, "": unread} if unread else ordered


def check_currencies(table: TypedTable) -> Iterator[Finding]:
    """A finding where the money is in several currencies."""
    name = currency_column(table)
    codes = count_currencies(table, name) if name else {}
    unread = codes.pop("", 0)
    if name is None or len(codes) < 2:
        return
    most = next(iter(codes))
    n = sum(codes.values()) + unread - codes[most]
    text = currencies_sentence(name, codes, unread, line_noun(table))
    yield Finding(
        "currencies", text, (name,), n, Fix("keep_currency", name, most), f"Keep {most} only", True
    )


def convert_money(table: TypedTable, fix: Fix, rates: Mapping[str, float]) -> pl.LazyFrame:
    """The lines in the currency `fix.value`, and those of `rates` converted to it; a line without a
    currency is taken as in it."""
    factors = {**rates, fix.value: 1.0}
    value = exact_column(fix.column)
    texts = table.frame.select(value.drop_nulls().unique()).collect().to_series().to_list()
    factor_of = {text: factors[code] for text in texts if (code := currency_code(text)) in factors}
    frame = table.frame.filter(value.is_null() | value.is_in(list(factor_of)))
    if not rates:
        return frame
    factor = value.replace_strict(factor_of, default=1.0, return_dtype=pl.Float64)
    money = [n for role in ("amount", "unit_price") if (n := table.column_for(role, numeric=True))]
    changed = [(exact_column(name).cast(pl.Float64) * factor).alias(name) for name in money]
    return frame.with_columns(changed)
