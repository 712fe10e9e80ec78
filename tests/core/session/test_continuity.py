"""What a session has seen keeps its numbers, and what it sees next continues them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import UserError
from core.model import Analysis
from core.session import continuity
from core.session.continuity import number_for_session, preview_numbers
from core.store import NoteKey, Notes
from tests.core.profile.names.test_numbers import FIVE, by_size, customers, five_after_a_move
from tests.support.handmade_analyses import make_analysis


def result(key: str, labels: np.ndarray, **changes: Any) -> Analysis:
    """Segments of the customers as a store has them under `key`."""
    return replace(make_analysis(customers(), labels, **changes), key=key)


@pytest.fixture
def notes(tmp_path: Path) -> Notes:
    return Notes(tmp_path)


def stored_analysis(key: str, labels: np.ndarray, **options: Any) -> Analysis:
    """An analysis that a store holds under `key`."""
    return replace(make_analysis(customers(), labels, **options), key=key)


@pytest.fixture
def first() -> Analysis:
    return stored_analysis("first", FIVE)


@pytest.fixture
def second() -> Analysis:
    return stored_analysis("second", by_size(five_after_a_move()))


def test_the_next_result_continues_the_last_one(
    notes: Notes, first: Analysis, second: Analysis
) -> None:
    assert number_for_session(first, notes) is first
    numbers = number_for_session(second, notes).sweep.numbers
    assert numbers != second.sweep.numbers
    third = stored_analysis("third", by_size(five_after_a_move()), features=["y"])
    assert number_for_session(third, notes).sweep.numbers == numbers


def test_numbers_that_were_given_stay_whatever_comes_between(
    notes: Notes, first: Analysis, second: Analysis
) -> None:
    numbers = number_for_session(second, notes).sweep.numbers
    others = number_for_session(first, notes).sweep.numbers
    assert numbers == second.sweep.numbers and others != first.sweep.numbers
    for _ in range(2):
        assert number_for_session(second, notes).sweep.numbers == numbers
        assert number_for_session(first, notes).sweep.numbers == others


def test_what_is_looked_at_again_is_the_last_result(
    notes: Notes, first: Analysis, second: Analysis
) -> None:
    for analysis in (first, second, first):
        number_for_session(analysis, notes)
    assert list(notes.read(NoteKey.NUMBERS)) == ["second", "first"]


def test_a_result_seen_before_is_read_without_a_trace(
    notes: Notes, first: Analysis, second: Analysis
) -> None:
    number_for_session(first, notes, record=False)
    numbers = number_for_session(second, notes).sweep.numbers
    number_for_session(first, notes, record=False)
    assert list(notes.read(NoteKey.NUMBERS)) == ["first", "second"]
    assert number_for_session(second, notes, record=False).sweep.numbers == numbers


def test_what_is_foreseen_is_what_is_then_given(
    notes: Notes, first: Analysis, second: Analysis
) -> None:
    number_for_session(first, notes)
    numbers = preview_numbers(second, notes).sweep.numbers
    assert list(notes.read(NoteKey.NUMBERS)) == ["first"]
    assert numbers == number_for_session(second, notes).sweep.numbers != second.sweep.numbers


def test_very_many_customers_have_the_numbers_of_the_sweep(
    notes: Notes, first: Analysis, second: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(continuity, "MOST_NUMBERED", 100)
    number_for_session(first, notes)
    assert number_for_session(second, notes) is second is preview_numbers(second, notes)


def test_another_session_numbers_by_itself(
    notes: Notes, first: Analysis, second: Analysis, tmp_path: Path
) -> None:
    number_for_session(first, notes)
    (tmp_path / "other").mkdir()
    assert number_for_session(second, Notes(tmp_path / "other")) is second


def test_notes_that_cannot_be_used_are_no_numbers(notes: Notes, first: Analysis) -> None:
    for name, wrong in (
        (NoteKey.NUMBERS, [1]),
        (NoteKey.NUMBERS, {"first": [[1, 2]]}),
        (NoteKey.NUMBERS, {"first": {"k": [1]}}),
        (NoteKey.LAST_NUMBERED, {"labels": "?"}),
    ):
        notes.write(name, wrong)
        assert number_for_session(first, notes) is first


def test_a_full_disk_leaves_the_numbers_by_size(
    notes: Notes, first: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise UserError(what="full")

    monkeypatch.setattr(Notes, "write", full)
    assert number_for_session(first, notes) is first


def test_noise_has_no_number(notes: Notes) -> None:
    labels = FIVE.astype(np.uint8)
    labels[::9] = 255
    for analysis in (
        stored_analysis("first", labels),
        stored_analysis("second", labels, features=["x"]),
    ):
        assert number_for_session(analysis, notes).sweep.numbers == ((1, 2, 3, 4, 5),)
