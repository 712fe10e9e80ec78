"""The shop: two years of invoice lines, with the faults that a real export has."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from core.data.samples.shop_orders import (
    CHANNELS,
    COUNTRIES,
    DAYS,
    START,
    TRADE,
    Catalogue,
    Ints,
    Orders,
    draw_orders,
    make_catalogue,
)
from core.model import Floats

CUSTOMERS_A_BLOCK = 10_000
FEWEST_LINES_A_CUSTOMER = 26
FIRST_CUSTOMER = 10_001
FIRST_ORDER = 1_000_001
ORDERS_A_BLOCK = 1_000_000

# The top 5 % of customers hold about half of the net spend, as in UCI's Online Retail.
FURTHER_LINES = np.array([1.6, 2.4, 2.4, 3.8, 3.4, 4.5])
FURTHER_UNITS = np.array([0.6, 0.7, 0.7, 0.9, 1.2, 0.2])
RETURN_SHARES = np.array([0.02, 0.05, 0.03, 0.02, 0.06, 0.01])
TRADE_PACK = 2
DUPLICATE_SHARE = 0.004
FREE_SHARE = 0.001


@dataclass(frozen=True)
class _Lines:
    """One entry a line: its order (a position in `Orders`) and what was bought or sent back."""

    order: Ints
    product: Ints
    quantity: Ints
    price: Floats
    minute: Ints


def make_shop_sample(rows: int, seed: int) -> pl.DataFrame:
    """Make `rows` invoice lines by date; the columns are those of a till's export."""
    return pl.concat(make_shop_blocks(rows, seed)).sort("OrderDate", "OrderID", maintain_order=True)


def make_shop_blocks(rows: int, seed: int) -> Iterator[pl.DataFrame]:
    """Yield the lines of `make_shop_sample`, a block of customers at a time, each block by date."""
    block = 0
    while rows > 0:
        customers = min(CUSTOMERS_A_BLOCK, rows // FEWEST_LINES_A_CUSTOMER + 2)
        lines = _make_block(np.random.default_rng([seed, block]), customers, block).head(rows)
        yield lines.sort("OrderDate", "OrderID", maintain_order=True)
        rows -= lines.height
        block += 1


def _make_block(random: np.random.Generator, customers: int, block: int) -> pl.DataFrame:
    """Make every line of the block's customers, one customer after the other."""
    articles = make_catalogue()
    ordered = draw_orders(random, customers)
    lines = _add_faults(random, ordered, _draw_purchases(random, ordered, articles))
    number = _order_numbers(ordered) + FIRST_ORDER + block * ORDERS_A_BLOCK
    customer = ordered.customer + FIRST_CUSTOMER + block * CUSTOMERS_A_BLOCK
    whose = pl.Series(customer).set(pl.Series(ordered.guest), None)
    prefix = pl.when(pl.col("Quantity") < 0).then(pl.lit("C")).otherwise(pl.lit(""))
    return pl.DataFrame(
        {
            "OrderID": number[lines.order],
            "OrderDate": np.datetime64(START, "us") + lines.minute.astype("timedelta64[m]"),
            "CustomerID": whose.gather(lines.order),
            "Product": articles.names.gather(lines.product),
            "Quantity": lines.quantity,
            "UnitPrice": lines.price,
            "Country": pl.Series(COUNTRIES).gather(ordered.country[lines.order]),
            "Channel": pl.Series(CHANNELS).gather(ordered.channel[lines.order]),
        }
    ).with_columns(OrderID=pl.concat_str(prefix, "OrderID"))


def _order_numbers(ordered: Orders) -> Ints:
    """Number the orders from 0 in order of time, as a till does."""
    rank = np.empty(ordered.minute.size, dtype=np.int64)
    rank[np.argsort(ordered.minute, kind="stable")] = np.arange(rank.size)
    return rank


def _draw_purchases(random: np.random.Generator, ordered: Orders, articles: Catalogue) -> _Lines:
    size = 1 + random.poisson(FURTHER_LINES[ordered.behaviour])
    order = np.repeat(np.arange(size.size), size)
    behaviour = ordered.behaviour[order]
    product = np.searchsorted(articles.reach[:-1], random.random(order.size))
    units = 1 + random.poisson(FURTHER_UNITS[behaviour])
    quantity = np.where(behaviour == TRADE, units * TRADE_PACK, units)
    price = np.where(random.random(order.size) < FREE_SHARE, 0.0, articles.prices[product])
    return _Lines(order, product, quantity, price, ordered.minute[order])


def _add_faults(random: np.random.Generator, ordered: Orders, bought: _Lines) -> _Lines:
    """Add to the purchases, behind each, a line entered twice or sent back within six weeks."""
    size = bought.order.size
    twice = np.flatnonzero(random.random(size) < DUPLICATE_SHARE)
    back = np.flatnonzero(random.random(size) < RETURN_SHARES[ordered.behaviour[bought.order]])
    later = bought.minute[back] + random.integers(2 * 1440, 42 * 1440, back.size)
    back, later = back[later < DAYS * 1440], later[later < DAYS * 1440]
    source = np.concatenate([np.arange(size), twice, back])
    minute = np.concatenate([bought.minute, bought.minute[twice], later])
    sign = np.repeat([1, 1, -1], [size, twice.size, back.size])
    place = np.argsort(source, kind="stable")
    source = source[place]
    return _Lines(
        order=bought.order[source],
        product=bought.product[source],
        quantity=bought.quantity[source] * sign[place],
        price=bought.price[source],
        minute=minute[place],
    )
