"""Thumbs on names and sentences change what is suggested for the same kind of segment."""

import numpy as np
import pandas as pd

from core.model import SENTENCES, Analysis, Explanation, RatedSubject, Segmentation
from core.profile.explanation import build_explanation
from core.profile.names.carried import apply_names
from core.profile.names.remembered import Naming
from core.profile.votes import preferred_name
from tests.support.handmade_analyses import make_analysis


def two_segments() -> Analysis:
    fresh = np.r_[np.full(40, 10.0), np.full(20, 90.0)] + np.arange(60) % 7
    milk = np.r_[np.full(40, 50.0), np.full(20, 20.0)] + np.arange(60) % 5
    return make_analysis(pd.DataFrame({"Fresh": fresh, "Milk": milk}), np.repeat([0, 1], [40, 20]))


def votes_of(texts: dict[str, int]) -> dict[RatedSubject, int]:
    return {RatedSubject.parse(text): votes for text, votes in texts.items()}


def explain(votes: dict[str, int]) -> Explanation:
    analysis = two_segments()
    setting = analysis.sweep.suggestion.chosen
    return apply_names(
        build_explanation(Segmentation(analysis, setting)),
        Segmentation(analysis, setting),
        Naming(),
        votes=votes_of(votes),
    )


def test_a_disliked_name_gives_way_to_the_next_best_and_says_so() -> None:
    first = explain({}).profiles[0]
    assert (first.name, first.instead, first.topics) == ("Low fresh, high milk", "", SENTENCES)
    down = explain({f"{first.kind}/name/{first.name}": -1}).profiles[0]
    assert (down.name, down.suggested, down.instead) == ("Low fresh", "Low fresh", first.name)
    assert down.kind == first.kind


def test_a_liked_name_of_ones_own_is_suggested_for_that_kind_only() -> None:
    profiles = explain({"low fresh, high milk/name/Dairies": 1}).profiles
    assert [story.name for story in profiles] == ["Dairies", "High fresh, low milk"]


def test_the_liked_sentence_comes_first_and_the_disliked_last() -> None:
    kind, plain = explain({}).profiles[1].kind, explain({}).profiles[1].sentences
    votes = {f"{kind}/sentence/caution": 1, f"{kind}/sentence/typical": -2}
    story = explain(votes).profiles[1]
    assert story.topics == ("caution", "different", "typical")
    assert story.sentences == (plain[2], plain[1], plain[0])
    assert explain(votes).profiles[0].topics == SENTENCES


def test_of_equal_votes_the_evidence_decides() -> None:
    assert (
        preferred_name("k", ["a", "b"], votes_of({"k/name/a": 1, "k/name/b": 1, "k/name/c": 1})) == "a"
    )
    assert preferred_name("k", ["a", "b"], votes_of({"k/name/a": -2, "k/name/b": -1})) == "b"
    assert preferred_name("k", ["a"], votes_of({"other/name/c": 5, "k/name/c": -1})) == "a"


def test_votes_on_a_name_with_what_sets_it_apart_are_votes_on_the_name() -> None:
    candidates = ["High fresh, low milk", "High Fresh", "Low Milk"]
    down = {"k/name/High fresh, low milk, higher spend": -1}
    assert preferred_name("k", candidates, votes_of(down)) == "High Fresh"
    assert (
        preferred_name("k", ["Champions"], votes_of({"k/name/Champions, higher spend": 1}))
        == "Champions"
    )
