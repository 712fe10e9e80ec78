from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm, spearmanr

from core.model import NOISE
from core.verdict import verdict as verdicts
from core.verdict.evidence import Evidence, OneSegment, TooFewCustomers, gather_evidence
from core.verdict.notice_words import RESAMPLING
from core.verdict.null_models import (
    GAUSSIAN,
    ONE_PEAK,
    ROUND,
    SHUFFLED,
    UnimodalCloud,
    fit_marginal,
    make_null_models,
    p_values,
)
from core.verdict.rules import CHANCE, decide_kind
from core.verdict.separation import valley_depths
from core.verdict.verdict import TooFewDrawn, judge_setting, strongest_verdict

FEW = (2, 3, 4)


def standard(table: np.ndarray) -> np.ndarray:
    return (table - table.mean(axis=0)) / table.std(axis=0)


def three_groups(distance: float, rows: int = 240) -> tuple[np.ndarray, np.ndarray]:
    """Three round groups, each `distance` from both others, and which one each row is in, by size."""
    rng = np.random.default_rng(0)
    group = np.repeat([0, 1, 2], [rows // 2, rows // 3, rows - rows // 2 - rows // 3])
    corners = np.array([[0, 0], [1, 0], [0.5, np.sqrt(0.75)]]) * distance
    return standard(corners[group] + rng.normal(size=(rows, 2))), group.astype(np.uint8)


@pytest.fixture(scope="module")
def clear() -> Evidence:
    return gather_evidence(three_groups(7)[0], FEW)


@pytest.fixture(scope="module")
def cloud() -> Evidence:
    rng = np.random.default_rng(1)
    return gather_evidence(standard(rng.multivariate_normal([0, 0], [[1, 0.8], [0.8, 1]], 240)), FEW)


class TestVerdict:
    def test_clear_groups_are_natural(self, clear) -> None:
        found = strongest_verdict(clear)
        assert (found.kind, found.setting) == ("natural", 3)
        assert [segment.word for segment in found.segments] == ["highly stable"] * 3
        assert found.figures["agreement"] > 0.95 and found.figures["valley_lowest"] > 0.8
        assert (found.figures["returned"], found.figures["redraws"]) == (1.0, 100.0)
        assert "natural" in found.sentence and "reappear in 100 of 100 random redraws" in found.sentence

    def test_groups_that_touch_are_reproducible(self) -> None:
        found = judge_setting(gather_evidence(three_groups(3, 600)[0], (3,)), 3)
        assert found.kind == "reproducible"
        assert found.figures["valley_lowest"] < 0.5

    def test_one_cloud_has_no_segments(self, cloud) -> None:
        assert {judge_setting(cloud, k).kind for k in FEW} == {"none"}
        # Two halves of a long cloud come out again, which is no evidence that they are segments.
        assert min(s.jaccard for s in judge_setting(cloud, 2).segments) > 0.75
        assert "no natural groups" in judge_setting(cloud, 2).sentence
        assert "still useful for targeting" in judge_setting(cloud, 2).sentence
        assert "only" in judge_setting(cloud, max(FEW)).sentence

    def test_a_skewed_cloud_has_no_segments(self) -> None:
        rng = np.random.default_rng(2)
        mix = np.array([[1, -0.5, -0.4], [-0.5, 1, 0.7], [-0.4, 0.7, 1]])
        table = standard(np.exp(rng.multivariate_normal(np.zeros(3), mix, 400)))
        evidence = gather_evidence(table, FEW)
        assert strongest_verdict(evidence).kind == "none"
        # The single normal cloud alone would have been beaten.
        gaussian = evidence.checks[GAUSSIAN]
        assert (gaussian.tightness > gaussian.null_tightness.max(axis=0)).any()

    def test_a_group_cut_at_random_is_constructed(self, clear) -> None:
        group = three_groups(7)[1]
        halves = np.where((group == 0) & (np.arange(len(group)) % 2 == 0), 3, group).astype(np.uint8)
        found = judge_setting(clear, 4, halves)
        assert found.kind == "constructed"
        assert found.segments[0].jaccard < 0.6 and found.segments[1].jaccard > 0.85

    def test_segments_are_constructed_where_there_is_evidence_at_another_number(
        self, cloud, clear
    ) -> None:
        # The clear groups' evidence with the cloud's figures at 2.
        checks = {
            name: replace(
                check, tightness=np.r_[cloud.checks[name].null_tightness[0, 0] * 0, check.tightness[1:]]
            )
            for name, check in clear.checks.items()
        }
        found = judge_setting(replace(clear, checks=checks), 2)
        assert (
            found.kind == "constructed" and "no clearer than you would get by chance" in found.sentence
        )

    def test_labels_of_all_customers_are_judged(self) -> None:
        table, group = three_groups(7)
        found = judge_setting(gather_evidence(table, range(2, 13)), 3, group)
        assert (found.kind, found.setting) == ("natural", 3)
        assert found.stability.settings == tuple(range(2, 13))

    def test_noise_is_in_no_segment(self, clear) -> None:
        group = three_groups(7)[1]
        group[:5] = NOISE
        found = judge_setting(clear, 3, group)
        assert len(found.segments) == 3 and found.kind == "natural"

    def test_a_segment_that_the_draw_hardly_holds_is_not_judged(self, clear) -> None:
        group = np.r_[three_groups(7)[1], np.full(15_000, 0, np.uint8)]
        few = replace(clear, customers=len(group))
        assert judge_setting(few, 3, group).kind == "natural"
        group[:240][group[:240] == 2] = 0
        group[[0, 300, 301, 302, 303, 304]] = 2
        with pytest.raises(
            TooFewDrawn, match=r"segment of 6 customers .* only 1 of them are in the sample of 240"
        ):
            judge_setting(few, 3, group)
        # Of all customers, none is missed by a draw.
        assert not len(clear.missed_segments(group[:240], 3))

    def test_gaps_of_a_single_feature_are_told(self) -> None:
        rng = np.random.default_rng(0)
        table = np.column_stack(
            [rng.normal(size=200) + 9 * rng.integers(0, 2, 200), rng.normal(size=200)]
        )
        found = judge_setting(gather_evidence(standard(table), (2,)), 2)
        assert found.kind == "natural"
        assert any("single features" in notice.text for notice in found.notices)

    def test_equal_for_equal_seed_and_inputs_unchanged(self) -> None:
        table = three_groups(7, 60)[0]
        table.flags.writeable = False
        one, other, third = (judge_setting(gather_evidence(table, (3,), seed), 3) for seed in (4, 4, 5))
        assert one.figures == other.figures != third.figures
        np.testing.assert_array_equal(one.stability.agreement, other.stability.agreement)

    def test_tells_its_progress_and_can_be_stopped(self) -> None:
        told: list[tuple[str, float]] = []
        gather_evidence(three_groups(7, 60)[0], (2,), progress=lambda *at: told.append(at))
        assert len({step for step, _ in told}) == 2 and len(told) > 24
        assert all(0 < share <= 1 for _, share in told)

        class Stop(Exception):
            pass

        def stop(step: str, share: float) -> None:
            if step == RESAMPLING and share > 0.1:
                raise Stop

        with pytest.raises(Stop):
            gather_evidence(three_groups(7, 60)[0], (2,), progress=stop)


class TestSmallSamples:
    def test_few_customers_a_feature_are_told_and_must_pass_a_higher_bar(self) -> None:
        rng = np.random.default_rng(0)
        evidence = gather_evidence(rng.normal(size=(100, 5)), (2,))
        assert evidence.small and "300" in evidence.notices[0].text
        assert not gather_evidence(rng.normal(size=(120, 2)), (2,)).notices

    def test_the_bar(self, clear) -> None:
        figures = dict(judge_setting(clear, 3).figures)
        figures[f"tightness_z_{GAUSSIAN}"] = 4.5
        assert decide_kind(figures, False, True) == "natural"
        assert decide_kind(figures, True, True) == "constructed"
        figures |= {f"tightness_z_{GAUSSIAN}": 9.0, "agreement_low": 0.5}
        assert decide_kind(figures, False, True) == "natural"
        assert decide_kind(figures, True, True) == "constructed"

    def test_too_few_to_say_anything(self) -> None:
        with pytest.raises(TooFewCustomers, match="at least 20"):
            gather_evidence(np.tile(np.arange(19.0), 10)[:, None], FEW)
        with pytest.raises(OneSegment):
            gather_evidence(np.arange(50.0)[:, None], (1,))

    def test_more_segments_than_customers_allow_are_left_out(self) -> None:
        rows = np.random.default_rng(0).normal(size=(24, 2))
        assert gather_evidence(rows, (2, 3, 4, 5, 6)).settings == (2, 3, 4)

    def test_a_draw_of_many_customers_is_told(self, monkeypatch) -> None:
        monkeypatch.setattr("core.verdict.stability.ROWS", 100)
        monkeypatch.setattr("core.verdict.stability.FEWEST_ROWS", 100)
        table, group = three_groups(7)
        evidence = gather_evidence(table, (3,))
        assert len(evidence.rows) == 100 and "100 of 240" in evidence.notices[0].text
        assert judge_setting(evidence, 3, group).kind == "natural"


class TestNullModels:
    def test_no_more_tables_are_drawn_than_can_decide(self, cloud, clear) -> None:
        assert {len(cloud.checks[name].null_tightness) for name in (GAUSSIAN, ONE_PEAK)} == {ROUND}
        assert {len(clear.checks[name].null_tightness) for name in (GAUSSIAN, ONE_PEAK)} == {39}
        # Fewer than 39 tables cannot show what counts as rare, however tight the segments are.
        assert p_values(np.array([9.0]), np.zeros((38, 1)))[0] > CHANCE

    def test_fewer_tables_say_the_same(self, cloud, monkeypatch) -> None:
        monkeypatch.setattr("core.verdict.null_models.ROUND", 39)
        rng = np.random.default_rng(1)
        table = standard(rng.multivariate_normal([0, 0], [[1, 0.8], [0.8, 1]], 240))
        full = gather_evidence(table, FEW)
        assert len(full.checks[GAUSSIAN].null_tightness) == 39
        assert [judge_setting(full, k).kind for k in FEW] == [judge_setting(cloud, k).kind for k in FEW]
        drawn = cloud.checks[ONE_PEAK].null_tightness
        np.testing.assert_array_equal(full.checks[ONE_PEAK].null_tightness[:ROUND], drawn)

    def test_each_keeps_what_it_says(self) -> None:
        rng = np.random.default_rng(0)
        table = np.exp(rng.multivariate_normal([0, 0], [[1, 0.7], [0.7, 1]], 3_000))
        drawn = {name: draw(np.random.default_rng(1)) for name, draw in make_null_models(table).items()}
        assert (np.sort(drawn[SHUFFLED], axis=0) == np.sort(table, axis=0)).all()
        assert abs(spearmanr(*drawn[SHUFFLED].T)[0]) < 0.06
        np.testing.assert_allclose(np.cov(drawn[GAUSSIAN].T), np.cov(table.T), rtol=0.12)
        np.testing.assert_allclose(
            np.quantile(drawn[ONE_PEAK], (0.1, 0.5, 0.9), axis=0),
            np.quantile(table, (0.1, 0.5, 0.9), axis=0), rtol=0.15,
        )  # fmt: skip
        assert spearmanr(*drawn[ONE_PEAK].T)[0] == pytest.approx(spearmanr(*table.T)[0], abs=0.06)

    def test_a_gap_is_filled_and_a_skew_kept(self) -> None:
        rng = np.random.default_rng(0)
        halves = np.concatenate([rng.normal(-5, 1, 500), rng.normal(5, 1, 500)])
        shares = np.linspace(0.001, 0.999, 999)
        filled = fit_marginal(halves).quantiles(shares)
        assert np.mean(np.abs(halves) < 2) < 0.01 < 0.1 < np.mean(np.abs(filled) < 2)
        skewed = rng.exponential(size=1_000)
        gap = np.abs(fit_marginal(skewed).quantiles(shares) - np.quantile(skewed, shares))[:950]
        assert gap.max() < 0.15

    def test_counts_stay_counts_and_a_gap_between_them_is_filled(self) -> None:
        rng = np.random.default_rng(0)
        orders = np.log(np.ceil(np.exp(rng.normal(size=2_000) + 1)))
        drawn = fit_marginal(orders).quantiles(rng.random(2_000))
        assert set(np.round(np.exp(drawn))) <= set(range(1, int(np.exp(orders).max()) + 2))
        assert np.mean(drawn == 0) == pytest.approx(np.mean(orders == 0), abs=0.03)
        days = np.concatenate([rng.integers(0, 30, 1_000), rng.integers(200, 230, 1_000)]).astype(float)
        filled = fit_marginal(days).quantiles(rng.random(2_000))
        assert np.mean((filled > 60) & (filled < 170)) > 0.2

    def test_values_that_only_rounding_parts_are_one(self) -> None:
        tenths = np.repeat(np.arange(1, 41) / 10, 5)
        slips = np.nextafter(np.nextafter(tenths, 9), 9)
        both = fit_marginal(np.concatenate([tenths, slips]))
        assert len(both.values) == len(fit_marginal(tenths).values) == 40
        assert len(fit_marginal(np.concatenate([tenths, tenths + 1e-6])).values) > 40

    def test_steps_of_counts_that_a_transform_draws_apart_stay(self) -> None:
        counts = np.ceil(np.exp(np.random.default_rng(0).normal(size=400)))
        few_apart = -(counts**-1.5)
        assert len(np.unique(counts)) > 10
        own = fit_marginal(few_apart).values
        np.testing.assert_allclose(own[:3], [-1, -(2**-1.5), -(3**-1.5)])
        one_far = np.append(counts, [counts.max() + 60] * 30)
        assert np.mean(fit_marginal(one_far).values > counts.max() + 5) > 0.25

    def test_answers_keep_their_shares_and_their_correlation(self) -> None:
        rng = np.random.default_rng(0)
        latent = rng.multivariate_normal([0, 0], [[1, 0.8], [0.8, 1]], 4_000)
        answers = (latent > norm.ppf(0.7)).astype(float)
        drawn = UnimodalCloud.of(answers).draw(4_000, np.random.default_rng(1))
        assert set(np.unique(drawn)) == {0.0, 1.0}
        np.testing.assert_allclose(drawn.mean(axis=0), answers.mean(axis=0), atol=0.03)
        assert np.corrcoef(drawn.T)[0, 1] == pytest.approx(np.corrcoef(answers.T)[0, 1], abs=0.06)

    def test_p_value_is_the_rank_among_the_draws(self) -> None:
        null = np.arange(39.0)[:, None]
        assert p_values(np.array([38.5]), null)[0] == 1 / 40
        assert p_values(np.array([-1.0]), null)[0] == 1
        assert p_values(np.array([19.0]), null)[0] == 21 / 40


class TestValleys:
    def test_empty_between_groups_and_none_within_one(self) -> None:
        rng = np.random.default_rng(0)
        group = np.repeat([0, 1], 500)
        apart = rng.normal(size=(1_000, 3)) + 8 * group[:, None]
        assert valley_depths(apart, group, 2)[0, 1] > 0.95
        one = rng.normal(size=(1_000, 3))
        assert valley_depths(one, (one[:, 0] > 0).astype(np.int64), 2)[0, 1] < 0.1

    def test_is_measured_along_the_direction_that_separates_best(self) -> None:
        # Two long parallel groups: the straight line between the means hides the gap.
        rng = np.random.default_rng(0)
        group = np.repeat([0, 1], 500)
        along = rng.normal(0, 8, 1_000) + 6 * group
        table = np.column_stack([along, rng.normal(0, 0.5, 1_000) + 4 * group])
        assert valley_depths(table, group, 2)[0, 1] > 0.9

    def test_same_from_both_sides_and_whatever_the_scale(self) -> None:
        table, group = three_groups(5)
        depths = valley_depths(table, group, 3)
        np.testing.assert_allclose(depths, depths.T)
        np.testing.assert_allclose(valley_depths(1e6 * table + 5, group, 3), depths)

    def test_a_handful_of_customers_shows_no_valley(self) -> None:
        table = np.array([[0.0], [0.1], [9.0]])
        assert valley_depths(table, np.array([0, 0, 1]), 2)[0, 1] < 0.6


def test_the_strongest_kind_is_chosen_before_the_suggested_setting(clear) -> None:
    assert strongest_verdict(replace(clear, suggested=2)).setting == 3
    assert verdicts.STRENGTH[-1] == "natural"
