"""Does the suggestion find groups that are known, on shapes that its rules were not tuned on?

The mean adjusted Rand index with the known groups over seeded tables of each family, of our suggestion
and of three usual ways to choose: the highest silhouette over K-Means, Gaussian mixture and Ward; the
mixture with the best BIC; and HDBSCAN, at scikit-learn's default size and at the product's. All see the
same standardised rows and the same fits. Noise counts as a group of its own, for all alike. Then, what
is claimed of tables without segments. `--seeds 5` gives the tables of docs/suggest.md.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from benchmarks._timing import timed, versions  # isort: skip

import numpy as np
from sklearn.cluster import HDBSCAN
from sklearn.metrics import adjusted_rand_score, silhouette_score
from threadpoolctl import threadpool_limits

from benchmarks._shapes import FRESH, HELD_OUT, TUNED, Labelled, Make
from benchmarks.verdict import shapes
from core.model import FeatureMatrix, FitResult, ignore_progress
from core.plugins import AlgorithmSpec, check_params
from core.segment import as_kernel_array, standard_algorithms
from core.suggest import find_options, propose_method, rank_finalists
from core.verdict import STRENGTH, Method

ROWS = 1_000
Labels = np.ndarray
Fits = Mapping[str, Method]


def remembering(spec: AlgorithmSpec, rows: np.ndarray) -> AlgorithmSpec:
    """The method, which fits `rows` once for all sides."""

    @cache
    def once(settings: tuple[float, ...], params: tuple[tuple[str, Any], ...], seed: int) -> FitResult:
        return spec.sweep(rows, settings, dict(params), seed, ignore_progress)

    def sweep(matrix: Any, settings: Any, params: Any, seed: int, progress: Any) -> FitResult:
        if matrix is rows:
            return once(settings, tuple(params.items()), seed)
        return spec.sweep(matrix, settings, params, seed, progress)

    return replace(spec, sweep=sweep)


def fitted(fits: Fits, name: str, rows: np.ndarray) -> FitResult:
    method = fits[name]
    return method.spec.sweep(rows, method.spec.settings, method.params, 0, ignore_progress)


def ours(fits: Fits, rows: np.ndarray) -> Labels:
    found = find_options(rows, list(fits.values()), 0, ignore_progress)
    return rank_finalists(rows, found.usable, 0, ignore_progress)[0].option.labels


def highest_silhouette(fits: Fits, rows: np.ndarray) -> Labels:
    names = ("kmeans", "gmm", "hierarchical")
    every = [part.labels for name in names for part in fitted(fits, name, rows).partitions]
    return max(every, key=lambda own: silhouette_score(rows, own) if own.max() > 0 else -1.0)


def best_bic(fits: Fits, rows: np.ndarray) -> Labels:
    found = fitted(fits, "gmm", rows)
    return found.partitions[int(np.argmin(found.evidence["bic"]))].labels


def hdbscan(smallest: int) -> Callable[[Fits, np.ndarray], Labels]:
    return lambda _, rows: HDBSCAN(min_cluster_size=smallest, copy=True).fit_predict(rows)


SIDES: Mapping[str, Callable[[Fits, np.ndarray], Labels]] = {
    "ours": ours,
    "highest silhouette": highest_silhouette,
    "mixture, BIC": best_bic,
    "HDBSCAN, 5": hdbscan(5),
    "HDBSCAN, 50": hdbscan(50),
}


def scores(table: Labelled) -> list[float]:
    """The adjusted Rand index of each side."""
    rows = as_kernel_array(table.rows)
    fits = {
        name: Method(remembering(spec, rows), check_params(spec.title, spec.params, {}))
        for name, spec in standard_algorithms().items()
    }
    with threadpool_limits(1, "blas"):
        return [adjusted_rand_score(table.known, side(fits, rows)) for side in SIDES.values()]


def family(name: str, make: Make, seeds: range) -> np.ndarray:
    """One line of the table: the means (sides,)."""
    number = sum(map(ord, name))
    found = [scores(make(np.random.default_rng((seed, number)), ROWS)) for seed in seeds]
    means: np.ndarray = np.mean(found, axis=0)
    print(f"| {name} | {' | '.join(f'{mean:.2f}' for mean in means)} |", flush=True)
    return means


def half(title: str, families: Mapping[str, Make], seeds: range) -> None:
    print(f"\n| {title} | {' | '.join(SIDES)} |\n|---|{'---|' * len(SIDES)}")
    means = np.mean([family(name, make, seeds) for name, make in families.items()], axis=0)
    print(f"| **mean** | {' | '.join(f'**{mean:.2f}**' for mean in means)} |", flush=True)


def claims(seeds: range) -> None:
    """What is said of tables without segments: "natural" or "reproducible" would be wrong."""
    print(f"\n| without segments | {' | '.join(STRENGTH)} |\n|---|{'---|' * len(STRENGTH)}")
    without = {name: make for name, make in shapes().items() if "groups" not in name}
    for name, make in without.items():
        kinds: Counter[str] = Counter()
        for seed in seeds:
            rows = make(np.random.default_rng((seed, 1)))
            columns = tuple(f"x{j}" for j in range(rows.shape[1]))
            kinds[propose_method(FeatureMatrix(rows, columns, columns, {}), seed=seed).kind] += 1
        print(f"| {name} | {' | '.join(str(kinds[kind]) for kind in STRENGTH)} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--parts", nargs="*", default=["fresh", "held out", "tuned", "claims"])
    asked = parser.parse_args()
    seeds = range(asked.first, asked.first + asked.seeds)
    print(f"{ROWS:,} customers a table, seeds {seeds.start} to {seeds[-1]}")
    for title, families in {"fresh": FRESH, "held out": HELD_OUT, "tuned": TUNED}.items():
        if title in asked.parts:
            print(timed(lambda f=families, t=title: half(t, f, seeds)))
    if "claims" in asked.parts:
        print(timed(lambda: claims(seeds)))
    print(versions("scikit-learn", "numba", "numpy", "scipy"))


if __name__ == "__main__":
    main()
