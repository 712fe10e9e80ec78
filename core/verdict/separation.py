"""Separation of the clusters of a partition: their compactness and the valleys between them."""

from typing import NamedTuple

import numpy as np

from core.model import Floats, Integers

RIDGE = 0.05  # share of even spread mixed into that within clusters, so that it can be inverted; more makes lines rounder
WINDOWS = 13  # of a tenth of the way each: from 0.15 before one centre to 0.15 beyond the other


class Separation(NamedTuple):
    """At each setting: `tightness` (s,), minus the logarithm of the share of the spread that is left
    within clusters, and `gap` (s,), the mean depth of the shallowest valley around a customer's
    cluster, 0 where no customers are missing between neighbours and 1 where nobody is there."""

    tightness: Floats
    gap: Floats


def measure_separation(rows: Floats, labels: Integers, wcss: Floats) -> Separation:
    """Measure the labellings `labels` (s, m) of `rows` (m, p), whose within-cluster sums are `wcss` (s,)."""
    total = max(float(((rows - rows.mean(axis=0)) ** 2).sum()), 1e-300)
    tightness = -np.log(np.maximum(wcss / total, 1e-12))
    return Separation(tightness, np.array([_mean_gap(rows, labelling) for labelling in labels]))


def _mean_gap(rows: Floats, labels: Integers) -> float:
    depths = valley_depths(rows, labels, int(labels.max()) + 1)
    counts = np.bincount(labels)
    return float(counts @ depths.min(axis=1) / len(labels))


def valley_depths(rows: Floats, labels: Integers, k: int) -> Floats:
    """Depth (k, k) of the valley between each two clusters; 1 on the diagonal.

    Customers of both are counted along the line between the two means, in windows, where the spread
    within clusters is the same in every direction (which is Fisher's discriminant line). The depth
    is 1 less the emptiest window between two peaks, as a share of the lower peak. A cloud with one
    peak has one peak along every line.
    """
    from core.verdict.valley_kernels import count_along

    means = _cluster_means(rows, labels, k)
    whitener = _whitener(rows - means[labels])
    rows, means = np.ascontiguousarray(rows @ whitener), np.ascontiguousarray(means @ whitener)
    counts = np.zeros((k, k, WINDOWS))
    count_along(rows, labels, means, counts)
    both = _smooth_counts(counts + counts.transpose(1, 0, 2)[:, :, ::-1])
    depth = _depth_along(both)
    depth[np.diag_indices(k)] = 1.0
    return depth


def _cluster_means(rows: Floats, labels: Integers, k: int) -> Floats:
    sums = np.stack([np.bincount(labels, column, k) for column in rows.T], axis=1)
    return np.asarray(sums / np.maximum(np.bincount(labels, minlength=k), 1)[:, None])


def _whitener(residuals: Floats) -> Floats:
    spread = residuals.T @ residuals / len(residuals)
    level = float(np.trace(spread)) / len(spread) or 1.0
    values, vectors = np.linalg.eigh((1 - RIDGE) * spread + RIDGE * level * np.eye(len(spread)))
    return np.asarray(vectors / np.sqrt(values))


def _smooth_counts(counts: Floats) -> Floats:
    padded = np.concatenate([counts[..., :1], counts, counts[..., -1:]], axis=-1)
    return np.asarray((padded[..., :-2] + 2 * padded[..., 1:-1] + padded[..., 2:]) / 4)


def _depth_along(counts: Floats) -> Floats:
    """Depth: 1 less the lowest count between the two peaks, as a share of the lower; one customer is added
    to both, so that a handful of customers shows no valley."""
    left = np.maximum.accumulate(counts, axis=-1)
    right = np.maximum.accumulate(counts[..., ::-1], axis=-1)[..., ::-1]
    shares = (counts + 1) / (np.minimum(left, right) + 1)
    return np.asarray(1 - shares.min(axis=-1))
