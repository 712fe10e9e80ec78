"""Thumbs and notes on what was suggested, and how they count the next time."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from core.errors import UserError

MOST_LETTERS = 1_000
MOST_RATINGS = 2_000
VOTES = (-1, 0, 1)


class BadFeedback(UserError):
    template = "These ratings cannot be used: {reason}. Save them anew from the Act page."


class NoteTooLong(UserError):
    template = "A note has at most {most:,} letters; this one has {letters:,}. Shorten it."


class TooManyRatings(UserError):
    template = "At most {most:,} ratings are kept. Take some back first."


@dataclass(frozen=True)
class Rating:
    """What was said of one thing, named as by `core.model.explanation.rated_subject`: `vote` is 1, 0 or -1.

    `source` is the data set that it was said of and which of its segments, as `rating_source` gives it.
    """

    thing: str
    source: str
    vote: int
    note: str = ""


@dataclass(frozen=True)
class Feedback:
    """All ratings, one for each thing and source."""

    ratings: tuple[Rating, ...] = ()

    def votes(self) -> Counter[str]:
        """Thumbs up less thumbs down of each thing, of all data sets, each of which counts once."""
        said: Counter[tuple[str, str]] = Counter()
        for one in self.ratings:
            said[one.thing, _split_source(one.source)[0]] += one.vote
        found: Counter[str] = Counter()
        for (thing, _), votes in said.items():
            found[thing] += (votes > 0) - (votes < 0)
        return found

    def rated(self, given: Rating) -> "Feedback":
        """With this rating in place of an earlier one; without either where it says nothing.

        Raises NoteTooLong, TooManyRatings, and BadFeedback for what is no rating.
        """
        if given.vote not in VOTES or len(given.thing) > MOST_LETTERS:
            raise BadFeedback(reason="a vote is not -1, 0 or 1, or its subject is no short text")
        if len(given.note) > MOST_LETTERS:
            raise NoteTooLong(most=MOST_LETTERS, letters=len(given.note))
        others = tuple(one for one in self.ratings if _rating_key(one) != _rating_key(given))
        if not given.vote and not given.note:
            return Feedback(others)
        if len(others) >= MOST_RATINGS:
            raise TooManyRatings(most=MOST_RATINGS)
        return Feedback((*others, given))

    def without_votes(self, about: str) -> "Feedback":
        """With no thumb on things that begin with `about`; their notes stay."""
        kept = (replace(one, vote=0) if one.thing.startswith(about) else one for one in self.ratings)
        return Feedback(tuple(one for one in kept if one.vote or one.note))

    def about(self, dataset: str) -> dict[tuple[str, str], Rating]:
        """The ratings of one data set, by the segment that they were said of and by thing."""
        found = ((_split_source(one.source), one) for one in self.ratings)
        return {(segment, one.thing): one for (where, segment), one in found if where == dataset}

    def to_list(self) -> list[dict[str, Any]]:
        """Plain JSON values, as `parse_feedback` reads them."""
        return [asdict(one) for one in self.ratings]


def parse_feedback(values: object) -> Feedback:
    """The feedback that `Feedback.to_list` wrote; BadFeedback for anything else."""
    if not isinstance(values, list) or len(values) > MOST_RATINGS:
        raise BadFeedback(reason=f"they are not a list of at most {MOST_RATINGS:,} ratings")
    return Feedback(
        tuple(_keep_last(_parse_rating(number, raw) for number, raw in enumerate(values, 1)))
    )


def read_feedback(text: str) -> Feedback:
    """The same from JSON text."""
    try:
        return parse_feedback(json.loads(text))
    except (ValueError, RecursionError):
        raise BadFeedback(reason="they are not JSON") from None


def _parse_rating(number: int, raw: object) -> Rating:
    known = {field.name for field in fields(Rating)}
    if not isinstance(raw, Mapping) or not known - {"note"} <= raw.keys() <= known:
        raise BadFeedback(reason=f"rating {number} does not have thing, source and vote")
    texts = [raw[name] for name in known - {"vote"} if name in raw]
    if not all(isinstance(text, str) and len(text) <= MOST_LETTERS for text in texts):
        raise BadFeedback(reason=f"rating {number} holds something else than short texts")
    if isinstance(raw["vote"], bool) or raw["vote"] not in VOTES:
        raise BadFeedback(reason=f"the vote of rating {number} is not -1, 0 or 1")
    return Rating(**raw)


def _keep_last(ratings: Iterable[Rating]) -> Iterable[Rating]:
    """The last rating of each thing."""
    return {_rating_key(one): one for one in ratings}.values()


def rating_source(dataset: str, segment: str) -> str:
    """The source of what is said of a segment, by what the evidence calls it; of the whole for ""."""
    return f"{dataset}/{segment}" if segment else dataset


def _split_source(source: str) -> tuple[str, str]:
    dataset, _, segment = source.partition("/")
    return dataset, segment


def _rating_key(one: Rating) -> tuple[str, str]:
    return one.thing, one.source
