"""Quintile scores of recency, frequency and money, and the columns that hold those."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.model import Analysis, Customers, Floats, Integers

RECENCY = {
    "recency", "recency days", "days since last purchase", "days since last order",
    "days since last visit", "days since last transaction", "days since last purchase date",
    "days since last order date", "days since last transaction date", "days since last visit date",
}  # fmt: skip
FREQUENCY = {
    "frequency", "orders", "order count", "number of orders", "n orders", "num orders", "purchases",
    "purchase count", "number of purchases", "num purchases", "invoices", "transactions",
    "transaction count", "number of transactions", "total orders", "total purchases",
}  # fmt: skip
MONETARY = {
    "monetary", "monetary value", "revenue", "total revenue", "spend", "total spend", "net spend",
    "sales", "total sales", "amount", "total amount", "amount spent", "turnover",
}  # fmt: skip
DEFAULT_BINS = 5  # scores, and so the best one; the default names are for so many


@dataclass(frozen=True)
class RfmColumns:
    """The columns of a customers' table that hold recency, frequency and money, where any does."""

    recency: str
    frequency: str
    monetary: str | None


def find_rfm_columns(customers: Customers) -> RfmColumns | None:
    """Find the columns by their names, money also by its role; None unless there are recency and
    frequency."""
    recency, frequency = _find_column(customers, RECENCY), _find_column(customers, FREQUENCY)
    monetary = customers.money or _find_column(customers, MONETARY)
    return RfmColumns(recency, frequency, monetary) if recency and frequency else None


def missing_rfm_parts(customers: Customers) -> tuple[str, ...]:
    """Name those of recency and frequency that no column holds."""
    parts = {"recency": RECENCY, "frequency": FREQUENCY}
    return tuple(part for part, names in parts.items() if _find_column(customers, names) is None)


def clustered_rfm_columns(analysis: Analysis) -> RfmColumns | None:
    """Find the columns where recency and frequency were clustered on: only then do they name segments."""
    columns = find_rfm_columns(analysis.customers)
    clustered = analysis.feature_matrix.features
    if columns and columns.recency in clustered and columns.frequency in clustered:
        return columns
    return None


def _find_column(customers: Customers, names: set[str]) -> str | None:
    return next((name for name in customers.features if _plain_words(name) in names), None)


def _plain_words(name: str) -> str:
    """Write snake_case, CamelCase and (units) as plain words."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.sub(r"\([^)]*\)", "", name))
    return " ".join(re.split(r"[\W_]+", spaced.lower())).strip()


@dataclass(frozen=True)
class RfmScores:
    """`cuts` by "recency", "frequency" and, where there is money, "monetary", ascending, and `scores` intp (n,) from 1, of
    which the highest is best; 0 where the value is missing."""

    cuts: Mapping[str, tuple[float, ...]]
    scores: Mapping[str, Integers]


def score_rfm(
    customers: Customers,
    columns: RfmColumns,
    bins: int = DEFAULT_BINS,
    cuts: Mapping[str, Sequence[float]] | None = None,
) -> RfmScores:
    """Score customers from 1 to `bins` by `cuts`, or else by quantiles of all customers.

    Equal values get equal scores. A score counts the cut points that a value is above, one more; of
    recency, where less is better, the other way round. A customer with one order has a frequency of 1,
    as no customer has fewer.
    """
    values = {part: customers.values(name) for part, name in columns_by_part(columns).items()}
    chosen = {
        part: tuple((cuts or {}).get(part) or quantile_cuts(column, bins))
        for part, column in values.items()
    }
    scores = {
        part: score_values(column, chosen[part], part == "recency") for part, column in values.items()
    }
    return RfmScores(chosen, scores)


def columns_by_part(columns: RfmColumns) -> Mapping[str, str]:
    """Return the columns by "recency", "frequency" and, where there is money, "monetary"."""
    money = {} if columns.monetary is None else {"monetary": columns.monetary}
    return {"recency": columns.recency, "frequency": columns.frequency, **money}


def quantile_cuts(values: Floats, bins: int) -> tuple[float, ...]:
    """Values at or below which 1/bins, 2/bins, ... of the customers are, each that of a customer."""
    present = values[~np.isnan(values)]
    if not len(present):
        return (0.0,) * (bins - 1)
    steps = np.arange(1, bins) / bins
    return tuple(np.quantile(present, steps, method="inverted_cdf").tolist())


def score_values(values: Floats, cuts: Sequence[float], lowest_is_best: bool) -> Integers:
    """Scores (n,) from 1 to one more than there are `cuts`; 0 where the value is missing."""
    above = np.searchsorted(np.array(cuts), values, side="left")
    scores = len(cuts) + 1 - above if lowest_is_best else above + 1
    return np.where(np.isnan(values), 0, scores)
