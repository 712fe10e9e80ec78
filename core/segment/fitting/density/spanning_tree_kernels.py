# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
"""Compiled inner loops over the single-linkage tree of m points. Node m + e is what merge e makes."""

import numpy as np

from core.kernel_cache import kernel_compiler
from core.segment.fitting.density.kernels import NOBODY, find_root

ALIVE = -1.0

compile_kernel = kernel_compiler()


@compile_kernel
def single_linkage(edges, weights):
    """Merge the points along `edges` (m - 1, 2), which are in ascending order.

    Returns `children` (m - 1, 2), `sizes` (2m - 1,) of the nodes in customers, `order` (m,) in which
    the points of every node are beside each other, and `ranks` (m,): which edge joins a point of
    that order to the one before.
    """
    m = weights.shape[0]
    children = np.empty((m - 1, 2), np.int32)
    sizes = np.empty(2 * m - 1, np.int64)
    sizes[:m] = weights
    parent, node, tail = np.arange(m), np.arange(m), np.arange(m)
    following, rank = np.full(m, NOBODY), np.full(m, NOBODY)
    for e in range(m - 1):
        a, b = find_root(parent, edges[e, 0]), find_root(parent, edges[e, 1])
        a, b = min(a, b), max(a, b)
        children[e, 0], children[e, 1] = node[a], node[b]
        sizes[m + e] = sizes[node[a]] + sizes[node[b]]
        parent[b], node[a] = a, m + e
        following[tail[a]], rank[b], tail[a] = b, e, tail[b]
    order, ranks, at = np.empty(m, np.int32), np.empty(m, np.int32), 0
    for r in range(m):
        order[r], ranks[r] = at, rank[at]
        at = following[at]
    return children, sizes, order, ranks


@compile_kernel
def cut_at_distance(squared, order, steps, core, near, gaps, first):
    """DBSCAN's cluster of each point at an eps of that square, or NOBODY; and how many clusters.

    `steps` (m,) are the heights at which a point of `order` joins the one before; `first` (m,) the
    first customer of each point. A border point goes to the cluster, of those in reach, in which the
    first core customer is the earliest, as in scikit-learn.
    """
    m = order.shape[0]
    labels, earliest = np.full(m, NOBODY, np.int32), np.empty(m, np.int32)
    count = 0
    for r in range(m):
        i = order[r]
        if core[i] <= squared:
            if r == 0 or steps[r] > squared:
                earliest[count] = first[i]
                count += 1
            labels[i] = count - 1
            earliest[count - 1] = min(earliest[count - 1], first[i])
    for i in range(m):
        if core[i] > squared:
            for r in range(near.shape[1]):
                j = near[i, r]
                if j == NOBODY or gaps[i, r] > squared:
                    break
                if core[j] <= squared:
                    c = labels[j]
                    if labels[i] == NOBODY or earliest[c] < earliest[labels[i]]:
                        labels[i] = c
    return labels, count


@compile_kernel
def place_rows(squared, near, gaps, core, labels, out):
    """Give every row of `out` (n,) the cluster of the nearest core point within eps, else NOBODY."""
    for i in range(near.shape[0]):
        out[i] = NOBODY
        for r in range(near.shape[1]):
            j = near[i, r]
            if j == NOBODY or gaps[i, r] > squared:
                break
            if core[j] <= squared:
                out[i] = labels[j]
                break


@compile_kernel
def condense_tree(children, sizes, density, core_density, least):
    """Condense the tree to clusters of at least `least` customers, out of which customers fall.

    `density` (m - 1,) is 1 / height of each merge, `core_density` (m,) 1 / core distance. Returns the
    cluster each point falls `out` of and the density at which it `fell`; and of the clusters, the
    first of which is everything, `parent`, `birth`, `death` (densities) and `stability`.
    """
    m = density.shape[0] + 1
    out, fell = np.zeros(2 * m - 1, np.int32), np.full(2 * m - 1, ALIVE)
    most = 2 * (sizes[2 * m - 2] // least) + 2
    parent, birth = np.full(most, NOBODY), np.zeros(most)
    death, stability = np.zeros(most), np.zeros(most)
    count = 1
    for e in range(m - 2, -1, -1):
        c, at = out[m + e], density[e]
        a, b = children[e]
        if fell[m + e] != ALIVE:
            out[a] = out[b] = c
            fell[a] = fell[b] = fell[m + e]
            continue
        splits = sizes[a] >= least and sizes[b] >= least
        for child in (a, b):
            out[child] = c
            if splits:
                parent[count], birth[count], out[child] = c, at, count
                count += 1
            if splits or sizes[child] < least:
                death[c] = max(death[c], at)
                stability[c] += (at - birth[c]) * sizes[child]
            if sizes[child] < least:
                fell[child] = at
    for i in range(m):
        if fell[i] == ALIVE:
            c = out[i]
            fell[i] = core_density[i]
            death[c] = max(death[c], fell[i])
            stability[c] += (fell[i] - birth[c]) * sizes[i]
    return out[:m], fell[:m], parent[:count], birth[:count], death[:count], stability[:count]


@compile_kernel
def select_clusters(parent, stability, leaves):
    """Select clusters. Return for each cluster of a condensed tree the selected one it is in, or NOBODY.

    By excess of mass, or the `leaves`. Everything as one cluster is not selected.
    """
    count = parent.shape[0]
    below, kids = np.zeros(count), np.zeros(count, np.bool_)
    chosen = np.zeros(count, np.bool_)
    for c in range(count - 1, 0, -1):
        better = kids[c] and (leaves or below[c] > stability[c])
        chosen[c] = not better
        below[parent[c]] += below[c] if better else stability[c]
        kids[parent[c]] = True
    top = np.full(count, NOBODY)
    for c in range(1, count):
        top[c] = top[parent[c]]
        if top[c] == NOBODY and chosen[c]:
            top[c] = c
    return top


@compile_kernel
def label_members(out, fell, top, death):
    """Number of the selected cluster of each point, or NOBODY, and how strongly it belongs (0 to 1)."""
    numbers = np.full(top.shape[0], NOBODY)
    count = 0
    for c in range(top.shape[0]):
        if top[c] == c:
            numbers[c] = count
            count += 1
    labels, strength = np.full(out.shape[0], NOBODY, np.int32), np.zeros(out.shape[0])
    for i in range(out.shape[0]):
        c = top[out[i]]
        if c != NOBODY:
            labels[i] = numbers[c]
            strength[i] = min(fell[i] / death[c], 1.0) if death[c] > 0 else 1.0
    return labels, strength, count
