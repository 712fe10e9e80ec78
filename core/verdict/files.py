"""The verdict as JSON values."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from core.model import Criterion, Notice
from core.verdict.run import TableVerdict


def verdict_values(judgement: TableVerdict, notices: Sequence[Notice]) -> dict[str, Any]:
    """Values of verdict.json: whether the segments are real, with the figures behind that, and how many are
    recommended."""
    verdict, criteria = judgement.verdict, judgement.criteria
    gap, strength = criteria.gap, criteria.strength
    every = (*notices, *verdict.notices, *gap.notices, *strength.notices)
    return {
        "verdict": verdict.kind,
        "k": verdict.setting,
        "sentence": verdict.sentence,
        "recommendation": asdict(judgement.recommendation),
        "figures": dict(verdict.figures),
        "segments": [asdict(segment) for segment in verdict.segments],
        "stability": {
            str(k): {"mean": float(agreement.mean()), "pairs": agreement.tolist()}
            for k, agreement in zip(
                verdict.stability.settings, verdict.stability.agreement, strict=True
            )
        },
        "gap_statistic": _criterion_values(gap),
        "prediction_strength": _criterion_values(strength),
        "notices": [asdict(notice) for notice in every],
    }


def _criterion_values(criterion: Criterion) -> dict[str, Any]:
    """Values of a criterion: its figures for each number of segments, and the one it suggests."""
    return {
        "suggested_k": criterion.suggested,
        "values": {
            str(k): {"value": float(value), "standard_error": float(error)}
            for k, value, error in zip(
                criterion.settings, criterion.values, criterion.error, strict=True
            )
        },
    }
