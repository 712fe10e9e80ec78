"""The Segments page: its cards once the segments are explained, names of one's own, two side by side."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, no_update
from dash.dependencies import DashDependency

from callbacks.shared.jobs import open_result
from core.errors import UserError
from core.model import Explanation, RatedSubject
from core.session import Decisions, Desk
from layouts import ids
from layouts.address import Address
from layouts.explain_page import CHARTS, explain_body, importance_choices, pair_choices, pair_table
from layouts.explain_profile import card_heads, name_lines
from layouts.parts import options
from layouts.result_page import Ratings

Data = dict[str, Any] | None


def show(desk: Desk, found: Mapping[str, Any]) -> tuple[Any, Any]:
    """The page's region and the figures of its charts."""
    decisions, where = Decisions(desk), open_result(desk, found)
    told, ratings = _explanation_and_ratings(desk, found)
    here = Address(found["dataset"], found["token"], found["setting"])
    body = explain_body(
        told,
        decisions.people(*where, "typical"),
        decisions.people(*where, "borderline"),
        ratings,
        f"/rfm{here.search()}" if decisions.has_rfm(*where[:2]) else "",
    )
    return body, {"of": found, "figures": decisions.figures(*where)}


def _explanation_and_ratings(desk: Desk, found: Mapping[str, Any]) -> tuple[Explanation, Ratings]:
    decisions = Decisions(desk)
    ratings = decisions.kept.feedback().ratings_of(found["dataset"])
    return decisions.explanation(*open_result(desk, found)), ratings


def decide(desk: Desk, found: Mapping[str, Any], said: Mapping[str, Any]) -> str:
    """Keeps what was said of a name: another name, a thumb, or that all thumbs are taken back. The
    answer is what is wrong with it, if anything."""
    decisions, where = Decisions(desk), open_result(desk, found)
    try:
        if said["kind"] == "rating":
            subject = RatedSubject.parse(said["thing"])
            decisions.rate(where[0], subject, said["vote"], said["note"], said["of"])
        elif said["kind"] == "back":
            decisions.forget_votes_on_names(said["of"])
        elif said["text"]:
            decisions.rename(*where, said["segment"], said["text"])
        else:
            decisions.reset(*where, said["segment"])
    except UserError as error:
        return str(error)
    return ""


def rename(
    desk: Desk, found: Mapping[str, Any], said: Mapping[str, Any], chosen: str
) -> tuple[Any, ...]:
    """What is different once that is kept: the heads of the cards, the lines in these, the segments to
    choose from, and the charts, that of importance for the `chosen` one."""
    error = decide(desk, found, said)
    told, ratings = _explanation_and_ratings(desk, found)
    heads = {"number": said["number"], "error": error, "heads": card_heads(told, ratings)}
    lines = [name_lines(told, story) for story in told.stories]
    return heads, lines, options(importance_choices(told)), _figures(desk, found, chosen)


def _figures(desk: Desk, found: Mapping[str, Any], chosen: str) -> dict[str, Any]:
    segment = int(chosen) if str(chosen).isdecimal() else None
    figures = Decisions(desk).figures(*open_result(desk, found), segment)
    return {"of": dict(found), "figures": figures}


def side_by_side(desk: Desk, found: Mapping[str, Any], first: str, second: str) -> tuple[Any, Any, Any]:
    """The table of what tells two segments apart, and what may be chosen in place of either."""
    decisions, where = Decisions(desk), open_result(desk, found)
    told, both = decisions.explanation(*where), (int(first), int(second))
    stories = (told.stories[told.place(one)] for one in both)
    table = pair_table(decisions.contrast(*where, *both), *stories)
    return table, *(options(pair_choices(told, other)) for other in reversed(both))


def register(app: Dash, desk: Callable[[], Desk]) -> None:
    _register_names(app, desk)
    _register_figures(app, desk)

    @app.callback(
        Output(ids.SEGMENTS_BODY, "children"),
        Output(ids.SEGMENTS_FIGURES_STORE, "data"),
        Input(ids.DECIDE_FOUND_STORE, "data"),
        prevent_initial_call=True,
    )
    def _show(found: Data) -> tuple[Any, Any]:
        return show(desk(), found) if found else (no_update, no_update)

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
        return side_by_side(desk(), found, first, second) if found else (no_update,) * 3


def _register_names(app: Dash, desk: Callable[[], Desk]) -> None:
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
        return rename(desk(), found, said, chosen)

    app.clientside_callback(
        ClientsideFunction("tessera", "named"), Input(ids.SEGMENTS_NAMES_STORE, "data")
    )


def _register_figures(app: Dash, desk: Callable[[], Desk]) -> None:
    @app.callback(
        Output(ids.SEGMENTS_FIGURES_STORE, "data", allow_duplicate=True),
        Input(ids.SEGMENTS_IMPORTANCE_SELECT, "value"),
        State(ids.DECIDE_FOUND_STORE, "data"),
        prevent_initial_call=True,
    )
    def _importance(chosen: str, found: Data) -> Any:
        return _figures(desk(), found, chosen) if found else no_update

    drawn: list[DashDependency] = [
        Output(ids.keyed(ids.SEGMENTS_GRAPHS, name), "figure") for name, _ in CHARTS
    ]
    app.clientside_callback(
        ClientsideFunction("tessera", "explained"),
        *drawn,
        Input(ids.SEGMENTS_FIGURES_STORE, "data"),
        Input(ids.SHELL_THEME_STORE, "data"),
    )
