"""The money of a table's customers, and the features that are suggested by what columns tell."""

import numpy as np
import polars as pl
import pytest

from core.features.customers import build_customers
from core.model import Customers, Meaning, Recipe, Role

N = 60
PLACE = np.arange(N)
CHEESE, WINE = 40.0 + PLACE * 3, 900.0 - PLACE * 11


def customers(meanings: dict[str, Meaning] | None = None, **columns: object) -> Customers:
    values = {name: np.asarray(column) for name, column in columns.items()}
    roles: dict[str, Role] = {
        name: "category" if column.dtype.kind in "OU" else "number" for name, column in values.items()
    }
    return build_customers(pl.LazyFrame(values), Recipe(roles=roles, meanings=meanings or {}))


def test_spend_by_group_adds_up_to_the_money() -> None:
    made = customers(cheese=CHEESE, wine=WINE, age=20.0 + PLACE)
    assert made.money_of == ("cheese", "wine") and made.money == "Total spend"
    assert made.frame[made.money].to_list() == pytest.approx(CHEESE + WINE)
    assert made.money not in made.features and made.money_period == ""


def test_a_total_is_not_added_to_its_parts() -> None:
    made = customers(cheese=CHEESE, wine=WINE, annual_spend=CHEESE + WINE)
    assert made.money_of == ("annual_spend",) and made.money_period == "year"
    other = customers(cheese=CHEESE, wine=WINE, credit_limit=1000.0 + PLACE % 7)
    assert other.money_of == ("cheese", "wine")


def test_an_amount_of_one_group_is_not_all_the_money() -> None:
    roles: dict[str, Role] = {"spend_shoes": "amount", "spend_toys": "number"}
    frame = pl.LazyFrame({"spend_shoes": CHEESE, "spend_toys": WINE})
    assert build_customers(frame, Recipe(roles=roles)).money_of == ("spend_shoes", "spend_toys")
    alone = build_customers(frame, Recipe(roles={**roles, "spend_toys": "ignore"}))
    assert alone.money_of == ("spend_shoes",)


def test_shares_hours_and_counts_are_no_money() -> None:
    made = customers(
        payment_share=PLACE / N,
        hours_spent=PLACE % 9 * 1.0,
        cheese=PLACE % 5 * 1.0,
        wine=PLACE % 4 * 1.0,
    )
    assert made.money is None and made.money_of == ()


def test_what_the_user_says_is_money_is_it() -> None:
    made = customers({"a": "money", "b": "money"}, a=CHEESE, b=WINE, cheese=CHEESE, wine=WINE)
    assert made.money_of == ("a", "b")
    none = customers({"cheese": "other", "wine": "other"}, cheese=CHEESE, wine=WINE)
    assert none.money is None


def test_no_place_circumstance_or_outcome_is_suggested() -> None:
    columns = {
        "cheese": CHEESE, "tenure_months": PLACE % 13 * 1.0, "income": 900.0 + PLACE % 17,
        "inflation": 1.5 + PLACE % 3, "city": np.array(["a", "b", "c"] * 20), "responded": PLACE % 2,
    }  # fmt: skip
    made = customers(**columns)
    assert made.suggested == ("cheese", "tenure_months", "income")
    assert made.outcomes == ("responded",)
    assert set(made.usable) == {"cheese", "tenure_months", "income"}
    corrected = customers({"inflation": "attitude", "income": "context"}, **columns)
    assert corrected.suggested == ("cheese", "tenure_months", "inflation")


def test_where_nothing_else_is_there_a_place_is_better_than_nothing() -> None:
    made = customers(latitude=50.0 + PLACE / N, longitude=8.0 + PLACE / N)
    assert made.suggested == ("latitude", "longitude")


def test_titles_of_ones_own_are_used() -> None:
    frame = pl.LazyFrame({"KPI_7": CHEESE, "wine": WINE})
    recipe = Recipe(roles={"KPI_7": "number", "wine": "number"}, titles={"KPI_7": "Cheese counter"})
    assert build_customers(frame, recipe).titles == {"KPI_7": "Cheese counter", "wine": "Wine"}
