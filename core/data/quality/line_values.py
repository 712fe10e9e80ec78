"""Worth of a line where its columns do not say it plainly: totals under a price's name, discounts
beside a price, credit notes with money above zero."""

import re
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from core.data.columns.column_names import name_words
from core.data.columns.profile import exact_column, finite_numbers
from core.data.columns.typed_table import TypedTable
from core.data.quality import line_kinds, words
from core.data.quality.costs import count_words
from core.data.quality.nobody import plain_words
from core.data.quality.order_status import CREDIT, KIND_NAME
from core.model import Finding, Fix

CENT = 0.011  # money that differs by less is equal, rounded parts of it too
SAMPLE = 50_000  # first lines that tell whether a price is a line's total
FEWEST_PRODUCTS = 3  # bought in several quantities, from which their prices tell what they are
MOST_EXCEPTIONS = 0.1  # share of these products, or of the lines, that may be otherwise
MOST_KINDS = 40  # different values of a column that names kinds of documents
MOST_CREDITS = 0.5  # share of the lines that may be credit notes
_DISCOUNT = re.compile(
    r"\b(?:discounts?|disc|rabatt\w*|remise|descuento|dto|dcto|sconto|desconto|korting)\b"
)
_PERCENT = re.compile(r"\b(?:percent\w*|pct|prozent|porcentaje|pourcentage|percentuale)\b")
# Codes of invoices and of credit notes, as accounting software writes them side by side.
_CODES: Mapping[str, str] = {"sc": "si", "pc": "pi", "cn": "inv", "cm": "inv", "cr": "inv", "gs": "re"}
# The two sides of a customer's account: a credit may be a payment, too.
_SIDES: Mapping[str, str] = {"h": "s", "haben": "soll", "c": "d", "credit": "debit", "cr": "dr"}
_SIDE_NAME = re.compile(
    r"\b(?:s h|sh|soll haben|d c|dc|dr cr|debit credit|debe haber)\b|haben ?(?:kz|kennzeichen)"
)


def check_line_values(table: TypedTable) -> Iterator[Finding]:
    """Findings on what lines are worth; each with a fix, taken by itself where the values prove it."""
    if table.kind != "transactions":
        return
    if table.column_for("amount", numeric=True) is None:
        yield from _line_prices(table)
        yield from _discounts(table)
    yield from _credits(table)


def _line_prices(table: TypedTable) -> Iterator[Finding]:
    """A finding where the price grows with the quantity of one product: it is the line's total."""
    price, pieces = (table.column_for(role, numeric=True) for role in ("unit_price", "quantity"))
    product = table.column_for("product")
    if price is None or pieces is None or product is None:
        return
    worth, n = finite_numbers(price), finite_numbers(pieces)
    lines = table.frame.head(SAMPLE).select(
        product=exact_column(product), worth=worth, pieces=n, each=worth / n
    )
    spread = [(pl.col(c).max() - pl.col(c).min()).alias(c) for c in ("worth", "pieces", "each")]
    sold = lines.filter((pl.col("pieces") > 0) & (pl.col("worth") > 0)).group_by("product").agg(spread)
    several = sold.filter(pl.col("pieces") > 0).select(
        products=pl.len(), totals=((pl.col("worth") > CENT) & (pl.col("each") <= CENT)).sum()
    )
    products, totals = several.collect(engine="streaming").row(0)
    if products < FEWEST_PRODUCTS or totals < (1 - MOST_EXCEPTIONS) * products:
        return
    whole, times = table.frame.select(a=worth.sum(), b=(worth * n).sum()).collect().row(0)
    text = words.line_prices_sentence(price, pieces, product, whole, times)
    fix, label = Fix("line_prices", price), words.line_price_button(price)
    yield Finding("line_prices", text, (price, pieces), 0, fix, label, True)


def divide_line_prices(table: TypedTable, name: str) -> pl.LazyFrame:
    """The table with the price of a line divided by its pieces."""
    pieces = table.column_for("quantity", numeric=True)
    if pieces is None:
        return table.frame
    n = finite_numbers(pieces)
    each = pl.when(n != 0).then(finite_numbers(name) / n.abs()).otherwise(finite_numbers(name))
    return table.frame.with_columns(each.alias(name))


