"""Two criteria of how many segments there are, beside the verdict: both by K-Means."""

from dataclasses import replace

from core.model import Criteria, Criterion, Floats, Progress, ignore_progress
from core.segment import KMEANS, sweep_quickly
from core.verdict.gap_statistic import GapStatistic, measure_gap
from core.verdict.prediction_strength import PredictionStrength, measure_prediction_strength

QUICK_KMEANS = replace(
    KMEANS, sweep=sweep_quickly
)  # as thorough on the customers as on what they are compared with


def measure_criteria(matrix: Floats, seed: int = 0, progress: Progress = ignore_progress) -> Criteria:
    """Measure the gap statistic and prediction strength of 1, 2, ... K-Means segments of `matrix` (n, p).

    Sampled, with a notice, as `measure_gap` and `measure_prediction_strength` say; AllAlike as they raise it.
    """
    return Criteria(
        _as_criterion(measure_gap(matrix, QUICK_KMEANS, {}, seed, progress)),
        _as_criterion(measure_prediction_strength(matrix, QUICK_KMEANS, {}, seed, progress)),
    )


def _as_criterion(result: GapStatistic | PredictionStrength) -> Criterion:
    return Criterion(result.settings, result.values, result.error, result.suggested, result.notices)
