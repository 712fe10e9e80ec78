"""Playbooks: plays that a marketer may make with a segment, and the facts that must speak for each."""

import operator
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, NoReturn

from core.act.playbook.facts import FACT_NAMES
from core.act.playbook.words import NO_OTHER_BRANCH, branch_sentence, suggest_spelling, syntax_words
from core.data import name_words
from core.errors import UserError

# Limits of a playbook that is brought along.
MOST_BYTES = 256 << 10
MOST_PLAYS = 200
MOST_LETTERS = 400
MOST_WEIGHT = 10.0
# Signs of a branch in the names of columns from which on its playbook is used. Higher: more tables get
# the one for retail; lower: one column such as "income" would make a bank's table of a shop's.
FEWEST_SIGNS = 2
MOST_NAMED = 3  # columns that speak for a playbook, in its reason
BUILT_IN = ("retail", "subscription", "finance", "insurance", "travel", "charity", "b2b")
_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
LONGEST_ECHO = 60  # letters of a line that cannot be read
_ENTRY = re.compile(r"\s*\[\[\s*plays\s*\]\]")
_CONDITION = re.compile(r"\s*([a-z_]+|\[.+\](?:_ratio)?)\s*(<=|>=|<|>)\s*(-?\d*\.?\d+)\s*")


class BadPlaybook(UserError):
    template = "This playbook cannot be used: {reason}."


class UnknownPlaybook(UserError):
    template = "There is no playbook '{name}'. Choose one of: {known}."


@dataclass(frozen=True)
class Requirement:
    """One condition on a segment's facts: `fact` `operator` `bound`."""

    fact: str
    operator: str
    bound: float

    def holds(self, value: float) -> bool:
        return _COMPARE[self.operator](value, self.bound)


@dataclass(frozen=True)
class Play:
    """Something to do with a segment.

    It is for segments of the named `kinds` (any where none is named) of which all the conditions in
    `when` hold; `weight` says how much it matters. Where it is about reaching nobody, `contact` is false.
    """

    id: str
    title: str
    goal: str
    channel: str
    measure: str
    when: tuple[Requirement, ...]
    reward: str = ""
    kinds: tuple[str, ...] = ()
    weight: float = 1.0
    contact: bool = True


@dataclass(frozen=True)
class Playbook:
    """A playbook as it was read; `signs` are patterns of names of columns that speak for it."""

    name: str
    title: str
    plays: tuple[Play, ...]
    signs: tuple[str, ...] = ()


def suitable_playbook(titles: Mapping[str, str]) -> tuple[str, str]:
    """Choose the built-in playbook of which most signs are among the columns, by their names with
    `titles` to call them by; returns its name and the reason in a sentence.

    It is "retail" where no other has FEWEST_SIGNS.
    """
    speaking = {name: _speaking_columns(built_in_playbook(name), titles) for name in BUILT_IN}
    best = max(BUILT_IN, key=lambda name: len(speaking[name]))
    columns = list(dict.fromkeys(titles[column] for column in speaking[best].values()))
    if len(speaking[best]) < FEWEST_SIGNS:
        return BUILT_IN[0], NO_OTHER_BRANCH
    return best, branch_sentence(columns[:MOST_NAMED])


def _speaking_columns(playbook: "Playbook", titles: Mapping[str, str]) -> dict[str, str]:
    """The first column that has each sign, by sign; a column counts once."""
    speaking: dict[str, str] = {}
    for sign in playbook.signs:
        pattern = re.compile(rf"\b(?:{sign})\b")
        fitting = (name for name in titles if pattern.search(name_words(name)))
        column = next((name for name in fitting if name not in speaking.values()), None)
        speaking |= {} if column is None else {sign: column}
    return speaking


@cache
def built_in_playbook(name: str) -> Playbook:
    """Read a playbook that comes with Tessera; UnknownPlaybook for a name not in BUILT_IN."""
    if name not in BUILT_IN:
        raise UnknownPlaybook(name=name, known=", ".join(BUILT_IN))
    return read_playbook(built_in_playbook_text(name))


def built_in_playbook_text(name: str) -> str:
    """Return the TOML of a built-in playbook, to begin one's own with."""
    return files(__package__).joinpath("playbooks", f"{name}.toml").read_text("utf-8")


