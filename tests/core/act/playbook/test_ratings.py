"""Ratings are kept once a thing and data set, come back from JSON as they were, or are refused."""

import json
from dataclasses import replace

import pytest

from core.act.playbook.ratings import (
    MOST_RATINGS,
    BadFeedback,
    Feedback,
    NoteTooLong,
    Rating,
    TooManyRatings,
    rating_source,
    read_feedback,
)

UP = Rating("champions/action/referral", "march", 1)


def test_a_newer_rating_takes_the_place_of_the_older_one() -> None:
    said = Feedback().rated(UP).rated(Rating(UP.thing, "march", -1, "too pushy"))
    assert said.votes()[UP.thing] == -1 and said.about("march")["", UP.thing].note == "too pushy"
    assert said.rated(Rating(UP.thing, "march", 0)) == Feedback()


def test_each_data_set_counts_once() -> None:
    said = Feedback().rated(UP).rated(UP).rated(Rating(UP.thing, "april", 1))
    assert said.votes()[UP.thing] == 2 and said.about("may") == {}


def test_what_is_said_of_two_segments_of_a_kind_is_apart_and_counts_once() -> None:
    one, other = (Rating(UP.thing, rating_source("march", name), 1, name) for name in ("A", "A, lower"))
    said = Feedback().rated(one).rated(other)
    assert said.votes()[UP.thing] == 1
    assert said.about("march") == {("A", UP.thing): one, ("A, lower", UP.thing): other}
    assert said.rated(replace(one, vote=-1)).votes()[UP.thing] == 0


def test_thumbs_are_taken_back_and_notes_stay() -> None:
    other = Rating("loyal/name/a", "march", -1)
    said = Feedback((UP, other, replace(other, source="april", note="why")))
    assert said.without_votes("loyal/name/").ratings == (UP, Rating("loyal/name/a", "april", 0, "why"))


def test_ratings_survive_a_file() -> None:
    said = Feedback().rated(UP).rated(Rating("loyal/name/Loyal", "april", 0, "ours: regulars"))
    assert read_feedback(json.dumps(said.to_list())) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("{}", "not a list"),
        ("[3]", "rating 1"),
        ('[{"thing": "a", "source": "b"}]', "rating 1 does not have"),
        ('[{"thing": 1, "source": "b", "vote": 1}]', "short texts"),
        ('[{"thing": "a", "source": "b", "vote": 5}]', "vote of rating 1"),
        ('[{"thing": "a", "source": "b", "vote": true}]', "vote of rating 1"),
        ('[{"thing": "a", "source": "b", "vote": 1, "x": 1}]', "rating 1 does not have"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_other_files_are_refused(text: str, said: str) -> None:
    with pytest.raises(BadFeedback, match=said):
        read_feedback(text)


def test_there_are_bounds() -> None:
    with pytest.raises(NoteTooLong):
        Feedback().rated(Rating("a", "b", 1, "x" * 1_001))
    for bad in (Rating("a", "b", 2), Rating("a" * 1_001, "b", 1)):
        with pytest.raises(BadFeedback):
            Feedback().rated(bad)
    full = Feedback(tuple(Rating(str(at), "b", 1) for at in range(MOST_RATINGS)))
    with pytest.raises(TooManyRatings):
        full.rated(UP)
    assert full.rated(Rating("0", "b", -1)).votes()["0"] == -1
