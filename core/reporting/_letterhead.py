"""The look of a session's reports, kept for the next one."""

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


class BadChoices(UserError):
    template = (
        "The report cannot be made with these choices. Give it a date, and choose its sections again."
    )


class Letterhead:
    """Built on the notes of a session, which hold one logo and how the last report was styled.

    A page's choices are those of `Choices.to_json` with the logo's short mark in place of the logo.
    """

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def begin(self, today: date) -> dict[str, Any]:
        """A page's first choices: every section, and the look of the last report."""
        usual = Choices(today).to_json()
        look = {**usual, "logo": "", **(self._notes.read(LOOK) or {})}
        return look if look["logo"] in ("", _mark(self._logo())) else {**look, "logo": ""}

    def keep_logo(self, data: bytes) -> str:
        """Keeps it in place of an older one and gives its mark; BadLogo for what is no small image."""
        logo = base64.b64encode(checked_logo(data)).decode()
        self._notes.write(LOGO, logo)
        return _mark(logo)

    def remember(self, chosen: Mapping[str, Any]) -> None:
        """The next report begins with the look of this one."""
        look = {name: chosen[name] for name in ("language", "currency", "accent", "logo")}
        self._notes.write(LOOK, look)

    def choices(self, chosen: Mapping[str, Any]) -> Choices:
        """The choices in full; raises as these do, LogoGone, and BadChoices for what are none."""
        logo = self._logo() if chosen.get("logo") else ""
        if chosen.get("logo") not in ("", None, _mark(logo)):
            raise LogoGone
        try:
            return Choices.from_json({**chosen, "logo": logo})
        except (KeyError, TypeError, ValueError):
            raise BadChoices from None

    def _logo(self) -> str:
        return str(self._notes.read(LOGO) or "")


def _mark(logo: str) -> str:
    return hashlib.sha256(logo.encode()).hexdigest()[:MARK_LETTERS]
