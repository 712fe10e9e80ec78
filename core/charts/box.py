"""How each feature is spread within each segment."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.charts._contrasts import groups, leading
from core.charts._theme import axis, colour, empty, figure, legend
from core.charts._words import of_all, plain, segment, short, title_of
from core.entities import Analysis, Floats
from core.specs import ChartSpec

MOST_FEATURES = 6


def build(analysis: Analysis, setting: int, options: Mapping[str, Any]) -> dict[str, Any]:
    """A box a feature and segment over the shown customers, standardised to share one axis."""
    names = leading(analysis, setting, MOST_FEATURES)
    rows = analysis.shown
    subtitle = f"standard deviations from the mean · {of_all(len(rows), analysis)}"
    if not names or not len(rows):
        return empty("How are the segments spread?", subtitle, "Choose a feature that is a number.")
    values = analysis.standardised[list(names)].to_numpy()[rows]
    found = groups(analysis, setting)
    titles = [short(title_of(analysis, name)) for name in names]
    return figure(
        [_box(i, values[found.labels[rows] == i], titles) for i in range(len(found.sizes))],
        f"{plain(title_of(analysis, names[0]))} tells the segments apart most",
        subtitle,
        "Boxes hold the middle half; whiskers reach 1.5 times as far, customers beyond are not drawn.",
        xaxis=axis("Feature", type="category", showgrid=False),
        yaxis=axis("Standard deviations", nticks=6),
        boxmode="group",
        showlegend=True,
        legend=legend(),
    )


def _box(label: int, values: Floats, titles: list[str]) -> dict[str, Any]:
    known = [column[~np.isnan(column)] for column in values.T]
    parts = np.array([_quartiles(column) for column in known])
    keys = ("lowerfence", "q1", "median", "q3", "upperfence")
    return {
        "type": "box",
        "name": segment(label),
        "meta": {"segment": label + 1},
        "x": titles,
        **dict(zip(keys, parts.T, strict=True)),
        "line": {"color": colour(label + 1), "width": 1.2},
        "hoverinfo": "name+y",
    }


def _quartiles(values: Floats) -> Floats:
    """Whisker, quartiles and whisker (5,) after Tukey; NaN without a value."""
    if not len(values):
        return np.full(5, np.nan)
    low, middle, high = np.percentile(values, (25, 50, 75))
    reach = 1.5 * (high - low)
    within = values[(values >= low - reach) & (values <= high + reach)]
    return np.array([within.min(), low, middle, high, within.max()])


SPEC = ChartSpec(
    name="box",
    title="Box plots",
    summary="How each feature is spread within each segment, not the mean alone.",
    slot="features",
    build=build,
    rank=2,
)
