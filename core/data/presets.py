"""Exports of known systems, told by their headers: a TOML file a system in `systems`."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from core.data.columns.column import Column
from core.data.columns.kind_words import JOINED_TABLES, known_customers_reason, known_purchases_reason
from core.data.columns.role_rules import SINGLE, weak_id_reason
from core.data.columns.role_words import FROM_JOINED_TABLE
from core.data.columns.roles import guess_roles, override_roles
from core.model import ColumnProfile, Dataset, Notice, Role, RoleGuess, Table

FOLDER = Path(__file__).parent / "systems"
NO_ROLES: Mapping[str, Role] = MappingProxyType({})


@dataclass(frozen=True)
class System:
    """An export: its `title`, the `columns` that must all be there, candidates for roles, the best
    first, what a row is (None: guessed) and notes for the reader."""

    name: str
    title: str
    columns: frozenset[str]
    roles: Mapping[Role, tuple[str, ...]]
    table: Table | None = None
    notes: tuple[str, ...] = ()


@cache
def known_systems() -> tuple[System, ...]:
    """All systems, those with the most telling headers first."""
    systems = (read_system(path) for path in sorted(FOLDER.glob("*.toml")))
    return tuple(sorted(systems, key=lambda system: (-len(system.columns), system.name)))


def read_system(path: Path) -> System:
    """Read a system's file; its name is the file's."""
    values = tomllib.loads(path.read_text("utf-8"))
    roles = {role: tuple(names) for role, names in values["roles"].items() if role in get_args(Role)}
    return System(
        name=path.stem,
        title=values["title"],
        columns=frozenset(map(_plain, values["columns"])),
        roles=MappingProxyType(roles),
        table=values.get("table"),
        notes=tuple(values.get("notes", ())),
    )


def _plain(column: str) -> str:
    return column.strip().casefold()


def find_system(columns: Sequence[str]) -> System | None:
    """Find the system whose header this is; None for any other table."""
    names = set(map(_plain, columns))
    return next((system for system in known_systems() if system.columns <= names), None)


def system_notices(columns: Sequence[str]) -> tuple[Notice, ...]:
    """Notice that names the system and what is known of its export."""
    system = find_system(columns)
    if system is None:
        return ()
    article = "an" if system.title[0] in "AEIOU" else "a"
    text = " ".join((f"This is {article} {system.title}.", *system.notes))
    return (Notice(text, "info", "file"),)


def preset_roles(columns: Sequence[str], filled: Sequence[str] | None = None) -> Mapping[str, Role]:
    """Roles that are known of a known system's columns; of the candidates for a role the first that is
    there, and among the `filled` columns where these are given."""
    system = find_system(columns)
    return {} if system is None else dict(_present_roles(system, columns if filled is None else filled))


def _present_roles(system: System, columns: Sequence[str]) -> Iterator[tuple[str, Role]]:
    by_name = {_plain(column): column for column in columns}
    for role, candidates in system.roles.items():
        present = [by_name[_plain(name)] for name in candidates if _plain(name) in by_name]
        for column in present[:1] if role in SINGLE else present:
            yield column, role


def guess_with_knowledge(
    dataset: Dataset,
    profiles: Sequence[ColumnProfile],
    table: Table | None = None,
    chosen: Mapping[str, Role] = NO_ROLES,
) -> RoleGuess:
    """Guess the roles of a data set's columns, with what is known of the system or of the tables that
    it was joined from; `table` and `chosen` are what the user says a row is and columns are for."""
    filled = [profile.name for profile in profiles if profile.distinct]
    known_roles = _fitting_roles({**preset_roles(dataset.columns, filled), **dataset.roles}, profiles)
    system = find_system(dataset.columns)
    kind = _known_table(known_roles) if dataset.plan else (system.table if system else None)
    if kind == "transactions" and _known_table(known_roles) is None and not dataset.plan:
        kind = None  # a column that the system has is empty here, or was taken out
    guess = guess_roles(profiles, dataset.rows, table or kind, override_roles(known_roles, chosen))
    if not known_roles and kind is None:
        return guess
    source = f"the {system.title}" if system and not dataset.plan else JOINED_TABLES
    reason = FROM_JOINED_TABLE if dataset.plan else f"Known from {source}."
    named = [name for name in known_roles if name not in chosen]
    reasons = dict.fromkeys(named, reason)
    columns = [
        Column(p, dataset.rows) for p in profiles if p.name in named and guess.roles[p.name] == "id"
    ]
    risks = {column.profile.name: risk for column in columns if (risk := weak_id_reason(column))}
    guess = replace(guess, reasons={**guess.reasons, **reasons, **risks})
    return guess if table or kind is None else replace(guess, reason=_kind_reason(guess, source))


def _fitting_roles(roles: Mapping[str, Role], profiles: Sequence[ColumnProfile]) -> dict[str, Role]:
    """Roles of columns that can have them: with values, dates that were read as dates, and so on."""
    dtypes = {profile.name: profile.dtype for profile in profiles if profile.distinct}
    needed = {
        "date": ("date",),
        **dict.fromkeys(("amount", "unit_price", "quantity"), ("number", "integer")),
    }
    return {
        name: role
        for name, role in roles.items()
        if name in dtypes and dtypes[name] in needed.get(role, (dtypes[name],))
    }


def _known_table(roles: Mapping[str, Role]) -> Table | None:
    """Kind of the table as far as known roles tell: transactions have a person, a date and money."""
    present = set(roles.values())
    money = "amount" in present or {"unit_price", "quantity"} <= present
    return "transactions" if money and {"id", "date"} <= present else None


def _kind_reason(guess: RoleGuess, source: str) -> str:
    """Reason for the kind of table, where it is known."""
    if guess.table == "customers":
        return known_customers_reason(source)
    columns = {role: name for name, role in guess.roles.items()}
    money = columns.get("amount") or columns.get("unit_price")
    return known_purchases_reason(source, columns["id"], columns["date"], money)
