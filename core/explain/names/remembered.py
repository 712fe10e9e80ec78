"""What the user called segments, and how those names find the segments that continue them."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import pandas as pd

from core.errors import UserError
from core.model import NOISE, Analysis, Floats, Integers
from core.segment import jaccard_overlaps, match_segments

MOST_REMEMBERED = 12  # segmentations, the newest
MOST_CUSTOMERS = 20_000  # of a segmentation, as many of each segment ...
FEWEST_CUSTOMERS = (
    200  # ... and no fewer than these: those of lowest hash, so that next month finds the same
)


class TakenName(UserError):
    template = "Segment {segment} is called '{name}' already. Choose another name."


@dataclass(frozen=True)
class NamedSegmentation:
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
            "customers": pack_array(self.customers), "labels": pack_array(self.labels),
            "sizes": list(self.sizes), "names": list(self.names), "own": list(self.own),
            "numbers": list(self.numbers),
        }  # fmt: skip

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        numbers = raw["numbers"] if "numbers" in raw else [place + 1 for place in raw["colours"]]
        rest = {name: tuple(raw[name]) for name in ("sizes", "names", "own")} | {
            "numbers": tuple(numbers)
        }
        customers, labels = unpack_array(raw["customers"], "<u8"), unpack_array(raw["labels"], "u1")
        return cls(customers, labels, **rest)


@dataclass(frozen=True)
class Naming:
    """The segmentations that the user named, the newest first."""

    remembered: tuple[NamedSegmentation, ...] = ()

    def to_json(self) -> list[dict[str, Any]]:
        return [one.to_json() for one in self.remembered]

    @classmethod
    def from_json(cls, raw: Any) -> Self:
        """What `to_json` gave; no names for anything else."""
        try:
            return cls(tuple(map(NamedSegmentation.from_json, raw or ())))
        except (AttributeError, KeyError, TypeError, ValueError):
            return cls()

    def with_(self, newest: NamedSegmentation) -> Self:
        """With one more; what was remembered of the same customers and segments is replaced."""
        others = (one for one in self.remembered if not _same_segments(one, newest))
        return replace(self, remembered=(newest, *others)[:MOST_REMEMBERED])

    def renamed(self, segment: "Segment", name: str) -> Self:
        """With another name wherever the segment continues one under the name that it has."""
        return self._with_names(
            _set_name(one, segment.before(one), name, True) for one in self.remembered
        )

    def without(self, segment: "Segment") -> Self:
        """With no name wherever the segment continues one under the name that it has."""
        return self._with_names(
            _set_name(one, segment.before(one), "", False) for one in self.remembered
        )

    def said(self) -> Self:
        """With the names that the user gave only: others are suggested anew."""
        return self._with_names(map(_drop_suggested_names, self.remembered))

    def _with_names(self, changed: Iterable[NamedSegmentation]) -> Self:
        return replace(self, remembered=tuple(one for one in changed if any(one.names)))


@dataclass(frozen=True)
class Segment:
    """The segment `label`, from 0, of the `labels` (n,) of the customers `hashes` (n,); what it is
    called now is its `name`."""

    hashes: Integers
    labels: Integers
    label: int
    name: str

    def before(self, earlier: NamedSegmentation) -> int | None:
        """The earlier segment of that name that this one continues, if any."""
        found = match_segments(
            earlier_jaccard(find_shared_customers(earlier, self.hashes), self.labels)
        ).get(self.label)
        return found if found is not None and earlier.names[found] == self.name else None


def remember_segmentation(
    hashes: Integers,
    labels: Integers,
    names: Sequence[str],
    own: Sequence[bool],
    numbers: Sequence[int],
) -> NamedSegmentation:
    """The segments `labels` (n,) of the customers `hashes` (n,) with their names, of a sample of them."""
    order, most = (
        np.argsort(hashes, kind="stable"),
        max(FEWEST_CUSTOMERS, MOST_CUSTOMERS // max(1, len(names))),
    )
    kept = np.sort(np.concatenate([
        np.flatnonzero(labels[order] == label)[:most] for label in range(len(names))
    ]))  # fmt: skip
    sizes = tuple(np.bincount(labels[labels != NOISE], minlength=len(names)).tolist())
    rows = order[kept]
    return NamedSegmentation(
        hashes[rows], labels[rows], sizes, tuple(names), tuple(own), tuple(numbers)
    )


def hash_customers(analysis: Analysis) -> Integers:
    """A number (n,) for each customer, the same in every file that has the id in a column of that
    name; where no column is the id, customers are only known again in the same file."""
    index = analysis.customers.frame.index
    identified = "id" in analysis.recipe.roles.values()
    whose = str(index.name) if identified else analysis.dataset.id
    key = hashlib.sha256(whose.encode()).hexdigest()[:16]
    found: Integers = pd.util.hash_array(index.astype(str).to_numpy(object), hash_key=key)
    return found


@dataclass(frozen=True)
class SharedCustomers:
    """The customers of an `earlier` segmentation who are here again: their `rows` (m,), and the
    segments (m,) that they were in `before`."""

    earlier: NamedSegmentation
    rows: Integers
    before: Integers


def find_shared_customers(earlier: NamedSegmentation, hashes: Integers) -> SharedCustomers:
    """Those of the customers `hashes` (n,) who were remembered."""
    place = np.searchsorted(earlier.customers, hashes)
    place[place == len(earlier.customers)] = 0
    rows = np.flatnonzero(earlier.customers[place] == hashes) if len(earlier.customers) else place[:0]
    return SharedCustomers(earlier, rows, earlier.labels[place[rows]])


def earlier_jaccard(found: SharedCustomers, labels: Integers) -> Floats:
    """Jaccard indices (a, b) of the earlier segments and those of `labels` (n,), of the customers who
    are in both."""
    kept = np.bincount(found.earlier.labels, minlength=len(found.earlier.sizes))
    stands_for = np.array(found.earlier.sizes) / np.maximum(1, kept)
    return jaccard_overlaps(found.before, labels[found.rows], stands_for[found.before])


@dataclass(frozen=True)
class InheritedName:
    """A name that a segment has from the one that it continues."""

    name: str
    own: bool
    share: float


def names_from_earlier(known: SharedCustomers, labels: Integers) -> dict[int, InheritedName]:
    """What each segment of `labels` (n,) has from the earlier one that it continues, if any."""
    earlier, found = known.earlier, earlier_jaccard(known, labels)
    return {
        now: InheritedName(
            earlier.names[before],
            earlier.own[before],
            float(found[before, now]),
        )
        for now, before in match_segments(found).items()
        if earlier.names[before]
    }


def inherit_names(known: Sequence[SharedCustomers], labels: Integers) -> dict[int, InheritedName]:
    """What each segment of `labels` (n,) has from those that were named.

    What the user said goes before what was suggested beside it; then the segment that shares more
    customers. No name is given twice.
    """
    found = [pair for one in known for pair in names_from_earlier(one, labels).items()]
    best: dict[int, InheritedName] = {}
    for now, old in sorted(found, key=lambda pair: (not pair[1].own, -round(pair[1].share, 6))):
        if now not in best and all(old.name != one.name for one in best.values()):
            best[now] = old
    return best


def _same_segments(one: NamedSegmentation, other: NamedSegmentation) -> bool:
    return np.array_equal(one.customers, other.customers) and np.array_equal(one.labels, other.labels)


def _set_name(one: NamedSegmentation, segment: int | None, name: str, own: bool) -> NamedSegmentation:
    names, owns = list(one.names), list(one.own)
    if segment is not None:
        names[segment], owns[segment] = name, own
    return replace(one, names=tuple(names), own=tuple(owns))


def _drop_suggested_names(one: NamedSegmentation) -> NamedSegmentation:
    names = (name if own else "" for name, own in zip(one.names, one.own, strict=True))
    return replace(one, names=tuple(names))


def pack_array(values: Integers) -> str:
    """The bytes of an array, little-endian, as text."""
    return base64.b64encode(values.astype(values.dtype.newbyteorder("<")).tobytes()).decode()


def unpack_array(text: str, kind: str) -> Integers:
    """The array of which `pack_array` gave the text; ValueError for any other text."""
    return np.frombuffer(base64.b64decode(text, validate=True), kind)
