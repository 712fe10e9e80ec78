"""One recommendation: evidence goes first, then use; its sentence says no more than is known."""

from dataclasses import replace

import numpy as np
import pytest

from core.model import FeatureMatrix, Reason, Verdicts
from core.segment import KMEANS, algorithm, recommend, run_sweep
from core.segment.divisions import Division, count_alike, list_divisions
from core.segment.recommendation import choose_division

USUAL = Division(3, 3, 200, 1_000, 0, 0.3, 1.0, 100, 0, "")


def division(k: int, **changes: object) -> Division:
    return replace(USUAL, setting=k, k=k, **changes)  # type: ignore[arg-type]


def chosen(
    *options: Division, own: float | None = None, before: float | None = None
) -> tuple[float, str]:
    one, standing = choose_division(options, own, before)
    return one.setting, standing


class TestRule:
    def test_natural_groups_go_first_at_any_number(self) -> None:
        fair = division(4, kind="none")
        for k in (2, 10):
            assert chosen(division(k, kind="natural"), fair) == (k, "natural")

    def test_of_natural_groups_the_useful_then_the_clearest(self) -> None:
        two, four, five = (division(k, kind="natural", silhouette=0.9 - k / 10) for k in (2, 4, 5))
        assert chosen(two, four, five) == (4, "natural")
        assert chosen(two, replace(four, silhouette=0.1), five) == (5, "natural")

    def test_a_rare_natural_group_is_natural(self) -> None:
        assert chosen(division(2, kind="natural", smallest=10), division(3, kind="none")) == (
            2,
            "natural",
        )

    def test_reproducible_groups_go_before_a_fair_division(self) -> None:
        assert chosen(division(3, kind="none"), division(5, kind="reproducible")) == (5, "reproducible")

    def test_a_reproducible_number_that_nobody_can_use_does_not(self) -> None:
        options = (
            division(2, kind="reproducible"),
            division(4, kind="none"),
            division(11, kind="reproducible"),
        )
        assert chosen(*options) == (4, "fair")
        unfair = replace(options[1], returned=0.3)
        assert chosen(options[0], unfair, options[2]) == (2, "reproducible")

    def test_of_fair_divisions_the_finest_that_comes_out_again_as_often(self) -> None:
        options = [
            division(k, returned=share) for k, share in ((3, 1.0), (4, 0.95), (5, 0.85), (6, 0.5))
        ]
        assert chosen(*options) == (4, "fair")
        assert chosen(division(2, returned=1.0), *options) == (4, "fair")

    @pytest.mark.parametrize(
        "changes", [{"smallest": 49}, {"noise": 101}, {"alike": 2}, {"returned": 0.79}]
    )
    def test_what_no_campaign_can_use_is_passed_over(self, changes: dict[str, float]) -> None:
        assert chosen(division(3), division(4, **changes)) == (3, "fair")

    def test_a_thousand_customers_are_enough_however_many_there_are(self) -> None:
        many = division(4, customers=100_000, smallest=1_000)
        assert chosen(many) == (4, "fair")
        assert chosen(division(2), replace(many, smallest=999)) == (2, "fair")

    def test_where_only_two_come_out_again_they_are_fair(self) -> None:
        options = division(2), division(3, returned=0.5), division(4, returned=0.4)
        assert chosen(*options) == (2, "fair")

    def test_where_nothing_comes_out_again_the_best_is_weak(self) -> None:
        options = [division(k, returned=share) for k, share in ((2, 0.5), (3, 0.3), (7, 0.1))]
        assert chosen(*options) == (3, "weak")

    def test_the_end_of_the_range_is_never_a_winner_by_its_silhouette(self) -> None:
        options = [division(k, silhouette=k / 20, returned=1.1 - k / 10) for k in range(2, 13)]
        assert chosen(*options) == (3, "fair")

    def test_before_a_verdict_only_clear_silhouettes_are_called_clear(self) -> None:
        assert chosen(division(2, silhouette=0.5), division(3)) == (2, "clear")
        assert chosen(division(2, silhouette=0.49), division(3)) == (3, "fair")
        assert chosen(division(2, silhouette=0.9, smallest=10), division(3)) == (3, "fair")
        assert chosen(division(2, silhouette=0.9, kind="none"), division(3, kind="none")) == (3, "fair")

    def test_the_recommendation_stays_where_it_is_as_good(self) -> None:
        options = [division(k, kind="none", returned=share) for k, share in ((3, 1.0), (4, 0.95))]
        assert chosen(*options, before=3) == (3, "fair")
        assert chosen(*options, before=2) == (4, "fair")
        options[0] = replace(options[0], returned=0.5)
        assert chosen(*options, before=3) == (4, "fair")
        assert chosen(*options, division(2, kind="natural"), before=4) == (2, "natural")

    def test_the_methods_own_criterion_decides_where_nothing_was_redrawn(self) -> None:
        options = [division(k, returned=None, silhouette=0.4 - k / 100) for k in (3, 4, 5)]
        assert chosen(*options, own=5) == (5, "fair")
        assert chosen(*options, own=9) == (3, "fair")

    def test_a_method_that_finds_no_groups_divides_nobody(self) -> None:
        one = division(1, is_asked_for=False, returned=None)
        scraps = division(2, smallest=2, is_asked_for=False, returned=None)
        assert chosen(scraps, one, own=1) == (1, "undivided")
        assert chosen(replace(scraps, is_asked_for=True)) == (2, "weak")


