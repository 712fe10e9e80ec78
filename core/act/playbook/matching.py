"""Which plays of a playbook a segment's facts speak for, the strongest first."""

from collections.abc import Mapping
from math import prod

from core.act.playbook.facts import RATIO_SUFFIX, Fact
from core.act.playbook.playbook import Play, Playbook, Requirement
from core.data import name_words
from core.model import Action, rated_subject

# However far beyond its condition a fact lies, it counts at most this much more than just there.
MOST_STRENGTH = 3.0


def suggest_actions(
    plays: Playbook, kind: str, facts: Mapping[str, Fact], votes: Mapping[str, int]
) -> tuple[Action, ...]:
    """The plays whose conditions all hold for a segment of this kind, by descending rank.

    Above or below the overall mean counts only where it is sure (`Fact.sure`).

    The rank is the play's weight times how far the facts lie beyond the conditions (1 to STRONGEST,
    the geometric mean of the conditions) plus the votes that this kind of segment gave the play.
    """
    fitting = [play for play in plays.plays if _fits_segment(play, kind, facts)]
    found = [
        _build_action(play, facts, votes.get(rated_subject(kind, "action", play.id), 0))
        for play in fitting
    ]
    return tuple(sorted(found, key=lambda action: (-action.rank, action.id)))


def _fits_segment(play: Play, kind: str, facts: Mapping[str, Fact]) -> bool:
    meant = not play.kinds or name_words(kind) in map(name_words, play.kinds)
    return meant and all(one.fact in facts and _fulfils(one, facts[one.fact]) for one in play.when)


def _fulfils(one: Requirement, fact: Fact) -> bool:
    """Whether the fact fulfils it, and surely where it is about being above or below the mean."""
    apart = one.fact.endswith(RATIO_SUFFIX) and (
        one.bound >= 1 if ">" in one.operator else one.bound <= 1
    )
    return one.holds(fact.value) and (fact.sure or not apart)


def _build_action(play: Play, facts: Mapping[str, Fact], votes: int) -> Action:
    strengths = [_strength(one, facts[one.fact].value) for one in play.when]
    return Action(
        id=play.id,
        title=play.title,
        goal=play.goal,
        channel=play.channel,
        measure=play.measure,
        trigger=_trigger(play, facts),
        reward=play.reward,
        rank=round(play.weight * prod(strengths) ** (1 / len(strengths)) + votes, 4),
        votes=votes,
    )


def _strength(one: Requirement, value: float) -> float:
    """How many times the bound the value is, or the other way round where it must be below."""
    low, high = (one.bound, value) if ">" in one.operator else (value, one.bound)
    if low <= 0:  # no ratio: how far apart they are instead
        return min(1 + high - low, MOST_STRENGTH)
    return min(high / low, MOST_STRENGTH)


def _trigger(play: Play, facts: Mapping[str, Fact]) -> str:
    """What the facts say, each sentence once."""
    said = dict.fromkeys(facts[one.fact].sentence for one in play.when)
    return " ".join(f"{sentence}." for sentence in said)
