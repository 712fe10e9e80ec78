"""DBSCAN: scikit-learn's own labels at every eps, from one tree."""

import numpy as np
import pytest
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial.distance import cdist
from sklearn.cluster import DBSCAN
from sklearn.datasets import make_blobs, make_circles, make_moons

from core.model import MOST_CLUSTERS, NOISE, ignore_progress
from core.segment.fitting.density import sampled_tree
from core.segment.fitting.density.neighbours import Points
from core.segment.fitting.density.reachability import MutualReachability, round_up
from core.segment.fitting.density.sampled_tree import SampledTree, TooFewCustomers, sample_size
from core.segment.methods.dbscan import SPEC, OnlyNoise, TooManyClusters


def fit(matrix, settings=(), seed=0, progress=ignore_progress, **params):
    return SPEC.sweep(np.asarray(matrix, float), settings, params, seed, progress)


def untold(_share):
    """Progress that nobody watches."""


def tree(matrix, min_samples=5):
    return MutualReachability.of(np.asarray(matrix, float), min_samples, untold)


def by_first_member(labels):
    """The same partition, its clusters numbered in the order of their first members; noise is -1."""
    found = {}
    return [-1 if c in (-1, NOISE) else found.setdefault(c, len(found)) for c in labels]


def reference(matrix, eps, min_samples):
    fitted = DBSCAN(eps=eps, min_samples=min_samples, algorithm="kd_tree").fit(matrix)
    return by_first_member(fitted.labels_)


def _tables():
    rng = np.random.default_rng(0)
    yield "blobs", make_blobs(500, 5, centers=4, random_state=1)[0]
    yield "moons", make_moons(400, noise=0.1, random_state=2)[0]
    yield "one cloud", rng.normal(size=(450, 2))
    yield "one feature", rng.normal(size=(300, 1))
    yield "many features", rng.normal(size=(200, 18))
    yield "grid in two", rng.integers(0, 7, (300, 2)).astype(float)
    yield "grid in three", rng.integers(0, 10, (500, 3)).astype(float)
    yield "yes and no", rng.integers(0, 2, (400, 10)).astype(float)
    yield "each four times", rng.permutation(np.repeat(rng.normal(size=(70, 2)), 4, axis=0))
    yield "far offset", rng.normal(size=(300, 2)) + 1e8
    yield "one outlier", np.r_[rng.normal(size=(300, 2)), [[1e6, 0]]]


TABLES = dict(_tables())


@pytest.mark.parametrize("min_samples", [2, 3, 5, 12, 40])
@pytest.mark.parametrize("name", TABLES)
def test_labels_are_scikit_learn_s_at_any_eps(name, min_samples):
    matrix = TABLES[name]
    found = tree(matrix, min_samples)
    shares = np.quantile(found.core_distances, [0, 0.05, 0.2, 0.5, 0.8, 0.95, 1])
    for eps in {*shares, *np.sqrt(found.heights[-3:]), 1.0, np.sqrt(2), 2.0} - {0.0}:
        labels = found.cut(eps)
        assert by_first_member(labels) == reference(matrix, eps, min_samples)
        assert found.clusters(np.array(eps)) == labels.max() + 1


def test_a_border_customer_goes_to_the_cluster_that_comes_first():
    left, right = np.linspace(-2, -1, 6), np.linspace(1, 2, 6)
    for sides in ((left, right), (right, left)):
        line = np.r_[sides[0], 0.0, sides[1]][:, None]
        labels = tree(line, 4).cut(1.0)
        assert labels.max() == 1 and labels[6] == labels[0]
        assert by_first_member(labels) == reference(line, 1.0, 4)


def test_the_page_s_labels_are_scikit_learn_s_at_every_stop():
    matrix = make_blobs(600, 3, centers=5, random_state=4)[0]
    result = fit(matrix, (0.8,))
    assert 0.8 in result.settings and len(result.settings) > 12
    for eps, part in zip(result.settings, result.partitions, strict=True):
        assert by_first_member(part.labels) == reference(matrix, eps, 5)


@pytest.mark.parametrize("name", ["blobs", "many features", "one outlier", "one feature"])
def test_the_tree_is_a_minimum_spanning_tree_of_mutual_reachability(name):
    matrix = TABLES[name]
    distance = cdist(matrix, matrix)
    core = np.sort(distance, axis=1)[:, 4]
    found = tree(matrix)
    assert np.allclose(found.core_distances, core)
    weights = minimum_spanning_tree(np.maximum(distance, np.maximum(core, core[:, None]))).data
    assert np.allclose(np.sqrt(found.heights), np.sort(weights))


