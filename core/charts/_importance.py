"""How much each feature decides about the segments."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.charts._theme import ACCENT, axis, empty, figure
from core.charts._words import brief, tick_labels
from core.stories import Explanation
from core.words import percent

MOST_FEATURES = 12
QUESTION = "What decides the segments?"
SUBTITLE = "customers who lose their segment when a feature is shuffled"


def importance_bars(
    told: Explanation, titles: Mapping[str, str], segment: int | None = None
) -> dict[str, Any]:
    """A bar a feature, the weightiest on top, for all segments or the one of a number; UnknownSegment."""
    values = told.importance if segment is None else told.per_segment[told.place(segment)]
    if not len(values) or not values.max() > 0:
        return empty(QUESTION, SUBTITLE, "No single feature decides here: others stand in for it.")
    order = np.argsort(-values, kind="stable")[:MOST_FEATURES]
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
    return figure(
        [bars],
        f"{brief(names[0])} decides most about {whose}",
        SUBTITLE,
        f"When it is shuffled, {percent(float(values.max()))} of customers no longer land in their segment.",
        xaxis=axis("Share of customers", tickformat=".0%", rangemode="tozero"),
        yaxis=axis("", type="category", autorange="reversed", showgrid=False),
    )
