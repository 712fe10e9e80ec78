"""The standardised mean of every feature in every segment."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.charts.contrasts import SUBTITLE, Contrasts, contrast_title, find_contrasts, furthest_cell
from core.charts.labels import default_segment_name, row_labels, signed_number
from core.charts.theme import (
    DIVERGING,
    MUTED,
    TEXT,
    axis,
    build_figure,
    colour_bar,
    empty_figure,
    segment_colour,
)
from core.model import Segmentation
from core.plugins import ChartSpec
from core.text import short_title

MOST_FEATURES = 10
MOST_COLOURED = 3.0  # standard deviations: one further cell would leave all others pale
ENDS = f" Colours end at {MOST_COLOURED:g} standard deviations."
WIDE_COLUMNS, MOST_NUMBERED = 6, 8


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """A cell a feature and segment, labelled with its standardised mean."""
    contrasts = find_contrasts(segmentation, MOST_FEATURES)
    if not contrasts.titles:
        return empty_figure("What sets each segment apart?", SUBTITLE, "Choose a feature to compare.")
    names = list(map(str, contrasts.numbers))
    return build_figure(
        [_cells(contrasts, names)],
        contrast_title(contrasts),
        SUBTITLE,
        _note(contrasts) + contrasts.caveats + (ENDS if _largest(contrasts) > MOST_COLOURED else ""),
        xaxis=axis("", side="top", showgrid=False, type="category", ticks="") | _heads(names),
        yaxis=axis("", autorange="reversed", showgrid=False, type="category", ticks="")
        | _rows(contrasts),
    )


def _cells(contrasts: Contrasts, names: list[str]) -> dict[str, Any]:
    reach = min(MOST_COLOURED, max(1.0, _largest(contrasts)))
    return {
        "type": "heatmap",
        "x": names,
        "y": _row_labels(contrasts),
        "z": contrasts.values,
        "text": [[signed_number(value) for value in row] for row in contrasts.values.tolist()],
        "texttemplate": "%{text}" if len(names) <= MOST_NUMBERED else "",
        "customdata": [
            [[title, default_segment_name(number)] for number in contrasts.numbers]
            for title in contrasts.titles
        ],
        "xgap": 3,
        "ygap": 3,
        "colorscale": DIVERGING,
        "zmin": -reach,
        "zmax": reach,
        "colorbar": colour_bar("standard deviations (SD)", ypad=10),
        "hovertemplate": "<b>%{customdata[1]}</b><br>%{customdata[0]} %{z:+.2f} standard deviations<extra></extra>",
    }


def _largest(contrasts: Contrasts) -> float:
    return float(np.abs(np.nan_to_num(contrasts.values)).max())


def _row_labels(contrasts: Contrasts) -> list[str]:
    return row_labels(contrasts.titles, 16)


def _rows(contrasts: Contrasts) -> dict[str, Any]:
    return {"tickmode": "array", "tickvals": _row_labels(contrasts)}


def _heads(names: list[str]) -> dict[str, Any]:
    """Each segment's dot and number, one above the other where columns are narrow."""
    between = " " if len(names) <= WIDE_COLUMNS else "<br>"
    heads = [
        f"<span style='color:{segment_colour(int(name))}'>●</span>{between}<b>{name}</b>"
        for name in names
    ]
    return {
        "tickmode": "array",
        "tickangle": 0,
        "tickvals": names,
        "ticktext": heads,
        "tickfont": {"color": TEXT, "size": 12},
        "title": {"text": "Segment", "font": {"color": MUTED, "size": 11}, "standoff": 4},
    }


def _note(contrasts: Contrasts) -> str:
    values = np.nan_to_num(contrasts.values)
    _, segment = furthest_cell(values)
    if not _largest(contrasts) >= 0.05:
        return "Every segment is like the average customer in these features."
    rows = np.argsort(-np.abs(values[:, segment]), kind="stable")[:2]
    parts = [
        f"{signed_number(float(values[i, segment]))} in {short_title(contrasts.titles[i])}"
        for i in rows
    ]
    return f"{default_segment_name(contrasts.numbers[segment])} differs most from the average customer: {' and '.join(parts)}."


SPEC = ChartSpec(
    name="heatmap",
    title="Heat map",
    summary="What sets each segment apart: how far its mean lies from the average customer.",
    slot="features",
    build=build,
    version=4,
)
