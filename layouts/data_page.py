"""The Data page: bring a file or a sample, see its columns and findings, put them right."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_ag_grid as dag
import dash_bootstrap_components as dbc
from dash import dcc, html

from core.data import SAMPLES, Description, check_roles, has_fix
from core.errors import UserError
from core.features import early_snapshot_advice
from core.model import ColumnProfile, Dataset, Finding, Recipe, RoleGuess
from core.text import format_count
from layouts import ids
from layouts.address import Address
from layouts.parts import (
    field,
    icon,
    message,
    notice,
    notice_items,
    polling_clock,
    progress,
    radio,
    select,
)

ROLES = (
    ("id", "Customer id"), ("date", "Date"), ("order", "Order"), ("product", "Product"),
    ("quantity", "Quantity"), ("unit_price", "Unit price"), ("amount", "Amount"), ("number", "Number"),
    ("category", "Category"), ("country", "Country"), ("latitude", "Latitude"), ("longitude", "Longitude"),
    ("text", "Text"), ("label", "Known label"), ("ignore", "Leave out"),
)  # fmt: skip
TABLES = (("transactions", "Transactions"), ("customers", "Customers"))
RETURNS = (("subtract", "Subtract from spend"), ("ignore", "Leave out"))
TYPES = {
    "number": "Number",
    "integer": "Whole number",
    "text": "Text",
    "date": "Date",
    "boolean": "Yes or no",
}
PREVIEW_ROWS = 100


def data_page(review: html.Div | None, datasets: Sequence[Dataset]) -> html.Div:
    """The page: `review` shows the chosen data set, `datasets` are the session's."""
    return html.Div(
        [
            dcc.Store(id=ids.DATA_READING_STORE),
            polling_clock(ids.DATA_READING_INTERVAL),
            _welcome(hidden=review is not None),
            _data_sources(datasets, compact=review is not None),
            progress(
                ids.DATA_PROGRESS_BOX, ids.DATA_PROGRESS, ids.DATA_PROGRESS_TEXT, ids.DATA_CANCEL_BUTTON
            ),
            message(ids.DATA_ERROR),
            html.Div(review, id=ids.DATA_REVIEW),
        ],
        className="data-page",
    )


def _welcome(hidden: bool) -> html.Div:
    words = "Bring a file; Tessera finds the groups in it, says what sets them apart and whether to trust them."
    private = "Your file stays on this server, in your own session, and is removed after a while."
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
            html.Strong("Drop a file of customers or transactions"),
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
        [html.H2("Try a sample", className="section-title"), html.Div(cards, className="sample-row")]
    )


def _earlier_datasets(datasets: Sequence[Dataset]) -> html.Div:
    rows = [
        html.Li([dcc.Link(d.name, href=f"/?data={d.id}"), html.Span(f"{d.rows:,} rows")])
        for d in datasets
    ]
    title = html.H2("Your data sets", className="section-title")
    return html.Div([title, html.Ul(rows, className="dataset-list")], hidden=not rows)


def review(
    dataset: Dataset, recipe: Recipe, description: Description, preview: Sequence[Mapping[str, Any]]
) -> html.Div:
    """Review of one data set: kind, findings, columns and the first rows."""
    return html.Div(
        [
            dcc.Store(
                id=ids.DATA_RECIPE_STORE, data={"dataset": dataset.id, "token": recipe.to_token()}
            ),
            _head(dataset, recipe, description),
            html.Div(
                [
                    _findings(dataset, description.findings, recipe),
                    html.Div(
                        [_columns(description, recipe), _preview(dataset, preview)],
                        className="review-main",
                    ),
                ],
                className="review-grid",
            ),
        ],
        className="review",
    )


def _head(dataset: Dataset, recipe: Recipe, description: Description) -> html.Div:
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
                    html.Div(
                        [
                            html.Span(_kind_question(recipe), className="field-label"),
                            _table_kind(recipe),
                        ],
                        className="field",
                    ),
                    *_rfm_settings(recipe, description.profiles),
                    _next_step(dataset, recipe),
                ],
                className="review-actions",
            ),
        ],
        className="review-head",
    )


def _kind_question(recipe: Recipe) -> str:
    return "What is each row?" if recipe.table == "other" else "Each row is one of"


def _next_step(dataset: Dataset, recipe: Recipe) -> html.Div | dcc.Link:
    """The way to the segments; a button that cannot be pressed, with the reason, where there is none."""
    reason = _obstacle(dataset, recipe)
    if not reason:
        return dcc.Link(
            "Find segments",
            href=f"/segment{Address(dataset.id, recipe.to_token()).search()}",
            id=ids.DATA_NEXT_LINK,
            className="btn btn-primary next-link",
        )
    button = html.Button(
        "Find segments",
        id=ids.DATA_NEXT_LINK,
        type="button",
        disabled=True,
        className="btn btn-primary next-link",
    )
    return html.Div([button, html.Small(reason, role="status", className="field-caution")])


