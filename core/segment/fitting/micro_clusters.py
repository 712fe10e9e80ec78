"""Summarises many customers by hundreds of small clusters, so that a slow method can work on those."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from core.model import Floats, Integers
from core.segment.fitting import kernels
from core.segment.fitting import micro_kernels as micro
from core.segment.fitting.lloyd import Field
from core.segment.fitting.threads import BLOCK, blocks, map_in_threads

SAMPLE_ROWS = 20_000
PASSES = 5


class MicroClusters(NamedTuple):
    """`centres` (m, p) in the field's coordinates and `sizes` (m,), none empty; `label` int32 (n,)."""

    centres: Floats
    sizes: Integers
    label: Integers


class _Assignment(NamedTuple):
    labels: Integers
    sums: Floats
    counts: Integers


def micro_clusters(
    field: Field, most: int, rng: np.random.Generator, step: Callable[[float], None]
) -> MicroClusters:
    """At most `most` clusters of the field's rows, by K-Means.

    Searched on SAMPLE_ROWS customers (k-means++ and PASSES of Lloyd's algorithm); then every customer
    goes to the nearest centre. Centres and sizes are those of all customers. `step` is told the share.
    """
    n = len(field.rows)
    chosen = np.sort(rng.choice(n, min(n, SAMPLE_ROWS), replace=False))
    sample = field.at(chosen).astype(np.float32)
    step(0.1)
    centres = kernels.plus_plus_centres(
        sample, np.ones(len(sample)), rng.random(min(most, len(sample)))
    )
    for done in range(PASSES):
        step(0.2 + 0.5 * done / PASSES)
        centres = _move_centres(_assign(lambda part: sample[part], len(sample), centres), centres)
    step(0.7)
    final = _assign(lambda part: field.at(part).astype(np.float32), n, centres)
    return _drop_empty(final)


def _assign(rows: Callable[[slice], Floats], n: int, centres: Floats) -> _Assignment:
    """The nearest centre of each of the n rows, with the sums and counts of each centre's rows."""
    start = np.ascontiguousarray(centres, np.float32)

    def work(part: slice) -> _Assignment:
        own = np.ascontiguousarray(rows(part))
        found = _Assignment(
            np.empty(len(own), np.int32), np.zeros(start.shape), np.zeros(len(start), np.int64)
        )
        micro.assign_to_many(own, start, *found)
        return found

    labels, sums, counts = np.empty(n, np.int32), np.zeros(start.shape), np.zeros(len(start), np.int64)
    for i, found in enumerate(map_in_threads(work, blocks(n))):
        labels[i * BLOCK : (i + 1) * BLOCK] = found.labels
        sums += found.sums
        counts += found.counts
    return _Assignment(labels, sums, counts)


def _move_centres(found: _Assignment, before: Floats) -> Floats:
    """Where a centre has no rows, it stays."""
    means = found.sums / np.maximum(found.counts, 1)[:, None]
    return np.where(found.counts[:, None] > 0, means, before)


def _drop_empty(found: _Assignment) -> MicroClusters:
    """Without the centres that nobody is nearest to."""
    kept = found.counts > 0
    number = (np.cumsum(kept) - 1).astype(np.int32)
    sizes = found.counts[kept]
    return MicroClusters(found.sums[kept] / sizes[:, None], sizes, number[found.labels])
