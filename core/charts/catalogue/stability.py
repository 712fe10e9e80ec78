"""Agreement of the segments of resampled customers, at each number of segments."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from core.charts.curves import recommended_marker, recommended_setting
from core.charts.theme import ACCENT, MUTED, axis, build_figure, dashed_line, empty_figure
from core.charts.words import NOT_YET
from core.model import Segmentation, Verdicts
from core.plugins import ChartSpec
from core.segment import algorithm, redraws_in_words
from core.text import REPRODUCIBLE, format_count

MOST_STOPS = 6  # of a slider over distances that have room below the chart
TITLE = "Do the segments come out again?"
SUBTITLE = "adjusted Rand index between pairs of redraws"
TOP = 1.0  # of the axis, where the recommended number is marked


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """A box a setting over the pairs of resamples (Dolnicar and Leisch 2010)."""
    verdicts, sweep = segmentation.verdicts, segmentation.sweep
    if verdicts is None:
        return empty_figure(TITLE, SUBTITLE, NOT_YET)
    if not verdicts.ks:
        return empty_figure(TITLE, SUBTITLE, verdicts.sentences[segmentation.place])
    what = "Segments (k)" if sweep.counts else algorithm(segmentation.recipe.algorithm).slider.title
    names, advised = [f"{k:g}" for k in verdicts.ks], recommended_setting(segmentation.analysis)
    return build_figure(
        [
            *(_box(verdicts, i, k == segmentation.setting) for i, k in enumerate(verdicts.ks)),
            *([recommended_marker(f"{advised:g}", TOP)] if advised in verdicts.ks else []),
        ],
        _title(segmentation, advised),
        SUBTITLE,
        " ".join(
            [_note(verdicts, segmentation.setting), *(notice.text for notice in verdicts.notices)]
        ),
        xaxis=axis(
            what,
            showgrid=False,
            type="category",
            categoryorder="array",
            categoryarray=names,
            tickvals=names if sweep.counts else names[:: math.ceil(len(names) / MOST_STOPS)],
        ),
        yaxis=axis("Agreement", nticks=6, tickformat=".1f", range=[min(0.0, _lowest(verdicts)), 1.04]),
        shapes=[dashed_line(x0=0, x1=1, xref="paper", y0=REPRODUCIBLE, y1=REPRODUCIBLE, yref="y")],
    )


def _box(verdicts: Verdicts, at: int, current: bool) -> dict[str, Any]:
    low, first, middle, third, high = np.percentile(
        verdicts.agreement[at], (5, 25, 50, 75, 95)
    ).tolist()
    shade = ACCENT if current else MUTED
    return {
        "type": "box",
        "name": f"{verdicts.ks[at]:g}",
        "x": [f"{verdicts.ks[at]:g}"],
        "lowerfence": [low],
        "q1": [first],
        "median": [middle],
        "q3": [third],
        "upperfence": [high],
        "width": 0.6,
        "fillcolor": "rgba(0,0,0,0)",
        "line": {"color": shade, "width": 2 if current else 1.2},
        "hoverinfo": "y",
    }


def _lowest(verdicts: Verdicts) -> float:
    return float(np.percentile(verdicts.agreement, 5, axis=1).min())


def _title(segmentation: Segmentation, advised: float) -> str:
    """Title with how often the recommended segments come out again, where that is known."""
    verdicts, at = segmentation.verdicts, segmentation.sweep.at(advised)
    figures = verdicts.figures[at] if verdicts else {}
    if "returned" not in figures:
        return TITLE
    segments = format_count(len(segmentation.sweep.scores[at].sizes), "segment")
    return (
        f"{segments} come out again in {redraws_in_words(figures['returned'], int(figures['redraws']))}"
    )


def _note(verdicts: Verdicts, here: float) -> str:
    line = f"Boxes: middle half of {verdicts.agreement.shape[1]} pairs; above the line is reliable."
    if here not in verdicts.ks:
        return line
    mean = float(verdicts.agreement[verdicts.ks.index(here)].mean())
    return f"At {here:g} two redraws agree to {mean:.2f} on average. {line}"


SPEC = ChartSpec(
    name="stability",
    title="Stability by k",
    summary="Whether the same segments come out again in random redraws of the customers.",
    slot="verdict",
    build=build,
    version=2,
)
