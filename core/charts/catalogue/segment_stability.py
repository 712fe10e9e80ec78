"""Stability of each segment when the customers are drawn anew."""

from collections.abc import Mapping
from typing import Any

from core.charts.axes import segment_axis
from core.charts.labels import default_segment_name
from core.charts.theme import axis, build_figure, dashed_line, empty_figure, segment_colour
from core.charts.words import NOT_YET
from core.model import Segmentation
from core.plugins import ChartSpec
from core.text import DISSOLVED, DOUBTFUL, HIGHLY_STABLE, STABLE

TITLE = "Which segments can be trusted?"
SUBTITLE = "mean Jaccard similarity in 100 redraws"
BANDS = (DISSOLVED, DOUBTFUL, STABLE, HIGHLY_STABLE)


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """A bar a segment against the bounds of Hennig (2007)."""
    at, verdicts = segmentation.place, segmentation.verdicts
    if verdicts is None:
        return empty_figure(TITLE, SUBTITLE, NOT_YET)
    order, values = segmentation.order, verdicts.jaccard[at]
    if not values:
        return empty_figure(TITLE, SUBTITLE, verdicts.sentences[at])
    numbers = segmentation.sweep.numbers[at]
    names = [str(numbers[label]) for label in order]
    return build_figure(
        [_bar(numbers[label], values[label], verdicts.words[at][label]) for label in order],
        _title(values),
        SUBTITLE,
        f"Below {DOUBTFUL} do not trust a segment; from {STABLE} it is stable, from {HIGHLY_STABLE} "
        "highly stable.",
        barmode="overlay",
        bargap=0.3,
        xaxis=axis(
            "Similarity",
            range=[0, 1.3],
            tickmode="array",
            tickvals=[0, DISSOLVED, STABLE, 1],
            tickangle=0,
        ),
        yaxis=segment_axis(names, [default_segment_name(numbers[label]) for label in order]),
        shapes=[dashed_line(x0=bound, x1=bound, xref="x", y0=0, y1=1, yref="paper") for bound in BANDS],
    )


def _bar(number: int, value: float, word: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": default_segment_name(number),
        "meta": {"segment": number},
        "x": [value],
        "y": [str(number)],
        "text": [f"{value:.2f}"],
        "customdata": [word],
        "textposition": "outside",
        "constraintext": "none",
        "cliponaxis": False,
        "marker": {"color": segment_colour(number)},
        "hovertemplate": f"<b>{default_segment_name(number)}</b><br>%{{text}}, %{{customdata}}<extra></extra>",
    }


def _title(values: tuple[float, ...]) -> str:
    stable = sum(value >= STABLE for value in values)
    if stable == len(values):
        return f"All {len(values)} segments are stable"
    return f"{stable} of {len(values)} segments are stable"


SPEC = ChartSpec(
    name="segment_stability",
    title="Stability by segment",
    summary="How well each segment comes out again in random redraws of the customers.",
    slot="verdict",
    build=build,
    rank=1,
    version=2,
)
