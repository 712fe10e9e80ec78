"""Samples of customers, drawn so that every segment of every setting is represented."""

from typing import NamedTuple

import numpy as np

from core.model import Floats, Integers

PARTS = 20  # of the jackknife: more make the standard error itself surer
FEWEST = 100  # customers drawn of every segment of every setting; more estimate small segments better


class StratifiedSample(NamedTuple):
    """Sample of `rows` (m,), ascending, with how many customers each stands for, and its part.

    The parts, PARTS of them, are alike: leaving out one at a time shows how the draw might vary.
    """

    rows: Integers
    weights: Floats
    parts: Integers


def draw_everyone(rows: int) -> StratifiedSample:
    return StratifiedSample(np.arange(rows), np.ones(rows), np.zeros(rows, np.int64))


def draw_stratified(labels: Integers, want: int, rng: np.random.Generator) -> StratifiedSample:
    """Draw about `want` customers of `labels` (s, n), stratified by the finest and the middle labelling.

    A segment of any setting gives at least FEWEST customers, or all it has; weights undo that.
    """
    chance = _drawing_chances(labels, want)
    stratum = labels[-1].astype(np.uint16) * 256 + labels[len(labels) // 2]
    order = np.argsort(stratum, kind="stable")
    certain = chance[order] >= 1
    steps = np.floor(np.cumsum(np.where(certain, 0, chance[order])) + rng.random())
    picked = order[certain | (np.diff(steps, prepend=0) > 0)]
    parts = np.arange(len(picked)) % PARTS
    ascending = np.argsort(picked)
    rows = picked[ascending]
    return StratifiedSample(rows, 1 / chance[rows], parts[ascending])


def _drawing_chances(labels: Integers, want: int) -> Floats:
    """Each customer's chance (n,) of being drawn, the highest that any of its segments needs."""
    n = labels.shape[1]
    chance = np.full(n, want / n)
    for labelling in labels:
        needed = FEWEST / np.maximum(np.bincount(labelling), 1)
        if needed.max() > want / n:
            np.maximum(chance, needed[labelling], out=chance)
    return np.asarray(np.minimum(chance, 1))
