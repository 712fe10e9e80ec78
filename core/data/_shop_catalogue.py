"""What the shop sells: 800 invented articles with prices and a long tail of popularity."""

from typing import NamedTuple

import numpy as np
import polars as pl

from core.entities import Floats

COLOURS = ("White", "Sage", "Terracotta", "Navy", "Ochre")
MATERIALS = ("Ceramic", "Linen", "Oak", "Glass", "Enamel", "Wool", "Bamboo", "Rattan")
ARTICLES = {
    "Mug": 7, "Plate": 9, "Bowl": 8, "Jug": 19, "Vase": 24, "Tray": 16, "Candle": 6, "Lantern": 22,
    "Cushion": 26, "Throw": 49, "Tea Towel": 5, "Apron": 18, "Basket": 21, "Storage Jar": 13,
    "Coaster Set": 9, "Picture Frame": 14, "Wall Clock": 39, "Table Lamp": 64, "Doormat": 28,
    "Napkin Set": 11,
}  # fmt: skip
TAIL = 0.9


class Catalogue(NamedTuple):
    """Articles by descending popularity; `reach` is the cumulative share of lines."""

    names: pl.Series
    prices: Floats
    reach: Floats


def catalogue() -> Catalogue:
    """The same 800 articles every time, whatever the sample's seed."""
    random = np.random.default_rng(800)
    names = [f"{c} {m} {a}" for c in COLOURS for m in MATERIALS for a in ARTICLES]
    base = np.tile(np.array(list(ARTICLES.values()), dtype=float), len(COLOURS) * len(MATERIALS))
    prices = np.round(base * random.uniform(0.7, 1.5, base.size)) - 0.05
    order = random.permutation(base.size)
    share = 1.0 / (np.arange(base.size) + 8.0) ** TAIL
    return Catalogue(pl.Series(names).gather(order), prices[order], np.cumsum(share / share.sum()))
