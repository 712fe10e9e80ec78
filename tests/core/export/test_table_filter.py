"""Filters of the browser's grid on the whole table."""

import numpy as np
import pandas as pd
import pytest

from core.export import is_number_column, matching_rows

TABLE = pd.DataFrame({
    "customer": ["a1", "A2", "b3", "b.4"],
    "spend": [10.5, 20.0, np.nan, 40.0],
    "city": ["Bern", None, "Berlin", "Köln"],
    "member": [True, False, True, False],
})  # fmt: skip


@pytest.mark.parametrize(("filters", "rows"), [
    ({}, [0, 1, 2, 3]),
    ({"c0": {"type": "contains", "filter": "a"}}, [0, 1]),  # capitals count as small letters
    ({"c0": {"type": "contains", "filter": "."}}, [3]),  # a point is a point, no pattern
    ({"c2": {"type": "startsWith", "filter": "ber"}}, [0, 2]),
    ({"c2": {"type": "notContains", "filter": "ber"}}, [1, 3]),  # as in the grid, who has none passes
    ({"c2": {"type": "notEqual", "filter": "bern"}}, [1, 2, 3]),
    ({"c2": {"type": "blank"}}, [1]),
    ({"c1": {"type": "notBlank"}}, [0, 1, 3]),
    ({"c1": {"type": "greaterThan", "filter": 10.5}}, [1, 3]),
    ({"c1": {"type": "inRange", "filter": 10.5, "filterTo": 20}}, [0, 1]),
    ({"c1": {"type": "notEqual", "filter": 20}}, [0, 3]),
    ({"c1": {"operator": "OR", "conditions": [
        {"type": "lessThan", "filter": 11}, {"type": "equals", "filter": 40}]}}, [0, 3]),
    ({"c0": {"operator": "AND", "conditions": [
        {"type": "startsWith", "filter": "b"}, {"type": "endsWith", "filter": "4"}]}}, [3]),
    ({"c3": {"type": "equals", "filter": "true"}}, [0, 2]),
    ({"c1": {"type": "greaterThan", "filter": 1}, "c2": {"type": "contains", "filter": "n"}}, [0, 3]),
    ({"c9": {"type": "contains", "filter": "a"}}, [0, 1, 2, 3]),  # of a table that had more columns
])  # fmt: skip
def test_rows_that_pass(filters: dict, rows: list[int]) -> None:
    assert np.flatnonzero(matching_rows(TABLE, filters)).tolist() == rows


def test_only_numbers_are_filtered_as_numbers() -> None:
    assert [is_number_column(TABLE[name]) for name in TABLE] == [False, True, False, False]
