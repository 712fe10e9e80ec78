"""Votes on names and sentences: what was liked of a kind of segment goes first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.model import SENTENCES, SegmentProfile, rated_subject

Votes = Mapping[str, int]
NO_VOTES: Votes = {}


def preferred_name(kind: str, candidates: Sequence[str], votes: Votes) -> str:
    """The name with most thumbs (up less down); of equals the first of the `candidates`.

    What else this kind of segment was called, and was liked, counts among them. Votes on a candidate
    with what sets it apart behind it ("Champions, higher spend") are votes on the candidate.
    """
    about, tally = rated_subject(kind, "name", ""), dict.fromkeys(candidates, 0)
    for each in sorted(votes):
        name = each.removeprefix(about)
        meant = max((c for c in candidates if f"{name}, ".startswith(f"{c}, ")), key=len, default=name)
        if each.startswith(about) and (meant in tally or votes[each] > 0):
            tally[meant] = tally.get(meant, 0) + votes[each]
    return max(tally, key=tally.__getitem__)


def order_sentences(story: SegmentProfile, votes: Votes) -> SegmentProfile:
    """The story with the sentences that such segments' readers liked first."""
    said = dict(zip(story.topics, story.sentences, strict=True))
    order = sorted(
        SENTENCES, key=lambda topic: -votes.get(rated_subject(story.kind, "sentence", topic), 0)
    )
    return replace(story, topics=tuple(order), sentences=tuple(said[topic] for topic in order))
