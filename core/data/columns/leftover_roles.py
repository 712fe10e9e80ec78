"""Roles of the columns that have no single role: numbers, categories, texts, and what is left out."""

import re

from core.data.columns import role_words as words
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


def leftover_role(column: Column) -> tuple[Role, str]:
    """The role of a column that has no single role, and why."""
    profile = column.profile
    if column.distinct == 0:
        return "ignore", "It is empty."
    if column.constant:
        return "ignore", words.CONSTANT
    if column.row_number:
        return "ignore", words.ROW_NUMBER
    if is_known_answer(profile.name) or tells_who_left(column):
        few = column.numeric or column.distinct <= ENOUGH_ROWS
        return "label" if few else "ignore", words.OUTCOME_REASON
    if only := _identifying_reason(column):
        return "ignore" if column.telephone and column.numeric else "text", only
    if profile.dtype == "text" and is_currency_name(profile.name):
        return "ignore", words.CURRENCY
    if profile.dtype == "date":
        return "ignore", words.FURTHER_DATE
    if profile.dtype == "boolean":
        return "category", "True or false."
    return _text_role(column) if profile.dtype == "text" else _number_role(column)


def _identifying_reason(column: Column) -> str:
    """Reason for which values only tell somebody or some place apart; "" where they say more."""
    name = column.profile.name
    if column.telephone:
        return words.PHONE_NUMBERS
    if column.mail:
        return words.ADDRESSES
    if not column.could_be_key:
        return ""
    if names_postcode(name):
        return words.POSTCODES
    if names_card_digits(name):
        return words.CARD_DIGITS
    if column.places or (names_place(name) and column.profile.dtype == "text"):
        return words.COORDINATES
    return ""


def _text_role(column: Column) -> tuple[Role, str]:
    name = column.profile.name
    if is_person_name(name) or (is_full_name(name) and column.people):
        return "text", words.PEOPLE
    longest = max(map(len, column.profile.examples), default=0)
    if column.yes_no:
        return "category", words.YES_OR_NO
    few = column.distinct <= MOST_CATEGORIES and column.distinct * 2 <= max(column.present, 4)
    frequent = column.distinct <= MOST_FREQUENT_CATEGORIES and column.distinct * 20 <= column.present
    if few or (frequent and longest <= LONGEST_CATEGORY):
        return "category", words.category_reason(column.distinct)
    return "text", words.free_text_reason(column.distinct, column.distinct > MOST_CATEGORIES)


def _number_role(column: Column) -> tuple[Role, str]:
    if column.profile.dtype == "integer":
        if _is_code(column):
            return "category", words.code_reason(column.distinct)
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
        return "category", words.REPEATING_KEY
    return "ignore", words.unused_key_reason(column.unique, column.distinct)


def _is_code(column: Column) -> bool:
    low, high, distinct = column.profile.minimum, column.profile.maximum, column.distinct
    if column.two_valued:
        return True
    if low is None or high is None or is_ordinal(column.profile.name):
        return False
    if "category" in column.role_hints:
        return low >= 0 and distinct <= MOST_FREQUENT_CATEGORIES and distinct * 4 <= column.present
    return low >= 1 and distinct <= 5 and high - low + 1 == distinct and column.present >= ENOUGH_ROWS
