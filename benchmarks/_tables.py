"""Seeded customer tables of several shapes, standardised as the product does before it clusters."""

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import make_blobs

Table = NDArray[np.float64]


def mixture(rows: int, features: int = 8, seed: int = 1) -> Table:
    """Seven overlapping round groups."""
    return _standard(make_blobs(rows, features, centers=7, cluster_std=3, random_state=seed)[0])


def shapeless(rows: int, features: int = 8, seed: int = 1) -> Table:
    """One normal cloud: no groups to find, many equally good partitions."""
    return np.random.default_rng(seed).normal(size=(rows, features))


def skewed(rows: int, features: int = 8, seed: int = 1) -> Table:
    """Correlated log-normal features, untransformed."""
    rng = np.random.default_rng(seed)
    mix = rng.normal(size=(features, features)) * 0.4
    return _standard(np.exp(rng.normal(size=(rows, features)) @ mix))


def uneven(rows: int, features: int = 8, seed: int = 1) -> Table:
    """Nine groups of very different sizes and spreads, the smallest 0.1 % of the customers."""
    rng = np.random.default_rng(seed)
    shares = np.array([0.4, 0.25, 0.15, 0.1, 0.05, 0.03, 0.015, 0.004, 0.001])
    group = rng.choice(len(shares), rows, p=shares)
    centres, spreads = rng.normal(0, 4, (len(shares), features)), rng.uniform(0.5, 2.5, len(shares))
    return _standard(centres[group] + rng.normal(size=(rows, features)) * spreads[group, None])


def _standard(table: Table) -> Table:
    return np.ascontiguousarray((table - table.mean(axis=0)) / table.std(axis=0))
