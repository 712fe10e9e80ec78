"""How well segments agree with a label that is known: each score equals scikit-learn's of the same name."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from core.errors import UserError
from core.model import Floats, Integers


class NoKnownLabels(UserError):
    template = (
        "No customer has a known label to compare the segments with. Choose another label column."
    )


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


class ContingencyTable(NamedTuple):
    """How often two groupings meet: `cells` (c,) are the counts above 0, which stand in the rows `first`
    and the columns `second` of their table; `firsts` and `seconds` are its totals, none of them 0."""

    cells: Integers
    first: Integers
    second: Integers
    firsts: Integers
    seconds: Integers
    missing: int

    @property
    def rows(self) -> int:
        return int(self.cells.sum())


def measure_agreement(labels: ArrayLike, known: ArrayLike) -> Agreement:
    """The four scores of `labels` (n,) against `known` (n,), numbers or words of any kind.

    Customers without a known label (None, NaN) are left out and counted. Those who are noise are a
    group of their own, as in scikit-learn. NoKnownLabels where no customer has one.
    """
    table = contingency_table(labels, known)
    shared = _mutual_information(table)
    of_segments, of_known = _entropy(table.firsts), _entropy(table.seconds)
    return Agreement(
        adjusted_rand=_adjusted_rand(table),
        normalised_mutual_information=_capped_share(2 * shared, of_segments + of_known),
        homogeneity=_capped_share(shared, of_known),
        completeness=_capped_share(shared, of_segments),
        rows=table.rows,
        missing=table.missing,
    )


def adjusted_rand(labels: ArrayLike, known: ArrayLike) -> float:
    """The adjusted Rand index alone, on the same terms; also of two groupings that were found."""
    return _adjusted_rand(contingency_table(labels, known))


def contingency_table(labels: ArrayLike, known: ArrayLike) -> ContingencyTable:
    """The table of `labels` (n,) by `known` (n,); its memory goes by the cells that are not empty."""
    if _are_codes(labels) and _are_codes(known):
        return _table_of_codes(np.asarray(labels), np.asarray(known))
    second = pd.Series(known)
    told = second.notna().to_numpy()
    if not told.any():
        raise NoKnownLabels()
    rows, columns = (pd.factorize(codes)[0] for codes in (np.asarray(labels)[told], second[told]))
    firsts, seconds = np.bincount(rows), np.bincount(columns)
    at, places = pd.factorize(rows * len(seconds) + columns)
    missing = len(told) - len(rows)
    return ContingencyTable(np.bincount(at), *np.divmod(places, len(seconds)), firsts, seconds, missing)


def _are_codes(labels: ArrayLike) -> bool:
    return isinstance(labels, np.ndarray) and labels.dtype == np.uint8 and len(labels) > 0


def _table_of_codes(first: Integers, second: Integers) -> ContingencyTable:
    """The same of two arrays of small codes, as segments are numbered: a tenth of the time."""
    codes = 1 << 8
    counts = np.bincount(first.astype(np.intp) * codes + second, minlength=codes**2)
    table = counts.reshape(codes, codes)
    table = table[table.any(axis=1)][:, table.any(axis=0)]
    rows, columns = np.nonzero(table)
    cells = table[rows, columns]
    return ContingencyTable(cells, rows, columns, table.sum(axis=1), table.sum(axis=0), 0)


def _adjusted_rand(table: ContingencyTable) -> float:
    both, first, second = (_count_pairs(part) for part in (table.cells, table.firsts, table.seconds))
    return float(rand_from_pairs(both, first, second, table.rows))


def rand_from_pairs(both: ArrayLike, first: ArrayLike, second: ArrayLike, rows: int) -> Floats:
    """The adjusted Rand index (...,) from the pairs of `rows` customers that share a group in both
    groupings, in the first and in the second, each (...,); 1 where both know only one group, or
    leave each customer alone."""
    together, one, other = (np.asarray(pairs, float) for pairs in (both, first, second))
    chance = one * other / max(1, rows * (rows - 1) // 2)
    most = (one + other) / 2
    same = most == chance
    index: Floats = np.where(same, 1.0, (together - chance) / np.where(same, 1.0, most - chance))
    return index


def _count_pairs(sizes: Integers) -> int:
    """Pairs of customers within the groups."""
    return int((sizes * (sizes - 1) // 2).sum())


def _mutual_information(table: ContingencyTable) -> float:
    expected = np.log(table.firsts)[table.first] + np.log(table.seconds)[table.second]
    surplus = np.log(table.cells) + np.log(table.rows) - expected
    return max(0.0, float(table.cells @ surplus) / table.rows)


def _entropy(sizes: Integers) -> float:
    """In nats."""
    shares: Floats = sizes / sizes.sum()
    return max(0.0, float(-shares @ np.log(shares)))


def _capped_share(part: float, whole: float) -> float:
    """The share of nothing is 1; rounding lifts no share above it."""
    return min(1.0, part / whole) if whole else 1.0
