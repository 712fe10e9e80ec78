"""Facts are the means of the frame, under names that follow from what a column is."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.act.playbook.fact_kinds import find_fact_kind
from core.act.playbook.facts import FACT_NAMES, segment_facts
from core.model import Marker, Segmentation
from tests.support.profiled_segments import make_explanation, make_halves, make_profile


@pytest.fixture(scope="module")
def bank() -> object:
    return make_halves(
        {
            "income": [10.0, 20, 30, 40, np.nan, 50, 60, 70, 80, 90],
            "housing": pd.Categorical(["yes", "no", "no", "no", "unknown"] + ["yes"] * 4 + ["no"]),
            "job": pd.Categorical(["clerk", "nurse", "cook", "baker", "clerk"] * 2),
            "Points left": [-5.0] * 5 + [1.0] * 5,
            "is_active": [1, 0, 0, 0, 0, 1, 1, 1, 1, 1],
        }
    )


def test_a_fact_is_the_mean_and_the_ratio_to_all(bank) -> None:
    one, two = segment_facts(Segmentation(bank, 2), make_explanation(make_profile(1), make_profile(2)))
    assert one["income"].value == 25 and two["income"].value == 70
    assert one["income_ratio"].value == 25 / 50
    assert one["income"].sentence == "income 25 on average; all customers 50"


def test_facts_are_those_of_the_segment_of_that_number(bank) -> None:
    numbered = Segmentation(bank.with_numbers(2, (7, 3)), 2)
    explanation = make_explanation(make_profile(3), make_profile(7))
    three, seven = segment_facts(numbered, explanation)
    assert three["income"].value == 70 and seven["income"].value == 25


def test_what_is_known_of_few_of_a_segment_is_no_fact_of_it() -> None:
    analysis = make_halves({"income": [10.0, 20, np.nan, np.nan, 50.0, np.nan, np.nan, np.nan]})
    one, two = segment_facts(
        Segmentation(analysis, 2), make_explanation(make_profile(1), make_profile(2))
    )
    assert one["income"].value == 15 and "income" not in two


def test_yes_and_no_are_shares_of_those_who_are_known(bank) -> None:
    one, two = segment_facts(Segmentation(bank, 2), make_explanation(make_profile(1), make_profile(2)))
    assert one["mortgage"].value == 1 / 4 and two["mortgage"].value == 4 / 5
    assert two["mortgage"].sentence == "Housing: 80 %; all customers 56 %"
    assert two["activity"].value == 1
    assert not any(name.startswith("[job]") for name in one)


@pytest.mark.parametrize(
    ("first", "second", "share"),
    [("opted-in", "opted-out", 0.25), ("vrai", "faux", 0.25), ("f", "m", None), ("x", "y", None)],
)
def test_what_is_yes_or_no(first: str, second: str, share: float | None) -> None:
    analysis = make_halves({"z": pd.Categorical([first] + [second] * 3 + [first] * 4)})
    one, _ = segment_facts(
        Segmentation(analysis, 2), make_explanation(make_profile(1), make_profile(2))
    )
    assert (one["[z]"].value if "[z]" in one else None) == share


def test_every_column_has_a_fact_and_below_zero_there_is_no_ratio(bank) -> None:
    one, two = segment_facts(Segmentation(bank, 2), make_explanation(make_profile(1), make_profile(2)))
    assert one["[Points left]"].value == -5
    assert "[Points left]_ratio" not in one and "[Points left]_ratio" not in two


def test_features_of_transactions_speak_with_their_units() -> None:
    analysis = make_halves(
        {"recency": [300.0] * 4 + [20.0] * 4, "return_rate": [0.2] * 8}, "transactions"
    )
    (one,) = segment_facts(Segmentation(analysis, 2), make_explanation(make_profile(1)))
    assert one["recency"].sentence == "Last order 300 days ago; all customers 160"
    assert one["return_rate"].sentence == "Returned 20 % of their spend; about as all customers"


def test_money_and_markers_are_facts_where_they_are_known() -> None:
    analysis = make_halves({"x": [1.0] * 4 + [2.0] * 4, "income": [1.0] * 4 + [3.0] * 4})
    customers = replace(analysis.customers, meanings={"x": "behaviour", "income": "person"})
    analysis = replace(analysis, customers=customers)
    rich = make_profile(1, money=80.0, money_share=0.8, share=0.4)
    up = Marker("x", "Fresh", 300.0, 100.0, 150.0, 1.4, "")
    down = replace(up, difference=-0.9, title="Milk", own=15.0)
    near = replace(up, difference=3.0, own=160.0)
    word = replace(up, feature="channel", value="shop", difference=9.0)
    known = replace(up, feature="income", difference=5.0)
    (one,) = segment_facts(
        Segmentation(analysis, 2),
        make_explanation(replace(rich, markers=(word, known, near, up, down))),
    )
    assert one["share_of_money"].value == 0.8 and one["money_ratio"].value == 2
    assert one["share_of_money"].sentence == "80 % of revenue from 40 % of the customers"
    assert one["high_marker"].value == 1.4 and one["low_marker"].value == 0.9
    assert one["high_marker"].sentence == "Fresh 300 on average; all customers 150"
    (poor,) = segment_facts(Segmentation(analysis, 2), make_explanation(make_profile(1)))
    assert not {"money", "money_ratio", "high_marker"} & poor.keys()
    own = {f"[{name}]{end}" for name in ("x", "income") for end in ("", "_ratio")}
    assert (one.keys() | poor.keys()) - own <= set(FACT_NAMES)


def test_a_difference_is_sure_beyond_two_standard_errors() -> None:
    apart = make_halves({"x": [1.0, 2, 1, 2, 5, 6, 5, 6]})
    alike = make_halves({"x": [1.0, 9, 1, 9, 2, 9, 2, 9]})
    assert [
        segment_facts(Segmentation(made, 2), make_explanation(make_profile(1)))[0]["[x]_ratio"].sure
        for made in (apart, alike)
    ] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("Annual Income (k$)", "income"), ("EstimatedSalary", "income"), ("balance", "balance"),
        ("loan", "loan"), ("housing", "mortgage"), ("default", "default"), ("CreditScore", "credit_score"),
        ("NumOfProducts", "products"), ("HasCrCard", "card"), ("tenure_months", "tenure"),
        ("IsActiveMember", "activity"), ("Age", "age"), ("campaign", "contacts"), ("Recency", "recency"),
        ("total_orders", "frequency"), ("TotalSpend", "monetary"), ("return rate", "return_rate"),
        ("coupon_share", "discount"), ("loan_amount", "debt"), ("savings", "savings"),
        ("risk_score", "risk"), ("risk_tolerance", None), ("Risk Appetite", None), ("visits", "activity"),
        ("Fresh", None), ("wage_stage", None), ("language", None),
    ],
)  # fmt: skip
def test_a_column_is_what_its_name_says(column: str, name: str | None) -> None:
    found = find_fact_kind(column, of_transactions=False)
    assert (found.name if found else None) == name


def test_the_first_column_of_a_meaning_has_it() -> None:
    analysis = make_halves({"income": [1.0] * 8, "second_income": [3.0] * 8})
    assert (
        segment_facts(Segmentation(analysis, 2), make_explanation(make_profile(1)))[0]["income"].value
        == 1
    )


def test_only_what_can_be_bought_is_led_with() -> None:
    analysis = make_halves({"Longitude": [1.0] * 4 + [2.0] * 4, "Children": [1.0] * 8, "x": [1.0] * 8})
    told = {"Longitude": "place", "Children": "person"}
    analysis = replace(analysis, customers=replace(analysis.customers, meanings=told))
    markers = tuple(
        Marker(name, name, 9.0, 1.0, 2.0, 2.0, "") for name in ("Longitude", "Children", "x")
    )
    (one,) = segment_facts(
        Segmentation(analysis, 2), make_explanation(replace(make_profile(1), markers=markers))
    )
    assert not {"high_marker", "low_marker"} & one.keys()


def test_shares_are_no_counts_of_orders() -> None:
    names = {"PURCHASES_FREQUENCY": [0.5] * 8, "orders": [1.0, 2.0] * 4}
    for name, values in names.items():
        (one,) = segment_facts(
            Segmentation(make_halves({name: values}), 2), make_explanation(make_profile(1))
        )
        assert ("frequency" in one) is (name == "orders")


def test_values_of_a_category_and_outcomes_are_facts() -> None:
    analysis = make_halves({
        "Contract": pd.Categorical(["month to month"] * 3 + ["two year"] * 5),
        "Churned": pd.Categorical(["yes"] * 2 + ["no"] * 6),
    })  # fmt: skip
    customers = replace(analysis.customers, meanings={"Churned": "outcome"}, outcomes=("Churned",))
    (one,) = segment_facts(
        Segmentation(replace(analysis, customers=customers), 2), make_explanation(make_profile(1))
    )
    assert one["short_contract"].value == 3 / 4 and one["churn"].value == 2 / 4
    assert one["short_contract"].sentence == "Share with a monthly contract: 75 %; all customers 38 %"


def test_a_title_with_braces_is_only_text() -> None:
    (one,) = segment_facts(
        Segmentation(make_halves({"a {x}": [1.0] * 4 + [3.0] * 4}), 2),
        make_explanation(make_profile(1)),
    )
    assert one["[a {x}]"].sentence == "a {x} 1 on average; all customers 2"


def test_the_balance_of_a_card_is_owed() -> None:
    for beside, meaning in (("credit_limit", "debt"), ("deposit_rate", "balance")):
        analysis = make_halves({"balance": [1.0, 2.0] * 4, beside: [5.0, 9.0] * 4})
        (one,) = segment_facts(Segmentation(analysis, 2), make_explanation(make_profile(1)))
        assert {"debt", "balance"} & one.keys() == {meaning}
