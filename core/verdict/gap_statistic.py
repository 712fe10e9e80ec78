"""The gap statistic: how much tighter segments are than those found in data without any."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from core.model import Floats, Notice, Progress, ignore_progress
from core.plugins import AlgorithmSpec, check_params
from core.segment import as_kernel_array, wcss
from core.verdict.cluster_by_k import cluster_by_number, draw_sample, most_segments, require_by_number
from core.verdict.notice_words import estimate_sentence

# Customers clustered at most, and tables drawn to compare them with (docs/verdict.md). More make the standard
# error smaller and take longer.
SAMPLE_ROWS = 2_000
REFERENCES = FEWEST_REFERENCES = 10

Box = Literal["principal", "plain"]


@dataclass(frozen=True)
class GapStatistic:
    """The gap statistic of k = 1, 2, ... segments, `settings` (s,).

    `observed` (s,) is the log of the within-cluster sum of squares, `expected` (s,) its mean over the
    `references` sets, and `error` (s,) the standard error of the gap by those sets: the sample's own
    is not in it. `suggested` is the least k whose gap is at least that of k + 1 less its error; None
    where the gap rises to the end. `measured` of all `customers` were clustered.
    """

    settings: tuple[int, ...]
    observed: Floats
    expected: Floats
    error: Floats
    suggested: int | None
    references: int
    measured: int
    customers: int

    @property
    def values(self) -> Floats:
        """Gaps (s,): the expected less the observed."""
        gaps: Floats = self.expected - self.observed
        return gaps

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Notice of the sample; none where all customers were clustered."""
        if self.measured == self.customers:
            return ()
        text = estimate_sentence("The gap statistic", self.measured, self.customers)
        return (Notice(text, about="gap"),)


def measure_gap(
    matrix: Floats,
    spec: AlgorithmSpec,
    params: Mapping[str, Any],
    seed: int = 0,
    progress: Progress = ignore_progress,
    *,
    box: Box = "principal",
    references: int = REFERENCES,
    sample_rows: int = SAMPLE_ROWS,
) -> GapStatistic:
    """The gap statistic of `matrix` (n, p) for 1 to the slider's last number of segments.

    `spec` is a method that is told the number of segments; `params` are its others. Above
    `sample_rows` customers a seeded uniform sample stands for all. The `references` sets, ten or
    more, are uniform over the box around the sample, along its principal axes or along the
    features. Numbers of segments that too few customers differ for are left out. NotByNumber for an
    adaptive method, AllAlike where no two customers differ. Tibshirani, Walther and Hastie,
    "Estimating the number of clusters in a data set via the gap statistic" (2001).
    """
    if references < FEWEST_REFERENCES:
        raise ValueError(f"the error of a gap takes {FEWEST_REFERENCES} references, not {references}")
    chosen, rng = check_params(spec.title, spec.params, params), np.random.default_rng(seed)
    rows = draw_sample(matrix, sample_rows, rng)
    require_by_number(spec, rows, "the gap statistic")
    most = most_segments(spec, rows)
    draw = _reference_tables(rows, box)
    logs = []
    for done in range(references + 1):
        progress("Gap statistic", done / (references + 1))
        table = as_kernel_array(draw(rng)) if done else rows
        logs.append(_log_wcss(table, spec, most, chosen, seed))
    observed, simulated = logs[0], np.stack(logs[1:])
    expected = simulated.mean(axis=0)
    error = simulated.std(axis=0) * np.sqrt(1 + 1 / references)
    suggested = _suggest_number(expected - observed, error)
    settings = tuple(range(1, most + 1))
    return GapStatistic(
        settings, observed, expected, error, suggested, references, len(rows), len(matrix)
    )


def _reference_tables(rows: Floats, box: Box) -> Callable[[np.random.Generator], Floats]:
    """Return a function that draws tables (n, p), uniform over the box around the `rows`."""
    middle = rows.mean(axis=0)
    axes = np.linalg.svd(rows - middle, full_matrices=False)[2] if box == "principal" else None
    turned = rows - middle if axes is None else (rows - middle) @ axes.T
    low, high = turned.min(axis=0), turned.max(axis=0)

    def draw(rng: np.random.Generator) -> Floats:
        values = rng.uniform(low, high, turned.shape)
        table: Floats = middle + (values if axes is None else values @ axes)
        return table

    return draw


def _log_wcss(
    rows: Floats, spec: AlgorithmSpec, most: int, params: Mapping[str, Any], seed: int
) -> Floats:
    """Logs (most,) of the within-cluster sums of squares for 1 to `most` segments."""
    partitions = cluster_by_number(spec, rows, most, params, seed)
    return np.log([wcss(rows, partition.labels) for partition in partitions])


def _suggest_number(gaps: Floats, error: Floats) -> int | None:
    """Suggest the least k with gap(k) >= gap(k + 1) - s(k + 1), as in the paper."""
    enough = np.flatnonzero(gaps[:-1] >= gaps[1:] - error[1:])
    return int(enough[0]) + 1 if len(enough) else None
