# mypy: allow-untyped-defs, allow-untyped-calls
"""Compiled inner loops of the silhouette: distances and sums in float64, and no lock held."""

import numpy as np

from core.kernel_cache import kernel_compiler

LANES = 256

compile_kernel = kernel_compiler(fastmath={"contract", "nnan", "nsz"})


@compile_kernel
def add_distances(queries, references, weights, parts, codes, sums):
    """Add each reference's weighted distance from the queries to the groups it is in.

    `queries` (p, LANES) are columns. Reference r of part `parts[r]` is in the groups `codes[r]`;
    `sums` is (parts, groups, LANES).
    """
    distance = np.empty(LANES)
    for r in range(references.shape[0]):
        distance[:] = 0
        for j in range(references.shape[1]):
            at = references[r, j]
            for q in range(LANES):
                gap = queries[j, q] - at
                distance[q] += gap * gap
        for q in range(LANES):
            distance[q] = weights[r] * np.sqrt(distance[q])
        for s in range(codes.shape[1]):
            into = sums[parts[r], codes[r, s]]
            for q in range(LANES):
                into[q] += distance[q]


@compile_kernel
def silhouette_width(sums, q, mass, group, own_weight, first, last):
    """Silhouette width of query q in `group` of the groups `first` to `last`.

    `own_weight` is what the query itself adds to its group's mass. 0 in a group of one.
    """
    others = mass[group] - own_weight
    if others <= 1e-9 * own_weight:
        return 0.0
    inside, nearest = sums[group, q] / others, np.inf
    for c in range(first, last):
        if c != group and mass[c] > 0:
            nearest = min(nearest, sums[c, q] / mass[c])
    most = max(inside, nearest)
    if most == 0 or most == np.inf:
        return 0.0
    return (nearest - inside) / most


@compile_kernel
def write_silhouette_widths(sums, mass, codes, own_weights, offsets, out):
    """Write the silhouette widths `out` (s, m) of the queries, which are in the groups `codes` (m, s).

    The last group of each labelling is noise: nobody's neighbour, and 0 for its own members.
    """
    for q in range(codes.shape[0]):
        for s in range(codes.shape[1]):
            group, noise = codes[q, s], offsets[s + 1] - 1
            out[s, q] = 0.0
            if group != noise:
                out[s, q] = silhouette_width(sums, q, mass, group, own_weights[q], offsets[s], noise)
