"""The grid of recency and frequency: its chart, and the user's own scores and names."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, ctx, no_update

from callbacks.shared.requests import Data, ResultRequest
from core.errors import UserError
from core.features import DEFAULT_MAP, read_map
from core.segment import map_params
from core.session import Session
from layouts import ids
from layouts.address import Address
from layouts.profile_rfm import COLOURS, CUT_FIELDS, no_grid, rfm_body


def show(session: Session, shown: ResultRequest, by: str = COLOURS[0][0]) -> Any:
    """The page's region with the grid coloured `by` "customers" or "money", or why there is no grid."""
    result = shown.open(session)
    try:
        grid = result.rfm_grid()
    except UserError as error:
        return no_grid(str(error), shown.address)
    rfm_map, run = session.rfm_map(result.run.dataset), result.run
    recipe = run.recipe.with_changes(algorithm="rfm_map", params=map_params(rfm_map))
    segments = Address(run.dataset.id, recipe.to_token())
    return rfm_body(grid, rfm_map, by, segments, shown.address)


def figure(session: Session, shown: ResultRequest, by: str) -> dict[str, Any]:
    """The grid as a chart, coloured `by` "customers" or "money", and as a phone shows it."""
    result = shown.open(session)
    grid, small = (result.rfm_figure(by == "money", is_small) for is_small in (False, True))
    of = {**shown.to_json(), "by": by}
    return {"of": of, "figures": {"grid": grid}, "small": {"grid": small}}


def choose_map(session: Session, dataset: str, bins: str, cuts: Mapping[str, str], names: str) -> str:
    """Keep the map written for the data set of an id; returns the problem with it, if there is one."""
    try:
        session.choose_rfm_map(session.open(dataset), read_map(int(bins), cuts, names))
    except UserError as error:
        return str(error)
    return ""


def reset_map(session: Session, dataset: str) -> None:
    """Go back to the default scores and names for the data set of an id."""
    session.choose_rfm_map(session.open(dataset), DEFAULT_MAP)


def register(app: Dash, session: Callable[[], Session]) -> None:
    _register_choices(app, session)

    @app.callback(
        Output(ids.RFM_BODY, "children"),
        Input(ids.RESULT_SHOWN_STORE, "data"),
        prevent_initial_call=True,
    )
    def _show(shown: Data) -> Any:
        if not shown:
            return no_update
        return show(session(), ResultRequest.from_json(shown), shown.get("by", COLOURS[0][0]))

    @app.callback(
        Output(ids.RFM_FIGURES_STORE, "data"),
        Input(ids.RFM_COLOUR_RADIO, "value"),
        State(ids.RESULT_SHOWN_STORE, "data"),
    )
    def _colour(by: str, shown: Data) -> Any:
        return figure(session(), ResultRequest.from_json(shown), by) if shown else no_update

    app.clientside_callback(
        ClientsideFunction("tessera", "drawExplanation"),
        [Output(ids.keyed(ids.RFM_GRAPHS, "grid"), "figure")],
        Input(ids.RFM_FIGURES_STORE, "data"),
        Input(ids.SHELL_THEME_STORE, "data"),
    )


def _register_choices(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.RESULT_SHOWN_STORE, "data", allow_duplicate=True),
        Output(ids.RFM_ERROR, "children"),
        Output(ids.RFM_ERROR, "is_open"),
        Input(ids.RFM_USE_BUTTON, "n_clicks"),
        Input(ids.RFM_USUAL_BUTTON, "n_clicks"),
        State(ids.RESULT_SHOWN_STORE, "data"),
        State(ids.RFM_COLOUR_RADIO, "value"),
        State(ids.RFM_BINS_SELECT, "value"),
        State(ids.RFM_NAMES_FIELD, "value"),
        *(State(field, "value") for field in CUT_FIELDS.values()),
        prevent_initial_call=True,
    )
    def _choose(
        using: int | None,
        usual: int | None,
        shown: Data,
        by: str,
        bins: str,
        names: str | None,
        *cuts: str | None,
    ) -> tuple[Any, ...]:
        if not shown or not (using or usual):
            return no_update, no_update, no_update
        if ctx.triggered_id == ids.RFM_USUAL_BUTTON:
            reset_map(session(), shown["dataset"])
            return {**shown, "by": by}, "", False
        texts = {part: text or "" for part, text in zip(CUT_FIELDS, cuts, strict=True)}
        error = choose_map(session(), shown["dataset"], bins, texts, names or "")
        return (no_update if error else {**shown, "by": by}), error, bool(error)
