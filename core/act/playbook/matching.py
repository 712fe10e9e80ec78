"""Actions for a segment: the plays of a playbook that its facts speak for, the strongest first."""

from collections.abc import Mapping
from math import prod

from core.act.playbook.facts import RATIO_SUFFIX, Fact, is_about_equal
from core.act.playbook.playbook import Play, Playbook, Requirement
from core.data import name_words
from core.model import Action, RatedSubject

# However far beyond its condition a fact lies, it counts at most this much more than just there. Higher:
# a single extreme fact puts its play before those of greater weight and those with more votes.
MOST_STRENGTH = 3.0


def suggest_actions(
    playbook: Playbook, kind: str, facts: Mapping[str, Fact], votes: Mapping[RatedSubject, int]
) -> tuple[Action, ...]:
    """Suggest the plays whose conditions all hold for a segment of this kind, by descending rank.

    Above or below the overall mean counts only where it is sure (`Fact.sure`).

    The rank is the play's weight times how far the facts lie beyond the conditions (1 to MOST_STRENGTH,
    the geometric mean of the conditions) plus the votes that this kind of segment gave the play.
    """
    fitting = [play for play in playbook.plays if _fits_segment(play, kind, facts)]
    actions = [
        _build_action(play, facts, votes.get(RatedSubject(kind, "action", play.id), 0))
        for play in fitting
    ]
    return tuple(sorted(actions, key=lambda action: (-action.rank, action.id)))


def _fits_segment(play: Play, kind: str, facts: Mapping[str, Fact]) -> bool:
    if play.kinds and name_words(kind) not in map(name_words, play.kinds):
        return False
    return all(
        requirement.fact in facts and _fulfils(requirement, facts[requirement.fact])
        for requirement in play.when
    )


def _fulfils(requirement: Requirement, fact: Fact) -> bool:
    """Tell whether a fact fulfils a requirement; beyond the mean of all customers surely and visibly."""
    if not requirement.holds(fact.value):
        return False
    return not _is_beyond_mean(requirement) or (fact.sure and not is_about_equal(fact.value))


def _is_beyond_mean(requirement: Requirement) -> bool:
    """Tell whether a requirement asks for more, or for less, than the mean of all customers."""
    bound, above = requirement.bound, ">" in requirement.operator
    return requirement.fact.endswith(RATIO_SUFFIX) and (bound >= 1 if above else bound <= 1)


def _build_action(play: Play, facts: Mapping[str, Fact], votes: int) -> Action:
    strengths = [_strength(each, facts[each.fact].value) for each in play.when]
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
        contact=play.contact,
    )


def _strength(requirement: Requirement, value: float) -> float:
    """Value over the bound, or the other way round where it must be below."""
    bound = requirement.bound
    low, high = (bound, value) if ">" in requirement.operator else (value, bound)
    if low <= 0:  # no ratio: how far apart they are instead
        return min(1 + high - low, MOST_STRENGTH)
    return min(high / low, MOST_STRENGTH)


def _trigger(play: Play, facts: Mapping[str, Fact]) -> str:
    """Join the sentences of the facts, each of them once; those that are about as with all customers
    say nothing where another does."""
    named = {each.fact: facts[each.fact] for each in play.when}
    plain = {
        name: fact
        for name, fact in named.items()
        if name.endswith(RATIO_SUFFIX) and is_about_equal(fact.value)
    }
    telling = [fact for name, fact in named.items() if name not in plain] or [*named.values()]
    sentences = dict.fromkeys(fact.sentence for fact in telling)
    return " ".join(f"{sentence}." for sentence in sentences)
