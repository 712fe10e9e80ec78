"""The proposal: the right method for the shape, honest where there is none, told in sentences."""

from functools import cache

import numpy as np
import pytest
from sklearn.datasets import make_moons

from core.model import FeatureMatrix
from core.segment import KMEANS, AllAlike, NotANumber, algorithm, algorithms, run_sweep
from core.suggest.propose import Proposal, Recommended, propose_method, recommend_kmeans
from core.verdict import Clearness
from tests.support.recording_method import three_blobs

FAST = ("kmeans", "hierarchical", "hdbscan", "spectral")


def feature_matrix(rows: np.ndarray) -> FeatureMatrix:
    names = tuple(f"x{j}" for j in range(rows.shape[1]))
    return FeatureMatrix(np.asarray(rows, float), names, names, {})


def unjudged(rows: np.ndarray) -> Recommended:
    """K-Means segments without their verdict, for what does not depend on it."""
    return Recommended(run_sweep(feature_matrix(rows), KMEANS, {}), None)


def moons(rows: int) -> np.ndarray:
    found: np.ndarray = make_moons(rows, noise=0.05, random_state=0)[0]
    return found


@cache
def of_blobs() -> Proposal:
    return propose_method(feature_matrix(three_blobs()))


@cache
def of_moons() -> Proposal:
    return propose_method(feature_matrix(moons(400)), FAST)


@cache
def of_a_cloud() -> Proposal:
    return propose_method(feature_matrix(np.random.default_rng(0).normal(size=(400, 4))), FAST)


def test_three_clear_groups_are_natural() -> None:
    assert of_blobs().chosen.k == 3 and of_blobs().kind == "natural"
    assert of_blobs().measured == of_blobs().customers == 300


def test_curved_groups_need_a_method_that_follows_them() -> None:
    assert of_moons().chosen.method in ("hdbscan", "spectral") and of_moons().chosen.k == 2
    assert of_moons().kind == "natural" and of_moons().clearer


def test_a_cloud_keeps_the_recommended_segments() -> None:
    found = of_a_cloud()
    assert not found.clearer and found.kind in ("none", "constructed")
    advice = recommend_kmeans(feature_matrix(np.random.default_rng(0).normal(size=(400, 4)))).advice
    assert (found.chosen.method, found.chosen.k) == ("kmeans", advice.k)
    assert found.sentence.startswith("No method finds clearer groups than K-Means")
    assert found.sentence.endswith(advice.sentence)
    assert found.reasons[: len(advice.reasons)] == tuple(r.sentence for r in advice.reasons)


@pytest.mark.parametrize("found", [of_blobs, of_moons, of_a_cloud])
def test_reasons_are_sentences(found) -> None:
    assert all(reason[0].isupper() and reason.endswith(".") for reason in found().reasons)


def test_the_reasons_for_clearer_groups_hold_their_figures() -> None:
    chosen, text = of_moons().chosen, " ".join(of_moons().reasons)
    for figure in (chosen.stability, chosen.clearness, chosen.consensus):
        assert f"{figure:.2f}" in text
    assert chosen.title in text and f"{chosen.k} segments" in text


def test_what_leaves_many_out_or_is_too_small_for_a_campaign_is_not_proposed() -> None:
    rng = np.random.default_rng(1)
    cloud, rare = rng.normal(size=(400, 2)), rng.normal(size=(8, 2)) * 0.1 + 12
    rows = np.vstack([cloud, rare])
    found = propose_method(feature_matrix(rows), FAST, recommended=unjudged(rows))
    assert not found.clearer and found.chosen.method == "kmeans"


def test_what_is_proposed_can_be_run() -> None:
    chosen = of_moons().chosen
    assert algorithm(chosen.method).swept in chosen.params
    assert chosen.params[algorithm(chosen.method).swept] == chosen.setting
    assert chosen.params.keys() == {param.name for param in algorithm(chosen.method).params}


def test_runners_up_are_other_methods_each_once() -> None:
    names = [of_blobs().chosen.method, *(other.method for other in of_blobs().runners_up)]
    assert len(names) == len(set(names)) >= 3 and set(names) <= set(algorithms())


def test_equal_seeds_propose_the_same() -> None:
    rows = moons(200)
    first, second = (propose_method(feature_matrix(rows), ("hdbscan",)) for _ in range(2))
    assert first == second and first.reasons


def test_a_large_table_is_sampled_and_told_and_the_setting_suits_all_of_it() -> None:
    rows, base = moons(2_000), unjudged(moons(2_000))
    found = propose_method(feature_matrix(rows), ("hdbscan",), budget_seconds=15, recommended=base)
    assert (found.measured, found.customers) == (500, 2_000)
    assert [n.text for n in found.notices] == [
        "Methods were compared on 500 of 2,000 customers, drawn at random."
    ]
    spec = algorithm("hdbscan")
    fitted = spec.sweep(rows, (found.chosen.setting,), found.chosen.params, 0, lambda *_: None)
    at = fitted.settings.index(found.chosen.setting)
    assert len(fitted.partitions[at].centres) == found.chosen.k == 2


def test_gaps_between_whole_numbers_do_not_make_segments_natural() -> None:
    rng = np.random.default_rng(0)
    rows = np.column_stack([np.ceil(np.exp(rng.normal(size=400))), rng.normal(size=400)])
    assert propose_method(feature_matrix(rows), FAST).kind != "natural"


def test_gaps_are_compared_with_those_of_tables_without_segments() -> None:
    assert any("They are clearer than by chance" in reason for reason in of_moons().reasons)


def test_gaps_no_clearer_than_in_tables_without_segments_are_not_natural(monkeypatch) -> None:
    def as_clear(rows, *_: object) -> Clearness:
        null = {"gaussian": np.array([0.5, 0.2]), "one peak": np.array([0.6])}
        return Clearness(np.arange(len(rows)), np.array([0.6]), np.array([0.4]), null)

    monkeypatch.setattr("core.suggest.propose.measure_clearness", as_clear)
    base = unjudged(moons(400))
    found = propose_method(feature_matrix(moons(400)), ("hdbscan",), recommended=base)
    assert not found.clearer and found.chosen.method == "kmeans"
    assert found.reasons[-1].endswith("the gaps around them are no clearer than by chance.")


def test_progress_is_told_and_can_end_the_work() -> None:
    class Stop(Exception):
        pass

    shares: list[tuple[str, float]] = []

    def watch(step: str, share: float) -> None:
        shares.append((step, share))
        if step.startswith("Fitting"):
            raise Stop

    with pytest.raises(Stop):
        propose_method(feature_matrix(three_blobs()), FAST, progress=watch)
    assert all(0 <= share <= 1 for _, share in shares) and len(shares) > 12


def test_the_table_is_not_changed() -> None:
    rows = three_blobs()
    before = rows.copy()
    propose_method(feature_matrix(rows), ("kmeans", "hierarchical"), recommended=unjudged(before))
    assert np.array_equal(rows, before)


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        (np.ones((50, 2)), AllAlike),
        (np.full((50, 2), np.nan), NotANumber),
    ],
)
def test_tables_without_an_answer_are_refused_with_words(rows, error) -> None:
    with pytest.raises(error):
        propose_method(feature_matrix(rows))


def test_few_different_customers_are_enough_where_segments_are() -> None:
    found = propose_method(feature_matrix(np.repeat([[0.0, 1.0], [5.0, 5.0], [9.0, 0.0]], 8, axis=0)))
    assert found.chosen.k in (2, 3) and found.kind != "natural"
    assert not found.clearer
