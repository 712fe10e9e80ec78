"""Ratings: thumbs and notes on suggestions, which count the next time."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.errors import UserError
from core.model import RatedSubject

MOST_LETTERS = 1_000
MOST_RATINGS = 2_000
VOTES = (-1, 0, 1)


class BadFeedback(UserError):
    template = "These ratings cannot be used: {reason}. Save them again from the Act page."


class NoteTooLong(UserError):
    template = "A note has at most {most:,} letters; this one has {letters:,}. Shorten it."


class TooManyRatings(UserError):
    template = "At most {most:,} ratings are kept. Undo some first."


@dataclass(frozen=True)
class Rating:
    """A vote (1, 0 or -1) and a note on a subject.

    `source` is the data set that it was given in and which of its segments, as `rating_source` says.
    """

    subject: RatedSubject
    source: str
    vote: int
    note: str = ""

    @property
    def key(self) -> tuple[RatedSubject, str]:
        """Subject and source, of which there is one rating."""
        return self.subject, self.source

    def to_json(self) -> dict[str, Any]:
        return {
            "thing": str(self.subject),
            "source": self.source,
            "vote": self.vote,
            "note": self.note,
        }


@dataclass(frozen=True)
class Feedback:
    """All ratings, one for each subject and source."""

    ratings: tuple[Rating, ...] = ()

    def votes(self) -> Counter[RatedSubject]:
        """Count thumbs up less thumbs down by subject; each data set counts once."""
        by_dataset: Counter[tuple[RatedSubject, str]] = Counter()
        for rating in self.ratings:
            by_dataset[rating.subject, _split_source(rating.source)[0]] += rating.vote
        totals: Counter[RatedSubject] = Counter()
        for (subject, _), votes in by_dataset.items():
            totals[subject] += (votes > 0) - (votes < 0)
        return totals

    def with_rating(self, rating: Rating) -> "Feedback":
        """Put a rating in place of an earlier one; drop both where it has neither vote nor note.

        Raises NoteTooLong, TooManyRatings, and BadFeedback for what is no rating.
        """
        if rating.vote not in VOTES or len(str(rating.subject)) > MOST_LETTERS:
            raise BadFeedback(reason="a vote is not -1, 0 or 1, or its subject is no short text")
        if len(rating.note) > MOST_LETTERS:
            raise NoteTooLong(most=MOST_LETTERS, letters=len(rating.note))
        others = tuple(other for other in self.ratings if other.key != rating.key)
        if not rating.vote and not rating.note:
            return Feedback(others)
        if len(others) >= MOST_RATINGS:
            raise TooManyRatings(most=MOST_RATINGS)
        return Feedback((*others, rating))

    def without_votes_on_names(self, kind: str) -> "Feedback":
        """Take back the thumbs on all names of a kind of segment; their notes stay."""
        ratings = (
            replace(rating, vote=0) if rating.subject.is_name_of(kind) else rating
            for rating in self.ratings
        )
        return Feedback(tuple(rating for rating in ratings if rating.vote or rating.note))

    def ratings_of(self, dataset: str) -> dict[tuple[str, RatedSubject], Rating]:
        """Return the ratings of one data set, by the segment that they were given in and by subject."""
        places = ((_split_source(rating.source), rating) for rating in self.ratings)
        return {
            (segment, rating.subject): rating for (where, segment), rating in places if where == dataset
        }

    def to_list(self) -> list[dict[str, Any]]:
        """Return plain JSON values, as `parse_feedback` reads them."""
        return [rating.to_json() for rating in self.ratings]


def parse_feedback(values: object) -> Feedback:
    """Read the feedback that `Feedback.to_list` wrote; BadFeedback for anything else."""
    if not isinstance(values, list) or len(values) > MOST_RATINGS:
        raise BadFeedback(reason=f"they are not a list of at most {MOST_RATINGS:,} ratings")
    return Feedback(_keep_last(_parse_rating(number, raw) for number, raw in enumerate(values, 1)))


def read_feedback(text: str) -> Feedback:
    """Read feedback from JSON text; BadFeedback where it cannot be."""
    try:
        return parse_feedback(json.loads(text))
    except (ValueError, RecursionError):
        raise BadFeedback(reason="they are not JSON") from None


def _parse_rating(number: int, raw: object) -> Rating:
    needed, allowed = {"thing", "source", "vote"}, {"thing", "source", "vote", "note"}
    if not isinstance(raw, Mapping) or not needed <= raw.keys() <= allowed:
        raise BadFeedback(reason=f"rating {number} does not have thing, source and vote")
    texts = [value for name, value in raw.items() if name != "vote"]
    if not all(isinstance(text, str) and len(text) <= MOST_LETTERS for text in texts):
        raise BadFeedback(reason=f"rating {number} holds something else than short texts")
    if isinstance(raw["vote"], bool) or raw["vote"] not in VOTES:
        raise BadFeedback(reason=f"the vote of rating {number} is not -1, 0 or 1")
    subject = RatedSubject.parse(raw["thing"])
    return Rating(subject, raw["source"], raw["vote"], raw.get("note", ""))


def _keep_last(ratings: Iterable[Rating]) -> tuple[Rating, ...]:
    """Keep the last rating of each subject and source."""
    return tuple({rating.key: rating for rating in ratings}.values())


def rating_source(dataset: str, segment: str) -> str:
    """Source of ratings of a segment, by its name from the evidence; of the whole data set for ""."""
    return f"{dataset}/{segment}" if segment else dataset


def _split_source(source: str) -> tuple[str, str]:
    dataset, _, segment = source.partition("/")
    return dataset, segment
