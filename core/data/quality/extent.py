"""The extent of a table: its rows, customers and money, before and after fixes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import polars as pl

from core.data.columns.profile import exact_column
from core.data.columns.typed_table import TypedTable
from core.data.quality import line_kinds
from core.data.quality.fixes import apply_fix, fix_table, has_fix
from core.errors import UserError
from core.model import Dataset, Finding, Recipe
from core.store import NO_STORE, Store, key_of

# Fixes that remove no rows, or (repeated rows) as many as the finding counts, slowly to be found again.
_WITHOUT_COST = frozenset({"ignore", "missing", "drop_duplicates"})

MOST_ROWS = 2_000_000  # of files whose fixes are measured one by one; more: a longer wait for the page


@dataclass(frozen=True)
class Extent:
    """Rows of a table, different customers and money in it; None where no column says so."""

    rows: int
    customers: int | None = None
    money: float | None = None


def measure_extents(
    dataset: Dataset, recipe: Recipe, findings: Iterable[Finding], store: Store = NO_STORE
) -> dict[str, Extent]:
    """Measure what counts of a data set: in all of it ("all"), with the recipe ("") and, by its id, with
    each fix besides that the findings offer. What a table cannot take is left out."""
    fixes = [f.fix for f in findings if f.fix and dataset.rows <= MOST_ROWS]
    offered = {str(fix): fix for fix in fixes if fix.kind not in _WITHOUT_COST}
    recipes = {
        "all": recipe.with_changes(fixes=(), returns="subtract"),
        "": recipe,
        **{name: apply_fix(recipe, fix) for name, fix in offered.items() if not has_fix(recipe, fix)},
    }
    extents: dict[str, Extent] = {}
    for name, choice in recipes.items():
        key = key_of(
            "extent 2", dataset.id, choice.digest("roles", "table", "fixes", "rates", "returns")
        )
        try:
            extents[name] = store.memo(Extent, key, partial(_measure, dataset, choice))
        except UserError:  # the page says elsewhere what is wrong with the roles
            continue
    return extents


def _measure(dataset: Dataset, recipe: Recipe) -> Extent:
    returns = ("returns:ignore",) if recipe.returns == "ignore" else ()
    fixes: Sequence[str] = (*recipe.fixes, *returns)
    frame = fix_table(pl.scan_parquet(dataset.path), recipe.roles, recipe.table, fixes, recipe.rates)
    table = TypedTable(frame, recipe.roles, recipe.table)
    key, worth = table.column_for("id"), line_kinds.line_value(table)
    wanted = [pl.len().alias("rows")]
    if key is not None:
        wanted.append(exact_column(key).drop_nulls().n_unique().alias("customers"))
    if worth is not None and recipe.table == "transactions":
        wanted.append(worth.fill_null(0.0).sum().alias("money"))
    return Extent(**frame.select(wanted).collect(engine="streaming").row(0, named=True))
