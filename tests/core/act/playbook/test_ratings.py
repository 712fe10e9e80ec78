"""Ratings are kept once a subject and data set, come back from JSON as they were, or are refused."""

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
from core.model import RatedSubject

REFERRAL = RatedSubject("champions", "action", "referral")
UP = Rating(REFERRAL, "march", 1)


def test_a_newer_rating_takes_the_place_of_the_older_one() -> None:
    feedback = Feedback().with_rating(UP).with_rating(Rating(REFERRAL, "march", -1, "too pushy"))
    assert (
        feedback.votes()[REFERRAL] == -1
        and feedback.ratings_of("march")["", REFERRAL].note == "too pushy"
    )
    assert feedback.with_rating(Rating(REFERRAL, "march", 0)) == Feedback()


def test_each_data_set_counts_once() -> None:
    feedback = Feedback().with_rating(UP).with_rating(UP).with_rating(Rating(REFERRAL, "april", 1))
    assert feedback.votes()[REFERRAL] == 2 and feedback.ratings_of("may") == {}


def test_what_is_said_of_two_segments_of_a_kind_is_apart_and_counts_once() -> None:
    first, second = (
        Rating(REFERRAL, rating_source("march", name), 1, name) for name in ("A", "A, lower")
    )
    feedback = Feedback().with_rating(first).with_rating(second)
    assert feedback.votes()[REFERRAL] == 1
    assert feedback.ratings_of("march") == {("A", REFERRAL): first, ("A, lower", REFERRAL): second}
    assert feedback.with_rating(replace(first, vote=-1)).votes()[REFERRAL] == 0


def test_thumbs_are_taken_back_and_notes_stay() -> None:
    name = RatedSubject("loyal", "name", "a")
    other = Rating(name, "march", -1)
    feedback = Feedback((UP, other, replace(other, source="april", note="why")))
    assert feedback.without_votes_on_names("loyal").ratings == (UP, Rating(name, "april", 0, "why"))


def test_ratings_survive_a_file() -> None:
    feedback = (
        Feedback()
        .with_rating(UP)
        .with_rating(Rating(RatedSubject("loyal", "name", "Loyal"), "april", 0, "ours: regulars"))
    )
    assert read_feedback(json.dumps(feedback.to_list())) == feedback


@pytest.mark.parametrize(
    ("text", "reason"),
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
def test_other_files_are_refused(text: str, reason: str) -> None:
    with pytest.raises(BadFeedback, match=reason):
        read_feedback(text)


def test_there_are_bounds() -> None:
    with pytest.raises(NoteTooLong):
        Feedback().with_rating(Rating(REFERRAL, "b", 1, "x" * 1_001))
    for bad in (Rating(REFERRAL, "b", 2), Rating(RatedSubject("a" * 1_001), "b", 1)):
        with pytest.raises(BadFeedback):
            Feedback().with_rating(bad)
    full = Feedback(tuple(Rating(RatedSubject(str(at)), "b", 1) for at in range(MOST_RATINGS)))
    with pytest.raises(TooManyRatings):
        full.with_rating(UP)
    assert full.with_rating(Rating(RatedSubject("0"), "b", -1)).votes()[RatedSubject("0")] == -1


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("champions/action/referral", REFERRAL),
        ("high a/b, low c/name/", RatedSubject("high a/b, low c", "name")),
        ("k/name/a/sentence/b", RatedSubject("k", "name", "a/sentence/b")),
        ("k/price/a", RatedSubject("k/price/a")),
        ("", RatedSubject("")),
    ],
)
def test_a_subject_is_written_as_it_was_read(text: str, subject: RatedSubject) -> None:
    assert RatedSubject.parse(text) == subject
    assert str(subject) == text