def _discounts(table: TypedTable) -> Iterator[Finding]:
    """Findings on discounts that quantity times price does not take off."""
    price, pieces = (table.column_for(role, numeric=True) for role in ("unit_price", "quantity"))
    if price is None or pieces is None:
        return
    for name in _discount_columns(table):
        value = finite_numbers(name)
        n, low, high = (
            table.frame.select(n=(value > 0).sum(), a=value.min(), b=value.max()).collect().row(0)
        )
        if not n:
            continue
        is_share = low >= 0 and (high <= 1 or (high <= 100 and _is_percent(name)))
        text = words.discount_sentence(pieces, price, name, n, is_share)
        if is_share:
            fix, label = Fix("discount", name), f"Take off '{name}'"
            yield Finding("discounts", text, (name, price), n, fix, label, True)
        else:
            yield Finding("discounts", text, (name, price), n)


def _discount_columns(table: TypedTable) -> list[str]:
    single = ("id", "date", "unit_price", "quantity", "order", "product")
    return [
        name for name in table.schema
        if table.is_numeric(name) and table.roles.get(name, "ignore") not in single
        and _DISCOUNT.search(name_words(name))
    ]  # fmt: skip


def _is_percent(name: str) -> bool:
    return "%" in name or _PERCENT.search(name_words(name)) is not None


def take_discounts(table: TypedTable, name: str) -> pl.LazyFrame:
    """The table with the unit price less a discount that is a share or a percentage of it."""
    price = table.column_for("unit_price", numeric=True)
    if price is None:
        return table.frame
    value = finite_numbers(name).fill_null(0.0)
    share = pl.when(value.max() > 1).then(value / 100).otherwise(value)
    rest = finite_numbers(price) * (1 - share)
    return table.frame.with_columns(rest.alias(price), (exact_column(name) * 0).alias(name))


def _credits(table: TypedTable) -> Iterator[Finding]:
    """Findings on credit notes and refunds that are named in a column and hold money above zero."""
    worth = line_kinds.line_value(table)
    if worth is None:
        return
    for name, credits, sure in _credit_columns(table):
        lines = table.frame.filter(exact_column(name).is_in(credits))
        n, below, money = (
            lines.select(n=pl.len(), below=(worth < 0).sum(), money=worth.sum()).collect().row(0)
        )
        rows = table.frame.select(pl.len()).collect().item()
        if not n or below > MOST_EXCEPTIONS * n or n > MOST_CREDITS * rows:
            continue
        _, counted = count_words(table, exact_column(name).is_in(credits).fill_null(False))
        text = words.credits_sentence(n, counted, credits, name, money, sure)
        yield Finding("credits", text, (name,), n, Fix("credits", name), f"Subtract {counted}", sure)


def _credit_columns(table: TypedTable) -> Iterator[tuple[str, list[str], bool]]:
    """Columns that name kinds of documents, with their values that give money back, and how sure that is."""
    for name in table.schema:
        plain, role = name_words(name), table.roles.get(name, "ignore")
        named = KIND_NAME.search(plain) or _SIDE_NAME.search(plain)
        if not named or not table.is_text(name) or role in ("id", "order", "product"):
            continue
        values = _kinds(table, name)
        for pairs, sure in ((_CODES, True), (_SIDES, False)):
            if (sure or _SIDE_NAME.search(plain)) and (chosen := _paired(values, pairs)):
                yield name, chosen, sure
                break
        else:
            chosen = [value for value, plain in values if CREDIT.search(plain)]
            if chosen and len(chosen) < len(values):
                yield name, chosen, True


def _kinds(table: TypedTable, name: str) -> Sequence[tuple[str, str]]:
    """The different values and their plain words; none where there are too many."""
    value = exact_column(name)
    different = table.frame.select(value=value.drop_nulls().unique().head(MOST_KINDS + 1))
    rows = different.with_columns(plain=plain_words(pl.col("value"))).sort("value").collect().rows()
    return rows if len(rows) <= MOST_KINDS else []


def _paired(values: Sequence[tuple[str, str]], pairs: Mapping[str, str]) -> list[str]:
    """The values that are a credit's code where all of them are codes, with the other side among them."""
    plain = {word for _, word in values}
    credits = {word for word in plain if pairs.get(word) in plain}
    others = plain <= {*pairs, *pairs.values()}
    return [value for value, word in values if word in credits] if others else []


def subtract_credits(table: TypedTable, name: str) -> pl.LazyFrame:
    """The table with the money of credit notes below zero."""
    credits = next((values for other, values, _ in _credit_columns(table) if other == name), [])
    amount = table.column_for("amount", numeric=True) or table.column_for("quantity", numeric=True)
    if amount is None or not credits:
        return table.frame
    value = exact_column(amount)
    back = exact_column(name).is_in(credits).fill_null(False) & (value > 0)
    return table.frame.with_columns(pl.when(back).then(-value).otherwise(value).alias(amount))
