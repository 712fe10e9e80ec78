"""What every registered algorithm must keep to."""

import tracemalloc
from functools import cache

import numpy as np
import pytest
from sklearn.datasets import make_blobs
from sklearn.metrics import adjusted_rand_score

from core.errors import UserError
from core.model import NOISE, ignore_progress
from core.plugins import check_params
from core.segment.fitting.groups import group_means
from core.segment.methods import algorithms

SPECS = [spec for spec in algorithms().values() if spec.reads is None]  # test_rules.py has the others
pytestmark = pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)


def blobs(rows=600, centers=5, seed=0):
    return make_blobs(rows, 4, centers=centers, cluster_std=0.3, random_state=seed)[0]


def fitted(spec, matrix, settings=None, seed=0):
    params = check_params(spec.title, spec.params, {})
    return spec.sweep(
        matrix, spec.settings if settings is None else settings, params, seed, ignore_progress
    )


@cache
def of_blobs(spec, rows=600):
    return fitted(spec, blobs(rows))


@cache
def of_blobs_again(spec):
    """The same found once more, and the progress that was told meanwhile."""
    steps, params = [], check_params(spec.title, spec.params, {})
    result = spec.sweep(blobs(), spec.settings, params, 0, lambda *step: steps.append(step))
    return result, steps


def few(spec):
    """Two settings; an adaptive method finds its own."""
    return spec.settings if spec.adaptive else (4, 5)


def fit(spec, matrix, settings=None, seed=0):
    return fitted(spec, matrix, settings, seed).partitions


def test_same_seed_gives_the_same_partitions(spec):
    for one, two in zip(of_blobs(spec).partitions, of_blobs_again(spec)[0].partitions, strict=True):
        assert np.array_equal(one.labels, two.labels)
        assert np.array_equal(one.centres, two.centres)
        assert np.array_equal(one.distance, two.distance, equal_nan=True)
        if one.probability is not None:
            assert np.array_equal(one.probability, two.probability)


def test_one_label_and_one_distance_a_row(spec):
    for part in of_blobs(spec, 301).partitions:
        assert part.labels.shape == part.distance.shape == (301,)
        assert part.labels.dtype == np.uint8 and part.distance.dtype == np.float32
        assert set(part.labels.tolist()) - {NOISE} == set(range(len(part.centres)))
        assert len(part.centres) >= 1
        assert np.array_equal(np.isnan(part.distance), part.labels == NOISE)


def test_settings_ascend_and_each_has_its_partition(spec):
    result = of_blobs(spec)
    assert len(result.partitions) == len(result.settings) >= 5
    assert list(result.settings) == sorted(set(result.settings))
    if spec.adaptive:
        assert result.suggested in result.settings and result.reason.endswith(".")
    else:
        assert result.settings == spec.settings
        found = [len(part.centres) for part in result.partitions]
        assert all(k <= setting for k, setting in zip(found, spec.settings, strict=True))
        assert found == list(spec.settings) or any("fewer" in n.text for n in result.notices)


def test_what_is_asked_of_an_adaptive_method_is_among_its_stops(spec):
    if not spec.adaptive:
        assert fitted(spec, blobs(), (3,)).settings == (3,)
        return
    stops = of_blobs(spec).settings
    asked = round((stops[2] + stops[3]) / 2, 6)
    asked = int(asked) if isinstance(spec.slider.default, int) else asked
    result = fitted(spec, blobs(), (asked,))
    assert set(result.settings) == {*stops, asked}


def test_probabilities_lie_between_0_and_1(spec):
    for part in of_blobs(spec).partitions:
        if part.probability is not None:
            assert part.probability.shape == part.labels.shape
            assert part.probability.dtype == np.float32
            assert (part.probability >= 0).all() and (part.probability <= 1).all()


def test_clusters_are_numbered_by_descending_size(spec):
    for part in of_blobs(spec, 301).partitions:
        sizes = np.bincount(part.labels[part.labels != NOISE])
        assert (np.diff(sizes) <= 0).all()


def test_centres_are_the_means_and_distances_are_to_them(spec):
    matrix = blobs() + 1e6
    for part in fit(spec, matrix, few(spec)):
        means = group_means(matrix, part.labels[None], [len(part.centres)]).means
        assert np.allclose(part.centres, means, rtol=1e-12)
        grouped = part.labels != NOISE
        own = np.linalg.norm(matrix[grouped] - part.centres[part.labels[grouped]], axis=1)
        assert np.allclose(part.distance[grouped], own, rtol=1e-6, atol=1e-6)


def test_permuted_rows_give_the_permuted_partition(spec):
    matrix = blobs()
    order = np.random.default_rng(1).permutation(len(matrix))
    one, two = of_blobs(spec), fitted(spec, matrix[order])
    assert one.settings == two.settings
    at = one.settings.index(one.suggested) if spec.adaptive else one.settings.index(5)
    left, right = one.partitions[at].labels[order], two.partitions[at].labels
    assert adjusted_rand_score(left, right) == 1
    assert np.array_equal(left == NOISE, right == NOISE)


def test_input_is_not_changed_and_may_be_read_only(spec):
    matrix = np.asfortranarray(blobs())
    before = matrix.copy()
    matrix.flags.writeable = False
    fit(spec, matrix, few(spec))
    assert np.array_equal(matrix, before)


def test_progress_is_told_a_dozen_times_and_can_stop_the_work(spec):
    params, (_, steps) = check_params(spec.title, spec.params, {}), of_blobs_again(spec)
    assert len(steps) >= 12
    assert all(0 <= share <= 1 for _, share in steps)
    assert [share for _, share in steps] == sorted(share for _, share in steps)

    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        spec.sweep(blobs(), spec.settings, params, 0, stop)


@pytest.mark.parametrize("value", ["many", 0, -1, 1e12, True, None, float("nan"), float("inf")])
def test_bad_parameters_are_refused_in_a_sentence(spec, value):
    with pytest.raises(UserError, match=r"must be"):
        check_params(spec.title, spec.params, {spec.swept: value})


def test_unknown_parameters_are_refused(spec):
    with pytest.raises(UserError, match="no parameter"):
        check_params(spec.title, spec.params, {"nonsense": 1})


def test_memory_at_100k_rows_stays_within_what_is_declared(spec):
    matrix = make_blobs(100_000, 8, centers=5, random_state=0)[0]
    fit(spec, matrix[:100])
    tracemalloc.start()
    settings = fitted(spec, matrix).settings
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    result = 5 * len(matrix) * len(settings)
    assert peak < 2 * result + spec.row_bytes * len(matrix) + 40e6
