"""Autoencoder clustering: which groups does it find that K-Means does not, and how long does it take?

Seconds: ours for all eleven settings with and without compiling, an equal network of scikit-learn's for
fitting alone, and K-Means' for all settings. Then the adjusted Rand index with the known groups at their
number, the mean over seeds, beside K-Means on the features, on as many principal components as there
are codes, and on the middle layer of that other network.
"""

import argparse
import warnings

from benchmarks._timing import timed, versions  # isort: skip

import numpy as np
from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs, make_moons
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score
from sklearn.neural_network import MLPRegressor

from core.model import ignore_progress
from core.segment.methods.autoencoder import SPEC
from core.segment.methods.kmeans import SPEC as KMEANS

ROWS, FEATURES, CODES, K = 600, 8, 4, 4
CORNERS = np.array([[1, 1], [-1, 1], [1, -1], [-1, -1]])
Shape = tuple[np.ndarray, np.ndarray]


def few_tell(rng: np.random.Generator) -> Shape:
    """Four groups in two features, beside six that hold noise alone."""
    label = rng.integers(0, K, ROWS)
    telling = 2.5 * CORNERS[label] + rng.normal(size=(ROWS, 2))
    return np.c_[telling, rng.normal(size=(ROWS, FEATURES - 2))], label


def curves(rng: np.random.Generator) -> Shape:
    """Four groups, each along a bent curve of its own through all features."""
    label, along = rng.integers(0, K, ROWS), rng.uniform(-1, 1, (ROWS, 1))
    lines, bends, middles = rng.normal(size=(3, K, FEATURES))
    rows = middles[label] + 1.5 * along * lines[label] + 1.5 * along**2 * bends[label]
    return rows + 0.1 * rng.normal(size=rows.shape), label


def squeezed(rng: np.random.Generator) -> Shape:
    """Four round groups in the plane, seen through eight squared logistic curves."""
    label = rng.integers(0, K, ROWS)
    flat = 3 * CORNERS[label] + rng.normal(size=(ROWS, 2))
    seen = (1 / (1 + np.exp(-flat @ rng.normal(size=(2, FEATURES))))) ** 2
    return seen + 0.02 * rng.normal(size=seen.shape), label


def turned_moons(rng: np.random.Generator) -> Shape:
    """Two half-moons, turned into eight features."""
    rows, label = make_moons(ROWS, noise=0.05, random_state=int(rng.integers(1 << 31)))
    turn = np.linalg.qr(rng.normal(size=(FEATURES, FEATURES)))[0][:2]
    return rows @ turn + 0.05 * rng.normal(size=(ROWS, FEATURES)), label


def round_groups(rng: np.random.Generator) -> Shape:
    seed = int(rng.integers(1 << 31))
    rows, label = make_blobs(ROWS, FEATURES, centers=K, cluster_std=3, random_state=seed)
    return rows, label


def kmeans(rows: np.ndarray, k: int) -> np.ndarray:
    return KMeans(k, n_init=10, random_state=0).fit_predict(rows)


def network(rows: np.ndarray) -> MLPRegressor:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sizes = (64, 32, CODES, 32, 64)
        model = MLPRegressor(
            hidden_layer_sizes=sizes, activation="tanh", batch_size=256, random_state=0
        )
        return model.fit(rows, rows)


def codes(model: MLPRegressor, rows: np.ndarray) -> np.ndarray:
    for weights, shift in list(zip(model.coefs_, model.intercepts_, strict=True))[:3]:
        rows = np.tanh(rows @ weights + shift)
    return rows


def found(rows: np.ndarray, k: int) -> list[np.ndarray]:
    return [
        SPEC.sweep(rows, (k,), {}, 0, ignore_progress).partitions[0].labels,
        kmeans(rows, k),
        kmeans(PCA(CODES).fit_transform(rows), k),
        kmeans(codes(network(rows), rows), k),
    ]


def agreement(seeds: int) -> None:
    print("| groups | autoencoder | K-Means | K-Means, components | K-Means, MLPRegressor |")
    print("|---|---|---|---|---|")
    for make in (few_tell, curves, squeezed, turned_moons, round_groups):
        every = []
        for seed in range(seeds):
            rows, label = make(np.random.default_rng(seed))
            rows = (rows - rows.mean(axis=0)) / rows.std(axis=0)
            own = found(rows, len(np.unique(label)))
            every.append([adjusted_rand_score(label, labels) for labels in own])
        means = " | ".join(f"{mean:.2f}" for mean in np.mean(every, axis=0))
        print(f"| {make.__name__.replace('_', ' ')} | {means} |", flush=True)


def seconds() -> None:
    KMEANS.sweep(np.random.default_rng(0).normal(size=(100, 3)), (2,), {}, 0, ignore_progress)
    for shape in ((435, 6), (10_000, 8), (100_000, 8)):
        rows = make_blobs(*shape, centers=6, random_state=0)[0]
        rows = (rows - rows.mean(axis=0)) / rows.std(axis=0)
        first, again = (
            timed(lambda r=rows: SPEC.sweep(r, SPEC.settings, {}, 0, ignore_progress)) for _ in "12"
        )
        plain = timed(lambda r=rows: KMEANS.sweep(r, SPEC.settings, {}, 0, ignore_progress))
        print(f"{shape[0]:,} x {shape[1]}: first {first}, again {again}, K-Means {plain}", flush=True)
        if shape[0] <= 10_000:
            print(f"    MLPRegressor, one network without clusters: {timed(lambda r=rows: network(r))}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    seeds = parser.parse_args().seeds
    seconds()
    agreement(seeds)
    print(versions("jax", "scikit-learn", "numpy"))


if __name__ == "__main__":
    main()
