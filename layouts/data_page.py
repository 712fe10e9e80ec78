"""The Data page: bring a file or a sample, see its columns and findings, put them right."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_ag_grid as dag
import dash_bootstrap_components as dbc
from dash import dcc, html

from core.data import SAMPLES, Draft
from core.features import early_snapshot_advice
from core.model import ColumnProfile, Dataset, Fix, Recipe
from core.session import DatasetSettings
from core.text import format_count, shorten
from layouts import ids
from layouts.address import Address
from layouts.data_columns import columns_section
from layouts.data_findings import findings_section
from layouts.parts import ONE_TAB, field, icon, message, polling_clock, progress, radio, select

TABLES = (("transactions", "A purchase"), ("customers", "A customer"))
KIND_LINKS = {
    "transactions": "Treat each row as a purchase",
    "customers": "Treat each row as a customer",
}
RETURNS = (("subtract", "Subtract from spend"), ("ignore", "Leave out"))
PREVIEW_ROWS = 100
WORKSPACE_DAYS = 7
LONGEST_ORIGIN = 60  # letters of a file's name in a sentence
WHAT_SETTINGS_ARE = "roles, fixes, features, method and number of segments"


def data_page(
    review: html.Div | None, datasets: Sequence[Dataset], days: int = WORKSPACE_DAYS
) -> html.Div:
    """The page: `review` shows the chosen data set, `datasets` are the session's, which last for `days`
    after their last use."""
    return html.Div(
        [
            dcc.Store(id=ids.DATA_READING_STORE),
            dcc.Store(id=ids.DATA_SETTINGS_STORE),
            polling_clock(ids.DATA_READING_INTERVAL),
            _welcome(days, hidden=review is not None),
            _data_sources(datasets, compact=review is not None),
            progress(
                ids.DATA_PROGRESS_BOX, ids.DATA_PROGRESS, ids.DATA_PROGRESS_TEXT, ids.DATA_CANCEL_BUTTON
            ),
            message(ids.DATA_ERROR),
            html.Div(review, id=ids.DATA_REVIEW),
        ],
        className="data-page",
    )


def _welcome(days: int, hidden: bool) -> html.Div:
    words = "Upload a file; Tessera finds the groups in it, says what sets them apart and whether to trust them."
    private = (
        "Your file stays on this server, in your own session, and is deleted "
        f"{format_count(days, 'day')} after you last used it."
    )
    return html.Div(
        [html.H1("Who are your customers?"), html.P(words), html.P(private)],
        className="welcome",
        hidden=hidden,
    )


def _data_sources(datasets: Sequence[Dataset], compact: bool) -> html.Div:
    return html.Div(
        [_drop_zone(), html.Div([_samples(), _earlier_datasets(datasets)], className="bring-side")],
        className="bring bring-compact" if compact else "bring",
    )


def _drop_zone() -> html.Button:
    """The page's script opens the file dialogue, takes drops and streams the file."""
    return html.Button(
        [
            icon("upload"),
            html.Strong("Drop a file of customers or purchases, or several that belong together"),
            html.Span("or click to choose: CSV, Excel, JSON or Parquet, also .gz or .zip"),
        ],
        id=ids.DATA_UPLOAD_BUTTON,
        type="button",
        className="drop-zone",
    )


def _samples() -> html.Div:
    cards = [
        html.Button(
            [html.Strong(spec.title), html.Span(spec.summary)],
            id=ids.keyed(ids.DATA_SAMPLE_BUTTONS, name),
            type="button",
            className="sample-card",
        )
        for name, spec in SAMPLES.items()
    ]
    return html.Div(
        [html.H2("Try a sample", className="section-title"), html.Div(cards, className="sample-row")],
        className="samples",
    )


def _earlier_datasets(datasets: Sequence[Dataset]) -> html.Div:
    parts = {part for d in datasets for part in d.parts}
    rows = [
        html.Li([dcc.Link(d.name, href=f"/?data={d.id}"), html.Span(f"{d.rows:,} rows")])
        for d in datasets
        if d.id not in parts
    ]
    title = html.H2("Your data sets", className="section-title")
    return html.Div([title, html.Ul(rows, className="dataset-list")], hidden=not rows)


