"""Evidence that the rows of a table are what customers did: purchases, visits, payments."""

import re
from collections.abc import Mapping, Sequence

from core.data.columns import kind_words as words
from core.data.columns.column import Column
from core.data.columns.column_names import is_money_part
from core.data.columns.name_meanings import (
    is_attribute_date,
    is_demographic,
    is_full_name,
    is_person_name,
    names_company,
)
from core.data.columns.role_rules import LINE_ROLES
from core.data.columns.sister_columns import money_in_two_columns
from core.model import Role

Columns = Mapping[str, Column]
# Rows a customer from which on rows without order, product or quantity are visits or payments; below
# it they may be customers of whom a few stand twice.
ROWS_PER_CUSTOMER = 1.5
# Share of the rows with a customer up to which they are purchases: of a list of customers all have one.
MOST_NAMED_ONCE = 0.7
SURE = 6  # how surely a name must mean a role to be held to it


def transactions_reason(columns: Columns, singles: Mapping[str, Role]) -> str:
    """Reason for which the rows are what customers did, purchases or visits; "" where they are not."""
    by_role = {role: name for name, role in singles.items()}
    key = by_role.get("id")
    dated, money = by_role.get("date"), line_money(columns, by_role)
    if key is None or not (dated or money) or not _are_lines(columns, by_role, bool(dated and money)):
        return ""
    people = columns[key]
    repeats = not people.unique
    reason = words.purchases_reason(key, repeats, people.distinct, people.rows, dated, money)
    missing = missing_figures(bool(dated), bool(money), columns, by_role)
    return f"{reason} {missing}".strip()


def line_money(columns: Columns, by_role: Mapping[Role, str]) -> str:
    """Words for what a line is worth; "" where no column says it.

    A price of one piece is not worth a line where the pieces are called but could not be read.
    """
    if "amount" in by_role:
        return f"'{by_role['amount']}'"
    price = by_role.get("unit_price")
    if price is None or ("quantity" not in by_role and unread_quantity(columns)):
        return ""
    pieces = by_role.get("quantity")
    return f"'{pieces}' times '{price}'" if pieces else f"'{price}'"


def unread_quantity(columns: Columns) -> str | None:
    """A column called quantity that holds no numbers; None without one."""
    return _unread(columns, "quantity")


def _unread(columns: Columns, role: Role) -> str | None:
    """The column whose name says most surely that it has a role for which its cells are of no use."""
    useless = ("text", "integer", "number") if role == "date" else ("text",)
    candidates = [
        (column.role_hints[role], name)
        for name, column in columns.items()
        if column.role_hints.get(role, 0) >= SURE and column.profile.dtype in useless
    ]
    return max(candidates, key=lambda pair: pair[0])[1] if candidates else None


def _are_lines(columns: Columns, by_role: Mapping[Role, str], complete: bool) -> bool:
    """Tell whether rows with a customer are what the customer did, rather than the customer.

    `complete` says that they have a date and money.
    """
    people, named = columns[by_role["id"]], by_role.keys() & set(LINE_ROLES)
    apart = complete and columns[by_role["date"]].profile.missing == people.present
    if (
        people.unique
        and complete
        and people.present <= MOST_NAMED_ONCE * people.rows
        and (named or apart)
    ):
        return True  # each customer is named above their purchases
    if people.unique:
        return _names_orders(columns, by_role) and not any(map(is_demographic, columns))
    if people.has_few_values and not named:
        return False
    if names_company(by_role["id"]) and not _buy_as_companies(columns, complete):
        return False
    if complete or named:
        return True
    date = by_role.get("date")
    once = date is not None and is_attribute_date(date)
    return not once and people.present >= ROWS_PER_CUSTOMER * people.distinct


def _buy_as_companies(columns: Columns, complete: bool) -> bool:
    """Tell whether companies bought what is in the rows: with date and money, and no person of its own in
    each row."""
    people = (c for name, c in columns.items() if is_full_name(name) or is_person_name(name) or c.mail)
    return complete and not any(column.unique for column in people)


def _names_orders(columns: Columns, by_role: Mapping[Role, str]) -> bool:
    """Tell whether order and date are surely those of purchases."""
    order, date = by_role.get("order"), by_role.get("date")
    if order is None or date is None or is_attribute_date(date):
        return False
    return (
        columns[order].role_hints.get("order", 0) > SURE
        and columns[date].role_hints.get("date", 0) >= SURE
    )


def missing_figures(dated: bool, money: bool, columns: Columns, by_role: Mapping[Role, str]) -> str:
    """Sentence on the figures that are missing for want of money or of dates; "" where both are there."""
    if not money:
        return words.missing_money_sentence(_why_no_money(columns, by_role))
    if not dated:
        text = _unread(columns, "date")
        why = words.unread_words(text, "dates", _examples(columns[text])) if text else words.NO_DATES
        return words.missing_dates_sentence(why)
    return ""


def _why_no_money(columns: Columns, by_role: Mapping[Role, str]) -> str:
    pieces, price = unread_quantity(columns), by_role.get("unit_price")
    if pieces and price:
        return words.unread_pieces_words(price, pieces, _examples(columns[pieces]))
    sides = money_in_two_columns(columns)
    if sides:
        return words.two_sides_words(*sides)
    text = _unread(columns, "amount")
    if text:
        return words.unread_words(text, "numbers", _examples(columns[text]))
    candidates = [name for name, column in columns.items() if _may_be_money(column)]
    return words.possible_money_words(candidates) if candidates else words.NO_MONEY


def _may_be_money(column: Column) -> bool:
    """Tell whether a column of fractions without a telling name could be money."""
    return column.profile.dtype == "number" and not column.share and not column.role_hints


def _examples(column: Column) -> Sequence[str]:
    texts = [example for example in column.profile.examples if not _is_number(example)]
    return (texts or column.profile.examples)[:3]


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[-+]?[\d.,]+", text.strip()) is not None


def other_money(columns: Columns, chosen: str) -> Sequence[str]:
    """The further columns that hold money of the same purchase, beside the chosen one."""
    return [
        name
        for name, column in columns.items()
        if name != chosen
        and column.numeric
        and not column.share
        and ("amount" in column.role_hints or is_money_part(name))
    ]
