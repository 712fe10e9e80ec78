"""Orders of several lines: fields that stand on the first line only, totals on every line, refunds beside."""

import re
from collections.abc import Iterator, Sequence

import polars as pl

from core.data.columns.column_names import is_currency_name, name_words
from core.data.columns.profile import exact_column, finite_numbers
from core.data.columns.sister_columns import currency_words
from core.data.columns.typed_table import TypedTable
from core.data.quality import order_words as words
from core.data.quality.order_status import is_status_name
from core.model import Finding, Fix, Role

SAMPLE = 50_000  # first lines that are looked at; only where they show it, all lines are
MOST_EXCEPTIONS = 0.05  # share of the orders of several lines that may be otherwise
FEWEST_ORDERS = 5  # of several lines, from which a layout is no chance
# Share of pairs of lines with an equal amount by chance, from which equal amounts say nothing: a shop
# where all costs the same.
MOST_ALIKE = 0.2
_REFUND = re.compile(
    r"\b(?:refund\w*|(?:ruck)?erstatt\w*|rembours\w*|reembols\w*|rimbors\w*|terugbetal\w*|terugbetaald)\b"
)
_NO_MONEY = re.compile(
    r"\b(?:count|id|number|nr|date|reason|status|at|on|quantity|qty|tax|rate|flag|is)\b"
)
_NET_OF_REFUNDS = re.compile(r"\bnet\b|\bafter refunds?\b")
CENT = 0.005  # half a cent: money that differs by less is equal
_HEADS: tuple[Role, ...] = ("id", "date", "order")
_PARTS: tuple[Role, ...] = ("product", "quantity", "unit_price")
FEWEST_CONTINUED = 0.1  # share of the lines that must continue the order above
_FILLED: tuple[Role, ...] = ("id", "date", "country", "category", "label")


def check_layout(table: TypedTable) -> Iterator[Finding]:
    """Findings on how the lines of an order belong together."""
    if table.kind != "transactions":
        return
    refunds = _refund_column(table)
    if refunds is not None:
        yield from _refunds_finding(table, refunds)
    continued = _is_continued(table)
    if continued is not None and _continues(table, continued):
        yield _down_finding(table, continued)
        table = TypedTable(fill_down(table), table.roles, table.kind)
    order, amount = table.column_for("order"), table.column_for("amount", numeric=True)
    if order is None:
        return
    head = TypedTable(table.frame.head(SAMPLE), table.roles, table.kind)
    names = _first_line_columns(head, order, _fillable_columns(table))
    names = _first_line_columns(table, order, names)
    if names:
        yield _fill_finding(table, order, names)
    if amount is None:
        return
    if all(_first_line_columns(lines, order, [amount]) for lines in (head, table)):
        yield _once_finding(table, order, amount, words.ON_ONE_LINE)
    elif _repeats(head, order, amount) and _repeats(table, order, amount):
        yield _once_finding(table, order, amount, words.ON_EVERY_LINE)


def _is_continued(table: TypedTable) -> pl.Expr | None:
    """True for lines that name an article and neither customer nor date nor order; None where the table
    cannot have such lines."""
    heads = [n for role in _HEADS if (n := table.column_for(role)) is not None]
    parts = [n for role in _PARTS if (n := table.column_for(role)) is not None]
    key = table.column_for("id")
    if key is not None and _is_named_once(table, key):
        return exact_column(key).is_null()
    if len(heads) < 2 or not parts:
        return None
    blank = pl.all_horizontal([exact_column(name).is_null() for name in heads])
    return blank & pl.any_horizontal([exact_column(name).is_not_null() for name in parts])


def _is_named_once(table: TypedTable, key: str) -> bool:
    """Tell whether each customer is named once, above their purchases: no name stands twice, all other
    lines are blank, and days begin anew at names alone."""
    date = table.column_for("date")
    if date is None:
        return False
    who, day = exact_column(key), exact_column(date)
    blank, lines = table.frame.select(who.null_count(), pl.len().alias("\0lines")).collect().row(0)
    if blank < max(FEWEST_ORDERS, FEWEST_CONTINUED * lines):
        return False
    earlier = day < day.forward_fill().shift(1)
    first = who.is_not_null() | (who.is_not_null() & day.is_null()).shift(
        1
    )  # the name has a line of its own
    sums = {
        "named": who.count(),
        "different": who.n_unique() - who.null_count().clip(0, 1),
        "within": (earlier & ~first).sum(),
        "anew": (earlier & first).sum(),
    }
    named, different, within, anew = table.frame.select(**sums).collect(engine="streaming").row(0)
    apart = named == different >= FEWEST_ORDERS
    return bool(apart and anew * 2 >= named and within <= MOST_EXCEPTIONS * anew)


