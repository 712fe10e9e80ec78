"""The real tables as they look after reading: dates parsed, the rest as polars reads it."""

from collections.abc import Callable
from pathlib import Path

import polars as pl

Shared = Callable[[str], Path]


def wholesale(shared: Shared) -> pl.LazyFrame:
    return pl.read_csv(shared("wholesale/wholesale_customers.csv")).lazy()


def online_retail(shared: Shared) -> pl.LazyFrame:
    return pl.scan_parquet(shared("online_retail/online_retail.parquet"))


def online_retail_ii(shared: Shared) -> pl.LazyFrame:
    path = shared("online_retail_ii_2009_2010/online_retail_ii_2009_2010.parquet")
    return pl.scan_parquet(path).with_columns(pl.col("InvoiceDate").str.to_datetime())


def shoppers(shared: Shared) -> pl.LazyFrame:
    path = shared("online_shoppers/online_shoppers_intention.csv")
    return pl.read_csv(path, infer_schema_length=None).lazy()


def bank(shared: Shared) -> pl.LazyFrame:
    path = shared("bank_marketing/bank-additional.csv")
    return pl.read_csv(path, separator=";", infer_schema_length=None).lazy()
