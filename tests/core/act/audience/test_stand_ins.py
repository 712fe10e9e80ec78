"""Addresses and numbers that are nobody's are left empty, tie nobody together and silence nobody."""

from pathlib import Path

import pytest

from core.act.audience.stand_ins import is_cut_off, is_made_up_email, is_made_up_number
from tests.support.contactable_customers import (
    PEOPLE,
    build_audience,
    contact_table,
    contactable_analysis,
    read_rows,
)

NAMES = [f"Anna{i}" for i in range(PEOPLE)]


@pytest.mark.parametrize(
    "number",
    ["0000000000", "+49 999 9999999", "111-111-1111", "1234567890", "0123456789", "987654321",
     "+49 1234567890", "(000) 000-0000", "+15555555555", "+33 1 23 45 67 89"],
)  # fmt: skip
def test_made_up_numbers(number: str) -> None:
    assert is_made_up_number(number)


@pytest.mark.parametrize(
    "number",
    ["030 1234567", "+12125550100", "+49 171 5550199", "0800 1234567", "+33 1 42 68 53 00", ""],
)
def test_numbers_that_are_not_made_up(number: str) -> None:
    assert not is_made_up_number(number)


@pytest.mark.parametrize("number", ["4.48E+11", "4,48e+11", "4.47701E+11", "+4E11", "447701000000"])
def test_numbers_that_a_spreadsheet_cut_off(number: str) -> None:
    assert is_cut_off(number) and not is_cut_off("+44 20 7031 3000")


@pytest.mark.parametrize(
    ("address", "is_made_up"),
    [("noemail@shop.de", True), ("no-email@shop.de", True), ("keine.email@laden.de", True),
     ("pasdemail@boutique.fr", True), ("sin_correo@tienda.es", True), ("noreply@x.com", True),
     ("test@test.com", True), ("nomail@x.com", True), ("unbekannt@x.de", True), ("semeemail@x.br", False),
     ("noah@x.com", False), ("test.engineer@x.com", False), ("info@x.com", False), ("nonna@x.it", False),
     ("no-name@x.com", True), ("sans.adresse@x.fr", True), ("guest@x.com", True), ("asdf@x.com", True)],
)  # fmt: skip
def test_made_up_addresses(address: str, is_made_up: bool) -> None:
    assert is_made_up_email(address) == is_made_up


def test_an_address_that_many_share_ties_nobody_and_is_told(tmp_path: Path) -> None:
    emails = ["Till@Shop.example"] * 10 + contact_table()["email"][10:]
    table = contact_table(
        first_name=NAMES,
        email=emails,
        consent=["no"] + ["yes"] * 39,
        phone=[f"+4930123456{i:02d}" for i in range(PEOPLE)],
    )
    audience = build_audience(contactable_analysis(tmp_path, table), "klaviyo")
    rows = read_rows(audience)
    assert len(rows) == 39 and not any("till" in row["Email Address"] for row in rows)
    assert any("10 e-mail addresses were removed: many" in n.text for n in audience.notices)


def test_a_number_that_many_share_silences_nobody(tmp_path: Path) -> None:
    phones = ["030 555 0000"] * 8 + ["0000000000"] * 8 + ["4.48E+11"] * 8 + [""] * 16
    table = contact_table(first_name=NAMES, phone=phones, consent=["no", *["yes"] * 38, "no"])
    audience = build_audience(contactable_analysis(tmp_path, table), country="DE")
    assert len(read_rows(audience)) == 38 and "phone" not in read_rows(audience)[0]
    texts = " ".join(notice.text for notice in audience.notices)
    for reason in ("many customers share", "made up to fill", "a spreadsheet has cut off"):
        assert f"8 phone numbers were removed: {reason}" in texts


def test_who_shares_is_counted_among_all_customers(tmp_path: Path) -> None:
    emails = ["till@shop.example" if i % 4 == 0 else f"p{i}@b.de" for i in range(PEOPLE)]
    table = contact_table(first_name=NAMES, email=emails)
    audience = build_audience(contactable_analysis(tmp_path, table), segments={1: "Loyal"})
    assert [row["email"] for row in read_rows(audience)].count("") == 5


def test_a_family_is_still_one(tmp_path: Path) -> None:
    emails = ["berg@b.de"] * 3 + contact_table()["email"][3:]
    table = contact_table(first_name=NAMES, email=emails, consent=["no"] + ["yes"] * 39)
    assert len(read_rows(build_audience(contactable_analysis(tmp_path, table)))) == 37


def test_one_person_with_many_accounts_is_still_one(tmp_path: Path) -> None:
    emails = ["anna@b.de"] * 9 + contact_table()["email"][9:]
    table = contact_table(email=emails, last_name=["Berg"] * PEOPLE)
    audience = build_audience(contactable_analysis(tmp_path, table))
    assert audience.counts["repeated"] == 8
