"""Orders of the shop's customers, six ways to behave over two years, and the articles that it sells."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from core.model import Floats

Ints = NDArray[np.int64]
START = date(2024, 1, 1)
DAYS = 731
ONE_TIME, LAPSED, OCCASIONAL, LOYAL, SEASONAL, TRADE = range(6)
BEHAVIOUR_SHARES = np.array([0.28, 0.20, 0.20, 0.17, 0.10, 0.05])
FURTHER_ORDERS = np.array([0.0, 4.0, 2.0, 10.0, 2.5, 46.0])
FIRST_DAY = np.array([[0, 690], [0, 120], [0, 400], [0, 240], [0, 1], [0, 200]])
LAST_DAY = np.array([[700, 731], [300, 480], [500, 731], [700, 731], [725, 731], [705, 731]])

COUNTRIES = (
    "Germany",
    "France",
    "Netherlands",
    "Austria",
    "Belgium",
    "Italy",
    "Spain",
    "Denmark",
    "Sweden",
    "Poland",
    "Switzerland",
    "Ireland",
)

COUNTRY_SHARES = np.array([46, 14, 11, 7, 5, 4, 3, 3, 2, 2, 2, 1]) / 100
CHANNELS = ("Web", "App", "Store")
CHANNEL_SHARES = np.array([0.55, 0.25, 0.20])
USUAL_CHANNEL = 0.8
GUEST_ORDERS = 0.03
COLOURS = ("White", "Sage", "Terracotta", "Navy", "Ochre")
MATERIALS = ("Ceramic", "Linen", "Oak", "Glass", "Enamel", "Wool", "Bamboo", "Rattan")

ARTICLES = {
    "Mug": 7,
    "Plate": 9,
    "Bowl": 8,
    "Jug": 19,
    "Vase": 24,
    "Tray": 16,
    "Candle": 6,
    "Lantern": 22,
    "Cushion": 26,
    "Throw": 49,
    "Tea Towel": 5,
    "Apron": 18,
    "Basket": 21,
    "Storage Jar": 13,
    "Coaster Set": 9,
    "Picture Frame": 14,
    "Wall Clock": 39,
    "Table Lamp": 64,
    "Doormat": 28,
    "Napkin Set": 11,
}

POPULARITY_EXPONENT = 0.9


@dataclass(frozen=True)
class Orders:
    """One entry an order, by customer and then by time; `minute` counts from the start of START."""

    customer: Ints
    behaviour: Ints
    minute: Ints
    country: Ints
    channel: Ints
    guest: NDArray[np.bool_]


def draw_orders(random: np.random.Generator, customers: int) -> Orders:
    """Draw the orders of that many customers."""
    behaviour = random.choice(BEHAVIOUR_SHARES.size, customers, p=BEHAVIOUR_SHARES)
    keenness = random.gamma(4.0, 1 / 4.0, customers)
    count = 1 + random.poisson(FURTHER_ORDERS[behaviour] * keenness)
    customer = np.repeat(np.arange(customers), count)
    country = random.choice(len(COUNTRIES), customers, p=COUNTRY_SHARES)
    return Orders(
        customer=customer,
        behaviour=behaviour[customer],
        minute=_draw_days(random, behaviour, count) * 1440 + _draw_minutes(random, customer.size),
        country=country[customer],
        channel=_draw_channels(random, customer),
        guest=random.random(customer.size) < GUEST_ORDERS,
    )


def _draw_days(random: np.random.Generator, behaviour: Ints, count: Ints) -> Ints:
    """Draw days spread evenly over the customer's active time, as time runs in the customer's
    season."""
    season = (behaviour == SEASONAL).astype(np.int64)
    clocks = _season_clocks()
    first = clocks[season, random.integers(*FIRST_DAY[behaviour].T)]
    last = clocks[season, random.integers(*LAST_DAY[behaviour].T)]
    place = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    share = (place + random.random(place.size)) / np.repeat(count, count)
    moment = np.repeat(first, count) + share * np.repeat(last - first, count)
    # One search over both clocks, the second one shifted behind the first.
    both = np.concatenate([clocks[0], clocks[1] + 2.0])
    day: Ints = (np.searchsorted(both, moment + 2.0 * np.repeat(season, count)) - 1) % (DAYS + 1)
    return day


def _season_clocks() -> Floats:
    """Share (2, DAYS + 1) of two years' orders before each day, usual and gift buyers."""
    day = np.arange(DAYS)
    of_year = day % 365.5
    gifts = np.exp(-(((of_year - 338) / 14) ** 2))
    usual = 1 + 1.2 * gifts + 0.25 * np.cos(2 * np.pi * (of_year - 120) / 365.5)
    usual *= 1 + 0.0004 * day
    cumulative = np.cumsum(np.stack([usual, gifts + 0.002]), axis=1)
    return np.pad(cumulative / cumulative[:, -1:], ((0, 0), (1, 0)))


def _draw_minutes(random: np.random.Generator, size: int) -> Ints:
    """Draw minutes after midnight, mostly in the afternoon."""
    return (random.triangular(7.0, 15.0, 22.0, size) * 60).astype(np.int64)


def _draw_channels(random: np.random.Generator, customer: Ints) -> Ints:
    """Draw channels; most orders come through the customer's usual one."""
    usual = random.choice(len(CHANNELS), int(customer[-1]) + 1, p=CHANNEL_SHARES)[customer]
    other = random.choice(len(CHANNELS), customer.size, p=CHANNEL_SHARES)
    return np.where(random.random(customer.size) < USUAL_CHANNEL, usual, other)


class Catalogue(NamedTuple):
    """Articles by descending popularity; `reach` is the cumulative share of lines."""

    names: pl.Series
    prices: Floats
    reach: Floats


def make_catalogue() -> Catalogue:
    """Make the shop's 800 articles, equal whatever the sample's seed."""
    random = np.random.default_rng(800)
    names = [f"{c} {m} {a}" for c in COLOURS for m in MATERIALS for a in ARTICLES]
    base = np.tile(np.array(list(ARTICLES.values()), dtype=float), len(COLOURS) * len(MATERIALS))
    prices = np.round(base * random.uniform(0.7, 1.5, base.size)) - 0.05
    order = random.permutation(base.size)
    share = 1.0 / (np.arange(base.size) + 8.0) ** POPULARITY_EXPONENT
    return Catalogue(pl.Series(names).gather(order), prices[order], np.cumsum(share / share.sum()))
