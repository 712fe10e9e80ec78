"""Tables that are to be joined, and what each of them is a list of."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

import polars as pl

from core.data.columns.column_names import name_words, role_hints
from core.data.columns.name_meanings import (
    EMAIL_NAME,
    TELEPHONE_NAME,
    is_mail,
    is_person_name,
)
from core.data.columns.profile import profile_columns
from core.data.columns.roles import guess_roles
from core.data.presets import find_system, guess_with_knowledge
from core.model import ColumnProfile, Dataset, Notice, Role

SOURCE_COLUMN = "source file"
PERSON, ORDER, PRODUCT, LINE = "person", "order", "product", "line"
KEY_NAME = 6  # how surely a column's name must say that it is a key, of `role_hints`
SUREST = 9  # of `role_hints`: the word in front of "id" names a customer, an order or a product
_KEYS = """id ids uuid guid key keys no nr nro nbr num number numbers nummer code codes ref reference
pk fk record identifier kennung codigo codice numero hash associated primary unique external internal"""
KEY_WORDS = frozenset(_KEYS.split())
# Words of file and column names that say nothing about what the rows are.
_NOISE = re.compile(
    r"\b(?:raw|export\w*|data|table|tbl|dim|fact|list|all|new|old|final|report|copy|\d+)\b"
)
_FURTHER_WORDS = {
    PERSON: "contact contacts kontakt kontakte lead leads person persons people personen debitor contactos",
    ORDER: "deal deals opportunity opportunities bestellungen auftrage pedidos commandes ordini",
    LINE: "orderline orderlines orderitem orderitems lineitem lineitems positionen bestellpositionen",
}
_RECOGNISED = (PERSON, ORDER, PRODUCT, LINE)
# Lists that belong to orders or customers and are neither: "order payments" are payments.
_LISTS = """payment refund return shipment session visit ticket discount campaign event zahlung paiement pago
employee staff seller supplier vendor shipper agent rep manager driver store shop branch category brand
mitarbeiter lieferant filiale vendeur fournisseur empleado proveedor dipendente fornitore"""
_OTHER_LISTS = frozenset(_LISTS.split())
_ROLE_ENTITIES: dict[Role, str] = {"id": PERSON, "order": ORDER, "product": PRODUCT}
PLACE = re.compile(
    r"\b(?:address\w*|street|city|town|zip|postal|postcode|plz|adresse|strasse|ort|stadt|rue|ville|direccion"
    r"|calle|ciudad|indirizzo|via|citta|cap|endereco|rua|cidade|adres|straat|plaats)\b"
)


@dataclass(frozen=True)
class JoinTable:
    """A read table: `name` as its owner calls it, Parquet at `path`, profiles of its columns."""

    name: str
    path: str
    rows: int
    profiles: tuple[ColumnProfile, ...]
    notices: tuple[Notice, ...] = ()
    fixed_roles: tuple[tuple[str, Role], ...] = ()

    @property
    def frame(self) -> pl.LazyFrame:
        return pl.scan_parquet(self.path)

    @property
    def stem(self) -> str:
        return PurePath(self.name).stem

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(profile.name for profile in self.profiles)

    @cached_property
    def by_name(self) -> dict[str, ColumnProfile]:
        return {profile.name: profile for profile in self.profiles}

    @cached_property
    def roles(self) -> dict[str, Role]:
        """Roles of the columns as of a table of transactions."""
        guessed = dict(guess_roles(self.profiles, self.rows, "transactions").roles)
        amount = next((name for name, role in guessed.items() if role == "amount"), "")
        if self.entity == PRODUCT and "unit_price" in role_hints(amount):
            guessed[amount] = "unit_price"  # of a product, which is not bought here
        return {**guessed, **dict(self.fixed_roles)}

    def is_of_others(self, key: str) -> bool:
        """Tell whether the rows, looked up by `key`, are staff, suppliers or the like: their names are
        not the customers'."""
        return not {self.entity, column_entity(key)} & {*_RECOGNISED}

    def contact_columns(self) -> tuple[str, ...]:
        """Columns with names, addresses and numbers of people or firms."""
        words = {name: name_words(name) for name in self.columns}
        patterns = (EMAIL_NAME, TELEPHONE_NAME, PLACE)
        return tuple(
            name
            for name, text in words.items()
            if is_person_name(name) or any(pattern.search(text) for pattern in patterns)
        )

    def column_for(self, role: Role) -> str | None:
        return next((name for name, given in self.roles.items() if given == role), None)

    @cached_property
    def entity(self) -> str:
        """Entity that a row is: a person, order, product, line or a word of the name; empty if unknown."""
        words = _NOISE.sub(" ", name_words(self.stem)).split()
        named = _last_entity(words)
        if named == PRODUCT and any(column_entity(column) == ORDER for column in self.columns):
            return LINE  # "items" with an order's number are what was ordered, no catalogue
        is_known = named in _RECOGNISED or named in _OTHER_LISTS
        return named if is_known else self._entity_by_columns() or named

    @property
    def is_named(self) -> bool:
        """Tell whether the table's name says what it lists."""
        named = _last_entity(_NOISE.sub(" ", name_words(self.stem)).split())
        return named in _RECOGNISED or named in _OTHER_LISTS

    def _entity_by_columns(self) -> str:
        dated = any(profile.dtype == "date" for profile in self.profiles)
        spent = any("amount" in role_hints(name) for name in self.columns)
        named = any(is_person_name(name) or is_mail(name) for name in self.columns)
        if named and not (dated and spent):
            return PERSON
        priced = any("unit_price" in role_hints(name) for name in self.columns)
        counted = any("quantity" in role_hints(name) for name in self.columns)
        return PRODUCT if priced and not dated and not counted else ""

    def is_unique(self, column: str) -> bool:
        """Tell whether no value of the column stands in two rows."""
        profile = self.by_name[column]
        return 0 < profile.distinct == self.rows - profile.missing


