"""Many quick K-Means fits of one small table: what resampling and null checks are made of."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core.algorithms._search import Sample
from core.entities import Floats, Integers
from core.evaluation._refit_kernels import fits

ROWS, FEWEST_ROWS, CELLS = 2_000, 500, 24_000
STARTS = 3
ABSENT = 1e-9  # the weight of a customer whom a resample left out; 0 could empty a cluster


class Refit(NamedTuple):
    """K-Means at each setting: `labels` uint8 (s, m) of all rows, `wcss` (s,) in the rows' units."""

    labels: Integers
    wcss: Floats


def chosen_rows(matrix: Floats, seed: int) -> Integers:
    """The rows (m,) that are refitted, ascending: all, or a seeded draw of as many as time allows."""
    n, p = matrix.shape
    most = int(np.clip(CELLS // p, FEWEST_ROWS, ROWS))
    if n <= most:
        return np.arange(n)
    return np.sort(np.random.default_rng(seed).choice(n, most, replace=False))


def resampled(rows: int, rng: np.random.Generator) -> Integers:
    """How often (m,) a bootstrap resample holds each row."""
    return np.bincount(rng.integers(0, rows, rows), minlength=rows)


def refit(
    rows: Floats, settings: Sequence[int], rng: np.random.Generator, counts: Integers | None = None
) -> Refit:
    """K-Means of `rows` (m, p) at each of the ascending `settings`, a row standing `counts` times.

    Rows that do not count are assigned to the nearest centre. Each fit is the best of STARTS
    k-means++ starts and as many that add a centre to the fit before. Less thorough than the
    product's own fits and ten times faster; tables compared with each other are fitted alike.
    """
    middle = rows.mean(axis=0)
    unit = float(np.abs(rows - middle).max()) or 1.0
    weights = np.ones(len(rows)) if counts is None else np.maximum(counts, ABSENT)
    sample = Sample.of((rows - middle) / unit, weights)
    labels, inertia = np.empty((len(settings), len(rows)), np.uint8), np.empty(len(settings))
    draws = rng.random((len(settings), STARTS, max(settings) + 1))
    fits(sample.tiles, sample.rows, sample.weights, np.array(settings), draws, labels, inertia)
    return Refit(labels, inertia * unit**2)


def by_size(labels: Integers) -> Integers:
    """The labellings (s, m) with clusters numbered from 0 by descending size."""
    return np.stack([_ranks(own)[own] for own in labels])


def _ranks(labels: Integers) -> Integers:
    counts = np.bincount(labels)
    ranks = np.empty(len(counts), np.uint8)
    ranks[np.argsort(-counts, kind="stable")] = np.arange(len(counts))
    return ranks
