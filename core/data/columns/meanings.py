"""What columns mean: guessed from their names, their values and their roles."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import get_args

from core.data.columns import meaning_words as words
from core.data.columns.column_names import name_words
from core.errors import UserError
from core.model import ColumnProfile, Meaning, Role
from core.text import join_quoted

MEANINGS: tuple[Meaning, ...] = get_args(Meaning)
# Answers of at most so many kinds can be an outcome; more make it a description.
MOST_OUTCOMES = 6
# Mean up to which whole numbers count something, whatever the name; above it they may be money.
MOST_COUNTED = 20
# Grades of an answer in a survey, at most; and the words of a column that is a question.
MOST_GRADES, WORDS_OF_A_QUESTION = 10, 5
_SURELY_MONEY = r"\b(?:amount|spend|spent|revenue|sales|value|price|eur|usd|gbp|betrag|umsatz|montant|importe|bedrag)\b"
_BY_ROLE: Mapping[Role, Meaning] = {
    "label": "outcome",
    "latitude": "place",
    "longitude": "place",
    "country": "place",
    "date": "time",
    "amount": "money",
    "unit_price": "money",
    "quantity": "behaviour",
    "product": "behaviour",
}


class UnknownMeaning(UserError):
    template = "'{meaning}' is not a meaning for column '{column}'. Choose one of: {known}."


class UnknownMeaningColumn(UserError):
    template = "There is no column '{column}' to give a meaning. The table has: {known}."


def check_meanings(meanings: Mapping[str, Meaning], columns: Sequence[str]) -> None:
    """Raise a UserError for a column that is not there, or for a meaning that is none."""
    for name, meaning in meanings.items():
        if name not in columns:
            raise UnknownMeaningColumn(column=name, known=join_quoted(columns, ", ", 12))
        if meaning not in MEANINGS:
            raise UnknownMeaning(meaning=meaning, column=name, known=", ".join(MEANINGS))


def guess_meaning(profile: ColumnProfile, role: Role) -> Meaning:
    """Guess what a column means; "other" where neither name nor values say so."""
    if role in _BY_ROLE and not (role == "amount" and is_spend_by_group(profile)):
        return _BY_ROLE[role]
    name = name_words(profile.name)
    if _is_outcome(profile, name):
        return "outcome"
    if _speaks_of(name, "CONTEXT") or _is_called(name, "CONTEXT_ALONE"):
        return "context"
    priced = re.search(_SURELY_MONEY, name) is not None
    if _speaks_of(name, "TIME") and not priced and not _is_two_valued(profile):
        return "time"
    for meaning in ("attitude", "person", "place"):
        if _speaks_of(name, meaning.upper()):
            return meaning
    if _is_question(profile, name):
        return "attitude"
    return _activity_meaning(profile, name)


def _activity_meaning(profile: ColumnProfile, name: str) -> Meaning:
    """Tell apart what customers buy, use and pay."""
    numeric = profile.dtype in ("number", "integer") and not _is_two_valued(profile)
    if numeric and names_product_group(profile.name):
        return "behaviour"
    if numeric and _is_plausible_money(profile, name) and _speaks_of(name, "MONEY"):
        return "money"
    if _speaks_of(name, "USAGE") or (_is_two_valued(profile) and _speaks_of(name, "PRODUCT_GROUP")):
        return "usage"
    if _speaks_of(name, "PURCHASES"):
        if not numeric:
            return "usage"
        decimals = profile.dtype == "number" and _is_plausible_money(profile, name)
        return "money" if decimals and _speaks_of(name, "BRINGS") else "behaviour"
    return "usage" if _speaks_of(name, "MONEY") or _speaks_of(name, "PRODUCT_GROUP") else "other"


def names_product_group(name: str) -> bool:
    """Tell whether the name means a group of products, or spend on something."""
    plain = name_words(name)
    of_spend = re.search(
        r"^(?:mnt|spend|spent|spending|amount|sales|umsatz|depenses?|gasto|spesa) (?:on |in |for )?\w",
        plain,
    )
    total = re.search(
        rf"\b(?:total|all|overall|customer|annual|yearly|monthly|{words.PERIODS['lifetime'][0]})\b",
        plain,
    )
    if _speaks_of(plain, "NO_MONEY") or total or _speaks_of(plain, "USAGE"):
        return False
    return of_spend is not None or _speaks_of(plain, "PRODUCT_GROUP")


def can_be_bought(name: str) -> bool:
    """Tell whether behaviour under this name is something on sale, rather than how often is bought."""
    return names_product_group(name) or not _speaks_of(name_words(name), "PURCHASES")


def is_spend_by_group(profile: ColumnProfile) -> bool:
    """Tell whether a column holds the money spent on a group of products, rather than pieces of it."""
    high, mean = profile.maximum, profile.mean
    if (
        not names_product_group(profile.name)
        or high is None
        or mean is None
        or (profile.minimum or 0) < 0
    ):
        return False
    return high > MOST_COUNTED and (mean > MOST_COUNTED or profile.dtype == "number")


def brings_money(profile: ColumnProfile) -> bool:
    """Tell whether a column of money holds what a customer brings, rather than has or owes."""
    return _speaks_of(name_words(profile.name), "BRINGS")


def money_period(name: str) -> str:
    """Period over which money under this name is told: "order", "month", "year", "lifetime", or ""."""
    plain = name_words(name)
    return next((period for period in words.PERIODS if _matches(words.PERIODS[period], plain)), "")


def _is_outcome(profile: ColumnProfile, name: str) -> bool:
    few = _is_two_valued(profile) or (
        profile.dtype in ("text", "boolean") and profile.distinct <= MOST_OUTCOMES
    )
    named = _speaks_of(name, "OUTCOME") or _is_called(name, "OUTCOME_ALONE")
    return few and named and not _speaks_of(name, "EARLIER")


def _is_two_valued(profile: ColumnProfile) -> bool:
    return profile.dtype == "boolean" or profile.distinct <= 2


def _is_question(profile: ColumnProfile, name: str) -> bool:
    """Tell whether whole numbers from 1 are grades under a question or its number."""
    low, high = profile.minimum, profile.maximum
    graded = (
        profile.dtype == "integer" and low in (0, 1) and high is not None and 3 <= high <= MOST_GRADES
    )
    asked = re.match(r"(?:q|question|frage|item) ?\d", name) or len(name.split()) >= WORDS_OF_A_QUESTION
    return bool(graded and asked)


def _is_plausible_money(profile: ColumnProfile, name: str) -> bool:
    """Tell whether the values can be money: no shares, no small counts, no hours."""
    high, mean = profile.maximum, profile.mean
    if _speaks_of(name, "NO_MONEY") or high is None or mean is None or high <= 1:
        return False
    counted = profile.dtype == "integer" and abs(mean) <= MOST_COUNTED
    return not counted or re.search(_SURELY_MONEY, name) is not None


def _speaks_of(name: str, list_name: str) -> bool:
    return _matches(getattr(words, list_name), name)


def _is_called(name: str, list_name: str) -> bool:
    return re.fullmatch("|".join(getattr(words, list_name)), name) is not None


@cache
def _pattern(lines: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(lines)})\b")


def _matches(lines: tuple[str, ...], name: str) -> bool:
    return _pattern(lines).search(name) is not None
