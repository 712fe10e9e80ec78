"""K-Means: as good as ten starts of scikit-learn, on easy and on awkward tables."""

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs

from core.model import ignore_progress
from core.segment.fitting.groups import count_distinct_rows
from core.segment.fitting.kmeans_search import Sample
from core.segment.fitting.lloyd import Field, Passes
from core.segment.fitting.partitions import TooFewDistinct
from core.segment.fitting.threads import as_kernel_array
from core.segment.methods import kmeans
from core.segment.methods.kmeans import SPEC

KS = tuple(range(2, 13))


def fit(matrix, settings=KS, seed=0):
    return SPEC.sweep(np.asarray(matrix, float), settings, {}, seed, ignore_progress).partitions


def inertia(matrix, part):
    return float(((matrix - part.centres[part.labels]) ** 2).sum())


def _tables():
    rng = np.random.default_rng(7)
    yield "blobs", make_blobs(3_000, 5, centers=8, cluster_std=1.5, random_state=2)[0]
    yield "noise", rng.normal(size=(2_500, 3))
    yield "skewed", np.exp(rng.normal(size=(3_000, 4)))
    yield "small", rng.normal(size=(400, 2))


TABLES = dict(_tables())


@pytest.mark.parametrize("name", TABLES)
def test_loses_at_most_a_tenth_of_a_percent_to_ten_starts(name):
    matrix = TABLES[name]
    loss = [
        inertia(matrix, part) / KMeans(k, n_init=10, random_state=0).fit(matrix).inertia_ - 1
        for part, k in zip(fit(matrix), KS, strict=True)
    ]
    assert np.mean(loss) <= 1e-3
    assert max(loss) <= 1e-2


def test_samples_lose_at_most_a_tenth_of_a_percent_to_a_search_of_the_whole_table(monkeypatch):
    matrix = make_blobs(60_000, 5, centers=8, cluster_std=1.5, random_state=2)[0]
    sampled = fit(matrix)
    (notice,) = SPEC.sweep(matrix, (2,), {}, 0, ignore_progress).notices
    assert "two samples, 20,000 customers" in notice.text and "all 60,000" in notice.text
    monkeypatch.setattr(kmeans, "WHOLE_ROWS", len(matrix))
    assert SPEC.sweep(matrix, (2,), {}, 0, ignore_progress).notices == ()
    loss = [
        inertia(matrix, a) / inertia(matrix, b) - 1 for a, b in zip(sampled, fit(matrix), strict=True)
    ]
    assert np.mean(loss) <= 1e-3
    assert max(loss) <= 1e-2


def test_passes_with_momentum_settle_where_plain_ones_creep():
    field = Field.of(as_kernel_array(np.random.default_rng(0).normal(size=(20_000, 6))))
    start = [field.at(slice(k)) for k in (1, 5, 9)]
    plain, quick = Passes(field, start), Passes(field, start)
    for _ in range(25):
        plain.settle(0)
    quick.settle(24)
    np.testing.assert_allclose(quick.inertia[0], plain.inertia[0])
    assert (quick.inertia[1:] < 0.999 * plain.inertia[1:]).all()


@pytest.mark.parametrize("seed", range(6))
def test_passes_with_momentum_never_lose_to_a_plain_one(seed):
    rng = np.random.default_rng(seed)
    field = Field.of(as_kernel_array(rng.standard_t(2, size=(4_000, 3))))
    start = [field.at(rng.choice(4_000, k)) for k in range(2, 13)]
    plain, quick = Passes(field, start), Passes(field, start)
    plain.settle(0)
    quick.settle(int(rng.integers(1, 30)))
    assert (quick.inertia <= plain.inertia * (1 + 1e-9)).all()


def test_passes_keep_what_they_know_of_the_settings_that_stay():
    field = Field.of(as_kernel_array(make_blobs(5_000, 3, centers=4, random_state=1)[0]))
    start = [field.at(slice(k)) for k in (2, 3, 4)]
    some, alone = Passes(field, start), Passes(field, [start[2], start[0]])
    some.keep(np.array([2, 0]))
    for passes in (some, alone):
        passes.settle(5)
    np.testing.assert_array_equal(some.labels, alone.labels)
    np.testing.assert_allclose(some.inertia, alone.inertia)
    np.testing.assert_allclose(some.means, alone.means)


@pytest.mark.parametrize("seed", range(4))
def test_a_rare_group_of_one_in_ten_thousand_is_found(seed):
    common = make_blobs(100_000, 4, centers=5, cluster_std=0.4, random_state=seed)[0]
    rare = np.random.default_rng(seed).normal(400, 0.4, size=(10, 4))
    matrix = np.vstack([common, rare])
    part = fit(matrix, (6,), seed)[0]
    assert set(part.labels[-10:]) == {5}
    assert np.bincount(part.labels)[5] == 10


