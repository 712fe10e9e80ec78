"""How customers move between segments from one number of segments to the next."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.charts._theme import MUTED, TEXT, colour, empty, figure
from core.entities import NOISE, Analysis, Integers
from core.specs import AlgorithmSpec, ChartSpec

MOST_STEPS = 6
TITLE, SUBTITLE = "Which segments stay together?", "customers by segment, from fewer to more segments"


def build(analysis: Analysis, setting: float, options: Mapping[str, Any]) -> dict[str, Any]:
    """A flow from each segment to those it falls into at the next setting, up to MOST_STEPS settings
    around the current one (Dolnicar and Leisch, segment-level stability across solutions, 2017)."""
    sweep = analysis.sweep
    steps = _around(sweep.at(setting), len(sweep.settings))
    if len(steps) < 2:
        return empty(TITLE, SUBTITLE, "There is one setting only, so nothing moves.")
    labels = [sweep.labels[at] for at in steps]
    sizes = [len(sweep.scores[at].sizes) for at in steps]
    starts = np.cumsum([0, *sizes])
    flows = [
        flow for i in range(len(steps) - 1)
        for flow in _flows(labels[i], labels[i + 1], sizes[i], sizes[i + 1], starts[i], starts[i + 1])
    ]  # fmt: skip
    return figure(
        [_sankey(sizes, [f"{sweep.settings[at]:g}" for at in steps], flows)],
        TITLE,
        SUBTITLE,
        "A wide band that stays in one piece is a segment that does not depend on how many are asked for.",
        annotations=[
            _head(f"k = {sweep.settings[at]:g}", i / (len(steps) - 1), at == sweep.at(setting))
            for i, at in enumerate(steps)
        ],
        margin={"l": 12, "r": 12, "t": 26, "b": 12},
    )


def _head(text: str, x: float, current: bool) -> dict[str, Any]:
    """A number of segments above its column, the current one in bold."""
    side = "left" if x == 0 else "right" if x == 1 else "center"
    place = {"x": x, "xanchor": side, "xref": "paper", "y": 1.0, "yref": "paper", "yanchor": "bottom"}
    font = {"color": TEXT if current else MUTED, "size": 11}
    return {"text": f"<b>{text}</b>" if current else text, "showarrow": False, "font": font, **place}


def _around(at: int, settings: int) -> range:
    first = max(0, min(at - MOST_STEPS // 2, settings - MOST_STEPS))
    return range(first, min(settings, first + MOST_STEPS))


def _flows(
    one: Integers, two: Integers, k: int, q: int, start: int, end: int
) -> list[tuple[int, int, int]]:
    """From node, to node and customers; those who are noise at either setting are left out."""
    kept = (one != NOISE) & (two != NOISE)
    table = np.bincount(one[kept].astype(np.int64) * q + two[kept], minlength=k * q).reshape(k, q)
    return [(int(start + i), int(end + j), int(table[i, j])) for i, j in np.argwhere(table).tolist()]


def _sankey(sizes: list[int], settings: list[str], flows: list[tuple[int, int, int]]) -> dict[str, Any]:
    own = [(settings[i], label + 1) for i, k in enumerate(sizes) for label in range(k)]
    sources, targets, values = (list(part) for part in zip(*flows, strict=True))
    return {
        "type": "sankey",
        "arrangement": "snap",
        "node": {
            "label": [str(number) for _, number in own],
            "color": [colour(number) for _, number in own],
            "pad": 8,
            "thickness": 12,
            "line": {"width": 0},
            "customdata": [f"Segment {number} at {setting}" for setting, number in own],
            "hovertemplate": "%{customdata}: %{value:,} customers<extra></extra>",
        },
        "link": {
            "source": sources,
            "target": targets,
            "value": values,
            "color": "rgba(128,136,148,0.28)",
            "hovertemplate": "%{value:,} customers<extra></extra>",
        },
        "textfont": {"color": MUTED, "size": 11},
    }


def _counting(method: AlgorithmSpec) -> bool:
    return not method.adaptive


SPEC = ChartSpec(
    name="flow",
    title="Flow across k",
    summary="How customers move between segments from one number of segments to the next.",
    slot="verdict",
    build=build,
    rank=2,
    fits=_counting,
)
