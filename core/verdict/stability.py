"""Stability: the same K-Means clustering of customers who are drawn anew, again and again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.model import NOISE, Floats, Integers, Report
from core.segment import RETURNED, Sample, adjusted_rand, contingency_table, map_in_threads

# Pairs of bootstrap resamples, one value of a box plot each (docs/verdict.md). More smooth the box and take longer.
PAIRS = 50


# Customers refitted: at most ROWS, fewer where there are so many features that CELLS numbers would be passed,
# never under FEWEST_ROWS (docs/verdict.md). More find weaker structure and take longer.
ROWS, FEWEST_ROWS, CELLS = 2_000, 500, 24_000

# k-means++ starts of a refit, and as many that add a centre. More fit tighter, on data and null tables alike.
STARTS = 3

ABSENT = 1e-9  # the weight of a customer whom a resample left out; 0 could empty a cluster


@dataclass(frozen=True)
class Stability:
    """Likeness of the clusterings of resampled customers, at every setting.

    `agreement` (s, PAIRS) holds the adjusted Rand index between the two clusterings of each pair of
    bootstrap resamples: one box a setting. `labels` uint8 (s, m) are the clusterings of the `rows`
    (m,) themselves, and `segments[i]` (k_i,) the mean Jaccard similarity of each of their segments
    with its best match in each resample.
    """

    settings: tuple[int, ...]
    rows: Integers
    labels: Integers
    agreement: Floats
    segments: tuple[Floats, ...]

    def at(self, setting: int) -> int:
        """The position of a setting; ValueError for one that was not resampled."""
        return self.settings.index(setting)


@dataclass(frozen=True)
class Resamples:
    """The clusterings `labels` uint8 (2 PAIRS, s, m) of resamples of the same m customers.

    `drawn` bool (2 PAIRS, m) tells who is in each; the others joined the nearest centre in those of
    `resample`.
    """

    labels: Integers
    drawn: NDArray[np.bool_]


def resample(rows: Floats, settings: Sequence[int], seed: int, step: Report) -> Resamples:
    """Cluster 2 PAIRS bootstrap resamples of `rows` (m, p) by K-Means, at every setting.

    `step` hears the share done; what it raises ends the work.
    """

    def work(number: int) -> tuple[Integers, NDArray[np.bool_]]:
        rng = np.random.default_rng((seed, number))
        counts = bootstrap_counts(len(rows), rng)
        return refit(rows, settings, rng, counts).labels, counts > 0

    labels, drawn = [], []
    for resampled, counted in map_in_threads(work, range(2 * PAIRS)):
        labels.append(resampled)
        drawn.append(counted)
        step(len(labels) / (2 * PAIRS))
    return Resamples(np.stack(labels), np.stack(drawn))


def pair_agreement(resamples: Resamples) -> Floats:
    """Adjusted Rand index (s, PAIRS) between the first and the second of each pair.

    The global stability of Dolnicar and Leisch, "Evaluation of structure and reproducibility of
    cluster solutions using the bootstrap", Marketing Letters 21 (2010).
    """
    return adjusted_rand(resamples.labels[::2], resamples.labels[1::2]).T


def segment_stability(resamples: Resamples, at: int, labels: Integers, k: int | None = None) -> Floats:
    """Mean Jaccard similarity (k,) of each segment of `labels` (m,) with its best match at setting
    `at` of each resample, among the customers whom that resample drew; NaN for one that none drew.

    Hennig, "Cluster-wise assessment of cluster stability", Computational Statistics & Data Analysis
    52 (2007). Customers labelled NOISE are in no segment but count in the union.
    """
    return mean_similarity(segment_similarities(resamples, at, labels, k))


def segment_similarities(
    resamples: Resamples, at: int, labels: Integers, k: int | None = None
) -> Floats:
    """Jaccard similarity (2 PAIRS, k) of each segment with its best match in each resample, as
    `segment_stability` averages it; NaN where the resample drew nobody of the segment."""
    k = k or _count_groups(labels)
    pairs = zip(resamples.labels, resamples.drawn, strict=True)
    return np.stack([_best_jaccard(labels[drawn], settings[at][drawn], k) for settings, drawn in pairs])


def mean_similarity(similarity: Floats) -> Floats:
    """Mean (k,) over the resamples; NaN for a segment that none drew."""
    missing = np.isnan(similarity)
    times = np.maximum((~missing).sum(axis=0), 1)
    return np.where(missing.all(axis=0), np.nan, np.nansum(similarity, axis=0) / times)


def redraw_figures(similarity: Floats) -> dict[str, float]:
    """The share of the resamples in which every segment came out again, and how many resamples there are."""
    came_out = (np.isnan(similarity) | (similarity > RETURNED)).all(axis=1)
    return {"returned": float(came_out.mean()), "redraws": float(len(similarity))}


def _count_groups(labels: Integers) -> int:
    return int(labels[labels != NOISE].max(initial=0)) + 1


def _best_jaccard(labels: Integers, resampled: Integers, k: int) -> Floats:
    """Jaccard similarity (k,) of each group with the most similar one of the resample; NaN for one not there."""
    q = _count_groups(resampled)
    sizes = np.bincount(labels, minlength=k)[:k]
    others = np.bincount(resampled, minlength=q)[:q]
    table = contingency_table(labels, resampled, k, q)
    union = sizes[:, None] + others - table
    similarity = np.max(table / np.maximum(union, 1), axis=1)
    return np.where(sizes > 0, similarity, np.nan)


class Refit(NamedTuple):
    """K-Means at each setting: `labels` uint8 (s, m) of all rows, `wcss` (s,) in the rows' units."""

    labels: Integers
    wcss: Floats


