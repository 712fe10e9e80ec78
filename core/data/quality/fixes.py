"""Fixes that findings offer: the change of each to the rows, and to the recipe that takes it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import polars as pl

from core.data.columns.profile import exact_column, finite_numbers
from core.data.columns.typed_table import TypedTable
from core.data.quality import line_kinds, order_layout
from core.data.quality.currencies import convert_money
from core.data.quality.far_dates import clear_dates_after, clear_far_dates
from core.data.quality.identities import clear_nobody
from core.data.quality.impossible_years import clear_impossible_years
from core.data.quality.line_values import divide_line_prices, subtract_credits, take_discounts
from core.data.quality.money_cells import divide_cents
from core.data.quality.order_status import is_open, is_unpaid
from core.data.quality.outliers import count_outside, find_fences
from core.data.quality.spellings import merge_spellings
from core.errors import UserError
from core.model import Fix, Recipe, Role, Table


class InapplicableFix(UserError):
    template = (
        "The fix '{fix}' does not fit this table: {reason}. Take it out, or correct the columns' roles."
    )


def fix_table(
    frame: pl.LazyFrame,
    roles: Mapping[str, Role],
    table: Table,
    fixes: Sequence[str],
    rates: Mapping[str, float] | None = None,
) -> pl.LazyFrame:
    """Apply the fixes with the ids `fixes` to a frame, which stays lazy.

    Columns and the order of rows stay.

    Whatever the order of `fixes`: missing markers, exact duplicates, dates that stand for none, what
    stands on the first line of an order, ids (their spelling, nobody in particular), lines that were
    not paid, what lines are worth, empty ids, zero prices, totals once per order, refunds, lines in
    another currency (converted with `rates`), cancelled and negative lines (`returns:ignore`), rows
    with gaps, rows after
    the first of the same customer (`drop_repeated_ids`), and last the outliers among what is left.
    `ignore:<column>` changes no row; the column only stops to count for the other fixes.
    A fix that depends on all values of a column, such as `drop_outliers`, reads the table for them.
    Raises UnknownFix for an id that is none, InapplicableFix for one that this table cannot take.
    """
    columns = tuple(frame.collect_schema())
    parsed = {_parse_fix(fix, columns) for fix in fixes}
    ignored: dict[str, Role] = {fix.column: "ignore" for fix in parsed if fix.kind == "ignore"}
    for fix in sorted(parsed, key=lambda fix: (_ORDER.index(fix.kind), str(fix))):
        typed = TypedTable(frame, {**roles, **ignored}, table)
        if fix.kind == "keep_currency" and rates:
            frame = convert_money(typed, fix, rates)
        else:
            frame = _APPLY[fix.kind](typed, fix)
    return frame


def fix_ids(
    frame: pl.LazyFrame, roles: Mapping[str, Role], table: Table, fixes: Sequence[str]
) -> pl.LazyFrame:
    """Apply those of the fixes that change ids and dates and leave out no customer, so that rows belong to
    customers as they are spelt in a result."""
    columns = tuple(frame.collect_schema())
    parsed = [_parse_fix(fix, columns) for fix in fixes]
    of_ids = [
        f for f in parsed if f.kind in _OF_IDS or (f.kind == "missing" and roles.get(f.column) == "id")
    ]
    return fix_table(frame, roles, table, [*map(str, of_ids)])


def apply_fix(recipe: Recipe, fix: Fix) -> Recipe:
    """Return the recipe with the fix of one finding: among its fixes, or as the choice that it stands
    for."""
    if fix.kind == "returns":
        return recipe.with_changes(returns="ignore")
    if fix.kind == "ignore":
        return recipe.with_changes(roles={**recipe.roles, fix.column: "ignore"})
    fixes = (*recipe.fixes, str(fix))
    return recipe if str(fix) in recipe.fixes else recipe.with_changes(fixes=fixes)


def has_fix(recipe: Recipe, fix: Fix) -> bool:
    """Tell whether the recipe takes a fix, also one that is a choice of its own."""
    return apply_fix(recipe, fix) == recipe


def undo_fix(recipe: Recipe, fix: Fix, guessed: Mapping[str, Role]) -> Recipe:
    """Return the recipe without a fix.

    A column that was left out gets its guessed role, else a number's.
    """
    if fix.kind == "returns":
        return recipe.with_changes(returns="subtract")
    if fix.kind == "ignore":
        role = guessed.get(fix.column, "ignore")
        role = "number" if role == "ignore" else role
        return recipe.with_changes(roles={**recipe.roles, fix.column: role})
    return recipe.with_changes(fixes=tuple(other for other in recipe.fixes if other != str(fix)))


def _parse_fix(text: str, columns: Sequence[str]) -> Fix:
    fix = Fix.parse(text, columns)
    if fix.has_column and fix.column not in columns:
        raise InapplicableFix(fix=text, reason=f"there is no column '{fix.column}'")
    return fix


def _mark_missing(table: TypedTable, fix: Fix) -> pl.LazyFrame:
    value = exact_column(fix.column)
    if table.is_numeric(fix.column):
        marked = finite_numbers(fix.column) == _marker_number(fix)
    elif table.is_text(fix.column):
        marked = value == fix.value
    else:
        raise InapplicableFix(fix=fix, reason=f"'{fix.column}' holds neither text nor numbers")
    return table.frame.with_columns(pl.when(~marked.fill_null(False)).then(value).alias(fix.column))


def _marker_number(fix: Fix) -> float:
    try:
        return float(fix.value)
    except ValueError:
        raise InapplicableFix(
            fix=fix, reason=f"'{fix.column}' holds numbers and '{fix.value}' is none"
        ) from None


def _clear_dates(table: TypedTable, fix: Fix) -> pl.LazyFrame:
    if not isinstance(table.schema[fix.column], pl.Date | pl.Datetime):
        raise InapplicableFix(fix=fix, reason=f"'{fix.column}' holds no dates")
    if fix.kind == "far_dates":
        return clear_far_dates(table, fix.column)
    try:
        day = date.fromisoformat(fix.value)
    except ValueError:
        raise InapplicableFix(fix=fix, reason=f"'{fix.value}' is no date") from None
    return clear_dates_after(table, fix.column, day)


def _clear_years(table: TypedTable, fix: Fix) -> pl.LazyFrame:
    if not table.is_numeric(fix.column):
        raise InapplicableFix(fix=fix, reason=f"'{fix.column}' holds no numbers")
    return clear_impossible_years(table, fix.column)


def _fill_down(table: TypedTable, _: Fix) -> pl.LazyFrame:
    return order_layout.fill_down(table)


def _divide_cents(table: TypedTable, fix: Fix) -> pl.LazyFrame:
    if not table.is_numeric(fix.column):
        raise InapplicableFix(fix=fix, reason=f"'{fix.column}' holds no numbers")
    return divide_cents(table, fix.column)


def _change_values(table: TypedTable, fix: Fix) -> pl.LazyFrame:
    if fix.kind == "credits":
        return subtract_credits(table, fix.column)
    if not table.is_numeric(fix.column):
        raise InapplicableFix(fix=fix, reason=f"'{fix.column}' holds no numbers")
    return (take_discounts if fix.kind == "discount" else divide_line_prices)(table, fix.column)


def _split_items(table: TypedTable, fix: Fix) -> pl.LazyFrame:
    """Keep one row an order: `build_ledger` takes its items apart."""
    if not table.is_text(fix.column):
        raise InapplicableFix(fix=fix, reason=f"'{fix.column}' holds no text")
    return table.frame


def _fill_orders(table: TypedTable, _: Fix) -> pl.LazyFrame:
    return order_layout.fill_from_first_lines(table)


def _count_once(table: TypedTable, _: Fix) -> pl.LazyFrame:
    return order_layout.count_once(table)


def _clear_nobody(table: TypedTable, _: Fix) -> pl.LazyFrame:
    key = table.column_for("id")
    return table.frame if key is None else clear_nobody(table, key)


def _merge_spellings(table: TypedTable, fix: Fix) -> pl.LazyFrame:
    key = table.column_for("id")
    return table.frame if key is None else merge_spellings(table, key, fix.kind)


def _drop_unpaid(table: TypedTable, fix: Fix) -> pl.LazyFrame:
    return table.frame.filter(~is_unpaid(table, fix.column))


def _drop_open(table: TypedTable, fix: Fix) -> pl.LazyFrame:
    return table.frame.filter(~is_open(table, fix.column))


def _keep_currency(table: TypedTable, fix: Fix) -> pl.LazyFrame:
    return convert_money(table, fix, {})


def _subtract_refunds(table: TypedTable, fix: Fix) -> pl.LazyFrame:
    if not table.is_numeric(fix.column):
        raise InapplicableFix(fix=fix, reason=f"'{fix.column}' holds no numbers")
    return order_layout.subtract_refunds(table, fix.column)


def _drop_duplicates(table: TypedTable, _: Fix) -> pl.LazyFrame:
    return table.frame.unique(keep="first", maintain_order=True)


def _drop_empty_ids(table: TypedTable, fix: Fix) -> pl.LazyFrame:
    key = table.column_for("id")
    if key is None:
        raise InapplicableFix(fix=fix, reason="no column is the customer id")
    return table.frame.filter(exact_column(key).is_not_null())


def _drop_free(table: TypedTable, fix: Fix) -> pl.LazyFrame:
    name = line_kinds.price_column(table)
    if name is None:
        raise InapplicableFix(fix=fix, reason="no column with numbers is a unit price or an amount")
    return table.frame.filter(~line_kinds.is_free(table, name))


def _drop_returned(table: TypedTable, fix: Fix) -> pl.LazyFrame:
    if table.kind != "transactions":
        raise InapplicableFix(fix=fix, reason="its rows are customers, not order lines")
    return table.frame.filter(~(line_kinds.is_cancelled(table) | line_kinds.is_negative(table)))


def _drop_missing(table: TypedTable, fix: Fix) -> pl.LazyFrame:
    return table.frame.filter(exact_column(fix.column).is_not_null())


def _drop_repeated_ids(table: TypedTable, fix: Fix) -> pl.LazyFrame:
    """Keep each customer's first row.

    Without an id column all rows stay, as an id may be taken back after the fix.
    """
    if table.kind != "customers":
        raise InapplicableFix(fix=fix, reason="its rows are order lines, not customers")
    key = table.column_for("id")
    if key is None:
        return table.frame
    return table.frame.filter(exact_column(key).is_null() | exact_column(key).is_first_distinct())


def _drop_outliers(table: TypedTable, fix: Fix) -> pl.LazyFrame:
    if table.kind != "customers":
        raise InapplicableFix(fix=fix, reason="its rows are order lines, not customers")
    ranges = find_fences(table.frame, table.numbers)
    return table.frame.filter(count_outside(ranges) <= 1)


def _keep_rows(table: TypedTable, _: Fix) -> pl.LazyFrame:
    return table.frame


_APPLY: Mapping[str, Callable[[TypedTable, Fix], pl.LazyFrame]] = {
    "ignore": _keep_rows,
    "missing": _mark_missing,
    "drop_duplicates": _drop_duplicates,
    "far_dates": _clear_dates,
    "dates_after": _clear_dates,
    "impossible_years": _clear_years,
    "fill_down": _fill_down,
    "fill_orders": _fill_orders,
    "clean_ids": _merge_spellings,
    "nobody": _clear_nobody,
    "fold_case": _merge_spellings,
    "strip_zeros": _merge_spellings,
    "unpaid": _drop_unpaid,
    "open_orders": _drop_open,
    "line_prices": _change_values,
    "discount": _change_values,
    "credits": _change_values,
    "split_items": _split_items,
    "drop_empty_ids": _drop_empty_ids,
    "drop_zero_prices": _drop_free,
    "once_per_order": _count_once,
    "subtract_refunds": _subtract_refunds,
    "keep_currency": _keep_currency,
    "cents": _divide_cents,
    "returns": _drop_returned,
    "drop_missing": _drop_missing,
    "drop_repeated_ids": _drop_repeated_ids,
    "drop_outliers": _drop_outliers,
}
_ORDER = tuple(_APPLY)
_OF_IDS = (
    "drop_duplicates",
    "ignore",
    "far_dates",
    "dates_after",
    "fill_down",
    "fill_orders",
    "clean_ids",
    "nobody",
    "fold_case",
    "strip_zeros",
)
