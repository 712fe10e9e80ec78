"""What does the verdict say of customers without segments, of clear segments, and in between?

The reach: "none" or "constructed" on at least 95 of 100 tables of each kind without segments, "natural"
on at least 95 of 100 with three well separated groups. Distances are in standard deviations within a
group. `--seeds 100` and `--parts` give the tables of docs/verdict.md. The part `methods` asks the same of
every other method, at its own suggested setting and at 3 segments where it is told how many: "one" is
one segment or none found, of which there is nothing to say.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence

from benchmarks._timing import timed, versions  # isort: skip

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.datasets import make_circles, make_moons
from sklearn.metrics import silhouette_score

from benchmarks._tables import Table
from core.errors import UserError
from core.features import prepare_matrix
from core.model import Customers, FeatureMatrix, Recipe
from core.plugins import check_params
from core.segment import algorithm, run_sweep
from core.verdict import Method, gather_evidence, judge_sweep, judge_table, refit_with_method

Make = Callable[[np.random.Generator], Table]
KINDS = ("natural", "reproducible", "constructed", "none")
OTHERS = ("hierarchical", "dbscan", "hdbscan", "spectral", "gmm")
RFM = ("recency", "frequency", "monetary")
CORRELATION = np.array([[1.0, -0.5, -0.4], [-0.5, 1.0, 0.7], [-0.4, 0.7, 1.0]])


def standard(table: Table) -> Table:
    return (table - table.mean(axis=0)) / table.std(axis=0)


def uniform(rows: int, features: int) -> Make:
    return lambda rng: standard(rng.random((rows, features)))


def gaussian(rows: int, features: int) -> Make:
    return lambda rng: standard(rng.normal(size=(rows, features)))


def correlated(rows: int, features: int) -> Make:
    def make(rng: np.random.Generator) -> Table:
        mix = rng.normal(size=(features, features)) + np.eye(features)
        return standard(rng.normal(size=(rows, features)) @ mix)

    return make


def log_normal(rows: int) -> Make:
    """Recency, frequency and monetary as three correlated log-normals, standardised as they are."""
    return lambda rng: standard(np.exp(rng.multivariate_normal(np.zeros(3), CORRELATION, rows)))


def prepared_rfm(rows: int) -> Make:
    """The same with whole days and whole orders, prepared as the product does by default."""

    def make(rng: np.random.Generator) -> Table:
        recency, frequency, monetary = np.exp(rng.multivariate_normal(np.zeros(3), CORRELATION, rows)).T
        values = np.round(40 * recency), np.ceil(frequency), np.round(300 * monetary, 2)
        frame = pd.DataFrame(dict(zip(RFM, values, strict=True)))
        customers = Customers(frame, RFM, RFM, dict(zip(RFM, RFM, strict=True)))
        return prepare_matrix(customers, Recipe()).matrix

    return make


def equal_groups(rows: int, features: int, distance: float) -> Make:
    """Three round groups of about one size, each `distance` from both others, in any direction."""

    def make(rng: np.random.Generator) -> Table:
        corners = np.zeros((3, features))
        corners[1:, :2] = [[distance, 0], [distance / 2, distance * np.sqrt(0.75)]]
        turn = np.linalg.qr(rng.normal(size=(features, features)))[0]
        groups = corners[rng.integers(0, 3, rows)] + rng.normal(size=(rows, features))
        return standard(groups @ turn)

    return make


def unequal_groups(rows: int, features: int, distance: float) -> Make:
    """Three round groups of 60, 30 and 10 % and spreads up to 1, nowhere closer than `distance`."""

    def make(rng: np.random.Generator) -> Table:
        centres = np.zeros((3, features))
        while min(np.linalg.norm(centres[[0, 0, 1]] - centres[[1, 2, 2]], axis=1)) < distance:
            centres = rng.normal(0, distance, (3, features))
        group, spread = rng.choice(3, rows, p=(0.6, 0.3, 0.1)), rng.uniform(0.6, 1, 3)
        return standard(centres[group] + rng.normal(size=(rows, features)) * spread[group, None])

    return make


def tally(name: str, make: Make, seeds: range) -> None:
    """One line of a table: how often each kind was said, and how many segments where any were."""
    started = time.perf_counter()
    verdicts = [judge_table(make(np.random.default_rng(seed)), seed) for seed in seeds]
    kinds = Counter(v.kind for v in verdicts)
    found = Counter(v.setting for v in verdicts if v.kind in ("natural", "reproducible"))
    settings = ", ".join(f"k = {k}: {count}" for k, count in sorted(found.items())) or "-"
    counts = " | ".join(str(kinds[kind]) for kind in KINDS)
    seconds = (time.perf_counter() - started) / len(seeds)
    print(f"| {name} | {counts} | {settings} | {seconds:.1f} |", flush=True)


def shapes(rows: int = 500) -> dict[str, Make]:
    return {
        f"uniform, {rows:,} x 3": uniform(rows, 3),
        f"one normal cloud, {rows:,} x 5": gaussian(rows, 5),
        f"one correlated normal cloud, {rows:,} x 5": correlated(rows, 5),
        f"skewed log-normal cloud, {rows:,} x 3": log_normal(rows),
        f"the same in whole days and orders, prepared, {rows:,} x 3": prepared_rfm(rows),
        f"three groups 6 apart, {rows:,} x 4": equal_groups(rows, 4, 6),
        f"three unequal groups at least 6 apart, {rows:,} x 4": unequal_groups(rows, 4, 6),
    }


def power(rows: int = 500) -> dict[str, Make]:
    return {
        f"three groups {distance:g} apart, {rows:,} x 4": equal_groups(rows, 4, distance)
        for distance in (1.5, 2, 2.5, 3, 3.5, 4, 5)
    }


def sizes() -> dict[str, Make]:
    tables: dict[str, Make] = {}
    for rows in (300, 1_000, 3_000):
        for features in (2, 5, 10):
            tables[f"three groups 4 apart, {rows:,} x {features}"] = equal_groups(rows, features, 4)
            tables[f"one normal cloud, {rows:,} x {features}"] = gaussian(rows, features)
    return tables


def moons(rows: int) -> Make:
    return lambda rng: standard(
        make_moons(rows, noise=0.06, random_state=int(rng.integers(1 << 30)))[0]
    )


def rings(rows: int) -> Make:
    def make(rng: np.random.Generator) -> Table:
        seed = int(rng.integers(1 << 30))
        return standard(make_circles(rows, factor=0.45, noise=0.05, random_state=seed)[0])

    return make


def of_methods(table: Table, names: Sequence[str], seed: int) -> dict[tuple[str, str], str]:
    """The kind of each method's segments, by its name and the setting in words."""
    columns = tuple(f"x{j}" for j in range(table.shape[1]))
    feature_matrix, evidence = (
        FeatureMatrix(table, columns, columns, {}),
        gather_evidence(table, seed=seed),
    )
    found = {}
    for name in names:
        spec = algorithm(name)
        try:
            sweep = run_sweep(feature_matrix, spec, {}, seed)
        except UserError:
            found[name, "suggested"] = ""
            continue
        method = Method(spec, check_params(spec.title, spec.params, {}))
        kinds = judge_sweep(
            sweep, evidence, spec, refit_with_method(evidence, sweep, method, seed)
        ).kinds
        found[name, "suggested"] = kinds[sweep.at(sweep.suggestion.chosen)]
        if sweep.counts:
            found[name, "3"] = kinds[sweep.at(3)]
    return found


