"""Numbers that segments keep from one result to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from core.explain.names.remembered import Naming, Remembered, again, hashed, packed, shared, unpacked
from core.model.analysis import Analysis
from core.model.base import NOISE, Integers
from core.model.sweep import Sweep
from core.segment.numbering import Known, beside, matches, numbered

MOST_CUSTOMERS = 20_000  # of a result: those of lowest hash, so that the next file finds the same

Numbers = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Numbered:
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
            "customers": packed(self.customers), "labels": packed(self.labels), "slider": self.slider,
            "settings": list(self.settings), "middle": self.middle, "numbers": [list(own) for own in self.numbers],
        }  # fmt: skip

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """What `to_json` gave; KeyError, TypeError or ValueError for anything else."""
        customers, settings = unpacked(raw["customers"], "<u8"), tuple(map(float, raw["settings"]))
        labels = unpacked(raw["labels"], "u1").reshape(len(settings), len(customers))
        kinds = [labels[at][labels[at] != NOISE] for at in range(len(settings))]
        numbers = _distinct(raw["numbers"], [int(own.max()) + 1 if len(own) else 0 for own in kinds])
        if numbers is None or not 0 <= raw["middle"] < len(settings):
            raise ValueError
        return cls(customers, labels, str(raw["slider"]), settings, raw["middle"], numbers)

    def beside(self, slider: str, setting: float) -> Remembered:
        """Its segments at that setting of the slider, or else where it was looked at."""
        alike = slider == self.slider and setting in self.settings
        at = self.settings.index(setting) if alike else self.middle
        own = np.flatnonzero(self.labels[at] != NOISE)
        labels, k = self.labels[at][own], len(self.numbers[at])
        sizes = tuple(np.bincount(labels, minlength=k).tolist())
        return Remembered(self.customers[own], labels, sizes, ("",) * k, (False,) * k, self.numbers[at])


def numbered_of(analysis: Analysis, numbers: Numbers, setting: float) -> Numbered:
    """The analysis with its segments' numbers, looked at at a setting, to be remembered."""
    swept, hashes = analysis.sweep, hashed(analysis)
    rows = np.argsort(hashes, kind="stable")[:MOST_CUSTOMERS]
    labels, at = swept.labels[:, rows], swept.at(setting)
    return Numbered(hashes[rows], labels, _slider(analysis), swept.settings, at, numbers)


def renumbered(analysis: Analysis, last: Numbered | None, naming: Naming, setting: float) -> Numbers:
    """The numbers that the segments at `setting` have from those of the `last` result, else from those
    that were named, as far as they continue any; from there outward as `numbering.numbered` says."""
    swept, hashes = analysis.sweep, hashed(analysis)
    known = []
    for each, labels in zip(swept.settings, swept.labels, strict=True):
        before = () if last is None else (last.beside(_slider(analysis), each),)
        known.append(_known((*before, *naming.remembered), hashes, labels))
    return numbered(swept.labels, _sizes(swept), swept.at(setting), known)


def _known(earlier: Sequence[Remembered], hashes: Integers, labels: Integers) -> Known:
    known: Known = {}
    for one in earlier:
        found = matches(shared(again(one, hashes), labels))
        known = beside(known, {now: one.numbers[before] for now, before in found.items()})
    return known


def fitting(numbers: Any, swept: Sweep) -> Numbers | None:
    """What was kept as numbers of a sweep's segments; None for anything else."""
    found = _distinct(numbers, _sizes(swept))
    return found if found and tuple(map(len, found)) == _sizes(swept) else None


def _distinct(raw: Any, sizes: Sequence[int]) -> Numbers | None:
    """Distinct whole numbers from 1, at least as many at each setting as it has segments."""
    if not isinstance(raw, list) or len(raw) != len(sizes):
        return None
    for own, size in zip(raw, sizes, strict=True):
        if not isinstance(own, list) or not all(type(one) is int and one >= 1 for one in own):
            return None
        if len(own) < size or len({*own}) < len(own):
            return None
    return tuple(map(tuple, raw))


def _sizes(swept: Sweep) -> tuple[int, ...]:
    return tuple(len(found.sizes) for found in swept.scores)


def _slider(analysis: Analysis) -> str:
    """Methods that are told the number of segments have one slider in common."""
    return "k" if analysis.sweep.counts else analysis.recipe.algorithm
