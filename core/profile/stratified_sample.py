"""Stratified samples: of every segment its share, and never too few to learn from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.model import Floats, Integers

# Customers drawn of each segment, where it has as many. Fewer: faster trees and forests that know
# small segments less well.
FEWEST_OF_SEGMENT = 500


@dataclass(frozen=True)
class StratifiedSample:
    """Rows (m,), ascending, and the number of customers that each of them stands for."""

    rows: Integers
    weights: Floats


def draw_stratified_sample(
    labels: Integers, allowed: NDArray[np.bool_], most: int, seed: int
) -> StratifiedSample:
    """Draw about `most` of the `allowed` customers (n,), at least FEWEST_OF_SEGMENT of each label.

    All of them are taken where they are few.
    """
    order = np.random.default_rng(seed).permutation(np.flatnonzero(allowed))
    share = most / max(most, len(order))
    shuffled = labels[order]
    drawn, weights = [], []
    for label in np.unique(shuffled):
        members = order[shuffled == label]
        count = min(len(members), max(FEWEST_OF_SEGMENT, round(share * len(members))))
        drawn.append(members[:count])
        weights.append(np.full(count, len(members) / count))
    rows = np.concatenate(drawn)
    ascending = np.argsort(rows)
    return StratifiedSample(rows[ascending], np.concatenate(weights)[ascending])
