"""A chart in its card: the finding as title, what it is drawn from, tools, the chart, a sentence."""

from collections.abc import Sequence

from dash import html

from core.specs import ChartSpec
from layouts import ids
from layouts.graph import graph
from layouts.parts import icon_button, select

FORMATS = ("png", "svg", "pdf")
EXPLORED = ("map",)


def chart_card(slot: str, alternatives: Sequence[ChartSpec], asked: str | None = None) -> html.Section:
    """The card of one slot; where a slot has several charts, a dropdown chooses, at first `asked`."""
    first = next((spec for spec in alternatives if spec.name == asked), alternatives[0])
    return html.Section(
        [
            html.Div(
                [
                    html.Div(
                        [
                            html.H2(first.title, className="card-title"),
                            html.P(className="card-subtitle"),
                        ],
                        className="card-words",
                    ),
                    html.Div(
                        [
                            _chooser(slot, alternatives, first),
                            html.Div(_tools(slot, first), className="card-buttons"),
                        ],
                        className="card-tools",
                    ),
                ],
                className="card-head",
            ),
            html.Div(
                graph(ids.keyed(ids.SEGMENT_GRAPHS, slot), slot in EXPLORED), className="card-chart"
            ),
            html.P(className="card-note"),
        ],
        className=f"chart-card slot-{slot}",
        id=f"segment-{slot}-card",
        **{"data-slot": slot},
    )


def _chooser(slot: str, alternatives: Sequence[ChartSpec], first: ChartSpec) -> html.Div:
    pairs = [(spec.name, spec.title) for spec in alternatives]
    member = ids.keyed(ids.SEGMENT_CHART_SELECTS, slot)
    control = select(member, pairs, first.name, small=True)
    label = html.Label(
        f"Chart in the {slot} card", htmlFor=ids.text(member), className="visually-hidden"
    )
    return html.Div([label, control], className="card-chooser")


def _tools(slot: str, spec: ChartSpec) -> tuple[html.Details, html.Button]:
    """Save as an image, and fill the screen; both are wired by the page's script."""
    items = [
        html.Button(
            f"Save as {name.upper()}",
            type="button",
            className="dropdown-item take-chart",
            **{"data-format": name},
        )
        for name in FORMATS
    ]
    menu = html.Details(
        [
            html.Summary(
                html.Span(className="icon icon-camera"),
                title="Save this chart",
                **{"aria-label": f"Save the chart {spec.title}"},
            ),
            html.Div(items, className="menu"),
        ],
        className="card-menu",
    )
    expand = icon_button(
        f"segment-{slot}-expand",
        "arrows-fullscreen",
        f"Fill the screen with {spec.title}",
        extra="expand-card",
    )
    return menu, expand
