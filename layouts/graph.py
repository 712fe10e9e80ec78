"""The one way to put a plotly graph on a page."""

from typing import Any

from dash import dcc

CONFIG = {
    "displaylogo": False,
    "showSendToCloud": False,
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": "reset",
}
QUIET = {"displayModeBar": False}
EXPLORE = {
    "displayModeBar": "hover",
    "modeBarButtonsToRemove": ["toImage", "autoScale2d", "resetCameraLastSave3d", "sendDataToCloud"],
}


def graph(id: Any, explore: bool = False) -> dcc.Graph:
    """An empty graph that the page fills; `explore` gives it zoom, lasso and reset buttons."""
    clear = {"paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "autosize": True}
    figure = {"data": [], "layout": clear | {"xaxis": {"visible": False}, "yaxis": {"visible": False}}}
    config = CONFIG | (EXPLORE if explore else QUIET)
    return dcc.Graph(id=id, figure=figure, config=config, className="chart-graph", responsive=True)
