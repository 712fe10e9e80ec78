"""The Segments page: its cards once the segments are explained, names of one's own, two side by side."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.dependencies import DashDependency

from callbacks._results import place
from core.decisions import Decisions
from core.workbench import Desk
from layouts import ids
from layouts.address import Address
from layouts.segments_page import CHARTS, pair_table, segments_body

Data = dict[str, Any] | None


def show(desk: Desk, found: Mapping[str, Any]) -> tuple[Any, Any]:
    """The page's region and the figures of its charts."""
    decisions, where = Decisions(desk), place(desk, found)
    told = decisions.explanation(*where)
    here = Address(found["dataset"], found["token"], found["setting"])
    body = segments_body(
        told,
        decisions.people(*where, "typical"),
        decisions.people(*where, "borderline"),
        decisions.kept.feedback().about(found["dataset"]),
        f"/rfm{here.search()}" if decisions.has_rfm(*where[:2]) else "",
    )
    return body, {"figures": decisions.figures(*where)}


def rename(desk: Desk, found: Mapping[str, Any], said: Mapping[str, Any]) -> None:
    """Keeps the user's name of a segment; an empty one gives the suggested name back."""
    decisions, where = Decisions(desk), place(desk, found)
    if said["text"]:
        decisions.rename(*where, said["segment"], said["text"])
    else:
        decisions.reset(*where, said["segment"])


def side_by_side(desk: Desk, found: Mapping[str, Any], first: str, second: str) -> Any:
    """The table of what tells two segments apart."""
    decisions, where = Decisions(desk), place(desk, found)
    return pair_table(decisions.contrast(*where, int(first), int(second)))


def register(app: Dash, desk: Callable[[], Desk]) -> None:
    @app.callback(
        Output(ids.SEGMENTS_BODY, "children"),
        Output(ids.SEGMENTS_FIGURES_STORE, "data"),
        Input(ids.DECIDE_FOUND_STORE, "data"),
        prevent_initial_call=True,
    )
    def _show(found: Data) -> tuple[Any, Any]:
        return show(desk(), found) if found else (no_update, no_update)

    @app.callback(
        Output(ids.DECIDE_FOUND_STORE, "data", allow_duplicate=True),
        Input(ids.DECIDE_SAID_STORE, "data"),
        State(ids.DECIDE_FOUND_STORE, "data"),
        prevent_initial_call=True,
    )
    def _rename(said: Data, found: Data) -> Any:
        if not said or not found or said["kind"] != "name":
            return no_update
        rename(desk(), found, said)
        return {**found, "said": said["number"]}

    @app.callback(
        Output(ids.SEGMENTS_PAIR, "children"),
        Input(ids.SEGMENTS_FIRST_SELECT, "value"),
        Input(ids.SEGMENTS_SECOND_SELECT, "value"),
        State(ids.DECIDE_FOUND_STORE, "data"),
    )
    def _compare(first: str, second: str, found: Data) -> Any:
        return side_by_side(desk(), found, first, second) if found else no_update

    drawn: list[DashDependency] = [
        Output(ids.keyed(ids.SEGMENTS_GRAPHS, name), "figure") for name, _ in CHARTS
    ]
    app.clientside_callback(
        ClientsideFunction("tessera", "drawn"),
        *drawn,
        Input(ids.SEGMENTS_FIGURES_STORE, "data"),
        Input(ids.SHELL_THEME_STORE, "data"),
    )