def review(
    draft: Draft, preview: Sequence[Mapping[str, Any]], origin: html.Div | None = None
) -> html.Div:
    """Review of one data set: kind, findings, columns and the first rows; `origin` says where the choices
    come from."""
    dataset, recipe = draft.dataset, draft.recipe
    return html.Div(
        [
            dcc.Store(
                id=ids.DATA_RECIPE_STORE, data={"dataset": dataset.id, "token": recipe.to_token()}
            ),
            origin,
            _head(draft),
            html.Div(
                [
                    findings_section(draft),
                    html.Div(
                        [
                            columns_section(draft.description, recipe, draft.starting_roles),
                            _preview(dataset, preview),
                        ],
                        className="review-main",
                    ),
                ],
                className="review-grid",
            ),
        ],
        className="review",
    )


SAME_RECIPE = "The page shows this recipe already."


def origin_line(settings: DatasetSettings) -> html.Div:
    """Say where the choices come from, what of them does not fit, and the way to begin without them."""
    name = shorten(settings.origin, LONGEST_ORIGIN)
    words = f"Opened with your settings from last time: {WHAT_SETTINGS_ARE}."
    if settings.by_recipe:
        words = f"The recipe '{name}' is used: its {WHAT_SETTINGS_ARE}."
        if settings.left_out:
            words = f"The recipe '{name}' is used as far as it fits this file."
    elif settings.origin:
        words = f"Same columns as '{name}', so your settings for that are used: {WHAT_SETTINGS_ARE}."
    afresh = html.Button(
        "Start afresh",
        id=ids.DATA_AFRESH_BUTTON,
        type="button",
        className="link-button",
        title="Go back to the guessed roles and the recommended fixes",
    )
    left_out = [html.Li(sentence) for sentence in settings.left_out]
    return html.Div(
        [
            icon("info-circle"),
            html.Div([html.P([words, " ", afresh]), html.Ul(left_out) if left_out else None]),
        ],
        className="origin-line",
        role="status",
    )


def _head(draft: Draft) -> html.Div:
    dataset, recipe, description = draft.dataset, draft.recipe, draft.description
    return html.Div(
        [
            html.Div(
                [
                    html.H1(dataset.name, className="review-title"),
                    html.P(
                        f"{format_count(dataset.rows, 'row')}, {format_count(len(dataset.columns), 'column')}. {description.guess.reason}"
                    ),
                ]
            ),
            html.Div(
                [
                    _sheet(dataset),
                    _add_file(),
                    _load_recipe(),
                    html.Div(
                        [html.Span("What is each row?", className="field-label"), _table_kind(recipe)],
                        className="field",
                    ),
                    *_rfm_settings(recipe, description.profiles),
                    _next_step(draft),
                ],
                className="review-actions",
            ),
        ],
        className="review-head",
    )


def _next_step(draft: Draft) -> html.Div:
    """The way to the segments; barred where the roles give none, with the reason and a way out."""
    dataset, obstacle = draft.dataset, draft.obstacle
    if not obstacle:
        link = dcc.Link(
            "Find segments",
            href=f"/segment{Address(dataset.id, draft.recipe.to_token()).search()}",
            id=ids.DATA_NEXT_LINK,
            className="btn btn-primary next-link",
        )
        return html.Div(link, className="next-step")
    barred = html.Button(
        "Find segments",
        id=ids.DATA_NEXT_LINK,
        type="button",
        disabled=True,
        className="btn btn-primary next-link",
        **{"aria-describedby": ids.DATA_OBSTACLE},
    )
    ways_out = [
        dcc.Link(
            KIND_LINKS[other.table],
            href=f"/{Address(dataset.id, other.to_token()).search()}",
            className="way-out",
        )
        for other in draft.alternatives
        if other.table in KIND_LINKS
    ]
    why = html.P([html.Span(obstacle), *ways_out], id=ids.DATA_OBSTACLE, className="obstacle")
    return html.Div([barred, why], className="next-step barred")


