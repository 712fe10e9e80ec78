"""The standardised means as grouped bars."""

from collections.abc import Mapping
from typing import Any

from core.charts.contrasts import SUBTITLE, Contrasts, contrast_title, find_contrasts
from core.charts.labels import default_segment_name, row_labels
from core.charts.theme import MUTED, axis, build_figure, empty_figure, segment_colour, segment_key
from core.model import Segmentation
from core.plugins import ChartSpec

MOST_FEATURES, FEWEST_FEATURES, MOST_BARS = 8, 3, 40


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """A group of bars a feature, a bar a segment; fewer features the more segments there are."""
    segments = len(segmentation.sizes)
    most = min(MOST_FEATURES, max(FEWEST_FEATURES, MOST_BARS // segments))
    contrasts = find_contrasts(segmentation, most)
    if not contrasts.titles:
        return empty_figure("What sets each segment apart?", SUBTITLE, "Choose a feature to compare.")
    return build_figure(
        [_bar(contrasts, i) for i in range(segments)],
        contrast_title(contrasts),
        SUBTITLE,
        "Bars to the right are higher than the average customer, to the left lower."
        + contrasts.caveats,
        xaxis=axis("Standard deviations", nticks=6, zeroline=True, zerolinecolor=MUTED),
        yaxis=axis("", type="category", autorange="reversed", showgrid=False),
        barmode="group",
        bargap=0.25,
        **segment_key(contrasts.numbers),
    )


def _bar(contrasts: Contrasts, label: int) -> dict[str, Any]:
    number = contrasts.numbers[label]
    return {
        "type": "bar",
        "orientation": "h",
        "name": str(number),
        "meta": {"segment": number},
        "x": contrasts.values[:, label],
        "y": row_labels(contrasts.titles, 14),
        "text": contrasts.titles,
        "textposition": "none",
        "marker": {"color": segment_colour(number)},
        "hovertemplate": f"<b>{default_segment_name(number)}</b><br>%{{text}} %{{x:+.2f}} standard deviations"
        "<extra></extra>",
    }


SPEC = ChartSpec(
    name="bars",
    title="Bars",
    summary="How far each segment's mean lies from the average customer, side by side.",
    slot="features",
    build=build,
    rank=1,
    version=4,
)
