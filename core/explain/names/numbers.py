"""Numbers that segments keep from one result to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from core.explain.names.remembered import (
    NamedSegmentation,
    Naming,
    earlier_jaccard,
    find_shared_customers,
    hash_customers,
    pack_array,
    unpack_array,
)
from core.model import NOISE, Analysis, Integers, Sweep
from core.segment import KnownNumbers, match_segments, merge_numbers, number_segments

MOST_CUSTOMERS = 20_000  # of a result: those of lowest hash, so that the next file finds the same

Numbers = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class NumberedResult:
    """A result whose segments have numbers, of a sample of its customers.

    `customers` are hashes of their ids, uint64 (m,) ascending, `labels` uint8 (s, m) their segments
    at each of the `settings` (s,) of the `slider`, of which `middle` was looked at; `numbers`
    (s, k_i) are the segments'.
    """

    customers: Integers
    labels: Integers
    slider: str
    settings: tuple[float, ...]
    middle: int
    numbers: Numbers

    def to_json(self) -> dict[str, Any]:
        return {
            "customers": pack_array(self.customers), "labels": pack_array(self.labels), "slider": self.slider,
            "settings": list(self.settings), "middle": self.middle, "numbers": [list(own) for own in self.numbers],
        }  # fmt: skip

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """What `to_json` gave; KeyError, TypeError or ValueError for anything else."""
        customers, settings = unpack_array(raw["customers"], "<u8"), tuple(map(float, raw["settings"]))
        labels = unpack_array(raw["labels"], "u1").reshape(len(settings), len(customers))
        kinds = [labels[at][labels[at] != NOISE] for at in range(len(settings))]
        numbers = _parse_distinct(
            raw["numbers"], [int(own.max()) + 1 if len(own) else 0 for own in kinds]
        )
        if numbers is None or not 0 <= raw["middle"] < len(settings):
            raise ValueError
        return cls(customers, labels, str(raw["slider"]), settings, raw["middle"], numbers)

    def beside(self, slider: str, setting: float) -> NamedSegmentation:
        """Its segments at that setting of the slider, or else where it was looked at."""
        alike = slider == self.slider and setting in self.settings
        at = self.settings.index(setting) if alike else self.middle
        own = np.flatnonzero(self.labels[at] != NOISE)
        labels, k = self.labels[at][own], len(self.numbers[at])
        sizes = tuple(np.bincount(labels, minlength=k).tolist())
        return NamedSegmentation(
            self.customers[own], labels, sizes, ("",) * k, (False,) * k, self.numbers[at]
        )


def numbered_result(analysis: Analysis, numbers: Numbers, setting: float) -> NumberedResult:
    """The analysis with its segments' numbers, looked at at a setting, to be remembered."""
    swept, hashes = analysis.sweep, hash_customers(analysis)
    rows = np.argsort(hashes, kind="stable")[:MOST_CUSTOMERS]
    labels, at = swept.labels[:, rows], swept.at(setting)
    return NumberedResult(hashes[rows], labels, _slider_name(analysis), swept.settings, at, numbers)


def continue_numbers(
    analysis: Analysis, last: NumberedResult | None, naming: Naming, setting: float
) -> Numbers:
    """The numbers that the segments at `setting` have from those of the `last` result, else from those
    that were named, as far as they continue any; from there outward as `numbering.numbered` says."""
    swept, hashes = analysis.sweep, hash_customers(analysis)
    known = []
    for each, labels in zip(swept.settings, swept.labels, strict=True):
        before = () if last is None else (last.beside(_slider_name(analysis), each),)
        known.append(_inherited_numbers((*before, *naming.remembered), hashes, labels))
    return number_segments(swept.labels, _segment_counts(swept), swept.at(setting), known)


def _inherited_numbers(
    earlier: Sequence[NamedSegmentation], hashes: Integers, labels: Integers
) -> KnownNumbers:
    known: KnownNumbers = {}
    for one in earlier:
        found = match_segments(earlier_jaccard(find_shared_customers(one, hashes), labels))
        known = merge_numbers(known, {now: one.numbers[before] for now, before in found.items()})
    return known


def parse_numbers(numbers: Any, swept: Sweep) -> Numbers | None:
    """What was kept as numbers of a sweep's segments; None for anything else."""
    found = _parse_distinct(numbers, _segment_counts(swept))
    return found if found and tuple(map(len, found)) == _segment_counts(swept) else None


def _parse_distinct(raw: Any, sizes: Sequence[int]) -> Numbers | None:
    """Distinct whole numbers from 1, at least as many at each setting as it has segments."""
    if not isinstance(raw, list) or len(raw) != len(sizes):
        return None
    for own, size in zip(raw, sizes, strict=True):
        if not isinstance(own, list) or not all(type(one) is int and one >= 1 for one in own):
            return None
        if len(own) < size or len({*own}) < len(own):
            return None
    return tuple(map(tuple, raw))


def _segment_counts(swept: Sweep) -> tuple[int, ...]:
    return tuple(len(found.sizes) for found in swept.scores)


def _slider_name(analysis: Analysis) -> str:
    """Methods that are told the number of segments have one slider in common."""
    return "k" if analysis.sweep.counts else analysis.recipe.algorithm