def test_the_uniform_sample_alone_would_miss_a_group_rarer_than_it_can_see(monkeypatch):
    """So the second sample and the choice by full inertia are what finds it."""
    common = make_blobs(100_000, 4, centers=5, cluster_std=0.4, random_state=0)[0]
    matrix = np.vstack([common, np.random.default_rng(0).normal(400, 0.4, size=(10, 4))])
    monkeypatch.setattr(kmeans, "EVEN_ROWS", 2_000)
    monkeypatch.setattr(kmeans, "SETTLING_PASSES", 0)
    assert np.bincount(fit(matrix, (6,))[0].labels)[5] == 10
    monkeypatch.setattr(kmeans, "_draw_remote", _uniform)
    assert np.bincount(fit(matrix, (6,))[0].labels)[5] != 10


def _uniform(field, rng):
    rows = rng.choice(len(field.rows), 2_000, replace=False)
    return Sample.of(field.at(rows), np.ones(2_000))


def test_a_small_table_gives_scikit_learn_s_own_partition_where_ours_is_no_better():
    matrix = np.random.default_rng(0).normal(size=(400, 2))
    for part, k in zip(fit(matrix), KS, strict=True):
        reference = KMeans(k, n_init=10, random_state=0).fit(matrix).inertia_
        assert inertia(matrix, part) <= reference * (1 + 1e-9)


@pytest.mark.parametrize(
    "matrix",
    [
        pytest.param(np.arange(3.0)[:, None], id="three customers"),
        pytest.param(np.repeat(np.eye(4), 500, axis=0), id="duplicates"),
        pytest.param(np.random.default_rng(0).normal(size=(3_000, 1)), id="one feature"),
        pytest.param(np.random.default_rng(0).normal(size=(1_500, 2)) + 1e9, id="far offset"),
        pytest.param(np.random.default_rng(0).normal(size=(1_500, 2)) * 1e25, id="huge values"),
        pytest.param(np.random.default_rng(0).normal(size=(1_500, 2)) * 1e-120, id="tiny values"),
        pytest.param(np.r_[np.linspace(0, 1e-9, 1_500), 1e9][:, None], id="one outlier"),
        pytest.param(np.random.default_rng(0).normal(size=(1_200, 150)), id="many features"),
    ],
)
def test_awkward_tables_give_no_empty_cluster_and_finite_values(matrix):
    most = min(12, count_distinct_rows(matrix, 12))
    for part, k in zip(fit(matrix, KS[: most - 1]), KS, strict=False):
        assert np.bincount(part.labels, minlength=k).min() > 0
        assert np.isfinite(part.centres).all()
    assert np.isfinite(part.distance).all()


def test_separated_groups_are_found_far_from_the_origin():
    groups = np.repeat(np.arange(4.0), 1_000)
    matrix = np.c_[groups, groups] + 1e9 + np.random.default_rng(0).normal(0, 0.01, (4_000, 2))
    part = fit(matrix, (4,))[0]
    assert [len(set(part.labels[groups == g])) for g in range(4)] == [1] * 4


def test_more_settings_than_different_customers_is_refused():
    with pytest.raises(TooFewDistinct):
        fit(np.repeat([[0.0], [1.0]], 50, axis=0), (2, 3))


def test_distinct_rows_stops_counting():
    assert count_distinct_rows(np.zeros((10, 2)), 5) == 1
    assert count_distinct_rows(np.arange(10.0)[:, None], 5) == 5


def fit_weighted(matrix, weights, settings=KS):
    return SPEC.weighted(
        np.asarray(matrix, float), settings, {}, 0, ignore_progress, weights
    ).partitions


def weighted_inertia(matrix, part, weights):
    return float(weights @ ((matrix - part.centres[part.labels]) ** 2).sum(axis=1))


@pytest.mark.parametrize("name", ["skewed", "small"])
def test_weighted_it_loses_at_most_a_tenth_of_a_percent_to_weighted_ten_starts(name):
    matrix = TABLES[name][:1_500]
    weights = np.random.default_rng(1).lognormal(sigma=1.5, size=len(matrix))
    weights /= weights.mean()
    settings, loss = (2, 5, 12), []
    for part, k in zip(fit_weighted(matrix, weights, settings), settings, strict=True):
        reference = KMeans(k, n_init=10, random_state=0).fit(matrix, sample_weight=weights).inertia_
        loss.append(weighted_inertia(matrix, part, weights) / reference - 1)
    assert max(loss) <= 1e-3


