"""Numbers that segments keep, as each continues an earlier one."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from core.model import NOISE, Floats, Integers
from core.segment.scores.agreement import contingency_table

# Jaccard index from which a segment continues an earlier one and keeps its number (docs/adr/0016).
# Higher, more segments get new numbers; below 0.5 two could claim one.
CONTINUATION_OVERLAP = 0.5
# The largest number that is kept: beyond the palette's colours two segments would share one.
LARGEST_KEPT_NUMBER = 12


KnownNumbers = Mapping[int, int]  # a segment's label -> its number


def number_segments(
    labels: Sequence[Integers] | Integers,
    sizes: Sequence[int],
    middle: int,
    known_numbers: Sequence[KnownNumbers] = (),
) -> tuple[tuple[int, ...], ...]:
    """Number the segments of every setting of a slider, from 1; no number twice at a setting.

    `labels` (s, n) are the partitions of `sizes` (s,) segments, `known` (s,) numbers that some of these
    had before. From the position `middle` outward a segment keeps the number of the one that it
    continues at the setting before, else the known one; all others take the lowest that are free, by
    size.
    """
    numbers = {
        middle: assign_free_numbers(known_numbers[middle] if known_numbers else {}, sizes[middle])
    }
    for before, now in (*pairwise(range(middle, len(labels))), *pairwise(range(middle, -1, -1))):
        continued = match_segments(jaccard_overlaps(labels[before], labels[now]))
        carried = {label: numbers[before][earlier] for label, earlier in continued.items()}
        numbers[now] = assign_free_numbers(
            merge_numbers(carried, known_numbers[now] if known_numbers else {}), sizes[now]
        )
    return tuple(numbers[at] for at in range(len(labels)))


def merge_numbers(first: KnownNumbers, second: KnownNumbers) -> KnownNumbers:
    """Merge both, where neither a segment nor a number of `second` is in `first` already."""
    additions = {label: number for label, number in second.items() if number not in first.values()}
    return additions | dict(first)


def assign_free_numbers(numbers: KnownNumbers, size: int) -> tuple[int, ...]:
    """Keep `numbers` up to LARGEST_KEPT_NUMBER, and give the lowest free ones to all other segments."""
    kept_numbers = {label: number for label, number in numbers.items() if number <= LARGEST_KEPT_NUMBER}
    free = iter(
        number
        for number in range(1, size + len(kept_numbers) + 1)
        if number not in kept_numbers.values()
    )
    return tuple(kept_numbers[label] if label in kept_numbers else next(free) for label in range(size))


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
    """Match each segment to the earlier one that it continues, none twice (Kuhn, The Hungarian method,
    1955).

    `shared` (a, b) are overlaps; the assignment with the largest sum, of it the pairs of at least
    CONTINUES.
    """
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(-shared)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {now: before for before, now in pairs if shared[before, now] >= CONTINUATION_OVERLAP}


def _count_segments(labels: Integers) -> int:
    assigned = labels[labels != NOISE]
    return int(assigned.max()) + 1 if len(assigned) else 0


def _move_noise_last(labels: Integers, count: int) -> Integers:
    return np.where(labels == NOISE, count, labels.astype(np.intp))