def choose_rows(matrix: Floats, seed: int) -> Integers:
    """Choose the rows (m,) to refit, ascending: all, or a seeded draw of as many as time allows."""
    n, p = matrix.shape
    most = int(np.clip(CELLS // p, FEWEST_ROWS, ROWS))
    if n <= most:
        return np.arange(n)
    return np.sort(np.random.default_rng(seed).choice(n, most, replace=False))


def bootstrap_counts(rows: int, rng: np.random.Generator) -> Integers:
    """Number of times (m,) that a bootstrap resample holds each row."""
    return np.bincount(rng.integers(0, rows, rows), minlength=rows)


def refit(
    rows: Floats, settings: Sequence[int], rng: np.random.Generator, counts: Integers | None = None
) -> Refit:
    """Cluster `rows` (m, p) by K-Means at each of the ascending `settings`, a row standing `counts` times.

    Rows that do not count are assigned to the nearest centre. Each fit is the best of STARTS
    k-means++ starts and as many that add a centre to the fit before. Less thorough than the
    product's own fits and ten times faster; tables compared with each other are fitted alike.
    """
    from core.verdict.refit_kernels import fit_settings

    middle = rows.mean(axis=0)
    unit = float(np.abs(rows - middle).max()) or 1.0
    weights = np.ones(len(rows)) if counts is None else np.maximum(counts, ABSENT)
    sample = Sample.of((rows - middle) / unit, weights)
    labels, inertia = np.empty((len(settings), len(rows)), np.uint8), np.empty(len(settings))
    draws = rng.random((len(settings), STARTS, max(settings) + 1))
    fit_settings(sample.tiles, sample.rows, sample.weights, np.array(settings), draws, labels, inertia)
    return Refit(labels, inertia * unit**2)


def number_by_size(labels: Integers) -> Integers:
    """Number the clusters of the labellings (s, m) from 0 by descending size."""
    return np.stack([_size_ranks(labelling)[labelling] for labelling in labels])


def _size_ranks(labels: Integers) -> Integers:
    counts = np.bincount(labels)
    ranks = np.empty(len(counts), np.uint8)
    ranks[np.argsort(-counts, kind="stable")] = np.arange(len(counts))
    return ranks
