"""Whether a campaign can use a result, and where it stands beside others."""

from dataclasses import replace

import pytest

from core.compare import Candidate, find_obstacle, is_usable, rank_candidate

GOOD = Candidate(
    "kmeans", "n_clusters", 4, ("first choice",), 4, (400, 300, 200, 100), 0, 0.1, 0, 0.3, 0.0, 1.2, 250.4, 9.0,
    None, None, 0.05, 1000, 0.95, 20, 1000, 1.0, None, None, None, None, 0.01,
)  # fmt: skip


@pytest.mark.parametrize(("changes", "words"), [
    ({}, ""),
    ({"k": 1, "sizes": (1000,)}, "all are in one segment"),
    ({"sizes": (300, 300, 200, 100), "noise": 150}, "14 % are in no segment"),
    ({"sizes": (300, 300, 200, 100), "noise": 90}, ""),
    ({"k": 2, "sizes": (970, 30)}, "97 % are in one segment"),
    ({"sizes": (500, 300, 180, 20)}, "20 customers in the smallest"),
    ({"k": 3, "sizes": (40_000, 30_000, 1_200)}, ""),  # small, but a campaign can reach so many
    ({"alike": 2}, "2 of 4 are alike"),
])  # fmt: skip
def test_what_keeps_a_campaign_from_using_them(changes: dict, words: str) -> None:
    candidate = replace(GOOD, **changes)
    assert find_obstacle(candidate).replace("\u00a0", " ") == words
    assert is_usable(candidate) == (not words)


def test_the_order_is_that_of_the_recommendation() -> None:
    two = replace(GOOD, k=2, sizes=(600, 400), returned=1.0)
    shaky = replace(GOOD, returned=0.4)
    huge = replace(GOOD, k=2, sizes=(970, 30), returned=1.0, silhouette=0.9)
    ranked = sorted([huge, shaky, two, GOOD], key=rank_candidate)
    assert ranked == [GOOD, shaky, two, huge]
    assert rank_candidate(shaky, "natural") < rank_candidate(GOOD, "constructed")
    assert rank_candidate(GOOD, "reproducible") < rank_candidate(GOOD, "constructed")
