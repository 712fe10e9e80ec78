"""Roles of a table's columns: guessed with a reason, and checked once they were corrected."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import get_args

from core.data.columns.role_rules import (
    LINE_ROLES,
    SINGLE,
    Column,
    leftover_role,
    role_claims,
    role_reason,
)
from core.errors import UserError
from core.model import ColumnProfile, Role, RoleGuess, Table
from core.text import format_count, join_quoted

_MOST_LISTED = 12
# What a file of customers with segments has beside the features; the last where a method tells it.
RESULT_COLUMNS = ("segment", "silhouette", "distance", "probability")
_NO_FEATURE: tuple[Role, ...] = ("id", "date", "text", "label", "ignore")


class UnknownColumn(UserError):
    template = "There is no column '{column}'. The table has: {known}."


class UnknownRole(UserError):
    template = "'{role}' is not a role for column '{column}'. Choose one of: {known}."


class RepeatedRole(UserError):
    template = "Columns {columns} are all given as {role}, and only one can be. Change the others."


class MissingRole(UserError):
    template = "A table of transactions needs {needed}. Say which column holds it."


class NothingToCompare(UserError):
    template = (
        "No column is left to compare customers by. Give at least one the role number or category."
    )


def guess_roles(profiles: Sequence[ColumnProfile], rows: int, table: Table | None = None) -> RoleGuess:
    """Guess the table's kind and a role for every column, each with a reason in one sentence.

    `table` is what the user says the kind is (None: guessed). Roles of `SINGLE` are given at most
    once, to the column that claims it most strongly (the first among equals).
    """
    columns = {profile.name: Column(profile, rows) for profile in profiles}
    lines = _assign_roles(columns, "transactions")
    transactions_reason = _transactions_reason(columns, lines)
    kind: Table = table or ("transactions" if transactions_reason else "customers")
    singles = lines if kind == "transactions" else _assign_roles(columns, "customers")
    why = (
        transactions_reason
        if kind == "transactions" and transactions_reason
        else _kind_reason(columns, singles, kind, table)
    )
    decisions = {
        name: _role_and_reason(column, singles.get(name), kind) for name, column in columns.items()
    }
    decisions |= _price_as_amount(decisions) if kind == "transactions" else _result_columns(decisions)
    roles = {name: role for name, (role, _) in decisions.items()}
    return RoleGuess(kind, why, roles, {name: text for name, (_, text) in decisions.items()})


def _assign_roles(columns: Mapping[str, Column], table: Table) -> dict[str, Role]:
    """Assign the single roles to columns: the strongest claims first, each column and role once."""
    claims = [
        (-sure, place, role, name)
        for place, (name, column) in enumerate(columns.items())
        for role, sure in role_claims(column, table).items()
    ]
    assigned: dict[str, Role] = {}
    for _, _, role, name in sorted(claims):
        if name not in assigned and role not in assigned.values():
            assigned[name] = role
    return assigned


def _role_and_reason(column: Column, role: Role | None, table: Table) -> tuple[Role, str]:
    return (role, role_reason(column, role, table)) if role else leftover_role(column)


def _price_as_amount(decisions: Mapping[str, tuple[Role, str]]) -> dict[str, tuple[Role, str]]:
    columns = {role: name for name, (role, _) in decisions.items()}
    if "unit_price" not in columns or "quantity" in columns or "amount" in columns:
        return {}
    return {
        columns["unit_price"]: (
            "amount",
            "A price without a quantity: each line is taken as one piece.",
        )
    }


def _result_columns(decisions: Mapping[str, tuple[Role, str]]) -> dict[str, tuple[Role, str]]:
    """Roles of the columns that a file of customers with segments has beside the features: none is a
    feature."""
    if not decisions.keys() >= set(RESULT_COLUMNS[:-1]):
        return {}
    reason = "Written by Tessera with the segments; it is a result and no feature of a customer."
    result: dict[str, tuple[Role, str]] = dict.fromkeys(
        set(RESULT_COLUMNS) & decisions.keys(), ("ignore", reason)
    )
    if "label" not in {role for name, (role, _) in decisions.items() if name not in result}:
        result["segment"] = ("label", "The segments of an earlier result, kept aside to compare with.")
    return result


def _transactions_reason(columns: Mapping[str, Column], singles: Mapping[str, Role]) -> str:
    """Reason for which the rows are transactions; empty where they are not."""
    by_role = {role: name for name, role in singles.items()}
    money = by_role.get("amount") or by_role.get("unit_price")
    if "id" not in by_role or "date" not in by_role or not money or columns[by_role["id"]].unique:
        return ""
    people = columns[by_role["id"]]
    if people.has_few_values and not by_role.keys() & set(LINE_ROLES):
        return ""
    if "amount" not in by_role and "quantity" in by_role:
        money = f"{by_role['quantity']}' times '{money}"
    who = format_count(people.distinct, "customer")
    return (
        f"'{people.profile.name}' repeats ({who} in {people.rows:,} rows), "
        f"each row with a date ('{by_role['date']}') and money ('{money}'), so each row is a transaction."
    )


def _kind_reason(
    columns: Mapping[str, Column], singles: Mapping[str, Role], kind: Table, stated: Table | None
) -> str:
    if stated:
        return f"You said that each row is a {kind.removesuffix('s')}."
    key = next((name for name, role in singles.items() if role == "id"), None)
    if key is not None and columns[key].unique:
        return f"'{key}' is different in almost every row, so each row is one customer."
    return "No customer id repeats beside a date and money, so each row is taken as one customer."


def check_roles(roles: Mapping[str, Role], table: Table, columns: Sequence[str]) -> None:
    """Raise a UserError that says what to change where these roles cannot be worked with."""
    for name, role in roles.items():
        if name not in columns:
            raise UnknownColumn(column=name, known=join_quoted(columns, ", ", _MOST_LISTED))
        if role not in get_args(Role):
            raise UnknownRole(column=name, role=role, known=", ".join(get_args(Role)))
    for role, times in Counter(roles.values()).items():
        if times > 1 and role in SINGLE:
            raise RepeatedRole(
                role=role,
                columns=join_quoted([n for n, r in roles.items() if r == role], ", ", _MOST_LISTED),
            )
    if table == "transactions":
        _check_transactions(set(roles.values()))
    elif all(role in _NO_FEATURE for role in roles.values()):
        raise NothingToCompare()


def _check_transactions(roles: set[Role]) -> None:
    if "id" not in roles:
        raise MissingRole(needed="a customer id")
    if "date" not in roles:
        raise MissingRole(needed="a date")
    if "amount" not in roles and not {"unit_price", "quantity"} <= roles:
        raise MissingRole(needed="an amount, or both a unit price and a quantity")
