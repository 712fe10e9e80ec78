"""The contact details of customers, read from the data set that they come from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from core.act.audience.cleaning import (
    clean_email,
    clean_name,
    clean_phone,
    clean_postcode,
    clean_text,
    split_full_name,
)
from core.act.audience.consent import NO_REFUSAL, YES
from core.act.audience.contact_columns import ContactColumns, known_text
from core.act.audience.countries import country_code
from core.act.audience.tool_spec import Person
from core.data import TypedTable, exact_column, fix_ids, fix_table
from core.features import category_text, used_roles
from core.model import Analysis, Integers

ANSWER = "answer "  # how the names of columns of answers begin, beside those of fields


@dataclass(frozen=True)
class ContactDetails:
    """Customers with their contact details, in the order of the rows that were asked for.

    `consents` says of each whether every column about consent allows contact (None: there is none).
    The counts are of details that are there and cannot be used, and are left empty;
    `phones_without_country` are the bad ones of people who have no known country.
    """

    persons: tuple[Person, ...]
    consents: tuple[bool, ...] | None
    bad_emails: int
    bad_phones: int
    phones_without_country: int
    bad_countries: int


def contact_details(
    analysis: Analysis, rows: Integers, contacts: ContactColumns, country: str
) -> ContactDetails:
    """Read the details of the customers at `rows`; those without a country have `country` (two letters).

    Where a customer has several rows, of each detail the first that is not empty counts, in a table of
    transactions the latest (of several at one moment the last); consent must be given in all rows, in
    transactions in the latest.
    """
    table = _raw_details(analysis, rows, contacts)
    answers = _answer_columns(contacts)
    consents = table.select(pl.all_horizontal(answers)).to_series().to_list() if answers else None
    details = list(table.drop(answers, "row", "key").iter_rows(named=True))
    persons = tuple(_clean_person(raw, country) for raw in details)
    ids = analysis.customers.frame.index[rows]
    return ContactDetails(
        tuple({**p, "customer": _id_text(key)} for p, key in zip(persons, ids, strict=True)),
        None if consents is None else tuple(consents),
        _count_unusable(details, persons, "email"),
        _count_unusable(details, persons, "phone"),
        _count_unusable(details, persons, "phone", without_country=True),
        _count_unknown_countries(details),
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
    apply_fixes = fix_table if customer is None else fix_ids
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


def _clean_person(raw: Mapping[str, str | None], country: str) -> Person:
    texts = {field: value or "" for field, value in raw.items()}
    home = country_code(texts["country"]) if texts.get("country") else country
    first, last = split_full_name(texts.get("full_name", ""))
    return {
        "email": clean_email(texts.get("email", "")),
        "phone": clean_phone(texts.get("phone", ""), home),
        "first_name": clean_name(texts.get("first_name", "")) or first,
        "last_name": clean_name(texts.get("last_name", "")) or last,
        "city": clean_text(texts.get("city", "")),
        "zip": clean_postcode(texts.get("zip", ""), home),
        "country": home,
    }


def _count_unusable(
    details: list[dict[str, Any]],
    persons: tuple[Person, ...],
    field: str,
    without_country: bool = False,
) -> int:
    """Count details that are there and cannot be used, of all people or of those without a country."""
    pairs: Iterator[tuple[Any, Any]] = zip(details, persons, strict=True)
    return sum(
        bool(raw.get(field)) and not person[field] and not (without_country and person["country"])
        for raw, person in pairs
    )


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
