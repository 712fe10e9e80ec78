"""K-Means for every number of segments at once."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from core.model import FitResult, Floats, Integers, Notice, Partition, Progress, report_within
from core.plugins import AlgorithmSpec
from core.segment.fitting.kmeans_search import SearchEffort
from core.segment.fitting.partitions import segments_parameter

if TYPE_CHECKING:
    from core.segment.fitting.kmeans_search import Sample
    from core.segment.fitting.lloyd import Field

WHOLE_ROWS = 50_000
EVEN_ROWS = 20_000
REMOTE_ROWS = 10_000
SETTLING_PASSES, SETTLING_ROWS = 30, 4_000_000
THOROUGH = SearchEffort(rounds=4, tries=12, starts=10, passes=100, tolerance=1e-6)
CAREFUL = SearchEffort(rounds=2, tries=6, starts=3, passes=50, tolerance=1e-5)
SWIFT = SearchEffort(rounds=1, tries=4, starts=0, passes=30, tolerance=1e-4)
THOROUGH_ROWS = 5_000
# Weights that differ much leave the search more places to get stuck in.
REFERENCE_ROWS, WEIGHTED_REFERENCE_ROWS = 1_000, 5_000
# Share of the WCSS by which ours must be better than scikit-learn's to be taken on small tables (docs/methods.md).
# Higher keeps to scikit-learn's figures more often.
MATTERS = 1e-3


def sweep(
    matrix: Floats,
    settings: tuple[float, ...],
    params: Mapping[str, Any],  # noqa: ARG001
    seed: int,
    progress: Progress,
) -> FitResult:
    """A K-Means partition of `matrix` (n, p) for each number of segments in `settings`.

    Up to WHOLE_ROWS customers the search sees all of them; above, two samples, one uniform and one
    that prefers remote customers, and whichever has the lower inertia over all customers wins, at
    each setting. Passes over all customers follow: one, and after samples as many more as settle it
    or as SETTLING_PASSES and SETTLING_ROWS allow. Needs 5 bytes a customer and setting, at most
    twice while the result is put together. TooFewDistinct where a setting exceeds the number of
    different rows.
    """
    from core.segment.fitting.threads import as_kernel_array

    partitions, notices = _partitions(as_kernel_array(matrix), None, settings, seed, progress)
    return FitResult(settings, partitions, notices=notices)


def sweep_quickly(
    matrix: Floats,
    settings: tuple[float, ...],
    params: Mapping[str, Any],  # noqa: ARG001
    seed: int,
    progress: Progress,
) -> FitResult:
    """Sweep with a swift search of all customers: for many small tables in a row."""
    from core.segment.fitting.kmeans_search import Sample, search_centres
    from core.segment.fitting.partitions import build_partitions, require_distinct
    from core.segment.fitting.threads import as_kernel_array

    rows, counts = as_kernel_array(matrix), tuple(map(int, settings))
    require_distinct(rows, max(counts))
    sample, rng = Sample.of(rows, np.ones(len(rows))), np.random.default_rng(seed)
    best = search_centres(sample, max(counts), SWIFT, rng, partial(progress, "Clustering"))
    labels = np.stack([best[k].labels for k in counts]).astype(np.uint8)
    return FitResult(settings, build_partitions(rows, labels, counts))


def sweep_weighted(
    matrix: Floats,
    settings: tuple[float, ...],
    params: Mapping[str, Any],
    seed: int,
    progress: Progress,
    weights: Floats,
) -> FitResult:
    """Sweep with squared distances that count by `weights` (n,), and centres that are weighted means.

    Customers of weight 0 have no say: each goes to the nearest centre in the end. Samples of more
    than WHOLE_ROWS customers are drawn by weight. Equal weights give what `sweep` gives. TooFewDistinct
    counts rows whose weight is above 0.
    """
    from core.segment.fitting.threads import as_kernel_array

    if np.ptp(weights) == 0:
        return sweep(matrix, settings, params, seed, progress)
    rows, mass, counted = as_kernel_array(matrix), as_kernel_array(weights), weights > 0
    if counted.all():
        partitions, notices = _partitions(rows, mass, settings, seed, progress)
    else:
        counting = as_kernel_array(rows[counted]), as_kernel_array(mass[counted])
        partitions, notices = _partitions(*counting, settings, seed, progress)
        partitions = _join_partitions(rows, mass, partitions)
    return FitResult(settings, partitions, notices=notices)


def _partitions(
    rows: Floats, weights: Floats | None, settings: tuple[float, ...], seed: int, progress: Progress
) -> tuple[tuple[Partition, ...], tuple[Notice, ...]]:
    from core.segment.fitting.lloyd import Field
    from core.segment.fitting.partitions import build_partitions, require_distinct

    counts, field = tuple(map(int, settings)), Field.of(rows, weights)
    require_distinct(rows, max(counts))
    labels = _labels(field, counts, seed, progress)
    progress("Clustering", 0.9)
    if len(rows) <= (REFERENCE_ROWS if weights is None else WEIGHTED_REFERENCE_ROWS):
        labels = _prefer_reference(field, labels, counts, seed)
    return build_partitions(rows, labels, counts, weights), tuple(_sampling_notices(field))


def _join_partitions(
    rows: Floats, weights: Floats, partitions: tuple[Partition, ...]
) -> tuple[Partition, ...]:
    """Add the rows that do not count, at the nearest centre, to the partitions of those that do."""
    from core.segment.fitting.lloyd import Field, Passes
    from core.segment.fitting.partitions import build_partitions

    field = Field.of(rows)
    labels = Passes(field, [(part.centres - field.origin) * field.scale for part in partitions]).labels
    labels[:, weights > 0] = [part.labels for part in partitions]
    return build_partitions(rows, labels, [len(part.centres) for part in partitions], weights)


def _sampling_notices(field: Field) -> Iterator[Notice]:
    rows, how = len(field.rows), "evenly" if field.weights is None else "by weight"
    if rows > WHOLE_ROWS:
        yield Notice(
            f"The segments were searched in two samples, {EVEN_ROWS:,} customers drawn {how} and "
            f"{REMOTE_ROWS:,} that prefer remote ones, and then settled on all {rows:,} customers.",
            about="clustering",
        )


def _labels(field: Field, settings: tuple[int, ...], seed: int, progress: Progress) -> Integers:
    """The best labels found (s, n): of the candidate with the lower inertia, settled on all rows."""
    from core.segment.fitting.lloyd import Passes

    candidates = list(_candidates(field, settings, np.random.default_rng(seed), progress))
    progress("Clustering", 0.7)
    passes = Passes(field, [centres for candidate in candidates for centres in candidate])
    winners = passes.inertia.reshape(len(candidates), -1).argmin(axis=0)
    passes.keep(winners * len(settings) + np.arange(len(settings)))
    progress("Clustering", 0.8)
    passes.settle(_settling_passes(len(field.rows)))
    return passes.labels


def _settling_passes(rows: int) -> int:
    """Number of passes that may settle the centres of so many rows, where a sample of them was searched."""
    return min(SETTLING_PASSES, SETTLING_ROWS // rows) if rows > WHOLE_ROWS else 0


def _candidates(
    field: Field, settings: tuple[int, ...], rng: np.random.Generator, progress: Progress
) -> Iterator[list[Floats]]:
    """Centres for every setting, once for each sample that is searched."""
    from core.segment.fitting.kmeans_search import search_centres

    samples, care = _draw_samples(field, rng)
    for i, sample in enumerate(samples):
        step = report_within(
            partial(progress, "Clustering"), 0.7 * i / len(samples), 0.7 / len(samples)
        )
        best = search_centres(sample, max(settings), care, rng, step)
        yield [best[k].centres for k in settings]


def _draw_samples(field: Field, rng: np.random.Generator) -> tuple[list[Sample], SearchEffort]:
    from core.segment.fitting.kmeans_search import Sample

    n = len(field.rows)
    if n <= WHOLE_ROWS:
        return [Sample.of(field.at(slice(None)), field.mass)], _search_effort(n)
    return [_draw_evenly(field, rng), _draw_remote(field, rng)], _search_effort(n)


def _search_effort(rows: int) -> SearchEffort:
    if rows <= THOROUGH_ROWS:
        return THOROUGH
    return CAREFUL if rows <= WHOLE_ROWS else SWIFT


def _draw_evenly(field: Field, rng: np.random.Generator) -> Sample:
    """Draw a sample in which equal weights have equal chances."""
    from core.segment.fitting.kmeans_search import Sample

    n = len(field.rows)
    if field.weights is not None:
        return _draw_by_chance(field, field.weights / field.weights.sum(), EVEN_ROWS, rng)
    uniform = np.sort(rng.choice(n, EVEN_ROWS, replace=False))
    return Sample.of(field.at(uniform), np.full(EVEN_ROWS, n / EVEN_ROWS))


def _draw_remote(field: Field, rng: np.random.Generator) -> Sample:
    """Draw a sample in which half the chance goes by squared distance from the mean, so that a small
    remote group is in it; weights undo the preference. Bachem et al., "Scalable k-means clustering
    via lightweight coresets" (2018)."""
    mass = field.mass
    chance = mass * field.squared_norms()
    return _draw_by_chance(
        field, 0.5 * mass / mass.sum() + 0.5 * chance / chance.sum(), REMOTE_ROWS, rng
    )


