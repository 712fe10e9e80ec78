"""Formats of text columns, each decided by the column as a whole."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from core.data.reading import format_words as words
from core.data.reading.cells import (
    MARKERS,
    Cells,
    accepts_misfits,
    column_cells,
    evaluate,
    is_date_name,
    is_key,
    is_measure,
)
from core.data.reading.dates import DateStyle, Order, date_style, likely_order, tight_style
from core.data.reading.number_cells import MARK, may_be_number, split_cells, unit_names
from core.data.reading.number_formats import (
    CODE,
    LONG_WHOLE,
    WHOLE_FLOAT,
    NumberStyle,
    number_style,
    uses_decimal_comma,
)
from core.model import Notice
from core.text import join_quoted

# An id that a spreadsheet showed, and saved, in powers of ten: the digits behind are gone.
SCIENTIFIC = r"^[+-]?[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{1,2}$"
MARKED = rf"^[{MARK}][0-9+]"
LEAST_MARKED = 0.2  # share of cells with an apostrophe in front from which it belongs to none of them
# Bands such as "18-24", "65+" and "< 30k", which are groups and no number gone wrong.
RANGE = (
    r"(?i)^[^0-9]{0,4}[0-9][0-9.,km]*[^0-9-]{0,4}(?:[-\u2013]|to|bis|bis zu|\u00e0|a|and)[^0-9]{0,4}[0-9]"
    r"|^(?:[<>\u2264\u2265]|under|over|below|above|less|more|up to|unter|\u00fcber|mehr)|[0-9][km]?\+$"
)
FEW_NUMBERS = 0.1  # share of numbers from which a column of text under a number's name is told


@dataclass(frozen=True)
class Text:
    """Format of text, which stays as it is.

    `marked` takes a spreadsheet's apostrophe from its front, `whole` ".0" from the end of ids,
    `counts_lost` says that ids in powers of ten are counted.
    """

    marked: bool = False
    whole: bool = False
    counts_lost: bool = False

    exact = True
    wide = False

    def parse(self, text: pl.Expr, strict: bool) -> pl.Expr:  # noqa: ARG002
        if self.marked:
            text = text.str.replace(rf"^[{MARK}]", "")
        return text.str.replace(r"^([0-9]{1,15})\.0+$", "$1") if self.whole else text

    def parse_widely(self, text: pl.Expr) -> pl.Expr:
        return self.parse(text, strict=False)


@dataclass(frozen=True)
class Logical:
    """Format of TRUE and FALSE in any case."""

    exact = True
    wide = False

    def parse(self, text: pl.Expr, strict: bool) -> pl.Expr:
        words = {"true": True, "false": False}
        lower = text.str.to_lowercase()
        if strict:
            return lower.replace_strict(words, return_dtype=pl.Boolean)
        return lower.replace_strict(words, return_dtype=pl.Boolean, default=None)

    def parse_widely(self, text: pl.Expr) -> pl.Expr:
        return self.parse(text, strict=False)


Format = Text | Logical | NumberStyle | DateStyle


def trim_texts(frame: pl.LazyFrame, columns: Iterable[str]) -> pl.LazyFrame:
    """Trim the text columns; null where nothing is left."""
    texts = [pl.col(name) for name in columns]
    stripped = frame.with_columns(text.str.strip_chars() for text in texts)
    return stripped.with_columns(pl.when(text.str.len_bytes() > 0).then(text) for text in texts)


def is_marker(text: pl.Expr, style: Format) -> pl.Expr:
    """True where a cell of a number or date column says in words that it is empty."""
    dashes = isinstance(style, NumberStyle) and style.dash
    markers = [word for word in MARKERS if not dashes or word.strip("-\u2013\u2014")]
    return text.str.to_lowercase().is_in(markers)


def choose_formats(sample: pl.DataFrame, comma: bool) -> tuple[dict[str, Format], tuple[Notice, ...]]:
    """Choose a format for each String column of `sample`, with notices of what was assumed where it
    leaves it open."""
    texts = [name for name, dtype in sample.schema.items() if dtype == pl.String]
    clean = trim_texts(sample.lazy().select(texts), texts).collect()
    cells = {name: column_cells(clean[name]) for name in texts}
    comma = comma or any(uses_decimal_comma(column) for column in cells.values() if len(column.values))
    styles, notices = {}, []
    for name, column in cells.items():
        styles[name], column_notices = _choose_format(column, comma)
        notices += column_notices
    ordered, assumed = _settle_date_orders(styles, clean)
    return ordered, (*notices, *assumed)


def _choose_format(cells: Cells, comma: bool) -> tuple[Format, list[Notice]]:
    values = cells.values
    if values.is_empty():
        return Text(), []
    if values.str.to_lowercase().is_in(("true", "false")).all():
        return Logical(), []
    if not is_measure(cells.name) and _holds_codes(cells) and tight_style(cells) is None:
        return text_format(cells), []
    return _date_format(cells) or _number_format(cells, comma)


def _holds_codes(cells: Cells) -> bool:
    codes = cells.values.str.contains(CODE)
    return (
        bool(codes.any())
        and not cells.values.str.contains("[.,]").any()
        and not (
            is_date_name(cells.name)
            and cells.share(cells.values.str.contains(r"^0+$")) == cells.share(codes)
        )
    )


def _date_format(cells: Cells) -> tuple[Format, list[Notice]] | None:
    style, mask = date_style(cells) or (None, None)
    if style is None or mask is None:
        return None
    named = is_date_name(cells.name) and not is_key(cells.name)
    if not _accepts(cells, mask, named):
        return (text_format(cells), _text_notices(cells, mask, "date")) if named else None
    return None if is_key(cells.name) and (style.coarse or style.unit) else (style, [])


def _number_format(cells: Cells, comma: bool) -> tuple[Format, list[Notice]]:
    reading = number_style(cells, comma)
    if reading is None:
        return text_format(cells), _text_notices(cells, pl.repeat(False, len(cells.values), eager=True))
    style, mask = reading
    if is_key(cells.name):
        return (style if _is_plain_key(cells, style) else text_format(cells)), []
    if not style.whole and cells.values.str.contains(LONG_WHOLE).any():
        return text_format(cells), []
    if _accepts(cells, mask, is_measure(cells.name) or style.is_money):
        return style, []
    return text_format(cells), _text_notices(cells, mask)


def _accepts(cells: Cells, mask: pl.Series, supported: bool) -> bool:
    misfits = ~mask
    coded = misfits & cells.values.str.contains("[0-9]")
    filled, many = int(cells.rows.sum()), 1_000_000
    counts = [round(cells.share(part) * many) for part in (misfits, coded)]
    return filled > 0 and accepts_misfits(cells.name, supported, many, *counts)


def _is_plain_key(cells: Cells, style: NumberStyle) -> bool:
    """Tell whether every key is a number that nothing is lost of: no zeros, signs or groups in front."""
    plain = cells.values.str.contains(style.pattern) & ~cells.values.str.contains(r"^\+|[eE]|^0[0-9]")
    bare = style.whole and not style.group and not style.decorated
    return bare and bool(plain.all())


def text_format(cells: Cells) -> Text:
    """The format of a column that stays text, without what a spreadsheet put into its cells."""
    marked = cells.share(cells.values.str.contains(rf"^[{MARK}]"))
    numbered = bool(cells.values.str.contains(MARKED).any())
    whole = cells.matching_share(WHOLE_FLOAT) > 0.5
    lost = bool(cells.values.str.contains(SCIENTIFIC).any())
    return Text(
        marked >= LEAST_MARKED or numbered, is_key(cells.name) and whole, is_key(cells.name) and lost
    )


def _text_notices(cells: Cells, mask: pl.Series, kind: words.Kind = "number") -> list[Notice]:
    """Notices about a column that stays text although its name says that it holds numbers or dates."""
    share = cells.share(mask)
    numbered = cells.share(
        may_be_number(cells.values) & split_cells(cells.values)["number"].is_not_null()
    )
    supported = kind == "date" or is_measure(cells.name)
    if max(share, numbered) < FEW_NUMBERS or not supported:
        return []
    if kind == "number" and cells.matching_share(RANGE) > 0.5:
        return []
    examples = join_quoted(cells.values.filter(~mask).head(3).to_list(), ", ")
    units = unit_names(tuple(split_cells(cells.values)["suffix"].drop_nulls().unique()))
    if len(units) > 1 and kind == "number":
        text = words.several_units(cells.name, sorted(units), examples)
    else:
        text = words.mostly_unreadable(cells.name, kind, share, examples)
    return [Notice(text, "warning", cells.name)]


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
    return evaluate(clean[name], lambda text: style.parse(text, strict=False))


def _assumed_order_notice(name: str, order: Order, why: str) -> Notice:
    return Notice(words.assumed_order(name, order, why), "warning", name)


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
    if isinstance(style, NumberStyle):
        return _number_notice(name, style)
    return _date_notice(name, style) if isinstance(style, DateStyle) else None


def _number_notice(name: str, style: NumberStyle) -> Notice | None:
    text, level = "", "info"
    if style.assumed_group:
        text, level = words.assumed_thousands(name), "warning"
    elif style.decorated and style.multiples:
        text, level = words.multiples(name, style.multiples), "warning"
    elif style.decorated and style.units:
        text = words.without_unit(name, style.units)
    elif style.decorated:
        text = words.without_signs(name)
    elif style.trailing_zero:
        text = words.whole_again(name)
    elif style.group in ",." and style.group and style.whole:
        text = words.thousands(name, style.group)
    return Notice(text, level, name) if text else None  # type: ignore[arg-type]


def _date_notice(name: str, style: DateStyle) -> Notice | None:
    text, level = "", "info"
    if style.both_orders:
        text, level = words.both_orders(name, style.order), "warning"
    elif style.patterns and not re.search("[^%a-zA-Z]", style.patterns[0]) and style.order != "YMD":
        text = words.dates_in_digits(name, style.order)
    elif style.coarse:
        text = words.whole_periods(name, style.coarse)
    elif style.has_zone:
        text = words.times_in_utc(name)
    elif style.unit == "days":
        text = words.excel_dates(name)
    elif style.unit:
        text = words.times_since_1970(name, style.unit)
    return Notice(text, level, name) if text else None  # type: ignore[arg-type]
