"""Scores against a known label equal scikit-learn's."""

from dataclasses import asdict

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from core.model import NOISE
from core.segment.scores.agreement import NoKnownLabels, adjusted_rand, measure_agreement

REFERENCES = {
    "adjusted_rand": metrics.adjusted_rand_score,
    "normalised_mutual_information": metrics.normalized_mutual_info_score,
    "homogeneity": metrics.homogeneity_score,
    "completeness": metrics.completeness_score,
}


def assert_equal_to_reference(labels: np.ndarray, known: np.ndarray) -> None:
    found = measure_agreement(labels, known)
    for name, reference in REFERENCES.items():
        assert getattr(found, name) == pytest.approx(reference(known, labels), abs=1e-9), name


@st.composite
def groupings(draw):
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    n = draw(st.integers(2, 400))
    labels = rng.integers(0, draw(st.integers(1, 12)), n).astype(np.uint8)
    known = rng.integers(-3, draw(st.integers(-2, 40)), n)
    agrees = rng.random(n) < draw(st.sampled_from([0.0, 0.5, 1.0]))
    return labels, np.where(agrees, labels, known)


@settings(max_examples=100)
@given(groupings())
def test_every_score_equals_scikit_learn_s(case):
    assert_equal_to_reference(*case)


@pytest.mark.parametrize(
    ("labels", "known"),
    [
        pytest.param([0, 0, 0], [7, 7, 7], id="one group each"),
        pytest.param([0, 1, 2], [5, 6, 7], id="everyone alone in both"),
        pytest.param([0, 0, 0], [1, 2, 3], id="one segment"),
        pytest.param([0, 1, 2], [1, 1, 1], id="one label"),
        pytest.param([0], [1], id="one customer"),
        pytest.param([0, 0, 1, 1], [0, 1, 0, 1], id="independent"),
    ],
)
def test_the_ends_are_scikit_learn_s(labels, known):
    assert_equal_to_reference(np.array(labels, np.uint8), np.array(known))


def test_a_million_customers_do_not_overflow():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 1_000_000).astype(np.uint8)
    assert_equal_to_reference(labels, np.where(rng.random(len(labels)) < 0.9, labels, 0))


def test_a_label_for_each_customer_takes_no_table_of_all_pairs():
    labels = (np.arange(300_000) % 200).astype(np.uint8)
    found = measure_agreement(labels, np.arange(300_000))
    assert found.homogeneity == pytest.approx(np.log(200) / np.log(300_000))
    assert found.completeness == pytest.approx(1)


def test_noise_is_a_group_of_its_own():
    rng = np.random.default_rng(1)
    known, labels = rng.integers(0, 3, 200), rng.integers(0, 3, 200).astype(np.uint8)
    labels[:30] = NOISE
    assert_equal_to_reference(labels, known)


@pytest.mark.parametrize(
    "known",
    [
        pytest.param(["b", "b", None, "a", "a", None, "b"], id="words"),
        pytest.param(np.array([1.0, 1.0, np.nan, 0.0, 0.0, np.nan, 1.0]), id="numbers"),
        pytest.param(pd.Series(["b", "b", None, "a", "a", None, "b"], dtype="category"), id="category"),
        pytest.param(pd.array([1, 1, None, 0, 0, None, 1], dtype="Int64"), id="whole numbers"),
    ],
)
def test_customers_without_a_label_are_left_out_and_counted(known):
    labels = np.array([0, 0, 9, 1, 0, 0, 1], np.uint8)
    found = measure_agreement(labels, known)
    assert (found.rows, found.missing) == (5, 2)
    kept = labels[[0, 1, 3, 4, 6]]
    for name, reference in REFERENCES.items():
        assert getattr(found, name) == pytest.approx(reference([1, 1, 0, 0, 1], kept))


def test_without_any_label_the_user_is_told():
    with pytest.raises(NoKnownLabels, match="another outcome column"):
        measure_agreement(np.zeros(3, np.uint8), [None, None, None])


def test_small_codes_count_as_any_other_labels():
    rng = np.random.default_rng(3)
    first, second = rng.integers(0, 9, (2, 500)).astype(np.uint8)
    first[:40], second[20:60] = 255, 255
    words = measure_agreement(first.astype(str), second.astype(str))
    assert asdict(measure_agreement(first, second)) == pytest.approx(asdict(words), abs=1e-12)
    assert measure_agreement(first, first).adjusted_rand == 1
    with pytest.raises(NoKnownLabels):
        measure_agreement(first[:0], second[:0])


class TestAdjustedRand:
    @pytest.mark.parametrize("shape", [(1, 50), (4, 200), (3, 2, 80)])
    def test_equals_scikit_learn(self, shape) -> None:
        rng = np.random.default_rng(1)
        one = rng.integers(0, 5, shape).astype(np.uint8)
        other = np.where(rng.random(shape) < 0.6, one, rng.integers(0, 4, shape)).astype(np.uint8)
        pairs = zip(one.reshape(-1, shape[-1]), other.reshape(-1, shape[-1]), strict=True)
        expected = np.reshape([metrics.adjusted_rand_score(a, b) for a, b in pairs], shape[:-1])
        np.testing.assert_allclose(adjusted_rand(one, other), expected, atol=1e-12)

    @pytest.mark.parametrize(
        "one, other",
        [
            ([0, 0, 0], [0, 0, 0]),
            ([0, 1, 2], [2, 1, 0]),
            ([0, 0, 0], [0, 1, 2]),
            ([0, 0, 1], [NOISE, NOISE, 0]),
        ],
    )
    def test_edge_cases_are_scikit_learns(self, one, other) -> None:
        a, b = np.array(one, np.uint8), np.array(other, np.uint8)
        assert float(adjusted_rand(a, b)) == pytest.approx(metrics.adjusted_rand_score(one, other))
