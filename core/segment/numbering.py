"""The numbers that segments keep: which earlier segment each segment continues."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from scipy.optimize import linear_sum_assignment

from core.model import NOISE, Floats, Integers
from core.segment.scores.agreement import contingency_table

CONTINUATION_OVERLAP = 0.5  # share of the customers of either segment who must be in both
LARGEST_KEPT_NUMBER = (
    12  # the largest number that is kept: beyond the palette's colours two segments had one
)


KnownNumbers = Mapping[int, int]  # a segment's label -> its number


def number_segments(
    labels: Sequence[Integers] | Integers,
    sizes: Sequence[int],
    middle: int,
    known: Sequence[KnownNumbers] = (),
) -> tuple[tuple[int, ...], ...]:
    """For every setting of a slider the number of each segment, from 1; no number twice.

    `labels` (s, n) are the partitions of `sizes` (s,) segments, `known` (s,) numbers that some of these
    had before. From the position `middle` outward a segment keeps the number of the one that it
    continues at the setting before, else the known one; all others take the lowest that are free, by
    size.
    """
    numbers = {middle: assign_free_numbers(known[middle] if known else {}, sizes[middle])}
    for before, now in (*pairwise(range(middle, len(labels))), *pairwise(range(middle, -1, -1))):
        found = match_segments(jaccard_overlaps(labels[before], labels[now]))
        carried = {label: numbers[before][earlier] for label, earlier in found.items()}
        numbers[now] = assign_free_numbers(
            merge_numbers(carried, known[now] if known else {}), sizes[now]
        )
    return tuple(numbers[at] for at in range(len(labels)))


def merge_numbers(first: KnownNumbers, then: KnownNumbers) -> KnownNumbers:
    """Both, where neither a segment nor a number of `then` is there already."""
    more = {label: number for label, number in then.items() if number not in first.values()}
    return more | dict(first)


def assign_free_numbers(kept: KnownNumbers, size: int) -> tuple[int, ...]:
    """The numbers kept, up to KEPT, and the lowest free ones for all other segments."""
    own = {label: number for label, number in kept.items() if number <= LARGEST_KEPT_NUMBER}
    free = iter(number for number in range(1, size + len(own) + 1) if number not in own.values())
    return tuple(own[label] if label in own else next(free) for label in range(size))


def jaccard_overlaps(earlier: Integers, now: Integers, weights: Floats | None = None) -> Floats:
    """Jaccard indices (a, b) of the segments of two labellings of the same customers, each (n,).

    Labels count from 0, NOISE is no segment. `weights` (n,) say how many customers each stands for.
    """
    a, b = _count_segments(earlier), _count_segments(now)
    last = _move_noise_last(earlier, a), _move_noise_last(now, b)
    table = contingency_table(*last, a + 1, b + 1, weights)
    both = table[:a, :b]
    either = table[:a].sum(axis=1)[:, None] + table[:, :b].sum(axis=0)[None] - both
    shared: Floats = both / np.where(either > 0, either, 1.0)
    return shared


def match_segments(shared: Floats) -> dict[int, int]:
    """Segment now -> the earlier one that it continues, none twice (Kuhn, The Hungarian method, 1955).

    `shared` (a, b) are overlaps; the assignment with the largest sum, of it the pairs of at least
    CONTINUES.
    """
    rows, columns = linear_sum_assignment(-shared)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {now: before for before, now in pairs if shared[before, now] >= CONTINUATION_OVERLAP}


def _count_segments(labels: Integers) -> int:
    known = labels[labels != NOISE]
    return int(known.max()) + 1 if len(known) else 0


def _move_noise_last(labels: Integers, count: int) -> Integers:
    return np.where(labels == NOISE, count, labels.astype(np.intp))
