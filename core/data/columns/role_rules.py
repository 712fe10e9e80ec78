"""Rules for roles: how strongly a column claims each, and its role when it wins none."""

import re
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from core.data.columns.column_names import (
    is_currency_name,
    is_ordinal,
    is_person_name,
    name_words,
    role_hints,
)
from core.model import ColumnProfile, Role, Table

# Share of the rows that must have a value of their own in an id; below it an id repeats, and the rows
# may be transactions.
UNIQUE_SHARE = 0.95
# Text is a category up to so many values (each twice on average), or up to the larger number where each
# stands twenty times; more values make it plain text, which is no feature.
MOST_CATEGORIES = 50
MOST_FREQUENT_CATEGORIES = 1000
ENOUGH_ROWS = 20  # rows from which two values, or keys without a repeat, are no chance
LONGEST_CATEGORY = 40  # letters of a frequent category; longer texts are sentences
SHORTEST_TELEPHONE = 100_000  # whole numbers below it are too short to be telephone numbers
_TELEPHONE = re.compile(
    r"\b(?:tele)?(?:phone|fon)|\btel\b|\bmobile?\b|\bmobil|\bhandy|\bcell|\bfax\b|\bwhatsapp\b"
)
PLAIN_ID, MAIL_ID = 3, 4  # how surely a column called "id", or one of e-mail addresses, is the id
FEW_CUSTOMERS = 2  # how surely a column with one or two values is an id: any other that says so wins

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
_YES_NO = (
    {"yes", "no"},
    {"y", "n"},
    {"true", "false"},
    {"t", "f"},
    {"ja", "nein"},
    {"oui", "non"},
    {"si", "no"},
    {"sí", "no"},
    {"sim", "não"},
    {"ja", "nee"},
    {"on", "off"},
    {"wahr", "falsch"},
)
_COUNTRIES = frozenset(
    """united kingdom, uk, great britain, england, germany, deutschland, france, frankreich, spain,
    spanien, españa, italy, italien, italia, portugal, netherlands, belgium, switzerland, schweiz,
    austria, österreich, poland, sweden, norway, denmark, finland, ireland, eire, greece, czech
    republic, hungary, romania, turkey, russia, ukraine, united states, usa, us, canada, mexico,
    méxico, brazil, brasil, argentina, chile, colombia, peru, australia, new zealand, japan, china,
    india, south korea, singapore, hong kong, indonesia, thailand, vietnam, philippines, malaysia,
    israel, egypt, south africa, nigeria, kenya, morocco, saudi arabia, united arab emirates,
    allemagne, espagne, italie, royaume uni, suisse, belgique, alemania, francia, reino unido, gb, de,
    fr, es, it, nl, be, ch, at, pl, se""".replace("\n    ", " ").split(", ")
)


@dataclass(frozen=True)
class Column:
    """A profile with what can be read off it."""

    profile: ColumnProfile
    rows: int

    @cached_property
    def role_hints(self) -> dict[Role, int]:
        return role_hints(self.profile.name)

    @property
    def present(self) -> int:
        return self.rows - self.profile.missing

    @property
    def distinct(self) -> int:
        return self.profile.distinct

    @property
    def unique(self) -> bool:
        return self.distinct > 0 and self.distinct >= UNIQUE_SHARE * self.present

    @property
    def has_few_values(self) -> bool:
        """True for one or two values that repeat: a yes or no rather than an id."""
        return self.distinct <= 2 and not self.unique

    @property
    def constant(self) -> bool:
        return self.rows > 1 and self.profile.missing == 0 and self.distinct == 1

    @property
    def numeric(self) -> bool:
        return self.profile.dtype in ("integer", "number")

    @property
    def could_be_key(self) -> bool:
        return self.profile.dtype in ("integer", "text")

    @property
    def numbers_rows(self) -> bool:
        """True for whole numbers that count the rows without a gap."""
        low, high = self.profile.minimum, self.profile.maximum
        if self.profile.dtype != "integer" or low is None or high is None:
            return False
        return self.unique and high - low + 1 == self.distinct

    @property
    def two_valued(self) -> bool:
        return self.distinct == 2 and (self.profile.dtype == "boolean" or self.present >= ENOUGH_ROWS)

    @property
    def yes_no(self) -> bool:
        words = {example.casefold() for example in self.profile.examples}
        return (
            self.profile.dtype == "text" and any(pair <= words for pair in _YES_NO) and len(words) <= 3
        )

    @property
    def telephone(self) -> bool:
        """True for whole numbers too long to count anything, under a telephone's name."""
        low = self.profile.minimum
        long = low is not None and abs(low) >= SHORTEST_TELEPHONE
        named = _TELEPHONE.search(name_words(self.profile.name))
        return self.profile.dtype == "integer" and long and named is not None

    def within(self, limit: float) -> bool:
        low, high = self.profile.minimum, self.profile.maximum
        return low is not None and high is not None and -limit <= low <= high <= limit


