# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
"""Compiled inner loops of nearest neighbours and of the tree of mutual reachability.

Points are in the order of a k-d tree's leaves, a leaf's points beside each other; `columns` (p, m) are
their coordinates. Distances are squared, float64, summed over the features in order and never
reassociated: they are those that scikit-learn compares. Nothing here holds a lock.
"""

import numpy as np

from core.kernel_cache import kernel_compiler

NOBODY = -1
MIXED = -1
DEEPEST = 128

compile_kernel = kernel_compiler()


@compile_kernel
def number_distinct_rows(rows):
    """Number the distinct rows. Return each row's number, and the first row of each number."""
    n, p = rows.shape
    size = 16
    while size < 2 * n:
        size *= 2
    table = np.full(size, -1, np.int32)
    number, first = np.empty(n, np.int32), np.empty(n, np.int32)
    count = 0
    bits = rows.view(np.uint64)
    for i in range(n):
        code = np.uint64(1469598103934665603)
        for j in range(p):
            code = (code ^ bits[i, j]) * np.uint64(0x9E3779B97F4A7C15)
            code ^= code >> np.uint64(29)
        slot = np.int64(code & np.uint64(size - 1))
        while table[slot] >= 0 and not rows_equal(rows, first[table[slot]], i):
            slot = (slot + 1) & (size - 1)
        if table[slot] < 0:
            table[slot] = count
            first[count] = i
            count += 1
        number[i] = table[slot]
    return number, first[:count].copy()


@compile_kernel
def rows_equal(rows, a, b):
    equal = True
    for j in range(rows.shape[1]):
        equal &= rows[a, j] == rows[b, j]
    return equal


@compile_kernel
def squared_distance_to_box(lower, upper, node, at):
    """Squared distance from the point `at` (p,) to the box of a node; 0 inside."""
    squared = 0.0
    for j in range(at.shape[0]):
        gap = max(lower[node, j] - at[j], at[j] - upper[node, j], 0.0)
        squared += gap * gap
    return squared


@compile_kernel
def write_squared_distances(columns, start, end, at, out):
    """Write the squared distances from `at` (p,) to the points `start` to `end` into `out`."""
    width = end - start
    out[:width] = 0.0
    for j in range(at.shape[0]):
        coordinates, coordinate = columns[j, start:end], at[j]
        for r in range(width):
            gap = coordinates[r] - coordinate
            out[r] += gap * gap


@compile_kernel
def push_children(node, lower, upper, at, stack, reach, top):
    """Put a node's two children on the stack, the nearer on top."""
    left = 2 * node + 1
    a, b = (
        squared_distance_to_box(lower, upper, left, at),
        squared_distance_to_box(lower, upper, left + 1, at),
    )
    near = left if a <= b else left + 1
    stack[top], reach[top] = 2 * left + 1 - near, max(a, b)
    stack[top + 1], reach[top + 1] = near, min(a, b)
    return top + 2


