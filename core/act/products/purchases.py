"""Purchases: customers and the products they kept as one sparse matrix, whatever the size of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import polars as pl

from core.act.products.catalogue import find_services, product_names
from core.data import fix_table
from core.features import Ledger, build_ledger
from core.model import Recipe

if TYPE_CHECKING:
    from scipy import sparse

LINES_AT_ONCE = 2_500_000  # more are worked through in parts, so that memory stays bounded
WORTH_DECIMALS = 6  # to which a worth left of nothing is rounded away


@dataclass(frozen=True)
class Purchases:
    """Products that customers bought and kept.

    `bought` bool (n, m) is by customer, in their table's order, and by product. `names` (m,) are the
    products', `left_out` those of services, the commonest first.
    """

    bought: sparse.csr_array
    names: tuple[str, ...]
    left_out: tuple[str, ...]


def find_purchases(frame: pl.LazyFrame, recipe: Recipe, customers: pd.Index) -> Purchases | None:
    """Find what `customers` bought and kept up to the snapshot; None where no column holds products.

    A product counts for a customer who bought more pieces of it than came back (more of its worth,
    where pieces are not known). An order that is cancelled as a whole so counts for nothing, and one
    of ten thousand pieces as one buyer. Raises as `build_ledger` does.
    """
    from scipy import sparse

    fixed = fix_table(frame, recipe.roles, recipe.table, recipe.fixes, recipe.rates)
    # Cancelled lines are read even where the recipe leaves them out: they undo purchases.
    ledger = build_ledger(fixed, recipe.with_changes(returns="subtract"))
    if not ledger.products:
        return None
    purchases = _find_kept_products(ledger, customers)
    codes = sorted(purchases["product"].unique().cast(pl.String))
    columns = purchases["product"].cast(pl.Enum(codes)).to_physical().to_numpy()
    shape = len(customers), len(codes)
    ones = np.ones(purchases.height, np.bool_)
    bought = sparse.csr_array((ones, (purchases["row"].to_numpy(), columns)), shape)
    lines = np.bincount(columns, purchases["lines"].to_numpy(), len(codes))
    catalogue = product_names(fixed, recipe)
    return _drop_services(bought, dict(zip(codes, lines, strict=True)), catalogue)


def _drop_services(
    bought: sparse.csr_array, lines: Mapping[str, float], catalogue: Mapping[str, str]
) -> Purchases:
    """Leave the services among products out; `lines` counts by code, `catalogue` has names by code."""
    codes = list(lines)
    services = sorted(find_services(lines, catalogue), key=lambda code: (-lines[code], code))
    products = [at for at, code in enumerate(codes) if code not in set(services)]
    return Purchases(
        bought[:, products],
        tuple(catalogue.get(codes[at], codes[at]) for at in products),
        tuple(catalogue.get(code, code) for code in services),
    )


def _find_kept_products(ledger: Ledger, customers: pd.Index) -> pl.DataFrame:
    """Return `row` of the customer, `product` and number of `lines` for each product that someone kept."""
    rows = _customer_rows(ledger, customers)
    parts = -(-ledger.rows // LINES_AT_ONCE)
    part_of_customer = pl.col("customer").hash() % parts
    lines = (
        ledger.lines.filter(part_of_customer == part) if parts > 1 else ledger.lines
        for part in range(parts)
    )
    return pl.concat([_find_kept_in_part(ledger, part, rows) for part in lines])


def _customer_rows(ledger: Ledger, customers: pd.Index) -> pl.LazyFrame:
    """Return each customer's row, the ids as the ledger has them."""
    kind = ledger.lines.collect_schema()["customer"]
    ids = pl.Series("customer", customers.to_numpy()).cast(kind)
    return pl.DataFrame([ids]).with_row_index("row").lazy()


def _find_kept_in_part(ledger: Ledger, lines: pl.LazyFrame, rows: pl.LazyFrame) -> pl.DataFrame:
    size = pl.col("units").abs() if ledger.quantities else pl.col("amount").abs()
    size = size if ledger.quantities or ledger.valued else pl.lit(1.0)
    signed = pl.when("returned").then(-size).otherwise(size)
    products: pl.DataFrame = (
        lines.filter(pl.col("product").is_not_null())
        .group_by("customer", "product")
        .agg(left=signed.sum(), lines=pl.len())
        .filter(pl.col("left").round(WORTH_DECIMALS) > 0)
        .join(rows, on="customer")
        .select("row", "product", "lines")
        .collect(engine="streaming")
    )
    return products
