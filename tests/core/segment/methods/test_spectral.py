"""Spectral clustering: shapes that K-Means cuts through, exactly and through landmarks."""

import numpy as np
import pytest
from scipy.linalg import eigvalsh
from sklearn.cluster import SpectralClustering
from sklearn.datasets import make_blobs, make_circles, make_moons
from sklearn.metrics import adjusted_rand_score
from sklearn.neighbors import kneighbors_graph

from core.model import ignore_progress
from core.segment.fitting.groups import count_distinct_rows
from core.segment.fitting.partitions import TooFewDistinct
from core.segment.methods import spectral
from core.segment.methods.spectral import SPEC
from tests.support.awkward_tables import AWKWARD

KS = tuple(range(2, 13))
SHAPES = [
    pytest.param(lambda n: make_moons(n, noise=0.05, random_state=0), id="moons"),
    pytest.param(lambda n: make_circles(n, factor=0.4, noise=0.05, random_state=0), id="rings"),
]


def fit(matrix, settings=KS, seed=0):
    return SPEC.sweep(np.asarray(matrix, float), settings, {}, seed, ignore_progress)


@pytest.fixture(params=["neighbours", "landmarks"])
def both_paths(request, monkeypatch):
    """Both ways to the graph, on tables of one size."""
    if request.param == "landmarks":
        monkeypatch.setattr(spectral, "EXACT_ROWS", 0)


@pytest.mark.usefixtures("both_paths")
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("rows", [1_000, 4_000])
def test_shapes_are_told_apart_and_suggested(shape, rows):
    matrix, label = shape(rows)
    found = fit(matrix)
    assert adjusted_rand_score(found.partitions[0].labels, label) > 0.95
    assert found.suggested == 2 and "jump after 2" in found.reason


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_are_told_apart_above_the_exact_size(shape):
    matrix, label = shape(12_000)
    found = fit(matrix, (2, 3))
    assert adjusted_rand_score(found.partitions[0].labels, label) > 0.95
    assert "500 centres" in found.notices[0].text


@pytest.mark.usefixtures("both_paths")
def test_overlapping_groups_are_those_of_scikit_learn():
    matrix = make_blobs(1_500, 6, centers=6, cluster_std=2.5, random_state=1)[0]
    found = fit(matrix)
    peer = SpectralClustering(6, affinity="nearest_neighbors", random_state=0).fit_predict(matrix)
    assert adjusted_rand_score(found.partitions[4].labels, peer) > 0.95
    assert found.suggested == 6


def test_eigenvalues_are_those_of_the_graph_s_laplacian():
    matrix = np.random.default_rng(0).normal(size=(700, 2))
    links = kneighbors_graph(matrix, 10, include_self=True).toarray()
    links = (links + links.T) / 2
    scale = 1 / np.sqrt(links.sum(axis=1))
    expected = eigvalsh(np.eye(700) - scale[:, None] * links * scale)[:13]
    np.testing.assert_allclose(fit(matrix).evidence["eigenvalues"], expected, atol=1e-9)


@pytest.mark.parametrize("parts", [5, 20])
def test_parts_without_links_each_have_an_eigenvalue_of_nothing(parts):
    centres = np.c_[np.arange(parts) * 1e3, np.zeros(parts)]
    matrix, label = make_blobs(30 * parts, centers=centres, random_state=0)
    found = fit(matrix)
    zeros = int((found.evidence["eigenvalues"] < 1e-9).sum())
    assert zeros == min(parts, 13)
    if parts == 5:
        assert found.suggested == 5
        assert adjusted_rand_score(found.partitions[3].labels, label) == 1


def test_large_parts_without_links_are_all_found():
    """Their common eigenvalue has as many vectors as there are parts."""
    centres = np.c_[np.arange(6) * 1e3, np.zeros(6)]
    matrix, label = make_blobs(4_200, centers=centres, random_state=0)
    assert adjusted_rand_score(fit(matrix).partitions[4].labels, label) == 1


@pytest.mark.usefixtures("both_paths")
def test_no_gap_is_suggested_where_there_is_no_structure():
    found = fit(np.random.default_rng(0).normal(size=(1_500, 6)))
    assert found.suggested is None and found.reason == ""


@pytest.mark.usefixtures("both_paths")
def test_an_outlier_is_linked_like_anybody_else():
    matrix, label = make_blobs(1_500, 3, centers=3, cluster_std=0.5, random_state=3)
    matrix[0] = 1e4
    part = fit(matrix).partitions[1]
    assert adjusted_rand_score(part.labels[1:], label[1:]) > 0.99


@pytest.mark.usefixtures("both_paths")
def test_equal_customers_are_in_one_segment():
    rng = np.random.default_rng(0)
    matrix = rng.integers(0, 6, size=(1_500, 2)).astype(float)
    _, twin = np.unique(matrix, axis=0, return_inverse=True)
    for part in fit(matrix).partitions:
        pairs = set(zip(twin.ravel().tolist(), part.labels.tolist(), strict=True))
        assert len(pairs) == twin.max() + 1


def test_the_order_of_customers_does_not_matter_where_all_are_linked():
    matrix = np.random.default_rng(0).normal(size=(800, 3))
    order = np.random.default_rng(1).permutation(800)
    for one, two in zip(fit(matrix).partitions, fit(matrix[order]).partitions, strict=True):
        assert adjusted_rand_score(one.labels[order], two.labels) == 1


@pytest.mark.usefixtures("both_paths")
@pytest.mark.parametrize("matrix", AWKWARD)
def test_awkward_tables_give_finite_values(matrix):
    settings = KS[: min(12, count_distinct_rows(matrix, 12)) - 1]
    found = fit(matrix, settings)
    for part, k in zip(found.partitions, settings, strict=True):
        assert np.bincount(part.labels, minlength=k).min() > 0
        assert np.isfinite(part.centres).all() and np.isfinite(part.distance).all()
    values = found.evidence["eigenvalues"]
    assert np.isfinite(values).all() and (np.diff(values) >= -1e-9).all()
    assert values.min() >= -1e-9 and values.max() <= 2


def test_more_settings_than_different_customers_is_refused():
    with pytest.raises(TooFewDistinct):
        fit(np.repeat([[0.0], [1.0]], 50, axis=0), (2, 3))
