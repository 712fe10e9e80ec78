"""The choices of a report - date, title, sections, style - and those of a session's last one."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from core.errors import UserError
from core.report.document.logo import check_logo
from core.report.document.style import Style
from core.report.sections import SECTIONS
from core.store import NoteKey, Notes

MOST_LETTERS = 120


class UnknownSection(UserError):
    template = "A report has no section '{name}'. Choose from: {known}."


class NoSection(UnknownSection):
    template = "A report needs at least one section."


class LongTitle(UserError):
    template = "A title has at most {most} letters; this one has {letters}. Shorten it."


@dataclass(frozen=True)
class Choices:
    """A report's date, its title ("": one of the data), its `sections` by name and its style.

    Raises NoSection, UnknownSection for a section that there is not, LongTitle.
    """

    date: date
    title: str = ""
    sections: tuple[str, ...] = tuple(SECTIONS)
    style: Style = field(default_factory=Style)

    def __post_init__(self) -> None:
        if not self.sections:
            raise NoSection
        for name in self.sections:
            if name not in SECTIONS:
                raise UnknownSection(name=name, known=", ".join(SECTIONS))
        if len(self.title) > MOST_LETTERS:
            raise LongTitle(most=MOST_LETTERS, letters=len(self.title))

    def to_json(self) -> dict[str, Any]:
        style = self.style
        return {
            "date": self.date.isoformat(),
            "title": self.title,
            "sections": list(self.sections),
            "language": style.language,
            "currency": style.currency,
            "accent": style.accent,
            "logo": base64.b64encode(style.logo).decode(),
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        style = Style(raw["language"], raw["currency"], base64.b64decode(raw["logo"]), raw["accent"])
        return cls(date.fromisoformat(raw["date"]), raw["title"], tuple(raw["sections"]), style)


MARK_LETTERS = 16


class LogoGone(UserError):
    template = "The logo is no longer here. Choose it again, or remove it."


class NoDate(UserError):
    template = "A report needs a date. Choose one."


class BadChoices(UserError):
    template = "The report cannot be made with these choices. Choose its date and its sections again."


class RememberedChoices:
    """Built on the notes of a session, which hold one logo, how the last report was styled, and the
    title, sections and date of the last one of each data set (by its id).

    A page's choices are those of `Choices.to_json` with the logo's short mark in place of the logo.
    """

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def begin(self, dataset: str, today: date) -> dict[str, Any]:
        """A page's first choices: those of the data set's last report, in the look of the last of all;
        before that every section, and today's date."""
        defaults = {**Choices(today).to_json(), "logo": ""}
        choices = (
            defaults
            | (self._notes.read(NoteKey.REPORT_LOOK) or {})
            | (self._notes.read(NoteKey.REPORT.of(dataset)) or {})
        )
        return choices if choices["logo"] in ("", _logo_mark(self._logo())) else {**choices, "logo": ""}

    def keep_logo(self, data: bytes) -> str:
        """Keep a logo in place of an older one and return its mark; BadLogo unless it is a small image."""
        logo = base64.b64encode(check_logo(data)).decode()
        self._notes.write(NoteKey.REPORT_LOGO, logo)
        return _logo_mark(logo)

    def remember(self, dataset: str, chosen: Mapping[str, Any], today: date) -> None:
        """The next report begins with what this one chose; a date of today's is left to its own day."""
        look = {name: chosen.get(name) for name in ("language", "currency", "accent", "logo")}
        last = {name: chosen[name] for name in ("title", "sections", "date")}
        if last["date"] == today.isoformat():
            del last["date"]
        self._notes.write(NoteKey.REPORT_LOOK, look)
        self._notes.write(NoteKey.REPORT.of(dataset), last)

    def choices(self, chosen: Mapping[str, Any]) -> Choices:
        """The choices in full; raises as these do, LogoGone, NoDate, and BadChoices for what are none."""
        logo = self._logo() if chosen.get("logo") else ""
        if chosen.get("logo") not in ("", None, _logo_mark(logo)):
            raise LogoGone
        if chosen.get("date") == "":
            raise NoDate
        try:
            return Choices.from_json({**chosen, "logo": logo})
        except (KeyError, TypeError, ValueError):
            raise BadChoices from None

    def _logo(self) -> str:
        return str(self._notes.read(NoteKey.REPORT_LOGO) or "")


def _logo_mark(logo: str) -> str:
    return hashlib.sha256(logo.encode()).hexdigest()[:MARK_LETTERS]
