"""Spectral clustering: segments of any shape, held together by links between neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from core.model import FitResult, Floats, Integers, Notice, Progress, Report, report_within
from core.plugins import AlgorithmSpec
from core.segment.fitting.partitions import segments_parameter

if TYPE_CHECKING:
    from core.segment.fitting.spectral_embedding import Embedding

EXACT_ROWS = 5_000
KMEANS_ROWS = 10_000
STARTS, STEPS, TOLERANCE = 10, 100, 1e-6
# Gap between two eigenvalues, as a share of the upper one, from which a number is suggested. Those of a single chain
# are as 1 to 4 to 9, so that a gap of 0.75 is no structure; higher suggests less often.
CLEAR_GAP, ZERO = 0.8, 1e-6


def sweep(
    matrix: Floats,
    settings: tuple[float, ...],
    params: Mapping[str, Any],  # noqa: ARG001
    seed: int,
    progress: Progress,
) -> FitResult:
    """A spectral partition of `matrix` (n, p) for each number of segments in `settings`.

    One decomposition serves them all: k segments come from K-Means on the first k eigenvectors, each
    customer's brought to length 1 (Ng, Jordan and Weiss). Up to EXACT_ROWS customers the graph links
    nearest neighbours; above, all of them through landmarks, told in a notice. The evidence:
    `eigenvalues` (m,) of the Laplacian, ascending. TooFewDistinct where a setting exceeds the number
    of different rows.
    """
    from core.segment.fitting.partitions import build_partitions, require_distinct
    from core.segment.fitting.threads import as_kernel_array

    rows, counts = as_kernel_array(matrix), tuple(map(int, settings))
    require_distinct(rows, max(counts))
    progress("Clustering", 0.0)
    embedding, twins = _embedding(
        rows, max(counts) + 1, seed, report_within(partial(progress, "Clustering"), 0.0, 0.5)
    )
    labels = np.empty((len(counts), len(rows)), np.uint8)
    for row, k in enumerate(counts):
        progress("Clustering", 0.5 + 0.45 * row / len(counts))
        labels[row] = _kmeans(embedding.rows(k), twins, k, seed)
    parts = build_partitions(rows, labels, counts)
    suggested, reason = _suggest_segments(embedding.eigenvalues, counts)
    evidence = {"eigenvalues": embedding.eigenvalues}
    return FitResult(settings, parts, suggested, reason, evidence, _sampling_notices(len(rows)))


def _embedding(rows: Floats, dimensions: int, seed: int, step: Report) -> tuple[Embedding, Integers]:
    """Embed the customers. Return the embedding and which of its rows is each customer's: equal ones share one."""
    from core.segment.fitting.lloyd import Field
    from core.segment.fitting.spectral_embedding import landmark_embedding, neighbour_embedding

    field = Field.of(rows)
    if len(rows) > EXACT_ROWS:
        return landmark_embedding(field, dimensions, seed, step), np.arange(len(rows))
    different, twins = np.unique(field.at(slice(None)), axis=0, return_inverse=True)
    step(0.2)
    return neighbour_embedding(different, dimensions, seed), twins.ravel()


def _kmeans(points: Floats, twins: Integers, k: int, seed: int) -> Integers:
    """The cluster (n,) of every customer, at `points[twins]`: the best of STARTS of K-Means.

    Above KMEANS_ROWS points it looks at a sample of them.
    """
    from core.segment.fitting import kernels
    from core.segment.fitting.kmeans_search import Sample
    from core.segment.fitting.lloyd import Field, Passes
    from core.segment.fitting.threads import as_kernel_array, map_in_threads

    rng = np.random.default_rng(seed)
    weights = np.bincount(twins, minlength=len(points)).astype(np.float64)
    chosen = np.sort(rng.choice(len(points), min(len(points), KMEANS_ROWS), replace=False))
    sample = Sample.of(points[chosen], weights[chosen])
    starts = [
        kernels.plus_plus_centres(sample.rows, sample.weights, rng.random(k)) for _ in range(STARTS)
    ]
    trial = min(map_in_threads(sample.trial, starts), key=lambda fit: fit.inertia)
    best = sample.lloyd(trial.centres, STEPS, TOLERANCE)
    passes = Passes(Field(as_kernel_array(points), np.zeros(points.shape[1]), 1.0), [best.centres])
    labels: Integers = passes.labels[0][twins]
    return labels


def _suggest_segments(eigenvalues: Floats, counts: tuple[int, ...]) -> tuple[int | None, str]:
    """Suggest the largest number of segments with a clear gap between eigenvalues after it.

    Gaps are shares of the upper eigenvalue, as those of long chains are tiny: von Luxburg, "A tutorial
    on spectral clustering" (2007), with gaps relative.
    """
    inside = [k for k in counts if k <= SPEC.slider.high and k < len(eigenvalues)]
    if len(inside) < 2:
        return None, ""
    gaps = {k: 1 - (eigenvalues[k - 1] + ZERO) / (eigenvalues[k] + ZERO) for k in inside}
    clear = [k for k in inside if gaps[k] >= CLEAR_GAP]
    if not clear:
        return None, ""
    return clear[-1], (
        f"The data suggests {clear[-1]} tightly linked groups: the eigenvalues of the graph of neighbours jump "
        f"after {clear[-1]}."
    )


def _sampling_notices(rows: int) -> tuple[Notice, ...]:
    from core.segment.fitting.spectral_embedding import LANDMARKS

    if rows <= EXACT_ROWS:
        return ()
    return (
        Notice(
            f"Neighbours are linked one by one up to {EXACT_ROWS:,} customers. Here customers are linked "
            f"through the {LANDMARKS} centres of small groups of them.",
            about="clustering",
        ),
    )


SPEC = AlgorithmSpec(
    name="spectral",
    title="Spectral",
    summary="Follows chains of similar customers, so segments may be curved or ring-shaped. Slower than K-Means.",
    source="Ng, Jordan and Weiss, On spectral clustering: analysis and an algorithm, NIPS, 2001",
    params=(segments_parameter(),),
    swept="n_clusters",
    sweep=sweep,
)
