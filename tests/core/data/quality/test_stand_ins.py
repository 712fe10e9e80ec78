"""Stand-ins: dates of nobody's order, customers who are nobody, addresses that many share."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from core.data.columns.typed_table import TypedTable
from core.data.quality.far_dates import check_dates, find_far_dates
from core.data.quality.findings import check_quality
from core.data.quality.fixes import InapplicableFix, fix_table
from core.data.quality.nobody import is_nobody, is_nobodys_number
from core.features import build_customers
from core.model import Finding, Fix, Recipe, Role, Table

ROLES: dict[str, Role] = {"who": "id", "day": "date", "paid": "amount"}
DAYS = [date(2024, 1, 1) + timedelta(days=7 * week) for week in range(50)]


def sales(
    days: list[Any] | None = None, who: list[Any] | None = None, **more: list[Any]
) -> pl.LazyFrame:
    """Weekly sales of ten customers, 10 each, with other days or customers if given."""
    days = days or DAYS
    people = who or [f"C{place % 10:03d}" for place in range(len(days))]
    return pl.LazyFrame({"who": people, "day": days, "paid": [10.0] * len(days), **more})


def findings_of(
    frame: pl.LazyFrame, kind: str, roles: Mapping[str, Role] = ROLES, table: Table = "transactions"
) -> list[Finding]:
    return [f for f in check_quality(frame, roles, table) if f.kind == kind]


def recommended(frame: pl.LazyFrame, roles: Mapping[str, Role] = ROLES) -> Recipe:
    fixes = [str(f.fix) for f in check_quality(frame, roles, "transactions") if f.recommended]
    return Recipe(table="transactions", roles=roles, fixes=tuple(fixes))


@pytest.mark.parametrize(
    "stray",
    ["2204-03-04", "1900-01-01", "1970-01-01", "9999-12-31", "2042-02-02", "1899-12-30", "2026-11-03"],
)
def test_a_date_far_from_all_others_sets_no_snapshot(stray: str) -> None:
    frame = sales([*DAYS, date.fromisoformat(stray)])
    (finding,) = findings_of(frame, "far_dates")
    assert (finding.count, finding.fix, finding.recommended) == (1, Fix("far_dates", "day"), True)
    assert stray in finding.sentence
    assert "2024-01-01" in finding.sentence
    customers = build_customers(frame, recommended(frame)).frame
    assert customers["recency"].min() == 1
    assert customers["frequency"].sum() == 50


def test_several_far_dates_on_both_sides_are_one_finding() -> None:
    days = [*DAYS, date(9999, 12, 31), date(2204, 1, 5), date(1900, 1, 1), date(1900, 1, 1)]
    (finding,) = findings_of(sales(days), "far_dates")
    assert finding.count == 4
    fixed = fix_table(sales(days), ROLES, "transactions", ["far_dates:day"])
    assert fixed.collect()["day"].null_count() == 4
    assert find_far_dates(fixed, "day") is None


def test_a_stand_in_may_have_many_lines() -> None:
    frame = sales([*DAYS, *[date(1970, 1, 1)] * 20])
    assert findings_of(frame, "far_dates")[0].count == 20


@pytest.mark.parametrize(
    "days",
    [
        DAYS,
        [*DAYS, *(date(2026, 5, 1) + timedelta(days=i) for i in range(10))],  # a newest month far ahead
        [date(2019, 3, 1), *DAYS[::10], date(2027, 1, 1)],  # few and far between
        [date(1969, 12, 1) + timedelta(days=i) for i in range(90)],  # 1970-01-01 among its neighbours
        [datetime(2024, 1, 1) + timedelta(days=i % 7, hours=i) for i in range(90)],
        [*DAYS, date(2025, 1, 30)],
        [None] * 30,
    ],
)
def test_other_gaps_are_no_far_dates(days: list[Any]) -> None:
    frame = sales(days).with_columns(pl.col("day").cast(pl.Datetime("us")))
    assert find_far_dates(frame, "day") is None


def test_days_that_have_not_come_are_told() -> None:
    today = date(2024, 12, 1)
    table = TypedTable(sales(), ROLES, "transactions")
    (finding,) = check_dates(table, today)
    assert (finding.kind, finding.count, finding.recommended) == ("future_dates", 2, True)
    fixed = fix_table(table.frame, ROLES, "transactions", [str(finding.fix)]).collect()
    assert fixed["day"].drop_nulls().max() <= today  # type: ignore[operator]
    assert not list(check_dates(table, date(2025, 1, 1)))


def test_many_days_that_have_not_come_are_not_left_out_by_themselves() -> None:
    table = TypedTable(sales(), ROLES, "transactions")
    (finding,) = check_dates(table, date(2024, 6, 1))
    assert (finding.kind, finding.recommended) == ("future_dates", False)
    assert "recency counts from there" in finding.sentence


def test_one_day_of_the_next_century_is_no_date() -> None:
    frame = sales([date(2099, 1, 1)] * 10 + [date(2024, 1, 1) + timedelta(days=i) for i in range(200)])
    (finding,) = check_dates(TypedTable(frame, ROLES, "transactions"), date(2024, 12, 1))
    assert (finding.kind, finding.count) == ("far_dates", 10)


def test_of_a_table_of_customers_a_far_date_is_missing() -> None:
    frame = pl.LazyFrame({"who": range(30), "day": [date(1900, 1, 1), *DAYS[:29]]})
    (finding,) = findings_of(frame, "far_dates", {"who": "id", "day": "date"}, "customers")
    assert "taken as missing" in finding.sentence


@pytest.mark.parametrize(
    "fix", ["far_dates:paid", "dates_after:day:soon", "dates_after:paid:2024-01-01"]
)
def test_fixes_of_dates_need_dates(fix: str) -> None:
    with pytest.raises(InapplicableFix):
        fix_table(sales(), ROLES, "transactions", [fix])


@pytest.mark.parametrize("birth", [1893.0, 1899.0, 2199.0])
def test_impossible_years_of_birth(birth: float) -> None:
    frame = pl.LazyFrame({"Year_Birth": [1960.0, 1971.0, 1985.0, birth], "n": [1, 2, 3, 4]})
    roles: dict[str, Role] = {"Year_Birth": "number", "n": "number"}
    (finding,) = findings_of(frame, "impossible_years", roles, "customers")
    assert f"{birth:.0f}" in finding.sentence
    assert not finding.recommended
    fixed = fix_table(frame, roles, "customers", ["impossible_years:Year_Birth"]).collect()
    assert fixed["Year_Birth"].to_list() == [1960.0, 1971.0, 1985.0, None]


NOBODIES = [
    "Walk-in", "walk in customer", "WALK-IN CUSTOMERS", "Walkin", "Guest", "guest customer", "Guest Checkout", "Cash",
    "cash sale", "Cash Customer", "Customer - cash", "unknown", "UNKNOWN CUSTOMER", "n/a", "N.A.", "#N/A", "test", "Test Customer",
    "test order", "Anonymous", "no name", "None", "null", "-", "--", "?", "Retail Customer", "POS customer", "Default customer",
    "Barverkauf", "Barverkäufe", "Laufkunde", "Laufkundschaft", "Gast", "Gastbestellung", "Gast-Kunde", "Sammelkunde", "unbekannt",
    "Unbekannter Kunde", "Kunde unbekannt", "anonym", "Diverse Kunden", "Testkunde", "Kunde",
    "client comptant", "Client de passage", "Client anonyme", "client divers", "Invité", "inconnu", "Vente au comptant", "Client générique",
    "consumidor final", "Cliente genérico", "cliente mostrador", "Público en general", "Clientes varios", "cliente contado", "invitado",
    "cliente occasionale", "Cliente generico", "Cliente al banco", "ospite", "consumatore finale", "sconosciuto",
    "Consumidor Final", "cliente balcão", "Cliente avulso", "não identificado", "cliente padrão", "convidado",
    "contante klant", "passant", "losse klant", "Losse verkoop", "gastklant", "onbekend", "anoniem", "balieverkoop",
    "noemail@shop.example", "no-email@x.com", "no.mail@x.de", "keine@mail.de", "sincorreo@x.es", "guest@shop.com", "test@test.com", "unknown@x.y",
    "4.48E+11", "4,48e+11", "9.1E+12",
]  # fmt: skip
SOMEBODIES = [
    "Guest House Ltd", "Cash Converters", "Johnny Cash", "Walker", "Test Valley Council", "Unknown Pleasures Records", "C0001",
    "Guest 12", "guest_00123", "Barbara", "Gaston", "Customer 17", "Customer-0001", "client_42", "Retail", "General", "Final",
    "Divers Supply", "The Generic Co", "Anonymous Coffee", "Bar Central", "Kunde 4711", "NA-001", "0", "12E5", "1E+5X", "Inviter",
    "guestservices@hotel.com", "testa@x.it", "info@shop.com", "cashman@x.com", "anna.noemail@x.com", "Ångström", "李",
]  # fmt: skip


def test_names_of_nobody() -> None:
    names = pl.DataFrame({"name": [*NOBODIES, *SOMEBODIES]}).filter(is_nobody(pl.col("name")))
    assert names["name"].to_list() == NOBODIES


@pytest.mark.parametrize(
    "name", ["Walk-in Customer", "Barverkauf", "client comptant", "consumidor final", "-"]
)
def test_who_is_nobody_is_left_out(name: str) -> None:
    who = [name if place % 3 == 0 else f"Guest House {place % 5}" for place in range(50)]
    frame = sales(who=who)
    (finding,) = findings_of(frame, "nobody")
    assert (finding.count, finding.fix, finding.recommended) == (17, Fix("nobody"), True)
    assert f"'{name}'" in finding.sentence
    assert "34 %, 34 % of money" in finding.sentence
    customers = build_customers(frame, recommended(frame)).frame
    assert name not in customers.index
    assert customers["frequency"].sum() == 33


@pytest.mark.parametrize("value", [0, -1, 99999])
@pytest.mark.parametrize("kind", [int, str, float])
def test_numbers_that_are_nobody(value: int, kind: Any) -> None:
    who = [kind(value) if place % 3 == 0 else kind(1001 + place % 7) for place in range(50)]
    frame = sales(who=who)
    (finding,) = findings_of(frame, "nobody")
    assert (finding.count, finding.recommended) == (17, True)
    customers = build_customers(frame, recommended(frame)).frame
    assert customers["frequency"].sum() == 33


@pytest.mark.parametrize(
    "who",
    [
        [place % 10 for place in range(50)],  # numbered from 0
        [99990 + place % 10 for place in range(50)],
        [f"{place % 10}" for place in range(50)],
        [-1 - place % 10 for place in range(50)],
    ],
)
def test_numbers_that_are_customers(who: list[Any]) -> None:
    assert not findings_of(sales(who=who), "nobody")


def test_an_id_with_most_lines_is_told() -> None:
    who = ["Sammler" if place < 30 else f"C{place:03d}" for place in range(50)]
    (finding,) = findings_of(sales(who=who), "crowd")
    assert (finding.fix, finding.recommended) == (Fix("missing", "who", "Sammler"), False)
    assert "30 times as many" in finding.sentence
    assert not findings_of(sales(), "crowd")


def test_addresses_that_many_share_are_nobodys() -> None:
    mails = [f"p{i}@example.com" for i in range(40)]
    mails[:10] = ["office@shop.example"] * 10
    phones = [f"+4930123{i:04d}" for i in range(40)]
    phones[:2], phones[2:5] = ["0000000000"] * 2, ["+49 30 1234567"] * 3
    frame = pl.LazyFrame({"id": range(40), "E-Mail": mails, "Telefon": phones, "n": range(40)})
    roles: dict[str, Role] = {"id": "id", "E-Mail": "text", "Telefon": "text", "n": "number"}
    shared = findings_of(frame, "shared_contact", roles, "customers")
    assert {f.columns: f.count for f in shared} == {("E-Mail",): 10, ("Telefon",): 2}
    assert all(f.fix is None for f in shared)  # its id would carry an address into links


def test_families_share_an_address() -> None:
    mails = [f"p{i // 2}@example.com" for i in range(40)]
    frame = pl.LazyFrame({"id": range(40), "mail": mails, "n": range(40)})
    roles: dict[str, Role] = {"id": "id", "mail": "text", "n": "number"}
    assert not findings_of(frame, "shared_contact", roles, "customers")


def test_numbers_that_nobody_has() -> None:
    nobodys = [
        "0000000",
        "1234567",
        "01234567890",
        "9876543210",
        "0800 3333333",
        "+49 1234567",
        "4.48E+11",
    ]
    real = ["+49 30 1234567", "0171 2345678", "555-0142", "020 7946 0958"]
    numbers = pl.DataFrame({"number": [*nobodys, *real]})
    counted = numbers.select(is_nobodys_number(pl.col("number"))).to_series().to_list()
    assert counted == [True] * len(nobodys) + [False] * len(real)


def test_a_code_that_reads_as_zero_is_somebody() -> None:
    who = [f"{place % 10:02d}e{place % 10}" for place in range(50)]
    assert not findings_of(sales(who=who), "nobody")


def test_rates_that_nothing_uses_are_told() -> None:
    recipe = Recipe(table="transactions", roles=ROLES, rates={"USD": 0.9})
    notices = build_customers(sales(), recipe).notices
    assert any("USD" in notice.text and "not used" in notice.text for notice in notices)
    assert not any(
        "USD" in n.text for n in build_customers(sales(), recipe.with_changes(rates={})).notices
    )
