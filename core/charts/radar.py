"""The standardised means as one closed polygon a segment."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.charts._contrasts import Contrasts, contrasts, finding
from core.charts._theme import LINE, MUTED, colour, empty, figure, legend
from core.charts._words import short
from core.entities import Analysis
from core.specs import ChartSpec

MOST_FEATURES = 8
FEWEST_FEATURES = 3
SUBTITLE = "SD from the average"


def build(analysis: Analysis, setting: int, options: Mapping[str, Any]) -> dict[str, Any]:
    """A polygon a segment with a corner a feature; needs three features."""
    found = contrasts(analysis, setting, MOST_FEATURES)
    if len(found.titles) < FEWEST_FEATURES:
        sentence = "A radar needs three features or more.<br>Choose the heat map or the bars."
        return empty("What sets each segment apart?", SUBTITLE, sentence)
    return figure(
        [_average(found), *(_polygon(found, i) for i in range(found.values.shape[1]))],
        finding(found),
        SUBTITLE,
        "A corner further out is higher than the average customer, which is the dashed line."
        + found.cut,
        polar=_polar(float(np.nanmin(found.values)), float(np.nanmax(found.values))),
        showlegend=True,
        legend=legend() | {"x": 0.5, "xanchor": "center", "y": -0.12, "yanchor": "top"},
    )


def _corners(found: Contrasts) -> list[str]:
    corners = [short(title, 20) for title in found.titles]
    return [*corners, corners[0]]


def _average(found: Contrasts) -> dict[str, Any]:
    return {
        "type": "scatterpolar",
        "mode": "lines",
        "name": "Average customer",
        "theta": _corners(found),
        "r": np.zeros(len(found.titles) + 1),
        "line": {"color": MUTED, "width": 1, "dash": "dash"},
        "hoverinfo": "skip",
    }


def _polygon(found: Contrasts, label: int) -> dict[str, Any]:
    values = found.values[:, label]
    return {
        "type": "scatterpolar",
        "mode": "lines+markers",
        "name": f"Segment {label + 1}",
        "meta": {"segment": label + 1},
        "theta": _corners(found),
        "r": np.append(values, values[0]),
        "line": {"color": colour(label + 1), "width": 2},
        "marker": {"size": 5},
        "hovertemplate": f"<b>Segment {label + 1}</b><br>%{{theta}} %{{r:+.2f}}<extra></extra>",
    }


def _polar(low: float, high: float) -> dict[str, Any]:
    lines = {"gridcolor": LINE, "linecolor": LINE}
    radial = {"range": [low - 0.3, high + 0.1], "nticks": 5, "angle": 90, "tickangle": 90}
    return {
        "bgcolor": "rgba(0,0,0,0)",
        "domain": {"y": [0.03, 0.95]},
        "radialaxis": {**lines, **radial, "tickfont": {"color": MUTED, "size": 10}},
        "angularaxis": {**lines, "tickfont": {"color": MUTED, "size": 11}},
    }


SPEC = ChartSpec(
    name="radar",
    title="Radar",
    summary="The shape of each segment: how far its mean lies from the average in every feature.",
    slot="features",
    build=build,
    rank=3,
)
