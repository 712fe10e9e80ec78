"""Summary of many customers by hundreds of small clusters, so that a slow method can work on those."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from core.model import Floats, Integers, Report
from core.segment.fitting import kernels
from core.segment.fitting import micro_kernels as micro
from core.segment.fitting.lloyd import Field
from core.segment.fitting.threads import BLOCK, blocks, map_in_threads

SAMPLE_ROWS = 20_000
PASSES = 5


class MicroClusters(NamedTuple):
    """Small clusters: `centres` (m, p) in the field's coordinates, `sizes` (m,), none empty, `label` int32 (n,)."""

    centres: Floats
    sizes: Integers
    label: Integers


class _Assignment(NamedTuple):
    labels: Integers
    sums: Floats
    counts: Integers


def micro_clusters(field: Field, most: int, rng: np.random.Generator, step: Report) -> MicroClusters:
    """Divide the field's rows into at most `most` clusters by K-Means.

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
    """Assign each of the n rows to its nearest centre, with the sums and counts of each centre's rows."""
    start = np.ascontiguousarray(centres, np.float32)

    def work(part: slice) -> _Assignment:
        block_rows = np.ascontiguousarray(rows(part))
        assignment = _Assignment(
            np.empty(len(block_rows), np.int32), np.zeros(start.shape), np.zeros(len(start), np.int64)
        )
        micro.assign_to_many(block_rows, start, *assignment)
        return assignment

    labels, sums, counts = np.empty(n, np.int32), np.zeros(start.shape), np.zeros(len(start), np.int64)
    for i, assignment in enumerate(map_in_threads(work, blocks(n))):
        labels[i * BLOCK : (i + 1) * BLOCK] = assignment.labels
        sums += assignment.sums
        counts += assignment.counts
    return _Assignment(labels, sums, counts)


def _move_centres(assignment: _Assignment, before: Floats) -> Floats:
    """Move each centre to the mean of its rows; one that has none stays."""
    means = assignment.sums / np.maximum(assignment.counts, 1)[:, None]
    return np.where(assignment.counts[:, None] > 0, means, before)


def _drop_empty(assignment: _Assignment) -> MicroClusters:
    """Drop the centres that nobody is nearest to."""
    filled = assignment.counts > 0
    number = (np.cumsum(filled) - 1).astype(np.int32)
    sizes = assignment.counts[filled]
    return MicroClusters(assignment.sums[filled] / sizes[:, None], sizes, number[assignment.labels])
