# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
"""The compiled loop of agglomerative clustering over weighted groups."""

import numpy as np

from core.segment.fitting.kernels import compile_kernel

WARD, AVERAGE, COMPLETE = 0, 1, 2


@compile_kernel
def gap_to_union(linkage, a, b, c, gap_a, gap_b, gap_ab):
    """The gap of a group of weight c to the union of groups of weights a and b (Lance and Williams)."""
    if linkage == WARD:
        return ((a + c) * gap_a + (b + c) * gap_b - c * gap_ab) / (a + b + c)
    if linkage == AVERAGE:
        return (a * gap_a + b * gap_b) / (a + b)
    return max(gap_a, gap_b)


@compile_kernel
def find_closest(gaps, alive, i):
    """Find the group nearest to group i, the first of several."""
    at, least = -1, np.inf
    for j in range(gaps.shape[0]):
        if alive[j] and j != i and gaps[i, j] < least:
            at, least = j, gaps[i, j]
    return at


@compile_kernel
def agglomerate(gaps, weights, linkage):
    """Merge the closest two groups until one is left; both arrays are used up.

    `gaps` (m, m) symmetric, squared where `linkage` is WARD. Returns the merges (m - 1, 4) in scipy's
    form, the last column the weight.
    """
    m = gaps.shape[0]
    merges = np.empty((m - 1, 4))
    node, alive = np.arange(m), np.ones(m, np.bool_)
    near = np.empty(m, np.int64)
    for i in range(m):
        near[i] = find_closest(gaps, alive, i)
    for step in range(m - 1):
        a, least = -1, np.inf
        for i in range(m):
            if alive[i] and (a < 0 or gaps[i, near[i]] < least):
                a, least = i, gaps[i, near[i]]
        b = near[a]
        merges[step, 0], merges[step, 1] = min(node[a], node[b]), max(node[a], node[b])
        merges[step, 2], merges[step, 3] = least, weights[a] + weights[b]
        for j in range(m):
            if alive[j] and j != a and j != b:
                gap = gap_to_union(
                    linkage, weights[a], weights[b], weights[j], gaps[a, j], gaps[b, j], least
                )
                gaps[a, j] = gap
                gaps[j, a] = gap
        alive[b] = False
        weights[a] += weights[b]
        node[a] = m + step
        for j in range(m):
            if alive[j] and (j == a or near[j] == a or near[j] == b):
                near[j] = find_closest(gaps, alive, j)
    return merges
