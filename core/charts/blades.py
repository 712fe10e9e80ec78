"""The silhouette of every customer, one blade a segment (Rousseeuw 1987)."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.charts._theme import axis, colour, dashed, empty, figure
from core.charts._words import of_all, percent, segment, whole
from core.entities import Analysis, Floats
from core.specs import ChartSpec

MOST_DRAWN = 1500
TITLE = "Who sits well in their segment?"


def build(analysis: Analysis, setting: int, options: Mapping[str, Any]) -> dict[str, Any]:
    """One filled shape a segment, customers from the best to the worst placed, and the mean."""
    sweep = analysis.sweep
    at = sweep.at(setting)
    values = sweep.silhouettes[at]
    mean = sweep.scores[at].silhouette
    subtitle = of_all(len(sweep.sampled), analysis)
    if mean is None or not len(values):
        return empty(TITLE, subtitle, "The silhouette needs two segments or more.")
    labels = sweep.labels[at][sweep.sampled]
    blades = [np.sort(values[labels == i])[::-1] for i in range(len(sweep.scores[at].sizes))]
    heights = _heights(blades)
    kept = min(1.0, MOST_DRAWN / len(values))
    return figure(
        [_blade(i, blade, heights[i], kept) for i, blade in enumerate(blades) if len(blade)],
        TITLE,
        subtitle,
        _note(values),
        xaxis=axis("Silhouette", nticks=6, showgrid=False),
        yaxis=_numbered(heights),
        shapes=[dashed(x0=mean, x1=mean, xref="x", y0=0, y1=1, yref="paper")],
    )


def _heights(blades: list[Floats]) -> Floats:
    """Top and bottom (k, 2) of every blade, with a gap between them."""
    sizes = np.array([len(blade) for blade in blades], dtype=float)
    gap = max(1.0, 0.02 * sizes.sum())
    bottoms = np.cumsum(sizes + gap) - gap
    return np.stack([bottoms - sizes, bottoms], axis=1)


def _blade(label: int, blade: Floats, height: Floats, kept: float) -> dict[str, Any]:
    x, y = _outline(blade, height, kept)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": segment(label),
        "meta": {"segment": label + 1},
        "x": x,
        "y": y,
        "fill": "tozerox",
        "fillcolor": colour(label + 1),
        "opacity": 0.85,
        "line": {"color": colour(label + 1), "width": 0.5},
        "hovertemplate": f"<b>{segment(label)}</b><br>Silhouette %{{x:.2f}}<br>"
        f"Mean of the segment {blade.mean():.2f}<extra></extra>",
    }


def _outline(blade: Floats, height: Floats, kept: float) -> tuple[Floats, Floats]:
    """The blade's edge from top to bottom through a share `kept` of its customers, evenly picked."""
    places = np.linspace(height[0], height[1], len(blade) + 1)
    centres = (places[1:] + places[:-1]) / 2
    picked = np.linspace(0, len(blade) - 1, max(1, int(len(blade) * kept))).round().astype(int)
    x = np.concatenate([blade[:1], blade[picked], blade[-1:]])
    return x, np.concatenate([height[:1], centres[picked], height[1:]])


def _numbered(heights: Floats) -> dict[str, Any]:
    middle = heights.mean(axis=1)
    names = [str(i + 1) for i in range(len(heights))]
    ticks = {"tickmode": "array", "tickvals": middle.tolist(), "ticktext": names}
    limits = [float(heights.max()) * 1.01, -0.01 * float(heights.max())]
    return axis("Segment", showgrid=False, range=limits, **ticks)


def _note(values: Floats) -> str:
    share = percent(float(np.mean(values < 0))).capitalize()
    drawn = f", drawn from {whole(MOST_DRAWN)} of them" if len(values) > MOST_DRAWN else ""
    return f"{share} sit closer to another segment{drawn}; the dashed line is the mean."


SPEC = ChartSpec(
    name="blades",
    title="Silhouette by customer",
    summary="A blade a segment: the wider, the better its customers sit; left of zero they do not.",
    slot="blades",
    build=build,
)
