"""Refits of any method to parts of the customers: whether it finds the same segments again.

Two plans say which parts. HALVES is that of the verdict: many pairs, of which a half varies as much as a
bootstrap resample. FEW_HALVES is that of the comparison and of the suggestion: few pairs, as quick as a
page that waits needs it. Both give the same figure, the mean adjusted Rand index between two redraws.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.errors import UserError
from core.model import (
    NOISE,
    Floats,
    Integers,
    Report,
    ignore_progress,
)
from core.plugins import AlgorithmSpec
from core.segment import adjusted_rand, as_kernel_array, count_distinct_rows, map_in_threads
from core.verdict.reach import Reach
from core.verdict.stability import Resamples, redraw_figures, segment_similarities


@dataclass(frozen=True)
class ResamplingPlan:
    """Plan of a resampling: `pairs` of parts, each a `share` of at most `most` customers.

    None of `most`: of all of them. With under `fewest` customers nothing is said.
    """

    pairs: int
    share: float
    most: int | None = None
    fewest: int = 0

    def customers(self, rows: int) -> int:
        """Number of customers that parts are drawn of, where there are `rows`."""
        return rows if self.most is None else min(rows, self.most)


# The verdict's (docs/verdict.md): 50 pairs, as many as there are bootstrap resamples of K-Means; more give a
# smoother box plot and take longer. Halves, after Politis and Romano (1994) and Hennig's clusterboot.
HALVES = ResamplingPlan(pairs=50, share=0.5)

# That of Compare and of Suggest (docs/suggest.md): halves too, so that their agreement is the verdict's figure, but
# fewer pairs. More pairs give a surer mean and take longer; more customers take longer.
FEW_HALVES = ResamplingPlan(pairs=6, share=0.5, most=2_000, fewest=25)


class Repeats(NamedTuple):
    """Adjusted Rand index `agreement` (s, pairs) of fits to FEW_HALVES of `rows` customers, and share
    `returned` (s,) of the halves in which every segment came out again; NaN where they say nothing: under two
    segments, or under the fewest customers of the plan."""

    agreement: Floats
    returned: Floats
    rows: int


@dataclass(frozen=True)
class Method:
    """An algorithm with its parameters' values."""

    spec: AlgorithmSpec
    params: Mapping[str, Any]


def repeat_fits(
    matrix: Floats,
    method: Method,
    settings: Sequence[float],
    labels: Integers,
    seed: int,
    step: Report,
) -> Repeats:
    """Fit the FEW_HALVES of `matrix` (n, p) at each of `settings`, which gave all customers `labels` (s, n), and
    compare them as the verdict does: see `refit_halves`, `agreement_of_halves` and `redraw_figures`."""
    rng, plan = np.random.default_rng(seed), FEW_HALVES
    sampled = np.sort(rng.choice(len(matrix), plan.customers(len(matrix)), replace=False))
    agreement = np.full((len(settings), plan.pairs), np.nan)
    returned = np.full(len(settings), np.nan)
    several = [at for at in range(len(settings)) if count_segments(labels[at]) > 1]
    if len(sampled) >= plan.fewest and several:
        rows, reference = as_kernel_array(matrix[sampled]), labels[several][:, sampled]
        chosen = [settings[at] for at in several]
        halves = refit_halves(rows, method, chosen, reference, seed, step, plan)
        agreement[several] = agreement_of_halves(halves)
        returned[several] = [
            redraw_figures(segment_similarities(halves, at, labelling))["returned"]
            for at, labelling in enumerate(fill_noise(rows, reference))
        ]
    return Repeats(agreement, returned, len(sampled))


def count_segments(labels: Integers) -> int:
    """Number of segments in `labels` (n,), noise not counted."""
    return len(np.unique(labels[labels != NOISE]))


def cluster_rows(method: Method, rows: Floats, settings: Sequence[float], seed: int) -> Integers:
    """Cluster `rows` (m, p) into labels (s, m) at each of `settings`, or at every stop of an adaptive method.

    Without the settings, the last, for which too few rows differ; none where nothing is found.
    """
    spec, nothing = method.spec, np.empty((0, len(rows)), np.uint8)
    possible = possible_settings(spec, rows, settings)
    if not possible and not spec.adaptive:
        return nothing
    try:
        fitted = (spec.quick or spec.sweep)(
            as_kernel_array(rows), possible, method.params, seed, ignore_progress
        )
    except UserError:
        return nothing
    return np.stack([part.labels for part in fitted.partitions])


