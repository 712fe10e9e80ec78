"""Stratified samples: of every segment its share, and never too few to learn from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.model import Floats, Integers

FEWEST_OF_SEGMENT = 500  # customers of a segment, where it has as many


@dataclass(frozen=True)
class StratifiedSample:
    """Rows (m,), ascending, and how many customers each of them stands for."""

    rows: Integers
    weights: Floats


def draw_stratified_sample(
    labels: Integers, allowed: NDArray[np.bool_], most: int, seed: int
) -> StratifiedSample:
    """About `most` of the `allowed` customers, at least FEWEST of each label; all where they are few."""
    order = np.random.default_rng(seed).permutation(np.flatnonzero(allowed))
    share = most / max(most, len(order))
    own = labels[order]
    kept, weights = [], []
    for label in np.unique(own):
        members = order[own == label]
        count = min(len(members), max(FEWEST_OF_SEGMENT, round(share * len(members))))
        kept.append(members[:count])
        weights.append(np.full(count, len(members) / count))
    rows, stands = np.concatenate(kept), np.concatenate(weights)
    ascending = np.argsort(rows)
    return StratifiedSample(rows[ascending], stands[ascending])
