"""Hierarchical clustering: scikit-learn's labels where the tree is exact, and a sound summary above."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, is_valid_linkage
from sklearn.cluster import AgglomerativeClustering
from sklearn.datasets import make_blobs
from sklearn.metrics import adjusted_rand_score

from core.model import ignore_progress
from core.segment.fitting.groups import count_distinct_rows
from core.segment.fitting.linkage import linkage_tree, tree_top, weighted_linkage_tree
from core.segment.fitting.partitions import TooFewDistinct
from core.segment.methods import hierarchical
from core.segment.methods.hierarchical import SPEC
from tests.support.awkward_tables import AWKWARD

KS = tuple(range(2, 13))
LINKAGES = ("ward", "average", "complete")


def fit(matrix, settings=KS, linkage="ward", seed=0):
    return SPEC.sweep(np.asarray(matrix, float), settings, {"linkage": linkage}, seed, ignore_progress)


def blobs(rows, features=4, centers=5, spread=0.3):
    return make_blobs(rows, features, centers=centers, cluster_std=spread, random_state=4)[0]


@pytest.fixture
def summarised(monkeypatch):
    monkeypatch.setattr(hierarchical, "EXACT_ROWS", dict.fromkeys(LINKAGES, 300))
    monkeypatch.setattr(hierarchical, "MICRO_CLUSTERS", 120)


@pytest.mark.parametrize("linkage", LINKAGES)
@pytest.mark.parametrize(("rows", "features"), [(13, 2), (60, 1), (62, 3), (400, 2), (900, 7)])
def test_labels_are_those_of_scikit_learn(rows, features, linkage):
    matrix = np.random.default_rng(rows).normal(size=(rows, features)) * 3 + 7
    for part, k in zip(fit(matrix, linkage=linkage).partitions, KS, strict=True):
        peer = AgglomerativeClustering(k, linkage=linkage).fit_predict(matrix)
        assert adjusted_rand_score(part.labels, peer) == 1


@pytest.mark.parametrize("linkage", LINKAGES)
def test_a_setting_above_the_leaves_shown_is_exact_too(linkage, monkeypatch):
    monkeypatch.setattr(hierarchical, "LEAVES", 10)
    matrix = np.random.default_rng(0).normal(size=(200, 3))
    part = fit(matrix, (2, 50), linkage).partitions[1]
    peer = AgglomerativeClustering(50, linkage=linkage).fit_predict(matrix)
    assert adjusted_rand_score(part.labels, peer) == 1


@pytest.mark.parametrize("linkage", LINKAGES)
def test_a_weighted_group_merges_as_its_customers_would(linkage):
    rng = np.random.default_rng(1)
    points, weights = rng.normal(size=(70, 3)), rng.integers(1, 6, 70)
    whole = linkage_tree(np.repeat(points, weights, axis=0), linkage)
    merges = weighted_linkage_tree(points, weights, linkage)
    np.testing.assert_allclose(merges[:, 2], whole[-69:, 2], rtol=1e-9)
    for k in KS:
        own = np.repeat(tree_top(merges, 61).cut(k)[tree_top(merges, 61).leaf], weights)
        peer = tree_top(whole, 61)
        assert adjusted_rand_score(own, peer.cut(k)[peer.leaf]) == 1


@pytest.mark.parametrize("linkage", LINKAGES)
@pytest.mark.parametrize("rows", [20, 700])
def test_the_evidence_is_a_tree_that_its_heights_cut_into_the_partitions(linkage, rows):
    matrix = blobs(rows, spread=2.0)
    found = fit(matrix, linkage=linkage)
    merges, sizes, order, heights = (
        found.evidence[name] for name in ("merges", "leaf_sizes", "leaf_order", "heights")
    )
    leaves = min(61, rows)
    assert merges.shape == (leaves - 1, 4) and is_valid_linkage(merges)
    assert sizes.sum() == rows and sizes.min() > 0
    assert sorted(order) == list(range(leaves))
    assert (np.diff(heights) < 0).all()
    for part, k, height in zip(found.partitions, KS, heights, strict=True):
        cut = fcluster(merges, height, "distance")
        assert len(set(cut)) == k
        members = [int(sizes[cut == c].sum()) for c in set(cut)]
        assert sorted(members, reverse=True) == np.bincount(part.labels).tolist()


def test_heights_are_in_the_table_s_units():
    matrix = np.array([[0.0], [1.0], [10.0], [30.0]])
    found = fit(matrix, (2, 3, 4), "complete")
    assert found.evidence["merges"][:, 2].tolist() == [1.0, 10.0, 30.0]
    assert found.evidence["heights"].tolist() == [20.0, 5.5, 0.5]
    assert found.evidence["leaf_order"].tolist() in ([0, 1, 2, 3], [3, 2, 0, 1])


def test_segments_nest():
    parts = fit(blobs(500, spread=2.0)).partitions
    for coarse, fine in pairwise(parts):
        pairs = set(zip(fine.labels.tolist(), coarse.labels.tolist(), strict=True))
        assert len(pairs) == len(fine.centres)


@pytest.mark.usefixtures("summarised")
@pytest.mark.parametrize("linkage", LINKAGES)
def test_a_summary_finds_the_groups_and_is_told(linkage):
    matrix, label = make_blobs(3_000, 4, centers=5, cluster_std=0.3, random_state=4)
    found = fit(matrix, linkage=linkage)
    assert adjusted_rand_score(found.partitions[3].labels, label) == 1
    assert found.evidence["leaf_sizes"].sum() == 3_000
    assert "120 small groups" in found.notices[0].text


@pytest.mark.usefixtures("summarised")
def test_a_summary_is_as_compact_as_the_exact_tree(monkeypatch):
    matrix = blobs(3_000, features=3, centers=6, spread=2.0)
    rough = fit(matrix).partitions
    monkeypatch.undo()
    for one, two in zip(rough, fit(matrix).partitions, strict=True):
        assert wcss(matrix, one) <= 1.05 * wcss(matrix, two)


def wcss(matrix, part):
    return float(((matrix - part.centres[part.labels]) ** 2).sum())


def test_the_exact_tree_has_no_notice():
    assert fit(blobs(100)).notices == ()


def test_a_clear_jump_in_height_is_suggested_with_its_reason():
    found = fit(blobs(600))
    assert found.suggested == 5
    assert "longest at 5 segments" in found.reason


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("linkage", LINKAGES)
def test_no_jump_is_suggested_where_there_is_no_structure(seed, linkage):
    found = fit(np.random.default_rng(seed).normal(size=(500, 4)), linkage=linkage)
    assert found.suggested is None and found.reason == ""


@pytest.mark.parametrize("matrix", AWKWARD)
@pytest.mark.parametrize("linkage", LINKAGES)
def test_awkward_tables_give_finite_values(matrix, linkage):
    check_awkward(matrix, linkage)


@pytest.mark.usefixtures("summarised")
@pytest.mark.parametrize("matrix", AWKWARD)
@pytest.mark.parametrize("linkage", LINKAGES)
def test_awkward_tables_are_summarised_too(matrix, linkage, monkeypatch):
    monkeypatch.setattr(hierarchical, "EXACT_ROWS", dict.fromkeys(LINKAGES, 0))
    check_awkward(matrix, linkage)


def check_awkward(matrix, linkage):
    settings = KS[: min(12, count_distinct_rows(matrix, 12)) - 1]
    found = fit(matrix, settings, linkage)
    for part, k in zip(found.partitions, settings, strict=True):
        assert np.bincount(part.labels, minlength=k).min() > 0
        assert np.isfinite(part.centres).all() and np.isfinite(part.distance).all()
    assert all(np.isfinite(values).all() for values in found.evidence.values())


def test_more_settings_than_different_customers_is_refused():
    with pytest.raises(TooFewDistinct):
        fit(np.repeat([[0.0], [1.0]], 50, axis=0), (2, 3))
