"""The gap statistic by the number of segments."""

from collections.abc import Mapping
from typing import Any

from core.charts import criterion_curves
from core.charts.theme import axis, build_figure, empty_figure
from core.charts.words import NOT_YET
from core.model import Criterion, Segmentation
from core.plugins import ChartSpec

TITLE = "Gap statistic"
SUBTITLE = "tighter than by chance, log"


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """The gaps with one standard error each way, and what Tibshirani, Walther and Hastie's rule picks."""
    verdicts = segmentation.verdicts
    if verdicts is None or verdicts.criteria is None:
        return empty_figure(TITLE, SUBTITLE, NOT_YET)
    gap = verdicts.criteria.gap
    return build_figure(
        criterion_curves.criterion_traces(gap, segmentation, "Gap"),
        _title(gap),
        SUBTITLE,
        criterion_curves.criterion_note(gap, _note(gap)),
        yaxis=axis("Gap", nticks=5),
        **criterion_curves.criterion_axes(gap, segmentation),
    )


def _title(gap: Criterion) -> str:
    if gap.suggested is None:
        return f"The gap still rises at {gap.settings[-1]}: it picks no number"
    if gap.suggested == 1:
        return "By the gap, no number is clearer than chance"
    return f"The gap first levels off at {gap.suggested}"


def _note(gap: Criterion) -> str:
    rule = "the first gap that the next one does not exceed by more than its standard error"
    if gap.suggested is None:
        return f"It levels off at {rule}; there is none. Bars are one standard error."
    return f"It levels off at {rule}. Bars are one standard error."


SPEC = ChartSpec(
    name="gap",
    title=TITLE,
    summary="How much tighter K-Means segments are than by chance.",
    slot="verdict",
    build=build,
    rank=3,
)
