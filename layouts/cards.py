"""A chart in its card: the finding as title, what it is drawn from, tools, the chart, a sentence."""

import json
from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from core.charts import charts
from core.plugins import ChartSpec
from layouts import ids
from layouts.help import term_button
from layouts.parts import icon, icon_button, select

FORMATS = ("png", "svg", "pdf")

EXPLORED = ("map",)

FINDING = "Finding segments …"  # what stands in the place of segments and charts until they are there


def chart_card(slot: str, alternatives: Sequence[ChartSpec], chart: str | None = None) -> html.Section:
    """The card of one slot; where a slot has several charts, a dropdown chooses, at first `chart`."""
    first = next((spec for spec in alternatives if spec.name == chart), alternatives[0])
    buttons = card_buttons(f"segment-{slot}", first.title, "data-format", "take-chart")
    buttons.children = [_about(slot), *buttons.children]
    tools = [_chooser(slot, alternatives, first), buttons]
    drawing = graph(ids.keyed(ids.SEGMENT_GRAPHS, slot), slot in EXPLORED)
    attributes = {"id": f"segment-{slot}-card", "data-waiting": FINDING}
    return card(slot, first.title, tools, drawing, f"slot-{slot}", **attributes)


def _about(slot: str) -> html.Button:
    """Button that says what the chart in a card is; the page's script picks the sentence of that chart."""
    summaries = {spec.name: spec.summary for spec in charts().values() if spec.slot == slot}
    return term_button("this chart", "", **{"data-helps": json.dumps(summaries, ensure_ascii=False)})


def card(
    slot: str, title: str, tools: Sequence[Component], drawing: Component, kind: str, **attributes: str
) -> html.Section:
    """The frame of a chart; the page's script fills in subtitle and note."""
    words = [html.H2(title, className="card-title"), html.P(className="card-subtitle")]
    head = [
        html.Div(words, className="card-words"),
        html.Div(tools, className="card-tools"),
    ]
    parts = [
        html.Div(head, className="card-head"),
        html.Div(drawing, className="card-chart"),
        html.P(className="card-note"),
    ]
    return html.Section(parts, className=f"chart-card {kind}", **{"data-slot": slot, **attributes})


def _chooser(slot: str, alternatives: Sequence[ChartSpec], first: ChartSpec) -> html.Div:
    pairs = [(spec.name, spec.title) for spec in alternatives]
    member = ids.keyed(ids.SEGMENT_CHART_SELECTS, slot)
    control = select(member, pairs, first.name, small=True)
    label = html.Label(
        f"Chart in the {slot} card", htmlFor=ids.text(member), className="visually-hidden"
    )
    return html.Div([label, control], className="card-chooser")


def card_buttons(name: str, title: str, attribute: str, kind: str = "") -> html.Div:
    """Save as an image, whose format stands in `attribute`, and fill the screen; for the page's script."""
    items = [
        html.Button(
            f"Save as {form.upper()}",
            type="button",
            className=f"dropdown-item {kind}",
            **{attribute: form},
        )
        for form in FORMATS
    ]
    words = {"title": "Save this chart", "aria-label": f"Save the chart {title}"}
    menu = [html.Summary(icon("camera"), **words), html.Div(items, className="menu")]
    expand = icon_button(
        f"{name}-expand", "arrows-fullscreen", f"Fill the screen with {title}", extra="expand-card"
    )
    return html.Div([html.Details(menu, className="card-menu"), expand], className="card-buttons")


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
