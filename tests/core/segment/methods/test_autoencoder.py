"""Autoencoder clustering: what it finds that K-Means does not, and what happens without its extra."""

import ast
from inspect import getsource

import numpy as np
import pytest
from sklearn.datasets import make_blobs
from sklearn.metrics import adjusted_rand_score

from core.model import ignore_progress
from core.segment.methods import NotInstalled, algorithm, algorithms, autoencoder, standard_algorithms
from core.segment.methods.autoencoder import SPEC
from core.segment.methods.kmeans import SPEC as KMEANS

pytest.importorskip("jax", reason="the extra 'deep' is not installed")


def fit(matrix, settings=(4,), seed=0, spec=SPEC):
    return spec.sweep(np.asarray(matrix, float), settings, {}, seed, ignore_progress)


@pytest.fixture(scope="module")
def few_tell():
    """Four groups in two of eight features, and their labels."""
    rng = np.random.default_rng(0)
    label = rng.integers(0, 4, 600)
    centres = 2.5 * np.array([[1, 1], [-1, 1], [1, -1], [-1, -1]])
    rows = np.c_[centres[label] + rng.normal(size=(600, 2)), rng.normal(size=(600, 6))]
    return rows / rows.std(axis=0), label


@pytest.fixture(scope="module")
def found(few_tell):
    return fit(few_tell[0], (3, 4))


def test_groups_in_a_few_of_many_features_are_found_where_kmeans_loses_them(few_tell, found):
    rows, label = few_tell
    plain = fit(rows, spec=KMEANS).partitions[0]
    assert adjusted_rand_score(plain.labels, label) < 0.7
    assert adjusted_rand_score(found.partitions[1].labels, label) > 0.9


def test_the_order_and_the_scale_of_customers_do_not_matter(few_tell, found):
    rows, _ = few_tell
    order = np.random.default_rng(1).permutation(len(rows))
    other = fit(1024 * rows[order], (3, 4))
    for one, two in zip(found.partitions, other.partitions, strict=True):
        assert np.array_equal(one.labels[order], two.labels)
        assert np.array_equal(one.probability[order], two.probability)


def test_who_is_sure_is_rarely_wrong(few_tell, found):
    part, label = found.partitions[1], few_tell[1]
    sure = part.probability > np.median(part.probability)
    right = [adjusted_rand_score(part.labels[who], label[who]) for who in (sure, ~sure)]
    assert right[0] > right[1]


def test_a_centre_that_is_nobodys_likeliest_makes_no_segment(few_tell, monkeypatch):
    labels, chance = np.array([0, 2, 2] * 200, np.uint8), np.full(600, 0.7, np.float32)
    monkeypatch.setattr(autoencoder, "_assign_customers", lambda *_: iter([(labels, chance)]))
    found = fit(few_tell[0], (3,))
    (part,) = found.partitions
    assert len(part.centres) == 2 and np.bincount(part.labels).tolist() == [400, 200]
    assert (part.probability == chance).all()
    told = "With 3 centres, some hold nobody: there are fewer segments."
    assert [notice.text for notice in found.notices] == [told]


def test_losses_fall(few_tell):
    from core.segment.fitting import autoencoder_network, embedded_clustering

    rng = np.random.default_rng(0)
    rows = few_tell[0].astype(np.float32)
    at = autoencoder_network.Descent.of(autoencoder_network.random_network(8, rng))
    losses = []
    for _ in range(8):
        at, lost = autoencoder_network.train_on_batches(
            at, *autoencoder_network.noisy_batches(rows, rng)
        )
        losses.append(float(lost.mean()))
    assert losses[-1] < 0.8 * losses[0]
    clusters = embedded_clustering.refine_clusters(
        at.model, autoencoder_network.encode_rows(at.model, rows)[:4], 1.0, rows, rng
    )
    chances = clusters.chances(rows)
    assert chances.shape == (600, 4)
    np.testing.assert_allclose(chances.sum(axis=1), 1, rtol=1e-5)


def test_sharper_chances_are_those_of_the_paper():
    from core.segment.fitting.embedded_clustering import target_distribution

    chances = np.array([[0.8, 0.2], [0.6, 0.4]])
    squares = chances**2 / [1.4, 0.6]
    np.testing.assert_allclose(
        target_distribution(chances), squares / squares.sum(axis=1, keepdims=True)
    )


def test_more_customers_than_are_learnt_from_are_told(monkeypatch):
    monkeypatch.setattr("core.segment.methods.autoencoder.FIT_ROWS", 400)
    rows, label = make_blobs(600, 8, centers=4, random_state=0)
    many = fit(rows)
    assert "400 customers drawn at random. Each of the 600 customers" in many.notices[0].text
    assert adjusted_rand_score(many.partitions[0].labels, label) == 1
    assert fit(rows[:400]).notices == ()


def test_without_its_extra_it_is_not_offered_and_says_what_to_do(monkeypatch):
    assert "autoencoder" in algorithms() and "autoencoder" not in standard_algorithms()
    monkeypatch.setattr("core.segment.methods.find_spec", lambda _: None)
    found = {name for name, spec in algorithms().items() if spec.reads is None}
    assert found == set(standard_algorithms()) and "kmeans" in found
    with pytest.raises(NotInstalled, match=r"Autoencoder needs the package 'jax'.*'make deep'"):
        algorithm("autoencoder")


def test_jax_is_not_loaded_before_it_is_used():
    """The modules that load it are imported within the sweep alone."""
    top = ast.parse(getsource(autoencoder)).body
    names = {node.module for node in top if isinstance(node, ast.ImportFrom)}
    assert "core.segment.fitting.kmeans_search" in names
    loading = ("autoencoder_network", "embedded_clustering")
    assert not names & {f"core.segment.fitting.{name}" for name in loading}
