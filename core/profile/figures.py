"""Charts of the Profiles page: distributions by segment, importance of features, scores of RFM."""

import math
import textwrap
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from core.charts import (
    ACCENT,
    PERCENT,
    TEXT,
    axis,
    axis_end,
    build_figure,
    empty_figure,
    feature_scale,
    find_contrasts,
    legend,
    panel_axes,
    segment_colour,
    tick_labels,
)
from core.model import Analysis, Explanation, Floats, Integers, Segmentation, SegmentProfile
from core.profile import words
from core.text import format_integer, format_number, short_title, shorten

Members = Sequence[npt.NDArray[np.bool_]]
Panel = tuple[list[dict[str, Any]], dict[str, Any]]
Cell = tuple[int, int]
Names = Mapping[Cell, str]

MOST_PANELS = 12
BINS, MOST_VALUES = 24, 8
HEADING = 24  # letters above a panel, which on a phone is half a card wide
ENDS = (0.5, 99.5)  # percentiles where the outer bins end; what lies beyond counts in those
PANEL_HEIGHT, FRAME_HEIGHT = 150, 90

MOST_IMPORTANT = 12
# The accent over any surface: text stays readable on it, light and dark.
SHADES = [[0.0, "rgba(47, 91, 215, 0.03)"], [1.0, "rgba(47, 91, 215, 0.5)"]]
WIDEST = 12  # letters of a name in one line


def distributions_figure(
    segmentation: Segmentation, profiles: Sequence[SegmentProfile], most: int = MOST_PANELS
) -> dict[str, Any]:
    """Draw a panel a feature, a line or a group of bars a segment; the most distinguishing features."""
    analysis = segmentation.analysis
    contrasts = find_contrasts(segmentation, min(most, MOST_PANELS))
    members = [segmentation.labels == segmentation.label(profile.segment) for profile in profiles]
    if not contrasts.features or not profiles:
        return empty_figure(
            words.DISTRIBUTIONS_QUESTION, words.DISTRIBUTIONS_SUBTITLE, words.NOTHING_CHOSEN
        )
    panels = [_feature_panel(analysis, name, members, profiles) for name in contrasts.features]
    traces = [
        trace | {"xaxis": f"x{axis_end(i)}", "yaxis": f"y{axis_end(i)}", "showlegend": i == 0}
        for i, (drawn, _) in enumerate(panels)
        for trace in drawn
    ]
    titles = tick_labels([analysis.customers.title(name) for name in contrasts.features], HEADING)
    shares = [{"tickformat": PERCENT, "rangemode": "tozero", "nticks": 4}] * len(panels)
    layout = panel_axes(titles, shares, {})
    for i, (_, ticks) in enumerate(panels):
        layout[f"xaxis{axis_end(i)}"] |= {"showticklabels": True, "showgrid": False, **ticks}
    return build_figure(
        traces,
        words.distributions_title(
            short_title(analysis.customers.title(contrasts.features[0])), len(panels) - 1
        ),
        words.DISTRIBUTIONS_SUBTITLE,
        words.DISTRIBUTIONS_NOTE + contrasts.caveats,
        showlegend=True,
        legend=legend(),
        barmode="group",
        height=FRAME_HEIGHT + PANEL_HEIGHT * math.ceil(len(panels) / 2),
        **layout,
    )


def _feature_panel(
    analysis: Analysis, name: str, members: Members, profiles: Sequence[SegmentProfile]
) -> Panel:
    """Return the traces of a feature and its axis."""
    if name in analysis.standardised:
        return _number_panel(analysis, name, members, profiles)
    column = analysis.customers.frame[name]
    values = list(column.value_counts().index[:MOST_VALUES])
    shares = [column[rows].value_counts(normalize=True).reindex(values).fillna(0) for rows in members]
    texts = [shorten(str(value), 12) for value in values]
    bars = [
        {
            "type": "bar",
            "x": texts,
            "y": share.to_numpy(),
            **_profile_style(profile),
            "marker": {"color": segment_colour(profile.segment)},
        }
        for profile, share in zip(profiles, shares, strict=True)
    ]
    return bars, {"type": "category"}


def _number_panel(
    analysis: Analysis, name: str, members: Members, profiles: Sequence[SegmentProfile]
) -> Panel:
    scale = feature_scale(analysis, name)
    values: Floats = analysis.customers.values(name)
    places = scale.place(values)
    finite = np.isfinite(places)
    if not finite.any():
        return [], {}
    low, high = np.percentile(places[finite], ENDS)
    edges = np.linspace(low, high if high > low else low + 1, BINS + 1)
    inside = np.clip(places, edges[0], edges[-1])
    # Whole numbers leave bins between them empty, most of all on a log scale.
    edges = np.r_[edges[0], edges[1:][np.histogram(inside[finite], edges)[0] > 0]]
    middles = (edges[:-1] + edges[1:]) / 2
    lines = []
    for profile, rows in zip(profiles, members, strict=True):
        drawn = inside[finite & rows]
        share = np.histogram(drawn, edges)[0] / max(1, len(drawn))
        line = {"color": segment_colour(profile.segment), "width": 1.5, "shape": "hvh"}
        lines.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": middles,
                "y": share,
                "line": line,
                **_profile_style(profile),
            }
        )
    ends = np.percentile(values[finite], ENDS)
    return lines, scale.ticks(float(ends[0]), float(ends[1]))


