"""Redraws tell how often segments come out again, and agree with the verdict's."""

import numpy as np
import pytest

from core.model import FeatureMatrix
from core.segment import KMEANS, run_sweep
from core.segment.scores.redraws import REDRAWS, comes_out_again, draw_rows, measure_redraws
from core.verdict import gather_evidence, judge_sweep
from tests.support.recording_method import three_blobs

EVERYBODY = np.ones(8, bool)
HALVES = np.repeat([0, 1], 4)


def test_segments_come_out_again_whatever_their_numbers() -> None:
    assert comes_out_again(HALVES, 1 - HALVES, EVERYBODY)


def test_a_segment_that_shares_no_more_than_half_does_not() -> None:
    quarters = np.array([0, 0, 1, 1, 2, 2, 2, 2])
    assert not comes_out_again(HALVES, quarters, EVERYBODY)
    most = np.array([0, 0, 0, 1, 2, 2, 2, 2])
    assert comes_out_again(HALVES, most, EVERYBODY)


def test_only_those_who_were_drawn_count() -> None:
    quarters, drawn = np.array([0, 0, 1, 1, 2, 2, 2, 2]), EVERYBODY.copy()
    drawn[2:4] = False
    assert comes_out_again(HALVES, quarters, drawn)
    assert not comes_out_again(HALVES, quarters, np.zeros(8, bool))


def test_groups_come_out_again_and_slices_of_noise_do_not() -> None:
    groups = three_blobs()
    noise = np.random.default_rng(0).random((300, 6))
    for rows, k, low, high in ((groups, 3, 1.0, 1.0), (noise, 8, 0.0, 0.3)):
        labels = run_sweep(
            FeatureMatrix(rows, ("x",) * rows.shape[1], ("x",) * rows.shape[1], {}), KMEANS, {}
        ).labels
        found = measure_redraws(rows, labels, range(2, 13))
        assert found.count == REDRAWS and low <= (found.returned[k - 2] or 0) <= high


def test_beyond_the_numbers_that_are_looked_at_nothing_is_known() -> None:
    rows = three_blobs()
    labels = np.zeros((2, len(rows)), np.uint8)
    found = measure_redraws(rows, labels, (1, 20))
    assert found.returned == found.agreement == (None, None)


def test_a_large_table_is_drawn_from_under_its_seed() -> None:
    assert len(draw_rows(9_000, 0)) == 2_000 and draw_rows(50, 0).tolist() == list(range(50))
    assert draw_rows(9_000, 0).tolist() == draw_rows(9_000, 0).tolist() != draw_rows(9_000, 1).tolist()


def test_the_verdict_draws_more_and_says_about_the_same() -> None:
    rng = np.random.default_rng(3)
    rows = np.vstack([rng.normal(size=(250, 3)), rng.normal(size=(150, 3)) + np.array([3, 0, 0])])
    prepared = FeatureMatrix(rows, ("a", "b", "c"), ("a", "b", "c"), {})
    sweep = run_sweep(prepared, KMEANS, {})
    said = judge_sweep(sweep, gather_evidence(rows), KMEANS)
    assert sweep.redraws is not None
    for mine, figures in zip(sweep.redraws.returned, said.figures, strict=True):
        assert mine == pytest.approx(figures["returned"], abs=0.25)
    for mine, figures in zip(sweep.redraws.agreement, said.figures, strict=True):
        assert mine == pytest.approx(figures["agreement"], abs=0.12)
