"""Contact columns are found by their names and values, and the user's word goes first."""

from pathlib import Path
from typing import Literal

import pytest

from core.act.audience.consent import is_about_consent, means_refusal
from core.act.audience.contact_columns import NoSuchColumn, UnknownContact, find_contact_columns
from core.model import Recipe
from tests.support.contactable_customers import PEOPLE, contact_table, contactable_analysis


def found(
    folder: Path, columns: dict[str, list[object]], **chosen: str
) -> tuple[dict[str, str], tuple[str, ...]]:
    analysis = contactable_analysis(folder, contact_table() | columns)
    contacts = find_contact_columns(analysis.dataset, analysis.recipe, chosen)
    return dict(contacts.columns), contacts.consent


def test_by_name_in_several_languages(tmp_path: Path) -> None:
    columns, _ = found(tmp_path, {
        "Nachname": ["Berg"] * PEOPLE, "Telefon": ["030 1234567"] * PEOPLE, "PLZ": ["10115"] * PEOPLE,
        "Wohnort": ["Berlin"] * PEOPLE, "Land": ["Deutschland"] * PEOPLE,
    })  # fmt: skip
    assert columns == {
        "email": "email", "first_name": "first_name", "last_name": "Nachname", "phone": "Telefon",
        "zip": "PLZ", "city": "Wohnort", "country": "Land",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("table", "names"), [("transactions", {}), ("customers", {"full_name": "Name"})]
)
def test_among_purchases_a_bare_name_is_a_products(
    tmp_path: Path, table: Literal["transactions", "customers"], names: dict[str, str]
) -> None:
    columns = {**contact_table(), "Name": ["RED MUG"] * PEOPLE}
    del columns["first_name"]
    recipe = Recipe(table=table, roles={"customer_id": "id", "spend": "amount"})
    analysis = contactable_analysis(tmp_path, columns, recipe)
    assert find_contact_columns(analysis.dataset, recipe, {}).columns == {"email": "email", **names}
    chosen = find_contact_columns(analysis.dataset, recipe, {"full_name": "Name"})
    assert chosen.columns["full_name"] == "Name"


def test_an_email_column_is_known_by_its_values(tmp_path: Path) -> None:
    columns, _ = found(tmp_path, {"email": ["yes"] * PEOPLE, "login": contact_table()["email"]})
    assert columns["email"] == "login"


def test_a_name_alone_makes_no_phone_and_no_country(tmp_path: Path) -> None:
    columns, _ = found(tmp_path, {"phone_service": ["yes"] * PEOPLE, "country": ["blue"] * PEOPLE})
    assert {"phone", "country"}.isdisjoint(columns)


@pytest.mark.parametrize(
    ("name", "value", "about"),
    [
        ("marketing_consent", "yes", True),
        ("AcceptsMarketing", "TRUE", True),
        ("email opt out", "0", True),
        ("consent", "whatever", True),
        ("newsletter", "ja", True),
        ("newsletter", "17", False),
        ("marketing spend", "250", False),
        ("unsubscribe", "yes", True),
        ("Widerspruch", "ja", True),
        ("Werbesperre", "ja", True),
        ("dnc", "1", True),
        ("blacklisted", "true", True),
        ("no_contact", "x", True),
        ("withdrawn_at", "2025-01-01", True),
        ("no objection", "yes", True),
        ("phone_no", "1", False),
        ("no_of_calls", "1", False),
        ("unsubscribe_link", "https://example.org/1", False),
        ("refused_delivery", "yes", False),
        ("notes", "no", False),
        ("object_id", "1", False),
    ],
)
def test_consent(tmp_path: Path, name: str, value: str, about: bool) -> None:
    assert found(tmp_path, {name: [value] * PEOPLE})[1] == ((name,) if about else ())


REFUSING = (
    "no_consent", "consent_withdrawn", "consent_revoked", "consent_refused", "withdrew consent",
    "marketing_suppressed", "newsletter_unsubscribe", "DoNotContact", "consent not given", "objected",
    "keine_werbung", "Einwilligung widerrufen", "sans consentement", "email_opt_out", "not_subscribed",
    "gdpr_delete_request", "marketing_blocked", "exclude_from_marketing", "newsletter_bounced", "stop_sms", "consentement retiré",
)  # fmt: skip
AGREEING = (
    "newsletter_notes", "notification_opt_in", "opt_in (yes/no)", "subscribed_or_not", "no_objection",
    "retirement_newsletter", "20_off_newsletter", "non_essential_consent", "newsletter_exclusive_offers", "marketing_objective",
    "not_unsubscribed", "consent_notice", "accepts_marketing", "consent_object_id", "gdpr_no",
)  # fmt: skip


def test_what_a_yes_refuses() -> None:
    assert [name for name in (*REFUSING, *AGREEING) if means_refusal(name)] == list(REFUSING)
    assert all(is_about_consent(name, ["yes"]) for name in REFUSING)


def test_a_refusal_is_not_overlooked_where_a_sample_is_empty() -> None:
    assert is_about_consent("no_contact", []) and not is_about_consent("phone_no", [])


def test_a_known_answer_is_no_consent(tmp_path: Path) -> None:
    roles = {"customer_id": "id", "subscribed": "label"}
    analysis = contactable_analysis(
        tmp_path, contact_table(subscribed=["yes"] * PEOPLE), Recipe(roles=roles)
    )  # type: ignore[arg-type]
    assert find_contact_columns(analysis.dataset, analysis.recipe, {}).consent == ()


def test_the_users_word_goes_first(tmp_path: Path) -> None:
    extra = {"other": contact_table()["email"], "flag": ["1"] * PEOPLE, "consent": ["no"] * PEOPLE}
    columns, consent = found(tmp_path, extra, email="other", consent="flag")
    assert columns["email"] == "other" and consent == ("flag",)


def test_refusals(tmp_path: Path) -> None:
    with pytest.raises(UnknownContact, match=r"no contact field 'mail'.*email"):
        found(tmp_path, {}, mail="email")
    with pytest.raises(NoSuchColumn, match="no column 'x'"):
        found(tmp_path, {}, email="x")
