"""Numbers stay with segments in another run and in the next file."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.model import Analysis
from core.profile.names.numbers import (
    MOST_CUSTOMERS,
    NumberedResult,
    continue_numbers,
    numbered_result,
    parse_numbers,
)
from core.profile.names.remembered import Naming, hash_customers, remember_segmentation
from tests.support.handmade_analyses import make_analysis

GROUPS = (90, 70, 60, 50, 40)
FIVE = np.repeat(np.arange(5), GROUPS)


def customers(start: int = 0) -> pd.DataFrame:
    frame = pd.DataFrame({"x": 10.0 * FIVE + np.arange(len(FIVE)) % 7, "y": FIVE % 2 * 9.0})
    frame.index = pd.Index([f"C{start + i}" for i in range(len(FIVE))], name="customer")
    return frame


def by_size(labels: np.ndarray) -> np.ndarray:
    order = np.argsort(np.argsort(-np.bincount(labels), kind="stable"), kind="stable")
    return order[labels]


def five_after_a_move() -> np.ndarray:
    """A third of the largest group goes to the smallest: both have another rank now."""
    five = FIVE.copy()
    five[:30] = 4
    return five


def last_result(analysis: Analysis) -> NumberedResult:
    return NumberedResult.from_json(numbered_result(analysis, analysis.sweep.numbers, 2.0).to_json())


def test_another_run_of_the_same_customers_keeps_all_numbers() -> None:
    before, labels = last_result(make_analysis(customers(), FIVE)), five_after_a_move()
    after = make_analysis(customers(), by_size(labels))
    (numbers,) = continue_numbers(after, before, Naming(), 2.0)
    group = {label: labels[by_size(labels) == label][0] for label in range(5)}
    assert after.sweep.numbers == ((1, 2, 3, 4, 5),)
    assert numbers == tuple(group[label] + 1 for label in range(5)) != (1, 2, 3, 4, 5)


@pytest.mark.parametrize(("method", "same"), [("kmeans", True), ("gmm", True), ("dbscan", False)])
def test_the_setting_that_is_looked_at_is_matched_with_the_same_one(method: str, same: bool) -> None:
    three = np.array([0, 0, 1, 1, 2])[FIVE]
    frame, swapped = customers(), np.array([2, 0, 1])[three]
    before = make_analysis(frame, three, FIVE)
    earlier = numbered_result(before, ((3, 1, 2), (5, 4, 3, 2, 1)), 2.0)
    other = make_analysis(frame, swapped, FIVE, features=["y"])
    sweep = replace(other.sweep, counts=method != "dbscan")
    after = replace(other, recipe=replace(other.recipe, algorithm=method), sweep=sweep)
    assert continue_numbers(after, earlier, Naming(), 2.0)[0] == (1, 2, 3)
    at_five = continue_numbers(after, earlier, Naming(), 3.0)[1]
    assert (at_five == (5, 4, 3, 2, 1)) == same and at_five[4] == (1 if same else 2)


def test_other_customers_are_numbered_by_size_unless_they_were_named() -> None:
    analysis = make_analysis(customers(), by_size(five_after_a_move()))
    others = last_result(make_analysis(customers(start=5000), FIVE))
    assert continue_numbers(analysis, others, Naming(), 2.0) == ((1, 2, 3, 4, 5),)
    named = remember_segmentation(
        hash_customers(analysis), by_size(five_after_a_move()), "abcde", [True] * 5, (5, 4, 3, 2, 1)
    )
    assert continue_numbers(analysis, others, Naming((named,)), 2.0) == ((5, 4, 3, 2, 1),)


def test_of_many_customers_a_sample_is_remembered_and_found_again() -> None:
    n = MOST_CUSTOMERS + MOST_CUSTOMERS // 2
    labels = (np.arange(n) % 10 == 0).astype(int)
    frame = pd.DataFrame({"x": labels + 0.0}, index=pd.RangeIndex(n, name="customer"))
    earlier = last_result(make_analysis(frame, labels))
    assert len(earlier.customers) == MOST_CUSTOMERS
    order = np.random.default_rng(0).permutation(n)[1:]
    other = make_analysis(frame.iloc[order], 1 - labels[order])
    assert continue_numbers(other, earlier, Naming(), 2.0) == ((2, 1),)


def test_numbers_that_do_not_fit_are_none() -> None:
    sweep = make_analysis(customers(), FIVE).sweep
    assert parse_numbers([[5, 4, 3, 2, 1]], sweep) == ((5, 4, 3, 2, 1),)
    for wrong in (None, 3, [], [[1]], [[1, 2, 3, 4, 5], [1]], [[1, 1, 2, 3, 4]], [[0, 1, 2, 3, 4]],
                  ["abcde"], [None], {"k": [1]}, [[1.5, 2, 3, 4, 5]], [[1, 2, 3, 4, 5, 6]]):  # fmt: skip
        assert parse_numbers(wrong, sweep) is None


@pytest.mark.parametrize(
    "wrong", [{"numbers": [[1]]}, {"numbers": "x"}, {"middle": 9}, {"settings": []}, {"labels": ""}]
)
def test_a_result_that_cannot_be_read_is_refused(wrong: dict[str, Any]) -> None:
    analysis = make_analysis(customers(), FIVE)
    kept = numbered_result(analysis, analysis.sweep.numbers, 2.0).to_json()
    with pytest.raises((KeyError, TypeError, ValueError)):
        NumberedResult.from_json(kept | wrong)
