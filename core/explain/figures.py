"""How features are spread in chosen segments: a small chart a feature, bins shared by all of them."""

import math
import textwrap
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from core.charts import (
    ACCENT,
    TEXT,
    axis,
    axis_end,
    build_figure,
    empty_figure,
    feature_scale,
    feature_title,
    find_contrasts,
    legend,
    panel_axes,
    segment_colour,
    tick_labels,
)
from core.model import Analysis, Explanation, Floats, Integers, Segmentation, SegmentProfile
from core.text import format_integer, format_number, format_percent, short_title, shorten

MOST_PANELS = 12

BINS, MOST_VALUES = 24, 8

ENDS = (0.5, 99.5)  # percentiles where the outer bins end; what lies beyond counts in those

DISTRIBUTIONS_QUESTION, DISTRIBUTIONS_SUBTITLE = (
    "How are the features spread?",
    "share of each segment's customers",
)

PANEL_HEIGHT, FRAME_HEIGHT = 150, 90


def distributions_figure(
    segmentation: Segmentation, stories: Sequence[SegmentProfile], most: int = MOST_PANELS
) -> dict[str, Any]:
    """A panel a feature, a line or a group of bars a story; the most distinguishing features."""
    found = find_contrasts(segmentation, min(most, MOST_PANELS))
    labels = segmentation.labels
    members = [labels == segmentation.label(story.segment) for story in stories]
    if not found.features or not stories:
        return empty_figure(
            DISTRIBUTIONS_QUESTION, DISTRIBUTIONS_SUBTITLE, "Choose a segment and a feature."
        )
    panels = [_feature_panel(segmentation.analysis, name, members, stories) for name in found.features]
    traces = [
        trace | {"xaxis": f"x{axis_end(i)}", "yaxis": f"y{axis_end(i)}", "showlegend": i == 0}
        for i, (own, _) in enumerate(panels)
        for trace in own
    ]
    titles = tick_labels([feature_title(segmentation.analysis, name) for name in found.features], 36)
    shares = [{"tickformat": ".0%", "rangemode": "tozero", "nticks": 4}] * len(panels)
    layout = panel_axes(titles, shares, {})
    for i, (_, ticks) in enumerate(panels):
        layout[f"xaxis{axis_end(i)}"] |= {"showticklabels": True, "showgrid": False, **ticks}
    return build_figure(
        traces,
        f"{short_title(feature_title(segmentation.analysis, found.features[0]))} and {len(panels) - 1} more, by segment"
        if len(panels) > 1
        else f"{short_title(feature_title(segmentation.analysis, found.features[0]))} by segment",
        DISTRIBUTIONS_SUBTITLE,
        "The outermost bins hold what lies beyond them." + found.caveats,
        showlegend=True,
        legend=legend(),
        barmode="group",
        height=FRAME_HEIGHT + PANEL_HEIGHT * math.ceil(len(panels) / 2),
        **layout,
    )


Members = Sequence[npt.NDArray[np.bool_]]

Panel = tuple[list[dict[str, Any]], dict[str, Any]]


def _feature_panel(
    analysis: Analysis, name: str, members: Members, stories: Sequence[SegmentProfile]
) -> Panel:
    """The traces of a feature and its axis."""
    if name in analysis.standardised:
        return _number_panel(analysis, name, members, stories)
    column = analysis.customers.frame[name]
    values = list(column.value_counts().index[:MOST_VALUES])
    shares = [column[own].value_counts(normalize=True).reindex(values).fillna(0) for own in members]
    texts = [shorten(str(value), 12) for value in values]
    bars = [
        {"type": "bar", "x": texts, "y": share.to_numpy(), **_profile_style(story),
         "marker": {"color": segment_colour(story.segment)}}
        for story, share in zip(stories, shares, strict=True)
    ]  # fmt: skip
    return bars, {"type": "category"}


def _number_panel(
    analysis: Analysis, name: str, members: Members, stories: Sequence[SegmentProfile]
) -> Panel:
    scale = feature_scale(analysis, name)
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
        line = {"color": segment_colour(story.segment), "width": 1.5, "shape": "hvh"}
        lines.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": middles,
                "y": share,
                "line": line,
                **_profile_style(story),
            }
        )
    ends = np.percentile(values[known], ENDS)
    return lines, scale.ticks(float(ends[0]), float(ends[1]))


def _profile_style(story: SegmentProfile) -> dict[str, Any]:
    return {
        "name": shorten(story.name, 24),
        "legendgroup": str(story.segment),
        "meta": {"segment": story.segment},
        "hovertemplate": f"<b>{shorten(story.name, 24)}</b> %{{y:.1%}}<extra></extra>",
    }


MOST_IMPORTANT = 12

IMPORTANCE_QUESTION = "What decides the segments?"

IMPORTANCE_SUBTITLE = "customers who lose their segment when a feature is shuffled"


