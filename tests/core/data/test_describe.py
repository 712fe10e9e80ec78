"""Fixes are chosen by the names that the findings give them; days are shown without a time."""

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from core.data import choose_fixes, describe_dataset, new_recipe, preview_rows
from core.data.describe import NoSuchFix
from core.model import Dataset

TABLE = {
    "who": [f"c{i}" for i in range(40)] + ["c0", "c1"],
    "spend": [float(i * i % 37) for i in range(40)] + [0.0, 1.0],
    "visits": [i % 7 for i in range(40)] + [0, 1],
    "shop": ["Bonn", "Kiel", "n/a", "Ulm"] * 10 + ["Bonn", "Kiel"],
    "note": ["same"] * 42,
}


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    frame = pl.DataFrame(TABLE, strict=False)
    frame.write_parquet(tmp_path / "t.parquet")
    return Dataset("d", "t", str(tmp_path / "t.parquet"), frame.height, tuple(TABLE))


def test_a_fix_is_taken_beside_the_recommended_ones(dataset: Dataset) -> None:
    recipe = new_recipe(dataset)
    offered = {str(f.fix) for f in describe_dataset(dataset).findings if f.fix and not f.recommended}
    assert recipe.fixes and offered
    for name in offered:
        assert choose_fixes(dataset, recipe, [name]).fixes == (*recipe.fixes, name)


def test_none_takes_back_all_fixes_and_leaves_what_was_chosen(dataset: Dataset) -> None:
    recipe = new_recipe(dataset)
    name = recipe.fixes[0]
    assert choose_fixes(dataset, recipe, ["none"]).fixes == ()
    assert choose_fixes(dataset, recipe, ["none", name]).fixes == (name,)
    assert choose_fixes(dataset, recipe, ["none"]).seed == recipe.seed


def test_none_gives_a_column_that_a_fix_left_out_its_role_back(dataset: Dataset) -> None:
    recipe = new_recipe(dataset, None, {"note": "category"})
    assert choose_fixes(dataset, recipe, []) == recipe
    left_out = recipe.with_changes(roles={**recipe.roles, "note": "ignore"})
    assert choose_fixes(dataset, left_out, ["none"]).roles["visits"] == recipe.roles["visits"]


def test_an_unknown_fix_is_answered_with_those_there_are(dataset: Dataset) -> None:
    with pytest.raises(NoSuchFix, match=r"no fix 'polish' for this file. Choose one of: .*, none."):
        choose_fixes(dataset, new_recipe(dataset), ["polish"])


def test_a_fix_named_by_a_day_is_one_on_any_day(dataset: Dataset) -> None:
    name = f"dates_after:{dataset.columns[0]}:2031-05-06"
    assert name in choose_fixes(dataset, new_recipe(dataset), [name]).fixes


def test_a_day_has_no_time_and_a_moment_has_one(tmp_path: Path) -> None:
    days = {
        "day": [datetime(2024, 1, 5), None],
        "moment": [datetime(2024, 1, 5), datetime(2024, 1, 5, 8, 30)],
    }
    pl.DataFrame(days).write_parquet(tmp_path / "d.parquet")
    rows = preview_rows(Dataset("d", "d", str(tmp_path / "d.parquet"), 2, tuple(days)), 2)
    assert rows[0] == {"c0": "2024-01-05", "c1": "2024-01-05 00:00:00"} and rows[1]["c0"] == ""
