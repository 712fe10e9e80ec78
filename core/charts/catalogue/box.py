"""Box plots of each feature within each segment."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from core.charts.axes import Scale, axis_end, feature_scale, panel_axes
from core.charts.contrasts import leading_features, scarcity_note
from core.charts.labels import default_segment_name, describe_drawn, tick_labels
from core.charts.theme import MUTED, build_figure, empty_figure, segment_colour
from core.model import Analysis, Floats, Segmentation
from core.plugins import ChartSpec
from core.text import format_number, short_title

MOST_FEATURES, WIDE = 6, 8
ENDS = (5, 25, 50, 75, 95)
CLOSEST = 0.3  # between two ticks, in shares of a panel's height
SUBTITLE = "whiskers: 5th to 95th percentile"


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """A panel a feature in its own units, a box a segment over the shown customers."""
    names = leading_features(segmentation, MOST_FEATURES)
    rows = segmentation.analysis.plotted_rows
    if not names or not len(rows):
        return empty_figure(
            "How are the segments spread?", SUBTITLE, "Choose a feature that is a number."
        )
    values = segmentation.customers.frame[list(names)].to_numpy(float)[rows]
    members = [values[segmentation.labels[rows] == label] for label in segmentation.order]
    numbers = sorted(segmentation.numbers)
    spans = np.array([[_percentiles(column) for column in part.T] for part in members])
    scales = [feature_scale(segmentation.analysis, name) for name in names]
    traces = [
        trace for j, scale in enumerate(scales) for trace in _panel(j, spans[:, j], scale, numbers)
    ]
    ticks = [_ticks(spans[:, j], scale) for j, scale in enumerate(scales)]
    small = {"tickfont": {"color": MUTED, "size": 11 if len(members) <= WIDE else 9}, "tickangle": 0}
    shared = {
        "type": "category",
        "showgrid": False,
        "tickmode": "array",
        "tickvals": list(map(str, numbers))[:: 1 if len(members) <= WIDE else 2],
    }
    return build_figure(
        traces,
        f"{short_title(segmentation.customers.title(names[0]))} tells the segments apart most",
        SUBTITLE,
        _note(segmentation.analysis, any(scale.is_log for scale in scales))
        + scarcity_note(segmentation.analysis, names),
        **panel_axes(
            tick_labels([segmentation.customers.title(name) for name in names], 20),
            ticks,
            shared | small,
        ),
        hovermode="x",
    )


def _percentiles(values: Floats) -> Floats:
    """Whisker, quartiles and whisker (5,); NaN without a value."""
    measured = values[~np.isnan(values)]
    return np.percentile(measured, ENDS) if len(measured) else np.full(len(ENDS), np.nan)


def _ticks(spans: Floats, scale: Scale) -> dict[str, Any]:
    measured = spans[~np.isnan(spans)]
    return {"nticks": 4} | (
        scale.ticks(measured.min(), measured.max(), CLOSEST) if len(measured) else {}
    )


def _panel(position: int, spans: Floats, scale: Scale, numbers: Sequence[int]) -> list[dict[str, Any]]:
    """The boxes of one feature and, for who points at one, what it says."""
    end = axis_end(position)
    axes = {"xaxis": f"x{end}", "yaxis": f"y{end}"}
    places = scale.place(spans)
    filled = [i for i in range(len(spans)) if not np.isnan(spans[i, 0])]
    names = [str(numbers[i]) for i in filled]
    hover = {
        "type": "scatter",
        "mode": "markers",
        "meta": {"centres": True},
        "x": names,
        "y": places[filled, 2],
        "text": names,
        "customdata": [[default_segment_name(numbers[i]), _span_in_words(spans[i])] for i in filled],
        "marker": {"opacity": 0},
        "hovertemplate": "<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    }
    boxes = (_box(*pair) | axes for pair in zip(numbers, places, strict=True))
    return [*boxes, hover | axes]


def _box(number: int, span: Floats) -> dict[str, Any]:
    keys = ("lowerfence", "q1", "median", "q3", "upperfence")
    return {
        "type": "box",
        "name": default_segment_name(number),
        "meta": {"segment": number},
        "x": [str(number)],
        **{key: [value] for key, value in zip(keys, span.tolist(), strict=True)},
        "line": {"color": segment_colour(number), "width": 1.5},
        "hoverinfo": "skip",
    }


def _span_in_words(span: Floats) -> str:
    lowest, low, middle, high, highest = map(format_number, span.tolist())
    return f"Median {middle}<br>Half from {low} to {high}<br>Nine in ten from {lowest} to {highest}"


def _note(analysis: Analysis, logarithms: bool) -> str:
    rows = len(analysis.plotted_rows)
    sample = "" if rows == len(analysis.customers.frame) else f", in {describe_drawn(rows, analysis)}"
    scale = " Skewed features have a log scale." if logarithms else ""
    return f"Boxes hold half of each segment's customers, whiskers nine in ten{sample}.{scale}"


SPEC = ChartSpec(
    name="box",
    title="Box plots",
    summary="How each feature is spread within each segment, not the mean alone.",
    slot="features",
    build=build,
    rank=2,
    version=4,
)