def test_samples_of_weighted_customers_find_what_a_search_of_all_finds(monkeypatch):
    matrix = make_blobs(60_000, 5, centers=8, cluster_std=1.5, random_state=2)[0]
    weights = np.random.default_rng(1).pareto(1.2, len(matrix))
    weights /= weights.mean()
    found = SPEC.weighted(matrix, (3, 9), {}, 0, ignore_progress, weights)
    assert "20,000 customers drawn by weight" in found.notices[0].text
    monkeypatch.setattr(kmeans, "WHOLE_ROWS", len(matrix))
    for part, whole in zip(found.partitions, fit_weighted(matrix, weights, (3, 9)), strict=True):
        limit = 1.001 * weighted_inertia(matrix, whole, weights)
        assert weighted_inertia(matrix, part, weights) <= limit


def test_a_weight_of_two_is_as_good_as_two_such_customers():
    matrix, settings = TABLES["small"], (2, 3, 4)
    times = np.random.default_rng(3).integers(1, 4, len(matrix))
    repeated = fit(np.repeat(matrix, times, axis=0), settings)
    for one, other in zip(fit_weighted(matrix, times / times.mean(), settings), repeated, strict=True):
        assert weighted_inertia(matrix, one, times) == pytest.approx(
            inertia(np.repeat(matrix, times, axis=0), other), rel=1e-3
        )


@pytest.mark.parametrize("weight", [1.0, 0.1])
def test_equal_weights_give_the_very_labels_of_none(weight):
    matrix = TABLES["small"]
    for one, other in zip(fit_weighted(matrix, np.full(len(matrix), weight)), fit(matrix), strict=True):
        np.testing.assert_array_equal(one.labels, other.labels)
        np.testing.assert_array_equal(one.centres, other.centres)


def test_scaled_weights_change_nothing():
    matrix = TABLES["skewed"]
    weights = np.random.default_rng(5).exponential(size=len(matrix))
    scaled = fit_weighted(matrix, weights / 1024, (2, 6))
    for one, other in zip(fit_weighted(matrix, weights, (2, 6)), scaled, strict=True):
        np.testing.assert_array_equal(one.labels, other.labels)
        np.testing.assert_allclose(one.centres, other.centres)


def test_centres_are_weighted_means_and_who_weighs_nothing_joins_the_nearest():
    matrix = TABLES["blobs"]
    weights = np.random.default_rng(2).integers(0, 3, len(matrix)).astype(float)
    counted = weights > 0
    alone = fit_weighted(matrix[counted], weights[counted], (2, 8))
    for part, own in zip(fit_weighted(matrix, weights, (2, 8)), alone, strict=True):
        k = len(part.centres)
        sizes = np.bincount(part.labels, minlength=k)
        assert (np.diff(sizes) <= 0).all()
        means = [np.average(matrix[part.labels == c], axis=0, weights=weights[part.labels == c])
                 for c in range(k)]  # fmt: skip
        np.testing.assert_allclose(part.centres, means)
        np.testing.assert_allclose(np.sort(part.centres, axis=0), np.sort(own.centres, axis=0))
        gaps = np.linalg.norm(matrix[:, None] - part.centres, axis=2)
        np.testing.assert_array_equal(part.labels[~counted], gaps[~counted].argmin(axis=1))
        np.testing.assert_allclose(part.distance, gaps[np.arange(len(matrix)), part.labels], rtol=1e-5)


def test_customers_of_no_weight_do_not_make_more_different_ones():
    matrix = np.repeat(np.arange(5.0), 20)[:, None]
    weights = np.repeat([1.0, 2.0, 0.0, 0.0, 0.0], 20)
    assert fit_weighted(matrix, weights, (2,))[0].centres.ravel().tolist() == [1, 0]
    with pytest.raises(TooFewDistinct):
        fit_weighted(matrix, weights, (3,))


@pytest.mark.parametrize("rows", [300, 2_000])
def test_one_customer_may_weigh_more_than_all_the_others(rows):
    matrix = np.random.default_rng(0).normal(size=(rows, 2))
    weights = np.where(np.arange(rows) == 7, rows * (1 - 2.0**-20), 2.0**-20)
    for part in fit_weighted(matrix, weights):
        assert np.bincount(part.labels, minlength=len(part.centres)).min() > 0
        assert np.isfinite(part.centres).all()
        np.testing.assert_allclose(part.centres[part.labels[7]], matrix[7], atol=1e-3)


def test_a_quick_search_finds_plain_groups_too() -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(300, 3)) + 8 * np.eye(3)[np.repeat(range(3), 100)]
    found, thorough = (
        f(rows, (2, 3), {}, 0, ignore_progress) for f in (kmeans.sweep_quickly, SPEC.sweep)
    )
    assert np.array_equal(found.partitions[1].labels, thorough.partitions[1].labels)
