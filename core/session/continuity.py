"""The numbers and names that a session's segments keep from one result to the next."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from core.errors import UserError
from core.explain import (
    Naming,
    NumberedResult,
    Numbers,
    RfmMap,
    carried_names,
    continue_numbers,
    names_at_every_setting,
    numbered_result,
    parse_numbers,
)
from core.model import Analysis, Dataset
from core.segment import chosen_setting
from core.session.act_choices import ActChoices
from core.store import Notes, Store, key_of

NAMES, NUMBERS, LAST, RFM = "names", "numbers", "last numbered", "rfm"
MOST_RESULTS = 100  # whose numbers are kept, the newest
# Customers: more would keep the request waiting for seconds.
MOST_NAMED, MOST_NUMBERED = 200_000, 2_000_000


@dataclass(frozen=True)
class NamesBySetting:
    """What the segments of every setting of a slider are called, in the order of the labels."""

    names: tuple[tuple[str, ...], ...]


def read_naming(notes: Notes) -> Naming:
    """What a session called segments."""
    return Naming.from_json(notes.read(NAMES))


def read_rfm_map(notes: Notes, dataset: Dataset) -> RfmMap:
    """How a session scores and names recency, frequency and money in a data set."""
    return RfmMap.from_json(notes.read(f"{RFM} {dataset.id}"))


def find_segment_names(store: Store, analysis: Analysis, notes: Notes) -> NamesBySetting:
    """What the segments of a result are called in this session at every setting, as their
    cards say; above MOST_NAMED customers only what was decided of their names."""
    naming, many = read_naming(notes), len(analysis.customers.frame) > MOST_NAMED
    rfm, votes = read_rfm_map(notes, analysis.dataset), ActChoices(notes).feedback().votes()

    def found() -> NamesBySetting:
        if many:
            return NamesBySetting(carried_names(analysis, naming))
        return NamesBySetting(names_at_every_setting(analysis, naming, rfm, votes))

    said = key_of("names 1", analysis.key, many, naming.to_json(), rfm.to_json(), votes)
    return store.memo(NamesBySetting, said, found)


def number_for_session(
    analysis: Analysis, notes: Notes, at: float | None = None, record: bool = True
) -> Analysis:
    """The analysis with the numbers that its segments have in this session.

    They are given when the session first sees the result, looking at the setting `at` (None: the
    recipe's or the suggested one), and continue those of the result that it saw last. Without `record`
    nothing is written for a result that was seen before. Above MOST_NUMBERED customers and where nothing can be kept they are the sweep's own.
    """
    if len(analysis.customers.frame) > MOST_NUMBERED:
        return analysis
    key, known = analysis.key, _read_numbers(notes)
    if list(known)[-1:] != [key] and (record or key not in known):
        setting = at if at in analysis.sweep.settings else chosen_setting(analysis)
        with suppress(UserError):  # a full disk
            notes.change(
                NUMBERS, lambda raw: _record_result(_as_results(raw), analysis, notes, setting)
            )
            known = _read_numbers(notes)
    return _with_numbers(analysis, parse_numbers(known.get(key), analysis.sweep))


def preview_numbers(analysis: Analysis, notes: Notes) -> Analysis:
    """The same of a result that the session has not seen yet; nothing is kept."""
    if len(analysis.customers.frame) > MOST_NUMBERED:
        return analysis
    setting = chosen_setting(analysis)
    return _with_numbers(analysis, _find_numbers(_read_numbers(notes), analysis, notes, setting))


def _with_numbers(analysis: Analysis, numbers: Numbers | None) -> Analysis:
    if numbers is None or numbers == analysis.sweep.numbers:
        return analysis
    return replace(analysis, sweep=replace(analysis.sweep, numbers=numbers))


def _record_result(
    known: dict[str, Any], analysis: Analysis, notes: Notes, setting: float
) -> dict[str, Any]:
    """The numbers of all results, that of the analysis as the newest, which is remembered as the last one."""
    key = analysis.key
    if list(known)[-1:] == [key]:  # by another request meanwhile
        return known
    numbers = _find_numbers(known, analysis, notes, setting)
    notes.write(LAST, numbered_result(analysis, numbers, setting).to_json())
    others = {other: own for other, own in known.items() if other != key}
    return dict([*others.items(), (key, numbers)][-MOST_RESULTS:])


def _find_numbers(
    known: Mapping[str, Any], analysis: Analysis, notes: Notes, setting: float
) -> Numbers:
    given = parse_numbers(known.get(analysis.key), analysis.sweep)
    return given or continue_numbers(analysis, _read_last_result(notes), read_naming(notes), setting)


def _read_numbers(notes: Notes) -> dict[str, Any]:
    return _as_results(notes.read(NUMBERS))


def _as_results(raw: Any) -> dict[str, Any]:
    return raw if isinstance(raw, dict) else {}


def _read_last_result(notes: Notes) -> NumberedResult | None:
    try:
        return NumberedResult.from_json(notes.read(LAST) or {})
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