def _draw_by_chance(field: Field, chance: Floats, count: int, rng: np.random.Generator) -> Sample:
    from core.segment.fitting.kmeans_search import Sample

    chosen = np.searchsorted(np.cumsum(chance), np.sort(rng.random(count)))
    chosen = np.minimum(chosen, len(chance) - 1)
    return Sample.of(field.at(chosen), field.mass[chosen] / (count * chance[chosen]))


def _prefer_reference(field: Field, labels: Integers, settings: tuple[int, ...], seed: int) -> Integers:
    """Return scikit-learn's ten-start labels, except at settings where ours are better by a share MATTERS.

    So a small table gives the figures that published analyses of it give.
    """
    reference = np.stack([_reference_labels(field, k, seed) for k in settings])
    better = _inertia(field, labels, settings) < (1 - MATTERS) * _inertia(field, reference, settings)
    return np.where(better[:, None], labels, reference)


def _reference_labels(field: Field, k: int, seed: int) -> Integers:
    # The table is too small for threads to help, and idle OpenMP threads would spin.
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, "openmp"), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = KMeans(k, n_init=10, random_state=seed)
        labels: Integers = model.fit_predict(field.rows, sample_weight=field.weights).astype(np.uint8)
    return labels


def _inertia(field: Field, labels: Integers, settings: tuple[int, ...]) -> Floats:
    """The weighted WCSS (s,) of labels (s, n)."""
    from core.segment.fitting.groups import group_means

    groups = group_means(field.rows, labels, settings, field.weights)
    centres = groups.means[groups.offsets[:-1, None] + labels]
    inertia: Floats = ((field.rows - centres) ** 2).sum(axis=2) @ field.mass
    return inertia


SPEC = AlgorithmSpec(
    name="kmeans",
    title="K-Means",
    summary="Compact, round segments of similar spread around a typical customer each. Fast at any size.",
    source="Lloyd, Least squares quantization in PCM, IEEE Transactions on Information Theory, 1982",
    params=(segments_parameter(),),
    swept="n_clusters",
    sweep=sweep,
    weighted=sweep_weighted,
    quick=sweep_quickly,
    version=3,
)
