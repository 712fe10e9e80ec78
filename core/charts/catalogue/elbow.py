"""The within-cluster sum of squares by the number of segments."""

import math
from collections.abc import Mapping
from typing import Any

from core.charts import curves
from core.charts.axes import round_step
from core.charts.theme import ACCENT, build_figure
from core.model import Segmentation, Sweep
from core.plugins import ChartSpec
from core.text import format_count, format_percent

MOST_STEPS = 4
HOVER = "%{x} segments<br>Sum of squares %{y:,.4~s}<extra></extra>"


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """The curve from one segment on, the recommended and the current setting marked."""
    sweep = segmentation.sweep
    curve = _wcss_curve(sweep)
    here, advised = curve.get(segmentation.setting), curves.recommended_setting(segmentation.analysis)
    traces = [
        curves.curve_line(list(curve), list(curve.values()), ACCENT, HOVER),
        curves.recommended_marker(advised, curve.get(advised)),
        curves.current_marker(segmentation.setting, here, ACCENT, HOVER),
    ]
    return build_figure(
        traces,
        _title(sweep),
        "within-cluster sum of squares by k",
        _note(sweep, segmentation.setting),
        **curves.curve_axes(
            segmentation, list(curve), "Sum of squares", **_axis_to_tick(max(curve.values()))
        ),
    )


def _axis_to_tick(highest: float) -> dict[str, Any]:
    """The axis from 0 to the first tick that is not below the curve; no "k" for thousands beside k."""
    if not highest > 0:
        return {"rangemode": "tozero"}
    step = round_step(highest, MOST_STEPS)
    digits = {"exponentformat": "none", "separatethousands": True} if highest < 1e6 else {}
    return {"dtick": step, "range": [0, step * math.ceil(highest / step)], **digits}


def _wcss_curve(sweep: Sweep) -> dict[float, float]:
    start: dict[float, float] = {1: sweep.wcss_one} if sweep.counts else {}
    return start | {k: s.wcss for k, s in zip(sweep.settings, sweep.scores, strict=True)}


def _title(sweep: Sweep) -> str:
    knee = sweep.suggestion.knee
    return "The curve has no clear bend" if knee is None else f"The curve bends at {knee}"


def _note(sweep: Sweep, setting: float) -> str:
    wcss = sweep.scores[sweep.at(setting)].wcss
    explained = 1 - wcss / sweep.wcss_one if sweep.wcss_one > 0 else 0.0
    segments = format_count(len(sweep.scores[sweep.at(setting)].sizes), "segment")
    verb = "explains" if segments == "1 segment" else "explain"
    return f"{segments} {verb} {format_percent(explained)} of the differences between customers."


SPEC = ChartSpec(
    name="elbow",
    title="Elbow",
    summary="How much closer customers sit to their segment's centre with every further segment.",
    slot="elbow",
    build=build,
    fits=lambda method: not method.adaptive,
    version=3,
)
