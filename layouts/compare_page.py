"""The Compare page: every method on the same customers, in a table and in three charts."""

import dash_ag_grid as dag
import dash_bootstrap_components as dbc
from dash import dcc, html

from core.model import Recipe
from core.segment import algorithms, standard_algorithms
from layouts import ids
from layouts.address import Address
from layouts.cards import card, card_buttons, graph
from layouts.compare_table import columns
from layouts.parts import ONE_TAB, icon, message, options, polling_clock, progress
from layouts.segment_page import THEME

CARDS = (
    ("agreement", "Which results agree?"),
    ("consensus", "Which customers are borderline?"),
    ("scores", "The methods side by side"),
)
INTRODUCTION = (
    "Each method divides the same customers by the same features. The recommended result comes first, then those "
    "that suit a campaign, the most stable on top. Pick the one that suits you."
)

NO_METHODS = "Tick at least one method to compare."
STOPPED = "The comparison was stopped; what was done is kept."
BEST_NOTE = (
    "Bold and green: the best of its column, among results that a campaign can use. "
    "Rest the pointer on a heading to read what it means."
)


def compare_page(recipe: Recipe, address: Address) -> html.Div:
    """The page for a data set and recipe; the comparison starts by itself."""
    request = {"dataset": address.dataset, "token": recipe.to_token(), "setting": address.setting}
    return html.Div(
        [
            dcc.Store(id=ids.COMPARE_RECIPE_STORE, data=request),
            dcc.Store(id=ids.COMPARE_JOB_STORE),
            dcc.Store(id=ids.COMPARE_STATUS_STORE),
            dcc.Store(id=ids.COMPARE_ANALYSED_STORE),
            dcc.Store(id=ids.COMPARE_STATE_STORE),
            dcc.Store(id=ids.COMPARE_FIGURES_STORE),
            polling_clock(ids.COMPARE_JOB_INTERVAL),
            _head(recipe),
            progress(
                ids.COMPARE_PROGRESS_BOX,
                ids.COMPARE_PROGRESS,
                ids.COMPARE_PROGRESS_TEXT,
                ids.COMPARE_CANCEL_BUTTON,
            ),
            message(ids.COMPARE_ERROR),
            html.Div(
                [_table(), _charts()], id=ids.COMPARE_RESULTS, hidden=True, className="compare-results"
            ),
        ],
        className="compare-page",
    )


def _head(recipe: Recipe) -> html.Header:
    run = html.Button(
        "Compare methods", id=ids.COMPARE_RUN_BUTTON, type="button", className="btn btn-primary"
    )
    return html.Header(
        [
            html.Div([html.H1("Compare methods"), html.P(INTRODUCTION)], className="compare-words"),
            html.Div([_methods(recipe), run], className="compare-choice"),
        ],
        className="compare-head",
    )


def _methods(recipe: Recipe) -> html.Fieldset:
    """A checkbox for each method, the recipe's own first; those that need an extra are slow and not ticked."""
    specs = sorted(algorithms().values(), key=lambda spec: (spec.name != recipe.algorithm, spec.title))
    pairs = [(spec.name, spec.title) for spec in specs]
    ticked = [name for name, _ in pairs if name in {recipe.algorithm, *standard_algorithms()}]
    checks = dbc.Checklist(
        id=ids.COMPARE_METHODS_CHECKS,
        options=options(pairs),
        value=ticked,
        inline=True,
        className="method-checks",
    )
    return html.Fieldset([html.Legend("Methods", className="visually-hidden"), checks])


def _table() -> html.Section:
    grid = dag.AgGrid(
        id=ids.COMPARE_GRID,
        rowData=[],
        columnDefs=columns(None),
        className="ag-theme-tessera compare-grid",
        getRowId="params.data.id",
        style={"height": None},
        rowClassRules={"adopted-row": "params.data.adopted"},
        defaultColDef={
            "sortable": True,
            "resizable": True,
            "wrapHeaderText": True,
            "autoHeaderHeight": True,
            "suppressMovable": True,
        },
        dashGridOptions={
            "theme": THEME,
            "ensureDomOrder": True,
            **ONE_TAB,
            "domLayout": "autoHeight",
            "rowHeight": 46,
            "tooltipShowDelay": 250,
            "suppressColumnVirtualisation": True,
            "animateRows": False,
        },
    )
    takes = [_download_button(name, words) for name, words in (("csv", "CSV"), ("xlsx", "Excel"))]
    words = [
        html.H2("Results", className="card-title"),
        html.P(id=ids.COMPARE_SUMMARY, className="card-subtitle", role="status"),
    ]
    head = html.Div(
        [html.Div(words), html.Div(takes, className="take-row")],
        className="compare-table-head",
    )
    note = html.P(BEST_NOTE, className="card-note")
    return html.Section([head, grid, note], className="chart-card compare-table")


def _download_button(kind: str, words: str) -> html.Button:
    return html.Button(
        [icon("download"), words],
        type="button",
        className="btn btn-sm btn-outline-secondary",
        title=f"Save this table as {words}",
        **{"data-compared-table": kind},
    )


def _charts() -> html.Div:
    return html.Div([_card(name, title) for name, title in CARDS], className="compare-charts")


def _card(name: str, title: str) -> html.Section:
    """A chart in its card; words, image and chart are filled in by the page's script."""
    buttons = card_buttons(f"compare-{name}", title, "data-compared-image")
    drawing = graph(ids.keyed(ids.COMPARE_GRAPHS, name), name == "consensus")
    return card(name, title, [buttons], drawing, f"compare-{name}", **{"data-figure": name})
