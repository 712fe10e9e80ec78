"""The table below the charts: the customers of a picked segment or of a lasso on the map, and what becomes of them."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from dash import Dash, Input, Output, State, ctx, dcc, no_update

from callbacks.shared.requests import Data, ResultRequest
from core.errors import UserError
from core.export import is_number_column
from core.session import (
    MOST_LISTED,
    Pick,
    Result,
    Session,
    picked_audience,
    picked_list,
    picked_table,
    save_pick,
)
from core.text import LONGEST_NAME, format_count, shorten
from layouts import ids
from layouts.own_sets import kept_sentence


def list_customers(session: Session, lasso: Data, filters: Data = None) -> tuple[Any, ...]:
    """The table of the customers that the page has picked, at most MOST_LISTED of those that its filters leave."""
    if not lasso:
        return True, True, no_update, no_update, []
    table, count = picked_table(_open(session, lasso), _read_pick(lasso, filters))
    columns = [_column(at, str(name), table.iloc[:, at]) for at, name in enumerate(table.columns)]
    table.columns = [column["field"] for column in columns]
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    return False, False, title(lasso, count, bool(filters)), columns, rows


def _column(at: int, name: str, values: "pd.Series[Any]") -> dict[str, Any]:
    """A column of the grid with the filter that suits it; see `core.export.matching_rows`."""
    if is_number_column(values):
        kind = {"type": "rightAligned", "filter": "agNumberColumnFilter"}
        return {
            "field": f"c{at}",
            "headerName": name,
            **kind,
            "filterParams": {"inRangeInclusive": True},
        }
    return {"field": f"c{at}", "headerName": name, "filter": "agTextColumnFilter"}


def _open(session: Session, lasso: Mapping[str, Any]) -> Result:
    return ResultRequest.from_json(lasso).open(session)


def _read_pick(lasso: Mapping[str, Any], filters: Data) -> Pick:
    return Pick(lasso.get("rows"), lasso.get("segment") or 0, filters or {})


def title(lasso: Mapping[str, Any], count: int, filtered: bool = False) -> str:
    """Title of the list of a pick: how many customers, of how many, and where the list ends."""
    part = f" of {lasso['count']:,}, as filtered" if filtered else ""
    cut = f", the first {MOST_LISTED:,} listed" if count > MOST_LISTED else ""
    return f"{lasso['title']}: {format_count(count, 'customer')}{part}{cut}"


def save_customers(
    session: Session, lasso: Mapping[str, Any], filters: Data, audience: bool
) -> tuple[Any, str]:
    """The file of all customers that are picked, as a list or as an audience; or the reason for none."""
    write = picked_audience if audience else picked_list
    try:
        body = write(_open(session, lasso), _read_pick(lasso, filters))
    except UserError as error:
        return no_update, str(error)
    return dcc.send_bytes(body, "audience.csv" if audience else "customers.csv"), ""


def keep_customers(session: Session, lasso: Mapping[str, Any], filters: Data, name: str) -> str:
    """Keep the picked customers as a segment of one's own, and say where it stands; or why it cannot be.

    Without a name it has that of the pick.
    """
    usual = f"{lasso['title']}{' (filtered)' if filters else ''}"
    try:
        customers = save_pick(
            _open(session, lasso), _read_pick(lasso, filters), name or shorten(usual, LONGEST_NAME)
        )
    except UserError as error:
        return str(error)
    return kept_sentence(customers.name, len(customers.ids))


def register(app: Dash, session: Callable[[], Session]) -> None:
    _register_list(app, session)
    _register_keeping(app, session)

    @app.callback(
        Output(ids.SEGMENT_CUSTOMERS_FILE, "data"),
        Output(ids.SHELL_TOAST, "is_open", allow_duplicate=True),
        Output(ids.SHELL_TOAST, "children", allow_duplicate=True),
        Input(ids.SEGMENT_CUSTOMERS_LIST_BUTTON, "n_clicks"),
        Input(ids.SEGMENT_CUSTOMERS_AUDIENCE_BUTTON, "n_clicks"),
        State(ids.SEGMENT_LASSO_STORE, "data"),
        State(ids.SEGMENT_CUSTOMERS_GRID, "filterModel"),
        prevent_initial_call=True,
    )
    def _save(_list: int | None, _audience: int | None, lasso: Data, filters: Data) -> tuple[Any, ...]:
        if not lasso or not ctx.triggered[0]["value"]:
            return (no_update,) * 3
        is_audience = ctx.triggered_id == ids.SEGMENT_CUSTOMERS_AUDIENCE_BUTTON
        data, problem = save_customers(session(), lasso, filters, is_audience)
        return data, bool(problem) or no_update, problem or no_update


def _register_list(app: Dash, session: Callable[[], Session]) -> None:
    """A new pick is listed without the filters of the one before."""

    @app.callback(
        Output(ids.SEGMENT_CUSTOMERS_CARD, "hidden"),
        Output(ids.SEGMENT_PICKED_BAR, "hidden"),
        Output(ids.SEGMENT_CUSTOMERS_TITLE, "children"),
        Output(ids.SEGMENT_CUSTOMERS_GRID, "columnDefs"),
        Output(ids.SEGMENT_CUSTOMERS_GRID, "rowData"),
        Output(ids.SEGMENT_CUSTOMERS_GRID, "filterModel"),
        Input(ids.SEGMENT_LASSO_STORE, "data"),
        Input(ids.SEGMENT_CUSTOMERS_GRID, "filterModel"),
        prevent_initial_call=True,
    )
    def _list_customers(lasso: Data, filters: Data) -> tuple[Any, ...]:
        if ctx.triggered_id == ids.SEGMENT_LASSO_STORE:
            return *list_customers(session(), lasso), {} if filters else no_update
        hidden, bar, words, _columns, rows = list_customers(session(), lasso, filters)
        return hidden, bar, words, no_update, rows, no_update


def _register_keeping(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.SHELL_TOAST, "is_open", allow_duplicate=True),
        Output(ids.SHELL_TOAST, "children", allow_duplicate=True),
        Output(ids.SEGMENT_PICKED_NAME, "value"),
        Input(ids.SEGMENT_PICKED_SAVE_BUTTON, "n_clicks"),
        Input(ids.SEGMENT_PICKED_NAME, "n_submit"),
        State(ids.SEGMENT_PICKED_NAME, "value"),
        State(ids.SEGMENT_LASSO_STORE, "data"),
        State(ids.SEGMENT_CUSTOMERS_GRID, "filterModel"),
        prevent_initial_call=True,
    )
    def _keep(
        _clicks: int | None, _enter: int | None, name: str | None, lasso: Data, filters: Data
    ) -> tuple[Any, ...]:
        if not lasso or not ctx.triggered[0]["value"]:
            return (no_update,) * 3
        return True, keep_customers(session(), lasso, filters, (name or "").strip()), ""
