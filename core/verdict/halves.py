"""What a method, any method, finds again in halves of the customers."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from core.errors import UserError
from core.model import NOISE, Floats, Integers, ignore_progress
from core.segment import as_kernel_array, count_distinct_rows, map_in_threads
from core.verdict.reach import Reach
from core.verdict.repeats import Method, count_segments
from core.verdict.stability import PAIRS, Resamples, adjusted_rand


def cluster_rows(method: Method, rows: Floats, settings: Sequence[float], seed: int) -> Integers:
    """The labels (s, m) of `rows` (m, p) at each of `settings`, or at every stop of an adaptive method.

    Without the settings, the last, for which too few rows differ; none where nothing is found.
    """
    spec, nothing = method.spec, np.empty((0, len(rows)), np.uint8)
    possible = () if spec.adaptive else _possible_settings(rows, settings)
    if not possible and not spec.adaptive:
        return nothing
    try:
        found = (spec.quick or spec.sweep)(
            as_kernel_array(rows), possible, method.params, seed, ignore_progress
        )
    except UserError:
        return nothing
    return np.stack([part.labels for part in found.partitions])


def fill_noise(rows: Floats, labels: Integers) -> Integers:
    """The labels (s, m) of `rows` (m, p) with noise in the segment that it reaches first."""
    if not (labels == NOISE).any():
        return labels
    reach = Reach.of(rows)
    return np.stack([reach.filled(own) for own in labels])


def _possible_settings(rows: Floats, settings: Sequence[float]) -> tuple[float, ...]:
    distinct = count_distinct_rows(rows, int(max(settings)))
    return tuple(k for k in settings if k <= distinct)


def refit_halves(
    rows: Floats, method: Method, settings: Sequence[float], labels: Integers, seed: int,
    step: Callable[[float], None],
) -> Resamples:  # fmt: skip
    """The method at every one of `settings`, which gave `labels` (s, m), in 2 PAIRS halves of `rows`.

    Halves, as customers who stand twice in a bootstrap resample are dense places to a method that
    looks for those; a half varies as much as such a resample (Politis and Romano, "Large sample
    confidence regions based on subsamples under minimal assumptions", 1994). The stops of an adaptive
    method depend on how many customers there are: taken is the one that divides the half most like
    `labels`. Noise goes with the segment that it reaches first. Who is not in the half is NOISE, and
    everybody where nothing is found. `step` is told the share done; what it raises ends the work.
    """

    def work(number: int) -> tuple[Integers, NDArray[np.bool_]]:
        drawn = np.zeros(len(rows), bool)
        drawn[np.random.default_rng((seed, number)).permutation(len(rows))[: len(rows) // 2]] = True
        found = cluster_rows(method, rows[drawn], settings, seed + number)
        if method.spec.adaptive:
            found = _most_similar_labels(found, labels[:, drawn])
        own = np.full(labels.shape, NOISE, np.uint8)
        own[: len(found), drawn] = fill_noise(rows[drawn], found)
        return own, drawn

    every = []
    for done, one in enumerate(map_in_threads(work, range(2 * PAIRS)), 1):
        every.append(one)
        step(done / (2 * PAIRS))
    return Resamples(np.stack([own for own, _ in every]), np.stack([drawn for _, drawn in every]))


def agreement_of_halves(halves: Resamples) -> Floats:
    """The adjusted Rand index (s, PAIRS) between the two of each pair, of the customers in both.

    A half in which fewer than two segments are found agrees with none: 0.
    """
    both = halves.drawn[::2] & halves.drawn[1::2]
    pairs = zip(halves.labels[::2], halves.labels[1::2], both, strict=True)
    return np.array(
        [
            [_half_agreement(a, b) for a, b in zip(one[:, own], other[:, own], strict=True)]
            for one, other, own in pairs
        ]
    ).T


def _half_agreement(one: Integers, other: Integers) -> float:
    if min(count_segments(one), count_segments(other)) < 2:
        return 0.0
    return float(adjusted_rand(one, other))


def _most_similar_labels(found: Integers, labels: Integers) -> Integers:
    """For each of `labels` (s, m) the most similar of those `found` (t, m); none where none are."""
    if not len(found):
        return found
    ours, theirs = _noise_as_group(labels), _noise_as_group(found)
    alike = [adjusted_rand(theirs, np.broadcast_to(own, theirs.shape)) for own in ours]
    return np.asarray(found[np.argmax(alike, axis=1)])


def _noise_as_group(labels: Integers) -> Integers:
    """The labels with noise as one more group, numbered as the next, so that tables of them are small."""
    noise = labels == NOISE
    whole: Integers = np.where(noise, np.max(labels, where=~noise, initial=0) + np.uint8(1), labels)
    return whole
