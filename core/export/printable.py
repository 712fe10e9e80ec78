"""A chart on its own, as on paper: with the title and note that its card has on the page."""

import textwrap
from collections.abc import Mapping
from typing import Any

from core.charts import SURFACE, resolve_colours
from core.model import MOST_CLUSTERS

MARGIN = 24
TITLE_SIZE, SUBTITLE_SIZE = 16, 12
# The mean width of a letter, in font sizes.
LETTER = 0.56
LINE = 1.3
FLAT = ("scatter", "scattergl")
SHAPES = (
    "circle", "diamond", "square", "x", "triangle-up", "cross", "star", "triangle-down", "pentagon",
    "hexagram", "hourglass", "bowtie",
)  # fmt: skip


def make_printable(
    figure: Mapping[str, Any], theme: str, width: int, titled: bool = True
) -> dict[str, Any]:
    """The figure in a theme's colours on its surface, with title, source line and note above it.

    Lines are broken at `width` pixels, so that nothing is cut off. Not `titled`, it is for a page that
    says those words itself.
    """
    layout = dict(figure["layout"])
    layout["title"] = _title(layout, width) if titled else {"text": ""}
    layout["paper_bgcolor"] = SURFACE
    layout["margin"] = {side: max(size, MARGIN) for side, size in layout["margin"].items()}
    if (
        titled and layout["margin"]["t"] > MARGIN
    ):  # something stands above the plot: the words go above that
        layout["margin"]["t"] += _height(layout["title"])
    traces = [shape_by_segment(_add_numbers(trace)) for trace in figure["data"]]
    return resolve_colours({"data": traces, "layout": layout}, theme)


def _add_numbers(trace: Mapping[str, Any]) -> Mapping[str, Any]:
    """A heat map with the numbers that a card leaves out for want of room."""
    return {**trace, "texttemplate": "%{text}"} if trace["type"] == "heatmap" else trace


def shape_by_segment(trace: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give each segment's points a shape, so that a print without colours tells them apart."""
    segment = trace.get("meta", {}).get("segment")
    if segment is None or trace.get("mode") != "markers" or trace["type"] not in FLAT:
        return trace
    shape = SHAPES[(segment - 1) % len(SHAPES)] if segment <= MOST_CLUSTERS else "circle-open"
    return {**trace, "marker": {**trace["marker"], "symbol": shape}}


def _title(layout: Mapping[str, Any], width: int) -> dict[str, Any]:
    title = layout["title"]
    subtitle = title["subtitle"]
    lines = [*_break_lines(subtitle["text"], width, SUBTITLE_SIZE)]
    lines += _break_lines(layout["meta"]["note"].replace("<br>", " "), width, SUBTITLE_SIZE)
    return {
        **title,
        "text": "<br>".join(_break_lines(title["text"], width, TITLE_SIZE)),
        "font": {**title["font"], "size": TITLE_SIZE},
        "pad": {"l": MARGIN, "t": MARGIN, "b": 16},
        "subtitle": {"text": "<br>".join(lines), "font": {**subtitle["font"], "size": SUBTITLE_SIZE}},
    }


def _height(title: Mapping[str, Any]) -> float:
    lines, below = (len(part["text"].split("<br>")) for part in (title, title["subtitle"]))
    return MARGIN + LINE * (lines * TITLE_SIZE + below * SUBTITLE_SIZE)


def _break_lines(text: str, width: int, size: int) -> list[str]:
    return textwrap.wrap(text, max(12, int((width - 2 * MARGIN) / (LETTER * size)))) or [""]
