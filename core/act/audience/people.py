"""The contact details of customers, read from the data set that they come from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from core.act.audience import cleaning as _clean
from core.act.audience.consent import NO_REFUSAL, YES
from core.act.audience.contact_columns import ContactColumns, known_text
from core.act.audience.countries import country_code
from core.act.audience.tool_spec import Person
from core.data import TypedTable, exact_column, fix_table
from core.features import category_text, used_roles
from core.model import Analysis, Integers


@dataclass(frozen=True)
class ContactDetails:
    """Customers with what is known of them, in the order of the rows that were asked for.

    `consents` says of each whether every column about consent allows contact (None: there is none).
    The counts are of details that are there and cannot be used, and are left empty; `homeless_phones`
    are those of the bad ones whose people have no known country.
    """

    persons: tuple[Person, ...]
    consents: tuple[bool, ...] | None
    bad_emails: int
    bad_phones: int
    homeless_phones: int
    bad_countries: int


def contact_details(
    analysis: Analysis, rows: Integers, contacts: ContactColumns, country: str
) -> ContactDetails:
    """The customers at `rows`; `country` (two letters) is that of all who have none of their own.

    Where a customer has several rows, of each detail the first that is not empty counts, in a table of
    transactions the latest (of several at one moment the last); consent must be given in all rows, in
    transactions in the latest.
    """
    found = _raw_details(analysis, rows, contacts)
    asked = [f"asks {i}" for i in range(len(contacts.consent))]
    consents = found.select(pl.all_horizontal(asked)).to_series().to_list() if asked else None
    details = list(found.drop(asked, "row", "key").iter_rows(named=True))
    persons = tuple(_clean_person(raw, country) for raw in details)
    ids = analysis.customers.frame.index[rows]
    return ContactDetails(
        tuple({**p, "customer": _id_text(who)} for p, who in zip(persons, ids, strict=True)),
        None if consents is None else tuple(consents),
        _count_unusable(details, persons, "email"),
        _count_unusable(details, persons, "phone"),
        _count_unusable(details, persons, "phone", homeless=True),
        _count_unknown_countries(details),
    )


def _id_text(who: Any) -> str:
    return str(int(who)) if isinstance(who, float) and who.is_integer() else str(who)


def _raw_details(analysis: Analysis, rows: Integers, contacts: ContactColumns) -> pl.DataFrame:
    """A row a customer: `row`, `key`, the fields as text, and "asks i" for each consent column."""
    ids = analysis.customers.frame.index[rows]
    wanted = pl.DataFrame({"key": [_id_text(who) for who in ids]}).with_row_index("row")
    lines = _detail_rows(analysis, contacts).join(wanted.lazy().select("key"), on="key", how="semi")
    dated = analysis.recipe.table == "transactions"
    names = [*contacts.columns, *(f"asks {i}" for i in range(len(contacts.consent)))]
    told = (
        lines.group_by("key")
        .agg(_first_or_latest(name, dated) for name in names)
        .collect(engine="streaming")
    )
    refused = [
        pl.col(f"asks {i}").fill_null(name in contacts.against)
        for i, name in enumerate(contacts.consent)
    ]
    return wanted.join(told, on="key", how="left").with_columns(refused).sort("row")


def _first_or_latest(name: str, dated: bool) -> pl.Expr:
    """One value of a customer's several; of answers at the same moment the refusal."""
    value = pl.col(name)
    if name.startswith("asks "):
        if not dated:
            return value.min()
        value = value.sort_by("moment", name, descending=[False, True], nulls_last=False)
    else:  # a group's rows come in any order
        value = value.sort_by("moment", "place", nulls_last=False)
    return value.drop_nulls().last() if dated else value.drop_nulls().first()


def _detail_rows(analysis: Analysis, contacts: ContactColumns) -> pl.LazyFrame:
    """The data set's rows: `place` from 0, `key` of the customer, `moment`, the fields and the answers."""
    recipe, frame = analysis.recipe, pl.scan_parquet(analysis.dataset.path)
    subject = TypedTable(frame, used_roles(recipe), recipe.table)
    customer = subject.column_for("id")
    if customer is None:  # customers are numbered as they stand once the fixes are applied
        fixed = fix_table(frame, recipe.roles, recipe.table, recipe.fixes)
        subject = TypedTable(fixed, subject.roles, recipe.table)
    key = (
        pl.int_range(1, pl.len() + 1).cast(pl.String)
        if customer is None
        else category_text(subject, customer)
    )
    moment = subject.column_for("date") if recipe.table == "transactions" else None
    answers = {f"asks {i}": _allows_contact(subject, name, name in contacts.against)
               for i, name in enumerate(contacts.consent)}  # fmt: skip
    return subject.frame.select(
        key=key,
        moment=pl.lit(0) if moment is None else exact_column(moment),
        **{field: known_text(subject, name) for field, name in contacts.columns.items()},
        **answers,
    ).with_row_index("place")


def _allows_contact(subject: TypedTable, name: str, against: bool) -> pl.Expr:
    """Whether the column allows contact, missing where it is empty; a date says when it was said."""
    said = known_text(subject, name).str.to_lowercase()
    if subject.schema[name].is_temporal():
        return pl.when(said.is_not_null()).then(not against)
    return said.is_in(list(NO_REFUSAL if against else YES))


def _clean_person(raw: Mapping[str, str | None], country: str) -> Person:
    said = {field: value or "" for field, value in raw.items()}
    own = said.get("country", "")
    home = country_code(own) if own else country
    first, last = _clean.split_full_name(said.get("full_name", ""))
    return {
        "email": _clean.clean_email(said.get("email", "")),
        "phone": _clean.clean_phone(said.get("phone", ""), home),
        "first_name": _clean.clean_name(said.get("first_name", "")) or first,
        "last_name": _clean.clean_name(said.get("last_name", "")) or last,
        "city": _clean.clean_text(said.get("city", "")),
        "zip": _clean.clean_postcode(said.get("zip", ""), home),
        "country": home,
    }


def _count_unusable(
    details: list[dict[str, Any]], persons: tuple[Person, ...], field: str, homeless: bool = False
) -> int:
    """How many details are there and cannot be used, of all people or of those without a country."""
    pairs: Iterator[tuple[Any, Any]] = zip(details, persons, strict=True)
    return sum(
        bool(raw.get(field)) and not person[field] and not (homeless and person["country"])
        for raw, person in pairs
    )


def _count_unknown_countries(details: list[dict[str, Any]]) -> int:
    return sum(bool(raw.get("country")) and not country_code(raw["country"]) for raw in details)


def same_person(persons: Sequence[Person]) -> dict[str, str]:
    """Of each customer's id the lowest id of those who are the same person, also through others."""
    above: dict[str, str] = {}
    for person in persons:
        first, *others = _identifiers(person)
        for other in others:
            above[_root(above, other)] = _root(above, first)
    lowest: dict[str, str] = {}
    tops = [_root(above, _identifiers(person)[0]) for person in persons]
    for person, top in zip(persons, tops, strict=True):
        lowest[top] = min(lowest.get(top, person["customer"]), person["customer"])
    return {person["customer"]: lowest[top] for person, top in zip(persons, tops, strict=True)}


def _identifiers(person: Person) -> list[str]:
    known = [text for text in (person["email"], person["phone"]) if text]
    return known or [f"customer {person['customer']}"]


def _root(above: dict[str, str], one: str) -> str:
    """What stands for all that `one` is tied to; the way there is shortened in `above`."""
    while (over := above.setdefault(one, one)) != one:
        above[one] = above.setdefault(over, over)
        one = above[one]
    return one
