"""Share of the variance that each principal component holds."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.charts.method_evidence import other_map_note, shares_and_loadings
from core.charts.theme import ACCENT, MUTED, PERCENT, SURFACE, axis, build_figure, legend
from core.model import Floats, Segmentation
from core.plugins import ChartSpec
from core.text import format_count, format_percent

MOST_COMPONENTS = 20
ENOUGH = 0.8


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """Bars of each component's share of the variance and the line of their sum."""
    shares, _ = shares_and_loadings(segmentation.analysis)
    features = len(segmentation.feature_matrix.columns)
    total = np.cumsum(shares)
    return build_figure(
        _traces(shares[:MOST_COMPONENTS], total[:MOST_COMPONENTS]),
        _title(total),
        f"PCA of {format_count(features, 'prepared column')}",
        _note(total) + other_map_note(segmentation.analysis),
        xaxis=axis("Principal component", **_ticks(len(shares)), showgrid=False),
        yaxis=axis("Share of the variance", tickformat=PERCENT, range=[0, 1.05]),
        showlegend=True,
        legend=legend(),
    )


def _ticks(shares: int) -> dict[str, Any]:
    return {"dtick": 1} if shares <= MOST_COMPONENTS // 2 else {"tick0": 1, "dtick": 2}


def _title(total: Floats) -> str:
    if len(total) == 1:
        return "One component holds all of the variance"
    return f"Two components hold {format_percent(float(total[1]))} of the variance"


def _traces(shares: Floats, total: Floats) -> list[dict[str, Any]]:
    x = list(range(1, len(shares) + 1))
    hover = "Component %{x}<br>%{y:.1%}<extra></extra>"
    ring = {"color": SURFACE, "size": 7, "line": {"color": MUTED, "width": 2}}
    bars = {"type": "bar", "name": "each", "x": x, "y": shares, "marker": {"color": ACCENT}}
    line = {"type": "scatter", "mode": "lines+markers", "name": "together", "x": x, "y": total}
    style = {"line": {"color": MUTED, "width": 1.5}, "marker": ring}
    return [bars | {"hovertemplate": hover}, line | style | {"hovertemplate": hover}]


def _note(total: Floats) -> str:
    needed = int(np.searchsorted(total, ENOUGH)) + 1
    if needed > len(total):
        return f"The {len(total)} components hold {format_percent(float(total[-1]))} of the variance."
    verb = "holds" if needed == 1 else "hold"
    return (
        f"{format_count(needed, 'component')} {verb} {format_percent(ENOUGH)} of the variance or more."
    )


SPEC = ChartSpec(
    name="explained_variance",
    title="Explained variance",
    summary="How much of the differences between customers each principal component holds.",
    slot="reduction",
    build=build,
    version=2,
    per_setting=False,
)
