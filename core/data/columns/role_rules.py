"""Rules for roles that one column has: how strongly each claims them, and why it was given one."""

import re
import string
from collections.abc import Callable, Mapping

from core.data.columns import role_words as words
from core.data.columns.column import ENOUGH_ROWS, Column
from core.data.columns.column_names import MAYBE_MONEY, money_preference
from core.data.columns.meaning_words import COUNTRIES
from core.data.columns.name_meanings import (
    NO_CUSTOMER,
    is_full_name,
    is_known_answer,
    names_company,
    names_customer,
    names_postcode,
)
from core.model import Role, Table

# How surely a column is the id: a card or account, one called "id", one of e-mail addresses, of
# names of customers, of telephone numbers, of names. What only happens to tell people apart comes after a key.
MAIL_ID, CARD_ID, PLAIN_ID, CUSTOMER_NAME_ID, TELEPHONE_ID, NAME_ID = 5, 4, 3, 2.7, 2.5, 2
SURE_ID = 6  # how surely a name means a customer's key, from which on gaps are customers without one
# Share of the rows, each a customer, that must have what only happens to tell them apart: an address
# that most do not have would leave most of them out.
LEAST_IDENTIFIED = 0.5
FEW_CUSTOMERS = 1.5  # how surely a column with one or two values is an id: any other that says so wins
MOST_PIECES = 20  # mean above which whole numbers beside a price are money rather than pieces

SINGLE: tuple[Role, ...] = (
    "id",
    "date",
    "amount",
    "unit_price",
    "quantity",
    "product",
    "order",
    "latitude",
    "longitude",
    "country",
    "label",
)
LINE_ROLES: tuple[Role, ...] = ("order", "product", "quantity", "unit_price")
_PLURAL = re.compile(r"(?:s|kunden|gaste|klanten|clienti|utenti|mitglieder|nutzer|benutzer)$")
_BARE_CARD = re.compile(r"card|karte|carte|tarjeta|carta|kaart|cartao")  # its brand, or its number
_LANGUAGE = re.compile(r"\b(?:languages?|lang|locale|\w*sprache|langues?|idiomas?|lingua|taal)\b")
_LEAVERS = {"churned", "churn", "attrited", "attrited customer", "exited", "gekündigt", "résilié"}


def role_claims(column: Column, table: Table, priced: bool = False) -> dict[Role, float]:
    """Strength (above 0) with which the column claims each single role in a table of that kind.

    `priced` says that another column holds prices and none is called quantity.
    """
    if column.distinct == 0 or column.row_number:
        return {}
    claims: dict[Role, float] = {role: judge(column, table) for role, judge in _CLAIMS.items()}
    if priced and _could_be_pieces(column):
        claims |= {"quantity": claims["amount"], "amount": 0}
    if table != "transactions":
        claims |= dict.fromkeys(LINE_ROLES, 0)
    if column.constant:
        allowed = ("id", "date", "amount", *LINE_ROLES) if table == "transactions" else ()
        claims = {role: sure for role, sure in claims.items() if role in allowed}
        if column.profile.minimum == 0:  # nothing was ever paid, refunded or counted here
            claims |= dict.fromkeys(("amount", "unit_price", "quantity"), 0)
    return {role: sure for role, sure in claims.items() if sure > 0}


def _could_be_pieces(column: Column) -> bool:
    """Tell whether whole numbers, called amount but beside prices, are small enough to be pieces."""
    mean = column.profile.mean
    whole = column.profile.dtype == "integer" and mean is not None and 0 < mean <= MOST_PIECES
    return whole and re.search(r"\b(?:amount|amt|monto|cantidad)\b", column.words) is not None


def _claim_id(column: Column, table: Table) -> float:
    if (
        not column.could_be_key
        or NO_CUSTOMER.search(column.words)
        or names_postcode(column.profile.name)
    ):
        return 0
    named = column.role_hints.get("id", 0)
    if named == 6 and column.numeric and _PLURAL.search(column.words):
        return 0  # "Customers" with numbers counts them
    if {"order", "product"} & column.role_hints.keys() and named < 6:
        return 0
    if column.has_few_values:
        return FEW_CUSTOMERS if named == 9 and table == "transactions" else 0
    if table == "transactions":
        return _claim_repeated_id(column, named)
    if not column.unique:
        return named if named == 9 or (named == 6 and column.distinct * 2 >= column.present) else 0
    if named < SURE_ID and column.present < LEAST_IDENTIFIED * column.rows:
        return 0
    if column.mail:
        return max(named, MAIL_ID)
    named = MAIL_ID + 1 if named == PLAIN_ID else named
    name = column.profile.name
    if is_full_name(name) and names_customer(name) and column.distinct == column.rows:
        return max(named, CUSTOMER_NAME_ID)
    return max(named, 2 if looks_like_keys(column) else 0)


