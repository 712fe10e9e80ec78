"""The shop's sample as five tables, and what they come to, computed without the program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import polars as pl

from core.data import join_datasets, make_sample, read_file
from core.model import Dataset, ignore_progress
from core.store import Workspace

ROWS = 3_000


@dataclass(frozen=True)
class Shop:
    """Tables by name and, of each customer, orders and money."""

    tables: Mapping[str, pl.DataFrame]
    truth: Mapping[str, tuple[int, float]]


@cache
def split_shop() -> Shop:
    """The sample's lines as customers, orders, items, products and payments, some orders paid twice."""
    lines = make_sample("shop", ROWS, 4).filter(
        pl.col("CustomerID").is_not_null() & (pl.col("Quantity") > 0) & (pl.col("UnitPrice") > 0)
    )
    orders = lines.group_by("OrderID", maintain_order=True).agg(
        pl.col("OrderDate", "CustomerID", "Channel").first()
    )
    products = lines.select("Product").unique().sort("Product").with_row_index("ProductID", 500)
    named = lines.join(products, on="Product")
    items = named.select("OrderID", "ProductID", "Quantity", "UnitPrice")
    customers = lines.group_by("CustomerID").agg(pl.col("Country").first()).sort("CustomerID")
    customers = customers.with_columns(
        FirstName=pl.lit("A"), Email=pl.format("c{}@x.org", "CustomerID")
    )
    sums = items.group_by("OrderID", maintain_order=True).agg(
        amount=(pl.col("Quantity") * pl.col("UnitPrice")).sum().round(2)
    )
    half = sums.with_columns(amount=(pl.col("amount") / 2).round(2))
    rest = sums.with_columns(amount=(sums["amount"] - half["amount"]).round(2))
    payments = pl.concat([half, rest]).with_row_index("id", 1)
    tables = {
        "customers": customers,
        "orders": orders,
        "order_items": items,
        "products": products,
        "payments": payments.with_columns(method=pl.lit("card")),
    }
    worth = lines.with_columns(worth=pl.col("Quantity") * pl.col("UnitPrice"))
    totals = worth.group_by("CustomerID").agg(pl.col("OrderID").n_unique(), pl.col("worth").sum())
    return Shop(tables, {str(c): (n, round(w, 2)) for c, n, w in totals.iter_rows()})


def write_tables(folder: Path, tables: Mapping[str, pl.DataFrame]) -> list[Path]:
    paths = []
    for name, table in tables.items():
        paths.append(folder / f"{name}.csv")
        table.write_csv(paths[-1], datetime_format="%Y-%m-%d %H:%M:%S")
    return paths


def join_files(
    folder: Path, paths: Sequence[Path], plan: Mapping[str, object] | None = None
) -> Dataset:
    """The data set that these files give."""
    folder.mkdir(exist_ok=True)
    workspace = Workspace(folder)
    parts = [
        workspace.add(p, p.name, sha256(p.read_bytes()).hexdigest(), None, ignore_progress, read_file)
        for p in paths
    ]
    join = lambda parts, target: join_datasets(parts, target, plan)  # noqa: E731
    return workspace.add_joined(parts, str(plan), "joined", join)


def join_frames(folder: Path, tables: Mapping[str, pl.DataFrame]) -> Dataset:
    return join_files(folder / "work", write_tables(folder, tables))


def sentences(dataset: Dataset) -> str:
    return "\n".join(notice.text for notice in dataset.notices)
