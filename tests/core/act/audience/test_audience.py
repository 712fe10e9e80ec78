"""An audience file holds who may and can be contacted, each once, and nobody who is held out."""

import logging
from datetime import datetime
from pathlib import Path

import pytest

from core.act.audience.audience import (
    AudienceRequest,
    BadCountry,
    BadHoldout,
    NobodyLeft,
    NoContacts,
    NoSegments,
)
from core.errors import UnknownSegment
from core.model import Recipe
from core.plugins import UnknownName
from tests.support.contactable_customers import (
    PEOPLE,
    build_audience,
    contact_table,
    contactable_analysis,
    read_rows,
)

LINES = Recipe(table="transactions", roles={"who": "id", "when": "date", "paid": "amount"})


def ids(made, name: str = "audience.csv") -> set[str]:
    return {
        row["customer"] if "customer" in row else row["customer_id"] for row in read_rows(made, name)
    }


def test_only_the_segment_is_in_the_file(tmp_path: Path) -> None:
    audience = build_audience(contactable_analysis(tmp_path, contact_table()), segments={2: "New"})
    assert ids(audience) == {f"C{i:02d}" for i in range(20, 40)}
    assert {row["segment"] for row in read_rows(audience)} == {"New"}
    assert read_rows(audience)[0]["email"] == "person20@example.org"
    assert "holdout.csv" not in audience.files


def test_consent_is_respected_in_every_column_that_tells_of_it(tmp_path: Path) -> None:
    opted = ["yes", "no", "", "maybe"] * 10
    out = ["no"] * 20 + ["yes"] * 10 + [None] * 10
    audience = build_audience(
        contactable_analysis(tmp_path, contact_table(opt_in=opted, unsubscribed=out))
    )
    assert ids(audience) == {f"C{i:02d}" for i in range(0, 40, 4) if not 20 <= i < 30}
    assert audience.counts["without_consent"] == PEOPLE - len(ids(audience))
    assert "without consent" in audience.notices[0].text and audience.notices[0].about == "audience"


def test_the_day_of_a_consent_is_a_consent(tmp_path: Path) -> None:
    days = [datetime(2025, 1, 1)] * 10 + [None] * 30
    audience = build_audience(contactable_analysis(tmp_path, contact_table(consent_date=days)))
    assert ids(audience) == {f"C{i:02d}" for i in range(10)}


@pytest.mark.parametrize("name", ["no_consent", "consent_withdrawn", "dnc", "werbesperre"])
def test_a_yes_to_refusing_is_a_no(tmp_path: Path, name: str) -> None:
    audience = build_audience(
        contactable_analysis(tmp_path, contact_table(**{name: ["yes"] * 10 + ["no"] * 30}))
    )
    assert ids(audience) == {f"C{i:02d}" for i in range(10, 40)}
    assert any(f"A yes or a date in '{name}'" in notice.text for notice in audience.notices)


def test_the_day_of_a_refusal_is_a_refusal(tmp_path: Path) -> None:
    days = [datetime(2025, 1, 1)] * 10 + [None] * 30
    audience = build_audience(contactable_analysis(tmp_path, contact_table(consent_withdrawn_at=days)))
    assert ids(audience) == {f"C{i:02d}" for i in range(10, 40)}


def test_in_a_column_about_refusing_opted_out_is_no_plain_no(tmp_path: Path) -> None:
    said = ["unsubscribed", "withdrawn", "opted out", "no", "subscribed", "", "pending", "yes"] * 5
    audience = build_audience(contactable_analysis(tmp_path, contact_table(unsubscribe=said)))
    assert ids(audience) == {f"C{i:02d}" for i in range(40) if i % 8 in (3, 4, 5)}


def test_a_refusal_holds_for_the_address_not_for_the_customer(tmp_path: Path) -> None:
    emails = ["a@b.de", "A@B.de ", *contact_table()["email"][2:]]
    answers = ["no"] + ["yes"] * 38 + ["no"]
    audience = build_audience(
        contactable_analysis(tmp_path, contact_table(email=emails, consent=answers))
    )
    assert {"C00", "C01", "C39"}.isdisjoint(ids(audience)) and len(ids(audience)) == 37


