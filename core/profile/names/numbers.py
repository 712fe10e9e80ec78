"""Numbers that segments keep from one result to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from core.model import NOISE, Analysis, Integers, Sweep
from core.profile.names.remembered import (
    NamedSegmentation,
    Naming,
    earlier_jaccard,
    find_shared_customers,
    hash_customers,
    pack_array,
    unpack_array,
)
from core.segment import KnownNumbers, match_segments, merge_numbers, number_segments

# Customers of a result whose hashes are kept: those of lowest hash, so that the next file finds the
# same. Fewer make the Jaccard index by which a segment is recognised less sure (ADR 16).
MOST_CUSTOMERS = 20_000

Numbers = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class NumberedResult:
    """The numbers of a result's segments, with a sample of its customers.

    `customers` are hashes of their ids, uint64 (m,) ascending, `labels` uint8 (s, m) their segments
    at each of the `settings` (s,) of the `slider`, of which the one at the place `middle` was looked
    at; `numbers` (s, k_i) are the segments'.
    """

    customers: Integers
    labels: Integers
    slider: str
    settings: tuple[float, ...]
    middle: int
    numbers: Numbers

    def to_json(self) -> dict[str, Any]:
        return {
            "customers": pack_array(self.customers),
            "labels": pack_array(self.labels),
            "slider": self.slider,
            "settings": list(self.settings),
            "middle": self.middle,
            "numbers": [list(numbers) for numbers in self.numbers],
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """Read the value that `to_json` wrote; KeyError, TypeError or ValueError for anything else."""
        customers, settings = unpack_array(raw["customers"], "<u8"), tuple(map(float, raw["settings"]))
        labels = unpack_array(raw["labels"], "u1").reshape(len(settings), len(customers))
        segments = [row[row != NOISE] for row in labels]
        sizes = [int(row.max()) + 1 if len(row) else 0 for row in segments]
        numbers = _parse_distinct(raw["numbers"], sizes)
        if numbers is None or not 0 <= raw["middle"] < len(settings):
            raise ValueError
        return cls(customers, labels, str(raw["slider"]), settings, raw["middle"], numbers)

    def segmentation_at(self, slider: str, setting: float) -> NamedSegmentation:
        """Segments at that setting of the slider, or else at the one that was looked at."""
        same_slider = slider == self.slider and setting in self.settings
        at = self.settings.index(setting) if same_slider else self.middle
        rows = np.flatnonzero(self.labels[at] != NOISE)
        labels, numbers = self.labels[at][rows], self.numbers[at]
        k = len(numbers)
        sizes = tuple(np.bincount(labels, minlength=k).tolist())
        return NamedSegmentation(self.customers[rows], labels, sizes, ("",) * k, (False,) * k, numbers)


def numbered_result(analysis: Analysis, numbers: Numbers, setting: float) -> NumberedResult:
    """Sample the customers of a result that was looked at at `setting`, to number the next one like it."""
    sweep, hashes = analysis.sweep, hash_customers(analysis)
    rows = np.argsort(hashes, kind="stable")[:MOST_CUSTOMERS]
    labels, at = sweep.labels[:, rows], sweep.at(setting)
    return NumberedResult(hashes[rows], labels, _slider_name(analysis), sweep.settings, at, numbers)


def continue_numbers(
    analysis: Analysis, last: NumberedResult | None, naming: Naming, setting: float
) -> Numbers:
    """Number the segments at every setting by those that they continue.

    At `setting` these are the segments of the `last` result, else those that were named; from there
    outward numbers are carried as by `segment.number_segments`.
    """
    sweep, hashes = analysis.sweep, hash_customers(analysis)
    inherited = []
    for each, labels in zip(sweep.settings, sweep.labels, strict=True):
        before = () if last is None else (last.segmentation_at(_slider_name(analysis), each),)
        earlier = (*before, *naming.segmentations)
        inherited.append(_inherited_numbers(earlier, hashes, labels))
    return number_segments(sweep.labels, _segment_counts(sweep), sweep.at(setting), inherited)


def _inherited_numbers(
    earlier: Sequence[NamedSegmentation], hashes: Integers, labels: Integers
) -> KnownNumbers:
    """Return by label the number of the first earlier segment that each segment continues."""
    numbers: KnownNumbers = {}
    for each in earlier:
        pairs = match_segments(earlier_jaccard(find_shared_customers(each, hashes), labels))
        numbers = merge_numbers(numbers, {now: each.numbers[before] for now, before in pairs.items()})
    return numbers


def parse_numbers(numbers: Any, sweep: Sweep) -> Numbers | None:
    """Read what was kept as numbers of a sweep's segments; None for anything else."""
    counts = _segment_counts(sweep)
    parsed = _parse_distinct(numbers, counts)
    return parsed if parsed and tuple(map(len, parsed)) == counts else None


def _parse_distinct(raw: Any, sizes: Sequence[int]) -> Numbers | None:
    """Read distinct whole numbers from 1, at least as many at each setting as it has segments."""
    if not isinstance(raw, list) or len(raw) != len(sizes):
        return None
    for numbers, size in zip(raw, sizes, strict=True):
        if not isinstance(numbers, list):
            return None
        if not all(type(number) is int and number >= 1 for number in numbers):
            return None
        if len(numbers) < size or len({*numbers}) < len(numbers):
            return None
    return tuple(map(tuple, raw))


def _segment_counts(sweep: Sweep) -> tuple[int, ...]:
    return tuple(len(scores.sizes) for scores in sweep.scores)


def _slider_name(analysis: Analysis) -> str:
    """Name of the slider, one for all methods that are given the number of segments."""
    return "k" if analysis.sweep.counts else analysis.recipe.algorithm
