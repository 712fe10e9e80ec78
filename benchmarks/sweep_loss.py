"""How much inertia does the sweep lose, at each k = 2..12, against ten starts of scikit-learn?

The reach is a mean of at most 0.1 % on every table and no single k worse than 1 %. A loss below 0 is
a gain. `--rows` adds tables of that size. `--mini-batch 100000` instead measures, on tables of that
size, what mini-batch K-Means (ten starts) loses to the sweep, and the time of both.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from benchmarks._timing import ratio, timed, versions  # isort: skip

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans, MiniBatchKMeans

from benchmarks._tables import Table, mixture, shapeless, skewed, uneven
from core.model import ignore_progress
from core.segment.methods.kmeans import SPEC

WHOLESALE = Path(__file__).resolve().parents[2] / "shared/data/wholesale/wholesale_customers.csv"


def tables(sizes: list[int]) -> Iterator[tuple[str, Table]]:
    for rows in sizes:
        for make in (mixture, shapeless, skewed, uneven):
            yield f"{make.__name__} {rows:,} x 8", make(rows)
    if WHOLESALE.exists():
        spend = np.log(pd.read_csv(WHOLESALE).drop(columns=["Channel", "Region"]).to_numpy(float))
        yield "wholesale 440 x 6", (spend - spend.mean(axis=0)) / spend.std(axis=0)
    else:
        print(f"left out: {WHOLESALE} is not there")


def sweep(table: Table) -> list[float]:
    """The inertia at each k."""
    parts = SPEC.sweep(table, SPEC.settings, {}, 0, ignore_progress).partitions
    return [float(((table - part.centres[part.labels]) ** 2).sum()) for part in parts]


def mini_batches(table: Table) -> list[float]:
    return [MiniBatchKMeans(k, n_init=10, random_state=0).fit(table).inertia_ for k in SPEC.settings]


def compare_mini_batches(rows: int) -> None:
    sweep(mixture(2_000))  # compiles
    for make in (mixture, shapeless, skewed, uneven):
        table = make(rows)
        ours, batches = timed(lambda t=table: sweep(t)), timed(lambda t=table: mini_batches(t))
        loss = 100 * (np.array(batches.result) / ours.result - 1)
        print(
            f"{make.__name__} {rows:,} x 8: mini-batches lose mean {loss.mean():.3f} % worst "
            f"{loss.max():.3f} % at k = {SPEC.settings[int(loss.argmax())]}; mini-batches {batches}, "
            f"Tessera {ours}, {ratio(batches, ours)}",
            flush=True,
        )


def losses(table: Table) -> np.ndarray:
    ours = sweep(table)
    ten = [KMeans(k, n_init=10, random_state=0).fit(table).inertia_ for k in SPEC.settings]
    return 100 * (np.array(ours) / ten - 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, action="append", default=[2_000, 10_000])
    parser.add_argument("--mini-batch", type=int, metavar="ROWS")
    asked = parser.parse_args()
    if asked.mini_batch:
        compare_mini_batches(asked.mini_batch)
    for name, table in () if asked.mini_batch else tables(asked.rows):
        loss = losses(table)
        worst = int(loss.argmax())
        print(
            f"{name:24} loss mean {loss.mean():7.3f} %   worst {loss[worst]:6.3f} % "
            f"at k = {SPEC.settings[worst]:2}   within reach: {loss.mean() <= 0.1 and loss.max() <= 1}"
        )
    print(versions("scikit-learn", "numba", "numpy"))


if __name__ == "__main__":
    main()
