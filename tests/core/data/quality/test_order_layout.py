"""Orders of several lines: fields on the first line, totals on every line, refunds in a column."""

from typing import Any

import polars as pl
import pytest

from core.data.quality.findings import check_quality
from core.data.quality.fixes import fix_table
from core.features import build_customers
from core.model import Finding, Recipe, Role

ROLES: dict[str, Role] = {
    "who": "id", "day": "date", "order": "order", "total": "amount", "item": "product", "n": "quantity", "each": "unit_price",
}  # fmt: skip
ORDERS = 30
TOTAL = sum(3 * (10.05 + order) for order in range(ORDERS))


def lines(
    first_only: tuple[str, ...] = (), repeated: bool = False, own: bool = False, **more: list[Any]
) -> pl.LazyFrame:
    """30 orders of six customers, each of two articles, the second twice."""
    rows = [
        {"order": f"#{1000 + order}", "who": f"C{order % 6}", "status": "paid" if order % 5 else "voided", "item": item, "n": n,
         "each": 10.05 + order, "line": place}
        for order in range(ORDERS) for place, (item, n) in enumerate((("cup", 1), (f"hat {order}", 2)))
    ]  # fmt: skip
    table = pl.DataFrame(rows).with_columns(
        day=pl.date(2024, 1, 1) + pl.duration(days=pl.int_range(pl.len()) // 2)
    )
    whole = (pl.col("n") * pl.col("each")).sum().over("order")
    total = pl.col("n") * pl.col("each") if own else whole
    table = table.with_columns(
        total=total if own or repeated else pl.when(pl.col("line") == 0).then(whole)
    )
    behind = pl.col("line") > 0
    return (
        table.with_columns(pl.when(~behind).then(pl.col(c)).alias(c) for c in first_only)
        .drop("line")
        .with_columns(**{k: pl.Series(v) for k, v in more.items()})
        .lazy()
    )


def findings_of(frame: pl.LazyFrame, roles: dict[str, Role] = ROLES) -> dict[str, Finding]:
    return {f.kind: f for f in check_quality(frame, roles, "transactions")}


def build(frame: pl.LazyFrame, roles: dict[str, Role] = ROLES) -> Any:
    fixes = [str(f.fix) for f in check_quality(frame, roles, "transactions") if f.recommended]
    return build_customers(frame, Recipe(table="transactions", roles=roles, fixes=tuple(fixes))).frame


def test_fields_on_the_first_line_are_filled_and_money_counts_once() -> None:
    frame = lines(first_only=("who", "day", "status")).drop("status")
    findings = findings_of(frame)
    assert findings["first_lines"].columns == ("who", "day")
    assert "once per order" in findings["order_totals"].sentence
    assert not {"missing", "empty_ids"} & findings.keys()
    table = build(frame)
    assert table["monetary"].sum() == pytest.approx(TOTAL, abs=1e-6)
    assert table["frequency"].sum() == ORDERS
    assert table["items_per_order"].tolist() == [3.0] * 6
    assert table["product_breadth"].sum() == 6 + ORDERS


def test_a_status_on_the_first_line_is_of_the_whole_order() -> None:
    frame = lines(first_only=("who", "day", "status"))
    finding = findings_of(frame)["unpaid"]
    assert finding.count == 12
    voided = sum(3 * (10.05 + order) for order in range(0, ORDERS, 5))
    assert build(frame)["monetary"].sum() == pytest.approx(TOTAL - voided)


def test_totals_on_every_line_count_once() -> None:
    frame = lines(repeated=True).drop("status")
    finding = findings_of(frame)["order_totals"]
    assert (finding.count, finding.recommended) == (ORDERS, True)
    table = build(frame)
    assert table["monetary"].sum() == pytest.approx(TOTAL)
    assert table["items_per_order"].tolist() == [3.0] * 6


def test_totals_on_every_line_are_seen_without_prices() -> None:
    roles: dict[str, Role] = {name: role for name, role in ROLES.items() if name not in ("n", "each")}
    frame = lines(repeated=True).select(*roles)
    assert build(frame, roles)["monetary"].sum() == pytest.approx(TOTAL)


def test_a_gift_on_the_first_line_takes_no_money_along() -> None:
    frame = lines(first_only=("who", "day")).drop("status").with_columns(
        each=pl.when(pl.col("item") == "cup").then(0.0).otherwise(pl.col("each"))
    )  # fmt: skip
    assert build(frame)["monetary"].sum() == pytest.approx(TOTAL)


@pytest.mark.parametrize("first_only", [(), ("day",)])
def test_amounts_of_lines_are_added_up(first_only: tuple[str, ...]) -> None:
    frame = lines(own=True, first_only=first_only).drop("status")
    assert "order_totals" not in findings_of(frame)
    assert build(frame)["monetary"].sum() == pytest.approx(TOTAL)


def test_equal_amounts_of_a_shop_with_one_price_are_added_up() -> None:
    roles: dict[str, Role] = {name: role for name, role in ROLES.items() if name not in ("n", "each")}
    frame = lines(own=True).select(*roles).with_columns(total=pl.lit(9.99))
    assert "order_totals" not in findings_of(frame, roles)


def test_equal_articles_of_equal_price_are_no_totals() -> None:
    frame = lines(own=True).drop("status").with_columns(n=pl.lit(2), total=2 * pl.col("each"))
    assert "order_totals" not in findings_of(frame)


def test_gaps_without_a_layout_stay() -> None:
    who = [None if i % 7 == 0 else f"C{i % 6}" for i in range(2 * ORDERS)]
    assert "first_lines" not in findings_of(lines(own=True, who=who))


@pytest.mark.parametrize(
    "name",
    [
        "Refunded amount",
        "total_refunded",
        "Rückerstattet",
        "Montant remboursé",
        "Importe reembolsado",
        "Terugbetaald bedrag",
    ],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_refunds_in_a_column_are_subtracted(name: str, sign: int) -> None:
    roles: dict[str, Role] = {"who": "id", "day": "date", "order": "order", "total": "amount"}
    frame = lines(repeated=True).unique("order", maintain_order=True).select(*roles).with_columns(
        pl.when(pl.int_range(pl.len()) % 5 == 0).then(sign * 7.35).otherwise(0.0).alias(name)
    )  # fmt: skip
    finding = findings_of(frame, roles)["refunds"]
    assert (finding.count, finding.recommended) == (6, True)
    assert build(frame, roles)["monetary"].sum() == pytest.approx(TOTAL - 6 * 7.35)
    fixed = fix_table(frame, roles, "transactions", [str(finding.fix)])
    assert "refunds" not in findings_of(fixed, roles)


def test_refunds_on_every_line_are_subtracted_once() -> None:
    frame = lines(repeated=True).drop("status").with_columns(refund=pl.lit(1.5))
    assert build(frame)["monetary"].sum() == pytest.approx(TOTAL - ORDERS * 1.5)


@pytest.mark.parametrize("values", [[0.0] * 60, [500.0] * 60, [0, 1] * 30])
def test_other_columns_called_refund_are_not_subtracted(values: list[float]) -> None:
    assert "refunds" not in findings_of(
        lines(own=True).drop("status").with_columns(refund=pl.Series(values))
    )


@pytest.mark.parametrize("without", [(), ("order",)])
def test_a_list_that_names_each_order_once_is_filled_down(without: tuple[str, ...]) -> None:
    roles: dict[str, Role] = {name: role for name, role in ROLES.items() if name not in without}
    frame = lines(own=True, first_only=("who", "day", "order")).select(*roles)
    finding = findings_of(frame, roles)["lines_below"]
    assert (finding.count, finding.recommended) == (ORDERS, True)
    table = build(frame, roles)
    assert table["monetary"].sum() == pytest.approx(TOTAL)
    assert table["frequency"].sum() == ORDERS


def test_lines_without_a_customer_are_not_filled_down() -> None:
    who = [None if i % 3 else f"C{i % 6}" for i in range(2 * ORDERS)]
    assert "lines_below" not in findings_of(lines(own=True, who=who).drop("status"))
    both = lines(own=True, who=who).with_columns(
        day=pl.when(pl.int_range(pl.len()) % 9 == 1).then(None).otherwise("day")
    )
    assert "lines_below" not in findings_of(both)


@pytest.mark.parametrize(
    ("name", "values", "currency", "expected"),
    [
        ("amount_cents", [1999, 2550, 300], None, True),
        ("Betrag in Cent", [1999, 2550, 300], None, True),
        ("amount", [1999, 2550, 301], "eur", True),
        ("amount", [1999, 2550, 301], "EUR", False),
        ("amount", [1999, 2550, 301], "jpy", False),
        ("amount", [19.99, 25.5, 3.01], "eur", False),
        ("amount", [100, 2500, 300], "eur", False),
        ("amount_cents", [19.99, 25.5, 3.0], None, False),
        ("percent", [1999, 2550, 300], None, False),
    ],
)
def test_amounts_in_cents_are_told(
    name: str, values: list[float], currency: str | None, expected: bool
) -> None:
    roles: dict[str, Role] = {"who": "id", "day": "date", name: "amount"}
    frame = lines().select("who", "day").with_columns(
        pl.Series(name, [values[i % 3] for i in range(2 * ORDERS)]), currency=pl.lit(currency)
    )  # fmt: skip
    finding = findings_of(frame, roles).get("cents")
    assert (finding is not None) is expected
    if finding:
        fixed = fix_table(frame, roles, "transactions", [str(finding.fix)])
        assert fixed.select(pl.col(name).sum()).collect().item() == pytest.approx(
            sum(values) * 20 / 100
        )


@pytest.mark.parametrize(
    "cell", ["name:Shirt|quantity:2|total:40", '[{"name": "Shirt", "quantity": 2}]', "sku:1, qty:2"]
)
def test_packed_items_are_told(cell: str) -> None:
    roles: dict[str, Role] = {"who": "id", "day": "date", "total": "amount"}
    frame = lines(own=True).select(*roles).with_columns(line_items=pl.lit(cell))
    assert "packed_items" in findings_of(frame, roles)
    assert "packed_items" not in findings_of(
        frame.with_columns(line_items=pl.lit("Shirt: blue")), roles
    )


def statement(named_once: bool, whole_by_day: bool = False) -> pl.LazyFrame:
    """Invoices of 12 customers one below the other, each customer's from January on."""
    rows = [
        {"who": f"C{who:02}", "order": f"R{who}-{n}", "day": f"2024-{n + 1:02}-{who + 1:02}", "total": 10.0 + n}
        for who in range(12) for n in range(who % 4 + 2)
    ]  # fmt: skip
    table = pl.DataFrame(rows).with_columns(pl.col("day").str.to_date())
    if named_once:
        first = pl.col("who").is_first_distinct()
        table = table.with_columns(pl.when(first).then("who").alias("who"))
    return (table.sort("day") if whole_by_day else table).lazy()


INVOICES: dict[str, Role] = {"who": "id", "day": "date", "order": "order", "total": "amount"}


def test_a_list_that_names_each_customer_once_is_filled_down() -> None:
    frame = statement(named_once=True)
    finding = findings_of(frame, INVOICES)["lines_below"]
    assert (finding.columns, finding.recommended) == (("who",), True)
    assert "names each customer only once" in finding.sentence
    assert build(frame, INVOICES).equals(build(statement(named_once=False), INVOICES))


def test_guests_among_customers_who_came_once_are_not_filled_down() -> None:
    assert "lines_below" not in findings_of(statement(named_once=True, whole_by_day=True), INVOICES)
    assert "lines_below" not in findings_of(statement(named_once=False), INVOICES)


def test_customers_on_lines_of_their_own_are_filled_in_below() -> None:
    table = statement(named_once=False).collect().with_columns(pl.col("who").alias("block"))
    names = table.unique("who", maintain_order=True).select("who", "block")
    lines = table.with_columns(pl.lit(None, pl.String).alias("who"))
    frame = (
        pl.concat([names, lines], how="diagonal")
        .sort("block", maintain_order=True)
        .drop("block")
        .lazy()
    )
    assert findings_of(frame, INVOICES)["lines_below"].recommended
    assert build(frame, INVOICES).equals(build(statement(named_once=False), INVOICES))