def read_playbook(text: str) -> Playbook:
    """Read the playbook in a TOML text; BadPlaybook names the line or the entry that is wrong."""
    if len(text.encode()) > MOST_BYTES:
        _refuse(f"it is larger than {MOST_BYTES >> 10} kB")
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        _refuse(_syntax_words(text, str(error)))
    if unknown := raw.keys() - {"name", "title", "signs", "plays"}:
        _refuse(f"it has the unknown field '{min(unknown)}'; it may have name, title, signs and plays")
    name = _read_text("the playbook", raw, "name")
    title = _read_text("the playbook", raw, "title", name)
    entries = raw.get("plays")
    if not isinstance(entries, list) or not 0 < len(entries) <= MOST_PLAYS:
        _refuse(f"it needs 1 to {MOST_PLAYS} entries that begin with [[plays]]")
    plays = tuple(
        _read_play(_entry_words(text, number, entry), entry) for number, entry in enumerate(entries, 1)
    )
    ids = [play.id for play in plays]
    if repeated := next((play_id for play_id in ids if ids.count(play_id) > 1), None):
        _refuse(f"two entries have the id '{repeated}'")
    return Playbook(name, title, plays, _read_signs(raw))


def _read_signs(raw: Mapping[str, Any]) -> tuple[str, ...]:
    signs = _read_texts("the playbook", raw, "signs")
    for sign in signs:
        try:
            re.compile(sign)
        except re.error:
            _refuse(f"its sign '{sign}' is not a pattern")
    return signs


def _syntax_words(text: str, error: str) -> str:
    """Say in which line TOML cannot be read, what stands there and what to write."""
    at, lines = re.search(r"line (\d+)", error), text.splitlines()
    number = int(at[1]) if at else len(lines)
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    return syntax_words(number, line[:LONGEST_ECHO], error)


def _entry_words(text: str, number: int, raw: Any) -> str:
    """Name an entry by its number, id and the line that it begins in."""
    begins = [at for at, line in enumerate(text.splitlines(), 1) if _ENTRY.match(line)]
    details = [f"'{raw['id']}'"] if isinstance(raw, Mapping) and isinstance(raw.get("id"), str) else []
    details += [f"from line {begins[number - 1]}"] if number <= len(begins) else []
    return f"entry {number} ({', '.join(details)})" if details else f"entry {number}"


def _read_play(where: str, raw: Any) -> Play:
    if not isinstance(raw, Mapping):
        _refuse(f"{where} is not a table of fields: begin it with [[plays]]")
    allowed = {field.name: field for field in fields(Play)}
    if unknown := raw.keys() - allowed.keys():
        name = min(unknown)
        _refuse(f"{where} has the unknown field '{name}'{suggest_spelling(name, list(allowed))}")
    texts = {
        name: _read_text(where, raw, name, None if allowed[name].default is MISSING else "")
        for name in ("id", "title", "goal", "channel", "measure", "reward")
    }
    when = tuple(_read_requirement(where, line) for line in _read_texts(where, raw, "when"))
    if not when:
        _refuse(f'{where} needs at least one condition: write when = ["recency_ratio > 1.5"]')
    kinds, weight = _read_texts(where, raw, "kinds"), _read_weight(where, raw)
    return Play(**texts, when=when, kinds=kinds, weight=weight, contact=_read_contact(where, raw))


def _read_text(where: str, raw: Mapping[str, Any], field: str, default: str | None = None) -> str:
    value = raw.get(field, default)
    if (
        not isinstance(value, str)
        or len(value) > MOST_LETTERS
        or (default is None and not value.strip())
    ):
        _refuse(f"{where} needs '{field}': write {field} = \"...\", at most {MOST_LETTERS} letters")
    return value.strip()


def _read_texts(where: str, raw: Mapping[str, Any], field: str) -> tuple[str, ...]:
    values = raw.get(field, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        _refuse(f'{where} needs \'{field}\' as a list of texts: write {field} = ["...", "..."]')
    return tuple(values)


def _read_weight(where: str, raw: Mapping[str, Any]) -> float:
    value = raw.get("weight", 1.0)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not 0 < value <= MOST_WEIGHT:
        _refuse(
            f"{where} needs 'weight' as a number above 0 and at most {MOST_WEIGHT:g}: write weight = 1.5"
        )
    return float(value)


def _read_contact(where: str, raw: Mapping[str, Any]) -> bool:
    value = raw.get("contact", True)
    if not isinstance(value, bool):
        _refuse(f"{where} needs 'contact' as true or false: write contact = false")
    return value


def _read_requirement(where: str, line: str) -> Requirement:
    match = _CONDITION.fullmatch(line)
    if match is None:
        _refuse(f"{where} has the condition '{line}', which is not of the form \"recency_ratio > 1.5\"")
    fact, sign, bound = match.groups()
    if not fact.startswith("[") and fact not in FACT_NAMES:
        _refuse(f"{where} asks for '{fact}', which is not a fact{suggest_spelling(fact, FACT_NAMES)}")
    return Requirement(fact, sign, float(bound))


def _refuse(reason: str) -> NoReturn:
    raise BadPlaybook(reason=reason)
