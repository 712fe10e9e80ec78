"""Sets of customers that a session keeps under a name of its own, beside the segments of a data set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.act import AudienceFiles, AudienceRequest, build_audience_files
from core.errors import UserError
from core.export import chosen_customers_csv
from core.model import NOISE, Dataset, Integers, Segmentation
from core.store import NoteKey, Notes
from core.text import validate_name

# Before the name of such a set, so that nobody takes it for a segment that was found.
OWN = "Your own: "


class NobodyPicked(UserError):
    template = (
        "Nobody is picked. Circle customers on the map, click a segment, or loosen the table's filters."
    )


class NameOfAnotherSet(UserError):
    template = "You already have customers saved as '{name}'. Choose another name."


class UnknownSet(UserError):
    template = "Your own segment '{name}' no longer exists."


@dataclass(frozen=True)
class CustomerSet:
    """Customers by their `ids`, under a `name`."""

    name: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class SetProfile:
    """A set among the segments: its `customers` who are in the data, `absent` ones who are not, the `share` of
    all customers, that of all money (None: unknown), and the segments' labels, most customers first."""

    name: str
    customers: int
    absent: int
    share: float
    money_share: float | None
    segments: tuple[tuple[int, int], ...]


def read_sets(notes: Notes, dataset: Dataset) -> tuple[CustomerSet, ...]:
    """Read the sets that a session keeps of a data set, in the order in which they were saved."""
    return _parse_sets(notes.read(NoteKey.OWN_SETS.of(dataset.id)))


def _parse_sets(raw: Any) -> tuple[CustomerSet, ...]:
    entries = raw if isinstance(raw, dict) else {}
    return tuple(CustomerSet(name, tuple(ids)) for name, ids in entries.items())


def save_set(notes: Notes, dataset: Dataset, name: str, ids: Sequence[str]) -> CustomerSet:
    """Keep customers under a name. Raises BadName, NameOfAnotherSet, NobodyPicked, NoteTooLarge."""
    valid_name = validate_name(name)
    if not ids:
        raise NobodyPicked()

    def add(raw: Any) -> Mapping[str, Any]:
        entries = raw if isinstance(raw, dict) else {}
        if valid_name in entries:
            raise NameOfAnotherSet(name=valid_name)
        return {**entries, valid_name: list(ids)}

    notes.change(NoteKey.OWN_SETS.of(dataset.id), add)
    return CustomerSet(valid_name, tuple(ids))


def remove_set(notes: Notes, dataset: Dataset, name: str) -> None:
    """Forget a set; nothing happens where there is none of that name."""
    notes.change(
        NoteKey.OWN_SETS.of(dataset.id),
        lambda raw: {other: ids for other, ids in (raw or {}).items() if other != name},
    )


def set_rows(segmentation: Segmentation, customers: CustomerSet) -> tuple[int, ...]:
    """Rows of the set's customers, as far as they are in the data."""
    ids = segmentation.customers.frame.index.astype(str)
    return tuple(np.flatnonzero(ids.isin(customers.ids)).tolist())


def rows_by_name(
    notes: Notes, segmentation: Segmentation, names: Sequence[str]
) -> Mapping[str, tuple[int, ...]]:
    """Rows of the sets of these names; UnknownSet."""
    sets = {each.name: each for each in read_sets(notes, segmentation.dataset)}
    for name in names:
        if name not in sets:
            raise UnknownSet(name=name)
    return {name: set_rows(segmentation, sets[name]) for name in names}


def all_rows(notes: Notes, segmentation: Segmentation) -> Mapping[str, Integers]:
    """Rows (m,) of every set that the session keeps of the data set."""
    sets = read_sets(notes, segmentation.dataset)
    return {each.name: np.array(set_rows(segmentation, each), np.int64) for each in sets}


def describe_set(segmentation: Segmentation, customers: CustomerSet) -> SetProfile:
    """Describe a set among the segments of a result."""
    rows = list(set_rows(segmentation, customers))
    money = segmentation.customers.money_values
    total = 0.0 if money is None else float(money.sum())
    labels, counts = np.unique(segmentation.labels[rows], return_counts=True)
    pairs = [pair for pair in zip(labels.tolist(), counts.tolist(), strict=True) if pair[0] != NOISE]
    return SetProfile(
        name=customers.name,
        customers=len(rows),
        absent=len(customers.ids) - len(rows),
        share=len(rows) / len(segmentation.labels),
        money_share=float(money[rows].sum()) / total if money is not None and total > 0 else None,
        segments=tuple(sorted(pairs, key=lambda pair: -pair[1])),
    )


def set_file(notes: Notes, segmentation: Segmentation, name: str, kind: str) -> bytes:
    """Return the set as customers.csv, or with `kind` "audience" those who may and can be contacted as
    audience.csv for any tool, nobody held out. Raises UnknownSet, and as `build_audience_files`."""
    rows = rows_by_name(notes, segmentation, [name])
    if kind != "audience":
        return chosen_customers_csv(segmentation, rows[name])
    files: AudienceFiles = build_audience_files(
        segmentation, AudienceRequest("generic", {}, own_sets=rows)
    )
    return files.files["audience.csv"]
