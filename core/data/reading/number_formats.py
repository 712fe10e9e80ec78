"""Numbers as people write them: grouped thousands, decimal commas, currencies, percent signs."""

import re
from dataclasses import dataclass, replace
from typing import Self

import polars as pl

SPACES = " \u00a0\u2009\u202f"
MINUS = "\u2212"
QUOTES = "'\u2019"
CURRENCY = r"(?:US\$|R\$|[$€£¥₹₽₩₺]|USD|EUR|GBP|CHF|JPY|INR|CAD|AUD|BRL|kr|zł)"
DECORATION = rf"(?i)^\(|\)$|{CURRENCY}|%"
DIGITS = rf"[0-9.,{QUOTES}{SPACES}]*[0-9][.,]?(?:E[+-]?[0-9]+)?"
DECORATED = rf"(?i)^[-+{MINUS}(]?\s*(?:{CURRENCY})?\s*[-+{MINUS}]?{DIGITS}\s*(?:{CURRENCY}|%)?\s*\)?$"
# Leading zeros, and more digits than a whole number holds: a code, not a count.
CODE = r"^[+-]?(?:0[0-9]+|[0-9]{19,})$"
WHOLE = r"^[+-]?[0-9]{1,18}$"
WHOLE_FLOAT = r"^[+-]?[0-9]{1,15}\.0+$"
MARKERS = ("na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "--", "?", ".", "#div/0!", "#value!")


@dataclass(frozen=True)
class NumberStyle:
    """Spelling of numbers: `group` between thousands ("" for none), `decimal` before fractions."""

    group: str
    decimal: str
    whole: bool = False
    decorated: bool = False
    trailing_zero: bool = False

    @property
    def pattern(self) -> str:
        group = f"[{SPACES}]" if self.group == " " else f"[{self.group}]"
        grouped = f"|[0-9]{{1,3}}(?:{group}[0-9]{{3}})+" if self.group else ""
        exponent = "(?:[eE][+-]?[0-9]{1,3})?" if self.decimal == "." else ""
        whole, fraction = f"[0-9]+{grouped}", f"[{self.decimal}][0-9]"
        return rf"^[+-]?(?:(?:{whole})(?:{fraction}*)?|{fraction}+){exponent}$"

    def parse(self, text: pl.Expr, strict: bool) -> pl.Expr:
        """Parse the numbers in `text`.

        What is no number of this style raises, or is null if not `strict`.
        """
        plain = self._undecorate(text)
        refused = pl.lit("?" if strict else None, dtype=pl.String)
        if self != replace(POINT[0], whole=self.whole) or not strict:
            plain = pl.when(~plain.str.contains(self.pattern)).then(refused).otherwise(plain)
        plain = self._normalise(plain)
        if not self.whole:
            return plain.cast(pl.Float64, strict=strict)
        if self.trailing_zero:
            plain = plain.str.replace(r"\.0+$", "")
        coded = plain.str.starts_with("0") & (plain.str.len_bytes() > 1)
        return pl.when(coded).then(refused).otherwise(plain).cast(pl.Int64, strict=strict)

    def widen(self) -> Self:
        return replace(self, whole=False, trailing_zero=False)

    def _undecorate(self, text: pl.Expr) -> pl.Expr:
        if not self.decorated:
            return text
        negative = text.str.contains(r"^\(.*\)$")
        stripped = text.str.replace_all(MINUS, "-", literal=True).str.replace_all(DECORATION, "")
        stripped = stripped.str.strip_chars().str.replace(r"^([+-])\s+", "$1")
        return pl.when(negative).then(pl.concat_str(pl.lit("-"), stripped)).otherwise(stripped)

    def _normalise(self, text: pl.Expr) -> pl.Expr:
        if self.group == " ":
            text = text.str.replace_all(f"[{SPACES}]", "")
        elif self.group:
            text = text.str.replace_all(f"[{self.group}]", "")
        return text.str.replace(",", ".", literal=True) if self.decimal == "," else text


POINT = (NumberStyle("", "."), NumberStyle(",", "."), NumberStyle(" ", "."), NumberStyle(QUOTES, "."))
COMMA = (NumberStyle("", ","), NumberStyle(".", ","), NumberStyle(" ", ","))


def looks_like_number(cell: str) -> bool:
    return re.fullmatch(DECORATED[4:], cell.strip(), re.IGNORECASE) is not None


def uses_decimal_comma(values: pl.Series) -> bool:
    """Tell whether the column can only be read with a decimal comma."""
    return _matching_share(values, r"^[+-]?[0-9.]*[0-9],([0-9]{1,2}|[0-9]{4,})$") > 0.5


def number_style(values: pl.Series, comma: bool, least: float) -> NumberStyle | None:
    """The style that fits at least the share `least` of `values` (non-empty texts); None: no numbers.

    `comma` says that the file's other columns write a decimal comma, which settles "1.234".
    """
    if _matching_share(values, DECORATED) < least:
        return None
    decorated = not values.str.contains(r"^[+-]?[0-9]*[.,]?[0-9]*([eE][+-]?[0-9]+)?$").all()
    decorated = decorated and values.str.contains(f"{DECORATION}|{MINUS}").any()
    plain = _strip_decoration(values) if decorated else values
    styles = COMMA + POINT if comma else POINT + COMMA
    best = max(styles, key=lambda style: _matching_share(plain, style.pattern))
    if _matching_share(plain, best.pattern) < least:
        return None
    return _detect_whole(replace(best, decorated=decorated), plain)


def _detect_whole(style: NumberStyle, plain: pl.Series) -> NumberStyle:
    fits = plain.filter(plain.str.contains(style.pattern))
    normalised = fits.to_frame("v").select(style._normalise(pl.col("v"))).to_series()
    if normalised.str.contains(WHOLE).all():
        return replace(style, whole=True)
    if style.decimal == "." and normalised.str.contains(WHOLE_FLOAT).all():
        return replace(style, whole=True, trailing_zero=True)
    return style


def _strip_decoration(values: pl.Series) -> pl.Series:
    style = NumberStyle("", ".", decorated=True)
    return values.to_frame("v").select(style._undecorate(pl.col("v"))).to_series()


def _matching_share(values: pl.Series, pattern: str) -> float:
    return float(values.str.contains(pattern).mean() or 0.0)  # type: ignore[arg-type]
