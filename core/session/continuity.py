"""The numbers and names that a session's segments keep from one result to the next."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from core.errors import UserError
from core.explain.names.carried import decided, names_everywhere
from core.explain.names.numbers import Numbered, Numbers, fitting, numbered_of, renumbered
from core.explain.names.remembered import Naming
from core.explain.rfm.named_cells import RfmMap
from core.model.analysis import Analysis
from core.model.dataset import Dataset
from core.segment.analyse import chosen_setting
from core.session.act_choices import Kept
from core.store import Notes, Store
from core.store.store import key_of

NAMES, NUMBERS, LAST, RFM = "names", "numbers", "last numbered", "rfm"
MOST_RESULTS = 100  # whose numbers are kept, the newest
# Customers: more would keep the request waiting for seconds.
MOST_NAMED, MOST_RECOGNISED = 200_000, 2_000_000


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
    naming, many = naming_of(notes), len(analysis.customers.frame) > MOST_NAMED
    rfm, votes = rfm_map_of(notes, analysis.dataset), Kept(notes).feedback().votes()

    def found() -> Called:
        if many:
            return Called(decided(analysis, naming))
        return Called(names_everywhere(analysis, naming, rfm, votes))

    said = key_of("names 1", key, many, naming.to_json(), rfm.to_json(), votes)
    return store.memo(Called, said, found)


def recognised(analysis: Analysis, key: str, notes: Notes, at: float | None = None) -> Analysis:
    """The analysis with the numbers that its segments have in this session.

    They are given when the session first sees the result, kept under `key`, looking at the setting
    `at` (None: the recipe's or the suggested one), and continue those of the result that it saw last.
    Above MOST_RECOGNISED customers and where nothing can be kept they are the sweep's own.
    """
    if len(analysis.customers.frame) > MOST_RECOGNISED:
        return analysis
    known = _known(notes)
    if list(known)[-1:] != [key]:
        setting = at if at in analysis.sweep.settings else chosen_setting(analysis)
        with suppress(UserError):  # a full disk
            notes.change(NUMBERS, lambda raw: _seen(_results(raw), key, analysis, notes, setting))
            known = _known(notes)
    return _with(analysis, fitting(known.get(key), analysis.sweep))


def foreseen(analysis: Analysis, key: str, notes: Notes) -> Analysis:
    """The same of a result that the session has not seen yet; nothing is kept."""
    if len(analysis.customers.frame) > MOST_RECOGNISED:
        return analysis
    setting = chosen_setting(analysis)
    return _with(analysis, _numbers(_known(notes), key, analysis, notes, setting))


def _with(analysis: Analysis, numbers: Numbers | None) -> Analysis:
    if numbers is None or numbers == analysis.sweep.numbers:
        return analysis
    return replace(analysis, sweep=replace(analysis.sweep, numbers=numbers))


def _seen(
    known: dict[str, Any], key: str, analysis: Analysis, notes: Notes, setting: float
) -> dict[str, Any]:
    """The numbers of all results, that of `key` as the newest, which is remembered as the last one."""
    if list(known)[-1:] == [key]:  # by another request meanwhile
        return known
    numbers = _numbers(known, key, analysis, notes, setting)
    notes.write(LAST, numbered_of(analysis, numbers, setting).to_json())
    others = {other: own for other, own in known.items() if other != key}
    return dict([*others.items(), (key, numbers)][-MOST_RESULTS:])


def _numbers(
    known: Mapping[str, Any], key: str, analysis: Analysis, notes: Notes, setting: float
) -> Numbers:
    given = fitting(known.get(key), analysis.sweep)
    return given or renumbered(analysis, _last(notes), naming_of(notes), setting)


def _known(notes: Notes) -> dict[str, Any]:
    return _results(notes.read(NUMBERS))


def _results(raw: Any) -> dict[str, Any]:
    return raw if isinstance(raw, dict) else {}


def _last(notes: Notes) -> Numbered | None:
    try:
        return Numbered.from_json(notes.read(LAST) or {})
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
