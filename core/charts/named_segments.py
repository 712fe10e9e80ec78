"""Figures under the names of their segments: charts are drawn, and kept, by number."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from core.charts.labels import SEGMENT_WORD
from core.model import Segmentation
from core.text import shorten

MENTION = re.compile(rf"([Ss]egment){SEGMENT_WORD[-1]}(\d+)")
SHORT_LETTERS = 18  # of a name in a legend or beside a bar; the hover has all of it
LABELS = ("hovertemplate", "hovertext", "customdata", "node")  # of a trace

# assets/segment/figures.js does the same while the slider moves; a test compares them.


def name_segments(figure: Mapping[str, Any], segmentation: Segmentation) -> dict[str, Any]:
    """Return the figure with "3 Champions" for "Segment 3" in its labels, and “Champions” in its sentences.

    Segments without a name are left as they are, and so is what the data themselves call "Segment 3".
    """
    pairs = zip(segmentation.numbers, segmentation.names, strict=False)
    names = {number: name.replace("%{", "%\u2060{") for number, name in pairs if name}

    def label(mention: re.Match[str]) -> str:
        number = int(mention[2])
        return f"{number} {names[number]}" if number in names else mention[0]

    def quote(mention: re.Match[str]) -> str:
        return f"“{names[int(mention[2])]}”" if int(mention[2]) in names else mention[0]

    traces = [_name_trace(trace, label) for trace in figure["data"]]
    layout = figure["layout"]
    words = {key: _replace(layout[key], quote) for key in ("title", "meta") if key in layout}
    hovers = {key: _replace(layout[key], label) for key in ("annotations",) if key in layout}
    ticks = {"yaxis": _name_ticks(layout["yaxis"], label)} if "yaxis" in layout else {}
    return {**figure, "data": traces, "layout": {**layout, **words, **hovers, **ticks}}


def _name_ticks(axis: Mapping[str, Any], label: Callable[[re.Match[str]], str]) -> dict[str, Any]:
    if "ticktext" not in axis:
        return dict(axis)
    return {**axis, "ticktext": [_shorten(text, label) for text in axis["ticktext"]]}


def _shorten(text: str, label: Callable[[re.Match[str]], str]) -> str:
    return shorten(MENTION.sub(label, text), SHORT_LETTERS) if MENTION.search(text) else text


def _name_trace(trace: Mapping[str, Any], label: Callable[[re.Match[str]], str]) -> dict[str, Any]:
    if "places" in trace.get("meta", {}):  # of several settings, whose names are not known here
        return dict(trace)
    named = {key: _replace(trace[key], label) for key in LABELS if key in trace}
    short = {"name": _shorten(trace["name"], label)} if "name" in trace else {}
    return {**trace, **named, **short}


def _replace(part: Any, write: Callable[[re.Match[str]], str]) -> Any:
    if isinstance(part, str):
        return MENTION.sub(write, part)
    if isinstance(part, Mapping):
        return {key: _replace(inner, write) for key, inner in part.items()}
    if isinstance(part, list | tuple):
        return [_replace(inner, write) for inner in part]
    return part
