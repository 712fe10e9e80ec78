"""The contact details of customers, read from the data set that they come from."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from core.act.audience.cleaning import (
    clean_email,
    clean_name,
    clean_phone,
    clean_postcode,
    clean_text,
    list_emails,
    split_full_name,
)
from core.act.audience.consent import NO_REFUSAL, YES
from core.act.audience.contact_columns import ContactColumns, known_text
from core.act.audience.countries import country_code
from core.act.audience.stand_ins import (
    digits_of,
    find_shared_emails,
    find_shared_numbers,
    is_cut_off,
    is_made_up_email,
    is_made_up_number,
)
from core.act.audience.tool_spec import Person
from core.data import TypedTable, exact_column, fix_ids, fix_table
from core.features import category_text, used_roles
from core.model import Analysis, Integers

ANSWER = "answer "  # how the names of columns of answers begin, beside those of fields
NAMES = ("full_name", "first_name", "last_name")
Fault = Literal["", "invalid", "no country", "cut off", "made up", "shared"]


@dataclass(frozen=True)
class ContactDetails:
    """Customers with their contact details, in the order of the rows that were asked for.

    `answers` say of each person which of the columns about consent allow contact, in their order.
    `emptied` counts the details that are there and cannot be used, by field ("email", "phone") and
    fault; `several_emails` the cells of which the first address is used.
    """

    persons: tuple[Person, ...]
    answers: tuple[tuple[bool, ...], ...]
    emptied: Mapping[tuple[str, Fault], int]
    several_emails: int
    bad_countries: int


@dataclass(frozen=True)
class SharedDetails:
    """Addresses and numbers (as digits) that are nobody's, as many customers share them."""

    emails: frozenset[str]
    phones: frozenset[str]


def contact_details(
    analysis: Analysis, rows: Integers, contacts: ContactColumns, country: str
) -> ContactDetails:
    """Read the details of the customers at `rows`; those without a country have `country` (two letters).

    Where a customer has several rows, of each detail the first that is not empty counts, in a table of
    transactions the latest (of several at one moment the last); consent must be given in all rows, in
    transactions in the latest. What a detail shares with many of all customers is nobody's.
    """
    table = _raw_details(analysis, rows, contacts)
    answers = _answer_columns(contacts)
    details = list(table.drop(answers, "row", "key").iter_rows(named=True))
    shared = _shared_details(analysis, contacts)
    cleaned = [_clean_person(raw, country, shared) for raw in details]
    ids = analysis.customers.frame.index[rows]
    persons = (person for person, _ in cleaned)
    return ContactDetails(
        tuple({**p, "customer": _id_text(key)} for p, key in zip(persons, ids, strict=True)),
        tuple(table.select(answers).iter_rows()) if answers else ((),) * len(details),
        Counter(fault for _, faults in cleaned for fault in faults),
        sum(len(list_emails(raw.get("email") or "")) > 1 for raw in details),
        _count_unknown_countries(details),
    )


def consent_answers(analysis: Analysis, contacts: ContactColumns) -> NDArray[np.bool_]:
    """Read of each customer (n) which of the columns about consent allow contact, in their order."""
    rows = np.arange(len(analysis.customers.frame))
    answers = _raw_details(analysis, rows, contacts).select(_answer_columns(contacts))
    return answers.to_numpy().astype(bool)


def _shared_details(analysis: Analysis, contacts: ContactColumns) -> SharedDetails:
    """Find what many of all customers share, also those of segments that were not chosen."""
    named = [pl.col(name) for name in NAMES if name in contacts.columns]
    name = pl.concat_str(named, separator=" ", ignore_nulls=True) if named else pl.lit(None, pl.String)
    lines = _detail_rows(analysis, contacts).with_columns(
        name=pl.when(name.str.len_chars() > 0).then(name)
    )
    customers = len(analysis.customers.frame)
    return SharedDetails(
        find_shared_emails(lines, customers) if "email" in contacts.columns else frozenset(),
        find_shared_numbers(lines, customers) if "phone" in contacts.columns else frozenset(),
    )


def _answer_columns(contacts: ContactColumns) -> list[str]:
    """Names, in tables of details, of the columns of answers about consent."""
    return [f"{ANSWER}{i}" for i in range(len(contacts.consent))]


def _id_text(key: Any) -> str:
    return str(int(key)) if isinstance(key, float) and key.is_integer() else str(key)


def _raw_details(analysis: Analysis, rows: Integers, contacts: ContactColumns) -> pl.DataFrame:
    """Read a row a customer: `row`, `key`, the fields as text, and a column of answers a consent."""
    ids = analysis.customers.frame.index[rows]
    wanted = pl.DataFrame({"key": [_id_text(key) for key in ids]}).with_row_index("row")
    lines = _detail_rows(analysis, contacts).join(wanted.lazy().select("key"), on="key", how="semi")
    dated = analysis.recipe.table == "transactions"
    answers = _answer_columns(contacts)
    names = [*contacts.columns, *answers]
    details = (
        lines.group_by("key")
        .agg(_first_or_latest(name, dated) for name in names)
        .collect(engine="streaming")
    )
    filled = [
        pl.col(answer).fill_null(name in contacts.against)
        for answer, name in zip(answers, contacts.consent, strict=True)
    ]
    return wanted.join(details, on="key", how="left").with_columns(filled).sort("row")