def role_claims(column: Column, table: Table) -> dict[Role, int]:
    """Strength (above 0) with which the column claims each single role in a table of that kind."""
    if column.distinct == 0 or "ignore" in column.role_hints:
        return {}
    claims = {role: judge(column, table) for role, judge in _CLAIMS.items()}
    if table == "customers":
        claims |= dict.fromkeys(LINE_ROLES, 0)
    if column.constant:
        allowed = ("id", "date", "amount", *LINE_ROLES) if table == "transactions" else ()
        claims = {role: sure for role, sure in claims.items() if role in allowed}
    return {role: sure for role, sure in claims.items() if sure > 0}


def _claim_id(column: Column, table: Table) -> int:
    sure = column.role_hints.get("id", 0)
    if not column.could_be_key:
        return 0
    if column.has_few_values:
        return FEW_CUSTOMERS if sure == 9 and table == "transactions" else 0
    if table == "transactions":
        return sure if sure > 1 else 0
    if not column.unique:
        return sure if sure == 9 or (sure == 6 and column.distinct * 2 >= column.present) else 0
    named = MAIL_ID + 1 if sure == PLAIN_ID else sure
    return max(named, 2 if _looks_like_keys(column) else 0)


def _looks_like_keys(column: Column) -> bool:
    if column.profile.missing or column.rows < ENOUGH_ROWS or column.distinct < column.rows:
        return False
    codes = [e for e in column.profile.examples if " " not in e and any(c in string.digits for c in e)]
    return column.numbers_rows or (
        column.profile.dtype == "text" and codes == [*column.profile.examples]
    )


def _claim_date(column: Column, _: Table) -> int:
    return 1 + column.role_hints.get("date", 0) if column.profile.dtype == "date" else 0


def _claim_key(role: Role) -> Callable[[Column, Table], int]:
    return lambda column, _: column.role_hints.get(role, 0) if column.could_be_key else 0


def _claim_measure(role: Role) -> Callable[[Column, Table], int]:
    return lambda column, _: (
        column.role_hints.get(role, 0) if column.numeric and not column.two_valued else 0
    )


def _claim_quantity(column: Column, _: Table) -> int:
    return column.role_hints.get("quantity", 0) if column.numeric else 0


def _claim_coordinate(role: Role, limit: float) -> Callable[[Column, Table], int]:
    return lambda column, _: (
        column.role_hints.get(role, 0) if column.numeric and column.within(limit) else 0
    )


def _claim_country(column: Column, _: Table) -> int:
    if column.profile.dtype != "text" or column.distinct > 300:
        return 0
    examples = column.profile.examples
    matching = sum(example.strip().casefold() in _COUNTRIES for example in examples)
    by_values = 5 if matching >= 2 and matching * 3 >= len(examples) * 2 else 0
    return max(column.role_hints.get("country", 0), by_values)


def _claim_label(column: Column, table: Table) -> int:
    sure = column.role_hints.get("label", 0)
    if table == "transactions" or column.profile.dtype in ("date", "number"):
        return 0
    if column.distinct == 2:
        return sure or (5 if column.two_valued and "amount" in column.role_hints else 0)
    return sure if sure == 9 and 2 < column.distinct <= ENOUGH_ROWS else 0


_CLAIMS: Mapping[Role, Callable[[Column, Table], int]] = {
    "id": _claim_id,
    "date": _claim_date,
    "order": _claim_key("order"),
    "product": _claim_key("product"),
    "quantity": _claim_quantity,
    "unit_price": _claim_measure("unit_price"),
    "amount": _claim_measure("amount"),
    "country": _claim_country,
    "latitude": _claim_coordinate("latitude", 90),
    "longitude": _claim_coordinate("longitude", 180),
    "label": _claim_label,
}