def phones(*first: str) -> list[str]:
    return [*first, *(f"+4930123456{i:02d}" for i in range(len(first), PEOPLE))]


def test_a_refusal_holds_for_the_phone_number_too_and_for_all_who_share_either(tmp_path: Path) -> None:
    emails = [*contact_table()["email"][:2], "person1@example.org", *contact_table()["email"][3:]]
    shared = phones("+493012345678", "+493012345678")
    audience = build_audience(
        contactable_analysis(
            tmp_path, contact_table(email=emails, phone=shared, consent=["no"] + ["yes"] * 39)
        ),
        "klaviyo",
    )
    assert "+493012345678" not in {row["Phone Number"] for row in read_rows(audience)}
    assert {"C00", "C01", "C02"}.isdisjoint(ids(audience, "assignment.csv")) and len(
        read_rows(audience)
    ) == 37
    assert any("are 2 people who share an e-mail" in notice.text for notice in audience.notices)


def test_each_phone_number_stands_once(tmp_path: Path) -> None:
    emails = [*contact_table()["email"][:30], *[""] * 10]
    audience = build_audience(
        contactable_analysis(tmp_path, contact_table(phone=["+493012345678"] * 40, email=emails)),
        "klaviyo",
    )
    assert [row["Phone Number"] for row in read_rows(audience)] == ["+493012345678", *[""] * 29]
    assert audience.counts["repeated"] == 10
    assert any(n.text.startswith("29 phone numbers were removed: another") for n in audience.notices)


