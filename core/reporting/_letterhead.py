"""How a session's last reports were made, kept for the next one."""

import base64
import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from core.documents._logo import checked_logo
from core.errors import UserError
from core.reporting._choices import Choices
from core.store import Notes

LOOK, LOGO = "report look", "report logo"
MARK_LETTERS = 16


class LogoGone(UserError):
    template = "The logo is not here any more. Choose it again, or remove it."


class NoDate(UserError):
    template = "A report needs a date. Choose one."


class BadChoices(UserError):
    template = "The report cannot be made with these choices. Choose its date and its sections again."


class Letterhead:
    """Built on the notes of a session, which hold one logo, how the last report was styled, and the
    title, sections and date of the last one of each data set (by its id).

    A page's choices are those of `Choices.to_json` with the logo's short mark in place of the logo.
    """

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def begin(self, dataset: str, today: date) -> dict[str, Any]:
        """A page's first choices: those of the data set's last report, in the look of the last of all;
        before that every section, and today's date."""
        usual = {**Choices(today).to_json(), "logo": ""}
        begun = usual | (self._notes.read(LOOK) or {}) | (self._notes.read(_last(dataset)) or {})
        return begun if begun["logo"] in ("", _mark(self._logo())) else {**begun, "logo": ""}

    def keep_logo(self, data: bytes) -> str:
        """Keeps it in place of an older one and gives its mark; BadLogo for what is no small image."""
        logo = base64.b64encode(checked_logo(data)).decode()
        self._notes.write(LOGO, logo)
        return _mark(logo)

    def remember(self, dataset: str, chosen: Mapping[str, Any], today: date) -> None:
        """The next report begins with what this one chose; a date of today's is left to its own day."""
        look = {name: chosen.get(name) for name in ("language", "currency", "accent", "logo")}
        last = {name: chosen[name] for name in ("title", "sections", "date")}
        if last["date"] == today.isoformat():
            del last["date"]
        self._notes.write(LOOK, look)
        self._notes.write(_last(dataset), last)

    def choices(self, chosen: Mapping[str, Any]) -> Choices:
        """The choices in full; raises as these do, LogoGone, NoDate, and BadChoices for what are none."""
        logo = self._logo() if chosen.get("logo") else ""
        if chosen.get("logo") not in ("", None, _mark(logo)):
            raise LogoGone
        if chosen.get("date") == "":
            raise NoDate
        try:
            return Choices.from_json({**chosen, "logo": logo})
        except (KeyError, TypeError, ValueError):
            raise BadChoices from None

    def _logo(self) -> str:
        return str(self._notes.read(LOGO) or "")


def _last(dataset: str) -> str:
    return f"report {dataset}"


def _mark(logo: str) -> str:
    return hashlib.sha256(logo.encode()).hexdigest()[:MARK_LETTERS]
