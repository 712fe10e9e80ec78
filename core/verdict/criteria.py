"""Two criteria of how many segments there are, beside the verdict: both by K-Means."""

from dataclasses import replace

from core.model.base import Floats, Progress, quiet
from core.model.verdict import Criteria, Criterion
from core.segment.methods.kmeans import SPEC, quick
from core.verdict.gap_statistic import Gap, gap
from core.verdict.prediction_strength import PredictionStrength, prediction_strength

KMEANS = replace(SPEC, sweep=quick)  # as thorough on the customers as on what they are compared with


def criteria(matrix: Floats, seed: int = 0, progress: Progress = quiet) -> Criteria:
    """The gap statistic and prediction strength of 1, 2, ... K-Means segments of `matrix` (n, p).

    Sampled, with a notice, as `gap` and `prediction_strength` say; AllAlike as they raise it.
    """
    return Criteria(
        _criterion(gap(matrix, KMEANS, {}, seed, progress)),
        _criterion(prediction_strength(matrix, KMEANS, {}, seed, progress)),
    )


def _criterion(found: Gap | PredictionStrength) -> Criterion:
    return Criterion(found.settings, found.values, found.error, found.suggested, found.notices)
