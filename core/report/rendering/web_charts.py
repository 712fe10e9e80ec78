"""A figure as a web page draws it."""

from collections.abc import Mapping
from typing import Any

from core.export import shape_by_segment

SVG_TYPES = {"scattergl": "scatter"}


def replace_webgl(chart: Mapping[str, Any]) -> dict[str, Any]:
    """The figure without WebGL: browsers keep few such canvases and print none, and where there is no
    graphics card a few thousand points are drawn four times as fast."""
    data = [{**trace, "type": SVG_TYPES.get(trace["type"], trace["type"])} for trace in chart["data"]]
    return {"data": data, "layout": chart["layout"]}


def chart_json(chart: Mapping[str, Any]) -> str:
    """The figure with a shape a segment and without its words, which stand beside it, as JSON that
    cannot end a script element."""
    from plotly.io.json import to_json_plotly

    svg = replace_webgl(chart)
    traces = [shape_by_segment(trace) for trace in svg["data"]]
    layout = {**svg["layout"], "title": {"text": ""}, "autosize": True}
    return str(to_json_plotly({"data": traces, "layout": layout})).replace("<", "\\u003c")
