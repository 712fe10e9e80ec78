"""What every registered algorithm must keep to."""

import tracemalloc

import numpy as np
import pytest
from sklearn.datasets import make_blobs
from sklearn.metrics import adjusted_rand_score

from core.algorithms._groups import group_means
from core.entities import quiet
from core.errors import UserError
from core.registry import collect
from core.specs import checked

SPECS = list(collect("core.algorithms").values())
pytestmark = pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)


def blobs(rows=600, centers=5, seed=0):
    return make_blobs(rows, 4, centers=centers, cluster_std=0.3, random_state=seed)[0]


def fit(spec, matrix, settings=None, seed=0):
    params = checked(spec.title, spec.params, {})
    return spec.sweep(matrix, settings or spec.settings, params, seed, quiet).partitions


def test_same_seed_gives_the_same_partitions(spec):
    matrix = blobs()
    for one, two in zip(fit(spec, matrix, seed=3), fit(spec, matrix, seed=3), strict=True):
        assert np.array_equal(one.labels, two.labels)
        assert np.array_equal(one.centres, two.centres)
        assert np.array_equal(one.distance, two.distance)


def test_one_label_and_one_distance_a_row(spec):
    matrix = blobs(301)
    for part, k in zip(fit(spec, matrix), spec.settings, strict=True):
        assert part.labels.shape == part.distance.shape == (301,)
        assert part.labels.dtype == np.uint8 and part.distance.dtype == np.float32
        assert set(part.labels.tolist()) == set(range(len(part.centres)))
        assert len(part.centres) == k


def test_clusters_are_numbered_by_descending_size(spec):
    for part in fit(spec, blobs(417)):
        sizes = np.bincount(part.labels)
        assert (np.diff(sizes) <= 0).all()


def test_centres_are_the_means_and_distances_are_to_them(spec):
    matrix = blobs() + 1e6
    for part in fit(spec, matrix):
        means = group_means(matrix, part.labels[None], [len(part.centres)]).means
        assert np.allclose(part.centres, means, rtol=1e-12)
        own = np.linalg.norm(matrix - part.centres[part.labels], axis=1)
        assert np.allclose(part.distance, own, rtol=1e-6, atol=1e-6)


def test_permuted_rows_give_the_permuted_partition(spec):
    matrix = blobs()
    order = np.random.default_rng(1).permutation(len(matrix))
    one, two = fit(spec, matrix, (5,))[0], fit(spec, matrix[order], (5,))[0]
    assert adjusted_rand_score(one.labels[order], two.labels) == 1


def test_input_is_not_changed_and_may_be_read_only(spec):
    matrix = np.asfortranarray(blobs())
    before = matrix.copy()
    matrix.flags.writeable = False
    fit(spec, matrix)
    assert np.array_equal(matrix, before)


def test_progress_is_told_a_dozen_times_and_can_stop_the_work(spec):
    told = []
    spec.sweep(blobs(), spec.settings, {}, 0, lambda step, share: told.append((step, share)))
    assert len(told) >= 12
    assert all(0 <= share <= 1 for _, share in told)
    assert [share for _, share in told] == sorted(share for _, share in told)

    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        spec.sweep(blobs(), spec.settings, {}, 0, stop)


@pytest.mark.parametrize("value", ["many", 0, -1, 2.5, 1e9, None, float("nan"), float("inf")])
def test_bad_parameters_are_refused_in_a_sentence(spec, value):
    with pytest.raises(UserError, match=r"must be"):
        checked(spec.title, spec.params, {spec.swept: value})


def test_unknown_parameters_are_refused(spec):
    with pytest.raises(UserError, match="no parameter"):
        checked(spec.title, spec.params, {"nonsense": 1})


def test_memory_at_100k_rows_stays_within_what_is_declared(spec):
    matrix = np.random.default_rng(0).normal(size=(100_000, 8))
    fit(spec, matrix[:100])
    tracemalloc.start()
    fit(spec, matrix)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    result = 5 * len(matrix) * len(spec.settings)
    assert peak < 2 * result + 40e6
