"""What a session said and chose is there the next time."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.act import (
    BUILT_IN,
    BadPlaybook,
    Rating,
    UnknownPlaybook,
    built_in_playbook,
    built_in_playbook_text,
    read_feedback,
    read_playbook,
)
from core.model import RatedSubject
from core.session.act_choices import OWN_PLAYBOOK, ActChoices
from core.store import NoteKey, Notes


@pytest.fixture
def notes(tmp_path: Path) -> Notes:
    return Notes(tmp_path)


def test_nothing_was_said_yet(notes: Notes) -> None:
    kept = ActChoices(notes)
    assert kept.feedback().ratings == () and kept.playbook() is None and kept.choices() == BUILT_IN


def test_a_rating_is_there_again_and_in_its_file(notes: Notes) -> None:
    ActChoices(notes).rate(Rating(RatedSubject.parse("loyal/action/a"), "march", 1, "worked"))
    kept = ActChoices(notes)
    assert [one.note for one in kept.feedback().ratings_of("march").values()] == ["worked"]
    assert read_feedback(kept.ratings_file()) == kept.feedback()


def test_ratings_at_once_are_all_kept_and_can_be_forgotten(notes: Notes) -> None:
    with ThreadPoolExecutor(8) as many:
        list(
            many.map(
                lambda at: ActChoices(notes).rate(
                    Rating(RatedSubject.parse(f"a/name/{at}"), "march", -1)
                ),
                range(40),
            )
        )
    assert len(ActChoices(notes).feedback().ratings) == 40
    ActChoices(notes).forget_votes_on_names("a")
    assert ActChoices(notes).feedback().ratings == ()


def test_a_playbook_is_chosen_and_left_again(notes: Notes) -> None:
    kept = ActChoices(notes)
    kept.choose("finance")
    assert kept.playbook() == built_in_playbook("finance")
    kept.choose("")
    assert kept.playbook() is None
    with pytest.raises(UnknownPlaybook):
        kept.choose(OWN_PLAYBOOK)


def test_a_playbook_of_ones_own_is_used_from_then_on(notes: Notes) -> None:
    brought = ActChoices(notes).bring_playbook(
        built_in_playbook_text("retail").replace('"Retail"', '"Ours"')
    )
    kept = ActChoices(notes)
    assert kept.playbook() == brought and brought.title == "Ours" and kept.choice() == OWN_PLAYBOOK
    assert read_playbook(kept.own_playbook_text()) == brought
    with pytest.raises(BadPlaybook):
        kept.bring_playbook("name = 3")
    assert kept.playbook() == brought


def test_notes_that_hold_something_else_count_as_none(notes: Notes) -> None:
    notes.write(NoteKey.RATINGS, {"what": 1})
    notes.write(NoteKey.OWN_PLAYBOOK, json.loads("[1]"))
    notes.write("playbook", OWN_PLAYBOOK)
    assert ActChoices(notes).feedback().ratings == () and ActChoices(notes).playbook() is None
    assert ActChoices(notes).own_playbook_text() == ""


def test_what_was_assumed_of_one_data_set_is_not_of_another(notes: Notes) -> None:
    ActChoices(notes).save_what_if_values("march", {"margin": 12.5})
    assert (
        ActChoices(notes).what_if_values("march") == {"margin": 12.5}
        and ActChoices(notes).what_if_values("april") == {}
    )
