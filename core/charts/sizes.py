"""How many customers each segment has."""

from collections.abc import Mapping
from typing import Any

from core.charts._theme import axis, colour, figure
from core.charts._words import count, segment, whole
from core.entities import NOISE, Analysis
from core.specs import ChartSpec
from core.words import percent, percent_beside

SMALL = 0.05


def build(analysis: Analysis, setting: float, options: Mapping[str, Any]) -> dict[str, Any]:
    """A bar a segment, labelled with its count and share."""
    found = analysis.sweep.scores[analysis.sweep.at(setting)]
    sizes, total = found.sizes, sum(found.sizes) + found.noise
    bars = dict(enumerate(sizes)) | ({NOISE: found.noise} if found.noise else {})
    names = [_name(label) for label in bars]
    return figure(
        [_bar(label, size, size / total) for label, size in bars.items()],
        f"The largest segment holds {percent(max(sizes, default=0) / total)} of customers",
        f"customers by segment · all {count(total, 'customer')}",
        _note(sizes, total),
        barmode="overlay",
        bargap=0.3,
        xaxis=axis("Customers", nticks=5, tickformat=",d", range=[0, 1.3 * max(bars.values())]),
        yaxis=axis(
            "Segment", type="category", categoryarray=names[::-1], categoryorder="array", showgrid=False
        ),
    )


def _name(label: int) -> str:
    return "Noise" if label == NOISE else str(label + 1)


def _bar(label: int, size: int, share: float) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": segment(label),
        "meta": {"segment": label + 1},
        "x": [size],
        "y": [_name(label)],
        "text": [f"{whole(size)} · {percent_beside(share, SMALL)}"],
        "textposition": "outside",
        "constraintext": "none",
        "cliponaxis": False,
        "marker": {"color": colour(label + 1)},
        "hovertemplate": f"<b>{segment(label)}</b><br>%{{text}}<extra></extra>",
    }


def _note(sizes: tuple[int, ...], total: int) -> str:
    small = [str(i + 1) for i, size in enumerate(sizes) if size / total < SMALL]
    if not small:
        return f"Every segment holds {100 * SMALL:g} % or more of the customers."
    noun = "Segments" if len(small) > 1 else "Segment"
    verb = "hold" if len(small) > 1 else "holds"
    return f"{noun} {', '.join(small)} {verb} under {100 * SMALL:g} % of the customers: read with care."


SPEC = ChartSpec(
    name="sizes",
    title="Sizes",
    summary="How many customers each segment has.",
    slot="sizes",
    build=build,
    version=2,
)
