"""What is told of segments as plain values: what segments.json holds."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from core.model import Analysis, Explanation, Floats, Segmentation, SegmentProfile


def explanation_values(told: Explanation, segmentation: Segmentation) -> dict[str, Any]:
    """All that the Segments page says at `setting`; customers stand under their ids."""
    notices = (*segmentation.dataset.notices, *segmentation.analysis.notices, *told.notices)
    each = zip(told.stories, told.per_segment, strict=True)
    return {
        "n_customers": len(segmentation.customers.frame),
        "method": segmentation.recipe.algorithm,
        segmentation.sweep.parameter: segmentation.setting,
        "k": len(told.stories),
        "noise": told.noise,
        "features": list(told.features),
        "fidelity": told.fidelity,
        "importance": _by_feature(told, told.importance),
        "cuts": {name: list(points) for name, points in told.cuts.items()},
        "segments": [
            _segment_values(story, segmentation.analysis) | {"importance": _by_feature(told, own)}
            for story, own in each
        ],
        "notices": [asdict(notice) for notice in notices],
    }


def _segment_values(story: SegmentProfile, analysis: Analysis) -> dict[str, Any]:
    """A story's fields; whether it was renamed is left to the pages."""
    plain = asdict(story)
    for name in ("segment", "named"):
        del plain[name]
    people = {name: _customer_ids(analysis, getattr(story, name)) for name in ("typical", "borderline")}
    return {"id": story.segment, **plain, **people}


def _customer_ids(analysis: Analysis, rows: Sequence[int]) -> list[Any]:
    return list(analysis.customers.frame.index[list(rows)])


def _by_feature(told: Explanation, values: Floats) -> dict[str, float]:
    return dict(zip(told.features, values.tolist(), strict=True))
