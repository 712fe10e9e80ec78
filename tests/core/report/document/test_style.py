"""Figures in the language and currency that were chosen, and what cannot be chosen."""

from datetime import date

import pytest

from core.errors import UserError
from core.report.document.logo import MOST_BYTES, BadLogo, check_logo
from core.report.document.style import (
    BadColour,
    Kind,
    PaleColour,
    Style,
    UnknownCurrency,
    UnknownLanguage,
    contrast_on_white,
)
from tests.support.pictures import picture

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="9" height="9"/>%s</svg>'
)


@pytest.mark.parametrize(
    ("language", "currency", "value", "kind", "text"),
    [
        ("en-GB", "", 1234567, "count", "1,234,567"),
        ("de-DE", "", 1234567, "count", "1.234.567"),
        ("de-DE", "EUR", 1234.5, "money", "1.234\xa0€"),
        ("en-GB", "GBP", 12.346, "money", "£12.35"),
        ("en-GB", "", 1234.5, "money", "1,234"),
        ("fr-FR", "", 12.345, "number", "12,3"),
        ("en-GB", "", 0.00123, "number", "0.0012"),
        ("en-GB", "", -0.0, "number", "0"),
        ("en-GB", "", 1.25, "signed", "+1.25"),
        ("en-GB", "", 0.999, "share", "> 99 %"),
        ("de-DE", "", 0.0456, "share", "4,6 %"),
        ("de-DE", "", 0.0001, "share", "< 0,1 %"),
        ("en-GB", "", None, "number", ""),
        ("en-GB", "", float("nan"), "number", ""),
    ],
)
def test_cells_are_written_as_the_reader_writes_them(
    language: str, currency: str, value: float | None, kind: Kind, text: str
) -> None:
    assert Style(language, currency).text(value, kind) == text


def test_sentences_follow_and_dates_and_versions_stay() -> None:
    said = "1,234 customers (-0.5) since 2011-12-10, v1.2.3, in 3.5 days."
    assert Style("de-DE").prose(said) == "1.234 customers (-0,5) since 2011-12-10, v1.2.3, in 3,5 days."
    assert Style().prose(said) == said
    assert Style("de-DE").day(date(2026, 3, 1)) == "1. März 2026"


def test_names_stay_as_they_are_called() -> None:
    said = "Release is 2.5 and Release is 2.51 and Size at most 1,250; 1 · Tariff 9.5: 2.5"
    names = {"Release is 2.5", "Tariff 9.5", "Tariff 9"}
    told = "Release is 2.5 and Release is 2,51 and Size at most 1.250; 1 · Tariff 9.5: 2,5"
    assert Style("de-DE").prose(said, names) == told


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"language": "tlh"}, UnknownLanguage),
        ({"currency": "XQX"}, UnknownCurrency),
        ({"accent": "red"}, BadColour),
        ({"accent": "#ffee00"}, PaleColour),
        ({"logo": b"GIF89a"}, BadLogo),
        ({"logo": b"\x89PNG\r\n\x1a\nbroken"}, BadLogo),
        ({"logo": b"x" * (MOST_BYTES + 1)}, BadLogo),
        ({"logo": b"<svg><g"}, BadLogo),
        ({"logo": SVG % b'<image href="/etc/logo.png"/>'}, BadLogo),
        ({"logo": SVG % (b'<use href="#a"/>' * 17)}, BadLogo),
    ],
)
def test_what_cannot_be_used_is_refused(wrong: dict[str, object], error: type[UserError]) -> None:
    with pytest.raises(error):
        Style(**wrong)  # type: ignore[arg-type]


def test_a_drawn_logo_becomes_a_picture() -> None:
    assert check_logo(SVG % b"").startswith(b"\x89PNG")
    assert check_logo(picture()) == picture() and check_logo(b"") == b""


def test_contrast_is_that_of_wcag() -> None:
    assert contrast_on_white("#000000") == pytest.approx(21)
    assert contrast_on_white("#767676") == pytest.approx(4.54, abs=0.01)
