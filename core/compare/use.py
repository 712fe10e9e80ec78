"""Use of a candidate: whether a campaign can act on its segments, and its place beside others."""

from core.compare.candidates import Candidate
from core.compare.words import ALL_IN_ONE, in_none_words, in_one_words
from core.segment import MOST_LEFT_OUT, Division
from core.text import format_count

# Share of the customers from which one segment leaves too few for the others. Higher lets a result be called the
# best that hardly divides anybody.
MOST_IN_ONE = 0.9


def find_obstacle(candidate: Candidate) -> str:
    """Find what keeps a campaign from using these segments, in a few words; "" where nothing does.

    It is the rule of the recommendation: segments that can be reached and tell different stories, nearly
    everybody in one of them, and not nearly everybody in the same.
    """
    division = divide(candidate)
    customers, largest = division.customers, max(candidate.sizes)
    if candidate.k < 2:
        return ALL_IN_ONE
    if candidate.noise > MOST_LEFT_OUT * customers:
        return in_none_words(candidate.noise / customers)
    if largest > MOST_IN_ONE * customers:
        return in_one_words(largest / customers)
    if not division.is_reachable:
        return f"{format_count(division.smallest, 'customer')} in the smallest"
    return f"{candidate.alike} of {candidate.k} are alike" if candidate.alike else ""


def is_usable(candidate: Candidate) -> bool:
    """True where a campaign can use each segment: only such a result is called the best by a score."""
    return not find_obstacle(candidate)


def rank_candidate(candidate: Candidate, kind: str = "") -> tuple[int, float, int]:
    """Place beside others, lower before higher, as the recommendation weighs divisions: natural and of use, then
    reproducible, reliable, of use, usable at all; of equals those that come out again more often, the finer ones.

    `kind` is the verdict, "" before there is one.
    """
    division, usable = divide(candidate, kind), is_usable(candidate)
    useful = division.is_useful and usable
    groups = (
        useful and division.is_natural,
        useful and kind == "reproducible",
        useful and division.is_reliable,
        useful,
        usable,
        True,
    )
    return groups.index(True), -(candidate.returned or 0.0), -candidate.k


def divide(candidate: Candidate, kind: str = "") -> Division:
    """The candidate as the rule of the recommendation sees it."""
    return Division(
        setting=candidate.setting,
        k=candidate.k,
        smallest=min(candidate.sizes),
        customers=sum(candidate.sizes) + candidate.noise,
        noise=candidate.noise,
        silhouette=candidate.silhouette,
        returned=candidate.returned,
        redraws=candidate.redraws,
        alike=candidate.alike,
        kind=kind,
    )
