"""Contact details are written as campaign tools take them, or are empty."""

import polars as pl
import pytest
from babel import Locale
from phonenumbers import SUPPORTED_REGIONS

from core.act.audience import cleaning
from core.act.audience.countries import country_code


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (" Anna.B@Example.ORG ", "anna.b@example.org"),
        ("mailto:a@b.co", "a@b.co"),
        ("info@bücher.de", "info@bücher.de"),
        ("+tag@example.org", ""),
        ("=cmd@example.org", ""),
        ("a@b", ""),
        ("a@@b.de", ""),
        ("a b@c.d", ""),
        ("a@b.de,c@d.de", "a@b.de"),
        ("Anna Berg <Anna.Berg@Example.org>", "anna.berg@example.org"),
        ('"Berg, Anna" <anna@example.org>', "anna@example.org"),
        ("<anna@example.org>", "anna@example.org"),
        ("Anna Berg (anna@example.org)", "anna@example.org"),
        ("anna@example.org (Anna Berg)", "anna@example.org"),
        ("anna@example.org.", "anna@example.org"),
        ("anna@example.org,;", "anna@example.org"),
        ("'anna@example.org'", "anna@example.org"),
        ("E-Mail: anna@example.org", "anna@example.org"),
        ("anna @ example.org", "anna@example.org"),
        ("anna@example.org; office@example.org", "anna@example.org"),
        ("anna@example.org office@example.org", "anna@example.org"),
        ("anna@example.org und office@example.org", "anna@example.org"),
        ("anna@example.org / office@example.org", "anna@example.org"),
        ("nonsense; office@example.org", "office@example.org"),
        ("anna\uff20example.org", "anna@example.org"),
        ("mail.anna@example.org", "mail.anna@example.org"),
        ("o'brien@example.org", "o'brien@example.org"),
        ("anna berg@example.org", ""),
        ("anna[at]example.org", ""),
        ("x" * 250 + "@b.de", ""),
    ],
)
def test_email(text: str, written: str) -> None:
    assert cleaning.clean_email(text) == written


@pytest.mark.parametrize(
    ("text", "country", "written"),
    [
        ("030 1234567", "DE", "+49301234567"),
        ("(650) 253-0000", "US", "+16502530000"),
        ("+1 650-253-0000", "DE", "+16502530000"),
        ("0044 20 7031 3000", "", "+442070313000"),
        ("00442070313000", "DE", "+442070313000"),
        ("491711234567", "DE", "+491711234567"),
        ("tel: 030 1234567", "DE", "+49301234567"),
        ("030 1234567; 0171 5550199", "DE", "+49301234567"),
        ("030 1234567 / 0171 5550199", "DE", "+49301234567"),
        ("0171/5550199", "DE", "+491715550199"),
        ("491711234567.0", "DE", "+491711234567"),
        ("030 1234567", "", ""),
        ("12", "DE", ""),
        ("+999 123456", "DE", ""),
        ("call me", "DE", ""),
    ],
)
def test_phone(text: str, country: str, written: str) -> None:
    assert cleaning.clean_phone(text, country) == written


@pytest.mark.parametrize(
    ("full", "first", "last"),
    [
        ("Dr. Anna van der Berg", "Anna", "van der Berg"),
        ("Berg, Anna", "Anna", "Berg"),
        ("John Smith, Jr.", "John", "Smith"),
        ("Cher", "Cher", ""),
        ("", "", ""),
        ("=HYPERLINK(1) Evil", "HYPERLINK(1)", "Evil"),
        ('Mr =HYPERLINK("http://evil")', 'HYPERLINK("http://evil")', ""),
        ("Anna =1+1", "Anna", "1+1"),
        ("=x, Dr. @SUM(A1)", "SUM(A1)", "x"),
    ],
)
def test_names(full: str, first: str, last: str) -> None:
    assert cleaning.split_full_name(full) == (first, last)


