"""The money that customers of a table bring: which columns hold it, and over what time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.data import brings_money, is_spend_by_group, money_period
from core.model import ColumnProfile, Floats, Meaning

FEWEST_GROUPS = 2  # columns of spend by product group from which they add up to the money
# Share of the customers for whom a column is the sum of others, up to rounding, before it is their total.
TOTAL_SHARE = 0.95
ROUNDING = 0.02  # of the total
SUM_NAME = "Total spend"
# Of columns that could be the money, those over these times go first.
_PREFERRED = ("lifetime", "year", "", "month", "order")


@dataclass(frozen=True)
class MoneySource:
    """The columns that add up to the money of a customer, and the period that they tell of."""

    columns: tuple[str, ...]
    period: str


def find_money(
    frame: pd.DataFrame,
    profiles: Sequence[ColumnProfile],
    meanings: Mapping[str, Meaning],
    chosen: Mapping[str, Meaning],
    amount: str | None,
) -> MoneySource | None:
    """Find what holds the money that customers bring: the columns `chosen` as money, the one with the
    role of an `amount`, spend by product group added up, or the column whose name says so best."""
    numbers = [
        each
        for each in profiles
        if each.name in frame and pd.api.types.is_numeric_dtype(frame[each.name])
    ]
    stated = [each.name for each in numbers if chosen.get(each.name) == "money"]
    if stated:
        return _source(stated)
    is_mean = amount is not None and money_period(amount) == "order"  # no sum over orders
    if amount is not None and meanings.get(amount) == "money" and not is_mean:
        return _source([amount])
    paid = [
        each.name
        for each in numbers
        if meanings.get(each.name) == "money"
        and brings_money(each)
        and money_period(each.name) != "order"
    ]
    groups = [
        each.name
        for each in numbers
        if meanings.get(each.name) == "behaviour" and is_spend_by_group(each)
    ]
    total = next((name for name in paid if _is_total(frame, name, [*groups, *paid])), None)
    if total is not None:
        return _source([total])
    if len(groups) >= FEWEST_GROUPS:
        return _source(groups)
    single = amount if amount is not None and meanings.get(amount) == "behaviour" else None
    best = min(paid, key=lambda name: _PREFERRED.index(money_period(name)), default=single)
    return None if best is None else _source([best])


def _source(columns: Sequence[str]) -> MoneySource:
    periods = {money_period(name) for name in columns}
    return MoneySource(tuple(columns), periods.pop() if len(periods) == 1 else "")


def _is_total(frame: pd.DataFrame, name: str, others: Sequence[str]) -> bool:
    """Tell whether a column is the sum of at least two others."""
    parts = [other for other in others if other != name]
    if len(parts) < FEWEST_GROUPS:
        return False
    total, values = frame[name].to_numpy(float), np.nan_to_num(frame[parts].to_numpy(float))
    smaller = np.nanmean(values > total[:, None] * (1 + ROUNDING), axis=0) < 1 - TOTAL_SHARE
    if smaller.sum() < FEWEST_GROUPS:
        return False
    gap = np.abs(values[:, smaller].sum(axis=1) - total)
    return bool(np.mean(gap <= ROUNDING * np.abs(total) + 0.01) >= TOTAL_SHARE)


def add_money(frame: pd.DataFrame, source: MoneySource) -> tuple[pd.DataFrame, str]:
    """Return the frame and the name of its column of money; of several columns a new one is their sum."""
    if len(source.columns) == 1:
        return frame, source.columns[0]
    name = SUM_NAME
    while name in frame:
        name += "_"
    total: Floats = np.nan_to_num(frame[list(source.columns)].to_numpy(float)).sum(axis=1)
    return frame.assign(**{name: total}), name
