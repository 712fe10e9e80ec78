"""The grid of recency and frequency scores: the customers of each cell and their money."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import UserError
from core.features import (
    DEFAULT_MAP,
    Cell,
    RfmMap,
    columns_by_part,
    find_rfm_columns,
    missing_rfm_parts,
    score_rfm,
    validate_map,
)
from core.model import Customers, Floats, Integers, Notice
from core.profile.words import unscored_sentence


class NoRfm(UserError):
    template = (
        "There is no grid, as these customers have no {missing}. Upload a file of purchases with their "
        "dates, or one with such columns."
    )


@dataclass(frozen=True)
class RfmGrid:
    """Customers and money by recency and frequency.

    `counts` and `money` (bins, bins) are by recency and frequency score less one, `names` those of the
    cells (R, F) where there is a map for so many scores. `cuts` are of all scores and `titles` of the
    features that these are of. `money` is None, and the monetary score missing, where no column holds it.
    """

    bins: int
    counts: Integers
    money: Floats | None
    names: Mapping[Cell, str]
    cuts: Mapping[str, tuple[float, ...]]
    titles: Mapping[str, str]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Region:
    """All cells of one name: their customers and money, with the shares of all.

    `money_share` is None where there is nothing to share.
    """

    name: str
    customers: int
    share: float
    money: float | None
    money_share: float | None


def build_rfm_grid(customers: Customers, chosen: RfmMap = DEFAULT_MAP) -> RfmGrid:
    """Build the grid by quantiles or by the chosen cut points, with the chosen names.

    Raises NoRfm, BadBins, BadCuts, and as `cell_names` does.
    """
    bins, names = chosen.bins, validate_map(chosen)
    columns = find_rfm_columns(customers)
    if columns is None:
        raise NoRfm(missing=" and no ".join(missing_rfm_parts(customers)))
    rfm_scores = score_rfm(customers, columns, bins, chosen.cuts)
    recency, frequency = rfm_scores.scores["recency"], rfm_scores.scores["frequency"]
    scored = (recency > 0) & (frequency > 0)
    cells = (recency[scored] - 1) * bins + frequency[scored] - 1
    return RfmGrid(
        bins,
        np.bincount(cells, minlength=bins * bins).reshape(bins, bins),
        _money_by_cell(customers, columns.monetary, scored, cells, bins),
        names,
        rfm_scores.cuts,
        {part: customers.title(name) for part, name in columns_by_part(columns).items()},
        _unscored_notice(int((~scored).sum())),
    )


def _money_by_cell(
    customers: Customers, column: str | None, scored: NDArray[np.bool_], cells: Integers, bins: int
) -> Floats | None:
    if column is None:
        return None
    money = np.nan_to_num(customers.values(column))[scored]
    return (np.bincount(cells, money, bins * bins) * 1.0).reshape(bins, bins)


def rfm_regions(grid: RfmGrid) -> tuple[Region, ...]:
    """Sum the customers and money of each name, the largest first; none where cells have no names."""
    everyone = max(1, int(grid.counts.sum()))
    all_money = 0.0 if grid.money is None else float(grid.money.sum())
    totals: dict[str, tuple[int, float]] = {}
    for (r, f), name in grid.names.items():
        customers, money = totals.get(name, (0, 0.0))
        cell = r - 1, f - 1
        spent = 0.0 if grid.money is None else float(grid.money[cell])
        totals[name] = customers + int(grid.counts[cell]), money + spent
    regions = [
        Region(
            name,
            size,
            size / everyone,
            None if grid.money is None else money,
            money / all_money if all_money > 0 else None,
        )
        for name, (size, money) in totals.items()
    ]
    return tuple(sorted(regions, key=lambda region: (-region.customers, region.name)))


def _unscored_notice(missing: int) -> tuple[Notice, ...]:
    return (Notice(unscored_sentence(missing), "warning"),) if missing else ()
