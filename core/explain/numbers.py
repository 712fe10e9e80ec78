"""Numbers that segments keep from one result to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from core.entities import NOISE, Analysis, Integers, Sweep
from core.explain.naming import Naming, Remembered, again, hashed, packed, shared, unpacked
from core.numbering import Kept, beside, matches, numbered

MOST_CUSTOMERS = 20_000  # of a result, evenly spread over its customers

Numbers = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Numbered:
    """A result whose segments have numbers, of a sample of its customers.

    `customers` are hashes of their ids, uint64 (m,) ascending, `labels` uint8 (s, m) their segments
    at each of the `settings` (s,) of the slider `method`, of which `middle` was suggested; `numbers`
    (s, k_i) are the segments'.
    """

    customers: Integers
    labels: Integers
    method: str
    settings: tuple[float, ...]
    middle: int
    numbers: Numbers

    def to_json(self) -> dict[str, Any]:
        return {
            "customers": packed(self.customers), "labels": packed(self.labels), "method": self.method,
            "settings": list(self.settings), "middle": self.middle, "numbers": list(self.numbers),
        }  # fmt: skip

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        customers, numbers = unpacked(raw["customers"], "<u8"), tuple(map(tuple, raw["numbers"]))
        labels = unpacked(raw["labels"], "u1").reshape(len(numbers), len(customers))
        settings = tuple(raw["settings"])
        return cls(customers, labels, raw["method"], settings, int(raw["middle"]), numbers)

    def beside(self, method: str, setting: float) -> Remembered:
        """Its segments at that setting of the method's slider, or else at its suggested one."""
        alike = method == self.method and setting in self.settings
        at = self.settings.index(setting) if alike else self.middle
        own = np.flatnonzero(self.labels[at] != NOISE)
        labels, k = self.labels[at][own], len(self.numbers[at])
        sizes = tuple(np.bincount(labels, minlength=k).tolist())
        return Remembered(self.customers[own], labels, sizes, ("",) * k, (False,) * k, self.numbers[at])


def numbered_of(analysis: Analysis, numbers: Numbers) -> Numbered:
    """The analysis with its segments' numbers, to be remembered."""
    swept, rows = analysis.sweep, _sample(analysis)
    hashes = hashed(analysis, rows)
    order = np.argsort(hashes, kind="stable")
    middle = swept.at(swept.suggestion.chosen)
    method, labels = analysis.recipe.algorithm, swept.labels[:, rows][:, order]
    return Numbered(hashes[order], labels, method, swept.settings, middle, numbers)


def renumbered(analysis: Analysis, last: Numbered | None, naming: Naming) -> Numbers:
    """The numbers that the segments of every setting have from those of the `last` result, else from
    those that were named, as far as they continue any; others as `numbering.numbered` says."""
    swept, rows = analysis.sweep, _sample(analysis)
    hashes = hashed(analysis, rows)
    known = []
    for setting, labels in zip(swept.settings, swept.labels[:, rows], strict=True):
        before = () if last is None else (last.beside(analysis.recipe.algorithm, setting),)
        known.append(_kept((*before, *naming.remembered), hashes, labels))
    return numbered(swept.labels, _sizes(swept), swept.at(swept.suggestion.chosen), known)


def _kept(earlier: Sequence[Remembered], hashes: Integers, labels: Integers) -> Kept:
    kept: Kept = {}
    for one in earlier:
        found = matches(shared(again(one, hashes), labels))
        kept = beside(kept, {now: one.numbers[before] for now, before in found.items()})
    return kept


def fitting(numbers: Any, swept: Sweep) -> Numbers | None:
    """What was kept as numbers of a sweep's segments; None for anything else."""
    if not isinstance(numbers, list) or [len(own) for own in numbers] != list(_sizes(swept)):
        return None
    return tuple(tuple(map(int, own)) for own in numbers)


def _sizes(swept: Sweep) -> tuple[int, ...]:
    return tuple(len(found.sizes) for found in swept.scores)


def _sample(analysis: Analysis) -> slice:
    return slice(None, None, -(-len(analysis.customers.frame) // MOST_CUSTOMERS) or 1)
