"""Rules as SQL that runs on the user's own table: what is computed of transactions is built from them."""

from collections.abc import Mapping

import polars as pl

from core.data import TypedTable, are_mostly_digits, text_order_column
from core.features import snapshot_second
from core.model import Explanation, Fix, Recipe, Rule, Segmentation

SQLITE, POSTGRES = "SQL (SQLite)", "SQL (PostgreSQL, DuckDB)"
PLAIN = "SQL"
EXPORTED = "-- Runs on the exported customers table (customers.csv), which has the computed columns.\n"
OWN_TABLE = '-- Put the name of your table in place of "transactions".\n'
DAY = 86_400
_SECONDS = {
    SQLITE: "CAST(strftime('%s', {}) AS INTEGER)",
    POSTGRES: "CAST(FLOOR(EXTRACT(EPOCH FROM CAST({} AS TIMESTAMP))) AS BIGINT)",
}
_ROUNDED = {SQLITE: "ROUND({}, {})", POSTGRES: "CAST({} AS DECIMAL(38, {}))"}
_GAP = "(last_order - first_order) / CAST(orders - 1 AS DOUBLE PRECISION)"
_RECENCY = "(snapshot - last_order - (snapshot - last_order) % 86400) / 86400"
# Fixes that can be written as conditions on the lines; others change what lines say.
_WRITABLE_FIXES = {"drop_duplicates", "drop_empty_ids", "drop_zero_prices"}
# How each feature follows from a customer's sums, as `core.features.rfm` computes it.
_FEATURES: Mapping[str, str] = {
    "recency": _RECENCY,
    "frequency": "orders",
    "monetary": "spent - refunded",
    "tenure": "(snapshot - first_order - (snapshot - first_order) % 86400) / 86400",
    "order_gap_mean": f"CASE WHEN orders > 1 THEN {_GAP} / 86400 END",
    "relative_recency": f"CASE WHEN orders > 1 THEN {_RECENCY} * 86400 / "
    f"CASE WHEN {_GAP} < 86400 THEN 86400 ELSE {_GAP} END END",
    "average_order_value": "(spent - refunded) / orders",
    "items_per_order": "items / CAST(orders AS DOUBLE PRECISION)",
    "return_rate": "CASE WHEN spent > 0 THEN refunded / spent END",
    "product_breadth": "NULLIF(products, 0)",
}
_WHOLE = ("recency", "frequency", "tenure", "product_breadth")
_DECIMALS = {"order_gap_mean": 4}  # of the others 6: as the program rounds them


def rule_statements(segmentation: Segmentation, rule: Rule) -> dict[str, str]:
    """Write a rule as SQL, by what to call it.

    Conditions on columns of the user's table are a WHERE clause. Conditions on what is computed of
    transactions are a statement for two dialects that builds it, where no fix changed what lines say;
    else the clause says that it runs on the exported table.
    """
    features = [condition.feature for condition in rule.conditions]
    clause = f"WHERE {rule.sql}"
    if runs_on_own_table(segmentation, rule):
        return {PLAIN: clause}
    lines = _lines_query(segmentation) if {*features} <= _FEATURES.keys() else {}
    if not lines:
        return {PLAIN: EXPORTED + clause}
    return {dialect: _statement(segmentation, dialect, query, rule) for dialect, query in lines.items()}


def runs_on_own_table(segmentation: Segmentation, rule: Rule) -> bool:
    """Tell whether the bare condition names columns of the user's table alone, whose values no fix changed."""
    features, columns = (
        {condition.feature for condition in rule.conditions},
        segmentation.dataset.columns,
    )
    changed = {Fix.parse(fix, columns).column for fix in segmentation.recipe.fixes}
    return segmentation.recipe.table == "customers" and features <= {*columns} - changed


def statements_by_segment(
    segmentation: Segmentation, explanation: Explanation
) -> dict[int, dict[str, str]]:
    """Return the statements of each segment that has a rule, by its number."""
    return {
        profile.segment: rule_statements(segmentation, profile.rule)
        for profile in explanation.profiles
        if profile.rule is not None
    }


def _statement(segmentation: Segmentation, dialect: str, lines: str, rule: Rule) -> str:
    features = dict.fromkeys(condition.feature for condition in rule.conditions)
    columns = ", ".join(f'{_feature(name, dialect)} AS "{name}"' for name in features)
    key = _quoted(str(segmentation.customers.frame.index.name))
    return f"""{OWN_TABLE}WITH transaction_lines AS (
{lines}
), customer_orders AS (
  SELECT customer, purchase, MIN(CASE WHEN returned = 0 THEN seconds END) AS moment,
    SUM(CASE WHEN returned = 0 THEN amount ELSE 0 END) AS spent,
    SUM(CASE WHEN returned = 1 THEN amount ELSE 0 END) AS refunded,
    SUM(CASE WHEN returned = 0 THEN units ELSE 0 END) AS items
  FROM transaction_lines GROUP BY customer, purchase
), order_sums AS (
  SELECT customer, COUNT(moment) AS orders, MIN(moment) AS first_order, MAX(moment) AS last_order,
    SUM(spent) AS spent, SUM(refunded) AS refunded, SUM(items) AS items
  FROM customer_orders GROUP BY customer
), product_counts AS (
  SELECT customer, COUNT(DISTINCT CASE WHEN returned = 0 THEN product END) AS products
  FROM transaction_lines GROUP BY customer
), snapshots AS (
  SELECT {_snapshot(segmentation.recipe)} AS snapshot FROM transaction_lines
), customers AS (
  SELECT order_sums.customer AS {key}, {columns}
  FROM order_sums JOIN product_counts ON product_counts.customer = order_sums.customer CROSS JOIN snapshots
  WHERE orders > 0
)
SELECT {key} FROM customers WHERE {rule.sql}"""


