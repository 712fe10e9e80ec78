"""A rule as SQL finds, in the user's own table, the customers that the program finds."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from core.data import make_sample
from core.features import build_customers
from core.model import Condition, Dataset, Recipe, Role, Rule, Segmentation
from core.profile.rules.conditions import as_sql, match_all
from core.profile.rules.statements import PLAIN, POSTGRES, SQLITE, rule_statements
from tests.support.databases import Database, postgres, run_duckdb, run_sqlite
from tests.support.profiled_segments import make_halves

ROLES: Mapping[str, Role] = {"who": "id", "order no": "order", "when": "date", "pieces": "quantity",
                             "price": "unit_price", "article": "product"}  # fmt: skip
SHOP: Mapping[str, Role] = {"CustomerID": "id", "OrderID": "order", "OrderDate": "date",
                            "Quantity": "quantity", "UnitPrice": "unit_price", "Product": "product"}  # fmt: skip
FEATURES = ("recency", "frequency", "monetary", "tenure", "order_gap_mean", "relative_recency",
            "average_order_value", "items_per_order", "return_rate", "product_breadth")  # fmt: skip


def purchases(rows: int = 900, customers: int = 60) -> pl.DataFrame:
    """Lines with returns, cancelled orders, and cells that are empty."""
    random = np.random.default_rng(5)
    start = datetime(2024, 1, 1)
    order = random.integers(1, 300, rows)
    cancelled = order % 17 == 0
    pieces = random.integers(1, 9, rows) * np.where(random.random(rows) < 0.05, -1, 1)
    table = pl.DataFrame({
        "who": [None if i % 50 == 0 else f"c{o % customers}" for i, o in enumerate(order)],
        "order no": [
            None if i % 90 == 1 else f"C{o}" if bad else str(o)
            for i, (o, bad) in enumerate(zip(order, cancelled, strict=True))
        ],
        "when": [start + timedelta(hours=int(o) * 7, minutes=int(o) % 3 * 30) for o in order],
        "pieces": pieces,
        "price": [None if i % 71 == 0 else float(p) for i, p in enumerate(random.uniform(0.5, 40, rows).round(2))],
        "article": [None if i % 40 == 0 else f"a{i % 23}" for i in range(rows)],
    })  # fmt: skip
    return pl.concat([table, table[::9].with_columns(price=pl.lit(0.0)), table[::7]])


def segmented(
    folder: Path, table: pl.DataFrame, roles: Mapping[str, Role], **changes: Any
) -> Segmentation:
    path = folder / "lines.parquet"
    table.write_parquet(path)
    recipe = Recipe(table="transactions", roles=dict(roles)).with_changes(**changes)
    customers = build_customers(pl.scan_parquet(path), recipe)
    plain = make_halves({"place": [0.0] * (len(customers.frame) // 2 * 2)})
    dataset = Dataset("d", "lines", str(path), table.height, tuple(table.columns))
    return Segmentation(replace(plain, dataset=dataset, recipe=recipe, customers=customers), 2)


def rule_of(*conditions: Condition) -> Rule:
    return Rule(conditions, 0, 1, 1, "", as_sql(conditions), "")


@pytest.fixture(scope="module")
def run_postgres() -> Iterator[Database]:
    with postgres() as run:
        yield run


@pytest.fixture(params=["sqlite", "duckdb", "postgres"])
def database(request: pytest.FixtureRequest) -> tuple[str, Database]:
    """A database and the dialect of the statements that it runs."""
    if request.param == "postgres":
        return POSTGRES, request.getfixturevalue("run_postgres")
    return (SQLITE, run_sqlite) if request.param == "sqlite" else (POSTGRES, run_duckdb)


def check_all(segmentation: Segmentation, table: pl.DataFrame, database: tuple[str, Database]) -> None:
    """Compare both sides of each feature's lower, middle and upper values, exact ones too."""
    (dialect, run), frame = database, segmentation.customers.frame
    rules = []
    for feature in (name for name in FEATURES if name in frame):
        bounds = frame[feature].quantile([0.1, 0.5, 0.9], interpolation="lower")
        for bound, operator in zip(bounds, ("<=", ">", "<="), strict=True):
            rules.append(rule_of(Condition(feature, feature, operator, float(bound))))  # type: ignore[arg-type]
    customers = run([rule_statements(segmentation, rule)[dialect] for rule in rules], table)
    for rule, ids in zip(rules, customers, strict=True):
        wanted = {str(key) for key in frame.index[match_all(rule.conditions, frame)]}
        assert ids == wanted, rule.sql