def leftover_role(column: Column) -> tuple[Role, str]:
    """The role of a column that has no single role, and why."""
    profile = column.profile
    if column.distinct == 0:
        return "ignore", "It is empty."
    if column.constant:
        return "ignore", "Every row has the same value, so it cannot tell customers apart."
    if "ignore" in column.role_hints and (column.numbers_rows or column.unique):
        return "ignore", "It only numbers the rows."
    if column.telephone:
        return "ignore", "Telephone numbers: they are for audience files and say nothing in a mean."
    if profile.dtype == "text" and is_currency_name(profile.name):
        return "ignore", "It says what the money is in, and nothing of the customer."
    if profile.dtype == "date":
        return "ignore", "A further date; dates other than the main one are not used."
    if profile.dtype == "boolean":
        return "category", "It is either true or false."
    return _text_role(column) if profile.dtype == "text" else _number_role(column)


def _text_role(column: Column) -> tuple[Role, str]:
    if is_person_name(column.profile.name):
        return "text", "Names of people: they are for audience files and make no groups."
    longest = max(map(len, column.profile.examples), default=0)
    if column.yes_no:
        return "category", "It says yes or no as text."
    few = column.distinct <= MOST_CATEGORIES and column.distinct * 2 <= max(column.present, 4)
    frequent = column.distinct <= MOST_FREQUENT_CATEGORIES and column.distinct * 20 <= column.present
    if few or (frequent and longest <= LONGEST_CATEGORY):
        return "category", f"Text with only {column.distinct:,} different values."
    return "text", f"Text with {column.distinct:,} different values, too many to be groups."


def _number_role(column: Column) -> tuple[Role, str]:
    if column.profile.dtype == "integer":
        if _is_code(column):
            return (
                "category",
                f"Whole numbers with only {column.distinct:,} values that stand for groups.",
            )
        if "id" in column.role_hints and not is_ordinal(column.profile.name):
            return _key_role(column)
    low, high = column.profile.minimum, column.profile.maximum
    if low is None or high is None:
        return "number", "It holds numbers."
    return "number", f"Numbers from {low:,.10g} to {high:,.10g}."


def _key_role(column: Column) -> tuple[Role, str]:
    if column.distinct <= MOST_FREQUENT_CATEGORIES and column.distinct * 2 <= column.present:
        return "category", "Its name ends like a key and the values repeat, so they stand for groups."
    return "ignore", "Its name ends like a key and almost every row has its own value."


def _is_code(column: Column) -> bool:
    low, high, distinct = column.profile.minimum, column.profile.maximum, column.distinct
    if column.two_valued:
        return True
    if low is None or high is None or is_ordinal(column.profile.name):
        return False
    if "category" in column.role_hints:
        return low >= 0 and distinct <= MOST_FREQUENT_CATEGORIES and distinct * 4 <= column.present
    return low >= 1 and distinct <= 5 and high - low + 1 == distinct and column.present >= ENOUGH_ROWS


def role_reason(column: Column, role: Role, table: Table) -> str:
    """Reason for which the column was given a single role, in one sentence."""
    if role == "id":
        return _id_reason(column)
    if role == "country" and "country" not in column.role_hints:
        return "Its values are names of countries."
    if role == "label":
        return "A few values under a name that says outcome: kept aside to compare the segments with."
    return _REASONS[role].format(distinct=column.distinct, table=table)


_REASONS: Mapping[Role, str] = {
    "date": "It holds dates.",
    "order": "The name reads like an order or invoice number; it has {distinct:,} different values.",
    "product": "The name reads like a product; it has {distinct:,} different values.",
    "quantity": "Numbers under a name that counts pieces.",
    "unit_price": "Numbers under a name that means the price of one piece.",
    "amount": "Numbers under a name that means money.",
    "country": "The name means a country.",
    "latitude": "The name means latitude and the values lie between -90 and 90.",
    "longitude": "The name means longitude and the values lie between -180 and 180.",
}


def _id_reason(column: Column) -> str:
    named = column.role_hints.get("id", 0)
    last = name_words(column.profile.name).split()[-1:]
    ending = (
        " and the name ends in 'ID'" if last == ["id"] else " and the name reads like a customer's key"
    )
    if column.unique:
        return "Almost every row has its own value" + (ending if named else "") + "."
    return f"The name reads like a customer's key; its {column.distinct:,} values repeat over the rows."
