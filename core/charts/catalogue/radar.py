"""The standardised means as one closed polygon a segment."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from core.charts.axes import round_step
from core.charts.contrasts import SUBTITLE, Contrasts, contrast_title, find_contrasts
from core.charts.labels import default_segment_name, tick_labels
from core.charts.theme import LINE, MUTED, TEXT, build_figure, empty_figure, segment_colour, segment_key
from core.model import Segmentation
from core.plugins import ChartSpec

MOST_FEATURES = 8
FEWEST_FEATURES = 3
MOST_TICKS = 5
MIDDLE = 0.25  # share of the radius in which the polygons leave no room for a number
ROOM = 26  # pixels for two lines of a corner's name
AROUND = {"l": 74, "r": 74, "b": ROOM + 12}


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """A polygon a segment with a corner a feature; needs three features."""
    contrasts = find_contrasts(segmentation, MOST_FEATURES)
    if len(contrasts.titles) < FEWEST_FEATURES:
        sentence = "A radar needs three features or more. Choose the heat map or the bars."
        return empty_figure("What sets each segment apart?", SUBTITLE, sentence)
    above = segment_key(contrasts.numbers, right=AROUND["r"] - 12)
    above["annotations"][0]["yshift"] += ROOM
    return build_figure(
        [
            *(_polygon(contrasts, i) for i in range(contrasts.values.shape[1])),
            _average_trace(contrasts),
        ],
        contrast_title(contrasts),
        SUBTITLE,
        "A corner further out is higher than the average customer, which is the dashed line."
        + contrasts.caveats,
        polar=_polar(contrasts),
        **(above | {"margin": above["margin"] | AROUND | {"t": above["margin"]["t"] + ROOM}}),
    )


def _corners(contrasts: Contrasts) -> list[str]:
    corners = tick_labels(contrasts.titles, 11, 2)
    return [*corners, corners[0]]


def _average_trace(contrasts: Contrasts) -> dict[str, Any]:
    return {
        "type": "scatterpolar",
        "mode": "lines",
        "theta": _corners(contrasts),
        "r": np.zeros(len(contrasts.titles) + 1),
        "line": {"color": TEXT, "width": 1.5, "dash": "4px,3px"},
        "hoverinfo": "skip",
    }


def _polygon(contrasts: Contrasts, label: int) -> dict[str, Any]:
    values, number = contrasts.values[:, label], contrasts.numbers[label]
    return {
        "type": "scatterpolar",
        "mode": "lines+markers",
        "name": str(number),
        "meta": {"segment": number},
        "theta": _corners(contrasts),
        "r": np.append(values, values[0]),
        "text": [*contrasts.titles, contrasts.titles[0]],
        "line": {"color": segment_colour(number), "width": 2},
        "marker": {"size": 5},
        "hovertemplate": f"<b>{default_segment_name(number)}</b><br>%{{text}} %{{r:+.2f}} standard deviations"
        "<extra></extra>",
    }


def _polar(contrasts: Contrasts) -> dict[str, Any]:
    """Axes with the numbers between two corners, where no polygon has a point, and off the middle."""
    low, high = float(np.nanmin(contrasts.values)) - 0.3, float(np.nanmax(contrasts.values)) + 0.1
    lines = {"gridcolor": LINE, "linecolor": LINE}
    step = 360 / len(contrasts.titles)
    angle = (90 // step + 0.5) * step
    ticks = [value for value in _round_values(low, high) if value >= low + MIDDLE * (high - low)]
    radial = {"range": [low, high], "tickvals": ticks, "ticks": "", "angle": angle, "tickangle": angle}
    return {
        "bgcolor": "rgba(0,0,0,0)",
        "radialaxis": {**lines, **radial, "tickfont": {"color": TEXT, "size": 10, "shadow": "auto"}},
        "angularaxis": {**lines, "tickfont": {"color": MUTED, "size": 11}},
    }


def _round_values(low: float, high: float) -> list[float]:
    step = round_step(high - low, MOST_TICKS)
    return [step * i for i in range(math.ceil(low / step), math.floor(high / step) + 1)]


SPEC = ChartSpec(
    name="radar",
    title="Radar",
    summary="The shape of each segment: how far its mean lies from the average in every feature.",
    slot="features",
    build=build,
    rank=3,
    version=5,
)
