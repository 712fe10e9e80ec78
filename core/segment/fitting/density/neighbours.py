"""Exact nearest neighbours among distinct customers."""

from dataclasses import dataclass

import numpy as np
from sklearn.neighbors import KDTree

from core.model import Floats, Integers, Report
from core.segment.fitting.density import kernels
from core.segment.fitting.threads import as_kernel_array, map_in_threads

LEAF = 40
BLOCK = 2_048


@dataclass(frozen=True)
class Points:
    """The different ones among `rows`, as points in the order of a k-d tree.

    `place` (n,) is the point of each row, `first` (m,) the first row of each point and `weights` (m,)
    how many rows it is; `points` (m, p) and `columns` (p, m) are the coordinates. The nodes hold the
    points of `bounds` (nodes, 2) in the boxes from `lower` to `upper` (nodes, p).
    """

    place: Integers
    first: Integers
    weights: Integers
    points: Floats
    columns: Floats
    bounds: Integers
    lower: Floats
    upper: Floats

    @classmethod
    def of(cls, rows: Floats) -> "Points":
        number, first = kernels.number_distinct_rows(rows + 0.0)  # -0 is 0
        tree = KDTree(rows[first], leaf_size=LEAF)
        data, order, nodes, boxes = tree.get_arrays()
        points = as_kernel_array(data[order])
        position = np.empty(len(order), np.int32)
        position[order] = np.arange(len(order), dtype=np.int32)
        place = position[number]
        bounds = np.stack([nodes["idx_start"], nodes["idx_end"]], axis=1)
        lower, upper = np.ascontiguousarray(boxes)
        weights = np.bincount(place, minlength=len(order))
        columns = as_kernel_array(points.T)
        return cls(place, first[order], weights, points, columns, bounds, lower, upper)

    def __len__(self) -> int:
        return len(self.points)

    def blocks(self, count: int) -> list[slice]:
        """Slices of `count` queries: at least a dozen, so that the work can be followed and stopped."""
        size = max(1, min(BLOCK, -(-count // 12)))
        return [slice(start, min(start + size, count)) for start in range(0, count, size)]

    def nearest(self, k: int, report: Report, queries: Floats | None = None) -> tuple[Integers, Floats]:
        """The k nearest points of each query, nearest first, and the squared distances to them.

        Without `queries` those of the points themselves, each of which is its own first neighbour.
        Where there are fewer than k points, the last are NOBODY at an infinite distance.
        """
        rows = self.points if queries is None else queries
        own_points = np.arange(len(rows)) if queries is None else np.full(len(rows), kernels.NOBODY)
        near, gaps = np.empty((len(rows), k), np.int32), np.empty((len(rows), k))

        def work(block: slice) -> None:
            kernels.find_nearest(
                self.columns,
                self.bounds,
                self.lower,
                self.upper,
                rows[block],
                own_points[block],
                near[block],
                gaps[block],
            )

        parts = self.blocks(len(rows))
        for done, _ in enumerate(map_in_threads(work, parts)):
            report(done / len(parts))
        return near, gaps
