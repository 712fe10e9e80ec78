"""The explanation as plain values, for segments.json."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from core.model import Analysis, Explanation, Floats, Segmentation, SegmentProfile


def explanation_values(explanation: Explanation, segmentation: Segmentation) -> dict[str, Any]:
    """Return all that the Profiles page says; customers stand under their ids."""
    analysis = segmentation.analysis
    notices = (*analysis.dataset.notices, *analysis.notices, *explanation.notices)
    segments = zip(explanation.profiles, explanation.per_segment, strict=True)
    return {
        "n_customers": len(analysis.customers.frame),
        "method": analysis.recipe.algorithm,
        analysis.sweep.parameter: segmentation.setting,
        "k": len(explanation.profiles),
        "noise": explanation.noise,
        "features": list(explanation.features),
        "fidelity": explanation.fidelity,
        "importance": _by_feature(explanation, explanation.importance),
        "cuts": {name: list(points) for name, points in explanation.cuts.items()},
        "segments": [
            _segment_values(profile, analysis) | {"importance": _by_feature(explanation, importance)}
            for profile, importance in segments
        ],
        "notices": [asdict(notice) for notice in notices],
    }


def _segment_values(profile: SegmentProfile, analysis: Analysis) -> dict[str, Any]:
    """Return a profile's fields; whether it was renamed is left to the pages."""
    plain = asdict(profile)
    for name in ("segment", "named"):
        del plain[name]
    customers = {
        name: _customer_ids(analysis, getattr(profile, name)) for name in ("typical", "borderline")
    }
    return {"id": profile.segment, **plain, **customers}


def _customer_ids(analysis: Analysis, rows: Sequence[int]) -> list[Any]:
    return list(analysis.customers.frame.index[list(rows)])


def _by_feature(explanation: Explanation, values: Floats) -> dict[str, float]:
    return dict(zip(explanation.features, values.tolist(), strict=True))
