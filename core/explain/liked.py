"""How thumbs on names and sentences count: what was liked of a kind of segment goes first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.stories import SENTENCES, Story, thing

Votes = Mapping[str, int]
NO_VOTES: Votes = {}


def preferred(kind: str, candidates: Sequence[str], votes: Votes) -> str:
    """The name with most thumbs (up less down); of equals the first of the `candidates`.

    What else this kind of segment was called, and was liked, counts among them.
    """
    about = thing(kind, "name", "")
    liked = (each.removeprefix(about) for each in sorted(votes) if each.startswith(about))
    given = (name for name in liked if votes[about + name] > 0)
    return max((*candidates, *given), key=lambda name: votes.get(about + name, 0))


def reordered(story: Story, votes: Votes) -> Story:
    """The story with the sentences that such segments' readers liked first."""
    said = dict(zip(story.topics, story.sentences, strict=True))
    order = sorted(SENTENCES, key=lambda topic: -votes.get(thing(story.kind, "sentence", topic), 0))
    return replace(story, topics=tuple(order), sentences=tuple(said[topic] for topic in order))
