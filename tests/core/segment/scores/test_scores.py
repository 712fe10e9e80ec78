"""Every score equals scikit-learn's; sampled silhouettes are within three standard errors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics
from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs

from core.segment.scores import scores
from core.segment.scores.silhouettes import measure_silhouettes


@st.composite
def tables(draw):
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    n, p = draw(st.integers(4, 300)), draw(st.integers(1, 6))
    k = draw(st.integers(2, min(12, n - 1)))
    matrix = rng.normal(size=(n, p))
    if draw(st.booleans()):
        matrix = np.round(matrix)
    labels = np.concatenate([np.arange(k), rng.integers(0, k, n - k)])
    return matrix, rng.permutation(labels)


@settings(max_examples=60)
@given(tables())
def test_scores_equal_scikit_learn(table):
    matrix, labels = table
    samples = metrics.silhouette_samples(matrix, labels)
    assert np.allclose(scores.silhouette_samples(matrix, labels), samples, atol=1e-6)
    assert scores.silhouette(matrix, labels) == pytest.approx(samples.mean(), abs=1e-6)
    expected = metrics.davies_bouldin_score(matrix, labels)
    assert scores.davies_bouldin(matrix, labels) == pytest.approx(expected, rel=1e-6)
    expected = metrics.calinski_harabasz_score(matrix, labels)
    assert scores.calinski_harabasz(matrix, labels) == pytest.approx(expected, rel=1e-6)


def test_scores_do_not_depend_on_where_the_origin_is():
    """scikit-learn's own lose six digits here, by squaring before subtracting."""
    matrix, labels = make_blobs(300, 3, random_state=0)
    for score in (scores.wcss, scores.silhouette, scores.davies_bouldin, scores.calinski_harabasz):
        assert score(matrix + 1e6, labels) == pytest.approx(score(matrix, labels), rel=1e-6)


def test_wcss_equals_scikit_learn_s_inertia():
    matrix = make_blobs(2_000, 3, random_state=0)[0]
    model = KMeans(4, n_init=2, tol=0, random_state=0).fit(matrix)
    assert scores.wcss(matrix, model.labels_) == pytest.approx(model.inertia_, rel=1e-9)


def test_a_customer_alone_has_silhouette_0():
    samples = scores.silhouette_samples(np.array([[0.0], [0.1], [5.0]]), np.array([0, 0, 1]))
    assert samples[2] == 0
    assert samples[0] > 0.9


def test_many_duplicates():
    matrix = np.repeat(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 3.0]]), 400, axis=0)
    labels = np.repeat([0, 1, 2], 400)
    assert scores.silhouette(matrix, labels) == 1
    assert scores.davies_bouldin(matrix, labels) == 0
    assert scores.wcss(matrix, labels) == 0
    assert scores.calinski_harabasz(matrix, labels) == metrics.calinski_harabasz_score(matrix, labels)
    assert scores.silhouette(np.zeros((6, 2)), np.array([0, 0, 0, 1, 1, 1])) == 0


@pytest.mark.parametrize("labels", [[0, 0, 0, 0], [0, 1, 2, 3]])
def test_scores_are_none_where_scikit_learn_refuses(labels):
    matrix = np.arange(8.0).reshape(4, 2)
    assert scores.silhouette(matrix, np.array(labels)) is None
    assert scores.davies_bouldin(matrix, np.array(labels)) is None
    assert scores.calinski_harabasz(matrix, np.array(labels)) is None


def test_any_labels_are_taken():
    matrix = make_blobs(300, 2, random_state=0)[0]
    names = np.array(["a", "b", "c"])[np.arange(300) % 3]
    assert scores.silhouette(matrix, names) == pytest.approx(metrics.silhouette_score(matrix, names))
    many = np.arange(300) // 2 * 7 - 5
    assert scores.wcss(matrix, many) == pytest.approx(
        sum(((matrix[many == c] - matrix[many == c].mean(0)) ** 2).sum() for c in set(many.tolist()))
    )


def test_it_is_not_the_squared_euclidean_silhouette():
    matrix = make_blobs(500, 4, cluster_std=4, random_state=1)[0]
    labels = KMeans(3, n_init=1, random_state=0).fit_predict(matrix)
    squared = metrics.silhouette_score(matrix, labels, metric="sqeuclidean")
    assert abs(scores.silhouette(matrix, labels) - squared) > 0.05


def sampled_and_true(seed):
    matrix, own = make_blobs(14_000, 4, centers=6, cluster_std=3, random_state=seed)
    rare = own == 5
    own[rare] = np.where(np.arange(rare.sum()) < 40, 5, 4)
    labels = np.stack([own % 2, own % 4, own]).astype(np.uint8)
    sizes = tuple(int(row.max()) + 1 for row in labels)
    return (
        measure_silhouettes(matrix, labels, sizes, seed),
        measure_silhouettes(matrix, labels, sizes, exact_rows=len(matrix)),
        labels,
    )


@pytest.mark.parametrize("seed", range(5))
def test_sampled_silhouettes_are_within_three_standard_errors(seed):
    sampled, true, _ = sampled_and_true(seed)
    assert (sampled.error > 0).all() and (sampled.error < 0.01).all()
    assert (true.error == 0).all()
    assert (np.abs(sampled.mean - true.mean) <= 3 * sampled.error).all()


def test_every_segment_is_in_the_sample_and_small_ones_are_whole():
    sampled, true, labels = sampled_and_true(0)
    assert 9_500 <= len(sampled.rows) < 11_000
    assert (np.diff(sampled.rows) > 0).all()
    assert set(np.flatnonzero(labels[2] == 5)) <= set(sampled.rows)
    for own in labels:
        assert set(own[sampled.rows]) == set(own)
    assert sampled.weights.sum() == pytest.approx(14_000, rel=0.01)
    assert np.abs(sampled.values - true.values[:, sampled.rows]).mean() < 0.03
