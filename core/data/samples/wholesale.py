"""The wholesaler: yearly spend of two kinds of customers in six product groups."""

import numpy as np
import polars as pl

SPEND = ("Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicatessen")
HORECA, RETAIL = 1, 2
RETAIL_SHARE = 0.34
REGION_SHARES = (0.18, 0.11, 0.71)

# Rows: hotels, restaurants and cafés; retailers. Natural logarithm of the typical yearly spend.
CENTRES = np.array([[9.0, 7.7, 7.9, 7.7, 6.0, 6.7], [8.4, 9.0, 9.5, 7.1, 8.5, 6.8]])
SPREADS = np.array([[1.1, 0.9, 0.8, 1.1, 1.1, 1.1], [1.4, 0.7, 0.6, 1.2, 0.8, 1.2]])
# What a customer's size, range of groceries and kitchen add to each group, in spreads.
LOADINGS = np.array(
    [
        [0.5, 0.5, 0.4, 0.5, 0.2, 0.6],
        [-0.2, 0.6, 0.7, -0.3, 0.7, 0.2],
        [0.5, 0.0, -0.1, 0.5, -0.2, 0.4],
    ]
)
SPECIFIC = 0.5


def make_wholesale_sample(rows: int, seed: int) -> pl.DataFrame:
    """Make one row a customer without an id; Channel and Region are codes, spend is in whole euros."""
    random = np.random.default_rng(seed)
    channel = np.where(random.random(rows) < RETAIL_SHARE, RETAIL, HORECA)
    region = random.choice(len(REGION_SHARES), rows, p=REGION_SHARES) + 1
    common = random.standard_normal((rows, LOADINGS.shape[0])) @ LOADINGS
    deviation = common + SPECIFIC * random.standard_normal((rows, len(SPEND)))
    spend = np.exp(CENTRES[channel - 1] + SPREADS[channel - 1] * deviation)
    whole = np.maximum(spend.round(), 3).astype(np.int64)
    return pl.DataFrame({"Channel": channel, "Region": region}).hstack(
        [pl.Series(name, whole[:, j]) for j, name in enumerate(SPEND)]
    )