def _profile_style(profile: SegmentProfile) -> dict[str, Any]:
    return {
        "name": shorten(profile.name, 24),
        "legendgroup": str(profile.segment),
        "meta": {"segment": profile.segment},
        "hovertemplate": f"<b>{shorten(profile.name, 24)}</b> %{{y:.1%}}<extra></extra>",
    }


def importance_bars(
    explanation: Explanation, titles: Mapping[str, str], segment: int | None = None
) -> dict[str, Any]:
    """Draw a bar a feature, the weightiest on top, for all segments or the one of a number.

    Raises UnknownSegment.
    """
    values = (
        explanation.importance
        if segment is None
        else explanation.per_segment[explanation.place(segment)]
    )
    if not len(values) or not values.max() > 0:
        return empty_figure(words.IMPORTANCE_QUESTION, words.IMPORTANCE_SUBTITLE, words.NOTHING_DECIDES)
    order = np.argsort(-values, kind="stable")[:MOST_IMPORTANT]
    names = [titles.get(explanation.features[i], explanation.features[i]) for i in order]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": values[order],
        "y": tick_labels(names, 16, 2),
        "text": names,
        "textposition": "none",
        "marker": {"color": ACCENT},
        "hovertemplate": words.IMPORTANCE_HOVER,
    }
    return build_figure(
        [bars],
        words.importance_title(short_title(names[0]), segment),
        words.IMPORTANCE_SUBTITLE,
        words.importance_note(float(values.max())),
        xaxis=axis("Share of customers", tickformat=PERCENT, rangemode="tozero"),
        yaxis=axis("", type="category", autorange="reversed", showgrid=False),
    )


def rfm_heatmap(
    counts: Integers, money: Floats | None, names: Names, by_money: bool = False, small: bool = False
) -> dict[str, Any]:
    """Draw a cell a score of recency, the best on top, and of frequency, coloured by customers or money.

    `counts` and `money` are (bins, bins), `names` those of the cells (R, F), from 1. Without money the
    colours are of customers. A `small` one, for a phone, writes into its cells only the figure that it
    is coloured by.
    """
    by_money = by_money and money is not None
    values = money if by_money and money is not None else counts
    scores = [str(i + 1) for i in range(len(counts))]
    label = partial(_cell_label, counts, money, names, by_money if small else None)
    cells = [[(r, f) for f in range(len(counts))] for r in range(len(counts))]
    heat = {
        "type": "heatmap",
        "x": scores,
        "y": scores,
        "z": values,
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
    }
    return build_figure(
        [heat],
        _fullest_cell_title(values, names, by_money),
        words.GRID_SUBTITLE,
        words.GRID_NOTE,
        xaxis=axis("Frequency score", type="category", showgrid=False),
        yaxis=axis("Recency score", type="category", showgrid=False),
    )


def _cell_label(
    counts: Integers, money: Floats | None, names: Names, only: bool | None, cell: Cell
) -> str:
    """Write name, customers and money into a cell; `only` one of these two, money where it is true."""
    name = names.get((cell[0] + 1, cell[1] + 1), "")
    figures = [format_integer(int(counts[cell]))]
    figures += [] if money is None else [format_number(float(money[cell]))]
    head = "<br>".join(textwrap.wrap(name, WIDEST))
    if only is not None:
        return f"{head}<br>{figures[only]}" if head else figures[only]
    return "<br>".join(filter(None, [f"<b>{head}</b>" if head else "", *figures]))


def _cell_hover(counts: Integers, money: Floats | None, cell: Cell, names: Names) -> str:
    name = names.get((cell[0] + 1, cell[1] + 1), "")
    share = float(counts[cell] / max(1, counts.sum()))
    head = f"<b>{name}</b><br>" if name else ""
    revenue = None if money is None else float(money[cell])
    return head + words.cell_words(cell[0] + 1, cell[1] + 1, int(counts[cell]), share, revenue)


def _fullest_cell_title(values: Floats | Integers, names: Names, by_money: bool) -> str:
    """Say which name, or which cell, holds most."""
    totals: dict[str, float] = {}
    for r in range(len(values)):
        for f in range(len(values)):
            name = names.get((r + 1, f + 1), f"R {r + 1} F {f + 1}")
            totals[name] = totals.get(name, 0.0) + float(values[r, f])
    best = max(totals, key=lambda name: totals[name])
    total, unit = sum(totals.values()), "revenue" if by_money else "customers"
    return words.grid_title(best, totals[best] / total if total > 0 else None, unit, bool(names))
