"""Sizes, means and distances of labelled groups, for many labellings in one pass over the rows."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core.model import Floats, Integers
from core.segment.fitting.threads import as_kernel_array, blocks, map_in_threads


class Groups(NamedTuple):
    """Labellings s of the same rows; group c of labelling s is at `offsets[s] + c`, noise in none.

    `counts` (g,) and `means` (g, p) of all the groups; an empty group's mean is not a number. Of
    weighted rows, the counts are sums of weights.
    """

    offsets: Integers
    counts: Integers | Floats
    means: Floats

    def of(self, s: int) -> slice:
        return slice(self.offsets[s], self.offsets[s + 1])


class Spread(NamedTuple):
    """Distances to the own mean: summed and squared by group (g,), and `distance` float32 (s, n)."""

    total: Floats
    squares: Floats
    distance: Floats


def group_means(
    rows: Floats, labels: Integers, sizes: Sequence[int], weights: Floats | None = None
) -> Groups:
    """Calculate the exact means of the groups that `labels` (s, n) make, `sizes[s]` in labelling s.

    Rows count by `weights` (n,), or once each.
    """
    from core.segment.fitting import kernels

    offsets = np.cumsum([0, *sizes])
    origin = rows[:1].mean(axis=0)

    none = np.zeros(offsets[-1], np.int64 if weights is None else np.float64)

    def work(block: slice) -> tuple[Floats, Integers | Floats]:
        sums, counts, block_labels = (
            np.zeros((offsets[-1], rows.shape[1])),
            none.copy(),
            np.array(labels[:, block]),
        )
        mass = None if weights is None else weights[block]
        kernels.add_group_sums(rows[block], mass, origin, block_labels, offsets, sums, counts)
        return sums, counts

    parts = list(map_in_threads(work, blocks(len(rows))))
    counts = sum((part[1] for part in parts), none)
    with np.errstate(invalid="ignore"):
        means = origin + sum(part[0] for part in parts) / counts[:, None]
    return Groups(offsets, counts, means)


def group_spread(rows: Floats, labels: Integers, groups: Groups) -> Spread:
    """Distances of the rows from the mean of their group, in float64, stored as float32; NaN for noise."""
    from core.segment.fitting import kernels

    distance = np.empty(labels.shape, np.float32)

    def work(block: slice) -> Floats:
        block_labels = np.array(labels[:, block])
        sums, out = np.zeros((2, len(groups.counts))), np.full(block_labels.shape, np.nan, np.float32)
        kernels.measure_group_spread(
            rows[block], block_labels, groups.offsets, groups.means, sums[0], sums[1], out
        )
        distance[:, block] = out
        return sums

    total, squares = sum(map_in_threads(work, blocks(len(rows))), np.zeros((2, len(groups.counts))))
    return Spread(total, squares, distance)


def count_distinct_rows(matrix: Floats, most: int) -> int:
    """Number of different rows of `matrix`, counted no further than `most`."""
    from core.segment.fitting import kernels

    return int(kernels.count_distinct_rows(as_kernel_array(matrix), most))
