"""Transaction lines in the form that `compute_rfm` reads, with notices of those left out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import inf
from typing import Any

import polars as pl

from core.data import (
    TypedTable,
    are_mostly_digits,
    currency_column,
    exact_column,
    finite_numbers,
    has_cancel_mark,
    is_negative,
    line_value,
    split_items,
    status_columns,
    text_order_column,
)
from core.errors import UserError
from core.features.rfm import DAY
from core.features.words import (
    NO_DATES,
    NO_MONEY,
    early_snapshot_sentence,
    left_out_lines,
    order_sentence,
)
from core.model import ColumnProfile, Fix, Notice, Recipe, Role
from core.text import join_names

_QUALIFYING = ("unpaid", "open_orders", "keep_currency")  # fixes by what a column says of the money
_RESERVED = ("customer", "order", "seconds", "amount", "units", "returned", "product")


class NotDates(UserError):
    template = "Column '{column}' is given as the date, but it does not hold dates. Choose another."


class NotNumbers(UserError):
    template = (
        "Column '{column}' is given as {role}, but it does not hold numbers. Choose another role."
    )


class BadSnapshot(UserError):
    template = (
        "The snapshot '{snapshot}' is not a date. Write it as year-month-day, such as 2011-12-10."
    )


class NoTransactions(UserError):
    template = (
        "No purchase is left: none has {needed}{until}. Correct the columns' "
        "roles, take back a fix, or choose a later snapshot."
    )


@dataclass(frozen=True)
class Ledger:
    """Lines for `compute_rfm` up to `snapshot` (seconds since 1970), and which columns they have.

    `rows` is at least the number of lines; `places` maps a column of `lines` to the country or category
    column that it comes from. Lines that are not `dated` all have the moment 0, lines that are not
    `valued` the amount 0: what follows from those is no feature.
    """

    lines: pl.LazyFrame
    rows: int
    snapshot: int
    products: bool
    quantities: bool
    places: Mapping[str, str]
    dated: bool
    valued: bool
    notices: tuple[Notice, ...]


def build_ledger(frame: pl.LazyFrame, recipe: Recipe) -> Ledger:
    """The lines that count. A line without customer, date or amount is left out and told, as is one
    after the snapshot (midnight at the start of that day). A table without a date column, or without
    money, has lines without: visits, or purchases of an unknown time.

    Raises NotDates, NotNumbers, BadSnapshot, NoTransactions.
    """
    table = TypedTable(frame, recipe.roles, "transactions")
    _check_types(table)
    dated, valued = table.column_for("date") is not None, line_value(table) is not None
    until = snapshot_second(recipe.snapshot) if dated else None
    items = _packed_items(table, recipe.fixes)
    facts = _collect_facts(table, until)
    if facts["last"] is None:
        needed = join_names(["a customer", *["a date"] * dated, *["an amount"] * valued])
        raise NoTransactions(
            needed=needed, until=f" up to {recipe.snapshot}" if until is not None else ""
        )
    snapshot = (facts["last"] // DAY + 1) * DAY if until is None else until
    places = _place_columns(table, recipe.fixes) if dated and valued else {}
    lines = _select_lines(table, facts, snapshot, places, recipe.returns == "ignore", items)
    return Ledger(
        lines=lines if items is None else _spread_items(lines),
        rows=facts["rows"] if items is None else _most_items(table, items),
        snapshot=snapshot,
        products=items is not None or table.column_for("product") is not None,
        quantities=items is not None or table.column_for("quantity") is not None,
        places=places,
        dated=dated,
        valued=valued,
        notices=_ledger_notices(table, facts, recipe),
    )


def _check_types(table: TypedTable) -> None:
    day = table.column_for("date")
    if day is not None and not table.schema[day].is_temporal():
        raise NotDates(column=day)
    measures: Sequence[Role] = ("amount", "unit_price", "quantity")
    for role in measures:
        name = table.column_for(role)
        if name is not None and not table.is_numeric(name):
            raise NotNumbers(column=name, role=role.replace("_", " "))


def snapshot_second(snapshot: str | None) -> int | None:
    if snapshot is None:
        return None
    try:
        day = date.fromisoformat(snapshot)
    except ValueError:
        raise BadSnapshot(snapshot=snapshot) from None
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def early_snapshot_advice(recipe: Recipe, profiles: Sequence[ColumnProfile]) -> str:
    """Advice for a snapshot that comes before every date; empty where a date lies before it."""
    starts = [p.minimum for p in profiles if p.dtype == "date" and recipe.roles.get(p.name) == "date"]
    first = min((start for start in starts if start is not None), default=-inf)
    try:
        until = snapshot_second(recipe.snapshot)
    except UserError:
        return ""
    if until is None or until >= first:
        return ""
    return early_snapshot_sentence(str(datetime.fromtimestamp(first, UTC).date()))


def _line_second(table: TypedTable) -> pl.Expr:
    """The line's moment; 0 where no column holds dates."""
    day = table.column_for("date")
    return pl.lit(0, pl.Int64) if day is None else exact_column(day).dt.epoch("s")


def _line_value(table: TypedTable) -> pl.Expr:
    """The line's value; 0 where no column holds money."""
    worth = line_value(table)
    return pl.lit(0.0) if worth is None else worth


