"""Which earlier segment each segment continues: the assignment that keeps most customers together."""

import numpy as np
from scipy.optimize import linear_sum_assignment

from core.entities import NOISE, Floats, Integers

CONTINUES = 0.5  # share of the customers of either segment who must be in both


def overlap(earlier: Integers, now: Integers, weights: Floats | None = None) -> Floats:
    """Jaccard indices (a, b) of the segments of two labellings of the same customers, each (n,).

    Labels count from 0, NOISE is no segment. `weights` (n,) say how many customers each stands for.
    """
    a, b = _count(earlier), _count(now)
    cells = _nowhere_last(earlier, a) * (b + 1) + _nowhere_last(now, b)
    table = np.bincount(cells, weights, (a + 1) * (b + 1)).reshape(a + 1, b + 1)
    both = table[:a, :b]
    either = table[:a].sum(axis=1)[:, None] + table[:, :b].sum(axis=0)[None] - both
    shared: Floats = both / np.where(either > 0, either, 1.0)
    return shared


def matches(shared: Floats, least: float = CONTINUES) -> dict[int, int]:
    """Segment now -> the earlier one that it continues, none twice (Kuhn, The Hungarian method, 1955).

    `shared` (a, b) are overlaps; the assignment with the largest sum, of it the pairs of at least
    `least`.
    """
    rows, columns = linear_sum_assignment(-shared)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {now: before for before, now in pairs if shared[before, now] >= least}


def _count(labels: Integers) -> int:
    known = labels[labels != NOISE]
    return int(known.max()) + 1 if len(known) else 0


def _nowhere_last(labels: Integers, count: int) -> Integers:
    return np.where(labels == NOISE, count, labels.astype(np.intp))
