"""HDBSCAN's clusters out of the tree of mutual reachability, at any smallest size."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.algorithms import _linkage_kernels as linkage
from core.algorithms._branches import Branches, branches
from core.algorithms._reachability import Reachability
from core.algorithms._sampled import Sampled
from core.entities import Floats, Integers

TINY = np.finfo(float).tiny


class Members(NamedTuple):
    """Cluster of each customer, int32 (n,) with -1 for noise; how strongly each belongs to it, float32
    (n,) from 0 to 1; how many clusters there are; and the branches of the tree they were taken from."""

    labels: Integers
    strength: Floats
    clusters: int
    branches: Branches


@dataclass(frozen=True)
class Densities:
    """A tree of mutual reachability seen as densities, 1 / distance: `merges` (m - 1,), `cores` (m,).

    Distances of 0 count as the smallest other one, or customers with equal features would be
    infinitely dense clusters.
    """

    found: Sampled
    merges: Floats
    cores: Floats

    @classmethod
    def of(cls, found: Sampled) -> "Densities":
        tree = found.tree
        squared = np.concatenate([tree.heights, tree.core])
        least = np.min(squared, where=squared > 0, initial=np.inf)
        floor = least if np.isfinite(least) else 1.0
        merges, cores = (1 / np.sqrt(np.maximum(d, floor)) for d in (tree.heights, tree.core))
        return cls(found, merges, cores)

    @property
    def tree(self) -> Reachability:
        return self.found.tree

    def at(self, smallest: int, leaves: bool) -> Members:
        """The clusters of at least `smallest` customers: of the excess of mass, or the `leaves`.

        Labels and strengths are scikit-learn's where the tree is of all customers. In a sample a
        cluster is as much smaller; who is not in it belongs where the nearest of it does, unless they
        are further apart than that cluster is loose.
        """
        least = max(2, round(smallest * self.found.share))
        out, fell, parent, birth, death, stability = linkage.condense(
            self.tree.children, self.tree.sizes, self.merges, self.cores, least
        )
        top = linkage.select(parent, stability, leaves)
        labels, strength, count = linkage.members(out, fell, top, death)
        grown = branches(out, fell, self.tree.points.weights, parent, birth, death, top)
        if self.found.chosen is None:
            place = self.tree.points.place
            return Members(labels[place], strength[place].astype(np.float32), count, grown)
        own, sure = self._placed(labels, strength, top[out], birth, death)
        return Members(own, sure, count, grown)

    def _placed(
        self,
        labels: Integers,
        strength: Floats,
        top: Integers,
        birth: Floats,
        death: Floats,
    ) -> tuple[Integers, Floats]:
        found, nearest = self.found, self.found.near[:, 0]
        gaps = np.maximum(found.gaps[:, 0], self.tree.core[nearest])
        density = 1 / np.sqrt(np.maximum(gaps, TINY))
        loose = density < birth[top[nearest]]
        own = np.where(loose, -1, labels[nearest]).astype(np.int32)
        sure = np.minimum(strength[nearest], density / np.maximum(death, TINY)[top[nearest]])
        sure[own < 0] = 0
        own[found.chosen] = labels[self.tree.points.place]
        sure[found.chosen] = strength[self.tree.points.place]
        return own, sure.astype(np.float32)
