"""HDBSCAN's clusters out of the tree of mutual reachability, at any smallest size."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from core.model import Floats, Integers
from core.segment.fitting.density import spanning_tree_kernels as linkage
from core.segment.fitting.density.reachability import MutualReachability
from core.segment.fitting.density.sampled_tree import SampledTree

TINY = np.finfo(float).tiny


class Branches(NamedTuple):
    """The largest branches (b,) of a condensed tree, at most MOST_BRANCHES of `total`, each after its
    parent; the first is everything.

    `parent` is the place of the branch that each splits from, -1 for the first. Densities, `birth` and
    `death`, are 1 / distance; `size` (b,) are the customers at birth, `left` (b,) those who go on into
    smaller branches at death. By each of `falls` (b, STEPS), densities, one more of STEPS equal parts
    of the others has fallen out. `cluster` is the number of the selected cluster that the branch is in, -1 for
    none.
    """

    parent: Integers
    birth: Floats
    death: Floats
    size: Floats
    left: Floats
    falls: Floats
    cluster: Integers
    total: int

    def with_cluster_names(self, names: Integers) -> "Branches":
        """Branches with the clusters' numbers replaced by their `names` (k,)."""
        return self._replace(cluster=np.where(self.cluster < 0, -1, names[self.cluster]))


class Members(NamedTuple):
    """Cluster of each customer, int32 (n,) with -1 for noise; how strongly each belongs to it, float32
    (n,) from 0 to 1; how many clusters there are; and the branches of the tree they were taken from."""

    labels: Integers
    strength: Floats
    clusters: int
    branches: Branches


@dataclass(frozen=True)
class DensityTree:
    """A tree of mutual reachability seen as densities, 1 / distance: `merges` (m - 1,), `cores` (m,).

    Distances of 0 count as the smallest other one, or customers with equal features would be
    infinitely dense clusters.
    """

    sampled: SampledTree
    merges: Floats
    cores: Floats

    @classmethod
    def of(cls, sampled: SampledTree) -> "DensityTree":
        tree = sampled.tree
        squared = np.concatenate([tree.heights, tree.core])
        least = np.min(squared, where=squared > 0, initial=np.inf)
        floor = least if np.isfinite(least) else 1.0
        merges, cores = (1 / np.sqrt(np.maximum(d, floor)) for d in (tree.heights, tree.core))
        return cls(sampled, merges, cores)

    @property
    def tree(self) -> MutualReachability:
        return self.sampled.tree

    def at(self, smallest: int, leaves: bool) -> Members:
        """The clusters of at least `smallest` customers: of the excess of mass, or the `leaves`.

        Labels and strengths are scikit-learn's where the tree is of all customers. In a sample a
        cluster is as much smaller; who is not in it belongs where the nearest of it does, unless they
        are further apart than that cluster is loose.
        """
        least = max(2, round(smallest * self.sampled.share))
        out, fell, parent, birth, death, stability = linkage.condense_tree(
            self.tree.children, self.tree.sizes, self.merges, self.cores, least
        )
        top = linkage.select_clusters(parent, stability, leaves)
        labels, strength, count = linkage.label_members(out, fell, top, death)
        tree_branches = largest_branches(out, fell, self.tree.points.weights, parent, birth, death, top)
        if self.sampled.chosen is None:
            place = self.tree.points.place
            return Members(labels[place], strength[place].astype(np.float32), count, tree_branches)
        customer_labels, customer_strength = self._place_customers(
            labels, strength, top[out], birth, death
        )
        return Members(customer_labels, customer_strength, count, tree_branches)

    def _place_customers(
        self,
        labels: Integers,
        strength: Floats,
        top: Integers,
        birth: Floats,
        death: Floats,
    ) -> tuple[Integers, Floats]:
        sampled, nearest = self.sampled, self.sampled.near[:, 0]
        gaps = np.maximum(sampled.gaps[:, 0], self.tree.core[nearest])
        density = 1 / np.sqrt(np.maximum(gaps, TINY))
        loose = density < birth[top[nearest]]
        customer_labels = np.where(loose, -1, labels[nearest]).astype(np.int32)
        customer_strength = np.minimum(
            strength[nearest], density / np.maximum(death, TINY)[top[nearest]]
        )
        customer_strength[customer_labels < 0] = 0
        customer_labels[sampled.chosen] = labels[self.tree.points.place]
        customer_strength[sampled.chosen] = strength[self.tree.points.place]
        return customer_labels, customer_strength.astype(np.float32)


MOST_BRANCHES = 60

STEPS = 12


def branch_arrays(trees: Sequence[Branches]) -> dict[str, Floats]:
    """The trees (s,) as arrays (s, b), "branch_parent" to "branch_cluster" and, (s, b, STEPS),
    "branch_falls", filled with NaN where a tree has fewer branches; and "branches" (s,), how many it
    has in all. Sizes are shares of all customers."""
    most = max(len(tree.parent) for tree in trees)
    shares = [
        tree._replace(size=tree.size / tree.size[0], left=tree.left / tree.size[0]) for tree in trees
    ]
    arrays = {
        f"branch_{name}": np.stack([_pad_with_nan(getattr(tree, name), most) for tree in shares])
        for name in Branches._fields[:-1]
    }
    return {"branches": np.array([tree.total for tree in trees], float), **arrays}


def _pad_with_nan(values: Floats, most: int) -> Floats:
    room = np.full((most, *values.shape[1:]), np.nan)
    room[: len(values)] = values
    return room


def largest_branches(
    out: Integers,
    fell: Floats,
    weights: Integers,
    parent: Integers,
    birth: Floats,
    death: Floats,
    top: Integers,
) -> Branches:
    """Largest branches of a condensed tree whose points are `weights` (m,) customers each."""
    alone = np.bincount(out, weights, len(parent)).astype(np.float64)
    size = alone.copy()
    for branch in range(len(parent) - 1, 0, -1):
        size[parent[branch]] += size[branch]
    # Parents are larger than what splits from them, so none is left behind.
    largest = np.sort(np.argsort(-size, kind="stable")[:MOST_BRANCHES])
    place = np.full(len(parent) + 1, -1, np.int8)  # the last is for the first, which has no parent
    place[largest] = np.arange(len(largest))
    number = np.cumsum(top == np.arange(len(top))) - 1
    return Branches(
        parent=place[parent[largest]],
        birth=birth[largest],
        death=death[largest],
        size=size[largest],
        left=(size - alone)[largest],
        falls=_fall_densities(place[out], fell, weights, birth[largest]),
        cluster=np.where(top[largest] < 0, -1, number[top[largest]]),
        total=len(parent),
    )


def _fall_densities(place: Integers, fell: Floats, weights: Integers, birth: Floats) -> Floats:
    """Densities `falls` of `Branches`; the `birth` of a branch from which nobody falls alone."""
    order = np.argsort(place, kind="stable")
    ends = np.searchsorted(place[order], np.arange(len(birth) + 1))
    falls = np.repeat(birth[:, None], STEPS, axis=1)
    for row, (start, end) in enumerate(pairwise(ends)):
        if start < end:
            leavers = order[start:end]
            leavers = leavers[np.argsort(fell[leavers])]
            gone = np.cumsum(weights[leavers])
            parts = gone[-1] * np.arange(1, STEPS + 1) / STEPS
            falls[row] = fell[leavers][np.searchsorted(gone, parts)]
    return falls