def methods(names: Sequence[str], seeds: range, only: str) -> None:
    """A line a table, method and setting: how often each kind was said."""
    print(f"\n| table, seeds {seeds.start} to {seeds[-1]} | method | at | {' | '.join(KINDS)} | one |")
    print("|---|---|---|---|---|---|---|---|")
    tables = {**shapes(300), "two moons, 300 x 2": moons(300), "two rings, 300 x 2": rings(300)}
    for table, make in tables.items():
        if only not in table:
            continue
        found = [of_methods(make(np.random.default_rng(seed)), names, seed) for seed in seeds]
        for name, at in dict.fromkeys(key for one in found for key in one):
            kinds = Counter(one.get((name, at), "") for one in found)
            counts = " | ".join(str(kinds[kind]) for kind in (*KINDS, ""))
            print(f"| {table} | {name} | {at} | {counts} |", flush=True)


def speed() -> None:
    """The verdict of 5,000 customers against one loop's worth of what it replaces, in the same run."""
    for features in (3, 8, 20):
        tables = {"one normal cloud": gaussian(5_000, features)}
        tables["three groups 3 apart"] = equal_groups(5_000, features, 3)
        for name, make in tables.items():
            compare_with_loop(f"{name}, 5,000 x {features}", make(np.random.default_rng(0)))


def compare_with_loop(name: str, table: Table) -> None:
    ours = timed(lambda: judge_table(table))
    print(f"verdict, {name}: {ours}: {ours.result.kind}")
    loop = timed(
        lambda: [
            silhouette_score(table, KMeans(k, n_init=10, random_state=0).fit_predict(table))
            for k in range(2, 13)
        ]
    )
    print(f"K-Means of ten starts and silhouette, k = 2..12, {name}: {loop}")
    print(f"verdict / loop: {ours.wall_s / loop.wall_s:.2f}", flush=True)


PARTS = {"shapes": shapes, "power": power, "sizes": sizes}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--parts", nargs="*", default=["shapes", "speed"])
    parser.add_argument("--only", default="", help="tables whose name holds this")
    parser.add_argument("--methods", nargs="*", default=OTHERS, help="of the part `methods`")
    asked = parser.parse_args()
    seeds = range(asked.first, asked.first + asked.seeds)
    judge_table(gaussian(300, 2)(np.random.default_rng(0)))  # compiles
    for part in asked.parts:
        if part == "speed":
            speed()
            continue
        if part == "methods":
            methods(asked.methods, seeds, asked.only)
            continue
        print(
            f"\n| table, seeds {seeds.start} to {seeds[-1]} | natural | reproducible | constructed | none | segments | s each |"
        )
        print("|---|---|---|---|---|---|---|")
        for name, make in PARTS[part]().items():
            if asked.only in name:
                tally(name, make, seeds)
    print(versions("scikit-learn", "numba", "numpy", "scipy"))


if __name__ == "__main__":
    main()