def test_equal_customers_are_one_point():
    rows = np.array([[1.0, 0.0], [2.0, 0.0], [1.0, -0.0], [2.0, 0.0], [1.0, 0.0]])
    points = Points.of(rows)
    assert np.array_equal(points.points[points.place], rows)
    assert sorted(zip(points.first, points.weights, strict=True)) == [(0, 3), (1, 2)]


def test_nearest_points_of_other_customers_are_exact():
    rng = np.random.default_rng(3)
    points, queries = Points.of(rng.normal(size=(500, 4))), rng.normal(size=(90, 4))
    near, gaps = points.nearest(6, untold, queries)
    distance = cdist(queries, points.points)
    assert np.array_equal(near, np.argsort(distance, axis=1)[:, :6])
    assert np.allclose(np.sqrt(gaps), np.sort(distance, axis=1)[:, :6])


def test_stops_reach_from_much_noise_to_one_segment():
    result = fit(make_blobs(1_000, 4, centers=5, cluster_std=0.5, random_state=0)[0])
    noise = [np.mean(part.labels == NOISE) for part in result.partitions]
    counts = [len(part.centres) for part in result.partitions]
    assert 0.2 < noise[0] <= 0.6 and noise == sorted(noise, reverse=True)
    assert counts[-1] == 1 and 5 in counts and max(counts) <= MOST_CLUSTERS
    assert all(float(f"{eps:.3e}") == eps for eps in result.settings)


def test_stops_that_would_give_too_many_clusters_are_left_out():
    matrix = np.random.default_rng(0).uniform(size=(12_000, 2))
    result = fit(matrix, min_samples=3)
    counts = [len(part.centres) for part in result.partitions]
    assert len(counts) > 10 and MOST_CLUSTERS / 10 < max(counts) <= MOST_CLUSTERS


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", ["blobs", "moons", "circles"])
def test_the_suggested_eps_is_at_the_bend_and_leaves_little_noise(shape, seed):
    matrix = {
        "blobs": lambda: make_blobs(800, 2, centers=[(0, 0), (9, 0), (0, 9)], random_state=seed),
        "moons": lambda: make_moons(800, noise=0.06, random_state=seed),
        "circles": lambda: make_circles(800, noise=0.04, factor=0.5, random_state=seed),
    }[shape]()[0]
    result = fit(matrix)
    part = result.partitions[result.settings.index(result.suggested)]
    assert np.mean(part.labels == NOISE) < 0.05
    assert f"eps {result.suggested:g}" in result.reason
    assert f"gives {len(part.centres)} segments" in result.reason


def test_where_the_bend_leaves_one_segment_the_reason_says_so():
    result = fit(np.random.default_rng(0).normal(size=(800, 3)))
    assert len(result.partitions[result.settings.index(result.suggested)].centres) == 1
    assert "one segment" in result.reason


def test_the_curve_is_of_every_customer_s_core_distance_and_thinned():
    matrix = np.random.default_rng(0).normal(size=(5_000, 2))
    curve, shares = (fit(matrix).evidence[name] for name in ("k_distance", "k_share"))
    core = np.sort(tree(matrix).core_distances)
    assert len(curve) == len(shares) == 1_000
    assert (shares[0], shares[-1], curve[0], curve[-1]) == (0, 1, core[0], core[-1])
    assert (np.diff(curve) >= 0).all()


@pytest.mark.parametrize(
    "matrix",
    [
        pytest.param(np.zeros((60, 2)), id="all alike"),
        pytest.param(np.eye(40), id="all at one distance"),
        pytest.param(np.repeat(np.eye(3), 20, axis=0), id="three kinds"),
        pytest.param(np.arange(5.0)[:, None], id="five customers"),
        pytest.param(np.random.default_rng(0).normal(size=(400, 2)) * 1e25, id="huge values"),
        pytest.param(np.random.default_rng(0).normal(size=(400, 2)) * 1e-120, id="tiny values"),
    ],
)
def test_awkward_tables_give_at_least_one_cluster_at_every_stop(matrix):
    result = fit(matrix)
    assert result.suggested in result.settings
    for part in result.partitions:
        assert len(part.centres) >= 1 and np.isfinite(part.centres).all()


