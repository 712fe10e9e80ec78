"""Who kept what: customers and products as one sparse matrix, whatever the size of the file."""

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
WORTH_DECIMALS = 6


@dataclass(frozen=True)
class Purchases:
    """`bought` bool (n, m): whether each of the customers, in their table's order, kept any of each
    product. `names` (m,) are the products', `left_out` those of services, the commonest first."""

    bought: sparse.csr_array
    names: tuple[str, ...]
    left_out: tuple[str, ...]


def find_purchases(frame: pl.LazyFrame, recipe: Recipe, customers: pd.Index) -> Purchases | None:
    """What the `customers` bought and kept up to the snapshot; None where no column tells products.

    A product counts for a customer who bought more pieces of it than came back (more of its worth,
    where pieces are not known). An order that is cancelled as a whole so counts for nothing, and one
    of ten thousand pieces as one buyer. Raises as `build_ledger` does.
    """
    from scipy import sparse

    fixed = fix_table(frame, recipe.roles, recipe.table, recipe.fixes)
    # Cancelled lines are read even where the recipe leaves them out: they undo purchases.
    book = build_ledger(fixed, recipe.with_changes(returns="subtract"))
    if not book.products:
        return None
    kept = _find_kept_products(book, customers)
    codes = sorted(kept["product"].unique().cast(pl.String))
    columns = kept["product"].cast(pl.Enum(codes)).to_physical().to_numpy()
    shape = len(customers), len(codes)
    ones = np.ones(kept.height, np.bool_)
    bought = sparse.csr_array((ones, (kept["row"].to_numpy(), columns)), shape)
    lines = np.bincount(columns, kept["lines"].to_numpy(), len(codes))
    return _drop_services(bought, dict(zip(codes, lines, strict=True)), product_names(fixed, recipe))


def _drop_services(
    bought: sparse.csr_array, lines: Mapping[str, float], names: Mapping[str, str]
) -> Purchases:
    """The purchases without the services among them."""
    codes = list(lines)
    serving = sorted(find_services(lines, names), key=lambda code: (-lines[code], code))
    goods = [at for at, code in enumerate(codes) if code not in set(serving)]
    return Purchases(
        bought[:, goods],
        tuple(names.get(codes[at], codes[at]) for at in goods),
        tuple(names.get(code, code) for code in serving),
    )


def _find_kept_products(book: Ledger, customers: pd.Index) -> pl.DataFrame:
    """`row` of the customer, `product` and number of `lines` for each product that someone kept."""
    known = _customer_rows(book, customers)
    parts = -(-book.rows // LINES_AT_ONCE)
    whose = pl.col("customer").hash() % parts
    found = [
        _find_kept_in_part(book, book.lines.filter(whose == part) if parts > 1 else book.lines, known)
        for part in range(parts)
    ]
    return pl.concat(found)


def _customer_rows(book: Ledger, customers: pd.Index) -> pl.LazyFrame:
    """Each customer's row, the ids as the ledger has them."""
    kind = book.lines.collect_schema()["customer"]
    ids = pl.Series("customer", customers.to_numpy()).cast(kind)
    return pl.DataFrame([ids]).with_row_index("row").lazy()


def _find_kept_in_part(book: Ledger, lines: pl.LazyFrame, known: pl.LazyFrame) -> pl.DataFrame:
    size = pl.col("units").abs() if book.quantities else pl.col("amount").abs()
    signed = pl.when("returned").then(-size).otherwise(size)
    found: pl.DataFrame = (
        lines.filter(pl.col("product").is_not_null())
        .group_by("customer", "product")
        .agg(left=signed.sum(), lines=pl.len())
        .filter(pl.col("left").round(WORTH_DECIMALS) > 0)
        .join(known, on="customer")
        .select("row", "product", "lines")
        .collect(engine="streaming")
    )
    return found
