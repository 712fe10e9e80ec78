"""How long does a t-SNE map take, and how true is it, against scikit-learn's?

python -m benchmarks.tsne [--rows 5000] [--columns 8]

Both start from PCA at perplexity 30, each with its own default number of iterations (here 750,
scikit-learn 1,000). Trustworthiness (Venna and Kaski 2001, 15 neighbours) is taken on 2,000 rows.
"""

import argparse
import os
import time
from collections.abc import Callable
from importlib.metadata import version

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # as the server runs

import numpy as np
from sklearn.manifold import TSNE, trustworthiness

from core.model import Floats, ignore_progress
from core.segment import arrange, fit_principal_components

JUDGED = 2_000


def customers(rows: int, columns: int) -> Floats:
    """Twelve groups of different spread that overlap at their edges."""
    rng = np.random.default_rng(0)
    group = rng.integers(0, 12, rows)
    centres, spread = rng.normal(0, 3, (12, columns)), rng.uniform(0.5, 1.5, 12)
    return centres[group] + rng.normal(size=(rows, columns)) * spread[group, None]


def ours(matrix: Floats) -> Floats:
    return arrange(matrix, fit_principal_components(matrix)[0], 30, 2, 0, ignore_progress)


def peer(matrix: Floats) -> Floats:
    return TSNE(perplexity=30, init="pca", random_state=0, n_jobs=2).fit_transform(matrix)


def shown(name: str, embed: Callable[[Floats], Floats], matrix: Floats) -> float:
    """Prints what one side took and how trustworthy its map is; returns the seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    points = embed(matrix)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    rows = np.random.default_rng(1).permutation(len(matrix))[:JUDGED]
    trust = trustworthiness(matrix[rows], points[rows], n_neighbors=15)
    print(f"{name:24} {wall:7.1f} s  {cpu:7.1f} CPU-s  trustworthiness {trust:.4f}", flush=True)
    return wall


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--columns", type=int, default=8)
    options = parser.parse_args()
    matrix = customers(options.rows, options.columns)
    print(f"{options.rows:,} customers x {options.columns}")
    ours(matrix[:100])  # loads what both sides load once
    theirs, own = shown("scikit-learn TSNE", peer, matrix), shown("Tessera (openTSNE)", ours, matrix)
    print(f"Tessera / scikit-learn: time {own / theirs:.2f}")
    print(
        ", ".join(f"{package} {version(package)}" for package in ("openTSNE", "scikit-learn", "numpy"))
    )


if __name__ == "__main__":
    main()
