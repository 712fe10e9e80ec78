"""Partitions that an algorithm returns, built of its labels."""

from collections.abc import Iterator, Sequence

import numpy as np

from core.errors import UserError
from core.model import NOISE, Floats, Integers, Notice, Partition
from core.plugins import Param
from core.segment.fitting.groups import count_distinct_rows, group_means, group_spread
from core.segment.notice_words import fewer_clusters_sentence


def build_partitions(
    rows: Floats, labels: Integers, sizes: Sequence[int], weights: Floats | None = None
) -> tuple[Partition, ...]:
    """Build a Partition of each row of `labels` (s, n) uint8, of `sizes[s]` clusters none of which is empty.

    Labels that are NOISE stay so. Renumbers `labels` in place by descending size. Centres are the
    exact means of the final labels, of rows that count by `weights` (n,) or once each.
    """
    for labelling, k in zip(labels, sizes, strict=True):
        _fill_empty(rows, labelling, k)
        _number_by_size(labelling, k)
    groups = group_means(rows, labels, sizes, weights)
    distance = group_spread(rows, labels, groups).distance
    centres = [groups.means[groups.of(s)] for s in range(len(sizes))]
    return tuple(map(Partition, labels, centres, distance))


def renumber_labels(labels: Integers) -> int:
    """Renumber labels in place so that none is unused, and return how many there are."""
    numbers, labels[:] = np.unique(labels, return_inverse=True)
    return len(numbers)


def fewer_clusters_notices(
    counts: Sequence[int], parts: Sequence[Partition], what: str
) -> Iterator[Notice]:
    """Name the `counts` at which there are fewer clusters than `what` was asked for."""
    fewer = [k for k, part in zip(counts, parts, strict=True) if len(part.centres) < k]
    if fewer:
        yield Notice(fewer_clusters_sentence(fewer, what), about="clustering")


def _number_by_size(labels: Integers, k: int) -> None:
    """Renumber the clusters in place, largest first; those of one size keep their order."""
    rank = np.full(NOISE + 1, NOISE, np.uint8)
    rank[np.argsort(-np.bincount(labels, minlength=k)[:k], kind="stable")] = np.arange(k)
    labels[:] = rank[labels]


def _fill_empty(rows: Floats, labels: Integers, k: int) -> None:
    """Give each empty cluster the customer who is farthest from the mean of a cluster of several."""
    counts = np.bincount(labels, minlength=k)
    for empty in np.flatnonzero(counts[:k] == 0):
        means = group_means(rows, labels[None], [k]).means
        gaps = np.abs(rows - means[labels]).max(axis=1)
        gaps[counts[labels] == 1] = -1
        farthest = np.argmax(gaps)
        labels[farthest] = empty
        counts = np.bincount(labels, minlength=k)


class TooFewDistinct(UserError):
    template = (
        "{asked} segments need {asked} customers who differ, and there are only {distinct}. "
        "Ask for fewer segments or add features."
    )


def require_distinct(rows: Floats, needed: int) -> None:
    """Raise TooFewDistinct where `rows` has fewer than `needed` different rows."""
    distinct = count_distinct_rows(rows, needed)
    if distinct < needed:
        raise TooFewDistinct(asked=needed, distinct=distinct)


def segments_parameter(name: str = "n_clusters") -> Param:
    return Param(
        name,
        "Segments",
        default=4,
        low=2,
        high=12,
        most=50,
        help="How many groups the customers are divided into.",
    )
