"""A method that remembers what it was given and what it found, and tables with a known answer."""

from dataclasses import replace

import numpy as np
from sklearn.datasets import make_blobs

from core.model import FitResult, Floats
from core.plugins import AlgorithmSpec
from core.segment import algorithm

SETTINGS = 5
WARD = algorithm("hierarchical")
METHOD = replace(WARD, params=(replace(WARD.slider, high=SETTINGS),))


def watched() -> tuple[AlgorithmSpec, list[tuple[Floats, FitResult]]]:
    """Ward's method for at most SETTINGS segments and the list of its tables and results, as it grows."""
    seen: list[tuple[Floats, FitResult]] = []

    def sweep(matrix, settings, params, seed, progress):
        seen.append((matrix, METHOD.sweep(matrix, settings, params, seed, progress)))
        return seen[-1][1]

    return replace(METHOD, sweep=sweep), seen


def labellings(rows: Floats, fitted: FitResult) -> list[np.ndarray]:
    """The labels of one segment, of two, and so on."""
    return [np.zeros(len(rows), int), *(part.labels for part in fitted.partitions)]


def three_blobs() -> Floats:
    return make_blobs(300, centers=[[0, 0, 0], [9, 0, 0], [0, 9, 3]], random_state=0)[0]


def noise() -> Floats:
    return np.random.default_rng(0).random((300, 4))
