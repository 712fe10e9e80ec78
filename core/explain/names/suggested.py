"""Names that the evidence suggests for segments, no two of them alike."""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.explain.facts import Facts
from core.explain.markers import direction
from core.explain.rfm.named_cells import USUAL, Cell, RfmMap
from core.explain.rfm.scores import Scored, clustered_rfm, scored
from core.explain.votes import NO_VOTES, Votes, preferred
from core.model.base import Integers
from core.model.explanation import Marker
from core.text.wording import brief

AVERAGE = "Average customers"
NOISE_NAME = "Noise"
ALIKE = 1e-9  # standard deviations: means closer than this are equal
TELLING = 0.25  # standard deviations of money by which it tells two segments apart


@dataclass(frozen=True)
class Suggested:
    """A `name` for each segment, and its `kind`: what similar segments of other data are called too.

    `first` are the names that the evidence alone gives, `names` those after what was rated. `cuts` are
    the cut points of the scores where the names come from recency and frequency.
    """

    names: tuple[str, ...]
    first: tuple[str, ...]
    kinds: tuple[str, ...]
    cuts: Mapping[str, tuple[float, ...]]


def suggested(
    facts: Facts, markers: Sequence[Sequence[Marker]], rfm: RfmMap = USUAL, votes: Votes = NO_VOTES
) -> Suggested:
    """Names from the map of recency and frequency where segments were made by those, or from the two
    strongest markers; `votes` on these let the next best names go before."""
    columns, cells = clustered_rfm(facts.analysis), rfm.names()
    if columns is None or not cells:
        names, cuts = [_by_markers(own, facts.features) for own in markers], {}
    else:
        found = scored(facts.analysis.customers, columns, rfm.bins, rfm.cuts)
        names, cuts = _by_scores(facts, found, cells), dict(found.cuts)
    kinds = tuple(name.lower() for name in names)
    chosen = [
        preferred(kind, (name, *_alternatives(own, facts.features)), votes)
        for kind, name, own in zip(kinds, names, markers, strict=True)
    ]
    first, best = (tuple(distinct(some, facts)) for some in (names, chosen))
    return Suggested(best, first, kinds, cuts)


def _alternatives(markers: Sequence[Marker], clustered: Container[str]) -> tuple[str, ...]:
    """The strongest two markers, then the first and the second alone."""
    own = _own_first(markers, clustered)
    return tuple(_by_markers(some, clustered) for some in (own[:2], own[:1], own[1:2]) if some)


def _by_markers(markers: Sequence[Marker], clustered: Container[str]) -> str:
    """High Fresh, low Grocery; features that segments were made by go before others."""
    said = ", ".join(map(_words, _own_first(markers, clustered)[:2]))
    return said[:1].upper() + said[1:] if said else AVERAGE


def _own_first(markers: Sequence[Marker], clustered: Container[str]) -> list[Marker]:
    return sorted(markers, key=lambda marker: marker.feature not in clustered)


def _words(marker: Marker) -> str:
    if marker.value is None:
        return f"{direction(marker)} {brief(marker.title)}"
    share = "mostly" if marker.own >= 0.5 else "often" if marker.difference > 0 else "rarely"
    return f"{share} {brief(marker.title)} {brief(marker.value)}"


def _by_scores(facts: Facts, found: Scored, cells: Mapping[Cell, str]) -> list[str]:
    """The cell of the median scores of each segment's customers."""
    middles = [
        (_middle(found.scores["recency"][rows]), _middle(found.scores["frequency"][rows]))
        for rows in map(facts.members, range(facts.k))
    ]
    return [cells.get(cell, AVERAGE) for cell in middles]


def _middle(scores: Integers) -> int:
    """The median of the known scores, a half rounded up; 0 where none is known."""
    known = scores[scores > 0]
    return int(np.floor(np.median(known) + 0.5)) if len(known) else 0


def distinct(names: Sequence[str], facts: Facts) -> list[str]:
    """The names, those of several segments made different by what sets these apart from each other."""
    groups: dict[frozenset[str], list[int]] = defaultdict(list)
    for label, name in enumerate(names):
        groups[parts(name)].append(label)
    found = list(names)
    for labels in groups.values():
        if len(labels) > 1:
            for label, word in zip(labels, _contrast(facts, labels), strict=True):
                found[label] = f"{names[label]}, {word}"
    return numbered(found)


def parts(name: str) -> frozenset[str]:
    """What a name says, in whatever order: "High Fresh, low Milk" is "Low Milk, high Fresh"."""
    return frozenset(name.lower().split(", "))


def _contrast(facts: Facts, labels: Sequence[int]) -> list[str]:
    """lower spend, middle spend, higher spend: by money, or by the clustered number that is furthest apart."""
    money = facts.analysis.customers.money
    clustered = [name for name in facts.numbers if name in facts.features]
    feature = max(clustered, key=lambda name: _apart(facts, name, labels), default=None)
    if feature is None or _apart(facts, feature, labels) < ALIKE:
        return ["alike"] * len(labels)
    if money in facts.numbers and _apart(facts, money, labels) >= TELLING:
        feature = money
    title = "spend" if feature == money else brief(facts.title(feature))
    order = np.argsort(np.argsort(facts.means[feature][list(labels)], kind="stable"), kind="stable")
    words = {0: "lower", len(labels) - 1: "higher"}
    return [f"{words.get(int(place), 'middle')} {title}" for place in order]


def _apart(facts: Facts, feature: str, labels: Sequence[int]) -> float:
    """The range of the segments' means in standard deviations of all customers."""
    means = facts.means[feature][list(labels)]
    if np.isnan(means).any():
        return 0.0
    spread = float(np.nanstd(facts.values(feature)))
    return float(np.ptp(means)) / spread if spread else 0.0


def settled(kept: Sequence[str], proposed: Sequence[str], facts: Facts) -> tuple[str, ...]:
    """What each segment is called: the name it `kept`, or, where that is empty, the `proposed` one,
    with what sets it apart where another segment kept that."""
    taken = {name: label for label, name in enumerate(kept) if name}
    names = [name or _beside(proposed[label], label, taken, facts) for label, name in enumerate(kept)]
    order = sorted(range(len(names)), key=lambda label: not kept[label])
    said = dict(zip(order, numbered([names[label] for label in order]), strict=True))
    return tuple(said[label] for label in range(len(names)))


def _beside(name: str, label: int, taken: Mapping[str, int], facts: Facts) -> str:
    return f"{name}, {_contrast(facts, [label, taken[name]])[0]}" if name in taken else name


def numbered(names: Sequence[str]) -> list[str]:
    """The names, with a number behind each that stood before, so that none is there twice."""
    taken: set[str] = set()
    found = []
    for name in names:
        other, number = name, 1
        while other.casefold() in taken:
            number += 1
            other = f"{name} {number}"
        taken.add(other.casefold())
        found.append(other)
    return found
