"""Several features side by side, each in a panel with axes of its own."""

import math
from collections.abc import Sequence
from typing import Any

from core.charts._theme import TEXT, axis

BESIDE, ABOVE = 0.15, 0.1


def panel_axes(titles: Sequence[str], y: Sequence[dict[str, Any]], x: dict[str, Any]) -> dict[str, Any]:
    """Axes x, y, x2, y2, ... in two columns, the title above each; `x` is shared by all of them."""
    layout: dict[str, Any] = {"annotations": []}
    for i, title in enumerate(titles):
        across, down = _place(i, len(titles))
        end = axis_end(i)
        lowest = i + 2 >= len(titles)
        layout[f"xaxis{end}"] = axis("", domain=across, anchor=f"y{end}", **x) | {
            "showticklabels": lowest
        }
        layout[f"yaxis{end}"] = axis("", domain=down, anchor=f"x{end}", **y[i])
        layout["annotations"].append(_heading(title, across[0], down[1]))
    return layout


def axis_end(position: int) -> str:
    """What plotly puts behind "x" and "y" in the names of a panel's axes."""
    return str(position + 1) if position else ""


def _place(position: int, panels: int) -> tuple[list[float], list[float]]:
    rows, columns = math.ceil(panels / 2), min(panels, 2)
    width, height = (1 - BESIDE * (columns - 1)) / columns, (1 - ABOVE * rows) / rows
    left = position % 2 * (width + BESIDE)
    top = 1 - ABOVE * 0.8 - position // 2 * (height + ABOVE)
    return [left, left + width], [max(0.0, top - height), top]


def _heading(title: str, x: float, y: float) -> dict[str, Any]:
    ends = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return {
        "text": title,
        "x": x,
        "y": y,
        "showarrow": False,
        "font": {"color": TEXT, "size": 11},
        **ends,
    }