def _first_or_latest(name: str, dated: bool) -> pl.Expr:
    """Pick one value of a customer's several; of answers at the same moment the refusal."""
    value = pl.col(name)
    if name.startswith(ANSWER):
        if not dated:
            return value.min()
        value = value.sort_by("moment", name, descending=[False, True], nulls_last=False)
    else:  # a group's rows come in any order
        value = value.sort_by("moment", "place", nulls_last=False)
    return value.drop_nulls().last() if dated else value.drop_nulls().first()


def _detail_rows(analysis: Analysis, contacts: ContactColumns) -> pl.LazyFrame:
    """Read the data set's rows: `place` from 0, the customer's `key`, `moment`, fields and answers."""
    recipe, frame = analysis.recipe, pl.scan_parquet(analysis.dataset.path)
    table = TypedTable(frame, used_roles(recipe), recipe.table)
    customer = table.column_for("id")
    # Without an id customers are numbered as they stand once the fixes are applied.
    apply_fixes = partial(fix_table, rates=recipe.rates) if customer is None else fix_ids
    fixed = apply_fixes(frame, recipe.roles, recipe.table, recipe.fixes)
    table = TypedTable(fixed, table.roles, recipe.table)
    key = (
        pl.int_range(1, pl.len() + 1).cast(pl.String)
        if customer is None
        else category_text(table, customer)
    )
    moment = table.column_for("date") if recipe.table == "transactions" else None
    answers = {
        answer: _allows_contact(table, name, name in contacts.against)
        for answer, name in zip(_answer_columns(contacts), contacts.consent, strict=True)
    }
    return table.frame.select(
        key=key,
        moment=pl.lit(0) if moment is None else exact_column(moment),
        **{field: known_text(table, name) for field, name in contacts.columns.items()},
        **answers,
    ).with_row_index("place")


def _allows_contact(table: TypedTable, name: str, against: bool) -> pl.Expr:
    """Tell whether the column allows contact, missing where it is empty; a date is a yes."""
    answer = known_text(table, name).str.to_lowercase()
    if table.schema[name].is_temporal():
        return pl.when(answer.is_not_null()).then(not against)
    return answer.is_in(list(NO_REFUSAL if against else YES))


def _clean_person(
    raw: Mapping[str, str | None], country: str, shared: SharedDetails
) -> tuple[Person, list[tuple[str, Fault]]]:
    """Clean a person's details; also the fields that are left empty, each with its fault."""
    texts = {field: value or "" for field, value in raw.items()}
    home = country_code(texts["country"]) if texts.get("country") else country
    first, last = split_full_name(texts.get("full_name", ""))
    email, email_fault = _usable_email(texts.get("email", ""), shared)
    phone, phone_fault = _usable_phone(texts.get("phone", ""), home, shared)
    person: Person = {
        "email": email,
        "phone": phone,
        "first_name": clean_name(texts.get("first_name", "")) or first,
        "last_name": clean_name(texts.get("last_name", "")) or last,
        "city": clean_text(texts.get("city", "")),
        "zip": clean_postcode(texts.get("zip", ""), home),
        "country": home,
    }
    faults = (("email", email_fault), ("phone", phone_fault))
    return person, [(field, fault) for field, fault in faults if fault]


def _usable_email(text: str, shared: SharedDetails) -> tuple[str, Fault]:
    """Clean the address; with the fault where it is none, or nobody's."""
    address = clean_email(text)
    if not address:
        return "", "invalid" if text else ""
    if is_made_up_email(address):
        return "", "made up"
    return ("", "shared") if address in shared.emails else (address, "")


def _usable_phone(text: str, country: str, shared: SharedDetails) -> tuple[str, Fault]:
    """Clean the number; with the fault where it is none, or nobody's."""
    if not text:
        return "", ""
    if is_cut_off(text):
        return "", "cut off"
    number = clean_phone(text, country)
    if is_made_up_number(text) or is_made_up_number(number):
        return "", "made up"
    if digits_of(text) in shared.phones:
        return "", "shared"
    return (number, "") if number else ("", "invalid" if country else "no country")


def _count_unknown_countries(details: list[dict[str, Any]]) -> int:
    return sum(bool(raw.get("country")) and not country_code(raw["country"]) for raw in details)


def same_person(persons: Sequence[Person]) -> dict[str, str]:
    """Return for each customer id the lowest id of those who are the same person.

    Customers are the same person who share an e-mail address or a phone number, also through others.
    """
    from scipy.cluster.hierarchy import DisjointSet

    tied = DisjointSet()
    for person in persons:
        first, *others = _identifiers(person)
        tied.add(first)
        for other in others:
            tied.add(other)
            tied.merge(first, other)
    roots = [tied[_identifiers(person)[0]] for person in persons]
    lowest: dict[str, str] = {}
    for person, root in zip(persons, roots, strict=True):
        lowest[root] = min(lowest.get(root, person["customer"]), person["customer"])
    return {person["customer"]: lowest[root] for person, root in zip(persons, roots, strict=True)}


def _identifiers(person: Person) -> list[str]:
    shared = [text for text in (person["email"], person["phone"]) if text]
    return shared or [f"customer {person['customer']}"]