def test_an_eps_that_leaves_only_noise_is_refused_with_the_least_that_does_not():
    matrix = make_blobs(300, 3, random_state=0)[0]
    with pytest.raises(OnlyNoise, match="all are noise") as refused:
        fit(matrix, (1e-6,))
    assert fit(matrix, (refused.value.fields["least"],)).partitions


def test_more_clusters_than_can_be_shown_are_refused():
    pairs = np.repeat(np.arange(300.0) * 10, 2)[:, None] + np.tile([0.0, 0.1], 300)[:, None]
    with pytest.raises(TooManyClusters, match="300 segments"):
        fit(pairs, (1.0,), min_samples=2)
    most = fit(pairs[:508], (1.0,), min_samples=2)
    assert len(most.partitions[most.settings.index(1.0)].centres) == MOST_CLUSTERS


def test_fewer_customers_than_min_samples_are_refused():
    with pytest.raises(TooFewCustomers):
        fit(np.zeros((4, 2)))


def test_equal_runs_give_equal_results_whatever_the_threads(monkeypatch):
    matrix = np.random.default_rng(0).integers(0, 30, (4_000, 3)).astype(float)
    one = tree(matrix)
    monkeypatch.setattr("numba.core.config.NUMBA_NUM_THREADS", 1)
    two = tree(matrix)
    for name in ("heights", "children", "order", "steps", "near", "gaps"):
        assert np.array_equal(getattr(one, name), getattr(two, name)), name


def test_progress_ascends_and_can_stop_the_work():
    told = []
    fit(TABLES["blobs"], progress=lambda _, share: told.append(share))
    assert len(set(told)) >= 12 and told == sorted(told) and told[-1] <= 1

    def stop(_, share):
        if share > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit(TABLES["blobs"], progress=stop)


def test_stops_are_rounded_so_that_they_still_reach_what_they_were_taken_from():
    for value in np.random.default_rng(0).lognormal(0, 8, 2_000):
        assert value <= round_up(value) <= value * 1.0011
    assert round_up(0.25) == 0.25


def test_exact_tables_have_no_notice():
    assert fit(TABLES["moons"]).notices == ()


def test_a_sample_is_taken_only_where_the_whole_would_take_too_long():
    for rows, features in ((100_000, 8), (1_000_000, 3), (1_000_000, 8), (150_000, 12), (20_000, 50)):
        assert sample_size(rows, features, 5) == rows
    for rows, features in ((10_000_000, 8), (1_000_000, 12), (100_000, 20), (50_000, 100)):
        assert sampled_tree.FEWEST <= sample_size(rows, features, 5) < rows


class TestSample:
    @pytest.fixture(autouse=True)
    def _small(self, monkeypatch):
        monkeypatch.setattr(sampled_tree, "sample_size", lambda rows, *_: min(rows, 1_500))

    def test_is_told_and_finds_the_same_groups(self):
        centres = np.array([[0.0, 0.0], [12, 0], [0, 12], [12, 12]])
        matrix, truth = make_blobs(6_000, centers=centres, random_state=0)
        result = fit(matrix, (1.0,))
        assert "1,500 customers drawn at random" in result.notices[0].text
        labels = result.partitions[result.settings.index(1.0)].labels
        assert len(set(labels[labels != NOISE])) == 4
        kept = labels != NOISE
        assert kept.mean() > 0.97
        assert len(set(zip(labels[kept], truth[kept], strict=True))) == 4

    def test_others_go_with_the_nearest_core_customer_within_eps(self):
        matrix = np.random.default_rng(1).normal(size=(4_000, 2))
        found = SampledTree.of(matrix, 5, 0, untold)
        labels, sampled = found.cut(0.2), matrix[found.chosen]
        exact = DBSCAN(eps=0.2, min_samples=5).fit(sampled)
        cores = exact.core_sample_indices_
        distance = cdist(matrix, sampled[cores])
        assert (distance.min(axis=1)[labels >= 0] <= 0.2).all()
        others = np.setdiff1d(np.flatnonzero(labels >= 0), found.chosen)
        nearest = found.chosen[cores[distance.argmin(axis=1)]]
        assert np.array_equal(labels[others], labels[nearest[others]])
        assert by_first_member(labels[found.chosen]) == by_first_member(exact.labels_)

    def test_depends_on_the_seed_alone(self):
        matrix = np.random.default_rng(1).normal(size=(4_000, 2))
        one, same, other = (fit(matrix, (0.2,), seed=seed).partitions[0].labels for seed in (0, 0, 1))
        assert np.array_equal(one, same) and not np.array_equal(one, other)
