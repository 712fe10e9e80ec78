"""Every pair of the most distinguishing features, a point a customer."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from core.charts.axes import Scale, feature_scale
from core.charts.contrasts import leading_features, segment_number
from core.charts.labels import default_segment_name, describe_drawn, tick_labels
from core.charts.points import thin_rows
from core.charts.theme import (
    axis,
    build_figure,
    empty_figure,
    segment_colour,
    segment_key,
    segment_marker,
)
from core.model import NOISE, Analysis, Integers, Segmentation
from core.plugins import ChartSpec
from core.text import format_count, format_integer, short_title

MOST_FEATURES = 5
MOST_CUSTOMERS = 2000
ROOM = 40  # letters of LABEL_SIZE side by side along a card 330 pixels wide
LABEL_SIZE = 9
CLOSEST = 0.3  # between two ticks, in shares of a cell
TITLE = "Which pair of features separates best?"


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """A scatter plot a pair of at most five features in original units, coloured by segment."""
    names = leading_features(segmentation, MOST_FEATURES)
    assigned = segmentation.labels
    rows = thin_rows(
        segmentation.analysis.plotted_rows, assigned[segmentation.analysis.plotted_rows], MOST_CUSTOMERS
    )
    scales = [feature_scale(segmentation.analysis, name) for name in names]
    subtitle = _subtitle(scales, len(rows), segmentation.analysis)
    if len(names) < 2:
        return empty_figure(TITLE, subtitle, "Choose two features that are numbers.")
    labels = [*([NOISE] if (assigned[rows] == NOISE).any() else []), *range(len(segmentation.sizes))]
    parts = [(segment_number(segmentation, label), rows[assigned[rows] == label]) for label in labels]
    return build_figure(
        [_point_trace(segmentation.analysis, names, scales, *part) for part in parts],
        TITLE,
        subtitle,
        _note(segmentation.analysis, names, len(rows) < len(assigned)),
        **_axes(segmentation.analysis, names, scales),
        **segment_key(sorted(segmentation.numbers)),
        dragmode="select",
        hovermode="closest",
    )


def _subtitle(scales: Sequence[Scale], customers: int, analysis: Analysis) -> str:
    total = len(analysis.customers.frame)
    who = (
        describe_drawn(customers, analysis)
        if customers == total
        else f"{format_integer(customers)} of {format_integer(total)}"
    )
    return f"{who} · log scale if skewed" if any(scale.is_log for scale in scales) else who


def _point_trace(
    analysis: Analysis, names: tuple[str, ...], scales: Sequence[Scale], number: int, rows: Integers
) -> dict[str, Any]:
    values = analysis.customers.frame[list(names)].to_numpy(float)[rows]
    titles = [analysis.customers.title(name) for name in names]
    hover = "".join(f"<br>{short_title(t)} %{{customdata[{j}]:,.4~r}}" for j, t in enumerate(titles))
    return {
        "type": "splom",
        "name": str(number),
        "meta": {"segment": number, "rows": rows.tolist()},
        "dimensions": [
            {"label": name, "values": scale.place(column)}
            for name, scale, column in zip(_cell_labels(titles), scales, values.T, strict=True)
        ],
        "text": analysis.customers.frame.index.to_numpy()[rows].astype(str),
        "customdata": values,
        "diagonal": {"visible": False},
        "showupperhalf": False,
        "marker": {
            "color": segment_colour(number),
            "symbol": segment_marker(number),
            "size": 4,
            "opacity": 0.6,
            "line": {"width": 0},
        },
        "hovertemplate": f"<b>{default_segment_name(number)}</b><br>Customer %{{text}}{hover}<extra></extra>",
    }


def _cell_labels(titles: Sequence[str]) -> list[str]:
    """Titles in lines no longer than a cell of the narrowest card, broken after spaces and underscores."""
    width = ROOM // (len(titles) - 1)
    labels = [label.replace("<br>", " ") for label in tick_labels(titles, 2 * width)]
    lines = [textwrap.wrap(label.replace("_", "_ "), width) for label in labels]
    return ["<br>".join(line.replace("_ ", "_") for line in rows) for rows in lines]


def _axes(
    analysis: Analysis, names: tuple[str, ...], scales: Sequence[Scale]
) -> dict[str, dict[str, Any]]:
    """Axes without a title of their own: the feature titles of the trace stand there."""
    axes: dict[str, dict[str, Any]] = {}
    for i, (name, scale) in enumerate(zip(names, scales, strict=True)):
        values = analysis.customers.frame[name].iloc[analysis.plotted_rows].dropna()
        ticks = scale.ticks(values.min(), values.max(), CLOSEST) if len(values) else {}
        style = axis("", nticks=5, **ticks)
        style["title"] = {"font": style["title"]["font"] | {"size": LABEL_SIZE}}
        axes |= {f"{letter}axis{i + 1 if i else ''}": style for letter in "xy"}
    return axes


def _note(analysis: Analysis, names: tuple[str, ...], sampled: bool) -> str:
    of = len(analysis.feature_matrix.features)
    titles = ", ".join(analysis.customers.title(name) for name in names)
    sample = " Points are a stratified sample." if sampled else ""
    return f"The most distinguishing of {format_count(of, 'feature')}: {titles}.{sample}"


SPEC = ChartSpec(
    name="scatter_matrix",
    title="Scatter matrix",
    summary="Customers in every pair of the features that set the segments furthest apart.",
    slot="matrix",
    build=build,
    version=5,
)
