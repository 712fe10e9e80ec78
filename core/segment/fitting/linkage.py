"""Trees of merges: built over customers or over weighted groups, and cut."""

from typing import NamedTuple

import fastcluster
import numpy as np
from scipy.cluster.hierarchy import leaves_list
from scipy.spatial.distance import pdist, squareform

from core.model import Floats, Integers
from core.segment.fitting import linkage_kernels as kernels

LINKAGE_CODES = {"ward": kernels.WARD, "average": kernels.AVERAGE, "complete": kernels.COMPLETE}


class TreeTop(NamedTuple):
    """The last merges of a tree, (m, 4) in scipy's form, over m + 1 leaves that are groups.

    `leaf` int32 (n,) is the group of each of what the whole tree is over. The last column of `merges`
    counts leaves. Groups are numbered by their first member.
    """

    merges: Floats
    leaf: Integers

    def cut(self, clusters: int) -> Integers:
        """Cut the top into `clusters`: the cluster, from 0, of each leaf (m + 1,)."""
        return cut_tree(self.merges, clusters)

    def height(self, clusters: int) -> float:
        """Cut height that leaves `clusters` clusters: midway between two merges' heights."""
        at = len(self.merges) - clusters
        heights = self.merges[:, 2]
        return float(heights[at : at + 2].mean() if at >= 0 else heights[0] / 2)

    def order(self) -> Integers:
        """The leaves (m + 1,) from left to right, so that no branches cross."""
        order: Integers = leaves_list(self.merges)
        return order


def linkage_tree(rows: Floats, linkage: str) -> Floats:
    """Every merge (n - 1, 4) of agglomerative clustering of the rows, in scipy's form.

    Ward's needs little memory, the others 4 n (n - 1) bytes. Muellner, fastcluster: Fast
    hierarchical, agglomerative clustering routines for R and Python (2013).
    """
    if linkage == "ward":
        merges: Floats = fastcluster.linkage_vector(rows, "ward")
    else:
        merges = fastcluster.linkage(pdist(rows), linkage, preserve_input=False)
    return merges


def weighted_linkage_tree(centres: Floats, weights: Integers, linkage: str) -> Floats:
    """Build a tree as `linkage_tree` does, over groups of several customers each, who stand at their centre."""
    heavy = weights.astype(np.float64)
    gaps = squareform(pdist(centres))
    if linkage == "ward":
        gaps = gaps**2 * 2 * heavy[:, None] * heavy / (heavy[:, None] + heavy)
    merges: Floats = kernels.agglomerate(gaps, heavy, LINKAGE_CODES[linkage])
    if linkage == "ward":
        merges[:, 2] = np.sqrt(merges[:, 2])
    return merges


def tree_top(merges: Floats, most: int) -> TreeTop:
    """The last merges of a tree, over at most `most` groups."""
    n = len(merges) + 1
    groups = min(most, n)
    first = n - groups
    leaf = cut_tree(merges, groups)
    name = np.empty(n + len(merges), np.int64)
    name[:n] = leaf
    for i, (a, _) in enumerate(merges[:first, :2].astype(np.int64)):
        name[n + i] = name[a]
    name[n + first :] = np.arange(groups, 2 * groups - 1)
    last = merges[first:].copy()
    last[:, :2] = np.sort(name[last[:, :2].astype(np.int64)], axis=1)
    return TreeTop(_count_leaves(last), leaf)


def _count_leaves(merges: Floats) -> Floats:
    """Write the number of leaves under each merge into the last column."""
    leaves = len(merges) + 1
    under = np.ones(leaves + len(merges))
    for i, (a, b) in enumerate(merges[:, :2].astype(np.int64)):
        under[leaves + i] = under[a] + under[b]
    merges[:, 3] = under[leaves:]
    return merges


def cut_tree(merges: Floats, clusters: int) -> Integers:
    """Cut a tree into `clusters`: the cluster, int32 (n,), of each of what the tree is over.

    Clusters are numbered by their first member.
    """
    n = len(merges) + 1
    root = np.arange(n + len(merges))
    done = merges[: n - clusters, :2].astype(np.int64)
    for i in range(len(done) - 1, -1, -1):
        root[done[i]] = root[n + i]
    _, at, number = np.unique(root[:n], return_index=True, return_inverse=True)
    rank = np.empty(len(at), np.int32)
    rank[np.argsort(at)] = np.arange(len(at))
    label: Integers = rank[number]
    return label
