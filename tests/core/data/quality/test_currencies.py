"""Money in several currencies: one is kept, or all are converted."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from core.data.columns.column_names import is_currency_name
from core.data.quality.currencies import currency_code
from core.data.quality.extent import measure_extents
from core.data.quality.findings import check_quality
from core.data.quality.fixes import fix_table
from core.features import build_customers
from core.model import Dataset, Finding, Fix, Recipe, Role

ROLES: dict[str, Role] = {"who": "id", "day": "date", "paid": "amount"}


def sales(name: str, values: list[Any], money: str = "paid") -> pl.LazyFrame:
    days = pl.date_range(pl.date(2024, 1, 1), pl.date(2024, 12, 31), eager=True).head(60)
    turns = [values[i % len(values)] for i in range(60)]
    return pl.LazyFrame(
        {"who": [f"C{i % 6}" for i in range(60)], "day": days, money: [10.0] * 60, name: turns}
    )


def findings_of(frame: pl.LazyFrame, roles: dict[str, Role] = ROLES) -> list[Finding]:
    return [f for f in check_quality(frame, roles, "transactions") if f.kind == "currencies"]


@pytest.mark.parametrize(
    "name",
    [
        "Currency",
        "currency_code",
        "Währung",
        "devise",
        "Moneda",
        "valuta",
        "moeda",
        "munteenheid",
        "paid currency",
    ],
)
def test_the_most_frequent_currency_is_kept(name: str) -> None:
    frame = sales(name, ["EUR", "EUR", "EUR", "USD", "GBP"])
    (finding,) = findings_of(frame)
    assert (finding.count, finding.fix, finding.recommended) == (
        24,
        Fix("keep_currency", name, "EUR"),
        True,
    )
    assert "24 lines (40 % of lines)" in finding.sentence
    recipe = Recipe(table="transactions", roles={**ROLES, name: "category"}, fixes=(str(finding.fix),))
    customers = build_customers(frame, recipe)
    assert customers.frame["monetary"].sum() == 360
    assert not any(name in feature for feature in customers.features)


def test_rates_convert_the_others() -> None:
    frame = sales("currency", ["EUR", "EUR", "EUR", "usd", "CHF"])
    recipe = Recipe(
        table="transactions", roles=ROLES, fixes=("keep_currency:currency:EUR",), rates={"USD": 0.5}
    )
    assert build_customers(frame, recipe).frame["monetary"].sum() == pytest.approx(360 + 60)
    assert Recipe.from_json(recipe.to_json()) == recipe


def test_what_counts_is_measured_with_the_rates(tmp_path: Path) -> None:
    path = tmp_path / "sales.parquet"
    frame = sales("currency", ["EUR", "EUR", "EUR", "usd", "CHF"])
    frame.sink_parquet(path)
    dataset = Dataset("0" * 64, "sales", str(path), 60, tuple(frame.collect_schema()))
    recipe = Recipe(table="transactions", roles=ROLES, fixes=("keep_currency:currency:EUR",))
    kept = measure_extents(dataset, recipe, [])[""]
    converted = measure_extents(dataset, recipe.with_changes(rates={"USD": 0.5}), [])[""]
    assert kept.money == pytest.approx(360) and converted.money == pytest.approx(360 + 60)
    assert converted.rows > kept.rows


def test_a_line_without_a_currency_stays() -> None:
    frame = sales("currency", ["EUR", None, None, "USD", "EUR"])
    assert (
        fix_table(frame, ROLES, "transactions", ["keep_currency:currency:EUR"]).collect().height == 48
    )


@pytest.mark.parametrize(
    ("name", "values", "money"),
    [
        ("currency", ["EUR"], "paid"),
        ("currency", ["EUR", "eur", "€"], "paid"),
        ("currency", ["EUR", "USD"], "amount_eur"),
        ("exchange rate", ["EUR", "USD"], "paid"),
        ("presentment_currency", ["EUR", "USD"], "paid"),
        ("currency", ["a long note", "EUR", "another note"], "paid"),
        ("country", ["GER", "FRA"], "paid"),
        ("shipping currency", ["EUR"], "paid"),
    ],
)
def test_one_currency_is_no_finding(name: str, values: list[str], money: str) -> None:
    roles: dict[str, Role] = {"who": "id", "day": "date", money: "amount"}
    assert not findings_of(sales(name, values, money), roles)


def test_codes_and_names() -> None:
    assert [currency_code(text) for text in ("EUR", " usd ", "€", "US$", "euros", "A$", "none such", "")] == [
        "EUR", "USD", "EUR", "USD", "EUR", "AUD", "", ""
    ]  # fmt: skip
    assert not any(map(is_currency_name, ["Currency Rate", "amount", "recurrency"]))


def test_converted_money_is_in_the_currency_that_it_was_converted_to() -> None:
    frame = sales("Currency", ["usd", "eur"], "Converted Amount")
    roles: dict[str, Role] = {"who": "id", "day": "date", "Converted Amount": "amount"}
    assert not findings_of(frame, roles)
    several = frame.with_columns(pl.col("Currency").alias("Converted Currency"))
    assert findings_of(several, roles)[0].columns == ("Converted Currency",)
