"""Two criteria of how many segments there are, beside the verdict: both by K-Means."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from core.model import (
    Criteria,
    Criterion,
    FitResult,
    Floats,
    Progress,
    ignore_progress,
    progress_within,
)
from core.segment import KMEANS, build_partitions
from core.verdict.gap_statistic import GapStatistic, measure_gap
from core.verdict.prediction_strength import PredictionStrength, measure_prediction_strength
from core.verdict.stability import refit


def sweep_as_verdict(
    matrix: Floats,
    settings: tuple[float, ...],
    params: Mapping[str, Any],  # noqa: ARG001
    seed: int,
    progress: Progress,
) -> FitResult:
    """Sweep by the fits of the verdict: as thorough on the customers as on what they are compared with."""
    progress("Clustering", 0.0)
    counts = tuple(map(int, settings))
    labels = refit(matrix, counts, np.random.default_rng(seed)).labels
    return FitResult(settings, build_partitions(matrix, labels, counts))


def measure_criteria(matrix: Floats, seed: int = 0, progress: Progress = ignore_progress) -> Criteria:
    """Measure the gap statistic and prediction strength of 1, 2, ... K-Means segments of `matrix` (n, p).

    Sampled, with a notice, as `measure_gap` and `measure_prediction_strength` say; AllAlike as they raise it.
    """
    method = replace(KMEANS, sweep=sweep_as_verdict)
    gap = measure_gap(matrix, method, {}, seed, progress_within(progress, 0.0, 0.5))
    strength = measure_prediction_strength(
        matrix, method, {}, seed, progress_within(progress, 0.5, 0.5)
    )
    return Criteria(_as_criterion(gap), _as_criterion(strength))


def _as_criterion(result: GapStatistic | PredictionStrength) -> Criterion:
    return Criterion(result.settings, result.values, result.error, result.suggested, result.notices)
