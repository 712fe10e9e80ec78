"""How often K-Means segments come out again when the customers are drawn anew, fast enough for a sweep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.model import Floats, Integers, Redraws
from core.segment.fitting.threads import map_in_threads
from core.segment.scores.agreement import adjusted_rand, contingency_table

if TYPE_CHECKING:
    from core.segment.fitting.kmeans_search import Sample

# Bootstrap redraws and the customers that they are of: a quarter of a second together on two cores. The verdict
# draws more, which decides what this leaves open; more here make a first recommendation surer and later.
REDRAWS, ROWS = 20, 2_000
# Numbers of segments up to which redraws are made: as far as anybody looks for a recommendation.
MOST_SEGMENTS = 12
STARTS = 3  # k-means++ starts of each fit; more fit tighter
TRIAL_PASSES, TRIAL_TOLERANCE = 8, 1e-2  # of every start, until it is left for the next
SETTLING_PASSES, SETTLED = 40, 1e-4  # of the best one
ABSENT = 1e-9  # the weight of a customer whom a redraw left out; 0 could empty a cluster

# Jaccard index above which a segment comes out again: below, more of its customers are elsewhere than in it
# (Hennig, "Cluster-wise assessment of cluster stability", 2007: a segment at most as similar is dissolved).
RETURNED = 0.5


def measure_redraws(
    rows: Floats, labels: Integers, settings: Sequence[float], seed: int = 0
) -> Redraws:
    """Measure how often the segments `labels` (s, n) of `rows` (n, p) come out again at each of `settings`.

    On at most ROWS customers, drawn at random; nothing is said beyond MOST_SEGMENTS.
    """
    drawn = draw_rows(len(rows), seed)
    at = [s for s, k in enumerate(settings) if 2 <= k <= MOST_SEGMENTS]
    ks = [int(settings[s]) for s in at]
    fits = _refit_redraws(rows[drawn], ks, seed)
    returned: list[float | None] = [None] * len(settings)
    agreement: list[float | None] = [None] * len(settings)
    for place, s in enumerate(at):
        reference = labels[s][drawn]
        returned[s] = float(
            np.mean([comes_out_again(reference, fit[place], counted) for fit, counted in fits])
        )
        agreement[s] = float(np.mean(adjusted_rand(*_pairs([fit[place] for fit, _ in fits]))))
    return Redraws(REDRAWS, tuple(returned), tuple(agreement))


def _pairs(labellings: Sequence[Integers]) -> tuple[Integers, Integers]:
    return np.stack(labellings[::2]), np.stack(labellings[1::2])


def draw_rows(customers: int, seed: int) -> Integers:
    """Draw the customers (m,) that are redrawn, ascending: all, or ROWS of them."""
    if customers <= ROWS:
        return np.arange(customers)
    return np.sort(np.random.default_rng(seed).choice(customers, ROWS, replace=False))


def comes_out_again(labels: Integers, redrawn: Integers, counted: NDArray[np.bool_]) -> bool:
    """Tell whether every segment of `labels` (m,) has one in `redrawn` (m,) that shares more with it than
    not, among the customers who are `counted` (m,)."""
    first, second = labels[counted], redrawn[counted]
    present = np.unique(first)
    if not len(present):
        return False
    k, q = int(present[-1]) + 1, int(second.max()) + 1
    both = contingency_table(first, second, k, q)
    either = both.sum(axis=1)[:, None] + both.sum(axis=0)[None] - both
    return bool(((both / np.maximum(either, 1)).max(axis=1)[present] > RETURNED).all())


def _refit_redraws(
    rows: Floats, ks: Sequence[int], seed: int
) -> list[tuple[Integers, NDArray[np.bool_]]]:
    """Cluster bootstrap redraws of `rows` (m, p): labels (s, m) at each of `ks`, and who was drawn (m,)."""
    from core.segment.fitting.kmeans_search import Sample

    middle = rows.mean(axis=0)
    unit = float(np.abs(rows - middle).max()) or 1.0
    sample = Sample.of((rows - middle) / unit, np.ones(len(rows)))

    def work(number: int) -> tuple[Integers, NDArray[np.bool_]]:
        rng = np.random.default_rng((seed, number))
        counts = np.bincount(rng.integers(0, len(rows), len(rows)), minlength=len(rows))
        return _fit_each(sample, np.maximum(counts, ABSENT), ks, rng), counts > 0

    return list(map_in_threads(work, range(REDRAWS))) if ks else []


def _fit_each(sample: Sample, weights: Floats, ks: Sequence[int], rng: np.random.Generator) -> Integers:
    """Fit K-Means at each of the ascending `ks`, from k-means++ starts and from the fit before with a row
    more: labels (s, m)."""
    from core.segment.fitting import kernels

    def fit(start: Floats, passes: int, tolerance: float) -> Any:
        return kernels.run_lloyd(sample.tiles, sample.rows, weights, start, passes, tolerance)

    labels: list[Integers] = []
    last = sample.rows[:0]
    for k in ks:
        starts = [kernels.plus_plus_centres(sample.rows, weights, rng.random(k)) for _ in range(STARTS)]
        if len(last) == k - 1:
            starts += _add_rows(sample.rows, weights, last, labels[-1], rng)
        trials = [fit(start, TRIAL_PASSES, TRIAL_TOLERANCE) for start in starts]
        best = min(trials, key=lambda trial: float(trial[0]))[1]
        _, last, fitted = fit(best, SETTLING_PASSES, SETTLED)
        labels.append(np.asarray(fitted, np.uint8))
    return np.stack(labels)


def _add_rows(
    rows: Floats, weights: Floats, centres: Floats, labels: Integers, rng: np.random.Generator
) -> list[Floats]:
    """Add to `centres` (k, p) a row drawn by its squared distance from its own, STARTS times."""
    away = np.cumsum(((rows - centres[labels]) ** 2).sum(axis=1) * weights)
    picks = np.searchsorted(away, rng.random(STARTS) * away[-1]).clip(max=len(rows) - 1)
    return [np.vstack([centres, rows[pick]]) for pick in picks]
