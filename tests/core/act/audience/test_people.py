"""Each customer's contact details are of the right row, also in a file that is read in several parts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl

from core.act.audience.contact_columns import find_contact_columns
from core.act.audience.people import contact_details
from core.model import Recipe
from tests.support.contactable_customers import contact_table, contactable_analysis

LINES = Recipe(table="transactions", roles={"who": "id", "when": "date", "paid": "amount"})
ONCE = Recipe(roles={"who": "id", "paid": "amount"}, fixes=("drop_repeated_ids",))


def rows_of_details(tmp_path: Path, columns: Mapping[str, Any], recipe: Recipe) -> list[list[int]]:
    """The rows that the addresses and the names of a large file's customers come from."""
    pl.DataFrame(columns).write_parquet(tmp_path / "large.parquet", row_group_size=2_000)
    small = contactable_analysis(tmp_path, contact_table())
    dataset = replace(small.dataset, path=str(tmp_path / "large.parquet"), columns=tuple(columns))
    customers = replace(small.customers, frame=pd.DataFrame(index=np.unique(columns["who"])))
    made = replace(small, dataset=dataset, recipe=recipe, customers=customers)
    rows = np.arange(len(customers.frame))
    found = contact_details(made, rows, find_contact_columns(dataset, recipe, {}), "").persons
    return [[int(one[field].strip("N@b.de")) for one in found] for field in ("email", "first_name")]


def test_the_first_row_counts_and_of_equally_late_lines_the_last(tmp_path: Path) -> None:
    who = np.random.default_rng(0).permutation(np.arange(120_000) % 6_000)
    rows = [str(row) for row in range(len(who))]
    columns = {"who": who, "email": [f"{row}@b.de" for row in rows], "first_name": [f"N{row}" for row in rows],
               "when": [datetime(2025, 1, 1)] * len(who), "paid": [1.0] * len(who)}  # fmt: skip
    first = np.unique(who, return_index=True)[1].tolist()
    last = (len(who) - 1 - np.unique(who[::-1], return_index=True)[1]).tolist()
    assert rows_of_details(tmp_path, columns, ONCE) == [first, first]
    assert rows_of_details(tmp_path, columns, LINES) == [last, last]


def test_details_are_those_of_all_spellings_of_an_id(tmp_path: Path) -> None:
    recipe = LINES.with_changes(fixes=("fold_case", "missing:email:nobody"))
    columns = {"who": ["A@b.de", "a@b.de", "c@b.de"], "email": ["0@b.de", "1@b.de", "2@b.de"], "first_name": ["N0", "N1", "N2"],
               "when": [datetime(2025, 1, day) for day in (3, 2, 1)], "paid": [1.0] * 3}  # fmt: skip
    fixed = {**columns, "who": ["a@b.de", "a@b.de", "c@b.de"]}
    assert rows_of_details(tmp_path, fixed, recipe) == [[0, 2], [0, 2]]
    small = contactable_analysis(tmp_path, contact_table())
    pl.DataFrame(columns).write_parquet(tmp_path / "spelt.parquet")
    dataset = replace(small.dataset, path=str(tmp_path / "spelt.parquet"), columns=tuple(columns))
    customers = replace(small.customers, frame=pd.DataFrame(index=["a@b.de", "c@b.de"]))
    made = replace(small, dataset=dataset, recipe=recipe, customers=customers)
    persons = contact_details(made, np.arange(2), find_contact_columns(dataset, recipe, {}), "").persons
    assert [person["email"] for person in persons] == ["0@b.de", "2@b.de"]
