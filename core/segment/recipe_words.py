"""What of a saved recipe does not fit a file, in words."""

from collections.abc import Iterable, Sequence

from core.model import ColumnProfile, Role
from core.text import capitalise, join_names, join_quoted, readable_title

MOST_NAMED = 5
KINDS = {
    "number": "numbers",
    "integer": "numbers",
    "text": "text",
    "date": "dates",
    "boolean": "yes or no",
}
ROLES: dict[str, str] = {
    "id": "the customer id",
    "date": "the date",
    "amount": "the amount",
    "unit_price": "the unit price",
    "quantity": "the quantity",
    "order": "the order number",
    "product": "the product",
    "label": "the outcome",
}
# What a fix is against, where it is about no one column.
FIXES: dict[str, str] = {
    "drop_duplicates": "repeated rows",
    "fill_down": "cells left empty below the first",
    "fill_orders": "orders described on their first line only",
    "clean_ids": "customer ids spelt in several ways",
    "fold_case": "customer ids in capitals and small letters",
    "strip_zeros": "customer ids with leading zeros",
    "nobody": "ids that stand for nobody",
    "drop_empty_ids": "rows without a customer",
    "drop_zero_prices": "lines without a price",
    "once_per_order": "totals repeated on each line",
    "returns": "cancelled and negative lines",
    "drop_repeated_ids": "customers named twice",
    "drop_outliers": "outliers",
}
UNKNOWN_FIX = "something that this version does not know"


def missing_columns(names: Sequence[str]) -> list[str]:
    """Say which columns a recipe uses that are not in the file."""
    return [f"Not in this file: {join_quoted(names, most=MOST_NAMED)}."] if names else []


def new_columns(names: Sequence[str]) -> list[str]:
    """Say which columns a recipe does not know."""
    if not names:
        return []
    what = "its role is" if len(names) == 1 else "their roles are"
    return [f"New in this file: {join_quoted(names, most=MOST_NAMED)}; {what} guessed."]


def unfit_role(profile: ColumnProfile, role: Role) -> str:
    """Say why a column cannot have its role."""
    what = ROLES.get(role, f"a {role}")
    if not profile.distinct:
        return f"'{profile.name}' is empty here, so it is not used as {what}."
    return f"'{profile.name}' holds {KINDS[profile.dtype]} here, so it is not used as {what}."


def unneeded_fixes(subjects: Iterable[tuple[str, str]]) -> list[str]:
    """Say which fixes nothing in the file asks for, each by its kind and its column."""
    against = dict.fromkeys(
        f"'{column}'" if column else FIXES.get(kind, UNKNOWN_FIX) for kind, column in subjects
    )
    if not against:
        return []
    fixes = "fix" if len(against) == 1 else "fixes"
    return [f"Not needed in this file: the {fixes} for {join_names(against, most=MOST_NAMED)}."]


def missing_features(names: Sequence[str], none_left: bool) -> list[str]:
    """Say which features the customers of the file do not have, and what is done where none is left."""
    titles = join_names([readable_title(name) for name in names], most=MOST_NAMED)
    missing = [f"Cannot be computed from this file: {titles}."] if names else []
    return [
        *missing,
        *(["No chosen feature is left: the suggested ones are used."] if none_left else []),
    ]


def other_method(reason: str, title: str) -> str:
    """Say which method or view stands in for one that is not here."""
    return capitalise(f"{reason} {title} is used.")


def late_snapshot(day: str) -> str:
    """Say that a snapshot date was for another file."""
    return f"The snapshot date {day} was for the earlier file: this one counts up to its own last day."
