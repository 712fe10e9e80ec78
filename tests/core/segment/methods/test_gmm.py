"""Gaussian mixtures: scikit-learn's own where the answer is clear, and sound where it is not."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.datasets import make_blobs
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.mixture import GaussianMixture

from core.model import ignore_progress
from core.segment.fitting import em
from core.segment.fitting import mixture as _mixture
from core.segment.fitting.em import maximise_likelihood
from core.segment.fitting.groups import count_distinct_rows
from core.segment.fitting.lloyd import Field
from core.segment.fitting.mixture import NoMixture, Scale, _rescale_mixture, score_mixture
from core.segment.fitting.partitions import TooFewDistinct, fewer_clusters_notices
from core.segment.methods import gmm
from core.segment.methods.gmm import SPEC
from tests.support.awkward_tables import AWKWARD

SHAPES = ("full", "tied", "diag", "spherical")


def fit(matrix, settings=(2, 3, 4, 5, 6), covariance="full", seed=0):
    params = {"covariance": covariance}
    return SPEC.sweep(np.asarray(matrix, float), settings, params, seed, ignore_progress)


def groups(rows=1_200, seed=0):
    """Four separated groups in three features of unequal scales."""
    matrix, label = make_blobs(rows, 3, centers=4, cluster_std=0.4, random_state=seed + 3)
    return matrix * [1.0, 20.0, 0.05], label


@pytest.mark.parametrize("covariance", SHAPES)
def test_separated_groups_are_those_of_scikit_learn(covariance):
    matrix, _ = make_blobs(1_200, 3, centers=4, cluster_std=0.4, random_state=3)
    found = fit(matrix, (3, 4), covariance)
    peer = GaussianMixture(4, covariance_type=covariance, n_init=5, random_state=0).fit(matrix)
    part, order = found.partitions[1], np.argsort
    assert adjusted_rand_score(part.labels, peer.predict(matrix)) == 1
    np.testing.assert_allclose(
        part.centres[order(part.centres[:, 0])], peer.means_[order(peer.means_[:, 0])], atol=1e-4
    )
    np.testing.assert_allclose(found.evidence["bic"][1], peer.bic(matrix), rtol=1e-5)
    np.testing.assert_allclose(found.evidence["aic"][1], peer.aic(matrix), rtol=1e-5)
    np.testing.assert_allclose(
        found.evidence["log_likelihood"][1], peer.score(matrix) * len(matrix), rtol=1e-5
    )


@pytest.mark.parametrize("covariance", SHAPES)
@pytest.mark.parametrize("block", [7, 1 << 17])
def test_steps_are_those_of_scikit_learn(monkeypatch, covariance, block):
    monkeypatch.setattr(em, "BLOCK_VALUES", block)
    matrix = make_blobs(300, 4, centers=5, cluster_std=2.5, random_state=1)[0]
    start = GaussianMixture(3, covariance_type=covariance, max_iter=1, random_state=0).fit(matrix)
    peer = clone(start).set_params(
        max_iter=7, tol=0, weights_init=start.weights_, means_init=start.means_,
        precisions_init=start.precisions_,
    ).fit(matrix)  # fmt: skip
    begun = _rescale_mixture(start, np.ones(4))
    found = maximise_likelihood(matrix, begun, covariance, peer.reg_covar, 7, 0)
    expected = _rescale_mixture(peer, np.ones(4))
    for name in ("shares", "means", "covariances"):
        np.testing.assert_allclose(getattr(found, name), getattr(expected, name), rtol=1e-7)
    assert found.bound == pytest.approx(peer.lower_bound_)
    assert found.score(matrix) == pytest.approx(peer.score(matrix))
    own = score_mixture(found, matrix, 0.0, covariance)
    assert (own.bic, own.aic) == pytest.approx((peer.bic(matrix), peer.aic(matrix)))


@pytest.mark.parametrize("covariance", SHAPES)
def test_overlapping_groups_are_as_likely_as_with_five_starts_of_scikit_learn(covariance):
    matrix = make_blobs(1_000, 4, centers=5, cluster_std=2.5, random_state=1)[0]
    found = fit(matrix, (3, 5, 7), covariance)
    peers = [
        GaussianMixture(k, covariance_type=covariance, n_init=5, random_state=0).fit(matrix)
        for k in found.settings
    ]
    loss = 1 - found.evidence["log_likelihood"] / [peer.score(matrix) * 1_000 for peer in peers]
    assert np.mean(-loss) <= 1e-3


@pytest.mark.parametrize("covariance", ("full", "diag"))
def test_the_unit_of_a_feature_makes_no_difference_but_to_the_density(covariance):
    matrix, label = groups()
    one, two = fit(matrix, covariance=covariance), fit(matrix * [1e6, 1.0, 1e-9], covariance=covariance)
    for a, b in zip(one.partitions, two.partitions, strict=True):
        assert adjusted_rand_score(a.labels, b.labels) == 1
    assert adjusted_rand_score(one.partitions[2].labels, label) == 1
    change = -1_200 * np.log([1e6, 1e-9]).sum()
    np.testing.assert_allclose(
        two.evidence["log_likelihood"], one.evidence["log_likelihood"] + change, rtol=1e-6
    )


def test_probability_is_the_posterior_of_the_own_component():
    matrix = make_blobs(900, 2, centers=[(0, 0), (3, 0)], cluster_std=1.0, random_state=0)[0]
    part = fit(matrix, (2,)).partitions[0]
    peer = GaussianMixture(2, n_init=5, tol=1e-6, random_state=0).fit(matrix).predict_proba(matrix)
    assert part.probability.dtype == np.float32 and part.probability.shape == (900,)
    np.testing.assert_allclose(part.probability, peer.max(axis=1), atol=0.05)
    between = np.abs(matrix[:, 0] - 1.5) < 0.1
    assert part.probability[between].max() < 0.8 < part.probability[~between].mean()
    assert part.probability.min() >= 0.5


def test_bic_suggests_the_number_of_groups_and_says_so():
    found = fit(groups()[0])
    assert found.suggested == 4 == found.settings[int(found.evidence["bic"].argmin())]
    assert found.reason == "BIC is lowest at 4 components."


def test_a_bic_that_still_falls_at_the_end_is_told():
    found = fit(groups()[0], (2, 3))
    assert found.suggested == 3 and "still falls at 3" in found.reason


def test_asking_beyond_the_slider_does_not_change_the_suggestion():
    matrix = make_blobs(900, 2, centers=14, cluster_std=0.05, random_state=0)[0]
    assert fit(matrix, (11, 12, 14)).suggested == 12


def test_one_setting_alone_is_no_suggestion():
    assert fit(groups()[0], (4,)).suggested is None


def test_a_sample_is_told_and_everybody_is_assigned(monkeypatch):
    monkeypatch.setattr(gmm, "FIT_ROWS", 500)
    matrix, label = groups()
    found = fit(matrix)
    assert adjusted_rand_score(found.partitions[2].labels, label) == 1
    assert "500 customers drawn at random" in found.notices[0].text
    assert found.evidence["bic"][2] == pytest.approx(fit(matrix[:500]).evidence["bic"][2], rel=0.1)


def test_a_sample_s_mixture_is_as_likely_on_all_customers(monkeypatch):
    matrix = make_blobs(8_000, 4, centers=5, cluster_std=2.5, random_state=1)[0]
    monkeypatch.setattr(gmm, "FIT_ROWS", 4_000)
    scale = Scale.of(Field.of(matrix), joint=False)
    ours = gmm._mixtures(scale, (3, 5), "full", 0, ignore_progress, gmm.STARTS)
    for k, mixture in zip((3, 5), ours, strict=True):
        peer = GaussianMixture(k, n_init=2, random_state=0).fit(matrix).score(matrix)
        own = mixture.components.score(scale.at(slice(None))) - scale.log_volume
        assert own == pytest.approx(peer, rel=2e-3)


def test_a_component_that_is_nobody_s_leaves_fewer_clusters_and_is_told():
    labels = np.array([[2, 2, 0, 2], [0, 1, 1, 0]], np.uint8)
    rows, chance = np.arange(4.0)[:, None], np.full((2, 4), 0.5, np.float32)
    parts = gmm._partitions(rows, labels, chance)
    assert [len(part.centres) for part in parts] == [2, 2]
    assert parts[0].labels.tolist() == [0, 0, 1, 0]
    (notice,) = fewer_clusters_notices((3, 2), parts, "components")
    assert notice.text.startswith("With 3 components")


def test_components_on_equal_values_are_told_and_do_not_win_by_bic():
    rng = np.random.default_rng(0)
    matrix = np.c_[rng.normal(size=600), np.where(rng.random(600) < 0.5, 0.0, rng.normal(5, 1, 600))]
    found = fit(matrix)
    assert any("alike in a feature" in notice.text for notice in found.notices)


@pytest.mark.parametrize("matrix", AWKWARD)
@pytest.mark.parametrize("covariance", SHAPES)
def test_awkward_tables_give_finite_values(matrix, covariance):
    settings = tuple(range(2, min(5, count_distinct_rows(matrix, 5)) + 1))
    found = fit(matrix, settings, covariance)
    for part in found.partitions:
        assert np.bincount(part.labels, minlength=len(part.centres)).min() > 0
        assert np.isfinite(part.centres).all() and np.isfinite(part.distance).all()
        assert ((part.probability > 0) & (part.probability <= 1)).all()
    assert all(np.isfinite(values).all() for values in found.evidence.values())


def test_a_singular_covariance_is_refused_in_a_sentence(monkeypatch):
    monkeypatch.setattr(_mixture, "FLOOR", 0.0)
    with pytest.raises(NoMixture, match="components cannot be fitted"):
        fit(np.repeat(np.eye(4), 50, axis=0), (3,))


def test_more_components_than_different_customers_is_refused():
    with pytest.raises(TooFewDistinct):
        fit(np.repeat([[0.0], [1.0]], 50, axis=0), (3,))


def test_the_published_mixture_of_wholesale_customers_comes_out(shared):
    table = pd.read_csv(shared("wholesale/wholesale_customers.csv")).drop(index=[65, 66, 75, 128, 154])
    spend = np.log(table.drop(columns=["Channel", "Region"]).to_numpy())
    matrix = PCA(2).fit_transform(spend)
    labels = fit(matrix, (2,), seed=42).partitions[0].labels
    assert silhouette_score(matrix, labels) == pytest.approx(0.422, abs=5e-4)
    assert adjusted_rand_score(table["Channel"], labels) == pytest.approx(0.647, abs=5e-4)
