"""The fixes that findings offer: how each changes the rows, and how one is taken into a recipe."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from core.data.columns.profile import exact_column, finite_numbers
from core.data.columns.typed_table import TypedTable
from core.data.quality import line_kinds
from core.data.quality.outliers import count_outside, find_fences
from core.errors import UserError
from core.model import Recipe, Role, Table


class UnknownFix(UserError):
    template = (
        "There is no fix '{fix}' for this table. Take one that the findings on the Data page offer."
    )


class InapplicableFix(UserError):
    template = (
        "The fix '{fix}' does not fit this table: {reason}. Take it out, or correct the columns' roles."
    )


class Fix(NamedTuple):
    """A fix id taken apart: `missing:pdays:999` is kind "missing", column "pdays", value "999"."""

    id: str
    kind: str
    column: str = ""
    value: str = ""


def fix_table(
    frame: pl.LazyFrame, roles: Mapping[str, Role], table: Table, fixes: Sequence[str]
) -> pl.LazyFrame:
    """The frame with the fixes applied, still lazy; columns and the order of rows stay.

    Whatever the order of `fixes`: missing markers, exact duplicates, empty ids, zero prices,
    cancelled and negative lines (`returns:ignore`), rows with gaps, rows after the first of the same
    customer (`drop_repeated_ids`), and last the outliers among what is left. `ignore:<column>` changes no row; the column only stops to count for the other fixes.
    `drop_outliers` reads the table for its fences; nothing else is read before the frame is.
    Raises UnknownFix for an id that is none, InapplicableFix for one that this table cannot take.
    """
    columns = tuple(frame.collect_schema())
    wanted = sorted(
        {_parse_fix(fix, columns) for fix in fixes}, key=lambda fix: (_ORDER.index(fix.kind), fix)
    )
    ignored: dict[str, Role] = {fix.column: "ignore" for fix in wanted if fix.kind == "ignore"}
    for fix in wanted:
        frame = _APPLY[fix.kind](TypedTable(frame, {**roles, **ignored}, table), fix)
    return frame


def apply_fix(recipe: Recipe, fix: str) -> Recipe:
    """The recipe with the fix of one finding: among its fixes, or as the choice that it stands for."""
    if fix == "returns:ignore":
        return recipe.with_changes(returns="ignore")
    if fix.startswith("ignore:"):
        return recipe.with_changes(roles={**recipe.roles, fix.removeprefix("ignore:"): "ignore"})
    return recipe if fix in recipe.fixes else recipe.with_changes(fixes=(*recipe.fixes, fix))


def has_fix(recipe: Recipe, fix: str) -> bool:
    """Tell whether the recipe takes a fix, also one that is a choice of its own."""
    return apply_fix(recipe, fix) == recipe


def undo_fix(recipe: Recipe, fix: str, guessed: Mapping[str, Role]) -> Recipe:
    """The recipe without a fix; a column that was left out gets its guessed role, else a number's."""
    if fix == "returns:ignore":
        return recipe.with_changes(returns="subtract")
    if fix.startswith("ignore:"):
        name = fix.removeprefix("ignore:")
        role = guessed.get(name, "ignore")
        return recipe.with_changes(roles={**recipe.roles, name: "number" if role == "ignore" else role})
    return recipe.with_changes(fixes=tuple(other for other in recipe.fixes if other != fix))


def _parse_fix(fix: str, columns: Sequence[str]) -> Fix:
    kind, _, rest = fix.partition(":")
    if fix == "returns:ignore" or (kind in _WITHOUT_COLUMN and fix == kind):
        return Fix(fix, kind)
    if kind in ("ignore", "drop_missing"):
        return Fix(fix, kind, _check_column(fix, rest, columns))
    if kind == "missing" and ":" in rest:
        # A column name or a marker may itself hold a colon: the longest column that fits is meant.
        fitting = [name for name in columns if rest.startswith(f"{name}:")]
        name = max(fitting, key=len, default=rest.rpartition(":")[0])
        return Fix(fix, kind, _check_column(fix, name, columns), rest.removeprefix(f"{name}:"))
    raise UnknownFix(fix=fix)


