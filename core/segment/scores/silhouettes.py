"""Silhouettes of many settings from one pass over the distances."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.model import Floats, Integers, Report
from core.segment.fitting.threads import as_kernel_array, map_in_threads
from core.segment.scores.sampling import PARTS, StratifiedSample, draw_everyone, draw_stratified

# Customers up to which silhouettes are exact; above, about QUERIES are measured against about REFERENCES
# (docs/methods.md). More make the standard error smaller and take longer.
EXACT_ROWS = 10_000
QUERIES = 10_000
REFERENCES = 5_000


class Silhouettes(NamedTuple):
    """Silhouette widths `values` (s, m) of the customers `rows` (m,), who stand for `weights` (m,).

    Noise has none (NaN) and is nobody's neighbour; where there is one group, nobody has any.

    `mean` (s,) is the mean over all customers in a group, or its estimate with the standard error `error` (s,),
    which is 0 where every customer was measured against all others.
    """

    rows: Integers
    values: Floats
    weights: Floats
    mean: Floats
    error: Floats


class _References(NamedTuple):
    """The customers measured against, part by part: their `codes` (r, s) count groups through all
    labellings, `mass` (parts, groups) is the weight of each part in each group."""

    rows: Integers
    points: Floats
    weights: Floats
    parts: Integers
    codes: Integers
    mass: Floats


def measure_silhouettes(
    matrix: Floats,
    labels: Integers,
    sizes: Sequence[int],
    seed: int = 0,
    exact_rows: int = EXACT_ROWS,
    step: Report = lambda _: None,
) -> Silhouettes:
    """Euclidean silhouettes of `labels` (s, n), `sizes[i]` groups in labelling i.

    Exact up to `exact_rows` customers. Above, stratified queries are measured against stratified
    references, and the error is a delete-a-group jackknife over both. Rousseeuw, "Silhouettes" (1987).
    """
    from core.segment.scores import silhouette_kernels as kernels

    points, offsets = as_kernel_array(matrix), np.cumsum([0, *(size + 1 for size in sizes)])
    queries, against = _draw_samples(labels, exact_rows, np.random.default_rng(seed))
    references = _references(points, labels, offsets, against)
    work = partial(_block, points, labels, offsets, queries, references)
    starts = range(0, len(queries.rows), kernels.LANES)
    values, means = [], []
    for done, (block, replicates) in enumerate(map_in_threads(work, starts)):
        values.append(block)
        means.append(replicates)
        step(done / len(starts))
    joined, weights = np.hstack(values), queries.weights
    neighboured = np.where(np.array(sizes) >= 2, sizes, 0)
    grouped = labels[:, queries.rows] < neighboured[:, None]
    with np.errstate(invalid="ignore"):
        mean = joined @ weights / (grouped @ weights)
    error = _standard_error(np.sum(means, axis=0), queries, grouped)
    return Silhouettes(queries.rows, np.where(grouped, joined, np.nan), weights, mean, error)


def _draw_samples(
    labels: Integers, exact_rows: int, rng: np.random.Generator
) -> tuple[StratifiedSample, StratifiedSample]:
    n = labels.shape[1]
    if n <= exact_rows:
        return draw_everyone(n), draw_everyone(n)
    return draw_stratified(labels, QUERIES, rng), draw_stratified(labels, REFERENCES, rng)


def _group_codes(labels: Integers, rows: Integers, offsets: Integers) -> Integers:
    """The groups (m, s) of `rows`, counted through all labellings; noise is the last of each."""
    noise = np.diff(offsets) - 1
    return np.ascontiguousarray(np.minimum(labels[:, rows].T.astype(np.int64), noise) + offsets[:-1])


def _references(
    points: Floats, labels: Integers, offsets: Integers, sample: StratifiedSample
) -> _References:
    order = np.argsort(sample.parts, kind="stable")
    rows, weights, parts = sample.rows[order], sample.weights[order], sample.parts[order]
    codes = _group_codes(labels, rows, offsets)
    mass = np.zeros((int(parts.max()) + 1, offsets[-1]))
    for column in codes.T:
        np.add.at(mass, (parts, column), weights)
    return _References(rows, points[rows], weights, parts, codes, mass)


def _block(
    points: Floats,
    labels: Integers,
    offsets: Integers,
    queries: StratifiedSample,
    references: _References,
    start: int,
) -> tuple[Floats, Floats]:
    """Widths (s, q) of the queries from `start`, and what they add to each replicate's mean."""
    from core.segment.scores import silhouette_kernels as kernels

    part = slice(start, start + kernels.LANES)
    rows = queries.rows[part]
    lanes = np.zeros((points.shape[1], kernels.LANES))
    lanes[:, : len(rows)] = points[rows].T
    sums = np.zeros((*references.mass.shape, kernels.LANES))
    kernels.add_distances(
        lanes, references.points, references.weights, references.parts, references.codes, sums
    )
    codes = _group_codes(labels, rows, offsets)
    own_weights, own_parts = _own_references(references, rows)
    total, mass = sums.sum(axis=0), references.mass.sum(axis=0)
    values = np.empty((len(labels), len(rows)))
    kernels.write_silhouette_widths(total, mass, codes, own_weights, offsets, values)
    replicates = np.zeros((PARTS, len(labels)))
    for g in range(len(sums) if len(sums) > 1 else 0):
        left, out = np.where(own_parts == g, 0.0, own_weights), np.empty(values.shape)
        kernels.write_silhouette_widths(
            total - sums[g], mass - references.mass[g], codes, left, offsets, out
        )
        replicates[g] = out @ np.where(queries.parts[part] == g, 0.0, queries.weights[part])
    return values, replicates


def _own_references(references: _References, rows: Integers) -> tuple[Floats, Integers]:
    """The weight and the part of those queries that are references too, elsewhere a weight of 0."""
    order = np.argsort(references.rows)
    at = order[np.searchsorted(references.rows, rows, sorter=order).clip(max=len(order) - 1)]
    shared = references.rows[at] == rows
    return np.where(shared, references.weights[at], 0.0), references.parts[at]


def _standard_error(
    replicates: Floats, queries: StratifiedSample, grouped: NDArray[np.bool_]
) -> Floats:
    """Standard error (s,) from the means that leave out one part each; 0 for undivided queries."""
    if not queries.parts.any():
        return np.zeros(replicates.shape[1])
    weight = np.zeros((PARTS, len(grouped)))
    np.add.at(weight, queries.parts, (grouped * queries.weights).T)
    with np.errstate(invalid="ignore"):
        means = replicates / (weight.sum(axis=0) - weight)
    error: Floats = np.sqrt((PARTS - 1) * means.var(axis=0))
    return np.nan_to_num(error)