def open_table(dataset: Dataset, name: str) -> JoinTable:
    """Open a data set as a table to be joined, called `name`."""
    profiles = profile_columns(pl.scan_parquet(dataset.path))
    is_known = find_system(dataset.columns) is not None or dataset.roles
    roles = guess_with_knowledge(dataset, profiles, "transactions").roles if is_known else {}
    fixed = tuple(roles.items())
    return JoinTable(name, dataset.path, dataset.rows, profiles, dataset.notices, fixed)


def _last_entity(words: list[str]) -> str:
    entities = [entity for word in words if (entity := word_entity(word))]
    if entities[-2:] == [ORDER, PRODUCT]:
        return LINE
    recognised = [entity for entity in entities if entity in _RECOGNISED]
    return recognised[-1] if recognised and entities[-1] not in _OTHER_LISTS else "".join(entities[-1:])


def word_entity(word: str) -> str:
    """Entity that a word stands for: a customer's, an order's or a product's word, or its singular."""
    if word in KEY_WORDS or word.isdigit():
        return ""
    for entity, words in _FURTHER_WORDS.items():
        if word in words.split():
            return entity
    hints = role_hints(f"{word} id")
    named = [entity for role, entity in _ROLE_ENTITIES.items() if hints.get(role) == SUREST]
    return named[0] if named else singular(word)


def singular(word: str) -> str:
    """Singular of an English word, roughly; other words stay."""
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word.removesuffix("s") if not word.endswith("ss") else word


def key_words(name: str) -> str:
    """Words of a column's name, of which "IDs" is one."""
    return name_words(re.sub(r"IDs\b", "Ids", name))


def column_entity(name: str) -> str:
    """Entity that a key column refers to; empty for "id" and the like, and for what is no key."""
    words = key_words(name).split()
    hints = role_hints(name)
    named = [entity for role, entity in _ROLE_ENTITIES.items() if hints.get(role, 0) >= KEY_NAME]
    rest = [word for word in words if word not in KEY_WORDS]
    if not rest or not (named or len(rest) < len(words)):
        return ""
    entity = _last_entity(rest) if _last_entity(rest) == LINE else word_entity(rest[-1])
    return named[0] if named and entity != LINE and entity not in named else entity


def is_generic_key(name: str) -> bool:
    """Tell whether a column is called "id" or the like, which names no entity."""
    words = key_words(name).split()
    return bool(words) and not set(words) - KEY_WORDS
