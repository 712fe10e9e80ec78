"""Customers who are in no segment are left out of every score."""

import numpy as np
import pytest
from sklearn import metrics

from core.model import NOISE, FeatureMatrix, FitResult
from core.plugins import AlgorithmSpec, Param
from core.segment.fitting.partitions import build_partitions
from core.segment.scores.scores import compactness
from core.segment.scores.silhouettes import measure_silhouettes
from core.segment.sweep import run_sweep


@pytest.fixture(scope="module")
def matrix():
    rng = np.random.default_rng(5)
    groups = [rng.normal(centre, 0.6, (size, 3)) for centre, size in ((0, 900), (4, 600), (8, 300))]
    return np.vstack([*groups, rng.uniform(-4, 12, (200, 3))])


@pytest.fixture(scope="module")
def labels():
    own = np.repeat([0, 1, 2, NOISE], [900, 600, 300, 200]).astype(np.uint8)
    return np.random.default_rng(0).permutation(np.stack([own, np.where(own == 2, NOISE, own)]))


def test_scores_are_those_of_the_customers_in_segments(matrix, labels):
    sizes = tuple(len(set(own.tolist()) - {NOISE}) for own in labels)
    for own, score in zip(labels, compactness(matrix, labels, sizes), strict=True):
        rows, kept = matrix[own != NOISE], own[own != NOISE]
        assert score.davies_bouldin == pytest.approx(metrics.davies_bouldin_score(rows, kept), abs=1e-9)
        known = metrics.calinski_harabasz_score(rows, kept)
        assert score.calinski_harabasz == pytest.approx(known, rel=1e-9)


def test_exact_silhouettes_are_those_of_the_customers_in_segments(matrix, labels):
    sizes = tuple(len(set(own.tolist()) - {NOISE}) for own in labels)
    found = measure_silhouettes(matrix, labels, sizes)
    for own, values, mean in zip(labels, found.values, found.mean, strict=True):
        known = metrics.silhouette_samples(matrix[own != NOISE], own[own != NOISE])
        assert np.allclose(values[own != NOISE], known, atol=1e-9)
        assert np.isnan(values[own == NOISE]).all()
        assert mean == pytest.approx(known.mean(), abs=1e-9)


def test_sampled_silhouettes_stay_within_their_error(matrix, labels):
    many = np.repeat(matrix, 8, axis=0) + np.random.default_rng(1).normal(0, 0.05, (8 * len(matrix), 3))
    wide = np.repeat(labels, 8, axis=1)
    sizes = tuple(len(set(own.tolist()) - {NOISE}) for own in labels)
    sampled = measure_silhouettes(many, wide, sizes, seed=3)
    exact = measure_silhouettes(many, wide, sizes, exact_rows=len(many))
    assert (sampled.error > 0).all()
    assert (np.abs(sampled.mean - exact.mean) < 4 * sampled.error).all()


def found(rows, own, k):
    return build_partitions(rows, own[None].copy(), (k,))[0]


def sweep(matrix, *labellings):
    """A sweep of a method that always answers with these labellings."""
    parts = tuple(found(matrix, own, len(set(own.tolist()) - {NOISE})) for own in labellings)
    settings = tuple(0.5 * (i + 1) for i in range(len(parts)))
    spec = AlgorithmSpec(
        "fixed", "Fixed", "", "", (Param("eps", "Distance", 1.0, low=0, high=10),), "eps",
        lambda *_: FitResult(settings, parts, settings[0], "So."), adaptive=True,
    )  # fmt: skip
    names = ("a", "b", "c")
    return run_sweep(FeatureMatrix(matrix, names, names, {}), spec, {})


def test_noise_is_counted_and_has_neither_centre_nor_distance(matrix, labels):
    result = sweep(matrix, *labels)
    for at, own in enumerate(labels):
        assert result.scores[at].noise == (own == NOISE).sum()
        assert sum(result.scores[at].sizes) == (own != NOISE).sum()
        assert np.array_equal(result.labels[at] == NOISE, own == NOISE)
        assert np.array_equal(np.isnan(result.distance[at]), own == NOISE)


def test_one_segment_among_noise_has_no_silhouette(matrix, labels):
    one = np.where(labels[0] == 0, 0, NOISE).astype(np.uint8)
    result = sweep(matrix, one)
    score = result.scores[0]
    assert np.isnan(result.silhouettes).all()
    assert score.silhouette is None and score.davies_bouldin is None
    assert len(score.sizes) == 1
