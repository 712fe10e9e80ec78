"""A draft says what follows from the choices made for a data set before anything is computed."""

from pathlib import Path

import polars as pl

from core.data import draft_recipe, new_recipe
from core.model import Dataset, Recipe

SALES = {
    "buyer": [f"b{i % 30}" for i in range(120)],
    "bought": [f"2024-{i % 9 + 1:02d}-{i % 27 + 1:02d}" for i in range(120)],
    "paid": [float(i % 17 + 1) for i in range(120)],
}


def make_dataset(folder: Path) -> Dataset:
    frame = pl.DataFrame(SALES).with_columns(pl.col("bought").str.to_datetime())
    frame.write_parquet(folder / "t.parquet")
    return Dataset("d", "t", str(folder / "t.parquet"), frame.height, tuple(SALES))


def test_a_new_recipe_has_no_obstacle_and_counts_everything(tmp_path: Path) -> None:
    dataset = make_dataset(tmp_path)
    draft = draft_recipe(dataset, new_recipe(dataset))
    assert draft.recipe.table == "transactions" == draft.description.guess.table
    assert draft.obstacle == "" and draft.alternatives == ()
    assert draft.extents["all"] == draft.extents[""] and draft.extents[""].customers == 30
    assert draft.starting_roles == draft.recipe.roles


def test_rows_that_give_no_segments_say_so_and_offer_what_would(tmp_path: Path) -> None:
    dataset = make_dataset(tmp_path)
    draft = draft_recipe(dataset, Recipe(table="other", roles=dict.fromkeys(SALES, "ignore")))
    assert "not clear what a row" in draft.obstacle
    assert "transactions" in {other.table for other in draft.alternatives}


def test_a_chosen_kind_and_role_are_described_as_chosen(tmp_path: Path) -> None:
    dataset = make_dataset(tmp_path)
    roles = {**new_recipe(dataset).roles, "paid": "ignore"}
    draft = draft_recipe(dataset, Recipe(table="transactions", roles=roles))
    assert draft.description.guess.roles["paid"] == "ignore" != draft.starting_roles["paid"]
    assert draft.extents[""].money is None
    barred = draft_recipe(dataset, Recipe(table="transactions", roles={**roles, "buyer": "ignore"}))
    assert barred.obstacle and barred.description.guess.table == "transactions"
