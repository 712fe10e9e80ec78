"""The numbers and names that a session's segments keep from one result to the next."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from core.entities import Analysis
from core.errors import UserError
from core.explain.naming import Naming
from core.explain.numbers import Numbered, fitting, numbered_of, renumbered
from core.store import Notes

NAMES, NUMBERS, LAST = "names", "numbers", "last numbered"
MOST_RESULTS = 100  # whose numbers are kept, the newest


def naming_of(notes: Notes) -> Naming:
    """What a session called segments."""
    return Naming.from_json(notes.read(NAMES))


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
