"""The verdict judges the method that was chosen, on its own segments, whatever their shape."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from sklearn.datasets import make_circles

from core.model import NOISE, FeatureMatrix, Sweep, Verdicts
from core.plugins import check_params
from core.segment import algorithm, redraws_in_words, run_sweep
from core.text import spell_number
from core.verdict import gap_clearness, null_models, resampling
from core.verdict.by_setting import _refusal_sentence, judge_sweep
from core.verdict.evidence import Evidence, gather_evidence
from core.verdict.gap_clearness import Clearness, measure_clearness
from core.verdict.notice_words import BORROWED, HEAPS, NOISY, ONE_SEGMENT
from core.verdict.other_methods import OwnClusterings, refit_with_method, reuse_kmeans
from core.verdict.resampling import Method, agreement_of_halves, cluster_rows, fill_noise, refit_halves
from core.verdict.stability import Resamples, segment_stability
from core.verdict.verdict import judge_setting
from tests.core.verdict.test_verdict import FEW, standard, three_groups


def method(name: str) -> Method:
    spec = algorithm(name)
    return Method(spec, check_params(spec.title, spec.params, {}))


def sweep(rows: np.ndarray, name: str) -> Sweep:
    names = tuple(f"x{j}" for j in range(rows.shape[1]))
    return run_sweep(FeatureMatrix(rows, names, names, {}), algorithm(name), {})


def silent(_share: float) -> None:
    pass


@pytest.fixture(scope="module", autouse=True)
def few_halves() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resampling, "HALVES", replace(resampling.HALVES, pairs=6))
        yield


@pytest.fixture(scope="module")
def rings() -> tuple[np.ndarray, Evidence]:
    rows = standard(make_circles(200, factor=0.4, noise=0.04, random_state=0)[0])
    return rows, gather_evidence(rows, FEW)


@pytest.fixture(scope="module")
def groups() -> tuple[np.ndarray, Evidence]:
    rows = three_groups(7, 150)[0]
    return rows, gather_evidence(rows, FEW)


def judged(table: tuple[np.ndarray, Evidence], name: str) -> tuple[Sweep, OwnClusterings, Verdicts]:
    found = sweep(table[0], name)
    again = refit_with_method(table[1], found, method(name))
    return found, again, judge_sweep(found, table[1], algorithm(name), again)


@pytest.fixture(scope="module")
def of_rings(rings) -> tuple[Sweep, OwnClusterings, Verdicts]:
    return judged(rings, "hdbscan")


@pytest.fixture(scope="module")
def of_groups(groups) -> tuple[Sweep, OwnClusterings, Verdicts]:
    return judged(groups, "hierarchical")


class TestTrust:
    def test_rings_are_natural_to_a_method_that_follows_them(self, rings, of_rings) -> None:
        found, _, said = of_rings
        at = found.at(found.suggestion.chosen)
        assert len(found.centres[at]) == 2 and said.kinds[at] == "natural"
        assert "natural groups" in said.sentences[at]
        assert said.figures[at]["clearness"] > said.figures[at]["clearness_null"]
        assert judge_setting(rings[1], 2).kind in ("none", "constructed")

    def test_groups_are_natural_where_they_are_whole_and_constructed_where_cut(self, of_groups) -> None:
        _, again, said = of_groups
        assert said.kinds[1] == "natural"
        assert said.kinds[2] == "constructed"
        assert said.ks == tuple(range(2, 13)) and said.agreement.shape == (11, 6)
        assert said.agreement[1].mean() > 0.95 > said.agreement[2].mean()
        assert min(said.jaccard[1]) > 0.95
        assert again.separation.tightness[1] > again.separation.tightness[0]

    def test_one_cloud_has_no_segments(self) -> None:
        rows = np.random.default_rng(5).normal(size=(150, 3))
        found, _, said = judged((rows, gather_evidence(rows, FEW)), "hierarchical")
        assert set(said.kinds) == {"none", ""} and found.settings[:3] == FEW
        assert said.kinds[3] == "" and "too many" in said.sentences[3]

    def test_how_a_method_was_judged_is_told(self, of_rings, of_groups) -> None:
        for said, words in ((of_rings[2], "most like"), (of_groups[2], "Hierarchical itself")):
            assert any("12 random halves" in n.text and words in n.text for n in said.notices)

    def test_k_means_is_judged_on_the_evidence_of_the_table(self, groups) -> None:
        found = sweep(groups[0], "kmeans")
        said = judge_sweep(found, groups[1], algorithm("kmeans"))
        assert said.figures[1] == judge_setting(groups[1], 3, found.labels[1]).figures
        assert said.ks == FEW and not any("halves" in notice.text for notice in said.notices)

    def test_a_method_too_slow_to_run_again_is_judged_on_its_segments_found_by_k_means(
        self, groups, of_groups
    ) -> None:
        found, spec = of_groups[0], algorithm("hierarchical")
        labels = np.array(found.labels)
        labels[1] = np.random.default_rng(0).permutation(labels[1])
        mixed = replace(found, labels=labels)
        said = judge_sweep(mixed, groups[1], spec, reuse_kmeans(groups[1], mixed, comparable=False))
        assert any("divided by K-Means, as Hierarchical" in n.text for n in said.notices)
        assert any(n.text == BORROWED for n in said.notices) and said.ks == FEW
        # As tight as customers dealt out at random, though K-Means finds three clear groups.
        assert judge_setting(groups[1], 3).kind == "natural" and said.kinds[1] == "constructed"
        assert said.figures[1]["tightness"] < 0.1 and said.figures[1]["margin"] < 0
        assert "no clearer than you would get by chance" in said.sentences[1]
        np.random.default_rng(1).permuted(labels, axis=1, out=labels)
        said = judge_sweep(mixed, groups[1], spec, reuse_kmeans(groups[1], mixed, comparable=False))
        assert said.kinds[1] == "constructed"

    def test_valleys_count_where_those_of_k_means_compare(self, of_rings, of_groups) -> None:
        assert "gap_p_gaussian" in of_groups[2].figures[1]
        assert of_rings[2].figures and not any("gap_p_gaussian" in own for own in of_rings[2].figures)

    def test_sentences_hold_their_own_figures(self, of_rings, of_groups) -> None:
        for _, _, said in (of_rings, of_groups):
            for kind, sentence, figures in zip(said.kinds, said.sentences, said.figures, strict=True):
                if kind:
                    redraws = redraws_in_words(
                        figures["returned"], int(figures["redraws"]), "random redraws"
                    )
                    assert redraws in sentence
                    assert spell_number(int(figures["segments"])) in sentence or kind in (
                        "none",
                        "constructed",
                    )

    def test_steps_between_whole_numbers_are_no_gaps(self) -> None:
        rng = np.random.default_rng(0)
        orders = np.ceil(np.exp(rng.normal(size=200)))
        rows = standard(np.column_stack([-(orders**-1.5), rng.normal(size=(200, 2))]))
        _, again, said = judged((rows, gather_evidence(rows, FEW)), "hierarchical")
        assert not {"natural", "reproducible"} & set(said.kinds)
        assert again.clearness is None and any(n.text == HEAPS for n in said.notices)

    def test_nothing_is_said_of_one_segment_or_of_what_the_draw_missed(self, groups, of_groups) -> None:
        found, again, _ = of_groups
        labels = np.array(found.labels)
        labels[1], labels[2] = 0, NOISE
        labels[1, [3, 4]] = 1, 2
        labels[2, :4] = range(4)
        centres = (found.centres[0][:1], *found.centres[1:])
        said = judge_sweep(
            replace(found, centres=centres, labels=labels),
            replace(groups[1], customers=15_000),
            algorithm("hierarchical"),
            again,
        )
        assert said.kinds[:3] == ("", "", "") and said.ks == found.settings[1:]
        assert said.sentences[0] == ONE_SEGMENT and said.sentences[2] == NOISY
        assert said.sentences[1].startswith("All but 1.3 % of the customers are in one segment")

    def test_more_segments_than_verdicts_are_given_for_are_said(self, groups) -> None:
        full = replace(groups[1].stability, settings=tuple(range(2, 13)))
        unsaid = _refusal_sentence(replace(groups[1], stability=full), np.zeros(150, np.uint8), 13)
        assert unsaid == "Verdicts are given for 2 to 12 segments."


class TestHalves:
    def test_a_half_is_divided_by_the_method_and_the_rest_left_out(self, groups) -> None:
        rows = groups[0]
        found = sweep(rows, "hierarchical")
        again = refit_halves(rows, method("hierarchical"), found.settings, found.labels, 0, silent)
        assert again.labels.shape == (12, 11, 150) and set(again.drawn.sum(axis=1)) == {75}
        for own_labels, drawn in zip(again.labels, again.drawn, strict=True):
            assert (own_labels[:, ~drawn] == NOISE).all() and (own_labels[:, drawn] != NOISE).all()
        assert segment_stability(again, 1, found.labels[1]).min() > 0.95
        same = refit_halves(rows, method("hierarchical"), found.settings, found.labels, 0, silent)
        np.testing.assert_array_equal(again.labels, same.labels)

    def test_an_adaptive_method_is_compared_at_the_stop_that_is_most_alike(self, groups) -> None:
        rows = groups[0]
        found = sweep(rows, "dbscan")
        at = max(s for s in range(len(found.settings)) if len(found.centres[s]) == 3)
        again = refit_halves(rows, method("dbscan"), found.settings, found.labels, 0, silent)
        assert agreement_of_halves(again)[at].mean() > 0.95

    def test_fewer_than_two_segments_agree_with_none(self) -> None:
        labels = np.array([[[0, 0, 0, 0]], [[0, 0, 0, 0]], [[0, 0, 1, 1]], [[1, 1, 0, 0]]], np.uint8)
        again = Resamples(labels, np.ones((4, 4), bool))
        assert agreement_of_halves(again).tolist() == [[0.0, 1.0]]

    def test_settings_for_which_too_few_differ_are_left_out(self) -> None:
        rows = np.repeat(np.arange(3.0), 10)[:, None]
        assert cluster_rows(method("hierarchical"), rows, (2, 3, 4), 0).shape == (2, 30)
        assert cluster_rows(method("hierarchical"), rows, (4,), 0).shape == (0, 30)
        assert cluster_rows(method("dbscan"), rows[:3], (), 0).shape == (0, 3)

    def test_noise_goes_with_the_segment_it_reaches_first(self) -> None:
        rows = np.r_[np.arange(20.0), np.arange(100.0, 120.0)][:, None]
        labels = np.repeat([0, 1], 20).astype(np.uint8)
        noisy = labels.copy()
        noisy[[3, 30]] = NOISE
        assert (fill_noise(rows, noisy[None])[0] == labels).all()

    def test_can_be_stopped(self, groups) -> None:
        class Stop(Exception):
            pass

        def stop(share: float) -> None:
            if share > 0.1:
                raise Stop

        with pytest.raises(Stop):
            refit_halves(groups[0], method("hierarchical"), (2,), np.zeros((1, 150), np.uint8), 0, stop)


class TestClearness:
    def test_unusable_segments_have_no_figures(self) -> None:
        null = {"gaussian": np.zeros(39), "one peak": np.linspace(0, 0.2, 39)}
        found = Clearness(np.arange(9), np.array([np.nan, 0.4]), np.array([np.nan, -0.1]), null)
        assert found.figures(0) == {}
        assert found.figures(1)["clearness_null"] == 0.2
        assert found.figures(1)["clearness_p_one_peak"] == 1 / 40

    def test_is_of_a_draw_of_many_customers(self, groups, monkeypatch) -> None:
        monkeypatch.setattr(gap_clearness, "ROWS", 90)
        monkeypatch.setattr(null_models, "DRAWS", {"gaussian": 3, "one peak": 3})
        labels = three_groups(7, 150)[1][None]
        found = measure_clearness(groups[0], method("hierarchical"), (3,), labels, 0, silent)
        assert len(found.rows) == 90 and found.mean[0] > 0.3
        assert {name: len(null) for name, null in found.null.items()} == {"gaussian": 3, "one peak": 3}
        assert all((null >= 0).all() and (null < found.mean[0]).all() for null in found.null.values())
