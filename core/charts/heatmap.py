"""The standardised mean of every feature in every segment."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.charts._contrasts import Contrasts, contrasts, finding, furthest
from core.charts._theme import DIVERGING, MUTED, TEXT, axis, colour, colour_bar, empty, figure
from core.charts._words import plain, short, signed
from core.entities import Analysis
from core.specs import ChartSpec

MOST_FEATURES = 15
SUBTITLE = "SD from the average"


def build(analysis: Analysis, setting: int, options: Mapping[str, Any]) -> dict[str, Any]:
    """A cell a feature and segment, labelled with its standardised mean."""
    found = contrasts(analysis, setting, MOST_FEATURES)
    if not found.titles:
        return empty("What sets each segment apart?", SUBTITLE, "Choose a feature to compare.")
    names = [str(i + 1) for i in range(found.values.shape[1])]
    return figure(
        [_cells(found, names)],
        finding(found),
        SUBTITLE,
        _note(found) + found.cut,
        xaxis=axis("", side="top", showgrid=False, type="category", ticks="") | _heads(names),
        yaxis=axis("", autorange="reversed", showgrid=False, type="category", ticks=""),
    )


def _cells(found: Contrasts, names: list[str]) -> dict[str, Any]:
    reach = max(1.0, float(np.abs(np.nan_to_num(found.values)).max()))
    return {
        "type": "heatmap",
        "x": names,
        "y": [short(title) for title in found.titles],
        "z": found.values,
        "text": [[signed(value) for value in row] for row in found.values.tolist()],
        "texttemplate": "%{text}",
        "xgap": 3,
        "ygap": 3,
        "colorscale": DIVERGING,
        "zmin": -reach,
        "zmax": reach,
        "colorbar": colour_bar("standard deviations", ypad=10),
        "hovertemplate": "<b>Segment %{x}</b><br>%{y} %{z:+.2f} standard deviations<extra></extra>",
    }


def _heads(names: list[str]) -> dict[str, Any]:
    heads = [f"<span style='color:{colour(int(name))}'>●</span> <b>{name}</b>" for name in names]
    return {
        "tickmode": "array",
        "tickvals": names,
        "ticktext": heads,
        "tickfont": {"color": TEXT, "size": 12},
        "title": {"text": "Segment", "font": {"color": MUTED, "size": 11}, "standoff": 4},
    }


def _note(found: Contrasts) -> str:
    values = np.nan_to_num(found.values)
    _, segment = furthest(values)
    if not np.abs(values).max() >= 0.05:
        return "Every segment is like the average customer in these features."
    rows = np.argsort(-np.abs(values[:, segment]), kind="stable")[:2]
    parts = [f"{signed(float(values[i, segment]))} in {plain(found.titles[i])}" for i in rows]
    return f"Segment {segment + 1} differs most from the average customer: {' and '.join(parts)}."


SPEC = ChartSpec(
    name="heatmap",
    title="Heat map",
    summary="What sets each segment apart: how far its mean lies from the average customer.",
    slot="features",
    build=build,
)