def _continues(table: TypedTable, continued: pl.Expr) -> bool:
    """Tell whether blank cells mean "as above": many lines have them, hardly any is without a customer
    only, and the first line has all."""
    key = table.column_for("id")
    nameless = exact_column(key).is_null() if key is not None else pl.lit(True)
    sums = {
        "first": continued.first(),
        "n": continued.sum(),
        "nameless": nameless.sum(),
        "rows": pl.len(),
    }
    first, n, without, rows = table.frame.select(**sums).collect(engine="streaming").row(0)
    enough = n >= max(FEWEST_ORDERS, FEWEST_CONTINUED * rows)
    return bool(not first and enough and n >= (1 - MOST_EXCEPTIONS) * without)


def _down_finding(table: TypedTable, continued: pl.Expr) -> Finding:
    named = [n for role in _HEADS if (n := table.column_for(role)) is not None]
    blank = [exact_column(n).filter(continued).null_count().alias(n) for n in named]
    counts = table.frame.select(continued.sum().alias("\0lines"), *blank).collect().row(0)
    n, heads = counts[0], tuple(name for name, count in zip(named, counts[1:], strict=True) if count)
    text = words.lines_below_sentence(n, heads)
    return Finding("lines_below", text, heads, n, Fix("fill_down"), words.FILL_DOWN, True)


def fill_down(table: TypedTable) -> pl.LazyFrame:
    """The table with customer, date and order of lines that continue an order taken from above."""
    continued = _is_continued(table)
    if continued is None:
        return table.frame
    heads = [n for role in _HEADS if (n := table.column_for(role)) is not None]
    return table.frame.with_columns(
        pl.when(continued).then(exact_column(n).forward_fill()).otherwise(exact_column(n)).alias(n)
        for n in heads
    )


def _fillable_columns(table: TypedTable) -> list[str]:
    """Columns that say something of a whole order: customer, date, place, status, currency."""
    return [
        name for name in table.schema
        if table.roles.get(name, "ignore") in _FILLED
        or (table.is_text(name) and (is_status_name(name) or is_currency_name(name)))
    ]  # fmt: skip


def _first_line_columns(table: TypedTable, order: str, names: Sequence[str]) -> list[str]:
    """Those of the columns in which one line of each order of several has a value, and the others none."""
    if not names:
        return []
    values = {str(i): exact_column(name) for i, name in enumerate(names)}
    lines = table.frame.select(order=exact_column(order), **values).drop_nulls("order")
    counts = lines.group_by("order").agg(pl.len(), pl.col(list(values)).count())
    several = counts.filter(pl.col("len") > 1)
    sums = several.select(
        [(pl.col(i) > 0).sum().alias(f"{i} filled") for i in values]
        + [(pl.col(i) == 1).sum().alias(f"{i} once") for i in values]
    ).collect(engine="streaming").row(0, named=True)  # fmt: skip
    return [
        name for name, i in zip(names, values, strict=True)
        if sums[f"{i} once"] >= max(FEWEST_ORDERS, (1 - MOST_EXCEPTIONS) * sums[f"{i} filled"])
    ]  # fmt: skip


def _repeats(table: TypedTable, order: str, amount: str) -> bool:
    """True where all lines of an order hold the same amount though they are different articles, and that
    is the order's total: the lines' own prices come to it, or amounts are rarely alike elsewhere."""
    product, price = table.column_for("product"), table.column_for("unit_price", numeric=True)
    quantity = table.column_for("quantity", numeric=True)
    if product is None and price is None:
        return False
    article = [exact_column(n).cast(pl.String).fill_null("") for n in (product, price) if n is not None]
    pieces = finite_numbers(quantity).fill_null(1.0) if quantity else pl.lit(1.0)
    lines = table.frame.select(
        order=exact_column(order), amount=finite_numbers(amount), article=pl.concat_str(article, separator="|"),
        own=(finite_numbers(price) if price else pl.lit(None, pl.Float64)) * pieces,
    ).drop_nulls(["order", "amount"])  # fmt: skip
    orders = lines.group_by("order").agg(
        lines=pl.len(), articles=pl.col("article").n_unique(), total=pl.col("amount").first(),
        alike=(pl.col("amount").max() - pl.col("amount").min()) < CENT,
        own=pl.col("own").sum(), fits=((pl.col("own") - pl.col("amount")).abs() < CENT).all(),
    )  # fmt: skip
    several = orders.filter((pl.col("lines") > 1) & (pl.col("articles") > 1)).collect(
        engine="streaming"
    )
    if several.height < FEWEST_ORDERS or float(several["alike"].mean() or 0) < 1 - MOST_EXCEPTIONS:  # type: ignore[arg-type]
        return False
    if price is not None:
        return not bool(several["fits"].mean() > 0.5)  # type: ignore[operator]
    parts = several["total"].round(2).unique_counts() / several.height
    return float((parts * parts).sum()) < MOST_ALIKE


def _fill_finding(table: TypedTable, order: str, names: list[str]) -> Finding:
    gaps = [exact_column(n).is_null() & exact_column(order).is_not_null() for n in names]
    before = table.frame.select(pl.any_horizontal(gaps).sum()).collect().item()
    text = words.first_lines_sentence(names, before, order)
    fix = Fix("fill_orders")
    return Finding("first_lines", text, tuple(names), before, fix, words.FILL_FROM_FIRST, True)


