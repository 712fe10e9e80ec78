"""Colours, fonts and the layout that every chart shares.

A figure names the theme's colours as CSS variables, so that one figure serves light and dark: the
page's script and `resolve_colours` replace them by a theme's value when the figure is drawn.
"""

import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from core.charts.labels import default_segment_name
from core.model import NOISE

TEXT = "var(--ts-text)"
MUTED = "var(--ts-muted)"
LINE = "var(--ts-line)"
SURFACE = "var(--ts-surface)"
ACCENT = "var(--ts-accent)"
OK = "var(--ts-ok)"

THEMES: Mapping[str, Mapping[str, str]] = {
    "light": {
        "bg": "#f5f6f8",
        "surface": "#ffffff",
        "line": "#e3e6ea",
        "text": "#1d2430",
        "muted": "#5b6472",
        "accent": "#2f5bd7",
        "accent-soft": "#e9effd",
        "ok": "#137a4b",
    },
    "dark": {
        "bg": "#12151b",
        "surface": "#1b2029",
        "line": "#2c3340",
        "text": "#e8ebf0",
        "muted": "#98a2b3",
        "accent": "#7fa0ff",
        "accent-soft": "#222c46",
        "ok": "#58c48e",
    },
}

# plotly takes "<" before a known word for markup; a word joiner between them keeps both as text.
FOREIGN_TAG = re.compile(r"<(?=/?(?!(?:b|br|span|extra)\b)[a-z])", re.IGNORECASE)
# A format that rounds would write "1 %" beside two ticks; this one has as many digits as the step needs.
PERCENT = ".3~%"
KEY_ROW, KEY_GAP = 8, 6
FONT = 'Inter, system-ui, "DejaVu Sans", sans-serif'

# Okabe and Ito (2008), then Paul Tol's muted, bright and medium-contrast schemes.
SEGMENT_COLOURS = (
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9",
    "#AA4499", "#999933", "#EE6677", "#228833", "#6699CC", "#994455",
)  # fmt: skip
NOISE_COLOUR = "#8C939D"
MARKERS = ("circle", "diamond", "square", "cross", "x")

# ColorBrewer RdBu, and matplotlib's cividis without the ends that vanish on dark or on white: both
# read the same with colour-blind eyes.
DIVERGING = [[0.0, "#2166AC"], [0.25, "#92B4D4"], [0.5, "#F3F3F3"], [0.75, "#DE9AA1"], [1.0, "#B2182B"]]
SEQUENTIAL = [
    [0.0, "#3B496C"], [0.2, "#575D6D"], [0.4, "#707173"],
    [0.6, "#8A8678"], [0.8, "#C3B369"], [1.0, "#E1CC55"],
]  # fmt: skip


def segment_colour(segment: int) -> str:
    """The colour of a segment (from 1), the same on every chart, page and report; noise, and groups of
    one's own (below 1), are grey."""
    if segment == NOISE + 1 or segment < 1:
        return NOISE_COLOUR
    return SEGMENT_COLOURS[(segment - 1) % len(SEGMENT_COLOURS)]


def segment_marker(segment: int) -> str:
    """The marker of a segment (from 1): another one for each time round the colours; a dot for noise."""
    turn = 0 if segment == NOISE + 1 else (segment - 1) // len(SEGMENT_COLOURS)
    return MARKERS[turn % len(MARKERS)]


def resolve_colours(figure: Mapping[str, Any], theme: str) -> dict[str, Any]:
    """Resolve the colours of a figure to those of "light" or "dark"; the figure itself stays as it is. Tags that charts
    do not use, such as a link in the name of a column, are drawn as they are written."""
    values = {f"var(--ts-{name})": value for name, value in THEMES[theme].items()}
    return {key: _resolve_part(part, values) for key, part in figure.items()}


def _resolve_part(part: Any, values: Mapping[str, str]) -> Any:
    if isinstance(part, str):
        return values.get(part) or FOREIGN_TAG.sub("<\u2060", part)
    if isinstance(part, Mapping):
        return {key: _resolve_part(inner, values) for key, inner in part.items()}
    if isinstance(part, list | tuple):
        return [_resolve_part(inner, values) for inner in part]
    return part


