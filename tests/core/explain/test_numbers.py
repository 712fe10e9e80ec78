"""Numbers stay with segments in another run and in the next file."""

import numpy as np
import pandas as pd

from core.entities import Analysis
from core.explain.naming import Naming, hashed, remembered
from core.explain.numbers import MOST_CUSTOMERS, Numbered, fitting, numbered_of, renumbered
from tests.core.explain.made import made

GROUPS = (90, 70, 60, 50, 40)
FIVE = np.repeat(np.arange(5), GROUPS)


def customers(start: int = 0) -> pd.DataFrame:
    frame = pd.DataFrame({"x": 10.0 * FIVE + np.arange(len(FIVE)) % 7, "y": FIVE % 2 * 9.0})
    frame.index = pd.Index([f"C{start + i}" for i in range(len(FIVE))], name="customer")
    return frame


def by_size(labels: np.ndarray) -> np.ndarray:
    order = np.argsort(np.argsort(-np.bincount(labels), kind="stable"), kind="stable")
    return order[labels]


def moved() -> np.ndarray:
    """A third of the largest group goes to the smallest: both have another rank now."""
    five = FIVE.copy()
    five[:30] = 4
    return five


def last(analysis: Analysis) -> Numbered:
    return Numbered.from_json(numbered_of(analysis, analysis.sweep.numbers).to_json())


def test_another_run_of_the_same_customers_keeps_all_numbers() -> None:
    before, labels = last(made(customers(), FIVE)), moved()
    after = made(customers(), by_size(labels))
    (numbers,) = renumbered(after, before, Naming())
    group = {label: labels[by_size(labels) == label][0] for label in range(5)}
    assert after.sweep.numbers == ((1, 2, 3, 4, 5),)
    assert numbers == tuple(group[label] + 1 for label in range(5)) != (1, 2, 3, 4, 5)


def test_each_setting_is_matched_with_the_same_one_before() -> None:
    three = np.array([0, 0, 1, 1, 2])[FIVE]
    frame, swapped = customers(), np.array([2, 0, 1])[three]
    before = made(frame, three, FIVE)
    earlier = numbered_of(before, ((3, 1, 2), (5, 4, 3, 2, 1)))
    after = made(frame, swapped, FIVE, features=["y"])
    assert renumbered(after, earlier, Naming()) == ((1, 2, 3), (5, 4, 3, 2, 1))


def test_other_customers_are_numbered_by_size_unless_they_were_named() -> None:
    analysis = made(customers(), by_size(moved()))
    others = last(made(customers(start=5000), FIVE))
    assert renumbered(analysis, others, Naming()) == ((1, 2, 3, 4, 5),)
    named = remembered(hashed(analysis), by_size(moved()), "abcde", [True] * 5, (5, 4, 3, 2, 1))
    assert renumbered(analysis, others, Naming((named,))) == ((5, 4, 3, 2, 1),)


def test_of_many_customers_a_sample_is_remembered_and_found_again() -> None:
    n = 3 * MOST_CUSTOMERS
    labels = (np.arange(n) % 10 == 0).astype(int)
    frame = pd.DataFrame({"x": labels + 0.0}, index=pd.RangeIndex(n, name="customer"))
    earlier = last(made(frame, labels))
    assert len(earlier.customers) == MOST_CUSTOMERS
    swapped = made(frame, 1 - labels)
    assert renumbered(swapped, earlier, Naming()) == ((2, 1),)


def test_numbers_that_do_not_fit_are_none() -> None:
    swept = made(customers(), FIVE).sweep
    assert fitting([[5, 4, 3, 2, 1]], swept) == ((5, 4, 3, 2, 1),)
    for wrong in (None, 3, [], [[1]], [[1, 2, 3, 4, 5], [1]]):
        assert fitting(wrong, swept) is None
