"""An action that is edited keeps when it is suggested, and every playbook can be written and read again."""

import pytest

from core.act.playbook.editing import UnknownPlay, edit_play, write_playbook
from core.act.playbook.playbook import (
    BUILT_IN,
    BadPlaybook,
    Play,
    Playbook,
    Requirement,
    built_in_playbook,
    read_playbook,
)

PLAY = Play("call", "Call", "g", "c", "m", (Requirement("[Points, left]", ">", 0.1), Requirement("size", "<=", -3)),
            kinds=("at risk", 'the "best"'), weight=2.5, contact=False)  # fmt: skip


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_playbook_is_the_same_when_written_and_read(name: str) -> None:
    assert read_playbook(write_playbook(built_in_playbook(name))) == built_in_playbook(name)


def test_quotation_marks_and_numbers_survive() -> None:
    playbook = Playbook("n", 'Back\\slash "quoted" \u00e9', (PLAY,))
    assert read_playbook(write_playbook(playbook)) == playbook


def test_an_edited_action_has_the_new_words_and_the_old_conditions() -> None:
    before = built_in_playbook("retail")
    first, second = before.plays[:2]
    after = edit_play(before, first.id, {"title": " Ring\nthem \x7f", "reward": ""})
    assert after.plays[0].title == "Ring them" and after.plays[0].reward == ""
    assert (after.plays[0].when, after.plays[0].goal) == (first.when, first.goal)
    assert after.plays[1] == second


def test_an_action_without_a_title_or_that_is_not_there_is_refused() -> None:
    playbook = Playbook("n", "t", (PLAY,))
    with pytest.raises(BadPlaybook, match="needs 'title'"):
        edit_play(playbook, "call", {"title": " "})
    with pytest.raises(UnknownPlay, match="'write'"):
        edit_play(playbook, "write", {})
