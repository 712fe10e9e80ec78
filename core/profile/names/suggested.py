"""Names that the evidence suggests for segments, no two of them alike."""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.features import DEFAULT_MAP, Cell, RfmMap, RfmScores, clustered_rfm_columns, score_rfm
from core.model import Integers, Marker, Segmentation
from core.profile.markers import marker_direction
from core.profile.votes import NO_VOTES, Votes, preferred_name
from core.text import short_title

AVERAGE_NAME = "Average customers"
# Standard deviations: means closer than this differ by rounding alone, and the segments are "alike".
EQUAL_MEANS = 1e-9
# Standard deviations of money from which on "lower spend" and "higher spend" tell two segments of one
# name apart; below it the clustered feature that differs most does. Higher: spend is said less often.
TELLING_MONEY = 0.25
# Share of a segment from which on a category's value is said of it as "mostly", else as "often".
MOSTLY = 0.5


@dataclass(frozen=True)
class SuggestedNames:
    """A name for each segment, and its kind: the name that similar segments of other data have too.

    `first` are the names that the evidence alone gives, `names` those after the votes. `cuts` are the
    cut points of the scores where the names come from recency and frequency.
    """

    names: tuple[str, ...]
    first: tuple[str, ...]
    kinds: tuple[str, ...]
    cuts: Mapping[str, tuple[float, ...]]


def suggest_names(
    segmentation: Segmentation,
    markers: Sequence[Sequence[Marker]],
    rfm: RfmMap = DEFAULT_MAP,
    votes: Votes = NO_VOTES,
) -> SuggestedNames:
    """Name segments by the map of recency and frequency, or by their two strongest markers.

    Segments that a method itself has names for keep those. The map is for segments that were made by
    recency and frequency. `votes` can put the next best name before the first one.
    """
    columns, cells = clustered_rfm_columns(segmentation.analysis), rfm.names()
    cuts: Mapping[str, tuple[float, ...]] = {}
    if segmentation.sweep.names:
        names = list(segmentation.sweep.names[segmentation.place])
    elif columns is None or not cells:
        names = [_name_by_markers(strongest, segmentation.features) for strongest in markers]
    else:
        rfm_scores = score_rfm(segmentation.customers, columns, rfm.bins, rfm.cuts)
        names, cuts = _names_by_scores(segmentation, rfm_scores, cells), dict(rfm_scores.cuts)
    kinds = tuple(name.lower() for name in names)
    preferred = [
        preferred_name(kind, (name, *_alternative_names(strongest, segmentation.features)), votes)
        for kind, name, strongest in zip(kinds, names, markers, strict=True)
    ]
    first, best = (tuple(make_distinct(each, segmentation)) for each in (names, preferred))
    return SuggestedNames(best, first, kinds, cuts)


def _alternative_names(markers: Sequence[Marker], clustered: Container[str]) -> tuple[str, ...]:
    """Names by the strongest two markers, then by the first and by the second alone."""
    ordered = _clustered_first(markers, clustered)
    choices = ordered[:2], ordered[:1], ordered[1:2]
    return tuple(_name_by_markers(choice, clustered) for choice in choices if choice)


def _name_by_markers(markers: Sequence[Marker], clustered: Container[str]) -> str:
    """Name such as "High Fresh, low Grocery"; features that segments were made by go before others."""
    words = ", ".join(map(_marker_words, _clustered_first(markers, clustered)[:2]))
    return words[:1].upper() + words[1:] if words else AVERAGE_NAME


def _clustered_first(markers: Sequence[Marker], clustered: Container[str]) -> list[Marker]:
    return sorted(markers, key=lambda marker: marker.feature not in clustered)


def _marker_words(marker: Marker) -> str:
    if marker.value is None:
        return f"{marker_direction(marker)} {short_title(marker.title)}"
    share = "mostly" if marker.own >= MOSTLY else "often" if marker.difference > 0 else "rarely"
    return f"{share} {short_title(marker.title)} {short_title(marker.value)}"


