import numpy as np
import pytest
from sklearn.cluster import KMeans

from core.model import NOISE, ignore_progress
from core.segment import adjusted_rand
from core.verdict.stability import (
    PAIRS,
    Resamples,
    choose_rows,
    number_by_size,
    pair_agreement,
    refit,
    resample,
    segment_stability,
)


def groups(seed: int = 0, rows: int = 300, distance: float = 8.0) -> tuple[np.ndarray, np.ndarray]:
    """Three round groups on a line and which one each row is in."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 3, rows)
    return rng.normal(size=(rows, 2)) + distance * group[:, None], group


def silent(share: float) -> None:
    ignore_progress("", share)


class TestRefit:
    def test_is_about_as_good_as_ten_starts_of_scikit_learn(self) -> None:
        table = np.random.default_rng(0).normal(size=(800, 4))
        settings = (2, 3, 5, 8, 12)
        found = refit(table, settings, np.random.default_rng(0))
        peer = [KMeans(k, n_init=10, random_state=0).fit(table).inertia_ for k in settings]
        assert (found.wcss / peer < 1.05).all()
        means = [table[found.labels[4] == c].mean(axis=0) for c in range(12)]
        exact = ((table - np.array(means)[found.labels[4]]) ** 2).sum()
        assert found.wcss[4] == pytest.approx(exact, rel=0.01)

    def test_customers_who_do_not_count_do_not_move_a_centre(self) -> None:
        table, group = groups()
        far = np.vstack([table, np.full((40, 2), 500.0)])
        counts = np.concatenate([np.ones(len(table)), np.zeros(40)]).astype(int)
        labels = refit(far, (3,), np.random.default_rng(0), counts).labels[0]
        assert adjusted_rand(labels[: len(table)], group.astype(np.uint8)) == 1
        assert set(labels[len(table) :]) == set(labels[: len(table)][group == 2])

    def test_of_more_customers_than_the_cap_a_seeded_draw_is_fitted(self) -> None:
        table = np.zeros((9_000, 8))
        rows = choose_rows(table, 3)
        assert len(rows) == 2_000 and (np.diff(rows) > 0).all()
        assert (rows == choose_rows(table, 3)).all() and (rows != choose_rows(table, 4)).any()
        assert (choose_rows(table[:700], 0) == np.arange(700)).all()

    def test_numbers_by_size(self) -> None:
        labels = np.array([[2, 2, 2, 0, 1, 1]], np.uint8)
        assert number_by_size(labels).tolist() == [[0, 0, 0, 2, 1, 1]]


class TestResampling:
    def test_clear_groups_agree_at_their_number_and_less_at_others(self) -> None:
        table, _ = groups()
        values = pair_agreement(resample(table, (2, 3, 6), 0, silent))
        assert values.shape == (3, PAIRS)
        assert values[1].mean() > 0.98
        assert values[2].mean() < 0.8

    def test_one_cloud_does_not_agree(self) -> None:
        table = np.random.default_rng(0).normal(size=(300, 6))
        assert pair_agreement(resample(table, (4,), 0, silent)).mean() < 0.5

    def test_equal_for_equal_seed(self) -> None:
        table, _ = groups(rows=100)
        one, other, third = (resample(table, (2, 3), seed, silent) for seed in (5, 5, 6))
        np.testing.assert_array_equal(one.labels, other.labels)
        assert (one.drawn != third.drawn).any()

    def test_can_be_stopped(self) -> None:
        class Stop(Exception):
            pass

        def stop(share: float) -> None:
            if share > 0.05:
                raise Stop

        with pytest.raises(Stop):
            resample(groups()[0], (2,), 0, stop)


class TestSegments:
    def test_is_the_mean_jaccard_with_the_best_match_among_the_drawn(self) -> None:
        labels = np.array([0, 0, 0, 0, 1, 1, NOISE, NOISE], np.uint8)
        found = np.array([[[1, 1, 1, 0, 0, 0, 2, 2]], [[0, 0, 0, 0, 0, 0, 0, 0]]], np.uint8)
        drawn = np.array([[True] * 8, [True, True, True, False, True, False, True, False]])
        values = segment_stability(Resamples(found, drawn), 0, labels)
        assert values == pytest.approx([(3 / 4 + 3 / 5) / 2, (2 / 3 + 1 / 5) / 2])

    def test_noise_of_a_resample_is_no_match(self) -> None:
        labels = np.array([0, 0, 1, 1], np.uint8)
        found = Resamples(np.array([[[NOISE, NOISE, 0, NOISE]]], np.uint8), np.ones((1, 4), bool))
        assert segment_stability(found, 0, labels).tolist() == [0.0, 0.5]

    def test_a_segment_that_was_never_drawn_has_none(self) -> None:
        drawn = np.array([[True, True, False], [True, False, False]])
        labels = np.array([0, 0, 1], np.uint8)
        values = segment_stability(Resamples(np.zeros((2, 1, 3), np.uint8), drawn), 0, labels)
        assert values[0] == 1 and np.isnan(values[1])

    def test_a_real_group_is_stable_and_half_of_one_is_not(self) -> None:
        table, group = groups()
        # Group 2 is cut at random: no resample can find the halves again.
        cut = np.where((group == 2) & (np.random.default_rng(0).random(len(group)) < 0.5), 3, group)
        found = resample(table, (4,), 0, silent)
        values = segment_stability(found, 0, cut.astype(np.uint8))
        assert values[2:].max() < 0.6
        assert (
            segment_stability(resample(table, (3,), 0, silent), 0, group.astype(np.uint8)).min() > 0.98
        )
