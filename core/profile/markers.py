"""Markers: the features by which a segment differs most from all other customers."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from core.model import MIN_KNOWN_SHARE, Floats, Marker, Segmentation
from core.profile.words import means_sentence, share_sentence

MOST_MARKERS = 6  # of a segment, the strongest
# A marker's mean differs by RANGE_SHARE of the range between the MIDDLE_PERCENTILES, or by MEAN_SHARE of
# the overall mean where no more than the lowest values are negative. Higher: fewer markers, and more
# segments of which no feature is said to set them apart.
RANGE_SHARE = 0.25
MIDDLE_PERCENTILES = (2.5, 97.5)
MEAN_SHARE = 0.5
# Standard deviations by which a marker differs at least: half of a very small mean can be next to
# nothing. Lower: noise becomes a marker.
LEAST_DIFFERENCE = 0.1
# Overall share of a value below which MEAN_SHARE of that share says little: there RANGE_SHARE is asked
# for, in points. Lower: a rare value becomes a marker more easily.
RARE_SHARE = 0.1


def find_markers(segmentation: Segmentation) -> list[tuple[Marker, ...]]:
    """Find at most MOST_MARKERS of each segment, the strongest first; none where nothing stands out."""
    return [
        tuple(marker for enough, marker in contrasts if enough)[:MOST_MARKERS]
        for contrasts in measure_contrasts(segmentation)
    ]


def measure_contrasts(segmentation: Segmentation) -> list[list[tuple[bool, Marker]]]:
    """Measure by how much each segment differs in each feature, the strongest difference first.

    Each is preceded by whether it is large enough for a marker.
    """
    contrasts: list[list[tuple[bool, Marker]]] = [[] for _ in range(segmentation.k)]
    for feature in segmentation.customers.features:
        measure = (
            _number_contrasts if feature in segmentation.customers.numeric else _category_contrasts
        )
        for label, enough, marker in measure(segmentation, feature):
            contrasts[label].append((enough and abs(marker.difference) >= LEAST_DIFFERENCE, marker))
    return [sorted(pairs, key=lambda pair: -abs(pair[1].difference)) for pairs in contrasts]


def _number_contrasts(segmentation: Segmentation, feature: str) -> Iterator[tuple[int, bool, Marker]]:
    values = segmentation.customers.values(feature)
    present = values[~np.isnan(values)]
    if not len(present) or not present.std():
        return
    low, high = np.percentile(present, MIDDLE_PERCENTILES)
    mean, spread, title = (
        float(present.mean()),
        float(present.std()),
        segmentation.customers.title(feature),
    )
    reach = high - low or float(np.ptp(present))  # few differ from all others: theirs is the range
    bounds = [RANGE_SHARE * reach] + ([MEAN_SHARE * mean] if low >= 0 else [])
    for label, inside, outside in _own_and_other_means(segmentation, values):
        sentence = means_sentence(title, inside, outside)
        difference = (inside - outside) / spread
        marker = Marker(feature, title, inside, outside, mean, difference, sentence)
        yield label, abs(inside - outside) >= min(bounds), marker


def _own_and_other_means(
    segmentation: Segmentation, values: Floats
) -> Iterator[tuple[int, float, float]]:
    """Yield label, mean of the segment and mean of all other customers.

    Segments are left out of which less than MIN_KNOWN_SHARE have a value.
    """
    present = ~np.isnan(values)
    counts, sums = (
        segmentation.sums(present.astype(float)),
        segmentation.sums(np.where(present, values, 0.0)),
    )
    outside_counts, total = present.sum() - counts, np.nansum(values)
    least = np.maximum(MIN_KNOWN_SHARE * np.array(segmentation.sizes), 1)
    for label in range(segmentation.k):
        if counts[label] >= least[label] and outside_counts[label]:
            outside = (total - sums[label]) / outside_counts[label]
            yield label, float(sums[label] / counts[label]), float(outside)


def _category_contrasts(segmentation: Segmentation, feature: str) -> Iterator[tuple[int, bool, Marker]]:
    """Yield for each segment the one value by whose share it differs most."""
    best: dict[int, tuple[bool, Marker]] = {}
    codes, levels = pd.factorize(segmentation.customers.frame[feature], sort=True)
    for code, level in enumerate(levels):
        indicator = np.where(codes < 0, np.nan, codes == code)
        for label, enough, marker in _share_contrasts(segmentation, feature, str(level), indicator):
            if label not in best or _value_priority(marker) > _value_priority(best[label][1]):
                best[label] = enough, marker
    for label, (enough, marker) in best.items():
        yield label, enough, marker


def _value_priority(marker: Marker) -> tuple[float, bool]:
    """Sort key of the values of a category: of equal differences what most have goes first."""
    return round(abs(marker.difference), 9), marker.difference > 0


def _share_contrasts(
    segmentation: Segmentation, feature: str, level: str, indicator: Floats
) -> Iterator[tuple[int, bool, Marker]]:
    overall = float(np.nanmean(indicator))
    bound = min(RANGE_SHARE, MEAN_SHARE * overall) if overall >= RARE_SHARE else RANGE_SHARE
    spread, title = (overall * (1 - overall)) ** 0.5, segmentation.customers.title(feature)
    for label, inside, outside in _own_and_other_means(segmentation, indicator) if spread else ():
        sentence = share_sentence(title, level, inside, outside)
        difference = (inside - outside) / spread
        marker = Marker(feature, title, inside, outside, overall, difference, sentence, level)
        yield label, abs(inside - outside) >= bound, marker
