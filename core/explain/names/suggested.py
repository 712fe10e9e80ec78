"""Names that the evidence suggests for segments, no two of them alike."""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.explain.facts import Facts
from core.explain.markers import marker_direction
from core.explain.rfm.named_cells import DEFAULT_MAP, Cell, RfmMap
from core.explain.rfm.scores import RfmScores, clustered_rfm_columns, score_rfm
from core.explain.votes import NO_VOTES, Votes, preferred_name
from core.model import Integers, Marker
from core.text import short_title

AVERAGE_NAME = "Average customers"
NOISE_NAME = "Noise"
EQUAL_MEANS = 1e-9  # standard deviations: means closer than this are equal
TELLING_MONEY = 0.25  # standard deviations of money by which it tells two segments apart


@dataclass(frozen=True)
class SuggestedNames:
    """A `name` for each segment, and its `kind`: what similar segments of other data are called too.

    `first` are the names that the evidence alone gives, `names` those after what was rated. `cuts` are
    the cut points of the scores where the names come from recency and frequency.
    """

    names: tuple[str, ...]
    first: tuple[str, ...]
    kinds: tuple[str, ...]
    cuts: Mapping[str, tuple[float, ...]]


def suggest_names(
    facts: Facts,
    markers: Sequence[Sequence[Marker]],
    rfm: RfmMap = DEFAULT_MAP,
    votes: Votes = NO_VOTES,
) -> SuggestedNames:
    """Names from the map of recency and frequency where segments were made by those, or from the two
    strongest markers; `votes` on these let the next best names go before."""
    columns, cells = clustered_rfm_columns(facts.analysis), rfm.names()
    if columns is None or not cells:
        names, cuts = [_name_by_markers(own, facts.features) for own in markers], {}
    else:
        found = score_rfm(facts.analysis.customers, columns, rfm.bins, rfm.cuts)
        names, cuts = _names_by_scores(facts, found, cells), dict(found.cuts)
    kinds = tuple(name.lower() for name in names)
    chosen = [
        preferred_name(kind, (name, *_alternative_names(own, facts.features)), votes)
        for kind, name, own in zip(kinds, names, markers, strict=True)
    ]
    first, best = (tuple(make_distinct(some, facts)) for some in (names, chosen))
    return SuggestedNames(best, first, kinds, cuts)


def _alternative_names(markers: Sequence[Marker], clustered: Container[str]) -> tuple[str, ...]:
    """The strongest two markers, then the first and the second alone."""
    own = _clustered_first(markers, clustered)
    return tuple(_name_by_markers(some, clustered) for some in (own[:2], own[:1], own[1:2]) if some)


def _name_by_markers(markers: Sequence[Marker], clustered: Container[str]) -> str:
    """High Fresh, low Grocery; features that segments were made by go before others."""
    said = ", ".join(map(_marker_words, _clustered_first(markers, clustered)[:2]))
    return said[:1].upper() + said[1:] if said else AVERAGE_NAME


def _clustered_first(markers: Sequence[Marker], clustered: Container[str]) -> list[Marker]:
    return sorted(markers, key=lambda marker: marker.feature not in clustered)


def _marker_words(marker: Marker) -> str:
    if marker.value is None:
        return f"{marker_direction(marker)} {short_title(marker.title)}"
    share = "mostly" if marker.own >= 0.5 else "often" if marker.difference > 0 else "rarely"
    return f"{share} {short_title(marker.title)} {short_title(marker.value)}"


def _names_by_scores(facts: Facts, found: RfmScores, cells: Mapping[Cell, str]) -> list[str]:
    """The cell of the median scores of each segment's customers."""
    middles = [
        (_median_score(found.scores["recency"][rows]), _median_score(found.scores["frequency"][rows]))
        for rows in map(facts.members, range(facts.k))
    ]
    return [cells.get(cell, AVERAGE_NAME) for cell in middles]


def _median_score(scores: Integers) -> int:
    """The median of the known scores, a half rounded up; 0 where none is known."""
    known = scores[scores > 0]
    return int(np.floor(np.median(known) + 0.5)) if len(known) else 0


def make_distinct(names: Sequence[str], facts: Facts) -> list[str]:
    """The names, those of several segments made different by what sets these apart from each other."""
    groups: dict[frozenset[str], list[int]] = defaultdict(list)
    for label, name in enumerate(names):
        groups[name_parts(name)].append(label)
    found = list(names)
    for labels in groups.values():
        if len(labels) > 1:
            for label, word in zip(labels, _contrast_words(facts, labels), strict=True):
                found[label] = f"{names[label]}, {word}"
    return number_duplicates(found)


def name_parts(name: str) -> frozenset[str]:
    """What a name says, in whatever order: "High Fresh, low Milk" is "Low Milk, high Fresh"."""
    return frozenset(name.lower().split(", "))


def _contrast_words(facts: Facts, labels: Sequence[int]) -> list[str]:
    """lower spend, middle spend, higher spend: by money, or by the clustered number that is furthest apart."""
    money = facts.analysis.customers.money
    clustered = [name for name in facts.numbers if name in facts.features]
    feature = max(clustered, key=lambda name: _mean_range(facts, name, labels), default=None)
    if feature is None or _mean_range(facts, feature, labels) < EQUAL_MEANS:
        return ["alike"] * len(labels)
    if money in facts.numbers and _mean_range(facts, money, labels) >= TELLING_MONEY:
        feature = money
    title = "spend" if feature == money else short_title(facts.title(feature))
    order = np.argsort(np.argsort(facts.means[feature][list(labels)], kind="stable"), kind="stable")
    words = {0: "lower", len(labels) - 1: "higher"}
    return [f"{words.get(int(place), 'middle')} {title}" for place in order]


def _mean_range(facts: Facts, feature: str, labels: Sequence[int]) -> float:
    """The range of the segments' means in standard deviations of all customers."""
    means = facts.means[feature][list(labels)]
    if np.isnan(means).any():
        return 0.0
    spread = float(np.nanstd(facts.values(feature)))
    return float(np.ptp(means)) / spread if spread else 0.0


def make_unique(kept: Sequence[str], proposed: Sequence[str], facts: Facts) -> tuple[str, ...]:
    """What each segment is called: the name it `kept`, or, where that is empty, the `proposed` one,
    with what sets it apart where another segment kept that."""
    taken = {name: label for label, name in enumerate(kept) if name}
    names = [
        name or _name_beside(proposed[label], label, taken, facts) for label, name in enumerate(kept)
    ]
    order = sorted(range(len(names)), key=lambda label: not kept[label])
    said = dict(zip(order, number_duplicates([names[label] for label in order]), strict=True))
    return tuple(said[label] for label in range(len(names)))


def _name_beside(name: str, label: int, taken: Mapping[str, int], facts: Facts) -> str:
    return f"{name}, {_contrast_words(facts, [label, taken[name]])[0]}" if name in taken else name


def number_duplicates(names: Sequence[str]) -> list[str]:
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
