"""Spectral clustering at 2 to 12 segments: how much faster than scikit-learn, how much in agreement?

The peer is `SpectralClustering(7, affinity="nearest_neighbors")`, one setting; ours fits eleven.
"""

import argparse
import warnings

from benchmarks._timing import ratio, timed, versions  # isort: skip

import numpy as np
from sklearn.cluster import SpectralClustering
from sklearn.datasets import make_circles, make_moons
from sklearn.metrics import adjusted_rand_score

from benchmarks._tables import Table, mixture, shapeless, skewed, uneven
from core.model import FitResult, ignore_progress
from core.segment.methods.spectral import SPEC


def ours(table: Table) -> FitResult:
    return SPEC.sweep(table, SPEC.settings, {}, 0, ignore_progress)


def peer(table: Table, k: int) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # parts of the graph without links
        model = SpectralClustering(k, affinity="nearest_neighbors", random_state=0)
        return model.fit_predict(table)


def compare(name: str, table: Table, k: int, truth: np.ndarray | None = None) -> None:
    mine, other = timed(lambda: ours(table)), timed(lambda: peer(table, k))
    labels = mine.result.partitions[SPEC.settings.index(k)].labels
    print(f"{name}: scikit-learn {other}, Tessera {mine}, {ratio(other, mine)}")
    told = (
        f"    adjusted Rand at {k}: with scikit-learn {adjusted_rand_score(other.result, labels):.3f}"
    )
    if truth is not None:
        told += f", with the truth {adjusted_rand_score(truth, labels):.3f}"
        told += f" (scikit-learn's {adjusted_rand_score(truth, other.result):.3f})"
    print(told, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[3_000, 10_000])
    ours(mixture(1_000))
    for rows in parser.parse_args().rows:
        for make in (mixture, uneven, skewed, shapeless):
            compare(f"{make.__name__} {rows:,} x 8", make(rows), 7)
        for shape, options in ((make_moons, {}), (make_circles, {"factor": 0.4})):
            table, truth = shape(rows, noise=0.05, random_state=0, **options)
            compare(f"{shape.__name__} {rows:,} x 2", table, 2, truth)
    for size in (100_000, 1_000_000):
        table = mixture(size)
        print(f"{size:,} x 8, Tessera alone: {timed(lambda t=table: ours(t))}", flush=True)
    print(versions("scikit-learn", "scipy", "numba", "numpy"))


if __name__ == "__main__":
    main()