def _claim_repeated_id(column: Column, named: int) -> float:
    """Claim of a column that repeats over the lines: a key, or what tells people apart without one."""
    if column.mail:
        return max(named, MAIL_ID)
    if named >= SURE_ID:
        return named
    if column.unique:
        return 0
    if named in (CARD_ID, PLAIN_ID):
        return 0 if _BARE_CARD.fullmatch(column.words) and not column.long_numbers else named
    if column.telephone:
        return TELEPHONE_ID
    if column.profile.dtype == "text" and names_company(column.profile.name):
        return NAME_ID
    if column.profile.dtype != "text" or not is_full_name(column.profile.name):
        return 0
    if names_customer(column.profile.name):
        return CUSTOMER_NAME_ID
    return NAME_ID if column.people else 0


def looks_like_keys(column: Column) -> bool:
    """Tell whether the values are keys although the name does not say so."""
    if column.profile.missing or column.rows < ENOUGH_ROWS or column.distinct < column.rows:
        return False
    codes = [e for e in column.profile.examples if " " not in e and any(c in string.digits for c in e)]
    return column.profile.dtype == "text" and codes == [*column.profile.examples]


def _claim_date(column: Column, _: Table) -> float:
    dated = column.profile.dtype == "date" and not is_known_answer(column.profile.name)
    return 1 + column.role_hints.get("date", 0) if dated else 0


def _claim_key(role: Role) -> Callable[[Column, Table], float]:
    return lambda column, _: column.role_hints.get(role, 0) if column.could_be_key else 0


def _claim_money(role: Role) -> Callable[[Column, Table], float]:
    def claim(column: Column, _: Table) -> float:
        """Claim of numbers that can be money; of several the name decides which is the best one."""
        named = column.role_hints.get(role, 0)
        if not named or not column.numeric or column.two_valued or column.share:
            return 0
        if named == MAYBE_MONEY and (column.profile.mean or 0) <= MOST_PIECES:
            return 0
        sure = named / 2 if column.mostly_zero else named  # any other money says more of what was paid
        return sure + money_preference(column.profile.name) / 10

    return claim


def _claim_quantity(column: Column, _: Table) -> float:
    return column.role_hints.get("quantity", 0) if column.numeric else 0


def _claim_coordinate(role: Role, limit: float) -> Callable[[Column, Table], float]:
    return lambda column, _: (
        column.role_hints.get(role, 0) if column.numeric and column.within(limit) else 0
    )


def _claim_country(column: Column, _: Table) -> float:
    if column.profile.dtype != "text" or column.distinct > 300:
        return 0
    if _LANGUAGE.search(column.words):
        return 0
    examples = column.profile.examples
    matching = sum(example.strip().casefold() in COUNTRIES for example in examples)
    by_values = 5 if matching >= 2 and matching * 3 >= len(examples) * 2 else 0
    return max(column.role_hints.get("country", 0), by_values)


def _claim_label(column: Column, table: Table) -> float:
    sure = column.role_hints.get("label", 0)
    if table == "transactions" or column.profile.dtype in ("date", "number"):
        return 0
    if column.profile.dtype == "text" and column.distinct <= 5 and tells_who_left(column):
        return 8
    if column.distinct == 2:
        answer = column.two_valued and (column.profile.dtype != "text" or column.yes_no)
        return sure or (5 if answer and "amount" in column.role_hints else 0)
    return sure if sure == 9 and 2 < column.distinct <= ENOUGH_ROWS else 0


def tells_who_left(column: Column) -> bool:
    """Tell whether one of a few values says that the customer left."""
    return column.distinct <= 5 and bool(
        _LEAVERS & {example.strip().casefold() for example in column.profile.examples}
    )


_CLAIMS: Mapping[Role, Callable[[Column, Table], float]] = {
    "id": _claim_id,
    "date": _claim_date,
    "order": _claim_key("order"),
    "product": _claim_key("product"),
    "quantity": _claim_quantity,
    "unit_price": _claim_money("unit_price"),
    "amount": _claim_money("amount"),
    "country": _claim_country,
    "latitude": _claim_coordinate("latitude", 90),
    "longitude": _claim_coordinate("longitude", 180),
    "label": _claim_label,
}


def role_reason(column: Column, role: Role) -> str:
    """Reason for which the column was given a single role, in one sentence."""
    if role == "id":
        return _id_reason(column)
    if role == "country" and "country" not in column.role_hints:
        return words.COUNTRY_VALUES
    return words.ROLE_REASONS[role].format(distinct=column.distinct)


def _id_reason(column: Column) -> str:
    weak = weak_id_reason(column)
    if weak:
        return weak
    named = column.role_hints.get("id", 0)
    if column.unique:
        return words.own_id_reason(bool(named), column.words.split()[-1:] == ["id"])
    return words.repeating_id_reason(column.distinct)


def weak_id_reason(column: Column) -> str:
    """Reason for which something else than a key tells customers apart, with its risk; "" for keys."""
    if column.mail:
        return words.BY_ADDRESS
    named = column.role_hints.get("id", 0)
    if named > CARD_ID or named == PLAIN_ID:
        return ""
    if column.telephone:
        return words.BY_PHONE
    if is_full_name(column.profile.name) or names_company(column.profile.name):
        return words.BY_NAME
    return words.BY_CARD if named == CARD_ID else ""
