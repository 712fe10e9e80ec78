"""A line a customer across the features, in original units."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from core.charts.axes import Scale, feature_scale
from core.charts.contrasts import leading_features
from core.charts.labels import tick_labels
from core.charts.points import thin_rows
from core.charts.theme import (
    FONT,
    SURFACE,
    TEXT,
    build_figure,
    colour_bar,
    empty_figure,
    segment_colour,
)
from core.model import NOISE, Analysis, Floats, Integers, Segmentation
from core.plugins import ChartSpec
from core.text import format_integer, format_percent, short_title

MOST_FEATURES, FEWEST_FEATURES = 5, 2
KNOWN = 0.9  # share of the customers that must have a feature
MOST_CUSTOMERS = 600
HEADROOM = 0.06  # of an axis above the highest value; more lowers the lines


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """Parallel coordinates of customers without a missing value, coloured by segment."""
    names, scarce = _known_features(segmentation)
    rows = _complete_rows(segmentation.analysis, names)
    rows = rows[segmentation.labels[rows] != NOISE]
    rows = thin_rows(rows, segmentation.labels[rows], MOST_CUSTOMERS)
    subtitle = _drawn_subtitle(len(rows), len(segmentation.customers.frame))
    if len(names) < FEWEST_FEATURES or not len(rows):
        sentence = "Choose two features or more that are numbers and known for nearly all customers."
        return empty_figure(
            "How do the segments compare?",
            subtitle,
            sentence + _left_out_note(segmentation.analysis, scarce),
        )
    return build_figure(
        [
            _lines(
                segmentation.analysis,
                names,
                rows,
                np.argsort(segmentation.order)[segmentation.labels[rows]],
                sorted(segmentation.numbers),
            )
        ],
        f"{short_title(segmentation.customers.title(names[0]))} tells the segments apart most",
        subtitle,
        _note(len(rows) < len(segmentation.customers.frame))
        + _left_out_note(segmentation.analysis, scarce),
        paper_bgcolor=SURFACE,  # plotly outlines the numbers on the lines in it
        margin={"l": 34, "r": 40, "t": 52, "b": 12},
    )


def _known_features(segmentation: Segmentation) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The leading features among those that nearly all shown customers have, as a line needs them all;
    and the features that too few have."""
    shares = segmentation.customers.frame.iloc[segmentation.analysis.plotted_rows].notna().mean()
    names = leading_features(segmentation, len(shares))
    often = tuple(name for name in names if shares[name] >= KNOWN)
    return often[:MOST_FEATURES], tuple(name for name in names if shares[name] < KNOWN)


def _left_out_note(analysis: Analysis, scarce: Sequence[str]) -> str:
    """A sentence that names the features that too few customers have; empty where there are none."""
    if not scarce:
        return ""
    titles = ", ".join(short_title(analysis.customers.title(name)) for name in scarce)
    return f" Left out, as under {format_percent(KNOWN)} of customers have them: {titles}."


def _drawn_subtitle(customers: int, total: int) -> str:
    part = (
        f"all {format_integer(total)}"
        if customers == total
        else f"{format_integer(customers)} of {format_integer(total)}"
    )
    return f"{part} customers"


def _note(sampled: bool) -> str:
    who = "one of a stratified sample" if sampled else "a customer"
    return f"A line is {who} without missing values; skewed axes are logarithmic. Drag along one to filter."


def _complete_rows(analysis: Analysis, names: tuple[str, ...]) -> Integers:
    features = analysis.customers.frame[list(names)].iloc[analysis.plotted_rows]
    return analysis.plotted_rows[features.notna().to_numpy().all(axis=1)]


def _lines(
    analysis: Analysis, names: tuple[str, ...], rows: Integers, labels: Integers, numbers: Sequence[int]
) -> dict[str, Any]:
    frame = analysis.customers.frame
    titles = tick_labels([analysis.customers.title(name) for name in names], 9, 3)
    axes = [
        _dimension(label, frame[name].to_numpy(float)[rows], feature_scale(analysis, name))
        for label, name in zip(titles, names, strict=True)
    ]
    return {
        "type": "parcoords",
        "dimensions": axes,
        "line": {"color": labels + 1, **_step_colours(numbers)},
        "labelangle": 0,
        "labelfont": {"color": TEXT, "family": FONT, "size": 10},
        "tickfont": {"color": TEXT, "family": FONT, "size": 10},
        "rangefont": {"color": "rgba(0,0,0,0)", "size": 1},
        "unselected": {"line": {"opacity": 0.04}},
    }


def _dimension(label: str, values: Floats, scale: Scale) -> dict[str, Any]:
    low, high = float(values.min()), float(values.max())
    places = scale.place(values)
    ticks = {key: part for key, part in scale.ticks(low, high).items() if key != "tickmode"}
    first, last = float(places.min()), float(places.max())
    # The highest tick keeps clear of the axis' name.
    ends = [first, last + HEADROOM * (last - first)] if high > low else [low, low + 1]
    return {"label": label, "values": places, "range": ends, **ticks}


def _step_colours(numbers: Sequence[int]) -> dict[str, Any]:
    """A colour scale of one flat step a segment."""
    segments = len(numbers)
    edges = np.linspace(0, 1, segments + 1).tolist()
    scale = [
        [edge, segment_colour(number)] for i, number in enumerate(numbers) for edge in edges[i : i + 2]
    ]
    ticks = {
        "tickmode": "array",
        "tickvals": list(range(1, segments + 1)),
        "ticktext": list(map(str, numbers)),
    }
    return {
        "cmin": 0.5,
        "cmax": segments + 0.5,
        "colorscale": scale,
        "showscale": True,
        "colorbar": colour_bar("Segment", len=1, tickangle=0, ypad=12, **ticks),
    }


SPEC = ChartSpec(
    name="parallel",
    title="Parallel coordinates",
    summary="One line per customer through the features, in their own units.",
    slot="features",
    build=build,
    rank=4,
    version=5,
)