def test_segments_are_alike_where_the_same_features_mark_them_as_much() -> None:
    rows = np.random.default_rng(0).normal(size=(2_000, 2))
    assert count_alike(np.array([[1.0, 0], [0, 1], [0, 0]]), rows) == 0
    assert count_alike(np.array([[1.0, 0], [1.4, 0.1], [0, 0]]), rows) == 2
    assert count_alike(np.array([[1.0, 0], [2.4, 0.1], [0, 0]]), rows) == 0
    assert count_alike(np.array([[0.1, 0]]), np.zeros((9, 2))) == 0


def blobs(*sizes: int, apart: float = 8.0) -> FeatureMatrix:
    rng = np.random.default_rng(0)
    centres = apart * np.array([[0, 0], [1, 0], [0, 1], [1, 1], [2, 0]], float)[: len(sizes)]
    rows = np.repeat(centres, sizes, axis=0) + rng.normal(size=(sum(sizes), 2))
    return FeatureMatrix(rows, ("a", "b"), ("a", "b"), {})


def judged(settings: int, **kinds: str) -> Verdicts:
    """A verdict on the settings from 2 on, "none" but for `k4="natural"` and the like."""
    kind = tuple(kinds.get(f"k{k}", "none") for k in range(2, 2 + settings))
    empty: tuple[()] = ()
    figures = ({"returned": 0.93, "redraws": 100.0},) * settings
    return Verdicts(
        kind, ("",) * settings, figures, (empty,) * settings, (empty,) * settings, (), np.empty((0, 0))
    )


class TestSweep:
    def test_four_blobs_are_four(self) -> None:
        sweep = run_sweep(blobs(80, 60, 50, 40), KMEANS, {})
        first = recommend(sweep)
        assert (first.setting, first.standing, first.settled) == (4, "clear", False)
        assert sweep.suggestion.chosen == 4 and sweep.suggestion.sentence == first.sentence
        assert sweep.redraws is not None and sweep.redraws.returned[2] == 1.0
        assert first.sentence == (
            "Four segments divide your customers clearly, and they come out again in 20 of 20 redraws."
        )

    def test_a_verdict_settles_it(self) -> None:
        sweep = run_sweep(blobs(80, 60, 50, 40), KMEANS, {})
        settled = recommend(sweep, judged(11, k4="natural"))
        assert (settled.setting, settled.standing, settled.settled) == (4, "natural", True)
        assert settled.sentence == (
            "Four natural groups: clear gaps lie between them, and they come out again in 93 of 100 redraws."
        )

    def test_where_nothing_is_natural_it_says_so_and_offers_a_division(self) -> None:
        sweep = run_sweep(blobs(300, apart=0), KMEANS, {})
        settled = recommend(sweep, judged(11))
        assert settled.standing == "fair" and settled.sentence.startswith(
            "Your customers form no natural groups. These "
        )
        assert (
            "are a fair way to divide them: they come out again in 93 of 100 redraws."
            in settled.sentence
        )
        assert "natural" not in recommend(sweep).sentence

    def test_two_natural_groups_and_a_fair_finer_division(self) -> None:
        sweep = run_sweep(blobs(90, 70), KMEANS, {})
        settled = recommend(sweep, judged(11, k2="natural"))
        assert settled.k == 2 and settled.finer is not None
        assert "segments are a fair division too" in settled.sentence

    def test_another_number_after_the_verdict_is_said(self) -> None:
        sweep = run_sweep(blobs(80, 60, 50, 40), KMEANS, {})
        moved = recommend(sweep, judged(11, k3="reproducible"))
        assert moved.k == 3 and moved.sentence.endswith("At first sight it was four.")
        assert sweep.suggestion.chosen == 4

    def test_every_criterion_has_a_line(self) -> None:
        reasons = recommend(run_sweep(blobs(80, 60, 50, 40), KMEANS, {}), judged(11)).reasons
        names = [reason.criterion for reason in reasons]
        assert names == ["verdict", "stability", "sizes", "stories", "silhouette", "elbow"]
        assert all(isinstance(r, Reason) and r.sentence.endswith(".") for r in reasons)
        assert next(r for r in reasons if r.criterion == "silhouette").setting == 4

    def test_only_two_are_possible(self) -> None:
        rows = np.repeat([[0.0, 0], [1, 1]], 40, axis=0)
        advice = recommend(run_sweep(FeatureMatrix(rows, ("a", "b"), ("a", "b"), {}), KMEANS, {}))
        assert advice.k == 2

    def test_asking_for_more_than_the_slider_has_changes_nothing(self) -> None:
        matrix = blobs(80, 60, 50, 40)
        usual, more = run_sweep(matrix, KMEANS, {}), run_sweep(matrix, KMEANS, {"n_clusters": 20})
        assert recommend(usual).setting == recommend(more).setting
        assert len(list_divisions(more)) == len(list_divisions(usual)) == 11

    def test_it_is_the_same_again(self) -> None:
        matrix = blobs(300, apart=0)
        assert recommend(run_sweep(matrix, KMEANS, {}, 3)) == recommend(
            run_sweep(matrix, KMEANS, {}, 3)
        )

    def test_a_density_method_stays_with_its_own_criterion_where_that_is_of_use(self) -> None:
        sweep = run_sweep(blobs(80, 60, 50, 40), algorithm("hdbscan"), {})
        advice = recommend(sweep)
        assert advice.setting == sweep.suggestion.preferred and advice.k == 4 and sweep.redraws is None
