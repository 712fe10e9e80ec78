"""The gap statistic equals one taken from all pairs of distances, and finds known answers."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.distance import pdist
from sklearn.decomposition import PCA

from core.segment import AllAlike
from core.verdict.cluster_by_k import NotByNumber
from core.verdict.gap_statistic import measure_gap
from tests.support.recording_method import METHOD, SETTINGS, labellings, noise, three_blobs, watched


def log_dispersion(rows: np.ndarray, labels: np.ndarray) -> float:
    """log W of the paper: squared distances between all ordered pairs over twice the size, summed."""
    own = [rows[labels == label] for label in np.unique(labels)]
    return np.log(sum(2 * (pdist(group) ** 2).sum() / (2 * len(group)) for group in own))


def naive_suggestion(gaps: np.ndarray, errors: np.ndarray) -> int | None:
    for k in range(1, len(gaps)):
        if gaps[k - 1] >= gaps[k] - errors[k]:
            return k
    return None


@pytest.mark.parametrize("table", [three_blobs, noise])
@pytest.mark.parametrize("box", ["principal", "plain"])
def test_it_equals_the_papers_definition_on_the_same_partitions(table, box):
    spec, seen = watched()
    found = measure_gap(table(), spec, {}, seed=3, box=box, references=12)
    logs = np.array([[log_dispersion(r, own) for own in labellings(r, fit)] for r, fit in seen])
    expected = [sum(column[1:]) / 12 - column[0] for column in logs.T]
    spread = [np.sqrt(sum((column[1:] - column[1:].mean()) ** 2) / 12) for column in logs.T]
    errors = np.array(spread) * np.sqrt(1 + 1 / 12)
    np.testing.assert_allclose(found.values, expected, atol=1e-9)
    np.testing.assert_allclose(found.error, errors, atol=1e-9)
    assert found.suggested == naive_suggestion(np.array(expected), errors)
    assert found.settings == tuple(range(1, SETTINGS + 1))
    assert (len(seen), found.references) == (13, 12)
    np.testing.assert_array_equal(seen[0][0], table())


@pytest.mark.parametrize("box", ["principal", "plain"])
def test_the_references_fill_the_box(box):
    spec, seen = watched()
    matrix = three_blobs() @ np.array([[1.0, 0.5, 0.0], [0.0, 1.0, 0.7], [0.3, 0.0, 1.0]]) + 40
    measure_gap(matrix, spec, {}, box=box)
    turn = PCA().fit(matrix).transform if box == "principal" else np.asarray
    low, high = turn(matrix).min(axis=0), turn(matrix).max(axis=0)
    drawn = np.concatenate([(turn(rows) - low) / (high - low) for rows, _ in seen[1:]])
    assert drawn.min() >= -1e-9 and drawn.max() <= 1 + 1e-9
    deciles = np.quantile(drawn, np.linspace(0.1, 0.9, 9), axis=0)
    np.testing.assert_allclose(deciles, np.linspace(0.1, 0.9, 9)[:, None] * np.ones(3), atol=0.04)


@pytest.mark.parametrize("box", ["principal", "plain"])
def test_known_answers(box):
    assert measure_gap(three_blobs(), METHOD, {}, box=box).suggested == 3
    assert measure_gap(noise(), METHOD, {}, box=box).suggested == 1


def test_a_gap_that_rises_to_the_end_suggests_nothing():
    few = replace(METHOD, params=(replace(METHOD.slider, high=3),))
    clear = measure_gap(three_blobs(), few, {})
    assert (clear.values[:-1] < clear.values[1:] - clear.error[1:]).all()
    assert clear.suggested is None


def test_above_the_cap_a_sample_is_clustered_and_named():
    spec, seen = watched()
    found = measure_gap(three_blobs(), spec, {}, sample_rows=120)
    assert (found.measured, found.customers, found.suggested) == (120, 300, 3)
    assert all(len(rows) == 120 for rows, _ in seen)
    assert "estimated on 120 of 300 customers" in found.notices[0].text
    assert measure_gap(three_blobs(), METHOD, {}).notices == ()


def test_the_seed_decides_and_the_input_stays():
    matrix = three_blobs()
    once, again, other = (measure_gap(matrix, METHOD, {}, seed, sample_rows=100) for seed in (1, 1, 2))
    np.testing.assert_array_equal(once.values, again.values)
    assert not np.array_equal(once.values, other.values)
    np.testing.assert_array_equal(matrix, three_blobs())


def test_progress_is_told():
    told: list[tuple[str, float]] = []
    measure_gap(noise(), METHOD, {}, progress=lambda step, share: told.append((step, share)))
    shares = [share for _, share in told]
    assert len(told) == 11 and shares == sorted(shares) and max(shares) < 1
    assert {step for step, _ in told} == {"Gap statistic"}


def test_settings_that_too_few_customers_differ_for_are_left_out():
    found = measure_gap(np.repeat([[0.0], [1.0], [5.0]], 20, axis=0), METHOD, {})
    assert found.settings == (1, 2)
    assert np.isfinite(found.values).all()


def test_what_has_no_gap_is_refused():
    with pytest.raises(AllAlike):
        measure_gap(np.ones((9, 2)), METHOD, {})
    with pytest.raises(NotByNumber, match="Hierarchical finds the number of segments by itself"):
        measure_gap(noise(), replace(METHOD, adaptive=True), {})
    with pytest.raises(ValueError, match="10 references"):
        measure_gap(noise(), METHOD, {}, references=9)