@pytest.mark.parametrize("text", ["Mr =1+1", "Dr. Prof. @SUM(A1)", "Frau\t- -2", "= Mrs =1", "Mr ,=1"])
def test_no_name_begins_a_formula(text: str) -> None:
    for found in (
        cleaning.clean_name(text),
        *cleaning.split_full_name(text),
        *cleaning.split_full_name(f"Anna {text}"),
    ):
        assert found[:1] not in ("=", "+", "-", "@")


@pytest.mark.parametrize(
    ("cell", "clean"),
    [("'+12125550100", "+12125550100"), ("'02139", "02139"), ('="02139"', "02139"), ("\u2019007", "007"),
     ("\ufeffanna@b.de", "anna@b.de"), ("an\u200bna@b.de", "anna@b.de"), ("\u202a+49 30\u202c", "+49 30"),
     ("\u00a0Anna\u00a0 Berg ", "Anna Berg"), ("'t Hart", "'t Hart"), ("'s-Hertogenbosch", "'s-Hertogenbosch"),
     ("O'Brien", "O'Brien"), ("'", ""), ("0123", "0123"), (None, None)],
)  # fmt: skip
def test_a_cell_loses_what_is_no_part_of_it(cell: str | None, clean: str | None) -> None:
    frame = pl.DataFrame({"cell": [cell]}, {"cell": pl.String})
    assert frame.select(cleaning.clean_cell(pl.col("cell"))).item() == clean


def test_words_are_composed() -> None:
    assert cleaning.clean_text("Jose\u0301") == "Jos\u00e9"


def test_words_begin_no_formula() -> None:
    assert [cleaning.clean_text(text) for text in ("=1+1", "  -@x", "+49", "a\n b")] == [
        "1+1",
        "x",
        "49",
        "a b",
    ]


@pytest.mark.parametrize(
    ("text", "country", "written"),
    [("2139", "US", "02139"), ("501", "US", "00501"), ("1067", "DE", "01067"), ("1000", "FR", "01000"),
     ("118", "IT", "00118"), ("800", "AU", "0800"), ("94025-1234", "US", "94025-1234"), ("", "US", ""),
     ("2139.0", "US", "02139"), ("1310100", "BR", "01310100"), ("8001", "CH", "8001"), ("2139", "", "2139"), ("m1 1ae", "GB", "M1 1AE"), ("=1067", "DE", "01067")],
)  # fmt: skip
def test_postcode(text: str, country: str, written: str) -> None:
    assert cleaning.clean_postcode(text, country) == written


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ("Germany|deutschland|de|DEU|GER|D|Allemagne|Niemcy", "DE"),
        ("U.S.A.|USA|United States|United States of America|Estados Unidos", "US"),
        ("UK|U.K.|GBR|England|United Kingdom|Great Britain", "GB"),
        ("Republic of Korea|Korea, Republic of|South Korea|Südkorea", "KR"),
        ("Iran|Iran (Islamic Republic of)|IRN", "IR"),
        ("Bosnia and Herzegovina|Bosnia & Herzegovina|Bosnien und Herzegowina", "BA"),
        ("Côte d'Ivoire|Ivory Coast|Elfenbeinküste", "CI"),
        ("Myanmar|Burma|Myanmar (Burma)", "MM"),
        ("Hong Kong|HKG", "HK"),
        ("St. Lucia|Saint Lucia", "LC"),
        ("Türkiye|Turkey|Türkei", "TR"),
        ("Sverige", "SE"),
        ("Suomi", "FI"),
        ("Österreich|Osterreich", "AT"),
        ("Pakistan", "PK"),
        ("Viet Nam", "VN"),
        ("Côte|Atlantis|Channel Islands|276|and|", ""),
    ],
)
def test_country(texts: str, code: str) -> None:
    assert {text: country_code(text) for text in texts.split("|")} == dict.fromkeys(
        texts.split("|"), code
    )


def test_every_country_has_an_english_name() -> None:
    names = {code: Locale("en").territories[code] for code in SUPPORTED_REGIONS}
    assert {code: country_code(name) for code, name in names.items()} == {code: code for code in names}
