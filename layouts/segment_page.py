"""The Segment page, the workshop: the segments, the map and the curves, and controls beside them."""

import dash_ag_grid as dag
import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from core.charts import charts_by_slot
from core.model import Recipe
from core.segment import algorithm
from core.text import LONGEST_NAME
from layouts import ids
from layouts.address import Address
from layouts.cards import FINDING, chart_card
from layouts.controls import setting_slider
from layouts.parts import ONE_TAB, icon, icon_button, message, polling_clock, progress
from layouts.segment_controls import controls

VERDICT_STOPPED = "The verdict was stopped."
SLOTS = ("map", "features", "elbow", "silhouette", "blades", "verdict", "sizes", "reduction", "matrix")


def segment_page(recipe: Recipe, address: Address) -> html.Div:
    """The page for a data set and recipe; features and charts are filled in as results arrive."""
    request = {"dataset": address.dataset, "token": recipe.to_token()}
    return html.Div(
        [
            dcc.Store(id=ids.SEGMENT_RECIPE_STORE, data=request),
            dcc.Store(id=ids.SEGMENT_JOB_STORE),
            dcc.Store(id=ids.SEGMENT_STATUS_STORE),
            polling_clock(ids.SEGMENT_JOB_INTERVAL),
            dcc.Store(id=ids.SEGMENT_REST_STORE),
            dcc.Store(id=ids.SEGMENT_JUDGING_STORE),
            dcc.Store(id=ids.SEGMENT_VERDICT_STORE),
            polling_clock(ids.SEGMENT_JUDGING_INTERVAL),
            dcc.Store(id=ids.SEGMENT_PROPOSING_STORE),
            polling_clock(ids.SEGMENT_PROPOSING_INTERVAL),
            dcc.Store(id=ids.SEGMENT_LIVE_STORE),
            dcc.Store(id=ids.SEGMENT_SUGGESTED_STORE),
            dcc.Store(id=ids.SEGMENT_USABLE_STORE),
            dcc.Store(id=ids.SEGMENT_SELECTED_STORE),
            dcc.Store(id=ids.SEGMENT_LASSO_STORE),
            controls(recipe, address),
            _board(recipe, address),
        ],
        className="segment-page",
    )


def nothing_to_segment() -> html.Div:
    """The page before there is a data set."""
    return html.Div(
        [
            html.H1("No data yet"),
            html.P("Segments are made from a file of customers or purchases."),
            dcc.Link("Choose a file or a sample", href="/", className="btn btn-primary"),
        ],
        className="empty-page",
    )


def _board(recipe: Recipe, address: Address) -> html.Div:
    view = address.view
    by_slot = charts_by_slot(algorithm(recipe.algorithm))
    return html.Div(
        [
            progress(
                ids.SEGMENT_PROGRESS_BOX,
                ids.SEGMENT_PROGRESS,
                ids.SEGMENT_PROGRESS_TEXT,
                ids.SEGMENT_CANCEL_BUTTON,
            ),
            message(ids.SEGMENT_ERROR),
            _stale_notice(address),
            _answer(recipe, address),
            html.Div(id=ids.SEGMENT_VERDICT, className="verdict", role="status", hidden=True),
            html.Button(
                [icon("sliders"), "Settings"],
                id=ids.SEGMENT_CONTROLS_BUTTON,
                type="button",
                className="btn btn-outline-secondary controls-button",
            ),
            html.Details(
                [html.Summary("For analysts"), html.Div(id=ids.SEGMENT_SCORES, className="scores")],
                className="analysts",
            ),
            html.Div(
                [chart_card(slot, by_slot[slot], view.get(slot)) for slot in SLOTS if slot in by_slot],
                className="board",
            ),
            _picked_bar(),
            _customers(),
        ],
        id=ids.SEGMENT_BOARD,
        className="board-column",
    )


def _answer(recipe: Recipe, address: Address) -> html.Section:
    """First answer of the page, at every width: how many segments, why so many, and who they are."""
    waiting = [
        html.P(FINDING, className="cards-waiting"),
        *(html.Div(className="segment-card unknown-card", **{"aria-hidden": "true"}) for _ in range(4)),
    ]
    return html.Section(
        [
            html.Div(
                [
                    setting_slider(algorithm(recipe.algorithm), address.setting),
                    _recommendation(),
                ],
                className="answer-head",
            ),
            html.Div(waiting, id=ids.SEGMENT_LIST, className="segment-cards"),
            html.P(id=ids.SEGMENT_NAMES_TEXT, className="withdrawn-names", role="status", hidden=True),
        ],
        className="answer",
        **{"aria-label": "The segments"},
    )


