"""Gaussian mixtures at 2 to 12 components: how much faster than a loop over scikit-learn, how likely?

The loop is `GaussianMixture(k, n_init=5).fit(X)`; by default the peer fits only some of the settings,
and both sides' times are of those. Likelihoods are of all customers under each side's mixtures.
"""

import argparse

from benchmarks._timing import ratio, timed, versions  # isort: skip

import numpy as np
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from benchmarks._tables import Table, mixture, shapeless, uneven
from core.model import FitResult, ignore_progress
from core.segment import Field, Scale, as_kernel_array
from core.segment.methods import gmm

SETTINGS = (4, 7, 10)


def peer(table: Table) -> list[GaussianMixture]:
    return [GaussianMixture(k, n_init=5, random_state=0).fit(table) for k in SETTINGS]


def ours(table: Table) -> FitResult:
    return gmm.SPEC.sweep(table, SETTINGS, {}, 0, ignore_progress)


def likelihoods(table: Table) -> list[float]:
    """Mean log-likelihood of all customers under each of our mixtures."""
    scale = Scale.of(Field.of(as_kernel_array(table)), joint=False)
    rows = scale.at(slice(None))
    fitted = gmm._mixtures(scale, SETTINGS, "full", 0, ignore_progress)
    return [float(mixture.components.score(rows)) - scale.log_volume for mixture in fitted]


def compare(name: str, table: Table) -> None:
    mine, other = timed(lambda: ours(table)), timed(lambda: peer(table))
    loss = [
        100 * (model.score(table) - own) / abs(model.score(table))
        for model, own in zip(other.result, likelihoods(table), strict=True)
    ]
    agreement = [
        adjusted_rand_score(part.labels, model.predict(table))
        for part, model in zip(mine.result.partitions, other.result, strict=True)
    ]
    print(f"{name} at {SETTINGS}: scikit-learn {other}, Tessera {mine}, {ratio(other, mine)}")
    print(
        f"    likelihood lost, %: {np.round(loss, 3)}; adjusted Rand: {np.round(agreement, 3)}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    rows = parser.parse_args().rows
    ours(mixture(1_000))
    for make in (mixture, uneven, shapeless):
        compare(f"{make.__name__} {rows:,} x 8", make(rows))
    print(versions("scikit-learn", "numba", "numpy"))


if __name__ == "__main__":
    main()