@pytest.mark.parametrize(
    "changes", [{}, {"returns": "ignore"}, {"snapshot": "2024-03-01"}, {"fewer": "order no"},
                {"fixes": ("drop_duplicates", "drop_empty_ids", "drop_zero_prices")},
                {"fewer": "pieces", "more": "amount", "fixes": ("drop_zero_prices",)}]
)  # fmt: skip
def test_the_same_customers_as_the_program(
    tmp_path: Path, database: tuple[str, Database], changes: dict[str, Any]
) -> None:
    table, roles = purchases(), {**ROLES}
    roles |= {changes.pop("fewer"): "ignore"} if "fewer" in changes else {}
    if more := changes.pop("more", ""):
        table = table.with_columns((pl.col("price") * pl.col("pieces")).alias(more))
        roles |= {more: "amount"}
    check_all(segmented(tmp_path, table, roles, **changes), table, database)


def test_the_same_customers_of_the_sample_shop(tmp_path: Path, database: tuple[str, Database]) -> None:
    table = make_sample("shop", 5_000, 0)
    roles = {name: SHOP.get(name, "ignore") for name in table.columns}
    check_all(segmented(tmp_path, table, roles), table, database)


def test_conditions_join_and_names_are_spelt_with_care(
    tmp_path: Path, database: tuple[str, Database]
) -> None:
    table = purchases().rename({"who": 'who "is" it'})
    roles = {'who "is" it' if name == "who" else name: role for name, role in ROLES.items()}
    segmentation = segmented(tmp_path, table, roles)
    rule = rule_of(Condition("recency", "", "<=", 40.0), Condition("monetary", "", ">", 100.0))
    frame = segmentation.customers.frame
    wanted = {str(key) for key in frame.index[match_all(rule.conditions, frame)]}
    dialect, run = database
    assert run([rule_statements(segmentation, rule)[dialect]], table) == [wanted]


def test_what_cannot_be_built_says_where_it_runs(tmp_path: Path) -> None:
    plain = segmented(tmp_path, purchases(), ROLES)
    late = rule_of(Condition("recency", "", ">", 84.0))
    trend = rule_of(Condition("spend_trend", "", ">", 0.5))
    fixed = replace(plain.analysis, recipe=plain.recipe.with_changes(fixes=("drop_outliers",)))
    for segmentation, rule in ((plain, trend), (Segmentation(fixed, 2), late)):
        (statement,) = rule_statements(segmentation, rule).values()
        assert "exported customers table" in statement and f"WHERE {rule.sql}" in statement


def test_columns_of_a_customers_table_need_nothing_more() -> None:
    analysis = make_halves({"Income": [1.0, 2, 3, 4]})
    analysis = replace(analysis, dataset=replace(analysis.dataset, columns=("Income",)))
    rule = rule_of(Condition("Income", "Income", ">", 2.0))
    assert rule_statements(Segmentation(analysis, 2), rule) == {PLAIN: 'WHERE "Income" > 2'}
    derived = rule_of(Condition("days_since_signup", "", ">", 2.0))
    assert "exported" in rule_statements(Segmentation(analysis, 2), derived)[PLAIN]


def test_a_column_whose_codes_were_emptied_is_not_that_of_the_own_table() -> None:
    """There 999 is still a number, above every bound."""
    analysis = make_halves({"Gap": [1.0, 2, 3, 4], "Age": [1.0, 2, 3, 4]})
    recipe = analysis.recipe.with_changes(fixes=("missing:Gap:999",))
    dataset = replace(analysis.dataset, columns=("Gap", "Age"))
    segmentation = Segmentation(replace(analysis, dataset=dataset, recipe=recipe), 2)
    emptied, plain = (rule_of(Condition(name, name, ">", 2.0)) for name in ("Gap", "Age"))
    assert "exported" in rule_statements(segmentation, emptied)[PLAIN]
    assert rule_statements(segmentation, plain) == {PLAIN: 'WHERE "Age" > 2'}
