"""Flow of customers between segments from one number of segments to the next."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.charts.labels import default_segment_name
from core.charts.theme import MUTED, TEXT, build_figure, empty_figure, segment_colour
from core.model import Floats, Integers, Segmentation
from core.plugins import AlgorithmSpec, ChartSpec
from core.segment import contingency_table

MOST_STEPS = 6
LABEL_HEIGHT = 12  # between two nodes: no label lies on the next one
TITLE, SUBTITLE = "Which segments stay together?", "customers by number of segments"


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """A flow from each segment to those it falls into at the next setting, up to MOST_STEPS settings
    around the current one, each segment with its stability across settings: see `_stability_across`."""
    sweep = segmentation.sweep
    steps = _steps_around(segmentation.place, len(sweep.settings))
    if len(steps) < 2:
        return empty_figure(TITLE, SUBTITLE, "There is one setting only, so nothing moves.")
    labels = [sweep.labels[at] for at in steps]
    sizes = [len(sweep.scores[at].sizes) for at in steps]
    starts = np.cumsum([0, *sizes])
    tables = [contingency_table(*labels[i : i + 2], *sizes[i : i + 2]) for i in range(len(steps) - 1)]
    flows = [flow for i, moves in enumerate(tables) for flow in _flows(moves, starts[i], starts[i + 1])]
    settings = [f"{sweep.settings[at]:g}" for at in steps]
    return build_figure(
        [
            _sankey(
                [sweep.numbers[at] for at in steps],
                list(steps),
                settings,
                flows,
                [_stability_across(moves) for moves in tables],
            )
        ],
        TITLE,
        SUBTITLE,
        _note(settings, [f"{setting:g}" for setting in sweep.settings]),
        annotations=[
            _column_head(f"k = {sweep.settings[at]:g}", i / (len(steps) - 1), at == segmentation.place)
            for i, at in enumerate(steps)
        ],
        margin={"l": 12, "r": 12, "t": 26, "b": 12},
    )


def _column_head(text: str, x: float, current: bool) -> dict[str, Any]:
    """A number of segments above its column, the current one in bold."""
    side = "left" if x == 0 else "right" if x == 1 else "center"
    place = {"x": x, "xanchor": side, "xref": "paper", "y": 1.0, "yref": "paper", "yanchor": "bottom"}
    font = {"color": TEXT if current else MUTED, "size": 11}
    return {"text": f"<b>{text}</b>" if current else text, "showarrow": False, "font": font, **place}


def _steps_around(at: int, settings: int) -> range:
    first = max(0, min(at - MOST_STEPS // 2, settings - MOST_STEPS))
    return range(first, min(settings, first + MOST_STEPS))


def _flows(moves: Integers, start: int, end: int) -> list[tuple[int, int, int]]:
    """Flows as the node they come from, the node they go to, and customers."""
    return [(int(start + i), int(end + j), int(moves[i, j])) for i, j in np.argwhere(moves).tolist()]


def _stability_across(moves: Integers) -> Floats:
    """The stability (q,) of each segment across settings: 1 where its customers all come from one
    segment of the setting before, 0 where evenly from all of them.

    One minus the entropy of where they come from, over its largest possible value: the segment-level
    stability across solutions of Dolnicar and Leisch, "Using segment level stability to select target
    segments in data-driven market segmentation studies", Marketing Letters 28 (2017).
    """
    share = moves / np.maximum(moves.sum(axis=0), 1)
    entropy = -np.sum(share * np.log(share, out=np.zeros_like(share), where=share > 0), axis=0)
    return np.asarray(1 - entropy / np.log(max(2, len(moves))))


def _note(drawn: list[str], settings: list[str]) -> str:
    """Note on what the figures mean, and which settings are left out."""
    left = f" Shown are {drawn[0]} to {drawn[-1]} of {settings[0]} to {settings[-1]}."
    return (
        "Point at a segment for its stability: 1 where all its customers come from one segment of the setting "
        f"before, 0 where evenly from all.{left if len(drawn) < len(settings) else ''}"
    )


def _sankey(
    numbers: list[tuple[int, ...]],
    places: list[int],
    settings: list[str],
    flows: list[tuple[int, int, int]],
    stable: list[Floats],
) -> dict[str, Any]:
    nodes = [
        (setting, number)
        for setting, column in zip(settings, numbers, strict=True)
        for number in column
    ]
    stabilities = [""] * len(numbers[0]) + [f"{value:.2f}" for column in stable for value in column]
    labelled = list(zip(nodes, stabilities, strict=True))
    sources, targets, values = (list(part) for part in zip(*flows, strict=True))
    return {
        "type": "sankey",
        # The place of each node's setting: a segment's name is that of its own setting.
        "meta": {
            "places": [place for place, column in zip(places, numbers, strict=True) for _ in column],
            "numbers": [number for _, number in nodes],
        },
        "arrangement": "fixed",  # a mark that can be dragged cannot be clicked
        "node": {
            "label": [str(number) for _, number in nodes],
            "color": [segment_colour(number) for _, number in nodes],
            "pad": LABEL_HEIGHT,
            "thickness": 12,
            "line": {"width": 0},
            "customdata": [_hover(setting, number, value) for (setting, number), value in labelled],
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


def _hover(setting: str, number: int, value: str) -> str:
    return f"{default_segment_name(number)} at {setting}" + (f" (stability {value})" if value else "")


def _counts_segments(method: AlgorithmSpec) -> bool:
    return not method.adaptive


SPEC = ChartSpec(
    name="flow",
    title="Flow across k",
    summary="How customers move between segments from one number of segments to the next.",
    slot="verdict",
    build=build,
    rank=2,
    fits=_counts_segments,
    version=4,
)
