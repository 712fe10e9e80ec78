"""K-Means for every number of segments at once."""

import warnings
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits

from core.algorithms._blocks import frozen
from core.algorithms._distinct import require_distinct
from core.algorithms._groups import group_means, group_spread
from core.algorithms._partitions import partitions
from core.algorithms._passes import Field, Passes
from core.algorithms._search import Care, Sample, search
from core.algorithms._slider import segments
from core.entities import Fitted, Floats, Integers, Notice, Progress
from core.specs import AlgorithmSpec

WHOLE_ROWS = 50_000
EVEN_ROWS = 20_000
REMOTE_ROWS = 10_000
SETTLING_PASSES, SETTLING_ROWS = 30, 4_000_000
THOROUGH = Care(rounds=4, tries=12, starts=10, passes=100, tolerance=1e-6)
CAREFUL = Care(rounds=2, tries=6, starts=3, passes=50, tolerance=1e-5)
SWIFT = Care(rounds=1, tries=4, starts=0, passes=30, tolerance=1e-4)
THOROUGH_ROWS = 5_000
REFERENCE_ROWS = 1_000
MATTERS = 1e-3


def sweep(
    matrix: Floats,
    settings: tuple[float, ...],
    params: Mapping[str, Any],  # noqa: ARG001
    seed: int,
    progress: Progress,
) -> Fitted:
    """A K-Means partition of `matrix` (n, p) for each number of segments in `settings`.

    Up to WHOLE_ROWS customers the search sees all of them; above, two samples, one uniform and one
    that prefers remote customers, and whichever has the lower inertia over all customers wins, at
    each setting. Passes over all customers follow: one, and after samples as many more as settle it
    or as SETTLING_PASSES and SETTLING_ROWS allow. Needs 5 bytes a customer and setting, at most
    twice while the result is put together. TooFewDistinct where a setting exceeds the number of
    different rows.
    """
    rows, counts = frozen(matrix), tuple(map(int, settings))
    require_distinct(rows, max(counts))
    labels = _labels(rows, counts, seed, progress)
    progress("Clustering", 0.9)
    if len(rows) <= REFERENCE_ROWS:
        labels = _prefer_reference(rows, labels, counts, seed)
    return Fitted(settings, partitions(rows, labels, counts), notices=tuple(_sampled(len(rows))))


def _sampled(rows: int) -> Iterator[Notice]:
    if rows > WHOLE_ROWS:
        yield Notice(
            f"The segments were searched in two samples, {EVEN_ROWS:,} customers drawn evenly and "
            f"{REMOTE_ROWS:,} that prefer remote ones, and then settled on all {rows:,} customers.",
            about="clustering",
        )


def _labels(rows: Floats, settings: tuple[int, ...], seed: int, progress: Progress) -> Integers:
    """The best labels found (s, n): of the candidate with the lower inertia, settled on all rows."""
    field = Field.of(rows)
    candidates = list(_candidates(field, settings, np.random.default_rng(seed), progress))
    progress("Clustering", 0.7)
    passes = Passes(field, [centres for candidate in candidates for centres in candidate])
    winners = passes.inertia.reshape(len(candidates), -1).argmin(axis=0)
    passes.keep(winners * len(settings) + np.arange(len(settings)))
    progress("Clustering", 0.8)
    passes.settle(_passes(len(rows)))
    return passes.labels


def _passes(rows: int) -> int:
    """How many passes may settle the centres of so many rows, where a sample of them was searched."""
    return min(SETTLING_PASSES, SETTLING_ROWS // rows) if rows > WHOLE_ROWS else 0


def _candidates(
    field: Field, settings: tuple[int, ...], rng: np.random.Generator, progress: Progress
) -> Iterator[list[Floats]]:
    """Centres for every setting, once for each sample that is searched."""
    samples, care = _samples(field, rng)
    for i, sample in enumerate(samples):
        step = partial(_tell, progress, 0.7 * i / len(samples), 0.7 / len(samples))
        best = search(sample, max(settings), care, rng, step)
        yield [best[k].centres for k in settings]


def _tell(progress: Progress, start: float, width: float, share: float) -> None:
    progress("Clustering", start + width * share)


def _samples(field: Field, rng: np.random.Generator) -> tuple[list[Sample], Care]:
    n = len(field.rows)
    if n <= WHOLE_ROWS:
        return [Sample.of(field.at(slice(None)), np.ones(n))], _care(n)
    uniform = np.sort(rng.choice(n, EVEN_ROWS, replace=False))
    even = Sample.of(field.at(uniform), np.full(EVEN_ROWS, n / EVEN_ROWS))
    return [even, _remote(field, rng)], _care(n)


def _care(rows: int) -> Care:
    if rows <= THOROUGH_ROWS:
        return THOROUGH
    return CAREFUL if rows <= WHOLE_ROWS else SWIFT


def _remote(field: Field, rng: np.random.Generator) -> Sample:
    """A sample in which half the chance goes by squared distance from the mean, so that a small
    remote group is in it; weights undo the preference. Bachem et al., "Scalable k-means clustering
    via lightweight coresets" (2018)."""
    n = len(field.rows)
    chance = field.squared_norms()
    chance = 0.5 / n + 0.5 * chance / chance.sum()
    chosen = np.searchsorted(np.cumsum(chance), np.sort(rng.random(REMOTE_ROWS)))
    chosen = np.minimum(chosen, n - 1)
    return Sample.of(field.at(chosen), 1 / (REMOTE_ROWS * chance[chosen]))


def _prefer_reference(rows: Floats, labels: Integers, settings: tuple[int, ...], seed: int) -> Integers:
    """scikit-learn's ten-start labels, except at settings where ours are better by a share MATTERS.

    So a small table gives the figures that published analyses of it give.
    """
    reference = np.stack([_reference(rows, k, seed) for k in settings])
    better = _inertia(rows, labels, settings) < (1 - MATTERS) * _inertia(rows, reference, settings)
    return np.where(better[:, None], labels, reference)


def _reference(rows: Floats, k: int, seed: int) -> Integers:
    # The table is too small for threads to help, and idle OpenMP threads would spin.
    with threadpool_limits(1, "openmp"), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        labels: Integers = KMeans(k, n_init=10, random_state=seed).fit_predict(rows).astype(np.uint8)
    return labels


def _inertia(rows: Floats, labels: Integers, settings: tuple[int, ...]) -> Floats:
    groups = group_means(rows, labels, settings)
    squares: Floats = np.add.reduceat(group_spread(rows, labels, groups).squares, groups.offsets[:-1])
    return squares


SPEC = AlgorithmSpec(
    name="kmeans",
    title="K-Means",
    summary="Compact, round segments of similar spread around a typical customer each. Fast at any size.",
    source="Lloyd, Least squares quantization in PCM, IEEE Transactions on Information Theory, 1982",
    params=(segments(),),
    swept="n_clusters",
    sweep=sweep,
    version=3,
)
