"""Autoencoder clustering: segments found in a few coordinates that a small network learns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from core.model.base import Floats, Integers, Notice, Progress
from core.model.sweep import Fitted
from core.plugins import AlgorithmSpec
from core.segment.fitting.kmeans_search import Care, Sample, search
from core.segment.fitting.partitions import merged, partitions, require_distinct, segments, without_gaps
from core.segment.fitting.threads import blocks, frozen, in_threads

FIT_ROWS = 20_000
CARE = Care(rounds=1, tries=4, starts=3, passes=50, tolerance=1e-5)
LEARNT, PLACED, REFINED = 0.4, 0.5, 0.95


def sweep(
    matrix: Floats,
    settings: tuple[float, ...],
    params: Mapping[str, Any],  # noqa: ARG001
    seed: int,
    progress: Progress,
) -> Fitted:
    """A partition of `matrix` (n, p) for each number of segments in `settings`.

    One autoencoder serves them all: K-Means on its codes gives each setting its start, and a copy of
    the network is refined together with those centres. Customers go to the likeliest, `probability`
    says how surely; where a centre is nobody's likeliest, there are fewer clusters than asked for, told
    in a notice. Above FIT_ROWS customers all of it is learnt from a uniform sample, told in a
    notice. TooFewDistinct where a setting exceeds the number of different rows.
    """
    rows, counts = frozen(matrix), tuple(map(int, settings))
    require_distinct(rows, max(counts))
    labels = np.empty((len(counts), len(rows)), np.uint8)
    chance = np.empty((len(counts), len(rows)), np.float32)
    for at, found in enumerate(_assigned(rows, counts, seed, progress)):
        labels[at], chance[at] = found
        progress("Clustering", PLACED + (REFINED - PLACED) * (at + 1) / len(counts))
    parts = partitions(rows, labels, [without_gaps(own) for own in labels])
    known = tuple(replace(part, probability=own) for part, own in zip(parts, chance, strict=True))
    return Fitted(settings, known, notices=(*_sampled(len(rows)), *merged(counts, parts, "centres")))


def _assigned(
    rows: Floats, counts: Sequence[int], seed: int, progress: Progress
) -> Iterator[tuple[Integers, Floats]]:
    """The likeliest cluster (n,) and how likely it is (n,), at each of `counts`."""
    # These load JAX, which takes a second and is not everywhere.
    from core.segment.fitting.autoencoder_network import codes, trained
    from core.segment.fitting.embedded_clustering import refined

    rng = np.random.default_rng(seed)
    view = _View.of(rows, rng)
    network = trained(view.sample, rng, lambda share: progress("Clustering", LEARNT * share))
    seen = codes(network, view.sample)
    found = search(
        Sample.of(seen, np.ones(len(seen))), max(counts), CARE, rng,
        lambda share: progress("Clustering", LEARNT + (PLACED - LEARNT) * share),
    )  # fmt: skip

    def work(k: int) -> tuple[Integers, Floats]:
        spread, own = found[k].inertia / len(seen), np.random.default_rng((seed, k))
        clusters = refined(network, found[k].centres, spread, view.sample, own)
        chances = (clusters.chances(view.at(block)) for block in blocks(len(rows)))
        parts = [(each.argmax(axis=1).astype(np.uint8), each.max(axis=1)) for each in chances]
        labels, chance = zip(*parts, strict=True)
        return np.concatenate(labels), np.concatenate(chance)

    yield from in_threads(work, counts)


class _View(NamedTuple):
    """The customers as the network sees them: around 0, with a spread of 1 over all features, so that
    a feature of more weight stays so. `sample` (m, p) are those it learns from, float32, in an order
    of their values, so that the order of customers does not matter."""

    rows: Floats
    middle: Floats
    unit: float
    sample: Floats

    @classmethod
    def of(cls, rows: Floats, rng: np.random.Generator) -> "_View":
        n = len(rows)
        sample = rows if n <= FIT_ROWS else rows[rng.choice(n, FIT_ROWS, replace=False)]
        sample = sample[np.lexsort(sample.T)]
        middle = sample.mean(axis=0)
        unit = float(np.sqrt(np.mean((sample - middle) ** 2))) or 1.0
        return cls(rows, middle, unit, ((sample - middle) / unit).astype(np.float32))

    def at(self, block: slice) -> Floats:
        return ((self.rows[block] - self.middle) / self.unit).astype(np.float32)


def _sampled(rows: int) -> Iterator[Notice]:
    if rows > FIT_ROWS:
        yield Notice(
            f"The network and the segments were learnt from {FIT_ROWS:,} customers drawn at random. "
            f"Each of the {rows:,} customers then went to the likeliest segment.",
            about="clustering",
        )


SPEC = AlgorithmSpec(
    name="autoencoder",
    title="Autoencoder",
    summary="A small neural network learns what the features have in common, and segments are found in that. For many features of which few tell. Hard to explain.",
    source="Guo, Gao, Liu and Yin, Improved deep embedded clustering with local structure preservation, IJCAI, 2017",
    params=(segments(),),
    swept="n_clusters",
    sweep=sweep,
    needs="jax",
    version=2,
)
