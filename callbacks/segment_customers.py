"""The table below the charts: the customers of a picked segment or of a lasso on the map."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import Dash, Input, Output, State, ctx, dcc, no_update
from pandas.api.types import is_numeric_dtype

from callbacks.shared.requests import Data, ResultRequest
from core.errors import UserError
from core.session import Session, picked_audience, picked_list
from layouts import ids

MOST_LISTED = 1000  # rows of the table that a browser shows at ease


def list_customers(session: Session, lasso: Data) -> tuple[Any, Any, Any, Any]:
    """The table of the customers that the page has picked, at most MOST_LISTED of them."""
    if not lasso:
        return True, no_update, no_update, []
    result = ResultRequest.from_json(lasso).open(session)
    table = result.customers(lasso.get("rows"), lasso.get("segment") or 0, MOST_LISTED)
    columns = [
        {"field": f"c{i}", "headerName": name}
        | ({"type": "rightAligned"} if is_numeric_dtype(kind) else {})
        for i, (name, kind) in enumerate(table.dtypes.items())
    ]
    table.columns = [f"c{i}" for i in range(len(table.columns))]
    return (
        False,
        title(lasso),
        columns,
        table.astype(object).where(table.notna(), None).to_dict("records"),
    )


def title(lasso: Mapping[str, Any]) -> str:
    count = lasso["count"]
    cut = f", the first {MOST_LISTED:,} listed" if count > MOST_LISTED else ""
    return f"{lasso['title']}: {count:,} customers{cut}"


def save_customers(session: Session, lasso: Mapping[str, Any], audience: bool) -> tuple[Any, str]:
    """The file of all customers that are picked, as a list or as an audience; or the reason for none."""
    result = ResultRequest.from_json(lasso).open(session)
    write = picked_audience if audience else picked_list
    try:
        body = write(result, lasso.get("rows"), lasso.get("segment") or 0)
    except UserError as error:
        return no_update, str(error)
    return dcc.send_bytes(body, "audience.csv" if audience else "customers.csv"), ""


def register(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.SEGMENT_CUSTOMERS_CARD, "hidden"),
        Output(ids.SEGMENT_CUSTOMERS_TITLE, "children"),
        Output(ids.SEGMENT_CUSTOMERS_GRID, "columnDefs"),
        Output(ids.SEGMENT_CUSTOMERS_GRID, "rowData"),
        Input(ids.SEGMENT_LASSO_STORE, "data"),
        prevent_initial_call=True,
    )
    def _list_customers(lasso: Data) -> tuple[Any, ...]:
        return list_customers(session(), lasso)

    @app.callback(
        Output(ids.SEGMENT_CUSTOMERS_FILE, "data"),
        Output(ids.SHELL_TOAST, "is_open", allow_duplicate=True),
        Output(ids.SHELL_TOAST, "children", allow_duplicate=True),
        Input(ids.SEGMENT_CUSTOMERS_LIST_BUTTON, "n_clicks"),
        Input(ids.SEGMENT_CUSTOMERS_AUDIENCE_BUTTON, "n_clicks"),
        State(ids.SEGMENT_LASSO_STORE, "data"),
        prevent_initial_call=True,
    )
    def _save(_list: int | None, _audience: int | None, lasso: Data) -> tuple[Any, ...]:
        if not lasso or not ctx.triggered[0]["value"]:
            return (no_update,) * 3
        is_audience = ctx.triggered_id == ids.SEGMENT_CUSTOMERS_AUDIENCE_BUTTON
        data, problem = save_customers(session(), lasso, is_audience)
        return data, bool(problem) or no_update, problem or no_update
