"""One row a customer from either kind of table."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import polars as pl
from pandas.api.types import is_numeric_dtype

from core.data import (
    TypedTable,
    check_meanings,
    check_roles,
    exact_column,
    finite_numbers,
    fix_table,
    guess_meaning,
    profile_columns,
)
from core.errors import UserError
from core.features.money import add_money, find_money
from core.features.rfm_titles import customers_from_transactions
from core.features.transactions import NotDates, NotNumbers
from core.features.words import anonymous_rows_sentence, rates_sentence
from core.model import NO_TRAIT, Customers, Fix, Meaning, Notice, Recipe, Role
from core.text import distinct_titles, format_count

FEWEST_CUSTOMERS = 3  # that must be left to look for segments in
NUMBERS: tuple[Role, ...] = ("number", "amount", "quantity", "unit_price", "latitude", "longitude")
CATEGORIES: tuple[Role, ...] = ("category", "country", "product", "order")
FEWEST_NUMBERS = 3  # number features from which categories are not suggested beside them
MOST_ANSWERS = 20  # values of an outcome in numbers up to which each is an answer of its own
NAMELESS_OUTCOMES = frozenset({"y", "label", "target", "class"})  # names that do not say which outcome
DAY_US = 86_400_000_000


class TooFewCustomers(UserError):
    template = (
        "Only {customers} left, and segments need at least {fewest}. Undo a fix, correct "
        "the columns' roles, or upload a larger file."
    )


class RepeatedCustomers(UserError):
    template = (
        "Column '{column}' names {customers} more than once. If each row is a purchase, say that the "
        "table holds purchases; otherwise remove the repeated rows, or give the column another role."
    )


class NoFeature(UserError):
    template = (
        "No column is left to compare customers by. Give at least one the role number or category."
    )


def build_customers(frame: pl.LazyFrame, recipe: Recipe) -> Customers:
    """Build the customers of a table with the recipe's fixes applied, features in original units.

    Transactions become recency, frequency, monetary and what follows from them (`compute_rfm`); a
    customers table is taken as it is. Raises a UserError where roles, fixes and columns do not go
    together, or fewer than `FEWEST_CUSTOMERS` customers are left.
    """
    check_roles(recipe.roles, recipe.table, tuple(frame.collect_schema()))
    fixed = fix_table(frame, recipe.roles, recipe.table, recipe.fixes, recipe.rates)
    make = customers_from_transactions if recipe.table == "transactions" else customers_from_table
    customers = make(fixed, recipe.with_changes(roles=used_roles(recipe)))
    if len(customers.frame) < FEWEST_CUSTOMERS:
        raise TooFewCustomers(
            customers=format_count(len(customers.frame), "customer"), fewest=FEWEST_CUSTOMERS
        )
    return replace(customers, notices=(*customers.notices, *_rates_notices(recipe)))


def _rates_notices(recipe: Recipe) -> tuple[Notice, ...]:
    """A notice on rates that were given and that nothing needs."""
    if not recipe.rates or any(Fix.parse(fix).kind == "keep_currency" for fix in recipe.fixes):
        return ()
    return (Notice(rates_sentence(sorted(recipe.rates)), "warning", "rates"),)


def used_roles(recipe: Recipe) -> dict[str, Role]:
    """Roles of the recipe without the columns that a fix says to ignore."""
    ignored = {fix.column for fix in map(Fix.parse, recipe.fixes) if fix.kind == "ignore"}
    return {name: role for name, role in recipe.roles.items() if name not in ignored}


def customers_from_table(frame: pl.LazyFrame, recipe: Recipe) -> Customers:
    """Build one customer a row, indexed by the id column, or numbered from 1 where there is none.

    Numbers are float64, dates days before the column's last date, categories (numeric codes among
    them) pandas `category`; a label is kept beside the features. Raises RepeatedCustomers,
    NoFeature, NotNumbers, NotDates.
    """
    table = TypedTable(frame, recipe.roles, "customers")
    numbers, categories = _number_features(table), _category_features(table)
    features = (*numbers, *categories)
    if not features:
        raise NoFeature()
    check_meanings(recipe.meanings, tuple(table.schema))
    answers = _outcome_columns(table, recipe.meanings, features)
    customer_rows, notices = _index_by_id(table, {**numbers, **categories, **answers})
    profiles = profile_columns(table.frame.select(map(exact_column, table.used_columns)))
    guessed = {p.name: guess_meaning(p, recipe.roles[p.name]) for p in profiles}
    columns = guessed | {f"days_since_{name}": "time" for name in guessed} | dict(recipe.meanings)
    meanings: dict[str, Meaning] = {name: columns[name] for name in features}
    amount = table.column_for("amount")
    source = find_money(customer_rows, profiles, columns, recipe.meanings, amount)
    money = None
    if source is not None:
        customer_rows, money = add_money(customer_rows, source)
    outcomes = (*answers, *(name for name in features if meanings[name] == "outcome"))
    return Customers(
        frame=customer_rows,
        features=features,
        suggested=_suggested_features(tuple(numbers), features, meanings),
        titles=column_titles(features, tuple(answers), recipe.titles),
        money=money,
        label=next((name for name in answers if not is_numeric_dtype(customer_rows[name])), None),
        notices=notices,
        meanings=meanings,
        outcomes=outcomes,
        money_of=() if source is None else source.columns,
        money_period="" if source is None else source.period,
    )


def _outcome_columns(
    table: TypedTable, chosen: Mapping[str, Meaning], features: tuple[str, ...]
) -> dict[str, pl.Expr]:
    """Expressions of the columns that say what became of customers and are no features: categories, or
    numbers where there are more than a few."""
    names = [
        name
        for name in table.used_columns
        if table.roles[name] == "label" or (chosen.get(name) == "outcome" and name not in features)
    ]
    names = [name for name in names if table.roles[name] not in ("id", "date")]
    return {
        name: finite_numbers(name) if _is_measured(table, name) else category_text(table, name)
        for name in names
    }


def _is_measured(table: TypedTable, name: str) -> bool:
    if not table.is_numeric(name):
        return False
    return int(table.frame.select(exact_column(name).n_unique()).collect().item()) > MOST_ANSWERS


def _suggested_features(
    numbers: tuple[str, ...], features: tuple[str, ...], meanings: Mapping[str, Meaning]
) -> tuple[str, ...]:
    """Features of a recipe without a choice: enough numbers alone; never a place, circumstances or an
    outcome unless nothing else is there."""
    telling = tuple(name for name in features if meanings[name] not in NO_TRAIT)
    measured = tuple(name for name in numbers if name in telling)
    if len(measured) >= FEWEST_NUMBERS:
        return measured
    return telling or features


def column_titles(
    names: tuple[str, ...], answers: tuple[str, ...], chosen: Mapping[str, str]
) -> dict[str, str]:
    """Readable titles of features and of outcomes (`answers`) by name; those that the user chose stay."""
    titles = distinct_titles((*names, *answers))
    for name in answers:  # the first of "Churn label" and "Churn value" is called "Churn"
        short = re.sub(r" (?:flag|label|value|yn)$", "", titles[name])
        titles[name] = titles[name] if short in titles.values() else short
    titles |= {name: "Outcome" for name in answers[:1] if name.casefold() in NAMELESS_OUTCOMES}
    return {name: chosen.get(name, "").strip() or title for name, title in titles.items()}


def _number_features(table: TypedTable) -> dict[str, pl.Expr]:
    """Expressions of the number features by name, in the order of the columns."""
    features: dict[str, pl.Expr] = {}
    for name in table.used_columns:
        role = table.roles[name]
        if role == "date":
            features[f"days_since_{name}"] = _days_since(table, name)
        elif role in NUMBERS and table.schema[name] != pl.Boolean:
            if not table.is_numeric(name):
                raise NotNumbers(column=name, role=role.replace("_", " "))
            features[name] = finite_numbers(name)
    return features


def _days_since(table: TypedTable, name: str) -> pl.Expr:
    if not table.schema[name].is_temporal():
        raise NotDates(column=name)
    moment = exact_column(name).dt.epoch("us")
    return ((moment.max() - moment) // DAY_US).cast(pl.Float64)


def _category_features(table: TypedTable) -> dict[str, pl.Expr]:
    return {
        name: category_text(table, name)
        for name in table.used_columns
        if table.roles[name] in CATEGORIES
        or (table.roles[name] in NUMBERS and table.schema[name] == pl.Boolean)
    }


def category_text(table: TypedTable, name: str) -> pl.Expr:
    """Expression of the category as text; a code that was read as 2.0 is "2"."""
    value = exact_column(name)
    if not table.schema[name].is_float():
        return value.cast(pl.String)
    whole = value.cast(pl.Int64, strict=False)
    return pl.when(value == whole).then(whole.cast(pl.String)).otherwise(value.cast(pl.String))


def _index_by_id(
    table: TypedTable, values: Mapping[str, pl.Expr]
) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    """Collect the values as a pandas table under the customers' ids, with a notice of rows without
    one."""
    names = [f"{place}" for place in range(len(values))]
    columns = [expression.alias(name) for name, expression in zip(names, values.values(), strict=True)]
    customer = table.column_for("id")
    ids = pl.int_range(1, pl.len() + 1) if customer is None else exact_column(customer)
    rows = table.frame.select(*columns, who=ids).collect()
    identified = rows.drop_nulls("who")
    dropped = rows.height - identified.height
    frame = identified.drop("who").to_pandas().set_axis(list(values), axis=1)
    text = [name for name in values if not pd.api.types.is_numeric_dtype(frame[name])]
    frame[text] = frame[text].astype("category")
    frame.index = pd.Index(
        _unique_ids(identified["who"], customer or "").to_pandas(), name=customer or "customer"
    )
    notice = Notice(anonymous_rows_sentence(dropped), "warning", customer or "")
    return frame, (notice,) if dropped else ()


def _unique_ids(ids: pl.Series, name: str) -> pl.Series:
    """Ids with 17850.0 read as 17850.

    Raises RepeatedCustomers where one stands twice in column `name`.
    """
    repeated = ids.unique_counts()
    count = int((repeated > 1).sum())
    if count:
        raise RepeatedCustomers(column=name, customers=format_count(count, "customer"))
    whole = ids.dtype.is_float() and bool((ids == ids.floor()).all())
    return ids.cast(pl.Int64) if whole else ids
