"""The style of a document: language of numbers and dates, currency, logo, accent colour."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from math import floor, isfinite, log10
from typing import TYPE_CHECKING, Literal

from core.errors import UserError
from core.report.document.logo import check_logo

if TYPE_CHECKING:
    from babel import Locale

Kind = Literal["text", "count", "number", "money", "share", "signed"]
Cell = str | int | float | None

# The languages whose way of writing numbers and dates is offered.
LANGUAGES: Mapping[str, str] = {
    "en-GB": "English (UK)", "en-US": "English (US)", "de-DE": "German", "fr-FR": "French",
    "es-ES": "Spanish", "it-IT": "Italian", "nl-NL": "Dutch", "pt-PT": "Portuguese",
    "pt-BR": "Portuguese (Brazil)", "pl-PL": "Polish", "sv-SE": "Swedish", "da-DK": "Danish",
    "de-CH": "German (Switzerland)", "en-IN": "English (India)",
}  # fmt: skip
ACCENT = "#2f5bd7"
CONTRAST = 4.5  # WCAG 2.2, AA, for text
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# A figure as English writes it, and no part of a longer word, a date or a version.
ENGLISH = re.compile(r"(?<![\w.,:#/])(?<!\w-)\d+(?:,\d{3})*(?:\.\d+)?(?![\w:/]|[.,-]\d)")


class UnknownLanguage(UserError):
    template = "Numbers are not written in '{language}' here. Choose one of: {known}."


class UnknownCurrency(UserError):
    template = "'{currency}' is not a currency. Give its code of three letters, such as EUR."


class BadColour(UserError):
    template = "'{colour}' is not a colour. Write it as #2f5bd7."


class PaleColour(UserError):
    template = (
        "The colour {colour} is too pale to read on white (contrast {contrast:.1f}, needed "
        "{needed:g}). Choose a darker one."
    )


@dataclass(frozen=True)
class Style:
    """The language of numbers, a currency's code ("": none), a logo ("": none) and the accent colour.

    Raises UserError for a language, currency, colour or image that cannot be used. `logo` is PNG or
    JPEG once it is here; an SVG that is given becomes a PNG.
    """

    language: str = "en-GB"
    currency: str = ""
    logo: bytes = b""
    accent: str = ACCENT

    def __post_init__(self) -> None:
        from babel.numbers import list_currencies

        if self.language not in LANGUAGES:
            raise UnknownLanguage(language=self.language, known=", ".join(LANGUAGES))
        if self.currency and self.currency not in list_currencies():
            raise UnknownCurrency(currency=self.currency)
        if not COLOUR.fullmatch(self.accent):
            raise BadColour(colour=self.accent)
        if (contrast := contrast_on_white(self.accent)) < CONTRAST:
            raise PaleColour(colour=self.accent, contrast=contrast, needed=CONTRAST)
        object.__setattr__(self, "logo", check_logo(self.logo))

    def with_currency(self, code: str) -> Style:
        """The style with a currency that the data name, unless one was chosen."""
        from babel.numbers import list_currencies

        is_missing = not self.currency and code in list_currencies()
        return replace(self, currency=code) if is_missing else self

    @cached_property
    def locale(self) -> Locale:
        from babel import Locale

        return Locale.parse(self.language, sep="-")

    @property
    def symbol(self) -> str:
        """The currency's sign, "" where none is chosen."""
        from babel.numbers import get_currency_symbol

        return get_currency_symbol(self.currency, self.locale) if self.currency else ""

    @property
    def marks(self) -> tuple[str, str]:
        """The decimal mark and the one between thousands."""
        symbols = self.locale.number_symbols["latn"]
        return str(symbols["decimal"]), str(symbols["group"])

    def text(self, cell: Cell, kind: Kind = "text") -> str:
        """The cell as a person reads it; empty for what is not there."""
        if cell is None or (isinstance(cell, float) and not isfinite(cell)):
            return ""
        if isinstance(cell, str):
            return cell
        return self._figure(float(cell), kind)

    def _figure(self, value: float, kind: Kind) -> str:
        if kind == "share":
            return self._share(value)
        digits = 0 if kind == "count" else _decimals(value)
        if kind == "money" and self.currency:
            return self._money(value)
        sign = "+" if kind == "signed" and round(value, digits) > 0 else ""
        return sign + self._decimal(value, digits)

    def _money(self, value: float) -> str:
        from babel.numbers import format_currency

        pattern = self.locale.currency_formats["standard"].pattern
        rounded_pattern = pattern.replace("0.00", "0") if abs(value) >= 100 else pattern
        digits = 0 if abs(value) >= 100 else 2
        return format_currency(
            round(value, digits) or 0.0,
            self.currency,
            rounded_pattern,
            self.locale,
            currency_digits=False,
        )

    def _decimal(self, value: float, digits: int) -> str:
        from babel.numbers import format_decimal

        rounded = round(value, digits) or 0.0  # no -0
        return format_decimal(rounded, "#,##0." + "#" * digits, locale=self.locale)

    def _share(self, share: float) -> str:
        """12 %, 4.6 %, and never a bare 0 % or 100 % for a share that is neither."""
        if 0 < share < 0.0005:
            return f"< {self._decimal(0.1, 1)} %"
        if 0.995 <= share < 1:
            return "> 99 %"
        return f"{self._decimal(100 * share, 1 if 0 < share < 0.0995 else 0)} %"

    def prose(self, text: str, names: Collection[str] = ()) -> str:
        """A sentence whose figures are written as English does, in the chosen language's way; the
        `names` in it stay as they are."""
        point, group = self.marks
        table = str.maketrans({",": group, ".": point})
        alternatives = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        figures = rf"(?<!\w)(?:{alternatives})(?!\w|[.,]\d)|{ENGLISH.pattern}" if names else ENGLISH
        return re.sub(figures, lambda f: f[0] if f[0] in names else f[0].translate(table), text)

    def day(self, day: date) -> str:
        from babel.dates import format_date

        return format_date(day, "long", locale=self.locale)


def contrast_on_white(colour: str) -> float:
    """The contrast ratio of "#rrggbb" to white, 1 to 21 (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def _decimals(value: float) -> int:
    """Number of decimals that leaves about three significant digits."""
    size = abs(value)
    if 0 < size < 0.01:
        return min(12, 1 - floor(log10(size)))
    return 0 if size >= 100 else 1 if size >= 10 else 2
