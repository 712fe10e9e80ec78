"""Customers as points, coloured by segment or by a feature, with the segment centres."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.charts import _feature_colour
from core.charts._contrasts import contrasts, groups, spread
from core.charts._points import drawn
from core.charts._theme import SURFACE, TEXT, axis, colour, figure, marker
from core.charts._words import count, of_all, plain, segment
from core.entities import Analysis, Floats, Integers
from core.specs import ChartSpec, Param

LETTERS = ("x", "y", "z")
DIMENSIONS = Param(
    "dimensions", "Dimensions", default=2, low=2, high=3, help="Draw the map flat or in space."
)


def build(analysis: Analysis, setting: int, options: Mapping[str, Any]) -> dict[str, Any]:
    """The map; `options` are dimensions (2 or 3), colour ("segment" or a feature) and bare.

    A bare map has its points left out, for a page that holds them already: their traces carry
    `meta` with "points" and, coloured by segment, "segment".
    """
    depth = DIMENSIONS.check(options.get("dimensions", 2))
    feature = options.get("colour", "segment")
    rows, points = drawn(analysis)
    labels = groups(analysis, setting).labels[rows]
    segments = len(analysis.sweep.scores[analysis.sweep.at(setting)].sizes)
    cloud = _Cloud(analysis, rows, points[:, :depth], bool(options.get("bare")))
    if feature == "segment":
        traces = [cloud.trace(labels == i) | _segment_style(i, len(rows)) for i in range(segments)]
    else:
        traces = [
            _feature_colour.styled(cloud.trace(np.ones(len(rows), bool)), analysis, feature, rows)
        ]
    return figure(
        [*traces, _centres(points[:, :depth], labels, segments)],
        _title(analysis, setting),
        _subtitle(analysis, depth, len(rows)),
        _note(feature),
        **_axes(analysis, depth),
        hovermode="closest",
        dragmode="orbit" if depth == 3 else "pan",
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


def _segment_style(label: int, drawn_points: int) -> dict[str, Any]:
    shade, shape = colour(label + 1), marker(label + 1)
    return {
        "name": segment(label),
        "meta": {"segment": label + 1, "points": True},
        "marker": {"color": shade, "symbol": shape, **point_style(drawn_points)},
        "hovertemplate": f"<b>{segment(label)}</b><br>Customer %{{text}}<extra></extra>",
    }


def point_style(drawn_points: int) -> dict[str, Any]:
    """Size and opacity by which this many points stay apart."""
    size, opacity = next(
        style
        for most, style in ((500, (7, 0.8)), (3000, (5, 0.7)), (8000, (4, 0.6)), (1 << 62, (3, 0.5)))
        if drawn_points <= most
    )
    return {"size": size, "opacity": opacity, "line": {"width": 0}}


def _centres(points: Floats, labels: Integers, segments: int) -> dict[str, Any]:
    sizes = np.bincount(labels, minlength=segments)
    present = np.flatnonzero(sizes).tolist()
    centres = [
        (np.bincount(labels, weights=points[:, j], minlength=segments)[present] / sizes[present])
        for j in range(points.shape[1])
    ]
    ring = {"color": [colour(i + 1) for i in present], "width": 3}
    return {
        "type": "scatter3d" if points.shape[1] == 3 else "scattergl",
        "mode": "markers+text",
        "name": "Segment centres",
        "meta": {"centres": True},
        **dict(zip(LETTERS, centres, strict=False)),
        "text": [str(i + 1) for i in present],
        "textposition": "middle center",
        "textfont": {"color": TEXT, "size": 11, "weight": "bold"},
        "marker": {"color": SURFACE, "size": 19, "opacity": 1, "line": ring},
        "hovertemplate": "Centre of segment %{text}<extra></extra>",
    }


def _axes(analysis: Analysis, depth: int) -> dict[str, Any]:
    names = analysis.projection.axes[:depth]
    axes = [axis(name, showticklabels=False, ticks="") for name in names]
    if depth == 3:
        plain_axes = [{k: v for k, v in a.items() if k != "automargin"} for a in axes]
        for one in plain_axes:
            one["title"].pop("standoff")
        return {"scene": {f"{c}axis": a for c, a in zip(LETTERS, plain_axes, strict=True)}}
    return {"xaxis": axes[0], "yaxis": axes[1]}


def _title(analysis: Analysis, setting: int) -> str:
    found = contrasts(analysis, setting)
    sizes = groups(analysis, setting).sizes
    best = np.argsort(-spread(found.values, sizes), kind="stable")[:2]
    names = " and ".join(plain(found.titles[i]) for i in best)
    start = count(len(sizes), "segment")
    return f"{start} differ most by {names}" if names and len(sizes) > 1 else start


def _subtitle(analysis: Analysis, depth: int, points: int) -> str:
    features = count(len(set(analysis.prepared.sources)), "feature")
    reducer = {"pca": "PCA", "tsne": "t-SNE"}.get(analysis.recipe.reducer, analysis.recipe.reducer)
    return f"{depth}-D {reducer} of {features} · {of_all(points, analysis)}"


def _note(feature: str) -> str:
    if feature != "segment":
        return "The colours end at the 2nd and 98th percentile; numbered discs are segment centres."
    return "Each point is a customer; numbered discs are segment centres."


SPEC = ChartSpec(
    name="segment_map",
    title="Segment map",
    summary="Every customer as a point: close points are alike in all features.",
    slot="map",
    build=build,
    params=(DIMENSIONS,),
)
