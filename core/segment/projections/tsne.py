"""t-SNE: neighbours stay neighbours, so that groups show which PCA lays over each other."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

import numpy as np

from core.model import Floats, Integers, Notice, Progress, Projection
from core.plugins import Param, ReducerSpec, check_params

CAP = {2: 10_000, 3: 5_000}  # customers that are arranged, by dimensions
FEWEST = 5  # customers below which neighbourhoods mean nothing
STRIPS = 32  # strips of the first component that a sample is spread over
JOBS, PARALLEL = 2, 5_000  # threads, and customers below which a second one only gets in the way
EARLY, LATE, REPORTED = 250, 500, 25  # iterations of both phases, and between two reports
START = 1e-4  # standard deviation of the start positions, as van der Maaten's implementation has it


def reduce(
    matrix: Floats,
    columns: tuple[str, ...],  # noqa: ARG001
    params: Mapping[str, Any],
    seed: int,
    progress: Progress,
) -> Projection:
    """A seeded sample of at most `CAP` customers, arranged in two or three dimensions.

    In two, the third coordinate is 0 and the third axis has no title. `progress` may raise to stop
    the work; it is called every 25 iterations.
    """
    from core.segment.fitting.principal_components import fit_principal_components

    values = check_params(SPEC.title, SPEC.params, params)
    dimensions = values["dimensions"]
    scores, _, _ = fit_principal_components(matrix)
    rows = spread_sample(scores, CAP[dimensions], seed)
    notices = _sampling_notices(len(rows), len(matrix))
    if len(rows) < FEWEST:
        points, few = scores[rows, :dimensions], Notice(FEW, about="t-SNE")
        return _projection(points, rows, dimensions, (*notices, few))
    perplexity = min(values["perplexity"], (len(rows) - 1) / 3)
    if perplexity < values["perplexity"]:
        notices = (*notices, Notice(LOWERED.format(perplexity), about="t-SNE"))
    points = arrange(matrix[rows], scores[rows], perplexity, dimensions, seed, progress)
    return _projection(points, rows, dimensions, notices)


FEW = "With fewer than five customers t-SNE has nothing to arrange: this is the PCA map."
LOWERED = "The perplexity was lowered to {:.1f}: it may be at most a third of the customers."


def _sampling_notices(arranged: int, customers: int) -> tuple[Notice, ...]:
    if arranged == customers:
        return ()
    text = f"t-SNE arranges a sample of {arranged:,} of the {customers:,} customers"
    return (Notice(f"{text}, spread evenly over the first two principal components.", about="t-SNE"),)


def spread_sample(scores: Floats, most: int, seed: int) -> Integers:
    """At most `most` rows, ascending: a systematic sample along the first two components.

    Rows are ordered by strips of the first component and along the second within a strip; every
    n/most-th of them from a seeded start is drawn, so that each region keeps its share.
    """
    customers = len(scores)
    if customers <= most:
        return np.arange(customers)
    first, second = scores[:, 0], scores[:, min(1, scores.shape[1] - 1)]
    strip = np.argsort(np.argsort(first, kind="stable"), kind="stable") * STRIPS // customers
    along = np.lexsort((second, strip))
    start = np.random.default_rng(seed).random()
    return np.sort(along[((start + np.arange(most)) * (customers / most)).astype(np.intp)])


def arrange(
    matrix: Floats, scores: Floats, perplexity: float, dimensions: int, seed: int, progress: Progress
) -> Floats:
    """Arrange customers (n, dimensions) by FIt-SNE (Linderman et al. 2019), Barnes-Hut in three."""
    from openTSNE import TSNE

    progress("Finding neighbours", 0.0)
    embedding = TSNE(
        n_components=dimensions,
        perplexity=perplexity,
        early_exaggeration_iter=EARLY,
        n_iter=LATE,
        initialization=_start_positions(scores, dimensions, seed),
        neighbors="exact",
        negative_gradient_method="bh" if dimensions == 3 else "auto",
        n_jobs=JOBS if len(matrix) >= PARALLEL else 1,
        random_state=seed,
        callbacks=_progress_callback(progress),
        callbacks_every_iters=REPORTED,
    ).fit(matrix / (scores[:, 0].std() or 1.0))  # the result is the same at any scale; floats are not
    return np.asarray(embedding)


def _start_positions(scores: Floats, dimensions: int, seed: int) -> Floats:
    """The components, scaled down, with jitter that parts customers who are the same."""
    start = np.zeros((len(scores), dimensions))
    start[:, : scores.shape[1]] = scores[:, :dimensions]
    start /= start[:, 0].std() or 1.0
    jitter = np.random.default_rng(seed).normal(0, 0.01, start.shape)
    return START * (start + jitter)


def _progress_callback(progress: Progress) -> Callable[[int, float, Floats], None]:
    reports = count(1)

    def report(*_: object) -> None:  # openTSNE counts its second phase from 0 again
        progress("Arranging customers", next(reports) * REPORTED / (EARLY + LATE))

    return report


def _projection(
    points: Floats, rows: Integers, dimensions: int, notices: tuple[Notice, ...]
) -> Projection:
    from core.segment.fitting.principal_components import first_three

    third = "t-SNE 3" if dimensions == 3 else ""
    return Projection(first_three(points), rows, ("t-SNE 1", "t-SNE 2", third), notices=notices)


SPEC = ReducerSpec(
    name="tsne",
    title="t-SNE",
    summary="Keeps neighbours together, so that groups show. Distances between groups and their "
    "sizes on the map mean nothing.",
    source="openTSNE (Poličar et al. 2024; FIt-SNE, Linderman et al. 2019), started from PCA",
    params=(
        Param(
            "perplexity",
            "Perplexity",
            30,
            low=5,
            high=50,
            help="How many neighbours each customer tries to stay close to.",
        ),
        Param(
            "dimensions",
            "Dimensions",
            2,
            low=2,
            high=3,
            help="Three can be rotated, and take longer.",
        ),
    ),
    reduce=reduce,
)
