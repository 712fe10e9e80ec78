"""Each tool gets its own headers, and every field written as the tool's documents ask."""

import hashlib

import pytest

from core.act.audience.tool_spec import AudienceSpec, Person
from core.act.audience.tools import audience_tools, find_audience_tool

PERSON: Person = {
    "customer": "=C1", "segment": "Loyal, old", "email": "anna.b+x@gmail.com", "phone": "+493012345678",
    "first_name": "Anna-Maria J.", "last_name": "O'Neil", "city": "St. Gallen", "zip": "94025-1234",
    "country": "US",
}  # fmt: skip


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def cells(name: str, **changes: str) -> dict[str, str]:
    person: Person = {**PERSON, **changes}  # type: ignore[dict-item]
    return {column.header: column.write(person) for column in find_audience_tool(name).columns}


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("google", "Email,Phone,First Name,Last Name,Country,Zip"),
        ("meta", "email,phone,fn,ln,ct,zip,country"),
        ("mailchimp", "Email Address,First Name,Last Name,Phone Number,Tags"),
        ("klaviyo", "Email Address,Phone Number,First Name,Last Name,City,Zip Code,Country,Segment"),
        ("hubspot", "First Name,Last Name,Email,Phone Number,City,Postal Code,Country/Region"),
        ("salesforce",
         "First Name,Last Name,Company,Email,Phone,City,Postal Code,Country,Description"),
        ("generic", "customer,segment,email,phone,first_name,last_name,city,zip,country"),
    ],
)  # fmt: skip
def test_headers(name: str, headers: str) -> None:
    assert ",".join(cells(name)) == headers


def test_google_hashes_all_but_country_and_zip() -> None:
    found = cells("google")
    assert found["Country"] == "US" and found["Zip"] == "94025-1234"
    assert found["Phone"] == sha("+493012345678")
    assert (found["First Name"], found["Last Name"]) == (sha("anna-maria j."), sha("o'neil"))


@pytest.mark.parametrize(
    ("written", "hashed"),
    [  # The first two are the examples of Google's page on formatting.
        ("cloudy.sanfrancisco+shopping@gmail.com", "cloudysanfrancisco@gmail.com"),
        ("user.name+nyc@example.com", "user.name+nyc@example.com"),
        ("a.b@googlemail.com", "ab@googlemail.com"),
    ],
)
def test_google_writes_gmail_addresses_without_dots(written: str, hashed: str) -> None:
    assert cells("google", email=written)["Email"] == sha(hashed)
    assert cells("meta", email=written)["email"] == sha(written)


def test_meta_hashes_everything_and_the_phone_without_a_plus() -> None:
    found = cells("meta")
    assert found["phone"] == sha("493012345678") != cells("google")["Phone"]
    assert (found["fn"], found["ln"]) == (sha("annamariaj"), sha("oneil"))
    assert (found["ct"], found["country"], found["zip"]) == (sha("stgallen"), sha("us"), sha("94025"))
    assert cells("meta", zip="M1 1AE", country="GB")["zip"] == sha("m11ae")
    assert cells("meta", zip="10115", country="DE")["zip"] == sha("10115")


@pytest.mark.parametrize(
    ("written", "hashed"),
    [  # The first three are among the tests of Meta's own normaliser.
        ("Van Der Berg", "vanderberg"), ("José María", "josémaría"), ("Valéry", "valéry"),
        ("प्रिया.", "प्रिया"), ("น้ำฝน", "น้ำฝน"), ("Łukasz-Jan", "łukaszjan"),
    ],
)  # fmt: skip
def test_meta_keeps_accents_and_vowel_signs_of_names(written: str, hashed: str) -> None:
    assert (
        cells("meta", first_name=written)["fn"] == cells("meta", last_name=written)["ln"] == sha(hashed)
    )


@pytest.mark.parametrize(
    ("written", "hashed"),
    [
        ("St. Louis", "stlouis"), ("Menlo-Park", "menlopark"), ("São Paulo", "saopaulo"),
        ("Łódź", "lodz"), ("Gießen", "giessen"), ("Paris 15", "paris"), ("北京", ""),
    ],
)  # fmt: skip
def test_meta_writes_cities_in_the_letters_a_to_z(written: str, hashed: str) -> None:
    assert cells("meta", city=written)["ct"] == (sha(hashed) if hashed else "")


def test_an_empty_field_is_not_hashed() -> None:
    assert cells("google", email="", phone="")["Email"] == cells("meta", phone="")["phone"] == ""


def test_salesforce_needs_a_last_name_and_a_company() -> None:
    found = cells("salesforce", last_name="")
    assert found["Last Name"] == found["Company"] == "[not provided]"


def test_a_tag_is_one_tag_and_an_id_no_formula() -> None:
    assert cells("mailchimp")["Tags"] == "Loyal old"
    assert cells("mailchimp", segment=", =1+1")["Tags"] == "1+1"
    assert cells("generic")["customer"] == "'=C1"
    assert cells("generic")["phone"] == "+493012345678"


@pytest.mark.parametrize("spec", audience_tools().values(), ids=list(audience_tools()))
def test_nobody_is_reached_without_details(spec: AudienceSpec) -> None:
    assert spec.reaches(PERSON)
    bare: Person = {"customer": "C1", "segment": "Loyal", "first_name": "Anna"}
    assert spec.reaches(bare) == (spec.name == "generic")
    assert {field for group in spec.reached for field in group} <= {
        field for column in spec.columns for field in column.fields
    }


@pytest.mark.parametrize("name", [name for name, spec in audience_tools().items() if spec.hashed])
def test_a_hashed_file_holds_nothing_in_clear_but_what_the_platform_asks_for(name: str) -> None:
    clear = {value for value in cells(name).values() if len(value) != 64}
    assert clear == ({"US", "94025-1234"} if name == "google" else set())
