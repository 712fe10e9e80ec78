"""A figure as a web page draws it."""

from collections.abc import Mapping
from typing import Any

from plotly.io.json import to_json_plotly

# Browsers keep few WebGL canvases at a time and print none; plain traces are drawn as shapes.
PLAIN = {"scattergl": "scatter"}


def chart_json(chart: Mapping[str, Any]) -> str:
    """The figure without its words, which stand beside it, as JSON that cannot end a script element."""
    data = [{**trace, "type": PLAIN.get(trace["type"], trace["type"])} for trace in chart["data"]]
    layout = {**chart["layout"], "title": {"text": ""}, "autosize": True}
    return str(to_json_plotly({"data": data, "layout": layout})).replace("<", "\\u003c")
