"""The numbers and names that a session's segments keep from one result to the next."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from core.errors import UserError
from core.model import Analysis, Dataset
from core.session.act_choices import ActChoices
from core.store import NoteKey, Notes, Store, key_of

if TYPE_CHECKING:
    from core.features import RfmMap
    from core.profile import Naming, NumberedResult, Numbers

# Results whose numbers are kept, the newest. Fewer: a result that is opened again is numbered anew.
MOST_RESULTS = 100
# Customers up to which a page names segments by their evidence at every setting, and numbers a new
# result by the last one. Above, hashing and comparing them would keep a request waiting for seconds
# (ADR 16).
MOST_NAMED, MOST_NUMBERED = 200_000, 2_000_000


@dataclass(frozen=True)
class NamesBySetting:
    """The names of the segments at every setting of a slider, in the order of the labels."""

    names: tuple[tuple[str, ...], ...]


def read_naming(notes: Notes) -> Naming:
    """Read the names that a session gave to segments."""
    from core.profile import Naming

    return Naming.from_json(notes.read(NoteKey.NAMES))


def read_rfm_map(notes: Notes, dataset: Dataset) -> RfmMap:
    """Read the map by which a session scores and names recency, frequency and money in a data set."""
    from core.features import RfmMap

    return RfmMap.from_json(notes.read(NoteKey.RFM_MAP.of(dataset.id)))


def find_segment_names(store: Store, analysis: Analysis, notes: Notes) -> NamesBySetting:
    """Find the names that the segments of a result have in this session at every setting.

    They are those of the segments' cards; above MOST_NAMED customers only those that are carried from
    remembered segmentations.
    """
    from core.profile import carried_names, names_at_every_setting

    naming, many = read_naming(notes), len(analysis.customers.frame) > MOST_NAMED
    rfm, votes = read_rfm_map(notes, analysis.dataset), ActChoices(notes).feedback().votes()

    def find_names() -> NamesBySetting:
        if many:
            return NamesBySetting(carried_names(analysis, naming))
        return NamesBySetting(names_at_every_setting(analysis, naming, rfm, votes))

    votes_by_text = {str(subject): count for subject, count in votes.items()}
    inputs = key_of("names 1", analysis.key, many, naming.to_json(), rfm.to_json(), votes_by_text)
    return store.memo(NamesBySetting, inputs, find_names)


def number_for_session(
    analysis: Analysis, notes: Notes, at: float | None = None, record: bool = True
) -> Analysis:
    """Give the segments of an analysis the numbers that they have in this session.

    Numbers are given when the session first sees the result, at the setting `at` (None: the recipe's or
    the suggested one), and continue those of the result that it saw last. Without `record` nothing is
    written for a result that was seen before. Above MOST_NUMBERED customers and where nothing can be
    kept they are the sweep's own.
    """
    from core.profile import parse_numbers
    from core.segment import chosen_setting

    if len(analysis.customers.frame) > MOST_NUMBERED:
        return analysis
    key, results = analysis.key, _read_numbers(notes)
    if list(results)[-1:] != [key] and (record or key not in results):
        setting = at if at in analysis.sweep.settings else chosen_setting(analysis)
        with suppress(UserError):  # a full disk
            notes.change(
                NoteKey.NUMBERS, lambda raw: _record_result(_as_results(raw), analysis, notes, setting)
            )
            results = _read_numbers(notes)
    return _with_numbers(analysis, parse_numbers(results.get(key), analysis.sweep))


def preview_numbers(analysis: Analysis, notes: Notes) -> Analysis:
    """Give an analysis the numbers that the session would give it, and keep nothing."""
    from core.segment import chosen_setting

    if len(analysis.customers.frame) > MOST_NUMBERED:
        return analysis
    setting = chosen_setting(analysis)
    return _with_numbers(analysis, _find_numbers(_read_numbers(notes), analysis, notes, setting))


def _with_numbers(analysis: Analysis, numbers: Numbers | None) -> Analysis:
    if numbers is None or numbers == analysis.sweep.numbers:
        return analysis
    return replace(analysis, sweep=replace(analysis.sweep, numbers=numbers))


def _record_result(
    results: dict[str, Any], analysis: Analysis, notes: Notes, setting: float
) -> dict[str, Any]:
    """Return the numbers of all results, those of the analysis as the newest, and note it as the last."""
    from core.profile import numbered_result

    key = analysis.key
    if list(results)[-1:] == [key]:  # by another request meanwhile
        return results
    numbers = _find_numbers(results, analysis, notes, setting)
    notes.write(NoteKey.LAST_NUMBERED, numbered_result(analysis, numbers, setting).to_json())
    others = {other: value for other, value in results.items() if other != key}
    return dict([*others.items(), (key, numbers)][-MOST_RESULTS:])


def _find_numbers(
    results: Mapping[str, Any], analysis: Analysis, notes: Notes, setting: float
) -> Numbers:
    """Numbers that are kept of the result, or else those that continue the last result's."""
    from core.profile import continue_numbers, parse_numbers

    numbers = parse_numbers(results.get(analysis.key), analysis.sweep)
    return numbers or continue_numbers(analysis, _read_last_result(notes), read_naming(notes), setting)


def _read_numbers(notes: Notes) -> dict[str, Any]:
    return _as_results(notes.read(NoteKey.NUMBERS))


def _as_results(raw: Any) -> dict[str, Any]:
    return raw if isinstance(raw, dict) else {}


def _read_last_result(notes: Notes) -> NumberedResult | None:
    from core.profile import NumberedResult

    try:
        return NumberedResult.from_json(notes.read(NoteKey.LAST_NUMBERED) or {})
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