@compile_kernel
def find_nearest(columns, bounds, lower, upper, queries, own_points, near, gaps):
    """Find the nearest points of each of `queries` (q, p), nearest first: `near` (q, k) and `gaps` (q, k).

    A query with `own_points` (q,) >= 0 is that point itself, which is then the first. `bounds` (nodes, 2)
    are the points of each node.
    """
    k = near.shape[1]
    stack, reach = np.empty(DEEPEST, np.int64), np.empty(DEEPEST)
    buffer = np.empty((bounds[:, 1] - bounds[:, 0])[bounds.shape[0] // 2 :].max())
    for q in range(queries.shape[0]):
        at, best, who, count = queries[q], gaps[q], near[q], 0
        best[:], who[:] = np.inf, NOBODY
        if own_points[q] >= 0:
            best[0], who[0], count = 0.0, own_points[q], 1
        stack[0], reach[0], top = 0, 0.0, 1
        while top > 0:
            top -= 1
            if reach[top] >= best[k - 1]:
                continue
            node = stack[top]
            if 2 * node + 1 < bounds.shape[0]:
                top = push_children(node, lower, upper, at, stack, reach, top)
                continue
            start, end = bounds[node]
            write_squared_distances(columns, start, end, at, buffer)
            for r in range(end - start):
                if buffer[r] < best[k - 1] and start + r != own_points[q]:
                    count = insert_neighbour(best, who, count, buffer[r], start + r)


@compile_kernel
def insert_neighbour(best, who, count, gap, point):
    """Insert a point into the sorted list, whose last falls out. Return how many are in it."""
    k = best.shape[0]
    r = min(count, k - 1)
    while r > 0 and best[r - 1] > gap:
        best[r], who[r] = best[r - 1], who[r - 1]
        r -= 1
    best[r], who[r] = gap, point
    return min(count + 1, k)


@compile_kernel
def squared_core_distances(near, gaps, weights, enough):
    """Squared core distance (m,) at which `enough` customers are in reach, the own included."""
    core = np.full(near.shape[0], np.inf)
    for i in range(near.shape[0]):
        reached = 0
        for r in range(near.shape[1]):
            if near[i, r] == NOBODY:
                break
            reached += weights[near[i, r]]
            if reached >= enough:
                core[i] = gaps[i, r]
                break
    return core


@compile_kernel
def edge_precedes(w, d, a, b, w2, d2, a2, b2):
    """Compare two edges by weight, then by distance, then by their points."""
    if w != w2:
        return w < w2
    if d != d2:
        return d < d2
    if a != a2:
        return a < a2
    return b < b2


@compile_kernel
def find_known_edges(near, gaps, core, part, to, weight, gap, bound):
    """Find each point's cheapest edge out of its part where its neighbours or an earlier search tell.

    The points that need a search get NOBODY. `bound` of a part is that of any edge out.
    """
    bound[:] = np.inf
    k = near.shape[1]
    for i in range(near.shape[0]):
        w, d, best = np.inf, np.inf, NOBODY
        for r in range(k):
            j = near[i, r]
            if j != NOBODY and part[j] != part[i]:
                other = max(core[i], core[j], gaps[i, r])
                if edge_precedes(other, gaps[i, r], i, j, w, d, i, best):
                    w, d, best = other, gaps[i, r], j
        bound[part[i]] = min(bound[part[i]], w)
        if best != NOBODY and (w <= gaps[i, k - 1] or w <= core[i]):
            to[i], weight[i], gap[i] = best, w, d
        elif to[i] != NOBODY and part[to[i]] == part[i]:
            to[i] = NOBODY
        if to[i] != NOBODY:
            bound[part[i]] = min(bound[part[i]], weight[i])


@compile_kernel
def label_nodes(bounds, part, core, node_part, node_core):
    """Write for each node the part that all of its points are in, or MIXED, and its least core distance."""
    for node in range(bounds.shape[0] - 1, -1, -1):
        left = 2 * node + 1
        if left < bounds.shape[0]:
            same_part = node_part[left] == node_part[left + 1]
            node_part[node] = node_part[left] if same_part else MIXED
            node_core[node] = min(node_core[left], node_core[left + 1])
            continue
        start, end = bounds[node]
        node_part[node], node_core[node] = part[start], np.inf
        for i in range(start, end):
            node_core[node] = min(node_core[node], core[i])
            if part[i] != part[start]:
                node_part[node] = MIXED


@compile_kernel
def search_edges(
    first, last, rows, columns, bounds, lower, upper,
    core, part, node_part, node_core, to, weight, gap, least, bound,
):  # fmt: skip
    """Find the cheapest edge out of its part of each point from `first` to `last` that lacks one.

    A point is passed over where its part has a cheaper edge, of weight `bound`; `least` then keeps
    what its own would weigh at the least. `bound` is shared by threads: it only ever is the weight of
    some edge, and an edge of equal weight is never passed over, so the outcome is always the same.
    """
    stack, reach = np.empty(DEEPEST, np.int64), np.empty(DEEPEST)
    buffer = np.empty((bounds[:, 1] - bounds[:, 0])[bounds.shape[0] // 2 :].max())
    for i in range(first, last):
        own_part = part[i]
        if to[i] != NOBODY or max(core[i], least[i]) > bound[own_part]:
            continue
        w, d, best, at = bound[own_part], np.inf, NOBODY, rows[i]
        stack[0], reach[0], top = 0, 0.0, 1
        while top > 0:
            top -= 1
            node, far = stack[top], reach[top]
            lowest = max(far, core[i], node_core[node])
            if node_part[node] == own_part or lowest > w or (lowest == w and far > d):
                continue
            if 2 * node + 1 < bounds.shape[0]:
                top = push_children(node, lower, upper, at, stack, reach, top)
                continue
            start, end = bounds[node]
            write_squared_distances(columns, start, end, at, buffer)
            for r in range(end - start):
                j = start + r
                if buffer[r] <= w and part[j] != own_part:
                    other = max(buffer[r], core[i], core[j])
                    if edge_precedes(other, buffer[r], i, j, w, d, i, best):
                        w, d, best = other, buffer[r], j
        to[i], weight[i], gap[i], least[i] = best, w, d, w
        bound[own_part] = min(bound[own_part], w)


@compile_kernel
def join_parts(to, weight, gap, part, edges, edge_weight, edge_gap, count):
    """Add the cheapest edge of every part to the tree and join the parts. Return the number of edges."""
    m = part.shape[0]
    cheapest = np.full(m, NOBODY, np.int64)
    for i in range(m):
        b = cheapest[part[i]]
        if to[i] != NOBODY and (
            b == NOBODY or edge_precedes(weight[i], gap[i], i, to[i], weight[b], gap[b], b, to[b])
        ):
            cheapest[part[i]] = i
    parent = np.arange(m)
    for i in cheapest:
        if i != NOBODY:
            a, b = find_root(parent, part[i]), find_root(parent, part[to[i]])
            if a != b:
                parent[a] = b
                edges[count, 0], edges[count, 1] = i, to[i]
                edge_weight[count], edge_gap[count] = weight[i], gap[i]
                count += 1
    for i in range(m):
        part[i] = find_root(parent, part[i])
    return count


@compile_kernel
def find_root(parent, i):
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i
