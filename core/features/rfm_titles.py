"""Customers from transactions: the RFM features with their titles, and notices about them."""

import pandas as pd
import polars as pl

from core.features.rfm import compute_rfm
from core.features.transactions import Ledger, build_ledger
from core.features.words import negative_spend_sentence, only_returns_sentence
from core.model import Customers, Meaning, Notice, Recipe

# Share of customers who must buy in several places before that is a feature; higher, fewer such features.
MIXED_SHARE = 0.05
LINES_AT_ONCE = 2_500_000  # more are worked through in parts, so that memory stays bounded
SUGGESTED = ("recency", "frequency", "monetary")
TITLES = {
    "recency": "Recency (days)",
    "frequency": "Frequency (orders)",
    "monetary": "Monetary (net spend)",
    "tenure": "Tenure (days since first order)",
    "order_gap_mean": "Mean gap between orders (days)",
    "order_gap_sd": "Deviation of gaps between orders (days)",
    "relative_recency": "Recency relative to own rhythm (mean gaps)",
    "average_order_value": "Average order value",
    "items_per_order": "Items per order",
    "return_rate": "Return rate (share of spend)",
    "spend_trend": "Spend trend (-1 early to 1 late)",
    "product_breadth": "Product breadth (distinct products)",
}
MEANINGS: dict[str, Meaning] = {
    "recency": "time",
    "frequency": "behaviour",
    "monetary": "money",
    "tenure": "time",
    "order_gap_mean": "time",
    "order_gap_sd": "time",
    "relative_recency": "time",
    "average_order_value": "money",
    "items_per_order": "behaviour",
    "return_rate": "behaviour",
    "spend_trend": "behaviour",
    "product_breadth": "behaviour",
}
# Features that say nothing without dates, and without money.
TIMED = {"recency", "tenure", "order_gap_mean", "order_gap_sd", "relative_recency", "spend_trend"}
VALUED = {"monetary", "average_order_value", "return_rate", "spend_trend"}


def customers_from_transactions(frame: pl.LazyFrame, recipe: Recipe) -> Customers:
    """Build one row a customer who has bought something up to the snapshot, ordered by id.

    The features are those of `compute_rfm` that the columns allow; one that says nothing here (no
    returns, hardly anyone buys in two places) is not among them. Raises as `build_ledger` does.
    """
    ledger = build_ledger(frame, recipe)
    everyone = _compute_in_parts(ledger)
    table = everyone.filter(pl.col("frequency") > 0)
    features = [name for name in table.columns[1:] if _is_informative(table, name, ledger)]
    titles = {name: _feature_title(name, ledger, recipe) for name in features}
    customer = next(name for name, role in recipe.roles.items() if role == "id")
    return Customers(
        frame=_index_by_customer(table, features, customer),
        features=tuple(features),
        suggested=tuple(name for name in SUGGESTED if name in features),
        titles=titles,
        money="monetary" if ledger.valued else None,
        notices=(*ledger.notices, *_customer_notices(everyone, table)),
        meanings={name: MEANINGS.get(name, "place") for name in features},
        money_of=("monetary",) if ledger.valued else (),
    )


def _compute_in_parts(ledger: Ledger) -> pl.DataFrame:
    """Compute all customers by id; a large file is read once for each part of its customers."""
    parts = -(-ledger.rows // LINES_AT_ONCE)
    part_of_customer = pl.col("customer").hash() % parts
    tables = [
        _compute_part(
            ledger, ledger.lines.filter(part_of_customer == part) if parts > 1 else ledger.lines
        )
        for part in range(parts)
    ]
    return pl.concat(tables).sort("customer")


def _compute_part(ledger: Ledger, lines: pl.LazyFrame) -> pl.DataFrame:
    import narwhals.stable.v2 as nw

    table = compute_rfm(
        nw.from_native(lines), ledger.snapshot, products=ledger.products, places=tuple(ledger.places)
    )
    computed: pl.DataFrame = table.to_native().collect(engine="streaming")
    return computed


def _index_by_customer(table: pl.DataFrame, features: list[str], customer: str) -> pd.DataFrame:
    frame = table.select(features).to_pandas()
    frame.index = pd.Index(table["customer"].to_pandas(), name=customer)
    return frame


def _is_informative(table: pl.DataFrame, name: str, ledger: Ledger) -> bool:
    if (name in TIMED and not ledger.dated) or (name in VALUED and not ledger.valued):
        return False
    if name == "items_per_order":
        return ledger.quantities
    if name == "return_rate":
        return bool((table[name] > 0).any())
    if name.startswith("share_first_"):
        return bool((table[name] < 1).sum() >= MIXED_SHARE * table.height)
    return True


def _feature_title(name: str, ledger: Ledger, recipe: Recipe) -> str:
    if name == "monetary" and recipe.returns == "ignore":
        return "Monetary (spend before returns)"
    place = ledger.places.get(name.removeprefix("share_first_"))
    if place is not None:
        return f"Share of spend in the first {place}"
    visits = not ledger.valued and "order" not in recipe.roles.values()
    return TITLES[name].replace("order", "visit") if visits else TITLES[name]


def _customer_notices(everyone: pl.DataFrame, table: pl.DataFrame) -> list[Notice]:
    without, negative = everyone.height - table.height, int((table["monetary"] < 0).sum())
    notices = []
    if without:
        notices.append(Notice(only_returns_sentence(without), "warning"))
    if negative:
        notices.append(Notice(negative_spend_sentence(negative), "warning", "monetary"))
    return notices
