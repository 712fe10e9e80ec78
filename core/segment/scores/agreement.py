"""Agreement of segments with a known label: each score equals scikit-learn's of the same name."""

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from core.errors import UserError
from core.model import Floats, Integers


class NoKnownLabels(UserError):
    template = "No customer has an outcome to compare the segments with. Choose another outcome column."


@dataclass(frozen=True)
class Agreement:
    """Scores of segments against a known label, from `rows` customers; `missing` more have no label.

    `adjusted_rand` (Hubert and Arabie, 1985) is 0 for chance and at most 1. The others are from 0
    to 1: `homogeneity` tells whether each segment holds one label, `completeness` whether each
    label is in one segment (Rosenberg and Hirschberg, 2007), and `normalised_mutual_information`
    is their harmonic mean: the mutual information over the arithmetic mean of the two entropies.
    """

    adjusted_rand: float
    normalised_mutual_information: float
    homogeneity: float
    completeness: float
    rows: int
    missing: int


class _Table(NamedTuple):
    """Contingency table of two groupings of any kind: `cells` (c,) are the counts above 0, which stand in
    the rows `first` and the columns `second`; `firsts` and `seconds` are its totals, none of them 0."""

    cells: Integers
    first: Integers
    second: Integers
    firsts: Integers
    seconds: Integers
    missing: int

    @property
    def rows(self) -> int:
        return int(self.cells.sum())


def contingency_table(
    first: Integers, second: Integers, k: int, q: int, weights: Floats | None = None
) -> Any:
    """Count the customers (..., k, q) of each pair of labels in two labellings (..., n) of codes from 0.

    Labels of `first` from `k` on and of `second` from `q` on, such as NOISE, are left out. With
    `weights` (..., n) the counts are their sums.
    """
    shape, n = first.shape[:-1], first.shape[-1]
    pairs = math.prod(shape)  # not -1, which cannot be told where there are no customers
    rows, columns = (np.asarray(labels, np.intp).reshape(pairs, n) for labels in (first, second))
    inside = (rows < k) & (columns < q)
    cells = np.arange(pairs)[:, None] * (k * q) + rows * q + columns
    mass = None if weights is None else weights.reshape(pairs, n)[inside]
    return np.bincount(cells[inside], mass, pairs * k * q).reshape(*shape, k, q)


def adjusted_rand(first: Integers, second: Integers) -> Floats:
    """Adjusted Rand index (...,) of Hubert and Arabie (1985) between labellings (..., n) of codes from 0.

    1 where they agree, about 0 for labels without relation; 1 where both put all in one group or each
    alone, as scikit-learn has it. NOISE is a group.
    """
    k, q = int(first.max(initial=0)) + 1, int(second.max(initial=0)) + 1
    table = contingency_table(first, second, k, q)
    in_first, in_second = (_count_pairs(table.sum(axis=axis), -1) for axis in (-1, -2))
    return _rand_from_pairs(_count_pairs(table, (-2, -1)), in_first, in_second, first.shape[-1])


def measure_agreement(labels: ArrayLike, reference: ArrayLike) -> Agreement:
    """Measure the four scores of `labels` (n,) against `reference` (n,), numbers or words of any kind.

    Customers without a known label (None, NaN) are left out and counted. Those who are noise are a
    group of their own, as in scikit-learn. NoKnownLabels where no customer has one.
    """
    table = _tabulate(labels, reference)
    shared = _mutual_information(table)
    of_segments, of_reference = _entropy(table.firsts), _entropy(table.seconds)
    both, firsts, seconds = map(_count_pairs, (table.cells, table.firsts, table.seconds))
    return Agreement(
        adjusted_rand=float(_rand_from_pairs(both, firsts, seconds, table.rows)),
        normalised_mutual_information=_capped_share(2 * shared, of_segments + of_reference),
        homogeneity=_capped_share(shared, of_reference),
        completeness=_capped_share(shared, of_segments),
        rows=table.rows,
        missing=table.missing,
    )


def _tabulate(labels: ArrayLike, reference: ArrayLike) -> _Table:
    """Table of `labels` (n,) by `reference` (n,); its memory goes by the cells that are not empty."""
    second = pd.Series(reference)
    is_known = second.notna().to_numpy()
    if not is_known.any():
        raise NoKnownLabels()
    rows, columns = (
        pd.factorize(codes)[0] for codes in (np.asarray(labels)[is_known], second[is_known])
    )
    firsts, seconds = np.bincount(rows), np.bincount(columns)
    at, places = pd.factorize(rows * len(seconds) + columns)
    missing = len(is_known) - len(rows)
    return _Table(np.bincount(at), *np.divmod(places, len(seconds)), firsts, seconds, missing)


def _rand_from_pairs(both: Floats, first: Floats, second: Floats, rows: int) -> Floats:
    """Adjusted Rand index (...,) from the pairs of `rows` customers that share a group in both
    groupings, in the first and in the second, each (...,); 1 where both know only one group, or
    leave each customer alone."""
    chance = first * second / max(1, rows * (rows - 1) // 2)
    most = (first + second) / 2
    same = most == chance
    index: Floats = np.where(same, 1.0, (both - chance) / np.where(same, 1.0, most - chance))
    return index


def _count_pairs(sizes: Integers, axis: int | tuple[int, ...] = -1) -> Floats:
    """Count the pairs of customers within groups of these sizes, summed along `axis`."""
    return np.asarray((sizes * (sizes - 1) // 2).sum(axis=axis), float)


def _mutual_information(table: _Table) -> float:
    expected = np.log(table.firsts)[table.first] + np.log(table.seconds)[table.second]
    surplus = np.log(table.cells) + np.log(table.rows) - expected
    return max(0.0, float(table.cells @ surplus) / table.rows)


def _entropy(sizes: Integers) -> float:
    """Entropy of groups of these sizes, in nats."""
    shares: Floats = sizes / sizes.sum()
    return max(0.0, float(-shares @ np.log(shares)))


def _capped_share(part: float, total: float) -> float:
    """Share of a total; that of nothing is 1, and rounding lifts none above it."""
    return min(1.0, part / total) if total else 1.0
