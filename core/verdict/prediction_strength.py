"""Prediction strength: whether segments found in one half of the customers foretell the other half's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from core.model import Floats, Integers, Notice, Progress, ignore_progress
from core.plugins import AlgorithmSpec, check_params
from core.segment import as_kernel_array, contingency_table
from core.text import STRONG
from core.verdict.cluster_by_k import (
    Segments,
    cluster_by_number,
    draw_sample,
    most_segments,
    require_by_number,
)
from core.verdict.notice_words import estimate_sentence

# Customers clustered at most, half of them at a time, and splits into halves (docs/verdict.md). More make the
# standard error smaller and take longer.
SAMPLE_ROWS = 4_000
SPLITS, FEWEST_SPLITS = 5, 2

Carry = Literal["centres", "neighbours"]


@dataclass(frozen=True)
class PredictionStrength:
    """The prediction strength of k = 1, 2, ... segments, `settings` (s,), from 0 to 1.

    `values` (s,) are means over `splits` into halves and `error` (s,) their standard errors; that of
    one segment is 1. `suggested` is the largest k whose mean is above STRONG. `measured` of all
    `customers` were clustered, half of them at a time.
    """

    settings: tuple[int, ...]
    values: Floats
    error: Floats
    suggested: int
    splits: int
    measured: int
    customers: int

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Notice of the sample; none where all customers were clustered."""
        if self.measured == self.customers:
            return ()
        text = estimate_sentence("Prediction strength", self.measured, self.customers)
        return (Notice(text, about="prediction_strength"),)


def measure_prediction_strength(
    matrix: Floats,
    spec: AlgorithmSpec,
    params: Mapping[str, Any],
    seed: int = 0,
    progress: Progress = ignore_progress,
    *,
    carry: Carry = "centres",
    splits: int = SPLITS,
    sample_rows: int = SAMPLE_ROWS,
) -> PredictionStrength:
    """Prediction strength of `matrix` (n, p) for 1 to the slider's last number of segments.

    Each of the `splits` cuts the customers in half at random, clusters both halves by `spec`, a
    method that is told the number of segments, and gives every customer the segment of the nearest
    centre in the other half, as in the paper, or of the nearest customer there, for segments that
    are not round. A segment's strength is the share of its pairs of customers who are together there
    too, 1 for a customer alone; the least counts, averaged over the two halves as R's fpc does.
    Above `sample_rows` customers a seeded uniform sample stands for all. NotByNumber for an adaptive
    method, AllAlike where no two customers differ. Tibshirani and Walther, "Cluster
    validation by prediction strength" (2005).
    """
    if splits < FEWEST_SPLITS:
        raise ValueError(f"a standard error takes {FEWEST_SPLITS} splits, not {splits}")
    chosen, rng = check_params(spec.title, spec.params, params), np.random.default_rng(seed)
    rows = draw_sample(matrix, sample_rows, rng)
    require_by_number(spec, rows, "prediction strength")
    halves = [_split_halves(rows, rng) for _ in range(splits)]
    most = min(most_segments(spec, half) for pair in halves for half in pair)
    strengths = []
    for done, pair in enumerate(halves):
        segments = []
        for place, half in enumerate(pair):
            progress("Prediction strength", (done + place / 2) / splits)
            segments.append(cluster_by_number(spec, half, most, chosen, seed))
        there = _predict_strengths(pair[0], segments[0], pair[1], segments[1], carry)
        back = _predict_strengths(pair[1], segments[1], pair[0], segments[0], carry)
        strengths.append((there + back) / 2)
    values, error = np.mean(strengths, axis=0), np.std(strengths, axis=0, ddof=1) / np.sqrt(splits)
    settings, suggested = tuple(range(1, most + 1)), int(np.flatnonzero(values > STRONG)[-1]) + 1
    return PredictionStrength(settings, values, error, suggested, splits, len(rows), len(matrix))


def _split_halves(rows: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    order = rng.permutation(len(rows))
    return as_kernel_array(rows[order[::2]]), as_kernel_array(rows[order[1::2]])


def _predict_strengths(
    rows: Floats,
    segments: Sequence[Segments],
    others: Floats,
    other_segments: Sequence[Segments],
    carry: Carry,
) -> Floats:
    """Strengths (s,) with which the `other_segments` of the `others` predict the `segments` of `rows`."""
    if carry == "centres":
        carried = [_nearest_places(other.centres, rows) for other in other_segments]
    else:
        nearest = _nearest_places(others, rows)
        carried = [other.labels[nearest] for other in other_segments]
    return np.array(
        [
            _worst_strength(partition.labels, predicted)
            for partition, predicted in zip(segments, carried, strict=True)
        ]
    )


def _nearest_places(points: Floats, rows: Floats) -> Integers:
    """Position (n,) of the nearest of `points` to each row."""
    from scipy.spatial import KDTree

    return np.asarray(KDTree(points).query(rows)[1])


def _worst_strength(labels: Integers, predicted: Integers) -> float:
    """Least share of a segment's pairs who are `predicted` one label."""
    k, q = int(labels.max()) + 1, int(predicted.max()) + 1
    table = contingency_table(labels, predicted, k, q)
    together, sizes = (table * (table - 1.0)).sum(axis=1), table.sum(axis=1)
    pairs = sizes * (sizes - 1.0)
    return float(np.divide(together, pairs, out=np.ones(k), where=pairs > 0).min())
