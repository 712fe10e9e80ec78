"""A criterion by the number of K-Means segments, with its standard errors."""

from typing import Any

from core.charts import curves
from core.charts.curves import recommended_marker
from core.charts.theme import ACCENT, MUTED, axis, dashed_line
from core.model import Criterion, Segmentation
from core.segment import recommend


def criterion_traces(
    criterion: Criterion, segmentation: Segmentation, name: str
) -> list[dict[str, Any]]:
    """Curve with its errors, the recommended number and that of the setting marked."""
    hover = f"%{{x}} segments<br>{name} %{{y:.2f}}<extra></extra>"
    curve = dict(zip(criterion.settings, criterion.values.tolist(), strict=True))
    error = {
        "type": "data",
        "array": criterion.error.tolist(),
        "color": MUTED,
        "thickness": 1.2,
        "width": 4,
    }
    here, advised = segments_at(segmentation), recommended_number(segmentation)
    best = [recommended_marker(advised, curve[advised])] if advised in curve else []
    return [
        curves.curve_line(list(curve), list(curve.values()), ACCENT, hover) | {"error_y": error},
        *best,
        curves.current_marker(here, curve.get(here), ACCENT, hover),
    ]


def criterion_axes(criterion: Criterion, segmentation: Segmentation) -> dict[str, Any]:
    """Axes with a tick at every number of segments, and the dashed line at that of the setting."""
    here = segments_at(segmentation)
    at = dashed_line(x0=here, x1=here, xref="x", y0=0, y1=1, yref="paper", layer="below")
    ticks = {"tickmode": "array", "tickvals": list(criterion.settings)}
    ends = [criterion.settings[0] - 0.5, criterion.settings[-1] + 0.5]
    shapes = [at] if here in criterion.settings else []
    return {
        "xaxis": axis("K-Means segments (k)", showgrid=False, range=ends, **ticks),
        "shapes": shapes,
    }


def segments_at(segmentation: Segmentation) -> int:
    """Number of segments at a setting of any slider."""
    return len(segmentation.sizes)


def recommended_number(segmentation: Segmentation) -> int:
    """Number of segments that is recommended."""
    return recommend(segmentation.sweep, segmentation.verdicts).k


def criterion_note(criterion: Criterion, *sentences: str) -> str:
    """Note of the sentences, and of what was sampled."""
    return " ".join([*sentences, *(notice.text for notice in criterion.notices)])
