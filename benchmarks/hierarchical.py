"""Hierarchical clustering at 2 to 12 segments: how much faster than scikit-learn, and are labels equal?

The peer builds its tree once, at 12 segments, and is not asked for the others. Above the exact sizes
it needs memory for all pairs of customers; there ours is timed alone.
"""

import argparse

from benchmarks._timing import ratio, timed, versions  # isort: skip

import numpy as np
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import adjusted_rand_score

from benchmarks._tables import Table, mixture, shapeless, skewed
from core.model import FitResult, ignore_progress
from core.segment.methods import hierarchical


def ours(table: Table, linkage: str) -> FitResult:
    spec = hierarchical.SPEC
    return spec.sweep(table, spec.settings, {"linkage": linkage}, 0, ignore_progress)


def peer(table: Table, linkage: str) -> np.ndarray:
    return AgglomerativeClustering(12, linkage=linkage).fit_predict(table)


def compare(name: str, table: Table, linkage: str) -> None:
    mine = timed(lambda: ours(table, linkage))
    other = timed(lambda: peer(table, linkage))
    equal = adjusted_rand_score(mine.result.partitions[-1].labels, other.result)
    print(f"{name}, {linkage}: scikit-learn {other}, Tessera {mine}, {ratio(other, mine)}")
    print(f"    adjusted Rand at 12 segments: {equal:.3f}", flush=True)


def summary(name: str, table: Table) -> None:
    """What the summary by small groups costs and loses, against the exact tree of the same table."""
    exact, sizes = ours(table, "ward"), hierarchical.EXACT_ROWS
    hierarchical.EXACT_ROWS = dict.fromkeys(sizes, 0)
    rough = ours(table, "ward")
    hierarchical.EXACT_ROWS = sizes
    pairs = list(zip(exact.partitions, rough.partitions, strict=True))
    agreement = [adjusted_rand_score(one.labels, two.labels) for one, two in pairs]
    loss = [100 * (spread(table, two) / spread(table, one) - 1) for one, two in pairs]
    print(f"{name}: summarised against exact, within-cluster squares lost, %: {np.round(loss, 1)}")
    print(f"    adjusted Rand: {np.round(agreement, 2)}", flush=True)


def spread(table: Table, part: object) -> float:
    return float(((table - part.centres[part.labels]) ** 2).sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    rows = parser.parse_args().rows
    ours(mixture(1_000), "ward")
    for linkage in ("ward", "average", "complete"):
        compare(f"mixture {rows:,} x 8", mixture(rows), linkage)
    for make in (mixture, shapeless, skewed):
        summary(f"{make.__name__} {rows:,} x 8", make(rows))
    for size in (100_000, 1_000_000):
        table = mixture(size)
        print(
            f"{size:,} x 8, ward, Tessera alone: {timed(lambda t=table: ours(t, 'ward'))}", flush=True
        )
    print(versions("scikit-learn", "fastcluster", "numba", "numpy"))


if __name__ == "__main__":
    main()
