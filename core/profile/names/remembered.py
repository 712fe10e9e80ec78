"""Names that the user gave to segments, and the later segments that continue them."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import pandas as pd

from core.errors import UserError
from core.model import NOISE, Analysis, Explanation, Floats, Integers, SegmentProfile
from core.segment import jaccard_overlaps, match_segments

# Segmentations whose names are remembered, the newest. More: older names come back, and the notes of
# a session grow by up to MOST_CUSTOMERS hashes each.
MOST_REMEMBERED = 12
# Customers of a segmentation whose hashes are kept, as many of each segment, and no fewer than
# FEWEST_CUSTOMERS of one. They are those of lowest hash, so that next month's file finds the same. Fewer
# make the Jaccard index by which a segment is recognised less sure.
MOST_CUSTOMERS = 20_000
FEWEST_CUSTOMERS = 200


class TakenName(UserError):
    template = "Segment {segment} is called '{name}' already. Choose another name."


def check_name_is_free(explanation: Explanation, profile: SegmentProfile, name: str) -> None:
    """Raise TakenName where a segment other than that of `profile` has the name."""
    for other in explanation.profiles:
        if other != profile and other.name.casefold() == name.casefold():
            raise TakenName(segment=other.segment, name=name)


@dataclass(frozen=True)
class NamedSegmentation:
    """One segmentation whose segments have names.

    `customers` are hashes of ids, uint64 (m,) ascending, and `labels` uint8 (m,) their segments, of
    which `sizes` (k,) customers were there. `names` (k,) are the segments' names, `by_user` (k,)
    whether the user gave them, and `numbers` (k,) the segments' numbers.
    """

    customers: Integers
    labels: Integers
    sizes: tuple[int, ...]
    names: tuple[str, ...]
    by_user: tuple[bool, ...]
    numbers: tuple[int, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "customers": pack_array(self.customers),
            "labels": pack_array(self.labels),
            "sizes": list(self.sizes),
            "names": list(self.names),
            "own": list(self.by_user),
            "numbers": list(self.numbers),
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        numbers = raw["numbers"] if "numbers" in raw else [place + 1 for place in raw["colours"]]
        return cls(
            unpack_array(raw["customers"], "<u8"),
            unpack_array(raw["labels"], "u1"),
            tuple(raw["sizes"]),
            tuple(raw["names"]),
            tuple(raw["own"]),
            tuple(numbers),
        )


@dataclass(frozen=True)
class Naming:
    """The segmentations that the user named, the newest first."""

    segmentations: tuple[NamedSegmentation, ...] = ()

    def to_json(self) -> list[dict[str, Any]]:
        return [each.to_json() for each in self.segmentations]

    @classmethod
    def from_json(cls, raw: Any) -> Self:
        """Read the value that `to_json` wrote; no names for anything else."""
        try:
            return cls(tuple(map(NamedSegmentation.from_json, raw or ())))
        except (AttributeError, KeyError, TypeError, ValueError):
            return cls()

    def with_newest(self, newest: NamedSegmentation) -> Self:
        """Put `newest` first, in place of an earlier one of the same customers and segments."""
        others = (each for each in self.segmentations if not _same_segments(each, newest))
        return replace(self, segmentations=(newest, *others)[:MOST_REMEMBERED])

    def with_renamed(self, segment: "Segment", name: str) -> Self:
        """Give another name to every earlier segment that `segment` continues under its present name."""
        return self._with_changed(
            _set_name(each, segment.find_earlier(each), name, True) for each in self.segmentations
        )

    def without_name(self, segment: "Segment") -> Self:
        """Take the name from every earlier segment that `segment` continues under its present name."""
        return self._with_changed(
            _set_name(each, segment.find_earlier(each), "", False) for each in self.segmentations
        )

    def with_user_names_only(self) -> Self:
        """Drop the names that the user did not give, so that they are suggested anew."""
        return self._with_changed(map(_drop_suggested_names, self.segmentations))

    def _with_changed(self, changed: Iterable[NamedSegmentation]) -> Self:
        return replace(self, segmentations=tuple(each for each in changed if any(each.names)))


@dataclass(frozen=True)
class Segment:
    """The segment `label`, from 0, of the `labels` (n,) of the customers `hashes` (n,), and the `name`
    that it has now."""

    hashes: Integers
    labels: Integers
    label: int
    name: str

    def find_earlier(self, earlier: NamedSegmentation) -> int | None:
        """Label of the earlier segment of that name that this one continues, if any."""
        jaccard = earlier_jaccard(find_shared_customers(earlier, self.hashes), self.labels)
        before = match_segments(jaccard).get(self.label)
        return before if before is not None and earlier.names[before] == self.name else None


def remember_segmentation(
    hashes: Integers,
    labels: Integers,
    names: Sequence[str],
    by_user: Sequence[bool],
    numbers: Sequence[int],
) -> NamedSegmentation:
    """Sample the customers `hashes` (n,) of the segments `labels` (n,), to recognise these later."""
    order = np.argsort(hashes, kind="stable")
    most = max(FEWEST_CUSTOMERS, MOST_CUSTOMERS // max(1, len(names)))
    lowest = [np.flatnonzero(labels[order] == label)[:most] for label in range(len(names))]
    rows = order[np.sort(np.concatenate(lowest))]
    sizes = tuple(np.bincount(labels[labels != NOISE], minlength=len(names)).tolist())
    return NamedSegmentation(
        hashes[rows], labels[rows], sizes, tuple(names), tuple(by_user), tuple(numbers)
    )


def hash_customers(analysis: Analysis) -> Integers:
    """Hash (n,) of each customer, equal in every file that has the id in a column of that name.

    Where no column is the id, customers are recognised in the same file only.
    """
    index = analysis.customers.frame.index
    identified = "id" in analysis.recipe.roles.values()
    scope = str(index.name) if identified else analysis.dataset.id
    key = hashlib.sha256(scope.encode()).hexdigest()[:16]
    hashes: Integers = pd.util.hash_array(index.astype(str).to_numpy(object), hash_key=key)
    return hashes


@dataclass(frozen=True)
class SharedCustomers:
    """The customers of an `earlier` segmentation who are in a later one too: their `rows` (m,) there,
    and the segments (m,) that they were in `before`."""

    earlier: NamedSegmentation
    rows: Integers
    before: Integers


def find_shared_customers(earlier: NamedSegmentation, hashes: Integers) -> SharedCustomers:
    """Find the customers `hashes` (n,) who are remembered of an earlier segmentation."""
    place = np.searchsorted(earlier.customers, hashes)
    place[place == len(earlier.customers)] = 0
    rows = np.flatnonzero(earlier.customers[place] == hashes) if len(earlier.customers) else place[:0]
    return SharedCustomers(earlier, rows, earlier.labels[place[rows]])


def earlier_jaccard(shared: SharedCustomers, labels: Integers) -> Floats:
    """Jaccard indices (a, b) of the earlier segments and those of `labels` (n,).

    They are over the customers who are in both, each weighted by the customers it was sampled for.
    """
    sampled = np.bincount(shared.earlier.labels, minlength=len(shared.earlier.sizes))
    weights = np.array(shared.earlier.sizes) / np.maximum(1, sampled)
    return jaccard_overlaps(shared.before, labels[shared.rows], weights[shared.before])


@dataclass(frozen=True)
class InheritedName:
    """A name that a segment has from the one that it continues, and the share of customers in both."""

    name: str
    by_user: bool
    share: float


def names_from_earlier(shared: SharedCustomers, labels: Integers) -> dict[int, InheritedName]:
    """Return by label the name of the earlier segment that each segment of `labels` (n,) continues."""
    earlier, jaccard = shared.earlier, earlier_jaccard(shared, labels)
    return {
        now: InheritedName(earlier.names[before], earlier.by_user[before], float(jaccard[before, now]))
        for now, before in match_segments(jaccard).items()
        if earlier.names[before]
    }


def inherit_names(shared: Sequence[SharedCustomers], labels: Integers) -> dict[int, InheritedName]:
    """Return by label the name that each segment of `labels` (n,) has from all that was named.

    Names given by the user go before those that were suggested beside them; then the segment that
    shares more customers. No name is given twice.
    """
    candidates = [pair for each in shared for pair in names_from_earlier(each, labels).items()]
    candidates.sort(key=lambda pair: (not pair[1].by_user, -round(pair[1].share, 6)))
    best: dict[int, InheritedName] = {}
    for label, inherited in candidates:
        if label not in best and all(inherited.name != other.name for other in best.values()):
            best[label] = inherited
    return best


def _same_segments(first: NamedSegmentation, second: NamedSegmentation) -> bool:
    return np.array_equal(first.customers, second.customers) and np.array_equal(
        first.labels, second.labels
    )


def _set_name(
    segmentation: NamedSegmentation, segment: int | None, name: str, by_user: bool
) -> NamedSegmentation:
    names, user_names = list(segmentation.names), list(segmentation.by_user)
    if segment is not None:
        names[segment], user_names[segment] = name, by_user
    return replace(segmentation, names=tuple(names), by_user=tuple(user_names))


def _drop_suggested_names(segmentation: NamedSegmentation) -> NamedSegmentation:
    pairs = zip(segmentation.names, segmentation.by_user, strict=True)
    return replace(segmentation, names=tuple(name if by_user else "" for name, by_user in pairs))


def pack_array(values: Integers) -> str:
    """Encode the bytes of an array, little-endian, as text."""
    return base64.b64encode(values.astype(values.dtype.newbyteorder("<")).tobytes()).decode()


def unpack_array(text: str, kind: str) -> Integers:
    """Decode the array that `pack_array` encoded; ValueError for any other text."""
    return np.frombuffer(base64.b64decode(text, validate=True), kind)
