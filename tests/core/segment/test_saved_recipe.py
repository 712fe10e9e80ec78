"""A saved recipe on another file: what fits is taken over, what does not is said, nothing is silently wrong."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from core.data import new_recipe
from core.model import Dataset, Recipe
from core.segment import Run, fit_recipe
from core.segment.saved_recipe import OtherFile

CUSTOMERS = {
    "member": [f"m{i}" for i in range(60)],
    "visits": [i * 7 % 23 for i in range(60)],
    "bill": [float(i * i % 41) + 0.5 for i in range(60)],
    "miles": [float(i * 3 % 17) for i in range(60)],
    "town": ["Ulm", "Kiel", "Bonn"] * 20,
}
SAVED = Recipe(
    roles={"member": "id", "visits": "number", "bill": "number", "miles": "number", "town": "category"},
    features=("visits", "bill"),
    weights={"bill": 2.0},
    scale="robust",
    algorithm="hierarchical",
    params={"linkage": "complete", "n_clusters": 5},
)


def make_dataset(folder: Path, name: str = "t", **columns: Any) -> Dataset:
    """The customers of this file, with other columns; None takes one away."""
    table = {k: v for k, v in {**CUSTOMERS, **columns}.items() if v is not None}
    frame = pl.DataFrame(table, strict=False)
    frame.write_parquet(folder / f"{name}.parquet")
    return Dataset(name, f"{name}.csv", str(folder / f"{name}.parquet"), frame.height, tuple(table))


def test_a_file_of_the_same_columns_takes_all_of_a_recipe(tmp_path: Path) -> None:
    fitted = fit_recipe(SAVED, make_dataset(tmp_path))
    assert (fitted.recipe, fitted.left_out) == (SAVED, ())


def test_what_a_file_does_not_have_is_left_out_and_said(tmp_path: Path) -> None:
    dataset = make_dataset(tmp_path, bill=None, miles=["none"] * 60, fee=[1.5 + i for i in range(60)])
    fitted = fit_recipe(SAVED, dataset)
    recipe = fitted.recipe
    assert (recipe.features, dict(recipe.weights)) == (("visits",), {})
    assert recipe.roles["miles"] != "number" and "bill" not in recipe.roles
    assert recipe.roles["fee"] == new_recipe(dataset).roles["fee"]
    assert (recipe.scale, recipe.algorithm, recipe.params) == ("robust", "hierarchical", SAVED.params)
    assert fitted.left_out == (
        "Not in this file: 'bill'.",
        "'miles' holds text here, so it is not used as a number.",
        "New in this file: 'fee'; its role is guessed.",
    )
    assert Run(dataset, recipe).matrix.features == ("visits",)


def test_an_empty_column_has_no_role_and_that_is_said(tmp_path: Path) -> None:
    dataset = make_dataset(tmp_path, miles=pl.Series([None] * 60, dtype=pl.Float64))
    fitted = fit_recipe(SAVED, dataset)
    assert fitted.left_out == ("'miles' is empty here, so it is not used as a number.",)


def test_without_any_feature_left_the_suggested_ones_are_used(tmp_path: Path) -> None:
    saved = SAVED.with_changes(features=("bill",), sample_weight="bill")
    fitted = fit_recipe(saved, make_dataset(tmp_path, bill=None))
    assert (fitted.recipe.features, fitted.recipe.sample_weight) == (None, None)
    assert fitted.left_out[-1] == "No chosen feature is left: the suggested ones are used."


def test_features_that_purchases_do_not_give_are_said(tmp_path: Path) -> None:
    lines = {
        "buyer": [f"b{i % 12}" for i in range(60)],
        "day": [date(2031, 1, 1) + timedelta(days=i) for i in range(60)],
        "paid": [i % 9 + 0.5 for i in range(60)],
    }
    pl.DataFrame(lines).write_parquet(tmp_path / "lines.parquet")
    dataset = Dataset("l", "lines.csv", str(tmp_path / "lines.parquet"), 60, tuple(lines))
    saved = Recipe(
        table="transactions",
        roles={"buyer": "id", "day": "date", "paid": "amount"},
        features=("recency", "product_breadth"),
    )
    fitted = fit_recipe(saved, dataset)
    assert fitted.recipe == saved.with_changes(features=("recency",))
    assert fitted.left_out == ("Cannot be computed from this file: Product breadth.",)


def test_a_recipe_for_another_file_is_refused(tmp_path: Path) -> None:
    saved = Recipe(roles={"invoice": "id", "cents": "amount"})
    with pytest.raises(OtherFile, match=r"none of its columns \('invoice' and 'cents'\) is in 't.csv'"):
        fit_recipe(saved, make_dataset(tmp_path))


def test_fixes_that_nothing_asks_for_are_left_out_and_said(tmp_path: Path) -> None:
    saved = SAVED.with_changes(fixes=("drop_duplicates", "missing:visits:999", "polish"))
    fitted = fit_recipe(saved, make_dataset(tmp_path))
    assert fitted.recipe.fixes == ()
    assert fitted.left_out == (
        "Not needed in this file: the fixes for repeated rows, 'visits' and something that this version "
        "does not know.",
    )


def test_fixes_that_are_recommended_here_are_taken_unless_they_were_declined(tmp_path: Path) -> None:
    repeated = {name: [*values, values[0]] for name, values in CUSTOMERS.items()}
    dataset = make_dataset(tmp_path, **repeated)
    assert new_recipe(dataset).fixes == ("drop_duplicates",)
    assert fit_recipe(SAVED, dataset).recipe.fixes == ()  # as the recipe says: the page asks
    assert fit_recipe(SAVED, dataset, declined=()).recipe.fixes == ("drop_duplicates",)
    assert fit_recipe(SAVED, dataset, declined={"drop_duplicates"}).recipe.fixes == ()


def test_a_fix_with_another_value_here_is_not_missed(tmp_path: Path) -> None:
    """Dates to come are cut off from the day on that this file is looked at, not from an older one."""
    days = [date.today() - timedelta(days=9 + i) for i in range(59)] + [date(2199, 1, 1)]
    dataset = make_dataset(tmp_path, joined=days)
    (fix,) = [f for f in new_recipe(dataset).fixes if "joined" in f]
    roles = {**SAVED.roles, "joined": "date"}
    older = f"{':'.join(fix.split(':')[:2])}:2020-01-01" if fix.count(":") == 2 else fix
    fitted = fit_recipe(SAVED.with_changes(roles=roles, fixes=(older,)), dataset, declined=())
    assert (fitted.recipe.fixes, fitted.left_out) == ((fix,), ())


def test_a_method_that_is_not_here_and_parameters_that_it_does_not_take_are_said(
    tmp_path: Path,
) -> None:
    dataset = make_dataset(tmp_path)
    other = fit_recipe(SAVED.with_changes(algorithm="crystal ball", params={"n": 1}), dataset)
    assert (other.recipe.algorithm, other.recipe.params) == ("kmeans", {})
    assert other.left_out[0].endswith("K-Means is used.")
    saved = SAVED.with_changes(params={"linkage": "braided", "n_clusters": 4, "depth": [3]})
    fitted = fit_recipe(saved, dataset)
    assert fitted.recipe.params == {"n_clusters": 4}
    assert len(fitted.left_out) == 2 and "braided" in fitted.left_out[0]


def test_a_recipe_without_roles_gets_guessed_ones(tmp_path: Path) -> None:
    dataset = make_dataset(tmp_path)
    fitted = fit_recipe(Recipe(scale="robust"), dataset)
    assert fitted.recipe == new_recipe(dataset).with_changes(scale="robust")
    assert fitted.left_out == ()
