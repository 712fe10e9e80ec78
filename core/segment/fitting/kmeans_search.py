"""Search for the best K-Means partition of a sample for every k at once, by splitting and merging."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np

from core.model import Floats, Integers, Report
from core.segment.fitting.threads import map_in_threads

BEYOND = 2
TRIAL_PASSES, TRIAL_TOLERANCE = 10, 1e-3
SPLIT_PASSES = 5


class Fit(NamedTuple):
    """A partition of a sample: its weighted inertia, `centres` (k, p) and `labels` (m,)."""

    inertia: float
    centres: Floats
    labels: Integers


class Split(NamedTuple):
    """Split of a cluster in two: what it gains in inertia, and the two centres (2, p)."""

    gain: float
    cluster: int
    centres: Floats


@dataclass(frozen=True)
class SearchEffort:
    """Effort of a search: `rounds` up and down, the number of splits or merges tried at each k beside
    k-means++ `starts`, and when a fit has settled."""

    rounds: int
    tries: int
    starts: int
    passes: int
    tolerance: float


@dataclass(frozen=True)
class Sample:
    """Rows (m, p) float32 to search on, how many customers each stands for, and the rows in tiles."""

    rows: Floats
    weights: Floats
    tiles: Floats

    @classmethod
    def of(cls, rows: Floats, weights: Floats) -> "Sample":
        from core.segment.fitting import kernels

        narrow = np.ascontiguousarray(rows, np.float32)
        return cls(narrow, np.ascontiguousarray(weights, np.float64), kernels.cut_into_tiles(narrow))

    def lloyd(self, start: Floats, passes: int, tolerance: float) -> Fit:
        from core.segment.fitting import kernels

        first = np.ascontiguousarray(start, np.float32)
        return Fit(*kernels.run_lloyd(self.tiles, self.rows, self.weights, first, passes, tolerance))

    def trial(self, start: Floats) -> Fit:
        return self.lloyd(start, TRIAL_PASSES, TRIAL_TOLERANCE)


def search_centres(
    sample: Sample,
    most: int,
    care: SearchEffort,
    rng: np.random.Generator,
    step: Report,
) -> dict[int, Fit]:
    """Search the best partition for each k from 1 to `most` (and a few beyond, to merge back from).

    Forward, k grows by splitting every cluster of the best k - 1 and keeping the splits that gain
    most, beside k-means++ starts; backward, it shrinks by merging the cheapest pairs of the best
    k + 1. Later rounds retry only from what has improved since. `step` is told the share done.
    Method: Fritzke, "The k-means-u* algorithm" (2017); Likas et al., "The global k-means
    clustering algorithm" (2003).
    """
    middle = np.average(sample.rows, axis=0, weights=sample.weights)
    best = {1: sample.trial(middle[None])}
    attempts: set[tuple[int, int, float]] = set()
    path = _search_path(most + BEYOND) * care.rounds
    for done, (base, k) in enumerate(path):
        step(done / len(path))
        attempt = (base, k, best[base].inertia)
        if attempt not in attempts:
            attempts.add(attempt)
            starts = _neighbouring_starts(sample, best[base], k, rng)[: care.tries]
            if k not in best:
                starts += [_plus_plus_start(sample, k, rng) for _ in range(care.starts)]
            fit = _best_fit(sample, starts, care)
            if k not in best or fit.inertia < best[k].inertia:
                best[k] = fit
    return best


def _search_path(most: int) -> list[tuple[int, int]]:
    """Pairs of a k and the next one tried from it: up from 1 to `most`, then down again."""
    return [(k - 1, k) for k in range(2, most + 1)] + [(k + 1, k) for k in range(most - 1, 1, -1)]


def _best_fit(sample: Sample, starts: Sequence[Floats], care: SearchEffort) -> Fit:
    """Fit of the lowest inertia that Lloyd's algorithm reaches from any of the starts, then settled."""
    fits = list(map_in_threads(sample.trial, starts))
    return sample.lloyd(min(fits, key=lambda f: f.inertia).centres, care.passes, care.tolerance)


def _plus_plus_start(sample: Sample, k: int, rng: np.random.Generator) -> Floats:
    from core.segment.fitting import kernels

    centres: Floats = kernels.plus_plus_centres(sample.rows, sample.weights, rng.random(k))
    return centres


def _neighbouring_starts(sample: Sample, fit: Fit, k: int, rng: np.random.Generator) -> list[Floats]:
    return _split_starts(sample, fit, rng) if k > len(fit.centres) else _merge_starts(sample, fit)


def _split_starts(sample: Sample, fit: Fit, rng: np.random.Generator) -> list[Floats]:
    """Starts with one centre more, one cluster split in two; the most promising first."""
    draws = rng.random((len(fit.centres), 2, 2))
    attempts = [(sample, fit, c, draws[c]) for c in range(len(fit.centres))]
    halves = [half for some in map_in_threads(_try_splits, attempts) for half in some]
    halves.sort(key=lambda half: -half.gain)
    return [np.vstack([np.delete(fit.centres, half.cluster, 0), half.centres]) for half in halves]


def _try_splits(attempt: tuple[Sample, Fit, int, Floats]) -> list[Split]:
    """Split cluster c from its centre and its farthest row, which finds a small remote group, and from
    random pairs of rows."""
    from core.segment.fitting import kernels

    sample, fit, c, draws = attempt
    members = np.flatnonzero(fit.labels == c)
    if len(members) < 2:
        return [Split(0.0, c, fit.centres[[c, c]])]
    part = Sample.of(sample.rows[members], sample.weights[members])
    gaps = ((part.rows - fit.centres[c]) ** 2).sum(axis=1)
    pairs = [np.stack([fit.centres[c], part.rows[gaps.argmax()]])]
    pairs += [kernels.plus_plus_centres(part.rows, part.weights, draw) for draw in draws]
    halves = [part.lloyd(pair, SPLIT_PASSES, 0.0) for pair in pairs]
    return [Split(float(gaps @ part.weights) - half.inertia, c, half.centres) for half in halves]


def _merge_starts(sample: Sample, fit: Fit) -> list[Floats]:
    """Starts with one centre fewer, two clusters merged at their joint mean; the cheapest first."""
    mass = np.maximum(np.bincount(fit.labels, sample.weights, len(fit.centres)), 1e-300)

    def cost(pair: tuple[int, int]) -> float:
        a, b = pair
        gap = fit.centres[a].astype(float) - fit.centres[b]
        return float(mass[a] * mass[b] / (mass[a] + mass[b]) * (gap @ gap))

    pairs = sorted(combinations(range(len(mass)), 2), key=cost)
    return [_merge_centres(fit.centres, mass, a, b) for a, b in pairs]


def _merge_centres(centres: Floats, mass: Floats, a: int, b: int) -> Floats:
    joint = (centres[a] * mass[a] + centres[b] * mass[b]) / (mass[a] + mass[b])
    return np.vstack([np.delete(centres, (a, b), 0), joint])
