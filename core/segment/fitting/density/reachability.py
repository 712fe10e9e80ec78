"""Mutual reachability: the one structure from which every density clustering is cut."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.model import Floats, Integers, Report, report_within
from core.segment.fitting.density import kernels
from core.segment.fitting.density import spanning_tree_kernels as linkage
from core.segment.fitting.density.neighbours import Points
from core.segment.fitting.threads import map_in_threads

EXTRA_NEIGHBOURS = 1


@dataclass(frozen=True)
class MutualReachability:
    """The single-linkage tree of mutual reachability of n customers at a fixed `min_samples`.

    Two customers reach each other at the largest of their distance and their two core distances; a
    core distance is how far a customer must look to see `min_samples`, the own included. Everything
    is kept squared and for `points`, customers with equal features counted in one. `core` (m,), the
    points' nearest `near` and `gaps` (m, k); `heights` (m - 1,) ascending of the merges, `children`
    (m - 1, 2) and `sizes` (2m - 1,) in customers; `order` (m,) and `steps` (m,) are the points laid
    out so that every cluster of the tree is in one piece, and how high each joins the one before.
    Campello et al., "Density-based clustering based on hierarchical density estimates" (2013).
    """

    points: Points
    core: Floats
    near: Integers
    gaps: Floats
    heights: Floats
    children: Integers
    sizes: Integers
    order: Integers
    steps: Floats

    @classmethod
    def of(cls, rows: Floats, min_samples: int, report: Report) -> "MutualReachability":
        """The exact tree of `rows` (n, p). `report` hears the share done."""
        points = Points.of(rows)
        near, gaps = points.nearest(min_samples + EXTRA_NEIGHBOURS, report_within(report, 0.0, 0.7))
        core = kernels.squared_core_distances(near, gaps, points.weights, min_samples)
        edges, heights = _spanning_tree(points, near, gaps, core, report_within(report, 0.7, 0.3))
        children, sizes, order, ranks = linkage.single_linkage(edges, points.weights)
        steps = np.append(heights, np.inf)[ranks]
        return cls(points, core, near, gaps, heights, children, sizes, order, steps)

    @property
    def core_distances(self) -> Floats:
        """The core distance (n,) of every customer."""
        distances: Floats = np.sqrt(self.core)[self.points.place]
        return distances

    def clusters(self, eps: Floats) -> Integers:
        """Number of clusters DBSCAN finds at each eps: core points less the edges between them."""
        cores, edges = self._within(eps)
        return np.asarray(cores - edges)

    def differ(self, eps: Floats) -> NDArray[np.bool_]:
        """Mark each eps, ascending, that has more core points or edges in reach than the one before."""
        within = self._within(eps)
        return np.append(True, (np.diff(within) > 0).any(axis=0))

    def _within(self, eps: Floats) -> Integers:
        """The number of core points and of edges between them (2, e) at each eps."""
        ascending = (self._ascending_core, self.heights)
        return np.stack([np.searchsorted(a, eps * eps, side="right") for a in ascending])

    @cached_property
    def _ascending_core(self) -> Floats:
        return np.sort(self.core)

    def cut(self, eps: float) -> Integers:
        """DBSCAN's cluster of every customer at `eps`, int32 (n,), -1 for noise: scikit-learn's
        labels, in another order of clusters."""
        return np.asarray(self.cut_points(eps)[self.points.place])

    def cut_points(self, eps: float) -> Integers:
        """DBSCAN's cluster of every point at `eps`, int32 (m,), -1 for noise."""
        labels, _ = linkage.cut_at_distance(
            eps * eps, self.order, self.steps, self.core, self.near, self.gaps, self.points.first
        )
        return np.asarray(labels)


def _spanning_tree(
    points: Points, near: Integers, gaps: Floats, core: Floats, report: Report
) -> tuple[Integers, Floats]:
    """Edges (m - 1, 2) and weights of the minimum spanning tree, ascending.

    Edges of equal weight, which are common, count by distance: so a point joins its nearest first,
    whatever the order of the rows. Borůvka's algorithm; most points know their cheapest edge from
    their neighbours, the others search the k-d tree. McInnes and Healy, "Accelerated hierarchical
    density clustering" (2017).
    """
    m = len(points)
    part, to, least = np.arange(m), np.full(m, kernels.NOBODY, np.int64), np.zeros(m)
    weight, gap, bound = np.full(m, np.inf), np.full(m, np.inf), np.empty(m)
    node_part, node_core = np.empty(len(points.bounds), np.int64), np.empty(len(points.bounds))
    edges, heights, lengths = np.empty((m - 1, 2), np.int64), np.empty(m - 1), np.empty(m - 1)

    def search(block: slice) -> None:
        tree = points.points, points.columns, points.bounds, points.lower, points.upper
        nodes = core, part, node_part, node_core
        kernels.search_edges(block.start, block.stop, *tree, *nodes, to, weight, gap, least, bound)

    count, rounds = 0, 0
    while count < m - 1:
        kernels.find_known_edges(near, gaps, core, part, to, weight, gap, bound)
        kernels.label_nodes(points.bounds, part, core, node_part, node_core)
        for _ in map_in_threads(search, points.blocks(m)):
            report(1 - 0.75**rounds)
        count = kernels.join_parts(to, weight, gap, part, edges, heights, lengths, count)
        rounds += 1
    ascending = np.lexsort((lengths, heights))
    return edges[ascending], heights[ascending]


def round_up(value: float) -> float:
    """The value to four significant digits, no smaller than it is."""
    near = float(f"{value:.3e}")
    return near if near >= value or not math.isfinite(value) else float(f"{value * 1.0005:.3e}")
