"""A CSV of transaction lines to customers: at most half of pandas' time and memory?

python -m benchmarks.rfm [--lines 5000000]

Ours does with the file what Tessera does with every file: delimiter, types and date format are told
from it, all columns are written to Parquet, and the customers are computed from that. pandas computes
recency, frequency and monetary value, once on the same way ("kept": all columns read and written to
Parquet, date column named) and once from the five columns that it needs, keeping nothing.
"""

import argparse
import tempfile
from pathlib import Path

import pandas as pd
import polars as pl

from benchmarks._report import measure, report, run
from core.data import make_sample_blocks, read_file
from core.features import build_customers
from core.model import Recipe, Role

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
        for i, block in enumerate(make_sample_blocks(lines, seed=0)):
            block.write_csv(file, include_header=i == 0, datetime_format="%Y-%m-%d %H:%M:%S")


def with_pandas(path: Path) -> None:
    _pandas_rfm(pd.read_csv(path, parse_dates=["OrderDate"], usecols=list(ROLES)))


def with_pandas_kept(path: Path) -> None:
    target = path.with_suffix(".pandas.parquet")
    pd.read_csv(path, parse_dates=["OrderDate"]).to_parquet(target)
    _pandas_rfm(pd.read_parquet(target, columns=list(ROLES)))


def _pandas_rfm(lines: pd.DataFrame) -> None:
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
    read_file(path, path.name, target)
    build_customers(
        pl.scan_parquet(target), Recipe(table="transactions", roles=roles, returns="ignore")
    )


TITLES = {
    "pandas": "pandas, 5 columns, nothing kept: R, F, M",
    "pandas-kept": "pandas, kept as Parquet: R, F, M",
    "ours": "ours, kept as Parquet: R, F, M and 8 more",
    "ours-all": "ours, kept as Parquet: all features",
}
SIDES = {
    "pandas": with_pandas,
    "pandas-kept": with_pandas_kept,
    "ours": lambda path: with_ours(path, ROLES),
    "ours-all": lambda path: with_ours(path, ROLES | MORE),
}
PAIRS = (("pandas-kept", "ours"), ("pandas-kept", "ours-all"), ("pandas", "ours"))


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
    for pair in PAIRS:
        report(
            {TITLES[side]: costs[side] for side in pair}, ("pandas", "pyarrow", "polars", "narwhals")
        )
    return None


if __name__ == "__main__":
    main()
