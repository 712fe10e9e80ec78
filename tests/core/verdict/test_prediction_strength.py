"""Prediction strength equals one counted pair by pair, and finds known answers."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.datasets import make_moons
from sklearn.neighbors import KNeighborsClassifier

from core.model import FitResult
from core.segment import AllAlike, build_partitions
from core.verdict.cluster_by_k import NotByNumber
from core.verdict.prediction_strength import measure_prediction_strength
from tests.support.recording_method import METHOD, SETTINGS, labellings, noise, three_blobs, watched


def naive_strength(labels: np.ndarray, given: np.ndarray) -> float:
    least = 1.0
    for label in np.unique(labels):
        pairs = list(combinations(given[labels == label], 2))
        if pairs:
            least = min(least, sum(a == b for a, b in pairs) / len(pairs))
    return least


def by_centres(rows: np.ndarray, others: np.ndarray, labels: np.ndarray) -> np.ndarray:
    means = [others[labels == label].mean(axis=0) for label in np.unique(labels)]
    return cdist(rows, means).argmin(axis=1)


def by_neighbours(rows: np.ndarray, others: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return KNeighborsClassifier(1).fit(others, labels).predict(rows)


@pytest.mark.parametrize("table", [three_blobs, noise])
@pytest.mark.parametrize(("carry", "given"), [("centres", by_centres), ("neighbours", by_neighbours)])
def test_it_equals_the_count_of_pairs_on_the_same_partitions(table, carry, given):
    spec, seen = watched()
    found = measure_prediction_strength(table()[:101], spec, {}, seed=3, carry=carry, splits=4)
    strengths = []
    for (a, fit_a), (b, fit_b) in zip(seen[::2], seen[1::2], strict=True):
        np.testing.assert_array_equal(
            np.sort(np.vstack([a, b]), axis=0), np.sort(table()[:101], axis=0)
        )
        both = zip(labellings(a, fit_a), labellings(b, fit_b), strict=True)
        strengths.append(
            [
                (naive_strength(x, given(a, b, y)) + naive_strength(y, given(b, a, x))) / 2
                for x, y in both
            ]
        )
    columns = np.array(strengths).T
    np.testing.assert_allclose(found.values, columns.mean(axis=1), atol=1e-12)
    np.testing.assert_allclose(found.error, columns.std(axis=1, ddof=1) / 2, atol=1e-12)
    assert found.suggested == max(k for k, own in enumerate(columns, 1) if own.mean() > 0.8)
    assert (found.settings, found.splits) == (tuple(range(1, SETTINGS + 1)), 4)


@pytest.mark.parametrize("carry", ["centres", "neighbours"])
def test_known_answers(carry):
    blobs = measure_prediction_strength(three_blobs(), METHOD, {}, carry=carry)
    assert blobs.suggested == 3
    assert (blobs.values[0], blobs.values[2]) == (1, 1)
    assert measure_prediction_strength(noise(), METHOD, {}, carry=carry).suggested == 1


def test_segments_that_are_not_round_are_foretold_by_neighbours():
    """Ground truth as the method: the upper moon and the lower one."""
    matrix, moons = make_moons(400, noise=0.02, random_state=0)
    known = {tuple(row): label for row, label in zip(matrix, moons, strict=True)}

    def sweep(rows, settings, *_):
        labels = np.array([[known[tuple(row)] for row in rows]], np.uint8)
        return FitResult(settings, build_partitions(rows, labels, [2]))

    spec = replace(METHOD, sweep=sweep, params=(replace(METHOD.slider, high=2),))
    centres, neighbours = (
        measure_prediction_strength(matrix, spec, {}, carry=carry).values[1]
        for carry in ("centres", "neighbours")
    )
    assert centres < 0.8 < 0.99 < neighbours


def test_above_the_cap_a_sample_is_clustered_and_named():
    spec, seen = watched()
    found = measure_prediction_strength(three_blobs(), spec, {}, sample_rows=120)
    assert (found.measured, found.customers, found.suggested) == (120, 300, 3)
    assert all(len(rows) == 60 for rows, _ in seen)
    assert "estimated on 120 of 300 customers" in found.notices[0].text
    assert measure_prediction_strength(three_blobs(), METHOD, {}).notices == ()


def test_the_seed_decides_and_the_input_stays():
    matrix = noise()
    once, again, other = (
        measure_prediction_strength(matrix, METHOD, {}, seed, splits=2) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(once.values, again.values)
    assert not np.array_equal(once.values, other.values)
    np.testing.assert_array_equal(matrix, noise())


def test_progress_is_told():
    told: list[tuple[str, float]] = []
    measure_prediction_strength(noise(), METHOD, {}, progress=lambda *args: told.append(args))
    shares = [share for _, share in told]
    assert len(told) == 10 and shares == sorted(shares) and max(shares) < 1
    assert {step for step, _ in told} == {"Prediction strength"}


@pytest.mark.parametrize("rows", [2, 3, 5])
def test_of_few_customers_few_segments_are_asked(rows: int):
    found = measure_prediction_strength(np.arange(float(rows))[:, None], METHOD, {})
    assert found.settings == (1,) and found.suggested == 1


def test_what_has_no_strength_is_refused():
    with pytest.raises(AllAlike):
        measure_prediction_strength(np.ones((9, 2)), METHOD, {})
    with pytest.raises(NotByNumber, match="prediction strength"):
        measure_prediction_strength(noise(), replace(METHOD, adaptive=True), {})
    with pytest.raises(ValueError, match="2 splits"):
        measure_prediction_strength(noise(), METHOD, {}, splits=1)
