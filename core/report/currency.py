"""The currency that a data set's money is in, where its columns say so."""

import polars as pl

from core.data import TypedTable, count_currencies, currency_column
from core.model import Dataset, Fix, Recipe


def find_currency(dataset: Dataset, recipe: Recipe) -> str:
    """Code of the one currency of the money; "" where it is not known or there are several."""
    fixes = [Fix.parse(fix, dataset.columns) for fix in recipe.fixes]
    kept = next((fix.value for fix in fixes if fix.kind == "keep_currency"), "")
    if kept:
        return kept
    table = TypedTable(pl.scan_parquet(dataset.path), recipe.roles, recipe.table)
    name = currency_column(table)
    codes = list(count_currencies(table, name)) if name else []
    return codes[0] if len(codes) == 1 else ""
