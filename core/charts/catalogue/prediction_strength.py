"""Strength with which one half of the customers predicts the segments of the other, by their number."""

from collections.abc import Mapping
from typing import Any

from core.charts import criterion_curves
from core.charts.theme import axis, build_figure, dashed_line, empty_figure
from core.charts.words import NOT_YET
from core.model import Criterion, Segmentation
from core.plugins import ChartSpec
from core.text import STRONG

TITLE = "Prediction strength"
SUBTITLE = "pairs who stay together, worst segment"


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """The strengths with one standard error each way, the bound and the largest number above it."""
    verdicts = segmentation.verdicts
    if verdicts is None or verdicts.criteria is None:
        return empty_figure(TITLE, SUBTITLE, NOT_YET)
    strength = verdicts.criteria.strength
    layout = criterion_curves.criterion_axes(strength, segmentation)
    bound = dashed_line(x0=0, x1=1, xref="paper", y0=STRONG, y1=STRONG, yref="y")
    return build_figure(
        criterion_curves.criterion_traces(strength, segmentation, "Strength"),
        _title(strength),
        SUBTITLE,
        criterion_curves.criterion_note(
            strength,
            f"Above the line of {STRONG} one half predicts the other. Bars are one standard error.",
        ),
        yaxis=axis("Prediction strength", nticks=6, tickformat=".1f", range=[0, 1.06]),
        **layout | {"shapes": [*layout["shapes"], bound]},
    )


def _title(strength: Criterion) -> str:
    if strength.suggested == 1:
        return "No number of segments can be predicted reliably"
    return f"Up to {strength.suggested} segments can be predicted reliably"


SPEC = ChartSpec(
    name="prediction_strength",
    title=TITLE,
    summary="Whether segments found in one half of the customers are those of the other half.",
    slot="verdict",
    build=build,
    rank=4,
)
