"""Number of customers of each segment."""

from collections.abc import Mapping
from typing import Any

from core.charts.axes import segment_axis
from core.charts.labels import default_segment_name
from core.charts.theme import axis, build_figure, segment_colour
from core.model import NOISE, Segmentation
from core.plugins import ChartSpec
from core.text import format_count, format_integer, format_percent, format_percent_below, join_names

SMALL = 0.05


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """A bar a segment, labelled with its count and share."""
    scores, numbers = segmentation.scores, segmentation.numbers
    total = sum(scores.sizes) + scores.noise
    sizes = {numbers[label]: scores.sizes[label] for label in segmentation.order}
    bars = sizes | ({NOISE + 1: scores.noise} if scores.noise else {})
    names = list(map(_tick_name, bars))
    return build_figure(
        [_bar(number, size, size / total) for number, size in bars.items()],
        f"The largest segment holds {format_percent(max(scores.sizes, default=0) / total)} of customers",
        f"customers by segment · all {format_count(total, 'customer')}",
        _note(sizes, total),
        barmode="overlay",
        bargap=0.3,
        xaxis=axis("Customers", nticks=5, tickformat=",~f", range=[0, 1.6 * max(bars.values())]),
        yaxis=segment_axis(names, list(map(default_segment_name, bars))),
    )


def _tick_name(number: int) -> str:
    return "Noise" if number == NOISE + 1 else str(number)


def _bar(number: int, size: int, share: float) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": default_segment_name(number),
        "meta": {"segment": number},
        "x": [size],
        "y": [_tick_name(number)],
        "text": [f"{format_integer(size)} · {format_percent_below(share, SMALL)}"],
        "textposition": "outside",
        "constraintext": "none",
        "cliponaxis": False,
        "marker": {"color": segment_colour(number)},
        "hovertemplate": f"<b>{default_segment_name(number)}</b><br>%{{text}}<extra></extra>",
    }


def _note(sizes: Mapping[int, int], total: int) -> str:
    small = [default_segment_name(number) for number, size in sizes.items() if size / total < SMALL]
    if not small:
        return f"Every segment holds {100 * SMALL:g} % or more of the customers."
    verb = "hold" if len(small) > 1 else "holds"
    return f"{join_names(small)} {verb} under {100 * SMALL:g} % of the customers: read with care."


SPEC = ChartSpec(
    name="sizes",
    title="Sizes",
    summary="How many customers each segment has.",
    slot="sizes",
    build=build,
    version=3,
)
