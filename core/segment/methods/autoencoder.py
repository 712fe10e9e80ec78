"""Autoencoder clustering: segments found in a few coordinates that a small network learns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from core.model import FitResult, Floats, Integers, Notice, Progress, report_within
from core.plugins import AlgorithmSpec
from core.segment.fitting.kmeans_search import SearchEffort
from core.segment.fitting.partitions import segments_parameter

FIT_ROWS = 20_000
SEARCH_EFFORT = SearchEffort(rounds=1, tries=4, starts=3, passes=50, tolerance=1e-5)
LEARNT, PLACED, REFINED = 0.4, 0.5, 0.95


def sweep(
    matrix: Floats,
    settings: tuple[float, ...],
    params: Mapping[str, Any],  # noqa: ARG001
    seed: int,
    progress: Progress,
) -> FitResult:
    """A partition of `matrix` (n, p) for each number of segments in `settings`.

    One autoencoder serves them all: K-Means on its codes gives each setting its start, and a copy of
    the network is refined together with those centres. Customers go to the likeliest, `probability`
    says how surely; where a centre is nobody's likeliest, there are fewer clusters than asked for, told
    in a notice. Above FIT_ROWS customers all of it is learnt from a uniform sample, told in a
    notice. TooFewDistinct where a setting exceeds the number of different rows.
    """
    from core.segment.fitting.partitions import (
        build_partitions,
        fewer_clusters_notices,
        renumber_labels,
        require_distinct,
    )
    from core.segment.fitting.threads import as_kernel_array

    rows, counts = as_kernel_array(matrix), tuple(map(int, settings))
    require_distinct(rows, max(counts))
    labels = np.empty((len(counts), len(rows)), np.uint8)
    chance = np.empty((len(counts), len(rows)), np.float32)
    for at, assignment in enumerate(_assign_customers(rows, counts, seed, progress)):
        labels[at], chance[at] = assignment
        progress("Clustering", PLACED + (REFINED - PLACED) * (at + 1) / len(counts))
    parts = build_partitions(rows, labels, [renumber_labels(labelling) for labelling in labels])
    partitions = tuple(
        replace(part, probability=likely) for part, likely in zip(parts, chance, strict=True)
    )
    return FitResult(
        settings,
        partitions,
        notices=(*_sampling_notices(len(rows)), *fewer_clusters_notices(counts, parts, "centres")),
    )


def _assign_customers(
    rows: Floats, counts: Sequence[int], seed: int, progress: Progress
) -> Iterator[tuple[Integers, Floats]]:
    """Assign each customer (n,) at each of `counts` to the likeliest cluster, by how likely it is (n,)."""
    # These load JAX, which takes a second and is not everywhere.
    from core.segment.fitting.autoencoder_network import encode_rows, train_network
    from core.segment.fitting.embedded_clustering import refine_clusters
    from core.segment.fitting.kmeans_search import Sample, search_centres
    from core.segment.fitting.threads import blocks, map_in_threads

    rng = np.random.default_rng(seed)
    view = _NetworkInput.of(rows, rng)
    report = partial(progress, "Clustering")
    network = train_network(view.sample, rng, report_within(report, 0.0, LEARNT))
    codes = encode_rows(network, view.sample)
    fits = search_centres(
        Sample.of(codes, np.ones(len(codes))),
        max(counts),
        SEARCH_EFFORT,
        rng,
        report_within(report, LEARNT, PLACED - LEARNT),
    )

    def work(k: int) -> tuple[Integers, Floats]:
        spread, generator = fits[k].inertia / len(codes), np.random.default_rng((seed, k))
        clusters = refine_clusters(network, fits[k].centres, spread, view.sample, generator)
        chances = (clusters.chances(view.at(block)) for block in blocks(len(rows)))
        parts = [(each.argmax(axis=1).astype(np.uint8), each.max(axis=1)) for each in chances]
        labels, chance = zip(*parts, strict=True)
        return np.concatenate(labels), np.concatenate(chance)

    yield from map_in_threads(work, counts)


class _NetworkInput(NamedTuple):
    """The customers as the network sees them: around 0, with a spread of 1 over all features, so that
    a feature of more weight stays so. `sample` (m, p) are those it learns from, float32, in an order
    of their values, so that the order of customers does not matter."""

    rows: Floats
    middle: Floats
    unit: float
    sample: Floats

    @classmethod
    def of(cls, rows: Floats, rng: np.random.Generator) -> "_NetworkInput":
        n = len(rows)
        sample = rows if n <= FIT_ROWS else rows[rng.choice(n, FIT_ROWS, replace=False)]
        sample = sample[np.lexsort(sample.T)]
        middle = sample.mean(axis=0)
        unit = float(np.sqrt(np.mean((sample - middle) ** 2))) or 1.0
        return cls(rows, middle, unit, ((sample - middle) / unit).astype(np.float32))

    def at(self, block: slice) -> Floats:
        return ((self.rows[block] - self.middle) / self.unit).astype(np.float32)


def _sampling_notices(rows: int) -> Iterator[Notice]:
    if rows > FIT_ROWS:
        yield Notice(
            f"The network and the segments were learnt from {FIT_ROWS:,} customers drawn at random. "
            f"Each of the {rows:,} customers then joined the likeliest segment.",
            about="clustering",
        )


SPEC = AlgorithmSpec(
    name="autoencoder",
    title="Autoencoder",
    summary="A small neural network learns what the features have in common, and segments are found in that. For many features of which few matter. Hard to explain.",
    source="Guo, Gao, Liu and Yin, Improved deep embedded clustering with local structure preservation, IJCAI, 2017",
    params=(segments_parameter(),),
    swept="n_clusters",
    sweep=sweep,
    needs="jax",
    version=2,
)
