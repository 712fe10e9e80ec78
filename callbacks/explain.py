"""The Segments page: its cards once the segments are explained, names of one's own, two side by side."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, no_update
from dash.dependencies import DashDependency

from callbacks.shared.jobs import open_result, requested_rating
from core.errors import UserError
from core.model import Explanation
from core.session import Session
from layouts import ids
from layouts.address import Address
from layouts.explain_page import CHARTS, explain_body, importance_choices, pair_choices, pair_table
from layouts.explain_profile import card_heads, name_lines
from layouts.parts import options
from layouts.result_page import Ratings

Data = dict[str, Any] | None


def show(session: Session, found: Mapping[str, Any]) -> tuple[Any, Any]:
    """The page's region and the figures of its charts."""
    result = open_result(session, found)
    told, ratings = _explanation_and_ratings(session, found)
    here = Address(found["dataset"], found["token"], found["setting"])
    body = explain_body(
        told,
        result.example_customers("typical"),
        result.example_customers("borderline"),
        ratings,
        f"/rfm{here.search()}" if result.has_rfm() else "",
    )
    return body, {"of": found, "figures": result.figures()}


def _explanation_and_ratings(session: Session, found: Mapping[str, Any]) -> tuple[Explanation, Ratings]:
    ratings = session.act_choices.feedback().about(found["dataset"])
    return open_result(session, found).explanation(), ratings


def decide(session: Session, found: Mapping[str, Any], said: Mapping[str, Any]) -> str:
    """Keeps what was said of a name: another name, a thumb, or that all thumbs are taken back. The
    answer is what is wrong with it, if anything."""
    result = open_result(session, found)
    try:
        if said["kind"] == "rating":
            session.rate(requested_rating(found["dataset"], said))
        elif said["kind"] == "back":
            session.forget_votes_on_names(said["of"])
        elif said["text"]:
            result.rename(said["segment"], said["text"])
        else:
            result.reset_names(said["segment"])
    except UserError as error:
        return str(error)
    return ""


def rename(
    session: Session, found: Mapping[str, Any], said: Mapping[str, Any], chosen: str
) -> tuple[Any, ...]:
    """What is different once that is kept: the heads of the cards, the lines in these, the segments to
    choose from, and the charts, that of importance for the `chosen` one."""
    error = decide(session, found, said)
    told, ratings = _explanation_and_ratings(session, found)
    heads = {"number": said["number"], "error": error, "heads": card_heads(told, ratings)}
    lines = [name_lines(told, story) for story in told.stories]
    return heads, lines, options(importance_choices(told)), _figures(session, found, chosen)


def _figures(session: Session, found: Mapping[str, Any], chosen: str) -> dict[str, Any]:
    segment = int(chosen) if str(chosen).isdecimal() else None
    figures = open_result(session, found).figures(segment)
    return {"of": dict(found), "figures": figures}


def side_by_side(
    session: Session, found: Mapping[str, Any], first: str, second: str
) -> tuple[Any, Any, Any]:
    """The table of what tells two segments apart, and what may be chosen in place of either."""
    result = open_result(session, found)
    told, both = result.explanation(), (int(first), int(second))
    stories = (told.stories[told.place(one)] for one in both)
    table = pair_table(result.differences(*both), *stories)
    return table, *(options(pair_choices(told, other)) for other in reversed(both))


def register(app: Dash, session: Callable[[], Session]) -> None:
    _register_names(app, session)
    _register_figures(app, session)

    @app.callback(
        Output(ids.SEGMENTS_BODY, "children"),
        Output(ids.SEGMENTS_FIGURES_STORE, "data"),
        Input(ids.DECIDE_FOUND_STORE, "data"),
        prevent_initial_call=True,
    )
    def _show(found: Data) -> tuple[Any, Any]:
        return show(session(), found) if found else (no_update, no_update)

    @app.callback(
        Output(ids.SEGMENTS_PAIR, "children"),
        Output(ids.SEGMENTS_FIRST_SELECT, "options"),
        Output(ids.SEGMENTS_SECOND_SELECT, "options"),
        Input(ids.SEGMENTS_FIRST_SELECT, "value"),
        Input(ids.SEGMENTS_SECOND_SELECT, "value"),
        Input(ids.SEGMENTS_NAMES_STORE, "data"),
        State(ids.DECIDE_FOUND_STORE, "data"),
    )
    def _compare(first: str, second: str, _names: Data, found: Data) -> tuple[Any, Any, Any]:
        return side_by_side(session(), found, first, second) if found else (no_update,) * 3


def _register_names(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.SEGMENTS_NAMES_STORE, "data"),
        Output(ids.keyed(ids.SEGMENTS_NAME_LINES, ALL), "children"),
        Output(ids.SEGMENTS_IMPORTANCE_SELECT, "options"),
        Output(ids.SEGMENTS_FIGURES_STORE, "data", allow_duplicate=True),
        Input(ids.SEGMENTS_SAID_STORE, "data"),
        State(ids.DECIDE_FOUND_STORE, "data"),
        State(ids.SEGMENTS_IMPORTANCE_SELECT, "value"),
        State(ids.keyed(ids.SEGMENTS_NAME_LINES, ALL), "id"),
        prevent_initial_call=True,
    )
    def _renamed(said: Data, found: Data, chosen: str, lines: list[Any]) -> tuple[Any, ...]:
        if not said or not found:
            return no_update, [no_update] * len(lines), no_update, no_update
        return rename(session(), found, said, chosen)

    app.clientside_callback(
        ClientsideFunction("tessera", "named"), Input(ids.SEGMENTS_NAMES_STORE, "data")
    )


def _register_figures(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.SEGMENTS_FIGURES_STORE, "data", allow_duplicate=True),
        Input(ids.SEGMENTS_IMPORTANCE_SELECT, "value"),
        State(ids.DECIDE_FOUND_STORE, "data"),
        prevent_initial_call=True,
    )
    def _importance(chosen: str, found: Data) -> Any:
        return _figures(session(), found, chosen) if found else no_update

    drawn: list[DashDependency] = [
        Output(ids.keyed(ids.SEGMENTS_GRAPHS, name), "figure") for name, _ in CHARTS
    ]
    app.clientside_callback(
        ClientsideFunction("tessera", "explained"),
        *drawn,
        Input(ids.SEGMENTS_FIGURES_STORE, "data"),
        Input(ids.SHELL_THEME_STORE, "data"),
    )
