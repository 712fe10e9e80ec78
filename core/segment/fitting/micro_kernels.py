# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
"""Compiled loops over rows and hundreds of centres, in the coordinates of a `Field`."""

import numpy as np

from core.segment.fitting.kernels import TILE, compile_kernel, find_nearest_centre


@compile_kernel
def assign_to_many(rows, centres, labels, sums, counts):
    """Write the nearest of the `centres` (k, p) float32 into `labels` (m,) for the `rows` (m, p)
    float32, and add the rows to `sums` (k, p) and `counts` (k,)."""
    p = rows.shape[1]
    tile = np.zeros((p, TILE), np.float32)
    best, squared = np.empty(TILE, np.float32), np.empty(TILE, np.float32)
    label = np.zeros(TILE, np.int32)
    for start in range(0, rows.shape[0], TILE):
        width = min(TILE, rows.shape[0] - start)
        for r in range(width):
            for j in range(p):
                tile[j, r] = rows[start + r, j]
        find_nearest_centre(tile, centres, best, label, squared)
        for r in range(width):
            labels[start + r] = label[r]
            counts[label[r]] += 1
            for j in range(p):
                sums[label[r], j] += rows[start + r, j]


@compile_kernel
def find_nearest_few(rows, turned, index, squared):
    """Find the nearest columns of `turned` (p, k) float32 for the `rows` (m, p) float32, nearest first.

    Writes which they are into `index` (m, few) and how far into `squared` (m, few).
    """
    few, k = index.shape[1], turned.shape[1]
    gaps = np.empty(k, np.float32)
    for i in range(rows.shape[0]):
        gaps[:] = 0
        for j in range(rows.shape[1]):
            at = rows[i, j]
            for c in range(k):
                gap = turned[j, c] - at
                gaps[c] += gap * gap
        squared[i, :] = np.inf
        for c in range(k):
            if gaps[c] < squared[i, few - 1]:
                place = few - 1
                while place > 0 and squared[i, place - 1] > gaps[c]:
                    squared[i, place] = squared[i, place - 1]
                    index[i, place] = index[i, place - 1]
                    place -= 1
                squared[i, place] = gaps[c]
                index[i, place] = c
