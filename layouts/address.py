"""Addresses of pages: a link reopens the page, the data set (for its owner) and every setting."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

MOST_DIGITS = 9


@dataclass(frozen=True)
class Address:
    """`recipe` is a recipe's token, `setting` the slider's position."""

    dataset: str = ""
    recipe: str = ""
    setting: int | None = None

    def search(self) -> str:
        parts = {"data": self.dataset, "recipe": self.recipe, "k": self.setting}
        given = {name: value for name, value in parts.items() if value}
        return f"?{urlencode(given)}" if given else ""


def parse(search: str | None) -> Address:
    """What the part of an address behind "?" says; what is missing or unreadable stays empty."""
    given = {name: values[0] for name, values in parse_qs((search or "").lstrip("?")).items()}
    return Address(given.get("data", ""), given.get("recipe", ""), _count(given.get("k", "")))


def _count(text: str) -> int | None:
    """A number of a few ASCII digits; other digits and what no slider reaches are nothing."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
