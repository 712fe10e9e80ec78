"""A playbook with one play written anew, and a playbook as TOML."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, replace
from typing import Any

from core.act.playbook.playbook import Play, Playbook, Requirement, read_playbook
from core.errors import UserError

EDITABLE = ("title", "goal", "channel", "measure", "reward")
_FORBIDDEN = dict.fromkeys((*range(32), 127), " ")  # control characters, which TOML has none of


class UnknownPlay(UserError):
    template = "This playbook has no action '{id}'. Load the page again."


def edit_play(playbook: Playbook, play_id: str, texts: Mapping[str, str]) -> Playbook:
    """Return the playbook with new `texts` (by the names in EDITABLE) for one play; when it is suggested
    stays as it is. Raises UnknownPlay, and BadPlaybook for a text that is missing or too long."""
    if all(play.id != play_id for play in playbook.plays):
        raise UnknownPlay(id=play_id)
    changes: dict[str, Any] = {name: _plain(texts[name]) for name in EDITABLE if name in texts}
    plays = tuple(replace(play, **changes) if play.id == play_id else play for play in playbook.plays)
    return read_playbook(write_playbook(replace(playbook, plays=plays)))


def _plain(text: str) -> str:
    return " ".join(text.translate(_FORBIDDEN).split())


def write_playbook(playbook: Playbook) -> str:
    """Write a playbook as TOML that `read_playbook` reads as the same."""
    head = [line for each in fields(Playbook) if each.name != "plays" for line in _line(playbook, each)]
    plays = (
        "\n".join(["[[plays]]", *(line for each in fields(Play) for line in _line(play, each))])
        for play in playbook.plays
    )
    return "\n\n".join(["\n".join(head), *plays]) + "\n"


def _line(owner: Playbook | Play, field: Field[Any]) -> Iterator[str]:
    """Yield the line of a field, unless it is as it would be without one."""
    value = getattr(owner, field.name)
    if field.default is MISSING or value != field.default:
        yield f"{field.name} = {_toml_value(value)}"


def _toml_value(value: Any) -> str:
    """Write a value; TOML's strings, numbers and truth values are spelt as JSON's."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml_value, value))}]"
    if isinstance(value, Requirement):
        value = f"{value.fact} {value.operator} {value.bound:.15g}"
    return json.dumps(value, ensure_ascii=False)