def importance_bars(
    told: Explanation, titles: Mapping[str, str], segment: int | None = None
) -> dict[str, Any]:
    """A bar a feature, the weightiest on top, for all segments or the one of a number; UnknownSegment."""
    values = told.importance if segment is None else told.per_segment[told.place(segment)]
    if not len(values) or not values.max() > 0:
        return empty_figure(
            IMPORTANCE_QUESTION,
            IMPORTANCE_SUBTITLE,
            "No single feature decides here: others stand in for it.",
        )
    order = np.argsort(-values, kind="stable")[:MOST_IMPORTANT]
    names = [titles.get(told.features[i], told.features[i]) for i in order]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": values[order],
        "y": tick_labels(names, 16, 2),
        "text": names,
        "textposition": "none",
        "marker": {"color": ACCENT},
        "hovertemplate": "%{text}<br>%{x:.0%} of customers lose their segment<extra></extra>",
    }
    whose = "the segments" if segment is None else f"segment {segment}"
    return build_figure(
        [bars],
        f"{short_title(names[0])} decides most about {whose}",
        IMPORTANCE_SUBTITLE,
        f"When it is shuffled, {format_percent(float(values.max()))} of customers no longer land in their segment.",
        xaxis=axis("Share of customers", tickformat=".0%", rangemode="tozero"),
        yaxis=axis("", type="category", autorange="reversed", showgrid=False),
    )


Cell = tuple[int, int]

Names = Mapping[Cell, str]

GRID_SUBTITLE = "customers and what they bring, by score of recency and frequency, 1 lowest"

# The accent over any surface: text stays readable on it, light and dark.
SHADES = [[0.0, "rgba(47, 91, 215, 0.03)"], [1.0, "rgba(47, 91, 215, 0.5)"]]

WIDEST = 12  # letters of a name in one line


def rfm_heatmap(
    counts: Integers, money: Floats, names: Names, by_money: bool = False, small: bool = False
) -> dict[str, Any]:
    """A cell a score of recency, the best on top, and of frequency; coloured by customers or money.

    `counts` and `money` are (bins, bins), `names` those of the cells (R, F), from 1. A `small` one, for
    a phone, writes into its cells only the figure that it is coloured by.
    """
    shown, scores = money if by_money else counts, [str(i + 1) for i in range(len(counts))]
    label = partial(_cell_label, counts, money, names, by_money if small else None)
    cells = [[(r, f) for f in range(len(counts))] for r in range(len(counts))]
    heat = {
        "type": "heatmap",
        "x": scores,
        "y": scores,
        "z": shown,
        "text": [[label(cell) for cell in row] for row in cells],
        "texttemplate": "%{text}",
        "customdata": [[_cell_hover(counts, money, cell, names) for cell in row] for row in cells],
        "xgap": 3,
        "ygap": 3,
        "colorscale": SHADES,
        "showscale": False,
        "zmin": 0,
        "textfont": {"color": TEXT, "size": 10 if small else 12},
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip
    return build_figure(
        [heat],
        _fullest_cell_title(shown, names, by_money),
        GRID_SUBTITLE,
        "Equal values have equal scores; a customer with one order has frequency 1.",
        xaxis=axis("Frequency score", type="category", showgrid=False),
        yaxis=axis("Recency score", type="category", showgrid=False),
    )


def _cell_label(counts: Integers, money: Floats, names: Names, only: bool | None, cell: Cell) -> str:
    """The name, how many customers, what they bring; `only` one of these two, money where it is true."""
    name = names.get((cell[0] + 1, cell[1] + 1), "")
    held = [format_integer(int(counts[cell])), format_number(float(money[cell]))]
    head = "<br>".join(textwrap.wrap(name, WIDEST))
    if only is not None:
        return f"{head}<br>{held[only]}" if head else held[only]
    return "<br>".join(filter(None, [f"<b>{head}</b>" if head else "", *held]))


def _cell_hover(counts: Integers, money: Floats, cell: Cell, names: Names) -> str:
    name = names.get((cell[0] + 1, cell[1] + 1), "")
    share, brought = counts[cell] / max(1, counts.sum()), float(money[cell])
    head = f"<b>{name}</b><br>" if name else ""
    return (
        f"{head}R {cell[0] + 1}, F {cell[1] + 1}<br>{format_integer(int(counts[cell]))} customers "
        f"({format_percent(float(share))})<br>{format_number(brought)} of revenue"
    )


def _fullest_cell_title(shown: Floats | Integers, names: Names, by_money: bool) -> str:
    """The name, or the cell, that holds most."""
    totals: dict[str, float] = {}
    for r in range(len(shown)):
        for f in range(len(shown)):
            name = names.get((r + 1, f + 1), f"R {r + 1} F {f + 1}")
            totals[name] = totals.get(name, 0.0) + float(shown[r, f])
    best = max(totals, key=lambda name: totals[name])
    whole_sum, what = sum(totals.values()), "revenue" if by_money else "customers"
    if not whole_sum > 0:
        return f"No {what} in any cell"
    return f"{best} {'hold' if names else 'holds'} {format_percent(totals[best] / whole_sum)} of {what}"
