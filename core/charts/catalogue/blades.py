"""The silhouette of every customer, one blade a segment (Rousseeuw 1987)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.charts.labels import default_segment_name, describe_drawn, noise_note
from core.charts.theme import TEXT, axis, build_figure, dashed_line, empty_figure, segment_colour
from core.model import Floats, Segmentation
from core.plugins import ChartSpec
from core.text import format_percent

MOST_DRAWN = 1500
THINNEST = 0.01  # a blade's height at least, in shares of the customers: less cannot be seen
APART = 0.14  # between two numbers of a column on the axis, in shares of its length
IN_A_COLUMN = 7
BESIDE = "\u2003" * 3  # behind a number of the left column
TITLE = "How well does each customer fit?"


@dataclass(frozen=True)
class _Blade:
    """Silhouettes of a segment's measured customers, falling, and how many each stands for."""

    values: Floats
    weights: Floats


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """One filled shape a segment as high as it has customers, best placed first, and the mean."""
    sweep = segmentation.sweep
    at = segmentation.place
    values, scores = sweep.silhouettes[at], sweep.scores[at]
    subtitle = describe_drawn(len(sweep.sampled), segmentation.analysis)
    if scores.silhouette is None or not len(values):
        return empty_figure(TITLE, subtitle, "The silhouette needs two segments or more.")
    weights = np.ones(len(values)) if sweep.weights is None else sweep.weights
    labels = sweep.labels[at][sweep.sampled]
    order = segmentation.order
    blades = [_sort_blade(values[labels == i], weights[labels == i]) for i in order]
    heights, numbers = _heights(np.array(scores.sizes)[order]), sorted(sweep.numbers[at])
    share = min(1.0, MOST_DRAWN / len(values))
    mean = {"x0": scores.silhouette, "x1": scores.silhouette, "xref": "x"}
    misplaced = float(weights[values < 0].sum() / weights[~np.isnan(values)].sum())
    return build_figure(
        [
            _trace(numbers[i], blade, heights[i], share, scores.segment_silhouettes[order[i]])
            for i, blade in enumerate(blades)
            if len(blade.values)
        ],
        TITLE,
        subtitle,
        _note(misplaced, scores.silhouette) + noise_note(scores.noise),
        xaxis=axis("Silhouette", nticks=6, showgrid=False),
        yaxis=_numbered_axis(heights, numbers),
        shapes=[
            dashed_line(**mean, y0=0, y1=1, yref="paper")
            | {"line": {"color": TEXT, "width": 1, "dash": "dot"}}
        ],
    )


def _sort_blade(values: Floats, weights: Floats) -> _Blade:
    order = np.argsort(-values, kind="stable")
    return _Blade(values[order], weights[order])


def _heights(sizes: Floats) -> Floats:
    """Top and bottom (k, 2) of every blade, with a gap between them."""
    total = sizes.sum()
    tall = np.maximum(sizes, THINNEST * total).astype(float)
    gap = max(1.0, 0.02 * total)
    bottoms = np.cumsum(tall + gap) - gap
    return np.stack([bottoms - tall, bottoms], axis=1)


def _trace(number: int, blade: _Blade, height: Floats, share: float, mean: float) -> dict[str, Any]:
    x, y = _outline(blade, height, share)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": default_segment_name(number),
        "meta": {"segment": number},
        "x": x,
        "y": y,
        "fill": "tozerox",
        "fillcolor": segment_colour(number),
        "opacity": 0.85,
        "line": {"color": segment_colour(number), "width": 0.5},
        "hovertemplate": f"<b>{default_segment_name(number)}</b><br>Silhouette %{{x:.2f}}<br>"
        f"Mean of the segment {mean:.2f}<extra></extra>",
    }


def _outline(blade: _Blade, height: Floats, share: float) -> tuple[Floats, Floats]:
    """The blade's edge from top to bottom through a `share` of its customers, evenly picked."""
    passed = np.cumsum(blade.weights)
    centres = height[0] + (height[1] - height[0]) * (passed - blade.weights / 2) / passed[-1]
    last = len(passed) - 1
    picked = np.linspace(0, last, max(1, int(len(passed) * share))).round().astype(int)
    x = np.concatenate([blade.values[:1], blade.values[picked], blade.values[-1:]])
    return x, np.concatenate([height[:1], centres[picked], height[1:]])


def _numbered_axis(heights: Floats, numbers: list[int]) -> dict[str, Any]:
    """The axis with a dot and the number of every blade, in two columns where one has no room."""
    step = math.ceil(len(heights) / (2 * IN_A_COLUMN))
    blades = range(0, len(heights), step)
    columns = 1 if len(blades) <= IN_A_COLUMN else 2
    names = [_numbered_dot(numbers[i]) + BESIDE * (at % columns) for at, i in enumerate(blades)]
    length = float(heights.max())
    places = _spread_middles(heights.mean(axis=1)[::step], length * APART / columns, length)
    ticks = {"tickmode": "array", "tickvals": places, "ticktext": names}
    return axis("Segment", showgrid=False, range=[length * 1.01, -0.01 * length], **ticks)


def _spread_middles(middles: Floats, apart: float, length: float) -> Floats:
    """The blades' middles, moved where they are less than `apart` from each other."""
    steps = apart * np.arange(len(middles))
    down = np.maximum.accumulate(middles - steps)
    places: Floats = np.minimum(down, length - steps[-1]) + steps
    return places


def _numbered_dot(number: int) -> str:
    return f"<span style='color:{segment_colour(number)}'>●</span> {number}"


def _note(misplaced: float, mean: float) -> str:
    share = format_percent(misplaced).capitalize()
    return f"{share} fit another segment better; the dotted line is the mean, {mean:.2f}."


SPEC = ChartSpec(
    name="blades",
    title="Silhouette by customer",
    summary="One blade per segment: the wider, the better its customers fit; left of zero they fit another better.",
    slot="blades",
    build=build,
    version=3,
)
