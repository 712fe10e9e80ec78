"""How features are spread in chosen segments: a small chart a feature, bins shared by all of them."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from core.charts._contrasts import contrasts
from core.charts._panels import axis_end, panel_axes
from core.charts._scales import scale_of
from core.charts._theme import colour, empty, figure, legend
from core.charts._words import brief, short, tick_labels, title_of
from core.entities import Analysis, Floats
from core.stories import Story

MOST_FEATURES = 12
BINS, MOST_VALUES = 24, 8
ENDS = (0.5, 99.5)  # percentiles where the outer bins end; what lies beyond counts in those
QUESTION, SUBTITLE = "How are the features spread?", "share of each segment's customers"
PANEL_HEIGHT, FRAME_HEIGHT = 150, 90


def distributions(
    analysis: Analysis, setting: float, stories: Sequence[Story], most: int = MOST_FEATURES
) -> dict[str, Any]:
    """A panel a feature, a line or a group of bars a story; the most distinguishing features."""
    found = contrasts(analysis, setting, min(most, MOST_FEATURES))
    labels = analysis.sweep.labels[analysis.sweep.at(setting)]
    members = [labels == analysis.sweep.label(setting, story.segment) for story in stories]
    if not found.features or not stories:
        return empty(QUESTION, SUBTITLE, "Choose a segment and a feature.")
    panels = [_panel(analysis, name, members, stories) for name in found.features]
    traces = [
        trace | {"xaxis": f"x{axis_end(i)}", "yaxis": f"y{axis_end(i)}", "showlegend": i == 0}
        for i, (own, _) in enumerate(panels)
        for trace in own
    ]
    titles = tick_labels([title_of(analysis, name) for name in found.features], 36)
    shares = [{"tickformat": ".0%", "rangemode": "tozero", "nticks": 4}] * len(panels)
    layout = panel_axes(titles, shares, {})
    for i, (_, ticks) in enumerate(panels):
        layout[f"xaxis{axis_end(i)}"] |= {"showticklabels": True, "showgrid": False, **ticks}
    return figure(
        traces,
        f"{brief(title_of(analysis, found.features[0]))} and {len(panels) - 1} more, by segment"
        if len(panels) > 1
        else f"{brief(title_of(analysis, found.features[0]))} by segment",
        SUBTITLE,
        "The outermost bins hold what lies beyond them." + found.caveats,
        showlegend=True,
        legend=legend(),
        barmode="group",
        height=FRAME_HEIGHT + PANEL_HEIGHT * math.ceil(len(panels) / 2),
        **layout,
    )


Members = Sequence[npt.NDArray[np.bool_]]
Panel = tuple[list[dict[str, Any]], dict[str, Any]]


def _panel(analysis: Analysis, name: str, members: Members, stories: Sequence[Story]) -> Panel:
    """The traces of a feature and its axis."""
    if name in analysis.standardised:
        return _numbers(analysis, name, members, stories)
    column = analysis.customers.frame[name]
    values = list(column.value_counts().index[:MOST_VALUES])
    shares = [column[own].value_counts(normalize=True).reindex(values).fillna(0) for own in members]
    texts = [short(str(value), 12) for value in values]
    bars = [
        {"type": "bar", "x": texts, "y": share.to_numpy(), **_style(story),
         "marker": {"color": colour(story.segment)}}
        for story, share in zip(stories, shares, strict=True)
    ]  # fmt: skip
    return bars, {"type": "category"}


def _numbers(analysis: Analysis, name: str, members: Members, stories: Sequence[Story]) -> Panel:
    scale = scale_of(analysis, name)
    values: Floats = analysis.customers.frame[name].to_numpy(float)
    places = scale.place(values)
    known = np.isfinite(places)
    if not known.any():
        return [], {}
    low, high = np.percentile(places[known], ENDS)
    edges = np.linspace(low, high if high > low else low + 1, BINS + 1)
    inside = np.clip(places, edges[0], edges[-1])
    # Whole numbers leave bins between them empty, most of all on a log scale.
    edges = np.r_[edges[0], edges[1:][np.histogram(inside[known], edges)[0] > 0]]
    middles = (edges[:-1] + edges[1:]) / 2
    lines = []
    for story, mine in zip(stories, members, strict=True):
        own = inside[known & mine]
        share = np.histogram(own, edges)[0] / max(1, len(own))
        line = {"color": colour(story.segment), "width": 1.5, "shape": "hvh"}
        lines.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": middles,
                "y": share,
                "line": line,
                **_style(story),
            }
        )
    ends = np.percentile(values[known], ENDS)
    return lines, scale.ticks(float(ends[0]), float(ends[1]))


def _style(story: Story) -> dict[str, Any]:
    return {
        "name": short(story.name, 24),
        "legendgroup": str(story.segment),
        "meta": {"segment": story.segment},
        "hovertemplate": f"<b>{short(story.name, 24)}</b> %{{y:.1%}}<extra></extra>",
    }