def _table_kind(recipe: Recipe) -> html.Fieldset:
    return radio(ids.DATA_TABLE_KIND, TABLES, recipe.table, "What a row is")


def _sheet(dataset: Dataset) -> html.Div:
    pairs = [(name, name) for name in dataset.sheets]
    control = field("Sheet", select(ids.DATA_SHEET_SELECT, pairs, dataset.sheet))
    return html.Div(control, hidden=len(dataset.sheets) < 2)


def _rfm_settings(recipe: Recipe, profiles: Sequence[ColumnProfile]) -> tuple[html.Div, html.Div]:
    hidden = recipe.table != "transactions"
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
                field("Snapshot date", snapshot, "Transactions up to this day count: 2011-12-10"),
                html.Small(
                    early_snapshot_advice(recipe, profiles), role="status", className="field-caution"
                ),
            ],
            hidden=hidden,
        ),
        html.Div(field("Returns", returns, "Cancelled and negative lines"), hidden=hidden),
    )


def _findings(dataset: Dataset, findings: Sequence[Finding], recipe: Recipe) -> html.Section:
    notices = notice_items(dataset.notices)
    items = [*notices, *(_finding(f, recipe) for f in findings)]
    return html.Section(
        [
            html.H2("What we noticed", className="section-title"),
            html.Ul(
                items or [html.Li("Nothing to put right.", className="notice")], className="findings"
            ),
        ],
        id=ids.DATA_FINDINGS,
        className="review-findings",
    )


def _obstacle(dataset: Dataset, recipe: Recipe) -> str:
    """Sentence on what keeps these roles from giving segments; "" where nothing does."""
    try:
        check_roles(recipe.roles, recipe.table, dataset.columns)
    except UserError as error:
        return str(error)
    return ""


def _finding(finding: Finding, recipe: Recipe) -> html.Li:
    if not finding.fix:
        return notice(finding.sentence, "info")
    on = has_fix(recipe, finding.fix)
    button = html.Button(
        [icon("check2"), finding.fix_label] if on else finding.fix_label,
        id=ids.keyed(ids.DATA_FIX_BUTTONS, str(finding.fix)),
        type="button",
        className="fix-button fix-on" if on else "fix-button",
        **{"aria-pressed": str(on).lower()},
    )
    return html.Li(
        [icon("exclamation-triangle"), html.Span(finding.sentence), button],
        className="notice notice-fix",
    )


def _columns(description: Description, recipe: Recipe) -> html.Section:
    heads = ("Column", "Role", "Type", "Missing", "Distinct", "Examples")
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in heads]))
    body = html.Tbody(
        [_column(p, recipe, _reason(p.name, recipe, description.guess)) for p in description.profiles]
    )
    return html.Section(
        [
            html.H2("Columns and their roles", className="section-title"),
            html.Div(
                html.Table([head, body], className="columns-table"),
                className="table-scroll",
                tabIndex="0",
            ),
        ]
    )


def _reason(name: str, recipe: Recipe, guess: RoleGuess) -> str:
    """Reason for the column's role."""
    is_guessed = recipe.roles.get(name, "ignore") == guess.roles.get(name, "ignore")
    return guess.reasons.get(name, "") if is_guessed else "Your choice."


def _column(profile: ColumnProfile, recipe: Recipe, reason: str) -> html.Tr:
    member = ids.keyed(ids.DATA_ROLE_SELECTS, profile.name)
    role = html.Div(
        [
            html.Label(
                f"Role of {profile.name}", htmlFor=ids.text(member), className="visually-hidden"
            ),
            select(member, ROLES, recipe.roles.get(profile.name, "ignore"), small=True),
        ]
    )
    cells = (
        html.Th(profile.name, scope="row"),
        html.Td([role, html.Small(reason)], className="role-cell"),
        html.Td(TYPES[profile.dtype]),
        html.Td(f"{profile.missing:,}", className="number-cell"),
        html.Td(f"{profile.distinct:,}", className="number-cell"),
        html.Td(", ".join(profile.examples[:3]), className="examples"),
    )
    return html.Tr(cells)


def _preview(dataset: Dataset, rows: Sequence[Mapping[str, Any]]) -> html.Section:
    grid = dag.AgGrid(
        id=ids.DATA_PREVIEW_GRID,
        rowData=list(rows),
        columnDefs=[{"field": f"c{i}", "headerName": name} for i, name in enumerate(dataset.columns)],
        defaultColDef={"resizable": True, "minWidth": 110},
        dashGridOptions={
            "theme": {"function": "themeQuartz.withPart(colorSchemeVariable)"},
            "ensureDomOrder": True,
        },
        className="preview-grid",
    )
    row_count = min(PREVIEW_ROWS, dataset.rows)
    return html.Section([html.H2(f"The first {row_count:,} rows", className="section-title"), grid])
