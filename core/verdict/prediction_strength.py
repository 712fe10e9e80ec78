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
        """None where all customers were clustered."""
        if self.measured == self.customers:
            return ()
        text = f"Prediction strength is estimated on {self.measured:,} of {self.customers:,} customers."
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
    found = []
    for done, (first, second) in enumerate(halves):
        progress("Prediction strength", done / splits)
        one = cluster_by_number(spec, first, most, chosen, seed)
        progress("Prediction strength", (done + 0.5) / splits)
        two = cluster_by_number(spec, second, most, chosen, seed)
        there, back = (
            _predict_strengths(first, one, second, two, carry),
            _predict_strengths(second, two, first, one, carry),
        )
        found.append((there + back) / 2)
    values, error = np.mean(found, axis=0), np.std(found, axis=0, ddof=1) / np.sqrt(splits)
    return PredictionStrength(
        tuple(range(1, most + 1)), values, error, int(np.flatnonzero(values > STRONG)[-1]) + 1,
        splits, len(rows), len(matrix),
    )  # fmt: skip


def _split_halves(rows: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    order = rng.permutation(len(rows))
    return as_kernel_array(rows[order[::2]]), as_kernel_array(rows[order[1::2]])


def _predict_strengths(
    rows: Floats,
    found: Sequence[Segments],
    others: Floats,
    known: Sequence[Segments],
    carry: Carry,
) -> Floats:
    """How well (s,) the segments `known` of the `others` foretell those `found` in `rows`."""
    if carry == "centres":
        carried = [_nearest_places(there.centres, rows) for there in known]
    else:
        nearest = _nearest_places(others, rows)
        carried = [there.labels[nearest] for there in known]
    return np.array(
        [_worst_strength(own.labels, given) for own, given in zip(found, carried, strict=True)]
    )


def _nearest_places(points: Floats, rows: Floats) -> Integers:
    """The position (n,) of the nearest of `points` to each row."""
    from scipy.spatial import KDTree

    return np.asarray(KDTree(points).query(rows)[1])


def _worst_strength(labels: Integers, given: Integers) -> float:
    """The least share of a segment's pairs who are `given` one label."""
    table = contingency_table(labels, given)
    together = np.bincount(table.first, table.cells * (table.cells - 1.0))
    pairs = table.firsts * (table.firsts - 1.0)
    return float(np.divide(together, pairs, out=np.ones(len(pairs)), where=pairs > 0).min())
