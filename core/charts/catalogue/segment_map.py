"""Customers as points, coloured by segment or by a feature, with the segment centres."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from core.charts import feature_colour
from core.charts.contrasts import eta_squared, find_contrasts, scarcity_note, segment_number
from core.charts.labels import default_segment_name, describe_drawn
from core.charts.points import drawn_customers
from core.charts.theme import (
    LINE,
    MUTED,
    SURFACE,
    TEXT,
    axis,
    build_figure,
    segment_colour,
    segment_marker,
)
from core.model import NOISE, Analysis, Floats, Integers, Segmentation
from core.plugins import ChartSpec, Param, lookup
from core.text import format_count, format_integer, short_title

LETTERS = ("x", "y", "z")
CAMERA = {"eye": {"x": 1.4, "y": 1.15, "z": 0.6}, "center": {"x": 0, "y": 0, "z": -0.2}}
DIMENSIONS = Param(
    "dimensions", "Dimensions", default=2, low=2, high=3, help="Draw the map flat or in space."
)


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """The map; `options` are dimensions (2 or 3), colour ("segment" or a feature) and bare.

    A bare map has its points left out, for a page that holds them already: their traces carry
    `meta` with "points" and, coloured by segment, "segment".
    """
    depth = DIMENSIONS.check(options.get("dimensions", 2))
    feature = options.get("colour", "segment")
    rows, points = drawn_customers(segmentation.analysis)
    labels, segments = segmentation.labels[rows], len(segmentation.sizes)
    cloud = _Cloud(segmentation.analysis, rows, points[:, :depth], bool(options.get("bare")))
    if feature == "segment":
        present = [*([NOISE] if (labels == NOISE).any() else []), *range(segments)]
        traces = [
            cloud.trace(labels == i) | _segment_style(segment_number(segmentation, i), len(rows), depth)
            for i in present
        ]
    else:
        traces = [
            feature_colour.colour_by_feature(
                cloud.trace(np.ones(len(rows), bool)), segmentation.analysis, feature, rows
            )
        ]
    centres = _centres(segmentation, depth)
    return build_figure(
        [*traces, centres],
        _title(segmentation),
        _subtitle(segmentation.analysis, depth, len(rows)),
        _note(segmentation.analysis, feature, depth, segments - len(centres["text"])),
        **(
            _space_layout(segmentation.analysis, centres)
            if depth == 3
            else _flat_layout(segmentation.analysis, centres, feature != "segment")
        ),
        hovermode="closest",
    )


class _Cloud:
    """Point traces of the drawn customers, empty ones for a bare map."""

    def __init__(self, analysis: Analysis, rows: Integers, points: Floats, bare: bool) -> None:
        self.points, self.bare = points, bare
        self.ids = np.empty(0) if bare else analysis.customers.frame.index.to_numpy()[rows]

    def trace(self, chosen: Any) -> dict[str, Any]:
        depth = self.points.shape[1]
        within = [[] if self.bare else self.points[chosen, j] for j in range(depth)]
        ids = {} if self.bare else {"text": self.ids[chosen].astype(str)}
        return {
            "type": "scatter3d" if depth == 3 else "scattergl",
            "mode": "markers",
            **dict(zip(LETTERS, within, strict=False)),
            **ids,
        }


def _segment_style(number: int, drawn_points: int, depth: int) -> dict[str, Any]:
    shade, shape = segment_colour(number), segment_marker(number)
    return {
        "name": default_segment_name(number),
        "meta": {"segment": number, "points": True},
        "marker": {"color": shade, "symbol": shape, **point_style(drawn_points, depth)},
        "hovertemplate": f"<b>{default_segment_name(number)}</b><br>Customer %{{text}}<extra></extra>",
    }


def point_style(drawn_points: int, depth: int) -> dict[str, Any]:
    """Size and opacity by which this many points stay apart; space draws them larger."""
    steps = ((500, 7, 0.8), (3000, 5, 0.7), (8000, 4, 0.6))
    size, opacity = next((step[1:] for step in steps if drawn_points <= step[0]), (3, 0.5))
    return {"size": size if depth == 2 else size - 1.5, "opacity": opacity, "line": {"width": 0}}


def _centres(segmentation: Segmentation, depth: int) -> dict[str, Any]:
    """The means of all projected customers of each segment, whether they are drawn or not."""
    projection, numbers = segmentation.projection, segmentation.numbers
    labels = segmentation.labels[projection.rows]
    grouped = labels != NOISE
    labels, points = labels[grouped], projection.points[grouped]
    sizes = np.bincount(labels)
    present = np.flatnonzero(sizes).tolist()
    centres = [
        np.bincount(labels, weights=points[:, j])[present] / sizes[present] for j in range(depth)
    ]
    return {
        "name": "Segment centres",
        "meta": {"centres": True},
        **dict(zip(LETTERS, centres, strict=False)),
        "text": [str(numbers[i]) for i in present],
        "customdata": [default_segment_name(numbers[i]) for i in present],
        "hovertemplate": "Centre of %{customdata}<extra></extra>",
        **_discs([segment_colour(numbers[i]) for i in present], depth),
    }


def _discs(colours: list[str], depth: int) -> dict[str, Any]:
    """Discs at the centres, small ones in space; a lasso fades none of them."""
    if depth == 3:
        marker = {"color": colours, "size": 8, "line": {"color": SURFACE, "width": 2}}
        return {"type": "scatter3d", "mode": "markers", "marker": marker}
    return {
        "type": "scattergl",
        "mode": "markers",
        "marker": {"color": SURFACE, "size": 19, "opacity": 1, "line": {"color": colours, "width": 3}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _flat_layout(analysis: Analysis, centres: Mapping[str, Any], has_key: bool) -> dict[str, Any]:
    """Axes and the centres' numbers, as text above the points: a lasso would hide a trace's own."""
    write = _short_axis if has_key else str
    x, y = (axis(name, showticklabels=False) for name in map(write, analysis.projection.axes[:2]))
    numbers = [
        _centre_label(text, at)
        for text, *at in zip(centres["text"], centres["x"], centres["y"], strict=True)
    ]
    return {"xaxis": x, "yaxis": y, "dragmode": "pan", "annotations": numbers}


def _space_layout(analysis: Analysis, centres: Mapping[str, Any]) -> dict[str, Any]:
    style = {"gridcolor": LINE, "zeroline": False, "showticklabels": False, "showbackground": False}
    axes = [
        {"title": {"text": _short_axis(name), "font": {"color": MUTED, "size": 12}}, **style}
        for name in analysis.projection.axes
    ]
    numbers = [
        _centre_label(text, at) | _label_box(shade)
        for text, shade, *at in zip(
            centres["text"], centres["marker"]["color"], *(centres[c] for c in LETTERS), strict=True
        )
    ]
    titled = {
        f"{letter}axis": axis_of_letter for letter, axis_of_letter in zip(LETTERS, axes, strict=True)
    }
    scene = {"camera": CAMERA, "aspectmode": "cube", "annotations": numbers}
    return {"scene": {**titled, **scene}, "dragmode": "orbit", "margin": dict.fromkeys("lrtb", 0)}


def _short_axis(name: str) -> str:
    """Short title of an axis, "Comp. 1 (44 %)": beside a cube, or a map above a key, there is no room for more."""
    return name.replace(" of variance", "").replace("Component ", "Comp. ")


def _centre_label(text: str, at: Sequence[float]) -> dict[str, Any]:
    return {
        **dict(zip(LETTERS, map(float, at), strict=False)),
        "text": f"<b>{text}</b>",
        "showarrow": False,
        "font": {"color": TEXT, "size": 11},
    }


def _label_box(shade: str) -> dict[str, Any]:
    return {"bgcolor": SURFACE, "bordercolor": shade, "borderwidth": 2, "borderpad": 3}


def _title(segmentation: Segmentation) -> str:
    contrasts = find_contrasts(segmentation, 2)
    best = np.argsort(-eta_squared(contrasts.values, contrasts.sizes), kind="stable")[:2]
    names = " and ".join(short_title(contrasts.titles[i], 22) for i in best)
    start = format_count(len(contrasts.sizes), "segment")
    return f"{start} differ most by {names}" if names and len(contrasts.sizes) > 1 else start


def _subtitle(analysis: Analysis, depth: int, points: int) -> str:
    feature_matrix = analysis.feature_matrix
    features = format_count(len(feature_matrix.features), "feature")
    if feature_matrix.mixed:
        features = f"{format_count(len(feature_matrix.columns), 'component')} of {features}"
    reducer = lookup("core.segment.projections", analysis.recipe.reducer, "reduction").title
    return f"{depth}-D {reducer} of {features} · {describe_drawn(points, analysis)}"


def _note(analysis: Analysis, feature: str, depth: int, absent: int) -> str:
    if depth == 3 and not analysis.projection.axes[2]:
        return _flat_note(analysis)
    marks = "numbered discs" if depth == 2 else "numbers in boxes"
    start = _note_start(analysis, feature)
    scarcity = scarcity_note(analysis, () if feature == "segment" else (feature,))
    return f"{start}; {marks} are segment centres{_arranged_note(analysis, absent)}.{scarcity}"


def _flat_note(analysis: Analysis) -> str:
    if analysis.projection.variance_ratio is None:
        return "This view has two dimensions; it has a third once 3-D is chosen."
    components = len(analysis.projection.variance_ratio)
    return f"There is no third direction: these features have {format_count(components, 'component')}."


def _note_start(analysis: Analysis, feature: str) -> str:
    if feature != "segment" and pd.api.types.is_numeric_dtype(analysis.customers.frame[feature]):
        return "The colours end at the 2nd and 98th percentile"
    return "Each point is a customer"


def _arranged_note(analysis: Analysis, absent: int) -> str:
    """Note on what the centres leave out where only a sample of the customers has a place on the map."""
    arranged = len(analysis.projection.rows)
    if arranged == len(analysis.customers.frame):
        return ""
    missing = f"; {format_count(absent, 'segment')} without any of them" if absent else ""
    return f" of the {format_integer(arranged)} customers that are arranged{missing}"


SPEC = ChartSpec(
    name="segment_map",
    title="Segment map",
    summary="Every customer as a point: close points are alike in all features.",
    slot="map",
    build=build,
    params=(DIMENSIONS,),
    extras=("colour", "bare"),
    version=6,
)
