"""A tool asks those who agreed to be contacted by its own way, and names the column that says no."""

from pathlib import Path

import pytest

from core.act.audience.consent import consent_channel, is_about_consent
from tests.support.contactable_customers import (
    PEOPLE,
    build_audience,
    contact_table,
    contactable_analysis,
    read_rows,
)

PHONES = [f"+4930123456{i:02d}" for i in range(PEOPLE)]
HALF = ["yes"] * 20 + ["no"] * 20


@pytest.mark.parametrize(
    ("name", "channel"),
    [("email_opt_in", "email"), ("Accepts Email Marketing", "email"), ("newsletter", "email"),
     ("sms_consent", "phone"), ("Accepts SMS Marketing", "phone"), ("DoNotCall", "phone"),
     ("whatsapp opt in", "phone"), ("Telefonwerbung erlaubt", "phone"), ("postal_opt_in", "post"),
     ("accepts_marketing", ""), ("consent", ""), ("email_and_sms_opt_in", ""), ("do_not_mail", ""),
     ("Einwilligung E-Mail", "email"), ("consentimiento correo electrónico", "email"),
     ("toestemming telefoon", "phone"), ("nieuwsbrief", "email"), ("consenso email", "email")],
)  # fmt: skip
def test_channel(name: str, channel: str) -> None:
    assert consent_channel(name) == channel


@pytest.mark.parametrize(
    ("name", "answer"),
    [("Nieuwsbrief", "ja"), ("infolettre", "oui"), ("boletín", "sí"), ("Rundbrief", "nein"),
     ("pubblicità", "no"), ("email ok", "yes"), ("inscrito", "verdadeiro")],
)  # fmt: skip
def test_consent_in_other_languages(name: str, answer: str) -> None:
    assert is_about_consent(name, [answer] * 9)
    assert not is_about_consent(name, ["Paris"] * 9)


@pytest.mark.parametrize(
    "name", ["consent_updated_at", "marketing_opt_in_level", "consent source", "consent_collected_from"]
)
def test_what_is_told_about_an_answer_is_none(name: str) -> None:
    assert not is_about_consent(name, ["single_opt_in"]) and is_about_consent("opted_out_at", [])


@pytest.mark.parametrize(
    "answer", ["SUBSCRIBED", "single_opt_in", "Marketing contact", "opted in", "ja"]
)
def test_who_says_so_in_the_words_of_a_system_has_agreed(tmp_path: Path, answer: str) -> None:
    refusal = {"SUBSCRIBED": "NEVER_SUBSCRIBED", "Marketing contact": "Non-marketing contact"}
    answers = [answer] * 30 + [refusal.get(answer, "no")] * 10
    analysis = contactable_analysis(tmp_path, contact_table(email_marketing_status=answers))
    assert len(read_rows(build_audience(analysis, "mailchimp"))) == 30


def test_an_email_tool_asks_the_email_column(tmp_path: Path) -> None:
    table = contact_table(email_opt_in=HALF, sms_opt_in=HALF[::-1], phone=PHONES)
    audience = build_audience(contactable_analysis(tmp_path, table), "mailchimp")
    rows = read_rows(audience)
    assert len(rows) == 20 and "Phone Number" not in rows[0]
    texts = [notice.text for notice in audience.notices]
    assert "20 people without consent are left out: 'email_opt_in' says no for 20." in texts
    assert (
        "'sms_opt_in' is about calls or text messages, so it leaves nobody out of this file." in texts
    )


def test_a_tool_for_both_writes_what_each_agreed_to(tmp_path: Path) -> None:
    table = contact_table(email_opt_in=HALF, sms_opt_in=["yes"] * 10 + ["no"] * 20 + ["yes"] * 10)
    audience = build_audience(contactable_analysis(tmp_path, table | {"phone": PHONES}), "klaviyo")
    details = [(row["Email Address"] != "", row["Phone Number"] != "") for row in read_rows(audience)]
    assert details == [(True, True)] * 10 + [(True, False)] * 10 + [(False, True)] * 10
    texts = " ".join(notice.text for notice in audience.notices)
    assert "10 phone numbers were removed: no consent to calls" in texts
    assert "10 e-mail addresses were removed: no consent to e-mail" in texts


def test_who_refused_email_is_not_reached_without_a_phone(tmp_path: Path) -> None:
    table = contact_table(email_opt_in=HALF, sms_opt_in=["yes"] * PEOPLE)
    audience = build_audience(contactable_analysis(tmp_path, table))
    assert len(read_rows(audience)) == 20 and audience.counts["without_consent"] == 20


def test_a_refusal_of_all_contact_holds_for_all(tmp_path: Path) -> None:
    table = contact_table(do_not_contact=["no"] * 20 + ["yes"] * 20, sms_opt_in=["yes"] * PEOPLE)
    audience = build_audience(contactable_analysis(tmp_path, table | {"phone": PHONES}), "klaviyo")
    assert len(read_rows(audience)) == 20


def test_who_refuses_email_alone_is_not_called_instead(tmp_path: Path) -> None:
    table = contact_table(email_opt_in=HALF, phone=PHONES)
    audience = build_audience(contactable_analysis(tmp_path, table), "klaviyo")
    assert len(read_rows(audience)) == 20


def test_a_column_about_text_messages_says_nothing_of_email(tmp_path: Path) -> None:
    audience = build_audience(
        contactable_analysis(tmp_path, contact_table(sms_opt_in=HALF)), "mailchimp"
    )
    assert len(read_rows(audience)) == PEOPLE
    assert audience.notices[0].text.startswith("No column says who agreed to e-mail; 'sms_opt_in' is")
    assert audience.notices[0].level == "warning"


def test_a_chosen_column_counts_for_every_way(tmp_path: Path) -> None:
    table = contact_table(sms_opt_in=HALF, phone=PHONES)
    analysis = contactable_analysis(tmp_path, table)
    audience = build_audience(analysis, "mailchimp", contacts={"consent": "sms_opt_in"})
    assert len(read_rows(audience)) == 20
