"""What counts of a table, as it is, with a recipe, and with each fix on offer besides."""

from pathlib import Path

import polars as pl

from core.data import Extent, describe_dataset, measure_extents, new_recipe
from core.model import Dataset, Recipe

LINES = {
    "customer": ["a", "a", "b", "b", None, "c"],
    "date": ["2024-01-01", "2024-02-01", "2024-01-05", "2024-03-01", "2024-01-09", "2024-02-02"],
    "amount": [10.0, -4.0, 20.0, 20.0, 5.0, 0.0],
}
ROLES = {"customer": "id", "date": "date", "amount": "amount"}


def dataset(folder: Path, columns: dict[str, list[object]]) -> Dataset:
    frame = pl.DataFrame(columns)
    frame.write_parquet(folder / "t.parquet")
    return Dataset("d", "t", str(folder / "t.parquet"), frame.height, tuple(columns))


def test_the_counts_before_and_after_the_fixes(tmp_path: Path) -> None:
    lines = dataset(tmp_path, LINES)
    recipe = Recipe("transactions", ROLES, ("drop_empty_ids",))  # type: ignore[arg-type]
    findings = describe_dataset(lines, "transactions", recipe.roles).findings
    extents = measure_extents(lines, recipe, findings)
    assert extents["all"] == Extent(6, 3, 51.0)
    assert extents[""] == Extent(5, 3, 46.0)
    assert extents["returns:ignore"] == Extent(4, 3, 50.0)
    assert extents["drop_zero_prices"] == Extent(4, 2, 46.0)


def test_a_table_of_customers_has_no_money(tmp_path: Path) -> None:
    table = dataset(tmp_path, {"customer": ["a", "a", "b"], "spend": [1.0, 2.0, 3.0]})
    recipe = Recipe("customers", {"customer": "id", "spend": "amount"})
    findings = describe_dataset(table, "customers", recipe.roles).findings
    assert measure_extents(table, recipe, findings) == {
        "all": Extent(3, 2), "": Extent(3, 2), "drop_repeated_ids": Extent(2, 2)
    }  # fmt: skip


def test_a_fix_that_does_not_fit_is_left_out(tmp_path: Path) -> None:
    table = dataset(tmp_path, {"spend": [1.0, 2.0, 3.0]})
    assert new_recipe(table, "customers").table == "customers"
    recipe = Recipe("customers", {"spend": "number"}, ("drop_empty_ids",))
    assert measure_extents(table, recipe, ()) == {"all": Extent(3)}
