"""Formats of text columns, each decided by the column as a whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from core.data.reading.dates import DateStyle, Order, date_style, likely_order
from core.data.reading.number_formats import (
    CODE,
    MARKERS,
    NumberStyle,
    number_style,
    uses_decimal_comma,
)
from core.model import Notice

# A column is a number or a date where at most this share of its values is neither; those are read as
# missing. Higher, more dirty columns are numbers, at the price of more lost values.
MOST_MISFITS = 0.01
MOST_DISTINCT = 5000  # distinct values of a column that its format is decided by
WHOLE_AGAIN = "'{name}' held whole numbers written as decimals (17850.0); they are whole again."


@dataclass(frozen=True)
class Text:
    """Format of text, which stays as it is."""

    def parse(self, text: pl.Expr, strict: bool) -> pl.Expr:  # noqa: ARG002
        return text


@dataclass(frozen=True)
class Logical:
    """Format of TRUE and FALSE in any case."""

    def parse(self, text: pl.Expr, strict: bool) -> pl.Expr:
        words = {"true": True, "false": False}
        lower = text.str.to_lowercase()
        if strict:
            return lower.replace_strict(words, return_dtype=pl.Boolean)
        return lower.replace_strict(words, return_dtype=pl.Boolean, default=None)


Format = Text | Logical | NumberStyle | DateStyle


def trim_texts(frame: pl.LazyFrame, columns: Iterable[str]) -> pl.LazyFrame:
    """Trim the text columns; null where nothing is left."""
    texts = [pl.col(name) for name in columns]
    stripped = frame.with_columns(text.str.strip_chars() for text in texts)
    return stripped.with_columns(pl.when(text.str.len_bytes() > 0).then(text) for text in texts)


def is_marker(text: pl.Expr) -> pl.Expr:
    """True where a cell of a number or date column says in words that it is empty."""
    return text.str.to_lowercase().is_in(MARKERS)


def choose_formats(sample: pl.DataFrame, comma: bool) -> tuple[dict[str, Format], tuple[Notice, ...]]:
    """Choose a format for each String column of `sample`, with notices of what was assumed where it
    leaves it open."""
    texts = [name for name, dtype in sample.schema.items() if dtype == pl.String]
    clean = trim_texts(sample.lazy().select(texts), texts).collect()
    values = {name: _distinct_values(clean[name]) for name in texts}
    comma = comma or any(uses_decimal_comma(column) for column in values.values() if len(column))
    styles = {name: _choose_format(column, name, comma) for name, column in values.items()}
    return _settle_date_orders(styles, clean)


def _distinct_values(column: pl.Series) -> pl.Series:
    values = column.drop_nulls().unique(maintain_order=True).head(MOST_DISTINCT)
    return values.filter(~values.str.to_lowercase().is_in(MARKERS))


def _choose_format(values: pl.Series, name: str, comma: bool) -> Format:
    if values.is_empty():
        return Text()
    if values.str.to_lowercase().is_in(("true", "false")).all():
        return Logical()
    if values.str.contains(CODE).any() and not values.str.contains("[.,]").any():
        return Text()
    date = date_style(values, name, 1 - MOST_MISFITS)
    return date or number_style(values, comma, 1 - MOST_MISFITS) or Text()


def _settle_date_orders(
    styles: Mapping[str, Format], clean: pl.DataFrame
) -> tuple[dict[str, Format], tuple[Notice, ...]]:
    """Decide every open order of day and month, with a notice for each."""
    proven = [style.order for style in styles.values() if isinstance(style, DateStyle) and style.sure]
    ordered, notices = dict(styles), []
    for name, style in styles.items():
        if isinstance(style, DateStyle) and not style.sure:
            orders: tuple[Order, ...] = ("DMY", "MDY")
            stamps = {order: _read_dates(clean, name, style.with_order(order)) for order in orders}
            order, why = likely_order(stamps, proven, style.twelve)
            ordered[name] = style.with_order(order)
            notices.append(_assumed_order_notice(name, order, why))
    return ordered, tuple(notices)


def _read_dates(clean: pl.DataFrame, name: str, style: DateStyle) -> pl.Series:
    return clean.select(style.parse(pl.col(name), strict=False)).to_series()


def _assumed_order_notice(name: str, order: Order, why: str) -> Notice:
    words = "day/month/year" if order == "DMY" else "month/day/year"
    text = f"'{name}' could be day/month or month/day; it was read as {words}, because {why}."
    return Notice(text, "warning", name)


def wider_format(style: Format) -> Format | None:
    """Format that a column may turn out to have when more of it is read.

    None where there is no other.
    """
    if isinstance(style, NumberStyle) and style.whole:
        return style.widen()
    if isinstance(style, DateStyle) and not style.sure:
        return replace(style.with_order("MDY" if style.order == "DMY" else "DMY"), sure=True)
    return None


def format_notice(name: str, style: Format) -> Notice | None:
    """Notice about how a column was read; None where it was read as it is written."""
    text = ""
    if isinstance(style, NumberStyle) and style.trailing_zero:
        text = WHOLE_AGAIN.format(name=name)
    elif isinstance(style, NumberStyle) and style.decorated:
        text = f"'{name}' was read as numbers without its currency or percent signs."
    elif isinstance(style, NumberStyle) and style.group in ",." and style.group and style.whole:
        text = f"'{name}' was read with '{style.group}' between thousands."
    elif isinstance(style, DateStyle) and style.has_zone:
        text = f"The times in '{name}' are now in UTC."
    elif isinstance(style, DateStyle) and style.serial:
        text = f"The day numbers in '{name}' were read as Excel dates."
    return Notice(text, "info", name) if text else None
