"""How a report is made."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from core.documents._style import Style
from core.errors import UserError
from core.reporting._parts import PARTS

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
    sections: tuple[str, ...] = tuple(PARTS)
    style: Style = field(default_factory=Style)

    def __post_init__(self) -> None:
        if not self.sections:
            raise NoSection
        for name in self.sections:
            if name not in PARTS:
                raise UnknownSection(name=name, known=", ".join(PARTS))
        if len(self.title) > MOST_LETTERS:
            raise LongTitle(most=MOST_LETTERS, letters=len(self.title))

    def to_json(self) -> dict[str, Any]:
        style = self.style
        return {
            "date": self.date.isoformat(), "title": self.title, "sections": list(self.sections),
            "language": style.language, "currency": style.currency, "accent": style.accent,
            "logo": base64.b64encode(style.logo).decode(),
        }  # fmt: skip

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        style = Style(raw["language"], raw["currency"], base64.b64decode(raw["logo"]), raw["accent"])
        return cls(date.fromisoformat(raw["date"]), raw["title"], tuple(raw["sections"]), style)
