"""The standardised means as grouped bars."""

from collections.abc import Mapping
from typing import Any

from core.charts._contrasts import Contrasts, contrasts, finding
from core.charts._theme import MUTED, axis, colour, empty, figure, legend
from core.charts._words import short
from core.entities import Analysis
from core.specs import ChartSpec

MOST_FEATURES = 8
SUBTITLE = "SD from the average"


def build(analysis: Analysis, setting: int, options: Mapping[str, Any]) -> dict[str, Any]:
    """A group of bars a feature, a bar a segment."""
    found = contrasts(analysis, setting, MOST_FEATURES)
    if not found.titles:
        return empty("What sets each segment apart?", SUBTITLE, "Choose a feature to compare.")
    return figure(
        [_bar(found, i) for i in range(found.values.shape[1])],
        finding(found),
        SUBTITLE,
        "Bars above the line are higher than the average customer, below it lower." + found.cut,
        xaxis=axis("Feature", type="category", showgrid=False),
        yaxis=axis("Standard deviations", nticks=6, zeroline=True, zerolinecolor=MUTED),
        barmode="group",
        showlegend=True,
        legend=legend(),
    )


def _bar(found: Contrasts, label: int) -> dict[str, Any]:
    name = f"Segment {label + 1}"
    return {
        "type": "bar",
        "name": name,
        "meta": {"segment": label + 1},
        "x": [short(title) for title in found.titles],
        "y": found.values[:, label],
        "marker": {"color": colour(label + 1)},
        "hovertemplate": f"<b>{name}</b><br>%{{x}} %{{y:+.2f}} standard deviations<extra></extra>",
    }


SPEC = ChartSpec(
    name="bars",
    title="Bars",
    summary="How far each segment's mean lies from the average customer, side by side.",
    slot="features",
    build=build,
    rank=1,
)
