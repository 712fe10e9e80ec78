"""Addresses of pages: a link reopens the page, the data set (for its owner) and every setting."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?([eE]-?[0-9]{1,2})?", re.ASCII)


@dataclass(frozen=True)
class Address:
    """`recipe` is a recipe's token, `setting` the slider's position, `view` the choices of the charts.

    The view's names are those of the page's script: "dimensions", "colour" and the charts' slots.
    """

    dataset: str = ""
    recipe: str = ""
    setting: float | None = None
    view: Mapping[str, str] = field(default_factory=dict)

    def search(self) -> str:
        parts = {"data": self.dataset, "recipe": self.recipe, "k": self.setting, **self.view}
        query = {name: value for name, value in parts.items() if value}
        return f"?{urlencode(query)}" if query else ""


def parse(search: str | None) -> Address:
    """Read the part of an address behind "?"; what is missing or unreadable stays empty."""
    query = {name: values[0] for name, values in parse_qs((search or "").lstrip("?")).items()}
    fields = query.pop("data", ""), query.pop("recipe", ""), number(query.pop("k", ""))
    return Address(*fields, query)


def download_address(address: Address, part: str, parameters: Sequence[tuple[str, Any]] = ()) -> str:
    """The address of a file to save of the result that a page's address names."""
    query = [("recipe", address.recipe), ("setting", address.setting), *parameters]
    return f"/take/{address.dataset}/{part}?{urlencode(query)}"


def number(text: str) -> float | None:
    """Read a number of a few ASCII digits, as int where it is whole; None for anything else."""
    if not NUMBER.fullmatch(text):
        return None
    value = float(text)
    return int(value) if value == int(value) else value
