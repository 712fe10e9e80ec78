"""A session's ratings, its choice of a playbook and its assumptions on campaigns, in its notes."""

import json
from collections.abc import Callable, Mapping
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
    edit_play,
    parse_feedback,
    read_playbook,
    write_playbook,
)
from core.errors import UserError
from core.store import NoteKey, Notes

OWN_PLAYBOOK = "own"


class HasOwnPlaybook(UserError):
    template = (
        "You have a playbook of your own already, and editing here would replace it. Choose 'Your own' above and "
        "edit the action there."
    )


class ActChoices:
    """Reads and writes the `notes` of one session; a note that cannot be read counts as absent."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def feedback(self) -> Feedback:
        return _parse_or_empty(self._notes.read(NoteKey.RATINGS))

    def ratings_file(self) -> str:
        """Return the text of ratings.json, which `--ratings` and `read_feedback` take."""
        return json.dumps(self.feedback().to_list(), indent=2, ensure_ascii=False) + "\n"

    def rate(self, rating: Rating) -> None:
        """Keep a rating in place of an earlier one; raises as `Feedback.with_rating`."""
        self._change_feedback(lambda feedback: feedback.with_rating(rating))

    def forget_votes_on_names(self, kind: str) -> None:
        """Take back the thumbs on all names of a kind of segment."""
        self._change_feedback(lambda feedback: feedback.without_votes_on_names(kind))

    def _change_feedback(self, change: Callable[[Feedback], Feedback]) -> None:
        self._notes.change(NoteKey.RATINGS, lambda raw: change(_parse_or_empty(raw)).to_list())

    def choices(self) -> tuple[str, ...]:
        """Return the playbooks there are: the built-in ones, and OWN_PLAYBOOK where one was brought."""
        return BUILT_IN if self._own_playbook() is None else (*BUILT_IN, OWN_PLAYBOOK)

    def choice(self) -> str:
        """Return the playbook in use; "" where it follows from the data."""
        chosen = self._notes.read(NoteKey.PLAYBOOK)
        return chosen if chosen in self.choices() else ""

    def choose(self, name: str) -> None:
        """Use a playbook, or with "" the one that suits the data; UnknownPlaybook for another name."""
        if name and name not in self.choices():
            raise UnknownPlaybook(name=name, known=", ".join(self.choices()))
        self._notes.write(NoteKey.PLAYBOOK, name)

    def bring_playbook(self, text: str) -> Playbook:
        """Keep and use a playbook of one's own; BadPlaybook where it cannot be."""
        playbook = read_playbook(text)
        self._notes.write(NoteKey.OWN_PLAYBOOK, text)
        self.choose(OWN_PLAYBOOK)
        return playbook

    def edit_action(self, playbook: str, play_id: str, texts: Mapping[str, str]) -> None:
        """Write one action of the playbook in use anew (`playbook` where it follows from the data), in a
        copy that is one's own from then on. Raises HasOwnPlaybook where there is another, UnknownPlay,
        BadPlaybook."""
        if self._own_playbook() is not None and self.choice() != OWN_PLAYBOOK:
            raise HasOwnPlaybook()
        base = self.playbook() or built_in_playbook(playbook)
        self.bring_playbook(write_playbook(edit_play(base, play_id, texts)))

    def own_playbook_text(self) -> str:
        """Return the playbook that the session brought, as it is written; "" where there is none."""
        return "" if self._own_playbook() is None else str(self._notes.read(NoteKey.OWN_PLAYBOOK))

    def what_if_values(self, dataset: str) -> Mapping[str, Any]:
        """Return the last assumptions on a campaign in one data set, as `estimate_what_if` takes them."""
        values = self._notes.read(NoteKey.WHAT_IF.of(dataset))
        return values if isinstance(values, dict) else {}

    def save_what_if_values(self, dataset: str, values: Mapping[str, Any]) -> None:
        self._notes.write(NoteKey.WHAT_IF.of(dataset), dict(values))

    def playbook(self) -> Playbook | None:
        """Return the chosen playbook, None where it follows from the data."""
        name = self.choice()
        if not name:
            return None
        return self._own_playbook() if name == OWN_PLAYBOOK else built_in_playbook(name)

    def _own_playbook(self) -> Playbook | None:
        try:
            return read_playbook(str(self._notes.read(NoteKey.OWN_PLAYBOOK) or ""))
        except BadPlaybook:
            return None


def _parse_or_empty(raw: Any) -> Feedback:
    try:
        return parse_feedback(raw or [])
    except BadFeedback:
        return Feedback()
