# mypy: allow-untyped-defs, allow-untyped-calls
"""Compiled inner loop of the valleys between clusters; it holds no lock."""

import numpy as np

from core.segment import compile_kernel


@compile_kernel
def count_along(rows, labels, means, counts):
    """Count the rows (m, p) of each cluster a in the windows `counts` (k, k, w) of the way from its
    mean to that of each other cluster b: windows of a tenth of the way, the middle one at half."""
    k, p = means.shape
    windows = counts.shape[2]
    ways = np.empty((k, k, p))
    for a in range(k):
        for b in range(k):
            length = 0.0
            for j in range(p):
                length += (means[b, j] - means[a, j]) ** 2
            for j in range(p):
                ways[a, b, j] = (means[b, j] - means[a, j]) / max(length, 1e-300)
    for i in range(rows.shape[0]):
        a = labels[i]
        for b in range(k):
            along = 0.0
            for j in range(p):
                along += (rows[i, j] - means[a, j]) * ways[a, b, j]
            window = np.floor(10 * (along - 0.5) + 0.5) + windows // 2
            if a != b and 0 <= window < windows:
                counts[a, b, int(window)] += 1
