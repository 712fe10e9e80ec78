# mypy: allow-untyped-defs, allow-untyped-calls
"""Compiled inner loop of the Dunn index: distances as differences in float64, and no lock held."""

import numpy as np

from core.segment.scores.silhouette_kernels import LANES, compile_kernel


@compile_kernel
def update_extremes(queries, others, query_codes, codes, noise, gap, diameter):
    """Update for each labelling s the least squared distance `gap` (s, LANES) from each of the queries
    to another group, and the largest, `diameter` (s, LANES), within its own.

    `queries` (p, LANES) are columns in the groups `query_codes` (s, LANES), `others` (m, p) in
    `codes` (m, s). The code `noise` is no group.
    """
    squared = np.empty(LANES)
    for r in range(others.shape[0]):
        squared[:] = 0
        for j in range(others.shape[1]):
            at = others[r, j]
            for q in range(LANES):
                difference = queries[j, q] - at
                squared[q] += difference * difference
        for s in range(codes.shape[1]):
            code = codes[r, s]
            if code == noise:
                continue
            nearest, farthest, query_code = gap[s], diameter[s], query_codes[s]
            for q in range(LANES):
                inside = squared[q] if query_code[q] == code else 0.0
                farthest[q] = max(farthest[q], inside)
                apart = np.inf if query_code[q] == code or query_code[q] == noise else squared[q]
                nearest[q] = min(nearest[q], apart)
