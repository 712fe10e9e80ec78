"""The verdict as JSON values."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from core.model import Criteria, Criterion, Notice
from core.verdict.verdict import Verdict


def verdict_values(found: Verdict, criteria: Criteria, notices: Sequence[Notice]) -> dict[str, Any]:
    """Whether the segments are real, with the figures behind that: what verdict.json holds."""
    gap, strength = criteria.gap, criteria.strength
    every = (*notices, *found.notices, *gap.notices, *strength.notices)
    return {
        "verdict": found.kind,
        "k": found.setting,
        "sentence": found.sentence,
        "figures": dict(found.figures),
        "segments": [asdict(segment) for segment in found.segments],
        "stability": {
            str(k): {"mean": float(own.mean()), "pairs": own.tolist()}
            for k, own in zip(found.stability.settings, found.stability.agreement, strict=True)
        },
        "gap_statistic": _criterion_values(gap),
        "prediction_strength": _criterion_values(strength),
        "notices": [asdict(notice) for notice in every],
    }


def _criterion_values(found: Criterion) -> dict[str, Any]:
    """What a criterion says of each number of segments, and which one it suggests."""
    return {
        "suggested_k": found.suggested,
        "values": {
            str(k): {"value": float(value), "standard_error": float(error)}
            for k, value, error in zip(found.settings, found.values, found.error, strict=True)
        },
    }
