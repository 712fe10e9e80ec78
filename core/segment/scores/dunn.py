"""The Dunn index of many settings from one pass over the distances."""

from functools import partial
from typing import NamedTuple

import numpy as np

from core.model import NOISE, Floats, Integers, Notice, Report
from core.segment.fitting.threads import as_kernel_array, map_in_threads
from core.segment.notice_words import dunn_sample_sentence
from core.segment.scores.sampling import draw_stratified

# Customers up to which the index is exact, and in the sample above (docs/methods.md). More take time by their square.
EXACT_ROWS = 20_000
SAMPLE_ROWS = 20_000


class Dunn(NamedTuple):
    """The index of each labelling (s,), larger is better, from `measured` of all `customers`.

    None where it is not defined: under two segments, or no two customers of a segment differ.
    """

    values: tuple[float | None, ...]
    measured: int
    customers: int

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Notice of the sample; none where the index is exact."""
        if self.measured == self.customers:
            return ()
        text = dunn_sample_sentence(self.measured, self.customers)
        return (Notice(text, about="dunn"),)


def dunn_index(
    matrix: Floats,
    labels: Integers,
    seed: int = 0,
    exact_rows: int = EXACT_ROWS,
    step: Report = lambda _: None,
) -> Dunn:
    """Euclidean Dunn index of each of `labels` (s, n): the smallest distance between customers of two
    segments over the largest within one. Customers who are NOISE are in none and are left out.

    Exact up to `exact_rows` customers. Above, over a sample of SAMPLE_ROWS, stratified by the
    segments: it may miss the closest and the farthest pair, so that it only overestimates. Dunn,
    "Well-separated clusters and optimal fuzzy partitions" (1974).
    """
    from core.segment.scores.silhouette_kernels import LANES

    rows = _measured_rows(labels, exact_rows, np.random.default_rng(seed))
    points, codes = as_kernel_array(matrix)[rows], np.ascontiguousarray(labels[:, rows].T, np.int64)
    starts = range(0, len(rows), LANES)
    gap, diameter = np.full(len(labels), np.inf), np.zeros(len(labels))
    for done, (near, far) in enumerate(map_in_threads(partial(_block, points, codes), starts)):
        gap, diameter = np.minimum(gap, near), np.maximum(diameter, far)
        step(done / len(starts))
    return Dunn(tuple(map(_index, gap, diameter)), len(rows), labels.shape[1])


def _measured_rows(labels: Integers, exact_rows: int, rng: np.random.Generator) -> Integers:
    rows = np.arange(labels.shape[1])
    return rows if len(rows) <= exact_rows else draw_stratified(labels, SAMPLE_ROWS, rng).rows


def _block(points: Floats, codes: Integers, start: int) -> tuple[Floats, Floats]:
    """Squared extremes (s,) of each labelling between the rows from `start` and those before
    the end of them."""
    from core.segment.scores import dunn_kernels as kernels
    from core.segment.scores.silhouette_kernels import LANES

    end = min(start + LANES, len(points))
    lanes = np.zeros((points.shape[1], LANES))
    lanes[:, : end - start] = points[start:end].T
    lane_codes = np.full((codes.shape[1], LANES), NOISE)
    lane_codes[:, : end - start] = codes[start:end].T
    gap, diameter = np.full(lane_codes.shape, np.inf), np.zeros(lane_codes.shape)
    kernels.update_extremes(lanes, points[:end], lane_codes, codes[:end], NOISE, gap, diameter)
    return gap.min(axis=1), diameter.max(axis=1)


def _index(gap: float, diameter: float) -> float | None:
    return float(np.sqrt(gap / diameter)) if np.isfinite(gap) and diameter > 0 else None
