"""DBSCAN at any eps from one tree: how much faster than a scikit-learn fit, and are the labels the same?

The tree is built once a table and `min_samples`; then a move of the slider is a cut. The peer fits
anew at each eps. HDBSCAN is cut from the same tree at any smallest segment.
"""

import argparse

from benchmarks._timing import Timed, timed, versions  # isort: skip

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import DBSCAN

from benchmarks._tables import Table, mixture
from core.segment import DensityTree, MutualReachability, SampledTree

MIN_SAMPLES, CUTS = 5, 5
PACKAGES = ("scikit-learn", "numba", "numpy")


def build(table: Table) -> SampledTree:
    tree = MutualReachability.of(table, MIN_SAMPLES, lambda _: None)
    return SampledTree(tree, len(table), None, tree.near[:0], tree.gaps[:0])


def same(ours: NDArray[np.int32], theirs: NDArray[np.int64]) -> bool:
    """Whether noise and clusters are the same, whatever the clusters' numbers."""
    pairs = set(zip(ours.tolist(), theirs.tolist(), strict=True))
    a, b = zip(*pairs, strict=True)
    alike = all((mine == -1) == (its == -1) for mine, its in pairs)
    return alike and len(pairs) == len(set(a)) == len(set(b))


def ms(run: Timed) -> str:
    return f"{1e3 * run.wall_s:.2f} ms"


def compare(table: Table, peer: bool) -> None:
    once = timed(lambda: build(table), repeats=2)
    found: SampledTree = once.result
    rows, features = table.shape
    print(f"{rows:,} x {features}, min_samples {MIN_SAMPLES}: tree once {once}", flush=True)
    for share in (0.5, 0.9):
        eps = float(np.quantile(found.tree.core_distances, share))
        cut = timed(lambda e=eps: found.cut(e), repeats=CUTS)
        line = f"  DBSCAN, eps {eps:.3f} ({share:.0%} core): cut {ms(cut)}"
        if peer:
            fit = timed(lambda e=eps: DBSCAN(eps=e, min_samples=MIN_SAMPLES).fit(table).labels_)
            alike = "yes" if same(cut.result, fit.result) else "no"
            line += f", scikit-learn {fit}, {fit.wall_s / cut.wall_s:,.0f} times; same labels: {alike}"
        print(line, flush=True)
    densities = DensityTree.of(found)
    for size in (max(5, rows // 1_000), rows // 20):
        cut = timed(lambda s=size: densities.at(s, False), repeats=CUTS)
        print(f"  HDBSCAN, segments from {size:,}: cut {ms(cut)}, {cut.result.clusters} segments")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--features", type=int, default=8)
    parser.add_argument("--alone", action="store_true", help="without the scikit-learn fits")
    args = parser.parse_args()
    build(mixture(1_000, 2)).cut(0.5)
    for rows in args.rows:
        compare(mixture(rows, args.features), not args.alone)
    print(versions(*PACKAGES))


if __name__ == "__main__":
    main()