def _table_kind(recipe: Recipe) -> html.Fieldset:
    """The choice of what a row is; none is chosen where the rows are something else."""
    kind = recipe.table if recipe.table in dict(TABLES) else None
    return radio(ids.DATA_TABLE_KIND, TABLES, kind, "What is each row?")


def _sheet(dataset: Dataset) -> html.Div:
    pairs = [(name, _sheet_words(dataset, name)) for name in dataset.sheets]
    label = "Table" if dataset.name.casefold().endswith(".zip") else "Sheet"
    control = field(label, select(ids.DATA_SHEET_SELECT, pairs, dataset.sheet))
    return html.Div(control, hidden=len(dataset.sheets) < 2)


def _sheet_words(dataset: Dataset, name: str) -> str:
    """Name of a sheet with its rows, where they are known."""
    rows = dataset.rows if name == dataset.sheet else dataset.sheet_rows.get(name)
    return name if rows is None else f"{name} ({format_count(rows, 'row')})"


def _add_file() -> html.Button:
    """The page's script sends what is chosen and has it joined to the open data set."""
    hint = "More months, shops, customers or products: files that belong together become one data set"
    return html.Button(
        "Add a file",
        id=ids.DATA_ADD_BUTTON,
        type="button",
        title=hint,
        className="btn add-file",
    )


def _load_recipe() -> html.Button:
    """The page's script reads the file that is chosen."""
    return html.Button(
        "Load a recipe",
        id=ids.DATA_RECIPE_BUTTON,
        type="button",
        title="A recipe.json that was saved from the Segment page: its choices are used for this file",
        className="btn add-file",
    )


def _rfm_settings(recipe: Recipe, profiles: Sequence[ColumnProfile]) -> tuple[html.Div, ...]:
    roles = recipe.roles.values()
    without_dates = recipe.table != "transactions" or "date" not in roles
    without_money = recipe.table != "transactions" or not {"amount", "unit_price"}.intersection(roles)
    snapshot = dbc.Input(
        id=ids.DATA_SNAPSHOT_FIELD,
        type="text",
        value=recipe.snapshot or "",
        placeholder="day after last",
        debounce=True,
    )
    returns = select(ids.DATA_RETURNS_SELECT, RETURNS, recipe.returns)
    return (
        html.Div(
            [
                field("Snapshot date", snapshot, "Purchases up to this day count: 2011-12-10"),
                html.Small(
                    early_snapshot_advice(recipe, profiles), role="status", className="field-caution"
                ),
            ],
            hidden=without_dates,
        ),
        html.Div(field("Returns", returns, "Cancelled and negative lines"), hidden=without_money),
        _rates(recipe, hidden=without_money),
    )


def _rates(recipe: Recipe, hidden: bool) -> html.Div:
    """Field of what one of each further currency is worth; hidden where the money is in one."""
    fixes = [Fix.parse(fix) for fix in recipe.fixes]
    currency = next((fix.value for fix in fixes if fix.kind == "keep_currency"), "")
    rates = dbc.Input(
        id=ids.DATA_RATES_FIELD,
        type="text",
        value=", ".join(f"{code}={rate:g}" for code, rate in recipe.rates.items()),
        placeholder="USD=0.92",
        debounce=True,
    )
    help = f"What one of each other currency is worth in {currency}, such as USD=0.92, GBP=1.17"
    return html.Div(field(f"Exchange rates to {currency}", rates, help), hidden=hidden or not currency)


def _preview(dataset: Dataset, rows: Sequence[Mapping[str, Any]]) -> html.Section:
    grid = dag.AgGrid(
        id=ids.DATA_PREVIEW_GRID,
        rowData=list(rows),
        columnDefs=[{"field": f"c{i}", "headerName": name} for i, name in enumerate(dataset.columns)],
        defaultColDef={"resizable": True, "minWidth": 110},
        dashGridOptions={
            "theme": {"function": "themeQuartz.withPart(colorSchemeVariable)"},
            "ensureDomOrder": True,
            **ONE_TAB,
        },
        className="preview-grid",
    )
    row_count = min(PREVIEW_ROWS, dataset.rows)
    title = html.Summary(f"The first {format_count(row_count, 'row')}", className="section-title")
    return html.Section(html.Details([title, grid]))
