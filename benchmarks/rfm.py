"""A CSV of transaction lines to customers: at most half of pandas' time and memory?

python -m benchmarks.rfm [--lines 5000000]

Both sides start from the CSV. pandas computes recency, frequency and monetary value; ours reads the
file into the data set's Parquet and computes all features of the customers (and, as "ours, RFM
only", those that need no product, country or channel).
"""

import argparse
import tempfile
from pathlib import Path

import pandas as pd
import polars as pl

from benchmarks._report import measure, report, run
from core.data.customers import customers
from core.data.read import ingest
from core.data.samples import sample_blocks
from core.entities import Recipe, Role

ROLES: dict[str, Role] = {
    "OrderID": "order",
    "OrderDate": "date",
    "CustomerID": "id",
    "Quantity": "quantity",
    "UnitPrice": "unit_price",
}
MORE: dict[str, Role] = {"Product": "product", "Country": "country", "Channel": "category"}


def write_csv(lines: int, path: Path) -> None:
    with path.open("wb") as file:
        for i, block in enumerate(sample_blocks(lines, seed=0)):
            block.write_csv(file, include_header=i == 0, datetime_format="%Y-%m-%d %H:%M:%S")


def with_pandas(path: Path) -> None:
    lines = pd.read_csv(path, parse_dates=["OrderDate"], usecols=list(ROLES))
    bought = lines[(lines["Quantity"] > 0) & lines["CustomerID"].notna()]
    bought = bought.assign(amount=bought["Quantity"] * bought["UnitPrice"])
    table = bought.groupby("CustomerID").agg(
        last=("OrderDate", "max"), frequency=("OrderID", "nunique"), monetary=("amount", "sum")
    )
    table["recency"] = (
        lines["OrderDate"].max().normalize() + pd.Timedelta(days=1) - table["last"]
    ).dt.days


def with_ours(path: Path, roles: dict[str, Role]) -> None:
    target = path.with_suffix(".parquet")
    ingest(path, path.name, target)
    customers(pl.scan_parquet(target), Recipe(table="transactions", roles=roles, returns="ignore"))


SIDES = {
    "pandas": with_pandas,
    "rfm": lambda path: with_ours(path, ROLES),
    "all": lambda path: with_ours(path, ROLES | MORE),
}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--lines", type=int, default=5_000_000)
    options.add_argument("--side", choices=SIDES)
    options.add_argument("--file", type=Path)
    given = options.parse_args()
    if given.side:
        return measure(lambda: SIDES[given.side](given.file))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines.csv"
        write_csv(given.lines, path)
        print(f"{given.lines:,} lines, {path.stat().st_size / 1e6:.0f} MB of CSV")
        costs = {side: run("benchmarks.rfm", side, "--file", str(path)) for side in SIDES}
    peer = "pandas read_csv + groupby: R, F, M"
    for name, side in {"ours: RFM columns": "rfm", "ours: all features": "all"}.items():
        report({peer: costs["pandas"], name: costs[side]}, ("pandas", "polars", "narwhals"))
    return None


if __name__ == "__main__":
    main()