def fill_noise(rows: Floats, labels: Integers) -> Integers:
    """Fill the noise of `labels` (s, m) of `rows` (m, p) into the segment that it reaches first."""
    if not (labels == NOISE).any():
        return labels
    reach = Reach.of(rows)
    return np.stack([reach.fill_noise(labelling) for labelling in labels])


def possible_settings(
    spec: AlgorithmSpec, rows: Floats, settings: Sequence[float] | None = None
) -> tuple[float, ...]:
    """Those of `settings` (None: the slider's) that so many different customers allow.

    None where the method chooses its own.
    """
    if spec.adaptive:
        return ()
    settings = spec.settings if settings is None else settings
    distinct = count_distinct_rows(rows, int(max(settings)))
    return tuple(k for k in settings if k <= distinct)


def refit_halves(
    rows: Floats,
    method: Method,
    settings: Sequence[float],
    labels: Integers,
    seed: int,
    step: Report,
    plan: ResamplingPlan | None = None,
) -> Resamples:
    """Refit the method at every one of `settings`, which gave `labels` (s, m), to the halves of `rows` that
    the plan says (HALVES without one).

    Not bootstrap resamples, as customers who stand twice in a bootstrap resample are dense places to a method that
    looks for those; a half varies as much as such a resample (Politis and Romano, "Large sample
    confidence regions based on subsamples under minimal assumptions", 1994). The stops of an adaptive
    method depend on how many customers there are: taken is the one that divides the half most like
    `labels`. Noise goes with the segment that it reaches first. Who is not in the half is NOISE, and
    everybody where nothing is found. `step` hears the share done; what it raises ends the work.
    """

    parts = plan or HALVES

    def work(number: int) -> tuple[Integers, NDArray[np.bool_]]:
        drawn = np.zeros(len(rows), bool)
        order = np.random.default_rng((seed, number)).permutation(len(rows))
        drawn[order[: int(parts.share * len(rows))]] = True
        stops = cluster_rows(method, rows[drawn], settings, seed + number)
        if method.spec.adaptive:
            stops = _most_similar_labels(stops, labels[:, drawn])
        half_labels = np.full(labels.shape, NOISE, np.uint8)
        half_labels[: len(stops), drawn] = fill_noise(rows[drawn], stops)
        return half_labels, drawn

    labellings, members = [], []
    for half_labels, drawn in map_in_threads(work, range(2 * parts.pairs)):
        labellings.append(half_labels)
        members.append(drawn)
        step(len(members) / (2 * parts.pairs))
    return Resamples(np.stack(labellings), np.stack(members))


def agreement_of_halves(halves: Resamples) -> Floats:
    """Adjusted Rand index (s, pairs) between the two halves of each pair, of the customers in both.

    A half in which fewer than two segments are found agrees with none: 0.
    """
    both = halves.drawn[::2] & halves.drawn[1::2]
    pairs = zip(halves.labels[::2], halves.labels[1::2], both, strict=True)
    return np.array(
        [
            [_half_agreement(a, b) for a, b in zip(first[:, shared], second[:, shared], strict=True)]
            for first, second, shared in pairs
        ]
    ).T


def _half_agreement(first: Integers, second: Integers) -> float:
    if min(count_segments(first), count_segments(second)) < 2:
        return 0.0
    return float(adjusted_rand(first, second))


def _most_similar_labels(labellings: Integers, labels: Integers) -> Integers:
    """Choose for each of `labels` (s, m) the most similar of `labellings` (t, m); none where none are."""
    if not len(labellings):
        return labellings
    targets, options = _noise_as_group(labels), _noise_as_group(labellings)
    agreement = [adjusted_rand(options, np.broadcast_to(target, options.shape)) for target in targets]
    return np.asarray(labellings[np.argmax(agreement, axis=1)])


def _noise_as_group(labels: Integers) -> Integers:
    """Number the noise as one more group, next to the others, so that tables of the labels are small."""
    noise = labels == NOISE
    grouped: Integers = np.where(noise, np.max(labels, where=~noise, initial=0) + np.uint8(1), labels)
    return grouped
