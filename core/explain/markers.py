"""Markers: the features by which a segment differs most from all other customers."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from core.explain.facts import Facts, title_unit
from core.model import MIN_KNOWN_SHARE, Floats, Marker
from core.text import format_number, format_percent, strip_unit

MOST_MARKERS = 6
RANGE_SHARE = 0.25  # a marker differs by this share of the range of the middle 95 % of customers ...
MIDDLE_PERCENTILES = (2.5, 97.5)
MEAN_SHARE = 0.5  # ... or by this share of the overall mean, where no more than the lowest are negative
LEAST_DIFFERENCE = 0.1  # standard deviations: what is less is noise, whatever its share of a mean
RARE_SHARE = 0.1  # half of the overall share of a value says little where that is less than this


def find_markers(facts: Facts) -> list[tuple[Marker, ...]]:
    """At most MOST_MARKERS for each segment, the strongest first; none where nothing stands out."""
    return [
        tuple(one for enough, one in own if enough)[:MOST_MARKERS] for own in measure_contrasts(facts)
    ]


def measure_contrasts(facts: Facts) -> list[list[tuple[bool, Marker]]]:
    """What each segment differs in, the strongest first, and whether that is enough for a marker."""
    found: list[list[tuple[bool, Marker]]] = [[] for _ in range(facts.k)]
    for feature in facts.analysis.customers.features:
        told = (
            _number_contrasts(facts, feature)
            if feature in facts.numbers
            else _category_contrasts(facts, feature)
        )
        for label, enough, one in told:
            found[label].append((enough and abs(one.difference) >= LEAST_DIFFERENCE, one))
    return [sorted(own, key=lambda pair: -abs(pair[1].difference)) for own in found]


def marker_direction(marker: Marker) -> str:
    return "high" if marker.difference > 0 else "low"


def _number_contrasts(facts: Facts, feature: str) -> Iterator[tuple[int, bool, Marker]]:
    values = facts.values(feature)
    known = values[~np.isnan(values)]
    if not len(known) or not known.std():
        return
    low, high = np.percentile(known, MIDDLE_PERCENTILES)
    mean, spread, title = float(known.mean()), float(known.std()), facts.title(feature)
    reach = high - low or float(np.ptp(known))  # few differ from all others: theirs is the range
    enough = [RANGE_SHARE * reach] + ([MEAN_SHARE * mean] if low >= 0 else [])
    for label, own, others in _own_and_other_means(facts, values):
        difference, said = (own - others) / spread, _means_sentence(title, own, others)
        marker = Marker(feature, title, own, others, mean, difference, said)
        yield label, abs(own - others) >= min(enough), marker


def _own_and_other_means(facts: Facts, values: Floats) -> Iterator[tuple[int, float, float]]:
    """Label, own mean and that of all other customers, where KNOWN of the own are there."""
    known = ~np.isnan(values)
    counts, sums = facts.sums(known.astype(float)), facts.sums(np.where(known, values, 0.0))
    rest, total = known.sum() - counts, np.nansum(values)
    least = np.maximum(MIN_KNOWN_SHARE * facts.sizes, 1)
    for label in range(facts.k):
        if counts[label] >= least[label] and rest[label]:
            others = (total - sums[label]) / rest[label]
            yield label, float(sums[label] / counts[label]), float(others)


def _means_sentence(title: str, own: float, others: float) -> str:
    more = "more" if own > others else "less"
    said, gap = format_number(own), format_number(abs(own - others))
    return (
        f"{strip_unit(title)} averages {said}{title_unit(title, said)}, {gap} {more} than the "
        f"{format_number(others)} of all other customers"
    )


def _category_contrasts(facts: Facts, feature: str) -> Iterator[tuple[int, bool, Marker]]:
    """For each segment the one value by whose share it differs most."""
    best: dict[int, tuple[bool, Marker]] = {}
    codes, levels = pd.factorize(facts.frame[feature], sort=True)
    for code, level in enumerate(levels):
        held = np.where(codes < 0, np.nan, codes == code)
        for label, enough, marker in _share_contrasts(facts, feature, str(level), held):
            if label not in best or _value_priority(marker) > _value_priority(best[label][1]):
                best[label] = enough, marker
    for label, (enough, marker) in best.items():
        yield label, enough, marker


def _value_priority(marker: Marker) -> tuple[float, bool]:
    """Of two values, what most have rather than what few have."""
    return round(abs(marker.difference), 9), marker.difference > 0


def _share_contrasts(
    facts: Facts, feature: str, level: str, held: Floats
) -> Iterator[tuple[int, bool, Marker]]:
    overall = float(np.nanmean(held))
    enough = min(RANGE_SHARE, MEAN_SHARE * overall) if overall >= RARE_SHARE else RANGE_SHARE
    spread, title = (overall * (1 - overall)) ** 0.5, facts.title(feature)
    for label, own, others in _own_and_other_means(facts, held) if spread else ():
        said = (
            f"{strip_unit(title)} is {level} for {format_percent(own)}, against {format_percent(others)} of all "
            "other customers"
        )
        difference = (own - others) / spread
        marker = Marker(feature, title, own, others, overall, difference, said, level)
        yield label, abs(own - others) >= enough, marker
