"""Columns of a data set that hold contact details, found by their names and their values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from types import MappingProxyType

import polars as pl

from core.act.audience.cleaning import clean_cell, clean_email
from core.act.audience.consent import consent_channel, is_about_consent, means_refusal
from core.act.audience.countries import country_code
from core.act.audience.stand_ins import digits_of, is_cut_off
from core.data import FIRST_NAME, LAST_NAME, WORDS, TypedTable, name_words, role_hints
from core.errors import UserError
from core.features import category_text
from core.model import Dataset, Recipe

FIELDS = MappingProxyType({
    "email": "e-mail address", "phone": "phone number", "first_name": "first name",
    "last_name": "last name", "full_name": "full name", "city": "city", "zip": "postcode",
    "country": "country", "consent": "consent",
})  # fmt: skip
SAMPLE_ROWS = 2_000  # from which columns are recognised
# Share of a column's values that must be what its name says, such as e-mail addresses. Higher: columns
# with many bad values are no longer found.
MATCHING_SHARE = 0.5
PRODUCT_NAMES = ("name", "nom", "nombre", "nome")  # among purchases these are the products' names

_NAMES = MappingProxyType({
    "first_name": rf"{FIRST_NAME}|^nombre$|^nome$",
    "last_name": rf"{LAST_NAME}|^nom$",
    "full_name": r"^(?:full|customer|client|contact|person|kunden?|member)? ?name$|^nom complet$|^nombre completo$",
    "city": r"^(?:\w+ )?(?:city|town|stadt|ort|wohnort|ville|ciudad|citta|cidade|woonplaats)$",
    "zip": r"\bzip\b|\bzipcode\b|\bpost(?:al)? ?code\b|^postal$|^plz$|\bpostleitzahl\b|\bcode postal\b|\bcodigo postal\b",
})  # fmt: skip
_PHONE = re.compile(
    r"\b(?:phone|telephone|telefon\w*|tel|mobile|mobil\w*|cell|cellphone|handy\w*|rufnummer|movil|gsm"
    r"|portable|whatsapp|msisdn)\b"
)


class UnknownContact(UserError):
    template = "There is no contact field '{field}'. Choose one of: {known}."


class NoSuchColumn(UserError):
    template = "There is no column '{column}' to take the {field} from. The columns are: {known}."


@dataclass(frozen=True)
class ContactColumns:
    """The columns that hold contact details, by field; consent may stand in several.

    A column in `against` says yes where somebody refuses. `channels` are the ways of contact that
    columns about consent are about ("email", "phone", "post"); one that is not there is about all.
    """

    columns: Mapping[str, str]
    consent: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    channels: Mapping[str, str] = dataclass_field(default_factory=dict)

    def consent_for(self, channel: str) -> tuple[str, ...]:
        """Return the columns that say who may be contacted by "email" or by "phone".

        Where none is about phones, who agreed to e-mail counts: to be called asks for no less.
        """
        asked = tuple(name for name in self.consent if self.channels.get(name, channel) == channel)
        return self.consent_for("email") if channel == "phone" and not asked else asked


def find_contact_columns(dataset: Dataset, recipe: Recipe, chosen: Mapping[str, str]) -> ContactColumns:
    """Find the contact columns; those `chosen` (field to column) go before the ones found.

    Reads the first SAMPLE_ROWS. Raises UnknownContact and NoSuchColumn for a choice that is none.
    """
    _check_choice(dataset, chosen)
    table = TypedTable(pl.scan_parquet(dataset.path).head(SAMPLE_ROWS), recipe.roles, recipe.table)
    # A known answer is never a contact detail: "subscribed" may be what a campaign brought.
    excluded = {name for name, role in recipe.roles.items() if role == "label"} | set(chosen.values())
    if recipe.table == "transactions":
        excluded |= {name for name in dataset.columns if name_words(name) in PRODUCT_NAMES}
    samples = {name: _known_values(table, name) for name in dataset.columns if name not in excluded}
    columns: dict[str, str] = {}
    for field, fits in _MATCHERS.items():
        free = (name for name in samples if name not in columns.values() and samples[name])
        names = [name for name in free if fits(name, samples[name])]
        if field not in chosen and names:
            columns[field] = max(names, key=lambda name: _name_clarity(field, name))
    about_consent = (name for name, values in samples.items() if is_about_consent(name, values))
    consent = (chosen["consent"],) if "consent" in chosen else tuple(about_consent)
    columns |= {field: name for field, name in chosen.items() if field != "consent"}
    found_channels = {name: consent_channel(name) for name in consent if "consent" not in chosen}
    channels = {name: channel for name, channel in found_channels.items() if channel}
    return ContactColumns(columns, consent, tuple(filter(means_refusal, consent)), channels)


def _check_choice(dataset: Dataset, chosen: Mapping[str, str]) -> None:
    for field, name in chosen.items():
        if field not in FIELDS:
            raise UnknownContact(field=field, known=", ".join(FIELDS))
        if name not in dataset.columns:
            raise NoSuchColumn(column=name, field=FIELDS[field], known=", ".join(dataset.columns))


def known_text(table: TypedTable, name: str) -> pl.Expr:
    """Read the column as clean text, missing where it is empty or holds a word for that."""
    text = clean_cell(category_text(table, name))
    return pl.when(~text.str.to_lowercase().is_in([*WORDS, ""])).then(text)


def _known_values(table: TypedTable, name: str) -> list[str]:
    return table.frame.select(known_text(table, name)).drop_nulls().collect().to_series().to_list()


def _mostly_fits(values: list[str], fits: Callable[[str], object]) -> bool:
    return sum(bool(fits(value)) for value in values) >= MATCHING_SHARE * len(values)


def _is_email(_: str, values: list[str]) -> bool:
    return _mostly_fits(values, clean_email)


def _is_phone(name: str, values: list[str]) -> bool:
    return bool(_PHONE.search(name_words(name))) and _mostly_fits(
        values, lambda value: is_cut_off(value) or (len(digits_of(value)) >= 6 and "@" not in value)
    )


def _is_country(name: str, values: list[str]) -> bool:
    return "country" in role_hints(name) and _mostly_fits(values, country_code)


def _name_matcher(field: str) -> Callable[[str, list[str]], bool]:
    return lambda name, _: bool(re.search(_NAMES[field], name_words(name)))


_MATCHERS: Mapping[str, Callable[[str, list[str]], bool]] = MappingProxyType(
    {"email": _is_email, "phone": _is_phone, "country": _is_country}
    | {field: _name_matcher(field) for field in _NAMES}
)


def _name_clarity(field: str, name: str) -> int:
    """Sort key that puts a column that is named e-mail before others that hold addresses."""
    return int(field == "email" and re.search(r"\be ?mail\b|\bmail\b", name_words(name)) is not None)