def test_nobody_held_out_is_contacted_through_another_row(tmp_path: Path) -> None:
    pairs = [f"+4930123456{i // 2:02d}" for i in range(PEOPLE)]
    audience = build_audience(contactable_analysis(tmp_path, contact_table(phone=pairs)), holdout=0.5)
    held = {int(who[1:]) // 2 for who in ids(audience, "holdout.csv")}
    assert len(held) == 10 and held.isdisjoint(int(who[1:]) // 2 for who in ids(audience))


def test_the_hold_out_hardly_changes_with_the_customers(tmp_path: Path) -> None:
    columns = contact_table()
    once = ids(build_audience(contactable_analysis(tmp_path, columns), holdout=0.25), "holdout.csv")
    turned = {name: values[:0:-1] for name, values in columns.items()}
    again = ids(build_audience(contactable_analysis(tmp_path, turned), holdout=0.25), "holdout.csv")
    assert len(once & again) >= 9


def test_any_other_tool_takes_a_file_with_ids_only(tmp_path: Path) -> None:
    bare = {"customer_id": contact_table()["customer_id"], "spend": contact_table()["spend"]}
    assert list(read_rows(build_audience(contactable_analysis(tmp_path, bare)))[0].values()) == [
        "C00",
        "Loyal",
    ]


def test_without_a_consent_column_the_reader_is_warned(tmp_path: Path) -> None:
    first = build_audience(contactable_analysis(tmp_path, contact_table())).notices[0]
    assert "agreed to be contacted" in first.text and first.level == "warning"


def test_in_transactions_the_latest_details_and_answer_count(tmp_path: Path) -> None:
    days = [datetime(2025, month, 1) for month in (3, 1, 2, 1, 2, 2)]
    lines = {
        "who": [1.0, 1.0, 1.0, 2.0, 2.0, 2.0],
        "when": days,
        "paid": [1.0] * 6,
        "email": ["", "old@b.de", "new@b.de", "two@b.de", None, None],
        "consent": ["yes", "no", "no", "yes", "yes", "no"],
    }
    audience = build_audience(contactable_analysis(tmp_path, lines, LINES))
    assert [(row["customer"], row["email"]) for row in read_rows(audience)] == [("1", "new@b.de")]


def test_customers_without_an_id_are_those_that_the_fixes_leave(tmp_path: Path) -> None:
    columns = contact_table()
    del columns["customer_id"]
    columns["age"] = [None, *range(20, 59)]
    recipe = Recipe(roles={"age": "number"}, fixes=("drop_missing:age",))
    audience = build_audience(contactable_analysis(tmp_path, columns, recipe), segments={1: "Loyal"})
    assert next((row["customer"], row["email"]) for row in read_rows(audience)) == (
        "1",
        "person1@example.org",
    )


def test_each_address_stands_once(tmp_path: Path) -> None:
    audience = build_audience(
        contactable_analysis(
            tmp_path, contact_table(email=["A@b.de", "a@B.de ", *contact_table()["email"][2:]])
        )
    )
    assert audience.counts["repeated"] == 1 and "C01" not in ids(audience, "assignment.csv")


def test_phones_need_a_country(tmp_path: Path) -> None:
    analysis = contactable_analysis(
        tmp_path, contact_table(phone=["030 1234567"] * 39 + ["nonsense 123456"])
    )
    without, with_ = build_audience(analysis), build_audience(analysis, country="de")
    assert "phone" not in read_rows(without)[0] and read_rows(with_)[0]["phone"] == "+49301234567"
    texts = [notice.text for notice in without.notices + with_.notices]
    assert any(
        "40 invalid phone numbers were removed. " in t and "Of these 40 belong to people" in t
        for t in texts
    )
    assert "1 invalid phone number was removed." in texts


def test_who_has_a_country_is_not_asked_for_one(tmp_path: Path) -> None:
    wrong = contact_table(
        phone=["030 1234567"] * (PEOPLE - 1) + ["nonsense 123456"],
        country=["", "", *["DE"] * (PEOPLE - 2)],
    )
    texts = [notice.text for notice in build_audience(contactable_analysis(tmp_path, wrong)).notices]
    assert any(
        "3 invalid phone numbers" in text and "Of these 2 belong to people" in text for text in texts
    )


@pytest.mark.parametrize(("target", "why"), [("meta", "match lists"), ("mailchimp", "mostly chance")])
def test_fewer_than_a_hundred_people_are_warned_of(tmp_path: Path, target: str, why: str) -> None:
    texts = [
        notice.text
        for notice in build_audience(contactable_analysis(tmp_path, contact_table()), target).notices
    ]
    assert any(text.startswith("Only 40 people in the file") and why in text for text in texts)


def test_google_addresses_are_whole_or_left_out(tmp_path: Path) -> None:
    extra = {"last_name": ["Berg"] * PEOPLE, "zip": ["10115"] * PEOPLE}
    analysis = contactable_analysis(tmp_path, contact_table() | extra)
    assert list(read_rows(build_audience(analysis, "google"))[0]) == ["Email"]
    assert list(read_rows(build_audience(analysis, "google", country="DE"))[0]) == [
        "Email", "First Name", "Last Name", "Country", "Zip"
    ]  # fmt: skip


def test_a_postcode_read_as_a_number_gets_its_zero_back(tmp_path: Path) -> None:
    audience = build_audience(
        contactable_analysis(tmp_path, contact_table(zip=[2139.0] * PEOPLE)), country="US"
    )
    assert {row["zip"] for row in read_rows(audience)} == {"02139"}


def test_the_hold_out_is_random_disjoint_and_repeatable(tmp_path: Path) -> None:
    analysis = contactable_analysis(tmp_path, contact_table())
    made, again = build_audience(analysis, holdout=0.25), build_audience(analysis, holdout=0.25)
    assert made.files == again.files
    assert len(ids(made, "holdout.csv")) == 10 == made.counts["held_out"]
    assert (
        ids(made) | ids(made, "holdout.csv")
        == ids(made, "assignment.csv")
        == set(contact_table()["customer_id"])
    )
    assert not ids(made) & ids(made, "holdout.csv")
    other = build_audience(
        contactable_analysis(tmp_path, contact_table(), analysis.recipe.with_changes(seed=1)),
        holdout=0.25,
    )
    assert ids(other, "holdout.csv") != ids(made, "holdout.csv")
    groups = {row["group"] for row in read_rows(made, "assignment.csv")}
    assert groups == {"contacted", "held out"}


def test_few_people_are_warned_of(tmp_path: Path) -> None:
    texts = " ".join(
        notice.text
        for notice in build_audience(
            contactable_analysis(tmp_path, contact_table()), holdout=0.1
        ).notices
    )
    assert "Only 36 people in the file" in texts and "4 held out are too few" in texts


@pytest.mark.parametrize("target", ["generic", "mailchimp", "klaviyo", "hubspot", "salesforce"])
@pytest.mark.parametrize(
    "names",
    [
        {"first_name": "Mr =1+1", "last_name": "Dr. @A1"},
        {"full_name": "Mrs -Anna =1+1"},
        {"full_name": "=1, +2"},
    ],
)
def test_no_cell_is_a_formula(tmp_path: Path, target: str, names: dict[str, str]) -> None:
    evil = contact_table(city=["@SUM(A1)"] * PEOPLE, customer_id=[f"=C{i:02d}" for i in range(PEOPLE)])
    del evil["first_name"]
    evil |= {name: [text] * PEOPLE for name, text in names.items()}
    audience = build_audience(
        contactable_analysis(tmp_path, evil), target, segments={1: ",=evil()"}, holdout=0.1
    )
    cells = [
        cell for name in audience.files for row in read_rows(audience, name) for cell in row.values()
    ]
    assert cells and not [cell for cell in cells if cell[:1] in "=+-@"]


def test_nothing_personal_is_told_or_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    private = contact_table(first_name=["Zebedee"] * PEOPLE, phone=["0171 5550199"] * PEOPLE,
                      country=["Ruritania"] * PEOPLE)  # fmt: skip
    told = [
        n.text
        for n in build_audience(
            contactable_analysis(tmp_path, private), "meta", contacts={"country": "country"}
        ).notices
    ]
    assert any("country" in text for text in told)
    for secret in ("Zebedee", "5550199", "Ruritania", "person1@", "C01"):
        assert not any(secret in text for text in (*told, caplog.text))


def test_a_hashed_file_has_no_clear_detail(tmp_path: Path) -> None:
    analysis = contactable_analysis(tmp_path, contact_table(phone=["+493012345678"] * PEOPLE))
    for target in ("google", "meta"):
        text = build_audience(analysis, target).files["audience.csv"].decode().lower()
        assert not [secret for secret in ("@", "person", "anna", "493012345678") if secret in text]


def test_refusals(tmp_path: Path) -> None:
    analysis = contactable_analysis(tmp_path, contact_table(consent=["no"] * PEOPLE))
    with pytest.raises(NobodyLeft, match=r"Nobody in Loyal, New can be contacted. 40 people without"):
        build_audience(analysis)
    with pytest.raises(UnknownSegment, match=r"no segment 3 here. Choose one of: 1, 2"):
        build_audience(analysis, segments={3: "x"})
    with pytest.raises(UnknownName, match="no audience 'fax'"):
        build_audience(analysis, "fax")
    for share in (-0.1, 0.95):
        with pytest.raises(BadHoldout):
            build_audience(analysis, holdout=share)
    with pytest.raises(NoSegments, match="Choose at least one"):
        build_audience(analysis, segments={})
    with pytest.raises(BadCountry):
        build_audience(analysis, country="Ge rmany")
    assert AudienceRequest("google", {1: "x"}, country="Germany").region == "DE"
    bare = {"customer_id": contact_table()["customer_id"], "spend": contact_table()["spend"]}
    with pytest.raises(NoContacts, match="HubSpot needs: e-mail address"):
        build_audience(contactable_analysis(tmp_path, bare), "hubspot")


def test_only_the_customers_that_were_picked_are_in_the_file(tmp_path: Path) -> None:
    analysis = contactable_analysis(tmp_path, contact_table(consent=["no"] + ["yes"] * 39))
    audience = build_audience(analysis, rows=(0, 3, 25))
    assert ids(audience) == {"C03", "C25"}
    assert {row["segment"] for row in read_rows(audience)} == {"Loyal", "New"}
