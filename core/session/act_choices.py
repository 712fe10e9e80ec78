"""What a session said of suggestions, which playbook it chose and what it assumed, kept in its notes."""

import json
from collections.abc import Mapping
from typing import Any

from core.act import (
    BUILT_IN,
    BadFeedback,
    BadPlaybook,
    Feedback,
    Playbook,
    Rating,
    UnknownPlaybook,
    built_in_playbook,
    parse_feedback,
    read_playbook,
)
from core.store import NoteKey, Notes

OWN_PLAYBOOK = "own"


class ActChoices:
    """Reads and writes the `notes` of one session; what they hold wrongly counts as not there."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def feedback(self) -> Feedback:
        return _parse_or_empty(self._notes.read(NoteKey.RATINGS))

    def ratings_file(self) -> str:
        """The text of ratings.json, which `--ratings` and `read_feedback` take."""
        return json.dumps(self.feedback().to_list(), indent=2, ensure_ascii=False) + "\n"

    def rate(self, given: Rating) -> None:
        """Takes a rating in place of an earlier one; raises as `Feedback.rated`."""
        self._notes.change(NoteKey.RATINGS, lambda raw: _parse_or_empty(raw).rated(given).to_list())

    def forget_votes(self, about: str) -> None:
        """Takes back the thumbs on all things that begin with `about`."""
        self._notes.change(
            NoteKey.RATINGS, lambda raw: _parse_or_empty(raw).without_votes(about).to_list()
        )

    def choices(self) -> tuple[str, ...]:
        """The playbooks there are: the built-in ones, and OWN where the session brought one."""
        return BUILT_IN if self._own() is None else (*BUILT_IN, OWN_PLAYBOOK)

    def choice(self) -> str:
        """The playbook in use; empty where it follows from the data."""
        chosen = self._notes.read(NoteKey.PLAYBOOK)
        return chosen if chosen in self.choices() else ""

    def choose(self, name: str) -> None:
        """Uses a playbook, or with "" the one that suits the data; UnknownPlaybook for another name."""
        if name and name not in self.choices():
            raise UnknownPlaybook(name=name, known=", ".join(self.choices()))
        self._notes.write(NoteKey.PLAYBOOK, name)

    def bring(self, text: str) -> Playbook:
        """Keeps and uses a playbook of one's own; BadPlaybook where it cannot be."""
        plays = read_playbook(text)
        self._notes.write(NoteKey.OWN_PLAYBOOK, text)
        self.choose(OWN_PLAYBOOK)
        return plays

    def own_text(self) -> str:
        """The playbook that the session brought, as it is written; empty where there is none."""
        return "" if self._own() is None else str(self._notes.read(NoteKey.OWN_PLAYBOOK))

    def assumed(self, dataset: str) -> Mapping[str, float]:
        """What was last assumed of a campaign in one data set, by the names of `value.PARAMS`."""
        found = self._notes.read(NoteKey.WHAT_IF.of(dataset))
        return found if isinstance(found, dict) else {}

    def assume(self, dataset: str, given: Mapping[str, float]) -> None:
        self._notes.write(NoteKey.WHAT_IF.of(dataset), dict(given))

    def plays(self) -> Playbook | None:
        """The chosen playbook, None where it follows from the data."""
        name = self.choice()
        if not name:
            return None
        return self._own() if name == OWN_PLAYBOOK else built_in_playbook(name)

    def _own(self) -> Playbook | None:
        try:
            return read_playbook(str(self._notes.read(NoteKey.OWN_PLAYBOOK) or ""))
        except BadPlaybook:
            return None


def _parse_or_empty(raw: Any) -> Feedback:
    try:
        return parse_feedback(raw or [])
    except BadFeedback:
        return Feedback()
