"""What the user called segments, and how those names find the segments that continue them."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import pandas as pd

from core.errors import UserError
from core.model.analysis import Analysis
from core.model.base import NOISE, Floats, Integers
from core.segment.numbering import matches, overlap

MOST_REMEMBERED = 12  # segmentations, the newest
MOST_CUSTOMERS = 20_000  # of a segmentation, as many of each segment ...
FEWEST = 200  # ... and no fewer than these: those of lowest hash, so that next month finds the same


class TakenName(UserError):
    template = "Segment {segment} is called '{name}' already. Choose another name."


@dataclass(frozen=True)
class Remembered:
    """One segmentation whose segments have names.

    `customers` are hashes of ids, uint64 (m,) ascending, and `labels` uint8 (m,) their segments, of
    which `sizes` (k,) customers were there. `names` (k,) are what the segments were called, `own` (k,)
    whether the user said so, and `numbers` (k,) their numbers.
    """

    customers: Integers
    labels: Integers
    sizes: tuple[int, ...]
    names: tuple[str, ...]
    own: tuple[bool, ...]
    numbers: tuple[int, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "customers": packed(self.customers), "labels": packed(self.labels),
            "sizes": list(self.sizes), "names": list(self.names), "own": list(self.own),
            "numbers": list(self.numbers),
        }  # fmt: skip

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        numbers = raw["numbers"] if "numbers" in raw else [place + 1 for place in raw["colours"]]
        rest = {name: tuple(raw[name]) for name in ("sizes", "names", "own")} | {
            "numbers": tuple(numbers)
        }
        customers, labels = unpacked(raw["customers"], "<u8"), unpacked(raw["labels"], "u1")
        return cls(customers, labels, **rest)


@dataclass(frozen=True)
class Naming:
    """The segmentations that the user named, the newest first."""

    remembered: tuple[Remembered, ...] = ()

    def to_json(self) -> list[dict[str, Any]]:
        return [one.to_json() for one in self.remembered]

    @classmethod
    def from_json(cls, raw: Any) -> Self:
        """What `to_json` gave; no names for anything else."""
        try:
            return cls(tuple(map(Remembered.from_json, raw or ())))
        except (AttributeError, KeyError, TypeError, ValueError):
            return cls()

    def with_(self, newest: Remembered) -> Self:
        """With one more; what was remembered of the same customers and segments is replaced."""
        others = (one for one in self.remembered if not _same(one, newest))
        return replace(self, remembered=(newest, *others)[:MOST_REMEMBERED])

    def renamed(self, segment: "Segment", name: str) -> Self:
        """With another name wherever the segment continues one under the name that it has."""
        return self._with_names(_put(one, segment.before(one), name, True) for one in self.remembered)

    def without(self, segment: "Segment") -> Self:
        """With no name wherever the segment continues one under the name that it has."""
        return self._with_names(_put(one, segment.before(one), "", False) for one in self.remembered)

    def said(self) -> Self:
        """With the names that the user gave only: others are suggested anew."""
        return self._with_names(map(_said, self.remembered))

    def _with_names(self, changed: Iterable[Remembered]) -> Self:
        return replace(self, remembered=tuple(one for one in changed if any(one.names)))


@dataclass(frozen=True)
class Segment:
    """The segment `label`, from 0, of the `labels` (n,) of the customers `hashes` (n,); what it is
    called now is its `name`."""

    hashes: Integers
    labels: Integers
    label: int
    name: str

    def before(self, earlier: Remembered) -> int | None:
        """The earlier segment of that name that this one continues, if any."""
        found = matches(shared(again(earlier, self.hashes), self.labels)).get(self.label)
        return found if found is not None and earlier.names[found] == self.name else None


def remembered(
    hashes: Integers,
    labels: Integers,
    names: Sequence[str],
    own: Sequence[bool],
    numbers: Sequence[int],
) -> Remembered:
    """The segments `labels` (n,) of the customers `hashes` (n,) with their names, of a sample of them."""
    order, most = np.argsort(hashes, kind="stable"), max(FEWEST, MOST_CUSTOMERS // max(1, len(names)))
    kept = np.sort(np.concatenate([
        np.flatnonzero(labels[order] == label)[:most] for label in range(len(names))
    ]))  # fmt: skip
    sizes = tuple(np.bincount(labels[labels != NOISE], minlength=len(names)).tolist())
    rows = order[kept]
    return Remembered(hashes[rows], labels[rows], sizes, tuple(names), tuple(own), tuple(numbers))


def hashed(analysis: Analysis) -> Integers:
    """A number (n,) for each customer, the same in every file that has the id in a column of that
    name; where no column is the id, customers are only known again in the same file."""
    index = analysis.customers.frame.index
    identified = "id" in analysis.recipe.roles.values()
    whose = str(index.name) if identified else analysis.dataset.id
    key = hashlib.sha256(whose.encode()).hexdigest()[:16]
    found: Integers = pd.util.hash_array(index.astype(str).to_numpy(object), hash_key=key)
    return found


@dataclass(frozen=True)
class Again:
    """The customers of an `earlier` segmentation who are here again: their `rows` (m,), and the
    segments (m,) that they were in `before`."""

    earlier: Remembered
    rows: Integers
    before: Integers


def again(earlier: Remembered, hashes: Integers) -> Again:
    """Those of the customers `hashes` (n,) who were remembered."""
    place = np.searchsorted(earlier.customers, hashes)
    place[place == len(earlier.customers)] = 0
    rows = np.flatnonzero(earlier.customers[place] == hashes) if len(earlier.customers) else place[:0]
    return Again(earlier, rows, earlier.labels[place[rows]])


def shared(found: Again, labels: Integers) -> Floats:
    """Jaccard indices (a, b) of the earlier segments and those of `labels` (n,), of the customers who
    are in both."""
    kept = np.bincount(found.earlier.labels, minlength=len(found.earlier.sizes))
    stands_for = np.array(found.earlier.sizes) / np.maximum(1, kept)
    return overlap(found.before, labels[found.rows], stands_for[found.before])


@dataclass(frozen=True)
class Inherited:
    """A name that a segment has from the one that it continues."""

    name: str
    own: bool
    share: float


def continued(known: Again, labels: Integers) -> dict[int, Inherited]:
    """What each segment of `labels` (n,) has from the earlier one that it continues, if any."""
    earlier, found = known.earlier, shared(known, labels)
    return {
        now: Inherited(
            earlier.names[before],
            earlier.own[before],
            float(found[before, now]),
        )
        for now, before in matches(found).items()
        if earlier.names[before]
    }


def inherited(known: Sequence[Again], labels: Integers) -> dict[int, Inherited]:
    """What each segment of `labels` (n,) has from those that were named.

    What the user said goes before what was suggested beside it; then the segment that shares more
    customers. No name is given twice.
    """
    found = [pair for one in known for pair in continued(one, labels).items()]
    best: dict[int, Inherited] = {}
    for now, old in sorted(found, key=lambda pair: (not pair[1].own, -round(pair[1].share, 6))):
        if now not in best and all(old.name != one.name for one in best.values()):
            best[now] = old
    return best


def _same(one: Remembered, other: Remembered) -> bool:
    return np.array_equal(one.customers, other.customers) and np.array_equal(one.labels, other.labels)


def _put(one: Remembered, segment: int | None, name: str, own: bool) -> Remembered:
    names, owns = list(one.names), list(one.own)
    if segment is not None:
        names[segment], owns[segment] = name, own
    return replace(one, names=tuple(names), own=tuple(owns))


def _said(one: Remembered) -> Remembered:
    names = (name if own else "" for name, own in zip(one.names, one.own, strict=True))
    return replace(one, names=tuple(names))


def packed(values: Integers) -> str:
    """The bytes of an array, little-endian, as text."""
    return base64.b64encode(values.astype(values.dtype.newbyteorder("<")).tobytes()).decode()


def unpacked(text: str, kind: str) -> Integers:
    """The array of which `packed` gave the text; ValueError for any other text."""
    return np.frombuffer(base64.b64decode(text, validate=True), kind)
