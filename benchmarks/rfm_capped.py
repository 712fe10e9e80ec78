"""Forty million lines of two million customers under 2 GB: does it fit, and does the naive way?

python -m benchmarks.rfm_capped [--lines 40000000]

The peer asks Polars' streaming engine for a distinct count of orders and a median line value a
customer in one grouping; ours computes all features with products. Each runs in a process of its
own, which is stopped once its resident memory is above the cap.
"""

import argparse
import tempfile
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from benchmarks._report import Cost, Stopped, measure, report, run
from benchmarks.rfm import ROLES
from core.data import make_sample_blocks
from core.features import build_customers
from core.model import Recipe

CAP_MB = 2000


def write_parquet(lines: int, path: Path) -> None:
    """Two lines of three of the shop's are kept: 20 a customer."""
    writer = None
    for block in make_sample_blocks(lines * 3 // 2, seed=0):
        table = block.filter(pl.int_range(pl.len()) % 3 > 0).to_arrow()
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def naive(path: Path) -> None:
    worth = pl.col("Quantity") * pl.col("UnitPrice")
    lines = pl.scan_parquet(path).filter(pl.col("Quantity") > 0, pl.col("CustomerID").is_not_null())
    table = lines.group_by("CustomerID").agg(
        pl.col("OrderDate").max(),
        pl.col("OrderID").n_unique(),
        pl.col("Product").n_unique(),
        worth.sum().alias("monetary"),
        worth.median().alias("typical"),
    )
    table.collect(engine="streaming")


def ours(path: Path) -> None:
    recipe = Recipe(table="transactions", roles=ROLES | {"Product": "product"})
    build_customers(pl.scan_parquet(path), recipe)


SIDES = {"naive": naive, "ours": ours}


def cost(side: str, path: Path) -> Cost | None:
    """None where the cap ended the side's process."""
    try:
        return run("benchmarks.rfm_capped", side, "--file", str(path), cap_mb=CAP_MB)
    except Stopped as stopped:
        print(f"{side}: {stopped}")
        return None


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--lines", type=int, default=40_000_000)
    options.add_argument("--side", choices=SIDES)
    options.add_argument("--file", type=Path)
    given = options.parse_args()
    if given.side:
        return measure(lambda: SIDES[given.side](given.file))
    with tempfile.TemporaryDirectory() as folder:
        path = given.file or Path(folder) / "lines.parquet"
        if given.file is None:
            write_parquet(given.lines, path)
        shape = pl.scan_parquet(path).select(pl.len(), pl.col("CustomerID").n_unique()).collect().row(0)
        print(f"{shape[0]:,} lines of {shape[1]:,} customers, at most {CAP_MB} MB")
        costs = {side: cost(side, path) for side in SIDES}
    finished = {f"{side} under the cap": spent for side, spent in costs.items() if spent is not None}
    if finished:
        report(finished, ("polars", "narwhals"))
    return None


if __name__ == "__main__":
    main()