def _check_column(fix: str, name: str, columns: Sequence[str]) -> str:
    if name not in columns:
        raise InapplicableFix(fix=fix, reason=f"there is no column '{name}'")
    return name


def _mark_missing(subject: TypedTable, fix: Fix) -> pl.LazyFrame:
    value = exact_column(fix.column)
    if subject.numeric(fix.column):
        marked = finite_numbers(fix.column) == _marker_number(fix)
    elif subject.text(fix.column):
        marked = value == fix.value
    else:
        raise InapplicableFix(fix=fix.id, reason=f"'{fix.column}' holds neither text nor numbers")
    return subject.frame.with_columns(pl.when(~marked.fill_null(False)).then(value).alias(fix.column))


def _marker_number(fix: Fix) -> float:
    try:
        return float(fix.value)
    except ValueError:
        reason = f"'{fix.column}' holds numbers and '{fix.value}' is none"
        raise InapplicableFix(fix=fix.id, reason=reason) from None


def _drop_duplicates(subject: TypedTable, _: Fix) -> pl.LazyFrame:
    return subject.frame.unique(keep="first", maintain_order=True)


def _drop_empty_ids(subject: TypedTable, fix: Fix) -> pl.LazyFrame:
    key = subject.first("id")
    if key is None:
        raise InapplicableFix(fix=fix.id, reason="no column is the customer id")
    return subject.frame.filter(exact_column(key).is_not_null())


def _drop_free(subject: TypedTable, fix: Fix) -> pl.LazyFrame:
    name = line_kinds.price_column(subject)
    if name is None:
        raise InapplicableFix(fix=fix.id, reason="no column with numbers is a unit price or an amount")
    return subject.frame.filter(~line_kinds.is_free(subject, name))


def _drop_returned(subject: TypedTable, fix: Fix) -> pl.LazyFrame:
    if subject.table != "transactions":
        raise InapplicableFix(fix=fix.id, reason="its rows are customers, not order lines")
    return subject.frame.filter(~(line_kinds.is_cancelled(subject) | line_kinds.is_negative(subject)))


def _drop_missing(subject: TypedTable, fix: Fix) -> pl.LazyFrame:
    return subject.frame.filter(exact_column(fix.column).is_not_null())


def _drop_repeated_ids(subject: TypedTable, fix: Fix) -> pl.LazyFrame:
    """Without an id no row is a customer's second: an id may be taken back after the fix."""
    if subject.table != "customers":
        raise InapplicableFix(fix=fix.id, reason="its rows are order lines, not customers")
    key = subject.first("id")
    if key is None:
        return subject.frame
    return subject.frame.filter(exact_column(key).is_null() | exact_column(key).is_first_distinct())


def _drop_outliers(subject: TypedTable, fix: Fix) -> pl.LazyFrame:
    if subject.table != "customers":
        raise InapplicableFix(fix=fix.id, reason="its rows are order lines, not customers")
    ranges = find_fences(subject.frame, subject.numbers)
    return subject.frame.filter(count_outside(ranges) <= 1)


def _keep_rows(subject: TypedTable, _: Fix) -> pl.LazyFrame:
    return subject.frame


_APPLY: Mapping[str, Callable[[TypedTable, Fix], pl.LazyFrame]] = {
    "ignore": _keep_rows,
    "missing": _mark_missing,
    "drop_duplicates": _drop_duplicates,
    "drop_empty_ids": _drop_empty_ids,
    "drop_zero_prices": _drop_free,
    "returns": _drop_returned,
    "drop_missing": _drop_missing,
    "drop_repeated_ids": _drop_repeated_ids,
    "drop_outliers": _drop_outliers,
}
_ORDER = tuple(_APPLY)
_WITHOUT_COLUMN = (
    "drop_duplicates",
    "drop_empty_ids",
    "drop_zero_prices",
    "drop_repeated_ids",
    "drop_outliers",
)