def axis(title: str, **options: Any) -> dict[str, Any]:
    """A cartesian axis: thin grid, no zero line, room for its labels found by itself."""
    return {
        "title": {"text": title, "font": {"color": MUTED, "size": 11}, "standoff": 6},
        "automargin": True,
        "gridcolor": LINE,
        "gridwidth": 1,
        "zeroline": False,
        "linecolor": LINE,
        "tickfont": {"color": MUTED, "size": 11},
        **options,
    }


def colour_bar(title: str, **options: Any) -> dict[str, Any]:
    """A thin scale below the chart, where it takes no width from it."""
    return {
        "title": {"text": title, "side": "top", "font": {"color": MUTED, "size": 11}},
        "orientation": "h",
        "thickness": 8,
        "len": 0.6,
        "y": 0,
        "ypad": 34,
        "yanchor": "top",
        "outlinewidth": 0,
        "tickfont": {"color": MUTED, "size": 10},
        "tickangle": 0,
        "nticks": 5,
        **options,
    }


def dashed_line(**ends: Any) -> dict[str, Any]:
    """A dashed guide line; `ends` place it ("x0", "xref", ...)."""
    return {"type": "line", "line": {"color": MUTED, "width": 1, "dash": "dash"}, **ends}


def build_figure(
    data: Sequence[dict[str, Any]], title: str, subtitle: str, note: str, **layout: Any
) -> dict[str, Any]:
    """A figure in plotly JSON form whose title, source line and note the page can read."""
    return {
        "data": list(data),
        "layout": {
            "title": _title(title, subtitle),
            "meta": {"note": note},
            "font": {"family": FONT, "size": 12, "color": TEXT},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": 12, "r": 12, "t": 12, "b": 12},
            "hoverlabel": {"bgcolor": SURFACE, "bordercolor": LINE, "font": {"color": TEXT}},
            "showlegend": False,
            "uirevision": "keep",
            **layout,
        },
    }


def _title(title: str, subtitle: str) -> dict[str, Any]:
    return {
        "text": title,
        "font": {"size": 15, "color": TEXT, "weight": 600},
        "subtitle": {"text": subtitle, "font": {"size": 11, "color": MUTED}},
        "x": 0.0,
        "xanchor": "left",
        "y": 1.0,
        "yref": "container",
        "yanchor": "top",
        "pad": {"l": 12, "t": 12, "b": 14},
        "automargin": True,
    }


def legend() -> dict[str, Any]:
    """A row above the plot."""
    return {
        "orientation": "h",
        "x": 0,
        "y": 1.02,
        "yanchor": "bottom",
        "font": {"color": MUTED, "size": 11},
        "bgcolor": "rgba(0,0,0,0)",
    }


def segment_key(numbers: Sequence[int], right: float = 0) -> dict[str, Any]:
    """Layout with the segments' dots and numbers above the plot, ending `right` pixels beyond it.

    Plotly's own legend gives each of them three times the room.
    """
    dots = [f"<span style='color:{segment_colour(i)}'>●</span> {i}" for i in numbers]
    rows = [dots[start : start + KEY_ROW] for start in range(0, len(dots), KEY_ROW)]
    text = "<br>".join("  ".join(row) for row in rows)
    place = {"xref": "paper", "yref": "paper", "x": 1, "y": 1, "xanchor": "right", "yanchor": "bottom"}
    style = {"showarrow": False, "align": "left", "font": {"color": MUTED, "size": 12}}
    shift = {"xshift": right, "yshift": KEY_GAP}
    margin = {"l": 12, "r": 12, "t": 14 + KEY_GAP + 17 * len(rows), "b": 12}
    hover = {"hovertext": "<br>".join(map(default_segment_name, numbers))}
    key = {"text": f"Segment  {text}", **place, **style, **shift, **hover}
    return {"annotations": [key], "margin": margin}


def empty_figure(title: str, subtitle: str, sentence: str) -> dict[str, Any]:
    """A chart that cannot be drawn: says in its place what to do."""
    hidden = {"visible": False}
    lines = "<br>".join(textwrap.wrap(sentence, 36))
    text = {"text": lines, "showarrow": False, "font": {"color": MUTED, "size": 13}}
    place = {"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper"}
    return build_figure(
        [], title, subtitle, sentence, xaxis=hidden, yaxis=hidden, annotations=[text | place]
    )
