"""The grid of recency and frequency: shown, coloured, and under scores and names of one's own."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, ctx, no_update

from callbacks.shared.jobs import open_result
from core.errors import UserError
from core.explain import DEFAULT_MAP, read_map
from core.session import Session
from layouts import ids
from layouts.explain_rfm import COLOURS, CUT_FIELDS, no_grid, rfm_body

Data = dict[str, Any] | None


def show(session: Session, found: Mapping[str, Any]) -> Any:
    """The page's region, or why there is no grid."""
    result = open_result(session, found)
    try:
        grid = result.rfm_grid()
    except UserError as error:
        return no_grid(str(error))
    return rfm_body(grid, session.rfm_map(result.run.dataset), found.get("by", COLOURS[0][0]))


def figure(session: Session, found: Mapping[str, Any], by: str) -> dict[str, Any]:
    """The grid as a chart, coloured by "customers" or "money", and as a phone shows it."""
    result = open_result(session, found)
    grid, small = (result.rfm_figure(by == "money", one) for one in (False, True))
    return {"of": {**found, "by": by}, "figures": {"grid": grid}, "small": {"grid": small}}


def choose_map(
    session: Session, found: Mapping[str, Any], bins: str, cuts: Mapping[str, str], names: str
) -> str:
    """Keeps what was written for the data set; says what is wrong with it, or nothing."""
    try:
        session.choose_rfm_map(session.open(found["dataset"]), read_map(int(bins), cuts, names))
    except UserError as error:
        return str(error)
    return ""


def reset_map(session: Session, found: Mapping[str, Any]) -> None:
    """The usual scores and names again."""
    session.choose_rfm_map(session.open(found["dataset"]), DEFAULT_MAP)


def register(app: Dash, session: Callable[[], Session]) -> None:
    _register_choices(app, session)

    @app.callback(
        Output(ids.RFM_BODY, "children"),
        Input(ids.DECIDE_FOUND_STORE, "data"),
        prevent_initial_call=True,
    )
    def _show(found: Data) -> Any:
        return show(session(), found) if found else no_update

    @app.callback(
        Output(ids.RFM_FIGURES_STORE, "data"),
        Input(ids.RFM_COLOUR_RADIO, "value"),
        State(ids.DECIDE_FOUND_STORE, "data"),
    )
    def _colour(by: str, found: Data) -> Any:
        return figure(session(), found, by) if found else no_update

    app.clientside_callback(
        ClientsideFunction("tessera", "explained"),
        [Output(ids.keyed(ids.RFM_GRAPHS, "grid"), "figure")],
        Input(ids.RFM_FIGURES_STORE, "data"),
        Input(ids.SHELL_THEME_STORE, "data"),
    )


def _register_choices(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.DECIDE_FOUND_STORE, "data", allow_duplicate=True),
        Output(ids.RFM_ERROR, "children"),
        Output(ids.RFM_ERROR, "is_open"),
        Input(ids.RFM_USE_BUTTON, "n_clicks"),
        Input(ids.RFM_USUAL_BUTTON, "n_clicks"),
        State(ids.DECIDE_FOUND_STORE, "data"),
        State(ids.RFM_COLOUR_RADIO, "value"),
        State(ids.RFM_BINS_SELECT, "value"),
        State(ids.RFM_NAMES_FIELD, "value"),
        *(State(field, "value") for field in CUT_FIELDS.values()),
        prevent_initial_call=True,
    )
    def _choose(
        using: int | None,
        usual: int | None,
        found: Data,
        by: str,
        bins: str,
        names: str | None,
        *cuts: str | None,
    ) -> tuple[Any, ...]:
        if not found or not (using or usual):
            return no_update, no_update, no_update
        if ctx.triggered_id == ids.RFM_USUAL_BUTTON:
            reset_map(session(), found)
            return {**found, "by": by}, "", False
        texts = {part: text or "" for part, text in zip(CUT_FIELDS, cuts, strict=True)}
        error = choose_map(session(), found, bins, texts, names or "")
        return (no_update if error else {**found, "by": by}), error, bool(error)