def _recommendation() -> html.Section:
    """The recommended setting, the button that goes there, and what each criterion says."""
    use = html.Button(
        "",
        id=ids.SEGMENT_USE_BUTTON,
        type="button",
        className="btn btn-primary btn-sm",
        hidden=True,
    )
    why = html.Details([html.Summary("Why?"), html.Ul(id=ids.SEGMENT_WHY_LIST)], className="why")
    words = html.P(id=ids.SEGMENT_SUGGESTION, role="status")
    return html.Section(
        [words, use, why],
        id=ids.SEGMENT_ADVICE,
        className="suggestion",
        hidden=True,
        **{"aria-label": "Recommendation"},
    )


def _stale_notice(address: Address) -> html.Div:
    """Notice that the charts are not of the choices beside them, and nothing is under way."""
    run_button = html.Button(
        "Run again", id=ids.SEGMENT_RUN_BUTTON, type="button", className="link-button"
    )
    return html.Div(
        [
            html.Span(id=ids.SEGMENT_BEHIND_TEXT),
            run_button,
            dcc.Link("Back to the data", href=f"/{address.search()}"),
        ],
        id=ids.SEGMENT_BEHIND_BOX,
        className="behind",
        role="status",
        hidden=True,
    )


def _customers() -> html.Section:
    """The table of the customers that were lassoed or belong to the selected segment."""
    grid = dag.AgGrid(
        id=ids.SEGMENT_CUSTOMERS_GRID,
        rowData=[],
        columnDefs=[],
        className="ag-theme-tessera",
        defaultColDef={
            "sortable": True,
            "resizable": True,
            "minWidth": 130,
            "flex": 1,
            "wrapHeaderText": True,
            "autoHeaderHeight": True,
        },
        dashGridOptions={
            "theme": THEME,
            "ensureDomOrder": True,
            **ONE_TAB,
            "pagination": True,
            "paginationPageSize": 20,
        },
    )
    return html.Section(
        [grid],
        id=ids.SEGMENT_CUSTOMERS_CARD,
        className="chart-card customers-card",
        hidden=True,
        **{"aria-labelledby": ids.SEGMENT_CUSTOMERS_TITLE},
    )


def _picked_bar() -> html.Section:
    """The bar of those who are picked, on the map, in a chart, a card or by the table's filters, with what can be
    done with them; in sight wherever the page is scrolled to."""
    title = html.H2("Customers", id=ids.SEGMENT_CUSTOMERS_TITLE, className="card-title")
    show = html.Button(
        "Show list", type="button", className="btn btn-sm btn-outline-secondary show-customers"
    )
    close = icon_button(ids.SEGMENT_PICKED_CLOSE_BUTTON, "x-lg", "Clear selection", extra="clear-pick")
    return html.Section(
        [
            title,
            html.Div([show, *_picked_buttons(), *_keep_fields()], className="pick-actions"),
            close,
        ],
        id=ids.SEGMENT_PICKED_BAR,
        className="picked-bar",
        hidden=True,
        **{"aria-labelledby": ids.SEGMENT_CUSTOMERS_TITLE},
    )


def _keep_fields() -> list[Component]:
    """Field and button that keep them as a segment of one's own."""
    entry = dbc.Input(
        id=ids.SEGMENT_PICKED_NAME,
        value="",
        size="sm",
        maxLength=LONGEST_NAME,
        placeholder="Name",
        autocomplete="off",
    )
    label = html.Label(
        "Name of your own segment", htmlFor=ids.SEGMENT_PICKED_NAME, className="visually-hidden"
    )
    save = html.Button(
        [icon("bounding-box"), "Save as segment"],
        id=ids.SEGMENT_PICKED_SAVE_BUTTON,
        type="button",
        className="btn btn-sm btn-outline-secondary",
    )
    return [html.Div([label, entry, save], className="keep-pick")]


def _picked_buttons() -> list[Component]:
    """Files of the customers that the table lists."""
    buttons = (
        (ids.SEGMENT_CUSTOMERS_LIST_BUTTON, "download", "Save list"),
        (ids.SEGMENT_CUSTOMERS_AUDIENCE_BUTTON, "people", "Audience file"),
    )
    return [
        dcc.Download(id=ids.SEGMENT_CUSTOMERS_FILE),
        *(
            html.Button(
                [icon(symbol), words],
                id=button,
                type="button",
                className="btn btn-sm btn-outline-secondary",
            )
            for button, symbol, words in buttons
        ),
    ]


THEME = {"function": "themeQuartz.withPart(colorSchemeVariable)"}
