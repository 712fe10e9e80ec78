"""Gaps around segments of any shape: clear where they are wide, none where a border cuts a dense place."""

import numpy as np
import pytest
from sklearn.datasets import make_moons

from core.model import NOISE
from core.verdict.reach import Reach


def halves(rows: np.ndarray) -> np.ndarray:
    return (rows[:, 0] > np.median(rows[:, 0])).astype(np.uint8)


def test_curved_groups_are_clear_and_their_halves_are_not() -> None:
    rows, known = make_moons(400, noise=0.05, random_state=0)
    reach = Reach.of(rows)
    assert (reach.clearness(known.astype(np.uint8)) > 0.5).all()
    assert (reach.clearness(halves(rows)) < 0.2).all()


def test_one_cloud_cut_in_two_has_no_gap() -> None:
    rows = np.random.default_rng(0).normal(size=(400, 3))
    assert (Reach.of(rows).clearness(halves(rows)) < 0).all()


def test_a_segment_with_a_gap_inside_is_not_clear() -> None:
    rng = np.random.default_rng(1)
    rows = np.concatenate([rng.normal(centre, 0.3, (100, 2)) for centre in (0, 6, 12)])
    merged = np.repeat([0, 0, 1], 100).astype(np.uint8)
    inside, whole = Reach.of(rows).clearness(merged)
    assert inside < 0.2 and whole > 0.5


def test_single_customers_in_a_gap_decide_nothing() -> None:
    rng = np.random.default_rng(2)
    rows = np.concatenate([rng.normal(0, 0.3, (100, 2)), rng.normal(6, 0.3, (100, 2)), [[3.0, 3.0]]])
    labels = np.append(np.repeat([0, 1], 100), 0).astype(np.uint8)
    assert (Reach.of(rows).clearness(labels) > 0.5).all()


def test_noise_joins_the_segment_that_it_reaches_first() -> None:
    rows = np.array([[0.0], [0.1], [0.2], [9.0], [9.1], [9.2], [1.0], [8.0]])
    labels = np.array([0, 0, 0, 1, 1, 1, NOISE, NOISE], np.uint8)
    filled = Reach.of(np.repeat(rows, 8, axis=0)).fill_noise(np.repeat(labels, 8))
    assert filled.tolist() == np.repeat([0, 0, 0, 1, 1, 1, 0, 1], 8).tolist()


@pytest.mark.parametrize(("width", "low", "high"), [(30.0, 4.0, 1e3), (1.0, 0.0, 4.0)])
def test_noise_is_as_far_apart_as_its_neighbours_are(width: float, low: float, high: float) -> None:
    rng = np.random.default_rng(3)
    rows = np.concatenate([rng.normal(size=(300, 2)), rng.uniform(-width, width, (60, 2))])
    labels = np.repeat([0, NOISE], [300, 60]).astype(np.uint8)
    assert low <= Reach.of(rows).apartness(labels) < high


def test_customers_who_are_all_equal_have_no_gaps() -> None:
    labels = np.repeat([0, 1], 20).astype(np.uint8)
    assert Reach.of(np.zeros((40, 2))).clearness(labels).tolist() == [0, 0]
