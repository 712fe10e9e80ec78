"""Aggregation of transaction lines to one row a customer, for every engine that Narwhals speaks to.

Only sums, counts, minima and maxima are asked for, distinct counts as two groupings, so that an
engine may work in parts and memory follows the number of orders, not of lines. Moments are whole
seconds since 1970 because engines disagree on differences of timestamps.
"""

from collections.abc import Sequence
from typing import Any

import narwhals.stable.v2 as nw

Lines = nw.LazyFrame[Any]
DAY = 86_400
DAYS_DECIMALS = 4
DECIMALS = 6


def compute_rfm(
    lines: Lines, snapshot: int, *, products: bool = False, places: Sequence[str] = ()
) -> Lines:
    """Compute one row a customer, in no particular order.

    Who only gave back has frequency 0, recency empty.

    `lines` has `customer`, `order`, `seconds`, `amount`, `units`, `returned` (boolean: the line
    takes a purchase back, and its amount is not positive), `product` where `products` is true, and
    the columns `places`. No line lies after `snapshot` (seconds).

    Gives `customer`, `recency` and `tenure` (whole days from the last and the first purchase to the
    snapshot), `frequency`, `monetary` (net), `order_gap_mean` and `order_gap_sd` (days, population
    deviation; empty for one order), `relative_recency` (recency over the mean gap, which counts as
    one day at least), `average_order_value` (net) and `items_per_order` (bought), `return_rate`
    (money given back over money spent), `spend_trend` (where the spend's centre of gravity lies
    between the first purchase and the snapshot: -1 at the start, 0 in the middle, 1 at the end;
    empty for one order), `product_breadth` (distinct products bought) and for each place
    `share_first_<place>`, the share of the spend that was made where the customer first bought.
    """
    orders = _group_orders(lines)
    table = _compute_features(_sum_orders(orders, snapshot), snapshot)
    bought = lines.filter(~nw.col("returned"))
    parts = [_product_breadth(bought)] if products else []
    parts += [_first_place_share(bought, place) for place in places]
    for part in parts:
        table = table.join(part, on="customer", how="left")
    return table


def _group_orders(lines: Lines) -> Lines:
    """Group the lines to orders: time (empty where it only gives back), money and units."""
    returned, amount, nothing = nw.col("returned"), nw.col("amount"), nw.lit(0.0)
    return (
        lines.with_columns(
            moment=nw.when(~returned).then(nw.col("seconds")),
            spent=nw.when(returned).then(nothing).otherwise(amount),
            refunded=nw.when(returned).then(-amount).otherwise(nothing),
            items=nw.when(returned).then(nothing).otherwise(nw.col("units")),
        )
        .group_by("customer", "order")
        .agg(nw.col("moment").min(), nw.col("spent", "refunded", "items").sum())
    )


def _sum_orders(orders: Lines, snapshot: int) -> Lines:
    """Sum, count and find the extremes of each customer's orders; `gaps` holds squared seconds."""
    moment = nw.col("moment")
    before = moment.shift(1).over("customer", order_by="moment")
    return (
        orders.with_columns(gap=(moment - before).cast(nw.Float64))
        .with_columns(
            gaps=nw.col("gap") * nw.col("gap"), weighted=nw.col("spent") * (snapshot - moment)
        )
        .group_by("customer")
        .agg(
            moment.count().alias("frequency"),
            moment.min().alias("first"),
            moment.max().alias("last"),
            nw.col("spent", "refunded", "items", "gaps", "weighted").sum(),
        )
    )


def _compute_features(sums: Lines, snapshot: int) -> Lines:
    """Compute the features.

    Sums and features are rounded: sums differ in their last digits with the order of the lines, and a
    quotient of them can lie between two rounded values.
    """
    sums = sums.with_columns(nw.col("spent", "refunded", "items").round(DECIMALS))
    orders, age = nw.col("frequency").cast(nw.Float64), snapshot - nw.col("first")
    spent, net = nw.col("spent"), nw.col("spent") - nw.col("refunded")
    bought, repeated = orders > 0, orders > 1
    gap = nw.when(repeated).then((nw.col("last") - nw.col("first")) / (orders - 1))
    spread = nw.when(repeated).then(nw.col("gaps") / (orders - 1) - gap * gap)
    recency = ((snapshot - nw.col("last")) / DAY).floor()
    centre = nw.when(repeated & (spent > 0) & (age > 0)).then(nw.col("weighted") / (spent * age))
    return sums.select(
        nw.col("customer"),
        recency.cast(nw.Float64).alias("recency"),
        orders.alias("frequency"),
        net.round(DECIMALS).alias("monetary"),
        (age / DAY).floor().cast(nw.Float64).alias("tenure"),
        (gap / DAY).round(DAYS_DECIMALS).alias("order_gap_mean"),
        (spread.clip(lower_bound=0).sqrt() / DAY).round(DAYS_DECIMALS).alias("order_gap_sd"),
        (recency * DAY / gap.clip(lower_bound=DAY)).round(DECIMALS).alias("relative_recency"),
        nw.when(bought).then(net / orders).round(DECIMALS).alias("average_order_value"),
        nw.when(bought).then(nw.col("items") / orders).round(DECIMALS).alias("items_per_order"),
        nw.when(spent > 0).then(nw.col("refunded") / spent).round(DECIMALS).alias("return_rate"),
        (1 - 2 * centre).round(DECIMALS).alias("spend_trend"),
    )


def _product_breadth(bought: Lines) -> Lines:
    pairs = bought.filter(~nw.col("product").is_null()).group_by("customer", "product").agg(nw.len())
    counts = pairs.group_by("customer").agg(nw.len().alias("product_breadth"))
    return counts.with_columns(nw.col("product_breadth").cast(nw.Float64))


def _first_place_share(bought: Lines, place: str) -> Lines:
    """Share of the spend in the customer's first place.

    Of several at the first moment, the one with most spend.
    """
    first, spend, total = nw.col("seconds"), nw.col("amount"), nw.col("total")
    return (
        bought.filter(~nw.col(place).is_null())
        .group_by("customer", place)
        .agg(first.min(), spend.sum())
        .with_columns(total=spend.sum().over("customer"), start=first.min().over("customer"))
        .filter(first == nw.col("start"))
        .group_by("customer")
        .agg(spend.max(), total.max())
        .select(
            "customer",
            nw.when(total > 0).then(spend / total).round(DECIMALS).alias(f"share_first_{place}"),
        )
    )