def _feature(name: str, dialect: str) -> str:
    if name in _WHOLE:
        return _FEATURES[name]
    return _ROUNDED[dialect].format(_FEATURES[name], _DECIMALS.get(name, 6))


def _snapshot(recipe: Recipe) -> str:
    """The moment to count days from: the recipe's, or the midnight after the last line."""
    second = snapshot_second(recipe.snapshot)
    return f"MAX(seconds) - MAX(seconds) % {DAY} + {DAY}" if second is None else f"MAX({second})"


def _lines_query(segmentation: Segmentation) -> dict[str, str]:
    """The lines that count, by dialect, as `core.features.transactions` selects them; none where fixes
    changed them or they have no dates."""
    recipe = segmentation.recipe
    frame = pl.scan_parquet(segmentation.dataset.path)
    table = TypedTable(frame, recipe.roles, recipe.table)
    writable = recipe.table == "transactions" and {*recipe.fixes} <= _WRITABLE_FIXES
    if not writable or table.column_for("date") is None:
        return {}
    marked = _has_marks(table)
    return {dialect: _lines_of(table, recipe, dialect, marked) for dialect in (SQLITE, POSTGRES)}


def _has_marks(table: TypedTable) -> bool:
    order = text_order_column(table)
    return order is not None and bool(table.frame.select(are_mostly_digits(order)).collect().item())


def _lines_of(table: TypedTable, recipe: Recipe, dialect: str, marked: bool) -> str:
    customer, date = _quoted(table.column_for("id")), _quoted(table.column_for("date"))
    seconds, value = _SECONDS[dialect].format(date), _line_value(table)
    order, product = table.column_for("order"), table.column_for("product")
    day = f"({seconds} - {seconds} % {DAY}) / {DAY}"
    moment = f"'moment ' || CAST({seconds} AS VARCHAR(20))"
    purchase = f"COALESCE(CAST({_quoted(order)} AS VARCHAR(200)), {moment})" if order else day
    quantity = table.column_for("quantity", numeric=True)
    units = f"COALESCE({_quoted(quantity)}, 0)" if quantity else "0"
    conditions = [f"{name} IS NOT NULL" for name in (customer, date, value)]
    until = snapshot_second(recipe.snapshot)
    conditions += [] if until is None else [f"{seconds} <= {until}"]
    conditions += [f"NOT ({_free(table)})"] if "drop_zero_prices" in recipe.fixes else []
    source = (
        "(SELECT DISTINCT * FROM transactions)" if "drop_duplicates" in recipe.fixes else "transactions"
    )
    returned = _returned(table, value, marked)
    conditions += [f"NOT ({returned})"] if recipe.returns == "ignore" else []
    return f"""  SELECT {customer} AS customer, {purchase} AS purchase, {seconds} AS seconds,
    CASE WHEN {returned} THEN ABS({value}) ELSE {value} END AS amount, {units} AS units,
    CASE WHEN {returned} THEN 1 ELSE 0 END AS returned, {_quoted(product) if product else "NULL"} AS product
  FROM {source} AS own_lines WHERE {" AND ".join(conditions)}"""


def _line_value(table: TypedTable) -> str:
    """The value of a line, as a number with decimals."""
    names = [table.column_for(role, numeric=True) for role in ("amount", "unit_price", "quantity")]
    amount, price, quantity = (_quoted(name) if name else "" for name in names)
    value = amount or (f"{price} * {quantity}" if price and quantity else "0")
    return f"CAST({value} AS DOUBLE PRECISION)"


def _free(table: TypedTable) -> str:
    """The condition that a line was free, as `core.data` has it: a negative amount is a return."""
    names = (table.column_for(role, numeric=True) for role in ("unit_price", "amount"))
    price, amount = (_quoted(name) if name else "" for name in names)
    if not price:
        return f"COALESCE({amount}, 1) = 0"
    return f"COALESCE({price}, 1) <= 0" + (f" AND COALESCE({amount}, 0) = 0" if amount else "")


def _returned(table: TypedTable, value: str, marked: bool) -> str:
    """The condition that a line takes a purchase back."""
    measured = [table.column_for("quantity", numeric=True), table.column_for("amount", numeric=True)]
    tests = [f"COALESCE({_quoted(name)}, 0) < 0" for name in measured if name]
    tests.append(f"COALESCE({value}, 0) < 0")
    if marked:
        order = f"COALESCE(CAST({_quoted(table.column_for('order'))} AS VARCHAR(200)), '')"
        digits = ", ".join(f"'{digit}'" for digit in range(10))
        tests.append(f"SUBSTR({order}, 1, 1) IN ('C', 'c') AND SUBSTR({order}, 2, 1) IN ({digits})")
    return " OR ".join(tests)


def _quoted(name: str | None) -> str:
    return '"' + str(name).replace('"', '""') + '"'