def _names_by_scores(
    segmentation: Segmentation, rfm_scores: RfmScores, cells: Mapping[Cell, str]
) -> list[str]:
    """Name of the cell that the median scores of each segment's customers lie in."""
    recency, frequency = rfm_scores.scores["recency"], rfm_scores.scores["frequency"]
    medians = [
        (_median_score(recency[rows]), _median_score(frequency[rows]))
        for rows in map(segmentation.rows, range(segmentation.k))
    ]
    return [cells.get(cell, AVERAGE_NAME) for cell in medians]


def _median_score(scores: Integers) -> int:
    """Median of the scores that are there, a half rounded up; 0 where none is."""
    present = scores[scores > 0]
    return int(np.floor(np.median(present) + 0.5)) if len(present) else 0


def make_distinct(names: Sequence[str], segmentation: Segmentation) -> list[str]:
    """Add to names that several segments share what sets these apart from each other."""
    groups: dict[frozenset[str], list[int]] = defaultdict(list)
    for label, name in enumerate(names):
        groups[name_parts(name)].append(label)
    distinct = list(names)
    for labels in groups.values():
        if len(labels) > 1:
            for label, word in zip(labels, _contrast_words(segmentation, labels), strict=True):
                distinct[label] = f"{names[label]}, {word}"
    return number_duplicates(distinct)


def name_parts(name: str) -> frozenset[str]:
    """Parts of a name in any order: "High Fresh, low Milk" is "Low Milk, high Fresh"."""
    return frozenset(name.lower().split(", "))


def _contrast_words(segmentation: Segmentation, labels: Sequence[int]) -> list[str]:
    """Words such as "lower spend", "middle spend", "higher spend" that tell segments apart.

    They are of money, or of the clustered number whose means are furthest apart.
    """
    money = segmentation.customers.money
    clustered = [name for name in segmentation.customers.numeric if name in segmentation.features]
    feature = max(clustered, key=lambda name: _mean_range(segmentation, name, labels), default=None)
    if feature is None or _mean_range(segmentation, feature, labels) < EQUAL_MEANS:
        return ["alike"] * len(labels)
    if (
        money in segmentation.customers.numeric
        and _mean_range(segmentation, money, labels) >= TELLING_MONEY
    ):
        feature = money
    title = "spend" if feature == money else short_title(segmentation.customers.title(feature))
    order = np.argsort(
        np.argsort(segmentation.means[feature][list(labels)], kind="stable"), kind="stable"
    )
    words = {0: "lower", len(labels) - 1: "higher"}
    return [f"{words.get(int(place), 'middle')} {title}" for place in order]


def _mean_range(segmentation: Segmentation, feature: str, labels: Sequence[int]) -> float:
    """Range of the segments' means in standard deviations of all customers."""
    means = segmentation.means[feature][list(labels)]
    if np.isnan(means).any():
        return 0.0
    spread = float(np.nanstd(segmentation.customers.values(feature)))
    return float(np.ptp(means)) / spread if spread else 0.0


def make_unique(
    carried: Sequence[str], suggested: Sequence[str], segmentation: Segmentation
) -> tuple[str, ...]:
    """Return a name for each segment, no two alike: the `carried` one, or else the `suggested` one.

    A suggested name that another segment carries gets what sets the two apart.
    """
    owners = {name: label for label, name in enumerate(carried) if name}
    names = [
        name or _name_beside(suggested[label], label, owners, segmentation)
        for label, name in enumerate(carried)
    ]
    order = sorted(range(len(names)), key=lambda label: not carried[label])
    unique = dict(zip(order, number_duplicates([names[label] for label in order]), strict=True))
    return tuple(unique[label] for label in range(len(names)))


def _name_beside(name: str, label: int, owners: Mapping[str, int], segmentation: Segmentation) -> str:
    return (
        f"{name}, {_contrast_words(segmentation, [label, owners[name]])[0]}" if name in owners else name
    )


def number_duplicates(names: Sequence[str]) -> list[str]:
    """Put a number behind each name that stood before, whatever its case."""
    used: set[str] = set()
    numbered = []
    for name in names:
        unique, number = name, 1
        while unique.casefold() in used:
            number += 1
            unique = f"{name} {number}"
        used.add(unique.casefold())
        numbered.append(unique)
    return numbered
