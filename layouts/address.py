"""Addresses of pages: a link reopens the page, the data set (for its owner) and every setting."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?([eE]-?[0-9]{1,2})?", re.ASCII)


@dataclass(frozen=True)
class Address:
    """`recipe` is a recipe's token, `setting` the slider's position, `view` what is looked at.

    The view's names are those of the page's script: "dimensions", "colour" and the charts' slots.
    """

    dataset: str = ""
    recipe: str = ""
    setting: float | None = None
    view: Mapping[str, str] = field(default_factory=dict)

    def search(self) -> str:
        parts = {"data": self.dataset, "recipe": self.recipe, "k": self.setting, **self.view}
        given = {name: value for name, value in parts.items() if value}
        return f"?{urlencode(given)}" if given else ""


def parse(search: str | None) -> Address:
    """What the part of an address behind "?" says; what is missing or unreadable stays empty."""
    given = {name: values[0] for name, values in parse_qs((search or "").lstrip("?")).items()}
    named = given.pop("data", ""), given.pop("recipe", ""), number(given.pop("k", ""))
    return Address(*named, given)


def download_address(found: Mapping[str, Any], part: str, more: Sequence[tuple[str, Any]] = ()) -> str:
    """The address of a file to save of what is `found`: its data set, recipe token and setting."""
    query = [("recipe", found["token"]), ("setting", found["setting"]), *more]
    return f"/take/{found['dataset']}/{part}?{urlencode(query)}"


def number(text: str) -> float | None:
    """A number of a few ASCII digits, as int where it is whole; anything else is nothing."""
    if not NUMBER.fullmatch(text):
        return None
    value = float(text)
    return int(value) if value == int(value) else value
