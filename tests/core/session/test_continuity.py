"""What a session has seen keeps its numbers, and what it sees next continues them."""

from pathlib import Path

import numpy as np
import pytest

from core.errors import UserError
from core.session import continuity
from core.session.continuity import number_for_session, preview_numbers
from core.store import NoteKey, Notes
from tests.core.explain.names.test_numbers import FIVE, by_size, customers, five_after_a_move
from tests.support.handmade_analyses import make_analysis


@pytest.fixture
def notes(tmp_path: Path) -> Notes:
    return Notes(tmp_path)


def test_the_next_result_continues_the_last_one(notes: Notes) -> None:
    first, second = (
        make_analysis(customers(), FIVE),
        make_analysis(customers(), by_size(five_after_a_move())),
    )
    assert number_for_session(first, "first", notes) is first
    numbers = number_for_session(second, "second", notes).sweep.numbers
    assert numbers != second.sweep.numbers
    third = make_analysis(customers(), by_size(five_after_a_move()), features=["y"])
    assert number_for_session(third, "third", notes).sweep.numbers == numbers


def test_numbers_that_were_given_stay_whatever_comes_between(notes: Notes) -> None:
    first, second = (
        make_analysis(customers(), FIVE),
        make_analysis(customers(), by_size(five_after_a_move())),
    )
    given = number_for_session(second, "second", notes).sweep.numbers
    shown = number_for_session(first, "first", notes).sweep.numbers
    assert given == second.sweep.numbers and shown != first.sweep.numbers
    for _ in range(2):
        assert number_for_session(second, "second", notes).sweep.numbers == given
        assert number_for_session(first, "first", notes).sweep.numbers == shown


def test_what_is_looked_at_again_is_the_last_result(notes: Notes) -> None:
    analysis = make_analysis(customers(), FIVE)
    for key in ("first", "second", "first"):
        number_for_session(analysis, key, notes)
    assert list(notes.read(NoteKey.NUMBERS)) == ["second", "first"]


def test_what_is_foreseen_is_what_is_then_given(notes: Notes) -> None:
    number_for_session(make_analysis(customers(), FIVE), "first", notes)
    second = make_analysis(customers(), by_size(five_after_a_move()))
    seen = preview_numbers(second, "second", notes).sweep.numbers
    assert list(notes.read(NoteKey.NUMBERS)) == ["first"]
    assert seen == number_for_session(second, "second", notes).sweep.numbers != second.sweep.numbers


def test_very_many_customers_have_the_numbers_of_the_sweep(
    notes: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(continuity, "MOST_NUMBERED", 100)
    number_for_session(make_analysis(customers(), FIVE), "first", notes)
    second = make_analysis(customers(), by_size(five_after_a_move()))
    assert (
        number_for_session(second, "second", notes)
        is second
        is preview_numbers(second, "second", notes)
    )


def test_another_session_numbers_by_itself(notes: Notes, tmp_path: Path) -> None:
    number_for_session(make_analysis(customers(), FIVE), "first", notes)
    other = Notes(tmp_path / "other")
    (tmp_path / "other").mkdir()
    second = make_analysis(customers(), by_size(five_after_a_move()))
    assert number_for_session(second, "second", other) is second


def test_notes_that_cannot_be_used_are_no_numbers(notes: Notes) -> None:
    analysis = make_analysis(customers(), FIVE)
    for name, wrong in (
        (NoteKey.NUMBERS, [1]),
        (NoteKey.NUMBERS, {"first": [[1, 2]]}),
        (NoteKey.NUMBERS, {"first": {"k": [1]}}),
        (NoteKey.LAST_NUMBERED, {"labels": "?"}),
    ):
        notes.write(name, wrong)
        assert number_for_session(analysis, "first", notes) is analysis


def test_a_full_disk_leaves_the_numbers_by_size(notes: Notes, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise UserError(what="full")

    monkeypatch.setattr(Notes, "write", full)
    analysis = make_analysis(customers(), FIVE)
    assert number_for_session(analysis, "first", notes) is analysis


def test_noise_has_no_number(notes: Notes) -> None:
    labels = FIVE.astype(np.uint8)
    labels[::9] = 255
    analysis = make_analysis(customers(), labels)
    assert number_for_session(analysis, "first", notes).sweep.numbers == ((1, 2, 3, 4, 5),)
    assert number_for_session(
        make_analysis(customers(), labels, features=["x"]), "second", notes
    ).sweep.numbers == ((1, 2, 3, 4, 5),)
