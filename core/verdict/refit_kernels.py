# mypy: allow-untyped-defs, allow-untyped-calls
"""Compiled K-Means of one small table at many settings, without holding the lock in between."""

import numpy as np

from core.segment import compile_kernel, plus_plus_centres, run_lloyd

TRIAL_PASSES, TRIAL_TOLERANCE = 8, 1e-2  # of every start: when it is left for the next
SETTLING_PASSES, SETTLED = 40, 1e-4  # of the best one: when it has settled


@compile_kernel
def fit_settings(tiles, rows, weights, settings, draws, labels, inertia):
    """Fit K-Means at each of the ascending settings: write `labels` (s, m) and weighted `inertia` (s,).

    `draws` (s, starts, k + 1) are uniform numbers. Each fit is the best of as many k-means++ starts,
    and of as many that add one row to the centres of the fit before, then settled.
    """
    last = rows[:0]
    for s in range(settings.shape[0]):
        k = settings[s]
        best, least = rows[:k], np.inf
        for t in range(draws.shape[1]):
            start = plus_plus_centres(rows, weights, draws[s, t, :k])
            trial_inertia, centres, _ = run_lloyd(
                tiles, rows, weights, start, TRIAL_PASSES, TRIAL_TOLERANCE
            )
            if trial_inertia < least:
                best, least = centres, trial_inertia
            if s > 0 and last.shape[0] == k - 1:
                start = add_centre(rows, weights, last, labels[s - 1], draws[s, t, k])
                trial_inertia, centres, _ = run_lloyd(
                    tiles, rows, weights, start, TRIAL_PASSES, TRIAL_TOLERANCE
                )
                if trial_inertia < least:
                    best, least = centres, trial_inertia
        inertia[s], last, fitted_labels = run_lloyd(
            tiles, rows, weights, best, SETTLING_PASSES, SETTLED
        )
        labels[s] = fitted_labels


@compile_kernel
def add_centre(rows, weights, centres, labels, draw):
    """Add to the centres (k, p) a row drawn by its squared distance from its own."""
    k, p = centres.shape
    squares = np.empty(rows.shape[0])
    for i in range(rows.shape[0]):
        squared = 0.0
        for j in range(p):
            squared += (rows[i, j] - centres[labels[i], j]) ** 2
        squares[i] = squared * weights[i]
    left, pick = draw * squares.sum(), 0
    for i in range(rows.shape[0]):
        left -= squares[i]
        if squares[i] > 0:
            pick = i
        if left < 0:
            break
    extended = np.empty((k + 1, p), np.float32)
    extended[:k] = centres
    extended[k] = rows[pick]
    return extended
