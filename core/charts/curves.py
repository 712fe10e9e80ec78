"""A score by the number of segments, with the current setting marked."""

from collections.abc import Sequence
from typing import Any

from core.charts.theme import MUTED, SURFACE, axis, dashed_line
from core.model import Analysis, Segmentation
from core.segment import algorithm, recommend

MOST_TICKS = 15


def setting_axis_title(analysis: Analysis) -> str:
    """The axis title of the swept parameter."""
    if analysis.sweep.counts:
        return "Segments (k)"
    return algorithm(analysis.recipe.algorithm).slider.title


def curve_line(
    x: Sequence[float], y: Sequence[float | None], colour: str, hover: str
) -> dict[str, Any]:
    """The curve itself: hollow markers on a thin line."""
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(x),
        "y": list(y),
        "line": {"color": colour, "width": 2},
        "marker": {"color": SURFACE, "size": 7, "line": {"color": colour, "width": 2}},
        "hovertemplate": hover,
        "cliponaxis": False,
    }


def current_marker(x: float, y: float | None, colour: str, hover: str) -> dict[str, Any]:
    """The filled marker of the setting that the slider stands at."""
    return {
        "type": "scatter",
        "mode": "markers",
        "meta": {"current": True},
        "x": [x],
        "y": [y],
        "marker": {"color": colour, "size": 12},
        "hovertemplate": hover,
        "cliponaxis": False,
    }


def curve_axes(
    segmentation: Segmentation, x: Sequence[float], y_title: str, **y: Any
) -> dict[str, Any]:
    """Axes with a tick at every setting, as far as they have room, and the dashed line at the current."""
    every = segmentation.sweep.counts and x[-1] - x[0] <= MOST_TICKS
    ticks = {"tickmode": "array", "tickvals": list(x)} if every else {}
    at = dashed_line(
        x0=segmentation.setting,
        x1=segmentation.setting,
        xref="x",
        y0=0,
        y1=1,
        yref="paper",
        layer="below",
    )
    return {
        "xaxis": axis(setting_axis_title(segmentation.analysis), showgrid=False, **ticks),
        "yaxis": axis(y_title, nticks=5, **y),
        "shapes": [at],
    }


def recommended_setting(analysis: Analysis) -> float:
    """The setting that is recommended for all criteria together, which every curve marks."""
    return recommend(analysis.sweep, analysis.verdicts).setting


def recommended_marker(x: float | str, y: float | None) -> dict[str, Any]:
    """The open diamond round the point of what is recommended."""
    return {
        "type": "scatter",
        "mode": "markers",
        "meta": {"recommended": True},
        "x": [x],
        "y": [y],
        "marker": {"symbol": "diamond-open", "size": 17, "color": MUTED, "line": {"width": 1.5}},
        "hovertemplate": "Recommended<extra></extra>",
        "cliponaxis": False,
    }
