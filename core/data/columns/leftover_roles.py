"""Roles of the columns that have no single role: numbers, categories, texts, and what is left out."""

import re

from core.data.columns.column import ENOUGH_ROWS, Column
from core.data.columns.column_names import is_currency_name, is_ordinal
from core.data.columns.name_meanings import (
    is_full_name,
    is_known_answer,
    is_person_name,
    names_card_digits,
    names_code,
    names_number,
    names_place,
    names_postcode,
)
from core.data.columns.role_rules import tells_who_left
from core.model import Role

# Text is a category up to so many values (each twice on average), or up to the larger number where each
# stands twenty times; more values make it plain text, which is no feature.
MOST_CATEGORIES = 50
MOST_FREQUENT_CATEGORIES = 1000
_YEAR = re.compile(r"\b(?:years?|jahr|jahrgang|\w+jahr|annees?|anos?|anni|jaar)\b")
FIRST_YEAR, LAST_YEAR = 1500, 2200  # numbers between them may be years
LONGEST_CATEGORY = 40  # letters of a frequent category; longer texts are sentences

OUTCOME_REASON = "It says what became of the customer: shown by segment, no feature to find them by."


def leftover_role(column: Column) -> tuple[Role, str]:
    """The role of a column that has no single role, and why."""
    profile = column.profile
    if column.distinct == 0:
        return "ignore", "It is empty."
    if column.constant:
        return "ignore", "Every row has the same value, so it cannot tell customers apart."
    if column.row_number:
        return "ignore", "It only numbers the rows."
    if is_known_answer(profile.name) or tells_who_left(column):
        few = column.numeric or column.distinct <= ENOUGH_ROWS
        return "label" if few else "ignore", OUTCOME_REASON
    if only := _identifying_reason(column):
        return "ignore" if column.telephone and column.numeric else "text", only
    if profile.dtype == "text" and is_currency_name(profile.name):
        return "ignore", "It says what the money is in, and nothing of the customer."
    if profile.dtype == "date":
        return "ignore", "A further date; dates other than the main one are not used."
    if profile.dtype == "boolean":
        return "category", "It is either true or false."
    return _text_role(column) if profile.dtype == "text" else _number_role(column)


def _identifying_reason(column: Column) -> str:
    """Reason for which values only tell somebody or some place apart; "" where they say more."""
    name = column.profile.name
    if column.telephone:
        return "Telephone numbers: they are for audience files and say nothing in a mean."
    if column.mail:
        return "E-mail addresses: they are for audience files and make no groups."
    if not column.could_be_key:
        return ""
    if names_postcode(name):
        return "Postcodes stand for places; as numbers they say nothing."
    if names_card_digits(name):
        return "Digits of a card or account: they tell payments apart and are no quantity."
    if column.places or (names_place(name) and column.profile.dtype == "text"):
        return "Latitude and longitude in one: a place and no quantity."
    return ""


def _text_role(column: Column) -> tuple[Role, str]:
    name = column.profile.name
    if is_person_name(name) or (is_full_name(name) and column.people):
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
        if _names_key(column):
            return _key_role(column)
    low, high = column.profile.minimum, column.profile.maximum
    if low is None or high is None:
        return "number", "It holds numbers."
    if _YEAR.search(column.words) and FIRST_YEAR <= low <= high <= LAST_YEAR:
        return "number", f"Years from {low:.0f} to {high:.0f}."
    return "number", f"Numbers from {low:,.10g} to {high:,.10g}."


def _names_key(column: Column) -> bool:
    """Tell whether the name means an order, a product, a code, or a number that each row has its own of."""
    name, hints = column.profile.name, column.role_hints
    return (
        names_code(name)
        or bool({"order", "product"} & hints.keys())
        or (names_number(name) and (column.unique or column.long_numbers))
        or re.match(r"(?:key|clave|cle|sk|fk) \w", column.words) is not None
    )


def _key_role(column: Column) -> tuple[Role, str]:
    if column.distinct <= MOST_FREQUENT_CATEGORIES and column.distinct * 2 <= column.present:
        return "category", "Its name reads like a key and the values repeat, so they stand for groups."
    often = (
        "almost every row has its own value" if column.unique else f"it has {column.distinct:,} values"
    )
    return "ignore", f"Its name reads like a key and {often}, so it makes no groups."


def _is_code(column: Column) -> bool:
    low, high, distinct = column.profile.minimum, column.profile.maximum, column.distinct
    if column.two_valued:
        return True
    if low is None or high is None or is_ordinal(column.profile.name):
        return False
    if "category" in column.role_hints:
        return low >= 0 and distinct <= MOST_FREQUENT_CATEGORIES and distinct * 4 <= column.present
    return low >= 1 and distinct <= 5 and high - low + 1 == distinct and column.present >= ENOUGH_ROWS
