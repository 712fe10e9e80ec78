"""Roles of a table's columns: guessed with a reason, and checked once they were corrected."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import get_args

from core.data.columns import kind_words, role_words
from core.data.columns.column import Column
from core.data.columns.leftover_roles import leftover_role
from core.data.columns.name_meanings import numbers_documents
from core.data.columns.other_tables import other_reason
from core.data.columns.role_rules import (
    LINE_ROLES,
    PLAIN_ID,
    SINGLE,
    role_claims,
    role_reason,
    weak_id_reason,
)
from core.data.columns.sister_columns import differing_key, settle_lines
from core.data.columns.transaction_lines import (
    other_money,
    transactions_reason,
    unread_quantity,
)
from core.errors import UserError
from core.model import ColumnProfile, Role, RoleGuess, Table
from core.text import join_quoted

_MOST_LISTED = 12
# What a file of customers with segments has beside the features.
RESULT_COLUMNS = ("segment", "segment_name", "silhouette", "distance", "probability")
# Those by which it is known: files of earlier versions have no names, and few methods tell a probability.
_TELLING_COLUMNS = {"segment", "silhouette", "distance"}
ONLY_ONE = frozenset(SINGLE) - {"label"}  # several columns may say what became of a customer
_NO_FEATURE: tuple[Role, ...] = ("id", "date", "text", "label", "ignore")


class UnknownColumn(UserError):
    template = "There is no column '{column}'. The table has: {known}."


class UnknownRole(UserError):
    template = "'{role}' is not a role for column '{column}'. Choose one of: {known}."


class RepeatedRole(UserError):
    template = "Columns {columns} are all given as {role}, and only one can be. Change the others."


class MissingRole(UserError):
    template = "A table of purchases needs {needed}. Say which column holds it."


class NotCustomers(UserError):
    """Rows that are not taken for customers or their purchases; `reason` says what they seem to be."""

    template = "{reason}"


class NothingToCompare(UserError):
    template = (
        "No column is left to compare customers by. Give at least one the role number or category."
    )


def guess_roles(
    profiles: Sequence[ColumnProfile],
    rows: int,
    table: Table | None = None,
    chosen: Mapping[str, Role] | None = None,
) -> RoleGuess:
    """Guess the table's kind and a role for every column, each with a reason in one sentence.

    `table` is what the user says the kind is (None: guessed), `chosen` the roles that the user gave,
    which stay and count as evidence. Roles of `SINGLE` are given at most once, to the column that
    claims it most strongly (the first among equals).
    """
    given = dict(chosen or {})
    columns = {profile.name: Column(profile, rows) for profile in profiles}
    claimed = _assign_roles(columns, "transactions", given)
    lines = settle_lines(columns, claimed, given)
    singles = _assign_roles(columns, "customers", given)
    kind, why = _guess_kind(columns, singles, lines, table, "id" in given.values())
    assigned = lines if kind == "transactions" else singles
    if kind == "other":  # nobody's rows have nobody's id
        assigned = {name: role for name, role in singles.items() if role != "id" or name in given}
    decisions = {name: _role_and_reason(column, assigned.get(name)) for name, column in columns.items()}
    if kind == "transactions":
        decisions |= _money_decisions(columns, decisions) | _plain_order_id(columns, decisions)
    else:
        decisions |= _result_columns(decisions)
    decisions |= {name: (role, "Your choice.") for name, role in given.items() if name in columns}
    roles = {name: role for name, (role, _) in decisions.items()}
    weak = [weak_id_reason(columns[n]) for n, r in roles.items() if r == "id" and n not in given]
    differing = differing_key(claimed, lines) if kind == "transactions" else ""
    why = " ".join(filter(None, (why, differing, *weak)))
    return RoleGuess(kind, why, roles, {name: text for name, (_, text) in decisions.items()})


def _plain_order_id(
    columns: Mapping[str, Column], decisions: Mapping[str, tuple[Role, str]]
) -> dict[str, tuple[Role, str]]:
    """Decision for a column called "id" or "number" that differs in every row, where no other column
    tells purchases apart and none says that a row is a line of an order."""
    roles = {role for role, _ in decisions.values()}
    if roles & set(LINE_ROLES):
        return {}
    names = [
        name
        for name, column in columns.items()
        if column.could_be_key
        and (
            (column.role_hints.get("id") == PLAIN_ID and column.unique)
            or (numbers_documents(name) and column.distinct == column.rows and not column.row_number)
        )
    ]
    return {
        name: ("order", role_words.EACH_AN_ORDER) for name in names[:1] if decisions[name][0] != "id"
    }


def _guess_kind(
    columns: Mapping[str, Column],
    singles: Mapping[str, Role],
    lines: Mapping[str, Role],
    stated: Table | None,
    identified: bool,
) -> tuple[Table, str]:
    """Guess the kind and why; `identified` says that the user chose the column with the customer."""
    events = transactions_reason(columns, lines)
    if stated == "other":
        return stated, other_reason(columns, singles, lines) or kind_words.UNCLEAR
    if stated is None and events:
        return "transactions", events
    other = "" if stated or identified else other_reason(columns, singles, lines)
    if other:
        return "other", other
    kind: Table = stated or "customers"
    reason = events if kind == "transactions" else ""
    return kind, reason or _kind_reason(columns, singles, kind, stated)


def _assign_roles(
    columns: Mapping[str, Column], table: Table, given: Mapping[str, Role]
) -> dict[str, Role]:
    """Assign the single roles to columns: those that are `given`, then the strongest claims; each
    column and role once."""
    priced = _is_priced(columns)
    claims = [
        (-sure, place, role, name)
        for place, (name, column) in enumerate(columns.items())
        if name not in given
        for role, sure in role_claims(column, table, priced).items()
    ]
    assigned = {name: role for name, role in given.items() if role in SINGLE and name in columns}
    for _, _, role, name in sorted(claims):
        if name not in assigned and role not in assigned.values():
            assigned[name] = role
    return assigned


def _is_priced(columns: Mapping[str, Column]) -> bool:
    """Tell whether a column holds prices and none is called quantity."""
    hints = [column.role_hints for column in columns.values() if column.numeric]
    return any("unit_price" in each for each in hints) and not any(
        "quantity" in column.role_hints for column in columns.values()
    )


def _role_and_reason(column: Column, role: Role | None) -> tuple[Role, str]:
    return (role, role_reason(column, role)) if role else leftover_role(column)


def _money_decisions(
    columns: Mapping[str, Column], decisions: Mapping[str, tuple[Role, str]]
) -> dict[str, tuple[Role, str]]:
    """Decide which column is the money of a line, and say which others hold money as well."""
    by_role = {role: name for name, (role, _) in decisions.items()}
    amount, price = by_role.get("amount"), by_role.get("unit_price")
    if amount is not None:
        return _amount_among(columns, amount, decisions[amount][1])
    if price is None or "quantity" in by_role:
        return {}
    pieces = unread_quantity(columns)
    if pieces is not None:
        return {price: ("unit_price", role_words.unread_quantity_reason(pieces))}
    return {price: ("amount", role_words.LINE_PRICE)}


def _amount_among(
    columns: Mapping[str, Column], amount: str, reason: str
) -> dict[str, tuple[Role, str]]:
    others = other_money(columns, amount)
    return {amount: ("amount", role_words.with_other_money(reason, others))} if others else {}


def _result_columns(decisions: Mapping[str, tuple[Role, str]]) -> dict[str, tuple[Role, str]]:
    """Roles of the columns that a file of customers with segments has beside the features: none is a
    feature."""
    if not decisions.keys() >= _TELLING_COLUMNS:
        return {}
    result: dict[str, tuple[Role, str]] = dict.fromkeys(
        set(RESULT_COLUMNS) & decisions.keys(), ("ignore", role_words.RESULT_COLUMN)
    )
    if "label" not in {role for name, (role, _) in decisions.items() if name not in result}:
        result["segment"] = ("label", role_words.EARLIER_SEGMENTS)
    return result


def _kind_reason(
    columns: Mapping[str, Column], singles: Mapping[str, Role], kind: Table, stated: Table | None
) -> str:
    if stated:
        return kind_words.stated_reason(kind)
    key = next((name for name, role in singles.items() if role == "id"), None)
    if key is not None and columns[key].unique:
        return kind_words.unique_id_reason(key)
    return kind_words.repeating_id_reason(key) if key is not None else kind_words.NO_ID


def check_roles(roles: Mapping[str, Role], table: Table, columns: Sequence[str]) -> None:
    """Raise a UserError that says what to change where these roles cannot be worked with."""
    for name, role in roles.items():
        if name not in columns:
            raise UnknownColumn(column=name, known=join_quoted(columns, ", ", _MOST_LISTED))
        if role not in get_args(Role):
            raise UnknownRole(column=name, role=role, known=", ".join(get_args(Role)))
    for role, times in Counter(roles.values()).items():
        if times > 1 and role in ONLY_ONE:
            raise RepeatedRole(
                role=role,
                columns=join_quoted([n for n, r in roles.items() if r == role], ", ", _MOST_LISTED),
            )
    if table == "other":
        raise NotCustomers(reason=kind_words.UNCLEAR)
    if table == "transactions":
        _check_transactions(set(roles.values()))
    elif all(role in _NO_FEATURE for role in roles.values()):
        raise NothingToCompare()


def override_roles(roles: Mapping[str, Role], chosen: Mapping[str, Role]) -> dict[str, Role]:
    """Return the roles with the chosen ones; a column that had one of these, of which there can be one
    only, loses it."""
    taken = {role for role in chosen.values() if role in ONLY_ONE}
    others: dict[str, Role] = {
        name: "ignore" if role in taken and name not in chosen else role for name, role in roles.items()
    }
    return {**others, **chosen}


def _check_transactions(roles: set[Role]) -> None:
    if "id" not in roles:
        raise MissingRole(needed="a customer id")
    if "date" not in roles and "amount" not in roles and not {"unit_price", "quantity"} <= roles:
        raise MissingRole(needed="a date, an amount, or both a unit price and a quantity")
