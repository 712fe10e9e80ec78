"""Marks beside that of the current setting."""

from typing import Any

from core.charts._theme import MUTED


def best(x: float, y: float | None, hover: str) -> dict[str, Any]:
    """The open diamond round the point that a curve's own criterion prefers."""
    return {
        "type": "scatter",
        "mode": "markers",
        "meta": {"best": True},
        "x": [x],
        "y": [y],
        "marker": {"symbol": "diamond-open", "size": 17, "color": MUTED, "line": {"width": 1.5}},
        "hovertemplate": f"{hover}<extra></extra>",
        "cliponaxis": False,
    }
