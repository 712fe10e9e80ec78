"""The Dunn index equals that of all pairs of distances, taken one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from core.model import NOISE
from core.segment.scores.dunn import dunn_index


def naive(matrix: np.ndarray, labels: np.ndarray) -> float | None:
    kept = labels != NOISE
    distance, own = cdist(matrix[kept], matrix[kept]), labels[kept]
    same = own[:, None] == own
    if same.all() or not distance[same].max(initial=0):
        return None
    return distance[~same].min() / distance[same].max()


@st.composite
def tables(draw):
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    n, p, s = draw(st.integers(2, 700)), draw(st.integers(1, 5)), draw(st.integers(1, 4))
    matrix = rng.normal(size=(n, p))
    if draw(st.booleans()):
        matrix = np.round(matrix)
    labels = rng.integers(0, rng.integers(1, 6, (s, 1)), (s, n)).astype(np.uint8)
    labels[rng.random((s, n)) < draw(st.sampled_from([0.0, 0.3]))] = NOISE
    return matrix, labels


@settings(max_examples=60)
@given(tables())
def test_it_equals_the_naive_index_with_and_without_noise(table):
    matrix, labels = table
    expected = [naive(matrix, own) for own in labels]
    found = dunn_index(matrix, labels)
    assert found.values == tuple(v if v is None else pytest.approx(v, rel=1e-9) for v in expected)
    assert (found.measured, found.notices) == (len(matrix), ())


def test_a_known_answer():
    matrix = np.array([[0.0], [1.0], [3.0], [7.0]])
    assert dunn_index(matrix, np.array([[0, 0, 1, 1]], np.uint8)).values == (0.5,)


@pytest.mark.parametrize(
    "labels",
    [
        pytest.param([0, 0, 0], id="one segment"),
        pytest.param([0, 1, 2], id="everyone alone"),
        pytest.param([NOISE] * 3, id="noise alone"),
        pytest.param([0, 0, NOISE], id="one segment and noise"),
    ],
)
def test_where_it_is_not_defined_it_is_none(labels):
    assert dunn_index(np.arange(3.0)[:, None], np.array([labels], np.uint8)).values == (None,)


def blobs(n: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, n).astype(np.uint8)
    return 6 * labels[:, None] + rng.random((n, 3)), np.stack([np.minimum(labels, 1), labels])


def test_a_sampled_index_is_never_below_the_exact_one_and_names_its_sample():
    matrix, labels = blobs(30_000)
    sampled, exact = dunn_index(matrix, labels), dunn_index(matrix, labels, exact_rows=30_000)
    for estimate, value in zip(sampled.values, exact.values, strict=True):
        assert value <= estimate <= 1.1 * value
    assert sampled.measured < 30_000 == sampled.customers == exact.measured
    sentence = sampled.notices[0].text
    assert f"estimated on {sampled.measured:,} of 30,000 customers" in sentence


def test_a_rare_segment_is_in_the_sample():
    matrix, labels = blobs(30_000)
    labels[:, :5] = 3
    exact = dunn_index(matrix, labels, exact_rows=30_000).values[1]
    assert dunn_index(matrix, labels).values[1] == pytest.approx(exact, rel=0.5)


def test_the_seed_decides_and_the_input_stays():
    matrix, labels = blobs(47_000)
    before = matrix.copy(), labels.copy()
    once, again, other = (dunn_index(matrix, labels, seed=seed) for seed in (4, 4, 5))
    assert once == again != other
    np.testing.assert_array_equal(matrix, before[0])
    np.testing.assert_array_equal(labels, before[1])


def test_progress_is_told():
    shares: list[float] = []
    dunn_index(*blobs(6_000), step=shares.append)
    assert len(shares) > 12 and shares == sorted(shares) and max(shares) < 1
