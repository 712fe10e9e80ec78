"""What a column tells: by its name in several languages, and never against its values."""

from typing import Any

import polars as pl
import pytest

from core.data.columns.meanings import (
    UnknownMeaning,
    UnknownMeaningColumn,
    can_be_bought,
    check_meanings,
    guess_meaning,
    is_spend_by_group,
    money_period,
)
from core.data.columns.profile import profile_columns
from core.data.columns.roles import guess_roles
from core.model import ColumnProfile, Meaning, Role

N = 240
SMALL, WIDE = [i % 7 for i in range(N)], [20.5 + 7.25 * i for i in range(N)]
SHARES, YES_NO = [i % 90 / 90 for i in range(N)], ["yes", "no", "no"] * 80
WORDS = ["red", "green", "blue", "grey"] * 60


def profile(name: str, values: list[Any]) -> ColumnProfile:
    return profile_columns(pl.LazyFrame({name: values}))[0]


def meaning(name: str, values: list[Any], role: Role | None = None) -> Meaning:
    told = profile(name, values)
    return guess_meaning(told, role or guess_roles((told,), N, "customers").roles[name])


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        # what customers buy, in several languages
        ("SpendShoes", WIDE, "behaviour"), ("Wein", WIDE, "behaviour"), ("fromage", WIDE, "behaviour"),
        ("num_orders", SMALL, "behaviour"), ("Bestellungen", SMALL, "behaviour"), ("compras", SMALL, "behaviour"),
        # how they use it
        ("call_minutes", WIDE, "usage"), ("Contract", WORDS, "usage"), ("has_tv", YES_NO, "other"),
        ("Vertrag", WORDS, "usage"), ("hours_spent_in_app", WIDE, "usage"), ("Phone service", YES_NO, "usage"),
        # time
        ("tenure_months", SMALL, "time"), ("daysSinceLastVisit", WIDE, "time"), ("antiguedad", WIDE, "time"),
        # money, where the values can be money
        ("MonthlyFee", WIDE, "money"), ("Jahresumsatz", WIDE, "money"), ("account_balance", WIDE, "money"),
        ("PAYMENT_RATE", SHARES, "usage"), ("premium", SHARES, "usage"), ("payments", SMALL, "usage"),
        # the customer
        ("Age", [18 + i % 60 for i in range(N)], "person"), ("Haushaltseinkommen", WIDE, "person"),
        ("children", SMALL, "person"), ("employees", [3 + i for i in range(N)], "person"),
        ("Annual income", WIDE, "person"), ("estado_civil", WORDS, "person"),
        # places, scores, circumstances, outcomes
        ("home_city", WORDS, "place"), ("Ville", WORDS, "place"), ("store_distance", WIDE, "place"),
        ("Satisfaction", SMALL, "attitude"), ("Spending score", WIDE, "attitude"), ("Zufriedenheit", SMALL, "attitude"),
        ("q7", [1 + i % 5 for i in range(N)], "attitude"),
        ("I like to try new things first", [1 + i % 7 for i in range(N)], "attitude"),
        ("central_bank_interest_rate", WIDE, "context"), ("inflation", WIDE, "context"), ("weekday", WORDS, "context"),
        ("Renewed", YES_NO, "outcome"), ("accepted_offer_2", [0, 1, 0] * 80, "outcome"), ("abgewandert", YES_NO, "outcome"),
        # the traps on the other side
        ("response_time", WIDE, "other"), ("previous_outcome", WORDS, "other"), ("interest paid", WIDE, "money"),
        ("frozen", YES_NO, "usage"), ("left_handed", YES_NO, "other"), ("zzz", WIDE, "other"),
    ],
)  # fmt: skip
def test_a_meaning_follows_from_name_and_values(
    name: str, values: list[Any], expected: Meaning
) -> None:
    assert meaning(name, values) == expected


def test_the_role_says_more_than_the_name() -> None:
    assert meaning("zzz", YES_NO, "label") == "outcome"
    assert meaning("zzz", WIDE, "latitude") == "place"
    assert meaning("zzz", WIDE, "amount") == "money"


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("MonthlyCharges", "month"), ("annual_spend", "year"), ("Jahresumsatz", "year"), ("Total spend", "lifetime"),
        ("avg_order_value", "order"), ("spend", ""),
    ],
)  # fmt: skip
def test_money_is_told_over_a_time(name: str, period: str) -> None:
    assert money_period(name) == period


def test_spend_by_group_is_money_and_pieces_are_not() -> None:
    assert is_spend_by_group(profile("cheese", WIDE))
    assert not is_spend_by_group(profile("cheese", SMALL))
    assert not is_spend_by_group(profile("cheese share", SHARES))
    assert not is_spend_by_group(profile("total sales", WIDE))
    assert can_be_bought("cheese") and not can_be_bought("number of orders")


def test_a_wrong_meaning_is_refused_by_name() -> None:
    with pytest.raises(UnknownMeaningColumn, match="no column 'b'"):
        check_meanings({"b": "person"}, ("a",))
    with pytest.raises(UnknownMeaning, match="'persn' is not a meaning for column 'a'"):
        check_meanings({"a": "persn"}, ("a",))  # type: ignore[dict-item]
