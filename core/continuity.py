"""The numbers and names that a session's segments keep from one result to the next."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from core import pipeline
from core.actions.kept import Kept
from core.entities import Analysis, Dataset
from core.errors import UserError
from core.explain.called import decided, names_everywhere
from core.explain.naming import Naming
from core.explain.numbers import Numbered, fitting, numbered_of, renumbered
from core.explain.rfm_map import RfmMap
from core.store import Notes, Store

NAMES, NUMBERS, LAST, RFM = "names", "numbers", "last numbered", "rfm"
MOST_RESULTS = 100  # whose numbers are kept, the newest
MOST_NAMED = 200_000  # customers: more would keep the request waiting for a second


@dataclass(frozen=True)
class Called:
    """What the segments of every setting of a slider are called, in the order of the labels."""

    names: tuple[tuple[str, ...], ...]


def naming_of(notes: Notes) -> Naming:
    """What a session called segments."""
    return Naming.from_json(notes.read(NAMES))


def rfm_map_of(notes: Notes, dataset: Dataset) -> RfmMap:
    """How a session scores and names recency, frequency and money in a data set."""
    return RfmMap.from_json(notes.read(f"{RFM} {dataset.id}"))


def names_of(store: Store, analysis: Analysis, key: str, notes: Notes) -> Called:
    """What the segments of the result `key` are called in this session at every setting, as their
    cards say; above MOST_NAMED customers only what was decided of their names."""
    naming = naming_of(notes)
    if len(analysis.customers.frame) > MOST_NAMED:
        return Called(decided(analysis, naming))
    rfm, votes = rfm_map_of(notes, analysis.dataset), Kept(notes).feedback().votes()
    said = pipeline.key_of("names 1", key, naming.to_json(), rfm.to_json(), votes)
    return store.memo(Called, said, lambda: Called(names_everywhere(analysis, naming, rfm, votes)))


def recognised(analysis: Analysis, key: str, notes: Notes) -> Analysis:
    """The analysis with the numbers that its segments have in this session.

    They are given when the session first sees the result, kept under `key`, and continue those of the
    result that it saw last. Where nothing can be kept they are the sweep's own.
    """
    known = _known(notes)
    if list(known)[-1:] != [key]:
        with suppress(UserError):  # a full disk
            notes.change(NUMBERS, lambda raw: _seen(_results(raw), key, analysis, notes))
            known = _known(notes)
    numbers = fitting(known.get(key), analysis.sweep)
    if numbers is None or numbers == analysis.sweep.numbers:
        return analysis
    return replace(analysis, sweep=replace(analysis.sweep, numbers=numbers))


def _seen(known: Mapping[str, Any], key: str, analysis: Analysis, notes: Notes) -> dict[str, Any]:
    """The numbers of all results, that of `key` as the newest, which is remembered as the last one."""
    numbers = fitting(known.get(key), analysis.sweep)
    if numbers is None:
        numbers = renumbered(analysis, _last(notes), naming_of(notes))
    notes.write(LAST, numbered_of(analysis, numbers).to_json())
    others = {other: own for other, own in known.items() if other != key}
    return dict([*others.items(), (key, numbers)][-MOST_RESULTS:])


def _known(notes: Notes) -> dict[str, Any]:
    return _results(notes.read(NUMBERS))


def _results(raw: Any) -> dict[str, Any]:
    return raw if isinstance(raw, dict) else {}


def _last(notes: Notes) -> Numbered | None:
    try:
        return Numbered.from_json(notes.read(LAST) or {})
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
