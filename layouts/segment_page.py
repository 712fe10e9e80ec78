"""The Segment page, the workshop: controls on the left, the map and the curves beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_ag_grid as dag
from dash import dcc, html

from core.algorithms import algorithm, algorithms
from core.charts import charts
from core.entities import Recipe
from core.reduction import reducer, reducers
from layouts import ids
from layouts.cards import chart_card
from layouts.controls import feature_row, param_fields, setting_slider
from layouts.parts import field, icon, icon_button, message, options, progress, radio, select

TRANSFORMS = (
    ("auto", "Log where skewed"),
    ("none", "As they are"),
    ("log", "Logarithm"),
    ("yeo-johnson", "Yeo-Johnson"),
)
SCALES = (
    ("standard", "Standardise"),
    ("robust", "Median and quartiles"),
    ("minmax", "From 0 to 1"),
    ("none", "Do not scale"),
)
WINSORISE = (
    ("0.0", "Keep as they are"),
    ("0.01", "Cap at 1 % each end"),
    ("0.05", "Cap at 5 % each end"),
)
IMPUTE = (("median", "Median"), ("mean", "Mean"))
ENCODE = (("auto", "By number of values"), ("onehot", "One column a value"), ("frequency", "Frequency"))
SLOTS = ("map", "features", "elbow", "silhouette", "blades", "sizes", "reduction", "matrix")
COLOUR_BY_SEGMENT = ("segment", "Segment")


def segment_page(dataset: str, token: str, recipe: Recipe, setting: int | None) -> html.Div:
    """The page for one data set and recipe; features and charts are filled in as results arrive."""
    return html.Div(
        [
            dcc.Store(id=ids.SEGMENT_RECIPE_STORE, data={"dataset": dataset, "token": token}),
            dcc.Store(id=ids.SEGMENT_JOB_STORE),
            dcc.Store(id=ids.SEGMENT_STATUS_STORE),
            dcc.Interval(id=ids.SEGMENT_JOB_INTERVAL, interval=300, disabled=True),
            dcc.Store(id=ids.SEGMENT_LIVE_STORE),
            dcc.Store(id=ids.SEGMENT_SUGGESTED_STORE),
            dcc.Store(id=ids.SEGMENT_SELECTED_STORE),
            dcc.Store(id=ids.SEGMENT_LASSO_STORE),
            _controls(recipe, setting),
            _board(),
        ],
        className="segment-page",
    )


def nothing_to_segment() -> html.Div:
    """The page before there is a data set."""
    return html.Div(
        [
            html.H1("No data yet"),
            html.P("Segments are made from a file of customers or transactions."),
            dcc.Link("Choose a file or a sample", href="/", className="btn btn-primary"),
        ],
        className="empty-page",
    )


def _controls(recipe: Recipe, setting: int | None) -> html.Aside:
    method = algorithm(recipe.algorithm)
    rest = tuple(param for param in method.params if param.name != method.swept)
    methods = [(spec.name, spec.title) for spec in algorithms().values()]
    return html.Aside(
        [
            _panel_head(),
            field(
                "Method",
                select(ids.SEGMENT_ALGORITHM_SELECT, methods, recipe.algorithm),
                method.summary,
            ),
            setting_slider(method.slider, setting),
            html.P(id=ids.SEGMENT_SUGGESTION, className="suggestion", role="status"),
            html.Div(id=ids.SEGMENT_LIST, className="segment-list"),
            html.Fieldset(
                [
                    html.Legend("Features and weights", className="field-label"),
                    html.Div(id=ids.SEGMENT_FEATURES, className="feature-list"),
                ]
            ),
            field("Prepare", select(ids.SEGMENT_TRANSFORM_SELECT, TRANSFORMS, recipe.transform)),
            field("Scale", select(ids.SEGMENT_SCALE_SELECT, SCALES, recipe.scale)),
            _view(recipe),
            _more(recipe, param_fields(ids.SEGMENT_PARAM_FIELDS, rest, recipe.params)),
            _take_away(),
        ],
        id=ids.SEGMENT_CONTROLS,
        className="controls",
        **{"aria-label": "Controls"},
    )


def _panel_head() -> html.Div:
    return html.Div(
        [
            html.H1("Segment", className="panel-title"),
            html.Div(
                [
                    icon_button(
                        ids.SEGMENT_UNDO_BUTTON, "arrow-counterclockwise", "Undo", disabled=True
                    ),
                    icon_button(ids.SEGMENT_REDO_BUTTON, "arrow-clockwise", "Redo", disabled=True),
                ]
            ),
        ],
        className="panel-head",
    )


def _view(recipe: Recipe) -> html.Div:
    views = [(spec.name, spec.title) for spec in reducers().values()]
    return html.Div(
        [
            field("View", select(ids.SEGMENT_REDUCER_SELECT, views, recipe.reducer)),
            html.Div(
                [
                    radio(
                        ids.SEGMENT_DIMENSIONS_RADIO,
                        ((2, "2-D"), (3, "3-D")),
                        2,
                        "Dimensions of the map",
                    ),
                    html.Div(
                        [
                            html.Label(
                                "Colour the map by",
                                htmlFor=ids.SEGMENT_COLOUR_SELECT,
                                className="visually-hidden",
                            ),
                            select(
                                ids.SEGMENT_COLOUR_SELECT, (COLOUR_BY_SEGMENT,), "segment", small=True
                            ),
                        ]
                    ),
                ],
                className="view-row",
            ),
        ]
    )


def _more(recipe: Recipe, params: Sequence[html.Div]) -> html.Details:
    """Choices that most people leave alone."""
    view = reducer(recipe.reducer)
    winsorise = field(
        "Extreme values", select(ids.SEGMENT_WINSORISE_SELECT, WINSORISE, str(recipe.winsorise), True)
    )
    return html.Details(
        [
            html.Summary("More choices"),
            winsorise,
            field("Missing numbers", select(ids.SEGMENT_IMPUTE_SELECT, IMPUTE, recipe.impute, True)),
            field("Categories", select(ids.SEGMENT_ENCODE_SELECT, ENCODE, recipe.encode, True)),
            field(
                "Cluster on components",
                select(
                    ids.SEGMENT_COMPONENTS_SELECT, _component_choices(), str(recipe.components), True
                ),
                "Off by default: clusters are found on the features, the map is only for looking.",
            ),
            html.Div(list(params), id=ids.SEGMENT_PARAMS),
            html.Div(
                param_fields(ids.SEGMENT_REDUCER_FIELDS, view.params, recipe.reducer_params),
                id=ids.SEGMENT_REDUCER_PARAMS,
            ),
            field("Seed", seed_select(recipe.seed)),
            html.H3("Transform by feature", className="field-label"),
            html.Div(id=ids.SEGMENT_TRANSFORMS, className="transform-list"),
        ],
        className="more",
    )


def _component_choices() -> list[tuple[str, str]]:
    return [("0", "No, on the features"), *((str(n), f"First {n} components") for n in range(2, 7))]


def seed_select(seed: int) -> Any:
    pairs = [(str(n), str(n)) for n in sorted({*range(10), seed})]
    return select(ids.SEGMENT_SEED_SELECT, pairs, str(seed), small=True)


def _take_away() -> html.Div:
    kinds = (
        (ids.SEGMENT_TAKE_CSV, "CSV", "customers_csv"),
        (ids.SEGMENT_TAKE_XLSX, "Excel", "customers_xlsx"),
        (ids.SEGMENT_TAKE_RECIPE, "Recipe", "recipe"),
    )
    buttons = [
        html.Button([icon("download"), label], id=id, type="button", className="btn btn-outline-secondary btn-sm",
                    **{"data-take": take})
        for id, label, take in kinds
    ]  # fmt: skip
    return html.Div(
        [html.H3("Take it away", className="field-label"), html.Div(buttons, className="take-row")]
    )


def _board() -> html.Div:
    by_slot: dict[str, list[Any]] = {}
    for spec in charts().values():
        by_slot.setdefault(spec.slot, []).append(spec)
    return html.Div(
        [
            progress(
                ids.SEGMENT_PROGRESS_BOX,
                ids.SEGMENT_PROGRESS,
                ids.SEGMENT_PROGRESS_TEXT,
                ids.SEGMENT_CANCEL_BUTTON,
            ),
            message(ids.SEGMENT_ERROR),
            html.Button(
                [icon("sliders"), "Settings"],
                id=ids.SEGMENT_CONTROLS_BUTTON,
                type="button",
                className="btn btn-outline-secondary controls-button",
            ),
            html.Div(id=ids.SEGMENT_SCORES, className="scores"),
            html.Div(
                [chart_card(slot, by_slot[slot]) for slot in SLOTS if slot in by_slot],
                className="board",
            ),
            _customers(),
        ],
        className="board-column",
    )


def _customers() -> html.Section:
    """The table of the customers that were lassoed or belong to the selected segment."""
    grid = dag.AgGrid(
        id=ids.SEGMENT_CUSTOMERS_GRID, rowData=[], columnDefs=[], className="ag-theme-tessera",
        defaultColDef={"sortable": True, "resizable": True, "minWidth": 110, "flex": 1, "wrapHeaderText": True, "autoHeaderHeight": True},
        dashGridOptions={"theme": THEME, "ensureDomOrder": True, "pagination": True, "paginationPageSize": 20},
    )  # fmt: skip
    return html.Section(
        [html.H2("Customers", id=ids.SEGMENT_CUSTOMERS_TITLE, className="card-title"), grid],
        id=ids.SEGMENT_CUSTOMERS_CARD, className="chart-card customers-card", hidden=True,
    )  # fmt: skip


LIKE_OTHERS = "like"
THEME = {"function": "themeQuartz.withPart(colorSchemeVariable)"}


def features(
    titles: Mapping[str, str],
    chosen: Sequence[str],
    weights: Mapping[str, float],
    steps: Mapping[str, str],
) -> list[html.Div]:
    """A row a feature, in the order of the customer table."""
    return [
        feature_row(name, title, name in chosen, weights.get(name, 1.0), steps.get(name, ""))
        for name, title in titles.items()
    ]


def transforms(titles: Mapping[str, str], given: Mapping[str, str]) -> list[html.Div]:
    """A dropdown a feature for a transform of its own."""
    pairs = ((LIKE_OTHERS, "Like the others"), *TRANSFORMS[1:])
    return [
        field(
            title,
            select(
                ids.keyed(ids.SEGMENT_TRANSFORM_SELECTS, name),
                pairs,
                given.get(name, LIKE_OTHERS),
                True,
            ),
        )
        for name, title in titles.items()
    ]


def colour_options(titles: Mapping[str, str]) -> list[dict[str, Any]]:
    return options((COLOUR_BY_SEGMENT, *titles.items()))
