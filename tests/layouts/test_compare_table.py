"""The table of the Compare page: what a row says, what is marked, and where Adopt leads."""

from dataclasses import replace

import numpy as np

from core.compare import Candidate, Comparison, MethodCandidates
from core.model import Notice, Recipe
from core.segment import algorithms
from core.session import ComparedSegments
from layouts.address import Address, parse
from layouts.compare_table import UNDEFINED, columns, figures, rows

ADDRESS = Address("0" * 64, "", 3)
CANDIDATE = Candidate(
    "kmeans", "n_clusters", 3, ("adopted", "first choice"), 3, (50, 30, 20), 0, 0.2, 0, 0.31, 0.0, 1.2, 250.4, 9.0,
    None, None, 0.05, 100, 0.9, 20, 100, 1.0, None, None, None, None, 0.01,
)  # fmt: skip


def compared(*candidates: Candidate, label: str | None = None, problem: str = "") -> list:
    found = tuple(
        MethodCandidates(one.method, (one,), np.zeros((1, 100), np.uint8)) for one in candidates
    )
    failed = (MethodCandidates("spectral", problem=problem),) if problem else ()
    comparison = Comparison((*found, *failed), 100, ("a", "b"), label)
    return rows(comparison, Recipe(params={"n_init": 5}), ADDRESS)


def test_a_row_reads_as_a_person_reads_it() -> None:
    sampled = replace(CANDIDATE, silhouette_error=0.02, notices=(Notice("Sampled."),))
    (row,) = compared(sampled)
    assert (row["method"], row["setting"], row["adopted"]) == ("K-Means", "3 segments", True)
    assert row["texts"]["silhouette"] == "0.31 ± 0.02"
    assert row["business"]["returned"] == "18 of 20"
    assert row["texts"]["calinski_harabasz"] == "250"
    assert row["business"]["smallest"] == "20 (20 %)" and row["usable"] == "Yes"
    assert row["texts"]["seconds"] == "under 0.1"
    assert row["bar"]["words"] == "50, 30, 20"
    assert row["why"].endswith("Sampled.")


def test_what_is_undefined_is_a_dash() -> None:
    (row,) = compared(replace(CANDIDATE, silhouette=None))
    assert row["silhouette"] is None
    assert row["texts"]["silhouette"] == UNDEFINED


def test_a_method_that_slides_over_distances_says_so() -> None:
    (row,) = compared(replace(CANDIDATE, method="dbscan", parameter="eps", setting=0.534, noise=10))
    assert row["setting"] == "Reach (eps) 0.534"
    assert row["bar"]["words"].endswith("noise 10")
    assert len(row["bar"]["parts"]) == 4


def test_the_best_of_a_column_is_marked_but_not_where_most_are_noise() -> None:
    other = replace(
        CANDIDATE, method="gmm", silhouette=0.2, davies_bouldin=0.9, reasons=("first choice",)
    )
    noisy = replace(CANDIDATE, method="dbscan", silhouette=0.9, sizes=(10, 5), noise=85)
    first, second, third = (row["best"] for row in compared(CANDIDATE, other, noisy))
    assert "silhouette" in first and "davies_bouldin" not in first
    assert "davies_bouldin" in second and "silhouette" not in second
    assert third == []
    assert not {"agreement", "seconds", "noise"} & {*first, *second}


def test_one_result_is_not_called_the_best() -> None:
    assert compared(CANDIDATE)[0]["best"] == []


def test_adopt_leads_to_the_method_at_its_setting() -> None:
    own, other = compared(CANDIDATE, replace(CANDIDATE, method="gmm", setting=5))
    kept, chosen = (parse(row["adopt"].split("/segment")[1]) for row in (own, other))
    assert kept.setting == 3 and Recipe.from_token(kept.recipe).params == {"n_init": 5}
    assert chosen.setting == 5 and chosen.dataset == ADDRESS.dataset
    recipe = Recipe.from_token(chosen.recipe)
    assert (recipe.algorithm, recipe.params) == ("gmm", {})


def test_a_method_that_failed_is_a_row_with_its_sentence() -> None:
    *_, failed = compared(CANDIDATE, problem="Too few customers.")
    assert (failed["setting"], failed["problem"]) == ("Too few customers.", True)
    assert "adopt" not in failed


def test_every_column_explains_itself_and_those_of_a_label_come_with_one() -> None:
    for label in (None, "channel"):
        found = columns(label)
        assert all(column["headerTooltip"].endswith(".") for column in found)
        assert "money" in {column["field"] for column in columns(label, has_money=True)}
        assert "money" not in {column["field"] for column in found}
        assert ("adjusted_rand" in {column["field"] for column in found}) == bool(label)
    assert len(figures("channel")) == len(figures(None)) + 4


def test_every_method_has_words_for_its_setting() -> None:
    for name, spec in algorithms().items():
        (row,) = compared(replace(CANDIDATE, method=name, setting=4))
        assert row["method"] == spec.title
        assert "4" in row["setting"]


def test_what_a_campaign_asks_stands_beside_the_scores() -> None:
    segments = ComparedSegments(
        ("Champions", "At risk", ""), (50, 30, 20), (0.2, 0.7, 0.1), "reproducible", 0.93, 100
    )
    comparison = Comparison(
        (MethodCandidates("kmeans", (CANDIDATE,), np.zeros((1, 100), np.uint8)),), 100, ("a",)
    )
    (row,) = rows(comparison, Recipe(), ADDRESS, None, {("kmeans", 3): segments})
    assert row["names"] == "Champions · At risk" and row["verdict"] == "Reliable groups"
    assert row["business"]["money"] == "70 % from 30 % of customers" and row["money"] == 0.7
    assert row["business"]["returned"] == "93 of 100"  # the verdict's, where there is one
    assert "At risk: 30 customers, 70 % of revenue" in row["told"]


def test_one_huge_segment_is_no_winner_and_stands_last() -> None:
    huge = replace(
        CANDIDATE, setting=2, k=2, sizes=(38_800, 1_200), smallest=0.03, silhouette=0.9, returned=1.0,
        reasons=("highest silhouette",),
    )  # fmt: skip
    fair = replace(CANDIDATE, method="gmm", sizes=(20_000, 12_000, 8_000), returned=0.85)
    first, second = compared(huge, fair)
    assert first["method"] != "K-Means" and second["usable"] == "No: 97 % are in one segment"
    assert second["best"] == []
