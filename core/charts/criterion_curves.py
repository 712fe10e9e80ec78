"""A criterion by the number of K-Means segments, with its standard errors."""

from typing import Any

from core.charts import curves
from core.charts.curves import best_marker
from core.charts.theme import ACCENT, MUTED, axis, dashed_line
from core.model import Criterion, Segmentation

CRITERION_NOT_YET = "This follows the verdict: it takes some seconds more."


def criterion_traces(found: Criterion, segmentation: Segmentation, name: str) -> list[dict[str, Any]]:
    """The curve with its errors, the suggested number and that of the setting marked."""
    hover = f"%{{x}} segments<br>{name} %{{y:.2f}}<extra></extra>"
    curve = dict(zip(found.settings, found.values.tolist(), strict=True))
    error = {
        "type": "data",
        "array": found.error.tolist(),
        "color": MUTED,
        "thickness": 1.2,
        "width": 4,
    }
    here, chosen = segments_at(segmentation), found.suggested
    marked = [] if chosen is None else [best_marker(chosen, curve[chosen], "Suggested here")]
    return [
        curves.curve_line(list(curve), list(curve.values()), ACCENT, hover) | {"error_y": error},
        *marked,
        curves.current_marker(here, curve.get(here), ACCENT, hover),
    ]


def criterion_axes(found: Criterion, segmentation: Segmentation) -> dict[str, Any]:
    """A tick at every number of segments, and the dashed line at that of the setting."""
    here = segments_at(segmentation)
    at = dashed_line(x0=here, x1=here, xref="x", y0=0, y1=1, yref="paper", layer="below")
    ticks = {"tickmode": "array", "tickvals": list(found.settings)}
    ends = [found.settings[0] - 0.5, found.settings[-1] + 0.5]
    shapes = [at] if here in found.settings else []
    return {
        "xaxis": axis("K-Means segments (k)", showgrid=False, range=ends, **ticks),
        "shapes": shapes,
    }


def segments_at(segmentation: Segmentation) -> int:
    """How many segments there are at a setting of any slider."""
    return len(segmentation.sizes)


def criterion_note(found: Criterion, *sentences: str) -> str:
    """The sentences, and what was sampled."""
    return " ".join([*sentences, *(notice.text for notice in found.notices)])
