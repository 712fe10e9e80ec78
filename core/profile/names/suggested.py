"""Names that the evidence suggests for segments, no two of them alike."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.data import NO, YES, name_words
from core.features import (
    DEFAULT_MAP,
    Cell,
    RfmColumns,
    RfmMap,
    RfmScores,
    clustered_rfm_columns,
    score_rfm,
)
from core.model import NO_TRAIT, Integers, Marker, Segmentation
from core.profile.names.ends import comparison_words, end_words, join_ends, title_in_sentence
from core.profile.votes import NO_VOTES, Votes, preferred_name
from core.text import capitalise, short_title

AVERAGE_NAME = "Average customers"
# Standard deviations: means closer than this differ by rounding alone, and the segments are "alike".
EQUAL_MEANS = 1e-9
# Standard deviations of money from which on "lower spend" and "higher spend" tell two segments of one
# name apart; below it the clustered feature that differs most does. Higher: spend is said less often.
TELLING_MONEY = 0.25
# Days since the last order below which nobody is said to sleep, whatever the others do: a customer who
# bought a month ago does not hibernate. Higher: fewer segments are called so.
LEAST_SILENT_DAYS = {"Hibernating": 90, "About to sleep": 30}
ONE_TIME, OCCASIONAL, SLOWER = "One-time buyers", "Occasional buyers", "Slower regulars"
FORMER = "Former regulars"  # few orders beside others, but too many to be forgotten
ONCE_LONG_AGO = "Bought once long ago"
ONE_TIME_SHARE = 0.9  # of a segment who ordered once, before it is called after that
REGULAR_ORDERS = 6  # median orders from which on customers are regulars
# Share of the second marker's strength that one which says something new must have to name in its place.
NEARLY_AS_TELLING = 0.6
# Share of a segment from which on a category's value is said of it as "mostly", else as "often".
MOSTLY = 0.5
# Letters of a name by two markers beyond which the first has to do: a card shows two lines of them.
LONGEST_PAIR = 50


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
        kinds = tuple(name.lower() for name in names)
    elif columns is None or not cells:
        names = [_name_by_markers(strongest, segmentation) for strongest in markers]
        kinds = tuple(name.lower() for name in names)
    else:
        rfm_scores = score_rfm(segmentation.customers, columns, rfm.bins, rfm.cuts)
        by_map, cuts = _names_by_scores(segmentation, rfm_scores, cells), dict(rfm_scores.cuts)
        usual = rfm.areas is None
        pairs = [
            _told_by_days(segmentation, columns, *pair) if usual else pair[1:] * 2
            for pair in enumerate(by_map)
        ]
        names, kinds = [name for name, _ in pairs], tuple(kind.lower() for _, kind in pairs)
    preferred = [
        preferred_name(kind, (name, *_alternative_names(strongest, segmentation)), votes)
        for kind, name, strongest in zip(kinds, names, markers, strict=True)
    ]
    first, best = (tuple(make_distinct(each, segmentation)) for each in (names, preferred))
    return SuggestedNames(best, first, kinds, cuts)


def _told_by_days(
    segmentation: Segmentation, columns: RfmColumns, label: int, name: str
) -> tuple[str, str]:
    """Name and kind of a segment that the map calls `name`, once days and orders have been looked at."""
    if name not in LEAST_SILENT_DAYS:
        return name, name
    rows = segmentation.rows(label)
    orders, days = (
        segmentation.customers.values(c)[rows] for c in (columns.frequency, columns.recency)
    )
    once = np.nanmean(orders <= 1) >= ONE_TIME_SHARE
    if np.nanmedian(days) < LEAST_SILENT_DAYS[name]:
        regular = np.nanmedian(orders) >= REGULAR_ORDERS
        other = ONE_TIME if once else SLOWER if regular else OCCASIONAL
        return other, other
    if name == "Hibernating" and np.nanmedian(orders) >= REGULAR_ORDERS:
        return FORMER, "At risk"
    if once:
        return (ONCE_LONG_AGO if name == "Hibernating" else ONE_TIME), name
    return name, name


def _alternative_names(markers: Sequence[Marker], segmentation: Segmentation) -> tuple[str, ...]:
    """Names by the two most telling markers, then by the first and by the second alone."""
    chosen = _naming_markers(markers, segmentation)
    choices = chosen, chosen[:1], chosen[1:]
    return tuple(_name_from(choice, segmentation) for choice in choices if choice)


def _name_by_markers(markers: Sequence[Marker], segmentation: Segmentation) -> str:
    """Name such as "Older, big on wines"; features that segments were made by go before others."""
    return _name_from(_naming_markers(markers, segmentation), segmentation) or AVERAGE_NAME


def _name_from(markers: Sequence[Marker], segmentation: Segmentation) -> str:
    ends = [_marker_ends(segmentation, marker) for marker in markers]
    name = join_ends(ends)
    return capitalise(name if len(name) <= LONGEST_PAIR else join_ends(ends[:1]))


def _naming_markers(markers: Sequence[Marker], segmentation: Segmentation) -> list[Marker]:
    """The two markers that name a segment: what tells of customers before places and circumstances, what
    they are before what they are not, and a second one that says something new; an outcome names none."""
    customers = segmentation.customers
    naming = [marker for marker in markers if marker.feature not in customers.outcomes] or [*markers]
    naming.sort(
        key=lambda marker: (
            customers.meaning_of(marker.feature) in NO_TRAIT,
            marker.feature not in segmentation.features,
            marker.value is not None and marker.difference < 0,
        )
    )
    if len(naming) < 2:
        return naming
    first, second = naming[:2]
    near = NEARLY_AS_TELLING * abs(second.difference)
    new = [m for m in naming[1:] if not _is_akin(first, m) and abs(m.difference) >= near]
    return [first, *new[:1]]


def _is_akin(marker: Marker, other: Marker) -> bool:
    """Tell whether two features, or a feature and a value, share a word, so that the second says little
    more: "Internet: No" and "Backup: No internet"."""
    words = [
        {w for w in name_words(f"{m.title} {m.value or ''}").split() if len(w) > 3}
        for m in (marker, other)
    ]
    return bool(words[0] & words[1])


def _marker_ends(segmentation: Segmentation, marker: Marker) -> tuple[str, str]:
    if marker.value is None:
        return end_words(segmentation, marker.feature, marker.difference > 0)
    share = "mostly" if marker.own >= MOSTLY else "often" if marker.difference > 0 else "rarely"
    return _value_ends(segmentation, marker, share)


def _value_ends(segmentation: Segmentation, marker: Marker, share: str) -> tuple[str, str]:
    """Words for a category: "mostly graduates" by a value that speaks for itself, "with internet" by a yes."""
    title, value = title_in_sentence(segmentation, marker.feature), str(marker.value)
    answer = value.casefold()
    if answer in YES | {"1"} or answer in NO | {"0"}:
        is_yes = answer in YES | {"1"}
        if share == "rarely":
            is_yes = not is_yes
        return ("mostly with" if is_yes else "mostly without"), title
    speaks = len(value) > 3 and value[:1].isalpha()
    return share, short_title(value) if speaks else f"{title} {short_title(value)}"


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
            words = _contrast_words(segmentation, labels, names[labels[0]])
            for label, word in zip(labels, words, strict=True):
                distinct[label] = f"{names[label]}, {word}"
    return number_duplicates(distinct)


def name_parts(name: str) -> frozenset[str]:
    """Parts of a name in any order: "High Fresh, low Milk" is "Low Milk, high Fresh"."""
    return frozenset(name.lower().split(", "))


def _contrast_words(segmentation: Segmentation, labels: Sequence[int], shared: str) -> list[str]:
    """Words such as "lower spend", "middle spend", "higher spend" that tell segments apart.

    They are of money, or of the clustered number whose means are furthest apart, but for what the
    `shared` name speaks of already: "High spend, lower spend" would contradict itself.
    """
    money = segmentation.customers.money
    clustered = [name for name in segmentation.customers.numeric if name in segmentation.features]
    clustered = [n for n in clustered if not _is_named(segmentation, n, shared)] or clustered
    if money is not None and _is_named(segmentation, money, shared):
        money = None
    feature = max(clustered, key=lambda name: _mean_range(segmentation, name, labels), default=None)
    if feature is None or _mean_range(segmentation, feature, labels) < EQUAL_MEANS:
        return [f"group {chr(ord('A') + place % 26)}" for place in range(len(labels))]
    if money is not None and _mean_range(segmentation, money, labels) >= TELLING_MONEY:
        feature = money
    means = segmentation.mean(segmentation.customers.values(feature))[list(labels)]
    order = np.argsort(np.argsort(means, kind="stable"), kind="stable")
    words = comparison_words(segmentation, feature, len(labels))
    return [words[int(place)] for place in order]


def _is_named(segmentation: Segmentation, feature: str, name: str) -> bool:
    """Tell whether a name speaks of a feature, by its title or by the word for one of its ends."""
    ends = [end_words(segmentation, feature, high) for high in (False, True)]
    words = {f"{amount} {what}".strip().casefold() for amount, what in ends}
    words |= {what.casefold() for _, what in ends}
    return not words.isdisjoint(re.split(r", | and ", name.casefold()))


def _mean_range(segmentation: Segmentation, feature: str, labels: Sequence[int]) -> float:
    """Range of the segments' means in standard deviations of all customers."""
    means = segmentation.mean(segmentation.customers.values(feature))[list(labels)]
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
        f"{name}, {_contrast_words(segmentation, [label, owners[name]], name)[0]}"
        if name in owners
        else name
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
