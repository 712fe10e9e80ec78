"""A sweep of k = 2..12 with all its scores: how much faster than a loop over scikit-learn?

The loop is `KMeans(k, n_init=10).fit(X); silhouette_score(X, labels_)`, from 100,000 customers on
with `sample_size=10_000`. `--rows 1000000` compares the K-Means part alone at any size.
"""

import argparse
from collections.abc import Callable

from benchmarks._timing import ratio, timed, versions  # isort: skip

from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

from benchmarks._tables import Table, mixture
from core.model import FeatureMatrix, ignore_progress
from core.segment import run_sweep, warm_up_kernels
from core.segment.methods.kmeans import SPEC

PACKAGES = ("scikit-learn", "numba", "numpy")


def loop(table: Table, silhouettes: bool = True) -> None:
    size = 10_000 if len(table) >= 100_000 else None
    for k in SPEC.settings:
        labels = KMeans(k, n_init=10, random_state=0).fit(table).labels_
        if silhouettes:
            silhouette_score(table, labels, sample_size=size, random_state=0)


def ours(table: Table) -> None:
    names = tuple(f"x{j}" for j in range(table.shape[1]))
    run_sweep(FeatureMatrix(table, names, names, {}), SPEC, {})


def fit_only(table: Table) -> None:
    SPEC.sweep(table, SPEC.settings, {}, 0, ignore_progress)


def compare(title: str, peer: Callable[[], object], mine: Callable[[], object]) -> None:
    best, reference = timed(mine, repeats=3), timed(peer)
    print(f"{title}: scikit-learn {reference}, Tessera {best}, {ratio(reference, best)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, help="compare the K-Means part alone at this size")
    rows = parser.parse_args().rows
    warm_up_kernels()
    if rows:
        table = mixture(rows)
        compare(f"{rows:,} x 8, K-Means alone", lambda: loop(table, False), lambda: fit_only(table))
    else:
        for size in (10_000, 100_000):
            table = mixture(size)
            compare(f"{size:,} x 8, with all scores", lambda t=table: loop(t), lambda t=table: ours(t))
    print(versions(*PACKAGES))


if __name__ == "__main__":
    main()
