"""The grid of recency and frequency scores: how many customers each cell holds and what they bring."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import UserError
from core.explain.rfm.named_cells import DEFAULT_MAP, Cell, RfmMap
from core.explain.rfm.scores import columns_by_part, find_rfm_columns, score_rfm
from core.model import Customers, Floats, Integers, Notice
from core.text import format_count

FEWEST_BINS, MOST_BINS = 2, 10
SCORE_PARTS = ("recency", "frequency", "monetary")


class NoRfm(UserError):
    template = (
        "These customers have no recency, frequency and spend. Load a file of transactions, or one with "
        "such columns."
    )


class BadBins(UserError):
    template = "The number of scores must be a whole number from {low} to {high}; {value} is not."


class BadCuts(UserError):
    template = "{part} needs {count} ascending cut points for {bins} scores; {reason}. Mend them."


@dataclass(frozen=True)
class RfmGrid:
    """`counts` and `money` (bins, bins) by recency and frequency score less one, the `names` of the
    cells (R, F) where there is a map for so many scores, the `cuts` of all three scores and the
    `titles` of the features that these are of.

    `money_scores` (bins,) counts the customers by their score of money.
    """

    bins: int
    counts: Integers
    money: Floats
    money_scores: Integers
    names: Mapping[Cell, str]
    cuts: Mapping[str, tuple[float, ...]]
    titles: Mapping[str, str]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Region:
    """All cells of one name: customers and what they bring, with the shares of all; `money_share` is
    None where there is nothing to share."""

    name: str
    customers: int
    share: float
    money: float
    money_share: float | None


def build_rfm_grid(customers: Customers, chosen: RfmMap = DEFAULT_MAP) -> RfmGrid:
    """The grid by quantiles or by the chosen cut points, under the chosen names.

    Raises NoRfm, BadBins, BadCuts, and as `cell_names` does.
    """
    bins, names = chosen.bins, validate_map(chosen)
    columns = find_rfm_columns(customers)
    if columns is None:
        raise NoRfm
    found = score_rfm(customers, columns, bins, chosen.cuts)
    recency, frequency, money = (found.scores[part] for part in SCORE_PARTS)
    known = (recency > 0) & (frequency > 0)
    cells = (recency[known] - 1) * bins + frequency[known] - 1
    spent = np.nan_to_num(customers.frame[columns.monetary].to_numpy(float))[known]
    return RfmGrid(
        bins,
        np.bincount(cells, minlength=bins * bins).reshape(bins, bins),
        (np.bincount(cells, spent, bins * bins) * 1.0).reshape(bins, bins),
        np.bincount(money[money > 0] - 1, minlength=bins),
        names,
        found.cuts,
        {part: customers.titles.get(name, name) for part, name in columns_by_part(columns).items()},
        _unscored_notice(int((~known).sum())),
    )


def rfm_regions(grid: RfmGrid) -> tuple[Region, ...]:
    """What the names cover, the largest first; none where cells have no names."""
    everyone, all_money = max(1, int(grid.counts.sum())), float(grid.money.sum())
    totals: dict[str, tuple[int, float]] = {}
    for (r, f), name in grid.names.items():
        customers, money = totals.get(name, (0, 0.0))
        cell = r - 1, f - 1
        totals[name] = customers + int(grid.counts[cell]), money + float(grid.money[cell])
    found = [
        Region(name, size, size / everyone, money, money / all_money if all_money > 0 else None)
        for name, (size, money) in totals.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.customers, one.name)))


def validate_map(chosen: RfmMap) -> Mapping[Cell, str]:
    """The names of the cells; BadBins, BadCuts, and as `cell_names`, where it does not hold together."""
    if not FEWEST_BINS <= chosen.bins <= MOST_BINS:
        raise BadBins(low=FEWEST_BINS, high=MOST_BINS, value=chosen.bins)
    for part, points in chosen.cuts.items():
        reason = _cut_error(part, points, chosen.bins)
        if reason:
            raise BadCuts(
                part=part.capitalize(), count=chosen.bins - 1, bins=chosen.bins, reason=reason
            )
    return chosen.names()


def _cut_error(part: str, points: Sequence[float], bins: int) -> str:
    """What is wrong with cut points; empty where nothing is."""
    if part not in SCORE_PARTS:
        return "only recency, frequency and monetary have scores"
    if len(points) != bins - 1:
        return f"there are {len(points)}"
    if not all(math.isfinite(point) for point in points):
        return "one of them is no number"
    return "" if all(np.diff(points) > 0) else "they do not ascend"


def _unscored_notice(missing: int) -> tuple[Notice, ...]:
    text = f"{format_count(missing, 'customer')} with no recency or frequency: in no cell."
    return (Notice(text, "warning"),) if missing else ()
