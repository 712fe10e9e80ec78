"""Votes on names and sentences: what was liked of a kind of segment goes first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.model import SENTENCES, RatedSubject, SegmentProfile

Votes = Mapping[RatedSubject, int]
NO_VOTES: Votes = {}


def preferred_name(kind: str, candidates: Sequence[str], votes: Votes) -> str:
    """Return the name with most thumbs (up less down); of equals the first of the `candidates`.

    Other names of this kind of segment count among them where they were liked. Votes on a candidate
    with what sets it apart behind it ("Champions, higher spend") are votes on the candidate.
    """
    tally = dict.fromkeys(candidates, 0)
    for subject in sorted(subject for subject in votes if subject.is_name_of(kind)):
        words = f"{subject.which}, "
        prefixes = (name for name in candidates if words.startswith(f"{name}, "))
        name = max(prefixes, key=len, default=subject.which)
        if name in tally or votes[subject] > 0:
            tally[name] = tally.get(name, 0) + votes[subject]
    return max(tally, key=tally.__getitem__)


def order_sentences(profile: SegmentProfile, votes: Votes) -> SegmentProfile:
    """Put the sentences that readers of such segments liked first."""
    sentences = dict(zip(profile.topics, profile.sentences, strict=True))
    subjects = {topic: RatedSubject(profile.kind, "sentence", topic) for topic in SENTENCES}
    order = sorted(SENTENCES, key=lambda topic: -votes.get(subjects[topic], 0))
    return replace(profile, topics=tuple(order), sentences=tuple(sentences[topic] for topic in order))