def _collect_facts(table: TypedTable, until: int | None) -> dict[str, Any]:
    """Counts of lines, the last moment and how to read ids, from one pass over the file."""
    customer, moment, worth = _customer_id(table), _line_second(table), _line_value(table)
    identified = customer.is_not_null()
    usable = identified & moment.is_not_null() & worth.is_not_null()
    late = pl.lit(False) if until is None else moment > until
    order, text_order = table.column_for("order"), text_order_column(table)
    aggregates = {
        "rows": pl.len(),
        "no_id": (~identified).sum(),
        "no_date": (identified & moment.is_null()).sum(),
        "no_amount": (identified & moment.is_not_null() & worth.is_null()).sum(),
        "late": (usable & late).sum(),
        "last": pl.when(usable & ~late).then(moment).max(),
        "no_order": exact_column(order).is_null().any() if order else pl.lit(False),
        "marked": are_mostly_digits(text_order) if text_order else pl.lit(False),
        "whole_ids": (customer == customer.floor()).all() if _has_decimal_ids(table) else pl.lit(False),
    }
    return table.frame.select(**aggregates).collect(engine="streaming").row(0, named=True)


def _customer_id(table: TypedTable) -> pl.Expr:
    return exact_column(str(table.column_for("id")))


def _has_decimal_ids(table: TypedTable) -> bool:
    return table.schema[str(table.column_for("id"))].is_float()


def _select_lines(
    table: TypedTable,
    facts: Mapping[str, Any],
    snapshot: int,
    places: Mapping[str, str],
    purchases_only: bool,
    items: str | None,
) -> pl.LazyFrame:
    customer, moment, worth = _customer_id(table), _line_second(table), _line_value(table)
    quantity, product = table.column_for("quantity"), table.column_for("product")
    returned = _is_returned(table, facts)
    # A product is only ever compared with itself, which small codes do faster than long names.
    products = (
        {"product": exact_column(product).cast(pl.String).cast(pl.Categorical)} if product else {}
    )
    if items is not None:
        products = {"product": split_items(exact_column(items))}
    all_lines = table.frame.select(
        customer=customer.cast(pl.Int64) if facts["whole_ids"] else customer,
        order=_order_number(table, facts),
        seconds=moment,
        amount=pl.when(returned).then(-worth.abs()).otherwise(worth),
        units=finite_numbers(quantity).fill_null(0.0) if quantity else pl.lit(0.0),
        returned=returned,
        **products,
        **{place: exact_column(source) for place, source in places.items()},
    )
    usable = all_lines.drop_nulls(["customer", "seconds", "amount"]).filter(
        pl.col("seconds") <= snapshot
    )
    return usable.filter(~pl.col("returned")) if purchases_only else usable


def _packed_items(table: TypedTable, fixes: Sequence[str]) -> str | None:
    """The column whose cells hold several items each, where a fix takes them apart."""
    parsed = (Fix.parse(fix, tuple(table.schema)) for fix in fixes)
    return next((fix.column for fix in parsed if fix.kind == "split_items"), None)


def _most_items(table: TypedTable, items: str) -> int:
    """At least as many as there are items: one more than what may stand between two of them."""
    between = exact_column(items).str.count_matches(r"[|;,+\n]").fill_null(0)
    return int(table.frame.select((between + 1).sum()).collect(engine="streaming").item())


def _spread_items(orders: pl.LazyFrame) -> pl.LazyFrame:
    """A line for each item of an order; the first one carries the order's money, so that it counts once."""
    lines = orders.explode("product").with_columns(pl.col("product").struct.unnest())
    paid = pl.when("first").then("amount").otherwise(0.0)
    return lines.with_columns(pl.col("product").cast(pl.Categorical), amount=paid).drop("first")


def _is_returned(table: TypedTable, facts: Mapping[str, Any]) -> pl.Expr:
    order = text_order_column(table)
    back = is_negative(table) | (_line_value(table) < 0).fill_null(False)
    return back | has_cancel_mark(order).fill_null(False) if order and facts["marked"] else back


def _order_number(table: TypedTable, facts: Mapping[str, Any]) -> pl.Expr:
    """Expression of the order number.

    Without one all of a day, or the line itself where there are no dates either; the moment where only
    this line lacks it.
    """
    order, moment = table.column_for("order"), _line_second(table)
    if order is None:
        undated = table.column_for("date") is None
        return pl.int_range(pl.len(), dtype=pl.Int64) if undated else moment // DAY
    if not facts["no_order"]:
        return exact_column(order)
    return pl.coalesce(exact_column(order).cast(pl.String), pl.format("moment {}", moment))


def _place_columns(table: TypedTable, fixes: Sequence[str]) -> dict[str, str]:
    """Map the names in the ledger to columns of places; whether and in what was paid is none."""
    sources = [name for name in table.used_columns if table.roles[name] in ("country", "category")]
    parsed = [Fix.parse(fix, tuple(table.schema)) for fix in fixes]
    qualifiers: set[str | None] = {fix.column for fix in parsed if fix.kind in _QUALIFYING}
    if sources:
        qualifiers |= {*status_columns(table), currency_column(table)}
    sources = [name for name in sources if name not in qualifiers]
    return {name + "_" * (name in _RESERVED): name for name in sources}


def _ledger_notices(table: TypedTable, facts: Mapping[str, Any], recipe: Recipe) -> tuple[Notice, ...]:
    notices = [Notice(text, "warning") for text in left_out_lines(facts, recipe.snapshot)]
    return (*notices, *_missing_column_notices(table))


def _missing_column_notices(table: TypedTable) -> Iterator[Notice]:
    """Notices of the figures that are missing because no column holds orders, money or dates."""
    dated = table.column_for("date") is not None
    if table.column_for("order") is None:
        yield Notice(order_sentence(dated))
    if not dated:
        yield Notice(NO_DATES, "warning")
    if line_value(table) is None:
        yield Notice(NO_MONEY, "warning")
