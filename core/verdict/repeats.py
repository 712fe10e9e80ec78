"""Whether a method, any method, finds the same segments again among other customers of the table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from core.errors import UserError
from core.model import NOISE, Floats, Integers
from core.plugins import AlgorithmSpec
from core.segment import adjusted_rand, as_kernel_array

PAIRS = 6
ROWS = 1_500
SHARE = 0.8
FEWEST = 25


class Repeats(NamedTuple):
    """The adjusted Rand index `agreement` (s, PAIRS) of fits to parts of `rows` customers; NaN where
    it says nothing: under two segments, or under FEWEST customers."""

    agreement: Floats
    rows: int


@dataclass(frozen=True)
class Method:
    """An algorithm with its parameters' values."""

    spec: AlgorithmSpec
    params: Mapping[str, Any]

    def labels(
        self, rows: Floats, setting: float, seed: int, step: Callable[[float], None]
    ) -> Integers | None:
        """The labels (m,) of `rows` (m, p); None where fewer than two segments are found."""
        params = {**self.params, self.spec.swept: setting}
        try:
            found = self.spec.sweep(rows, (setting,), params, seed, lambda _, share: step(share))
        except UserError:
            return None
        labels = found.partitions[found.settings.index(setting)].labels
        return labels if count_segments(labels) > 1 else None

    def nearest(
        self, rows: Floats, labels: Integers, seed: int, step: Callable[[float], None]
    ) -> float | None:
        """The stop at which an adaptive method's labels of `rows` (m, p) are most like `labels` (m,)."""
        try:
            found = self.spec.sweep(rows, (), self.params, seed, lambda _, share: step(share))
        except UserError:
            return None
        alike = [adjusted_rand(part.labels, labels) for part in found.partitions]
        return found.settings[int(np.argmax(alike))]


def repeat_fits(
    matrix: Floats, method: Method, settings: Sequence[float], labels: Integers, seed: int,
    step: Callable[[float], None],
) -> Repeats:  # fmt: skip
    """Fits PAIRS pairs of parts, each SHARE of at most ROWS customers of `matrix` (n, p), at each of
    `settings`, which gave all customers `labels` (s, n), and compares those who are in both parts.

    A fit that finds less than two segments agrees with no other: 0. What an adaptive method finds at
    a setting depends on how many customers there are: where ROWS are drawn of more, the setting is
    replaced by the stop that divides the drawn ones most alike. Customers who are noise are a group.
    """
    rng = np.random.default_rng(seed)
    drawn = np.sort(rng.choice(len(matrix), min(len(matrix), ROWS), replace=False))
    rows = as_kernel_array(matrix[drawn])
    places = [np.sort(rng.permutation(len(drawn))[: int(SHARE * len(drawn))]) for _ in range(2 * PAIRS)]
    agreement = np.full((len(settings), PAIRS), np.nan)
    for at, setting in enumerate(settings):
        tell = partial(_report_within, step, at / len(settings), 1 / len(settings))
        used: float | None = setting
        if method.spec.adaptive and len(drawn) < len(matrix):
            used = method.nearest(
                rows, labels[at, drawn], seed, partial(_report_within, tell, 0.0, 0.1)
            )
        if used is not None and len(drawn) >= FEWEST and count_segments(labels[at]) > 1:
            agreement[at] = _pair_agreements(rows, method, used, places, seed, tell)
    return Repeats(agreement, len(drawn))


def count_segments(labels: Integers) -> int:
    """How many there are in `labels` (n,), noise not counted."""
    return len(np.unique(labels[labels != NOISE]))


def _pair_agreements(
    rows: Floats, method: Method, setting: float, places: Sequence[Integers], seed: int,
    step: Callable[[float], None],
) -> list[float]:  # fmt: skip
    found = []
    for number, own in enumerate(places):
        tell = partial(_report_within, step, 0.1 + 0.9 * number / len(places), 0.9 / len(places))
        found.append(method.labels(rows[own], setting, seed + number, tell))
    pairs = range(0, len(places), 2)
    return [_overlap_agreement(*places[i : i + 2], *found[i : i + 2]) for i in pairs]


def _overlap_agreement(
    places: Integers, others: Integers, labels: Integers | None, other: Integers | None
) -> float:
    if labels is None or other is None:
        return 0.0
    _, mine, theirs = np.intersect1d(places, others, assume_unique=True, return_indices=True)
    return adjusted_rand(labels[mine], other[theirs])


def _report_within(step: Callable[[float], None], start: float, span: float, share: float) -> None:
    step(start + span * share)