def _once_finding(table: TypedTable, order: str, amount: str, where: str) -> Finding:
    worth, repeats = finite_numbers(amount), _stands_again(table, order, amount)
    behind = repeats | (worth.is_null() & exact_column(order).is_not_null())
    sums = {"lines": behind.sum(), "twice": worth.filter(repeats).sum(), "total": worth.sum()}
    n, twice, total = table.frame.select(**sums).collect().row(0)
    text = words.order_total_sentence(amount, where, total, twice)
    button = words.count_once_button(amount)
    return Finding("order_totals", text, (amount, order), n, Fix("once_per_order"), button, True)


def _stands_again(table: TypedTable, order: str, amount: str) -> pl.Expr:
    """True for lines whose amount an earlier line of the order has."""
    names = [name for name in (order, amount, table.column_for("id")) if name is not None]
    whole = exact_column(order).is_not_null() & exact_column(amount).is_not_null()
    return whole & ~pl.struct(*(exact_column(name) for name in names)).is_first_distinct()


def count_once(table: TypedTable) -> pl.LazyFrame:
    """The table with an order's amount on one line of it, and nothing on the others."""
    order, amount = table.column_for("order"), table.column_for("amount", numeric=True)
    if order is None or amount is None:
        return table.frame
    value = exact_column(amount)
    known_orders = exact_column(order).is_not_null()
    elsewhere = value.is_null() & value.is_not_null().any().over(exact_column(order)) & known_orders
    nothing = pl.lit(0).cast(table.schema[amount])
    rest = elsewhere | _stands_again(table, order, amount)
    return table.frame.with_columns(pl.when(rest).then(nothing).otherwise(value).alias(amount))


def fill_from_first_lines(table: TypedTable) -> pl.LazyFrame:
    """The table with the gaps of what is said of a whole order filled from another line of it."""
    order = table.column_for("order")
    if order is None:
        return table.frame
    key = exact_column(order)
    names = _first_line_columns(table, order, _fillable_columns(table))
    first = {name: exact_column(name).drop_nulls().first().over(key) for name in names}
    return table.frame.with_columns(
        pl.coalesce(exact_column(name), pl.when(key.is_not_null()).then(value)).alias(name)
        for name, value in first.items()
    )


def _refund_column(table: TypedTable) -> str | None:
    names = [
        name for name in table.schema
        if table.is_numeric(name) and table.roles.get(name, "ignore") not in ("id", "order", "amount", "quantity", "unit_price")
        and _REFUND.search(name_words(name)) and not _NO_MONEY.search(name_words(name))
    ]  # fmt: skip
    amount = table.column_for("amount")
    in_its_currency = [n for n in names if amount and currency_words(n) == currency_words(amount)]
    return next(iter(in_its_currency or names), None)


def _refunds_finding(table: TypedTable, name: str) -> Iterator[Finding]:
    amount = table.column_for("amount", numeric=True)
    if amount is None:
        return
    refund, worth = finite_numbers(name).abs(), finite_numbers(amount)
    n, money, most, fits, total = table.frame.select(
        n=(refund > 0).sum(), money=refund.sum(), most=refund.max(),
        fits=(refund <= worth + CENT).filter(refund > 0).mean(), total=worth.clip(lower_bound=0.0).sum(),
    ).collect().row(0)  # fmt: skip
    if not n or most <= 1 or (fits or 0) < 1 - MOST_EXCEPTIONS:
        return
    safe = not _NET_OF_REFUNDS.search(name_words(amount))
    text = words.refunds_sentence(n, name, money, total, amount, safe)
    yield Finding(
        "refunds", text, (name, amount), n, Fix("subtract_refunds", name), f"Subtract '{name}'", safe
    )


def subtract_refunds(table: TypedTable, name: str) -> pl.LazyFrame:
    """The table with money given back taken off the amount, and none left to give back."""
    amount = table.column_for("amount", numeric=True)
    if amount is None:
        return table.frame
    refund, order = exact_column(name), table.column_for("order")
    off = refund.abs().fill_null(0)
    if order is not None and _repeats_in_orders(table, order, amount, name):
        off = pl.when(exact_column(order).is_first_distinct()).then(off).otherwise(0)
    rest = exact_column(amount) - off
    return table.frame.with_columns(rest.alias(amount), (refund * 0).alias(name))


def _repeats_in_orders(table: TypedTable, order: str, amount: str, name: str) -> bool:
    """Tell whether a column has one value in each order whose amount stands on one line: it is then the
    whole order's, too."""
    given_back, paid = exact_column(name), finite_numbers(amount)
    by_order = table.frame.group_by(exact_column(order).alias("order")).agg(
        lines=pl.len(),
        values=given_back.n_unique(),
        some=(given_back.abs() > 0).any(),
        paid=(paid.abs() > 0).sum(),
    )
    several = by_order.filter((pl.col("lines") > 1) & pl.col("some") & pl.col("order").is_not_null())
    by_line = (pl.col("values") > 1) | (pl.col("paid") > 1)
    different, orders = several.select(by_line.sum(), pl.len()).collect().row(0)
    return bool(orders) and different == 0
