"""Distances to each customer's neighbours, and the reach that the slider sets."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.charts import curves
from core.charts.method_evidence import method_arrays, missing_method_figure
from core.charts.theme import ACCENT, PERCENT, axis, build_figure, dashed_line
from core.model import Floats, Segmentation
from core.plugins import ChartSpec
from core.segment import recommend
from core.text import format_count, format_percent

TITLE = "Distance to neighbours"
HOVER = "%{x:.0%} of customers have<br>their neighbours within %{y:.3~g}<extra></extra>"
SKEWED = 10  # times the median: from this largest distance on the scale is logarithmic


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """The curve of all customers, its bend, and the current eps as a line across."""
    arrays, sweep = method_arrays(segmentation.analysis, "k_distance", "k_share"), segmentation.sweep
    if arrays is None:
        return missing_method_figure(TITLE, "DBSCAN")
    distance, share = arrays
    advice = recommend(sweep, segmentation.verdicts)
    chosen = advice.setting
    dense = float(np.interp(segmentation.setting, distance, share))
    return build_figure(
        [
            _curve_trace(share, distance),
            curves.recommended_marker(float(np.interp(chosen, distance, share)), chosen),
            curves.current_marker(
                dense, segmentation.setting, ACCENT, f"eps = {segmentation.setting:.4g}<extra></extra>"
            ),
        ],
        "No reach divides the customers well"
        if advice.standing == "undivided"
        else f"A reach of {chosen:.4g} is recommended",
        "distance within which customers have enough neighbours",
        _note(segmentation, dense),
        margin={"l": 12, "r": 24, "t": 12, "b": 12},
        xaxis=_share_axis(),
        yaxis=axis("Distance", **_distance_axis(distance, sweep.settings)),
        shapes=[
            dashed_line(
                x0=0,
                x1=1,
                xref="paper",
                y0=segmentation.setting,
                y1=segmentation.setting,
                yref="y",
                layer="below",
            )
        ],
    )


def _share_axis() -> dict[str, Any]:
    """Shares of the customers; the first number keeps clear of that of the other axis."""
    ends = {"range": [-0.02, 1.01], "ticklabelstandoff": 4}
    return axis("Share of customers", tickformat=PERCENT, nticks=6, showgrid=False, **ends)


def _curve_trace(share: Floats, distance: Floats) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": share,
        "y": distance,
        "line": {"color": ACCENT, "width": 2},
        "hovertemplate": HOVER,
    }


def _distance_axis(distance: Floats, settings: tuple[float, ...]) -> dict[str, Any]:
    """The axis, the same at every setting; logarithmic where few distances would dwarf the rest."""
    low, high = min(distance[0], *settings), max(distance[-1], *settings)
    if low <= 0 or high <= SKEWED * np.median(distance):
        return {"range": [0, 1.04 * high], "nticks": 5}
    room = 0.03 * np.log10(high / low)
    return {"type": "log", "range": [np.log10(low) - room, np.log10(high) + room], "nticks": 5}


def _note(segmentation: Segmentation, dense: float) -> str:
    score = segmentation.scores
    noise = score.noise / len(segmentation.customers.frame)
    segments = format_count(len(score.sizes), "segment")
    return (
        f"At {segmentation.setting:.4g}, {format_percent(dense)} of customers have enough neighbours: "
        f"{segments}, {format_percent(noise)} noise."
    )


SPEC = ChartSpec(
    name="k_distance",
    title=TITLE,
    summary="How far customers must reach for enough neighbours; above the bend they stand alone.",
    slot="elbow",
    rank=-1,
    build=build,
    version=2,
    fits=lambda method: method.name == "dbscan",
)
