"""A line a customer across the features, in original units."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.charts._contrasts import groups, leading
from core.charts._points import thinned
from core.charts._theme import FONT, MUTED, TEXT, colour, colour_bar, empty, figure
from core.charts._words import of_all, plain, short, title_of
from core.entities import Analysis, Floats, Integers
from core.specs import ChartSpec

MOST_FEATURES = 6
MOST_CUSTOMERS = 2000


def build(analysis: Analysis, setting: int, options: Mapping[str, Any]) -> dict[str, Any]:
    """Parallel coordinates of customers without a missing value, coloured by segment."""
    names = leading(analysis, setting, MOST_FEATURES)
    found = groups(analysis, setting)
    rows = _complete(analysis, names)
    rows = thinned(rows, found.labels[rows], MOST_CUSTOMERS)
    subtitle = of_all(len(rows), analysis)
    if not names or not len(rows):
        sentence = "Choose a feature that is a number<br>and known for some customers."
        return empty("How do the segments run?", subtitle, sentence)
    return figure(
        [_lines(analysis, names, rows, found.labels[rows], len(found.sizes))],
        f"{plain(title_of(analysis, names[0]))} tells the segments apart most",
        subtitle,
        "Each line is a customer without a missing value; drag along an axis to keep only a range.",
        margin={"l": 12, "r": 12, "t": 38, "b": 12},
    )


def _complete(analysis: Analysis, names: tuple[str, ...]) -> Integers:
    shown = analysis.customers.frame[list(names)].iloc[analysis.shown]
    return analysis.shown[shown.notna().to_numpy().all(axis=1)]


def _lines(
    analysis: Analysis, names: tuple[str, ...], rows: Integers, labels: Integers, segments: int
) -> dict[str, Any]:
    frame = analysis.customers.frame
    axes = [
        _dimension(short(title_of(analysis, name), 18), frame[name].to_numpy(float)[rows])
        for name in names
    ]
    return {
        "type": "parcoords",
        "domain": {"x": [0.06, 0.94], "y": [0.02, 0.88]},
        "dimensions": axes,
        "line": {"color": labels + 1, **_steps(segments)},
        "labelangle": -12,
        "labelfont": {"color": TEXT, "family": FONT, "size": 11},
        "tickfont": {"color": MUTED, "family": FONT, "size": 10},
        "rangefont": {"color": "rgba(0,0,0,0)", "size": 1},
        "unselected": {"line": {"opacity": 0.04}},
    }


def _dimension(title: str, values: Floats) -> dict[str, Any]:
    low, high = float(values.min()), float(values.max())
    return {"label": title, "values": values, "range": [low, high if high > low else low + 1]}


def _steps(segments: int) -> dict[str, Any]:
    """A colour scale of one flat step a segment."""
    edges = np.linspace(0, 1, segments + 1).tolist()
    scale = [[edge, colour(i + 1)] for i in range(segments) for edge in edges[i : i + 2]]
    ticks = {"tickmode": "array", "tickvals": list(range(1, segments + 1))}
    return {
        "cmin": 0.5,
        "cmax": segments + 0.5,
        "colorscale": scale,
        "showscale": True,
        "colorbar": colour_bar("Segment", **ticks),
    }


SPEC = ChartSpec(
    name="parallel",
    title="Parallel coordinates",
    summary="A line a customer through the features, in their own units.",
    slot="features",
    build=build,
    rank=4,
)
