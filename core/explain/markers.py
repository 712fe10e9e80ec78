"""Markers: the features by which a segment differs most from all other customers."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from core.explain.facts import Facts, unit
from core.model.base import Floats
from core.model.explanation import KNOWN, Marker
from core.text.wording import number, percent, plain

MOST_MARKERS = 6
OF_RANGE = 0.25  # a marker differs by this share of the range of the middle 95 % of customers ...
MIDDLE = (2.5, 97.5)
OF_MEAN = 0.5  # ... or by this share of the overall mean, where no more than the lowest are negative
LEAST = 0.1  # standard deviations: what is less is noise, whatever its share of a mean
RARE = 0.1  # half of the overall share of a value says little where that is less than this


def markers(facts: Facts) -> list[tuple[Marker, ...]]:
    """At most MOST_MARKERS for each segment, the strongest first; none where nothing stands out."""
    return [tuple(one for enough, one in own if enough)[:MOST_MARKERS] for own in contrasts(facts)]


def contrasts(facts: Facts) -> list[list[tuple[bool, Marker]]]:
    """What each segment differs in, the strongest first, and whether that is enough for a marker."""
    found: list[list[tuple[bool, Marker]]] = [[] for _ in range(facts.k)]
    for feature in facts.analysis.customers.features:
        told = _number(facts, feature) if feature in facts.numbers else _category(facts, feature)
        for label, enough, one in told:
            found[label].append((enough and abs(one.difference) >= LEAST, one))
    return [sorted(own, key=lambda pair: -abs(pair[1].difference)) for own in found]


def direction(marker: Marker) -> str:
    return "high" if marker.difference > 0 else "low"


def _number(facts: Facts, feature: str) -> Iterator[tuple[int, bool, Marker]]:
    values = facts.values(feature)
    known = values[~np.isnan(values)]
    if not len(known) or not known.std():
        return
    low, high = np.percentile(known, MIDDLE)
    mean, spread, title = float(known.mean()), float(known.std()), facts.title(feature)
    reach = high - low or float(np.ptp(known))  # few differ from all others: theirs is the range
    enough = [OF_RANGE * reach] + ([OF_MEAN * mean] if low >= 0 else [])
    for label, own, others in _both_sides(facts, values):
        difference, said = (own - others) / spread, _means(title, own, others)
        marker = Marker(feature, title, own, others, mean, difference, said)
        yield label, abs(own - others) >= min(enough), marker


def _both_sides(facts: Facts, values: Floats) -> Iterator[tuple[int, float, float]]:
    """Label, own mean and that of all other customers, where KNOWN of the own are there."""
    known = ~np.isnan(values)
    counts, sums = facts.sums(known.astype(float)), facts.sums(np.where(known, values, 0.0))
    rest, total = known.sum() - counts, np.nansum(values)
    least = np.maximum(KNOWN * facts.sizes, 1)
    for label in range(facts.k):
        if counts[label] >= least[label] and rest[label]:
            others = (total - sums[label]) / rest[label]
            yield label, float(sums[label] / counts[label]), float(others)


def _means(title: str, own: float, others: float) -> str:
    more = "more" if own > others else "less"
    said, gap = number(own), number(abs(own - others))
    return (
        f"{plain(title)} averages {said}{unit(title, said)}, {gap} {more} than the "
        f"{number(others)} of all other customers"
    )


def _category(facts: Facts, feature: str) -> Iterator[tuple[int, bool, Marker]]:
    """For each segment the one value by whose share it differs most."""
    best: dict[int, tuple[bool, Marker]] = {}
    codes, levels = pd.factorize(facts.frame[feature], sort=True)
    for code, level in enumerate(levels):
        held = np.where(codes < 0, np.nan, codes == code)
        for label, enough, marker in _shares(facts, feature, str(level), held):
            if label not in best or _preferred(marker) > _preferred(best[label][1]):
                best[label] = enough, marker
    for label, (enough, marker) in best.items():
        yield label, enough, marker


def _preferred(marker: Marker) -> tuple[float, bool]:
    """Of two values, what most have rather than what few have."""
    return round(abs(marker.difference), 9), marker.difference > 0


def _shares(facts: Facts, feature: str, level: str, held: Floats) -> Iterator[tuple[int, bool, Marker]]:
    overall = float(np.nanmean(held))
    enough = min(OF_RANGE, OF_MEAN * overall) if overall >= RARE else OF_RANGE
    spread, title = (overall * (1 - overall)) ** 0.5, facts.title(feature)
    for label, own, others in _both_sides(facts, held) if spread else ():
        said = (
            f"{plain(title)} is {level} for {percent(own)}, against {percent(others)} of all "
            "other customers"
        )
        difference = (own - others) / spread
        marker = Marker(feature, title, own, others, overall, difference, said, level)
        yield label, abs(own - others) >= enough, marker
