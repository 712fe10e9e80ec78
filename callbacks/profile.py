"""The Profiles page: its cards once the segments are explained, the user's names, two side by side."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, no_update
from dash.dependencies import DashDependency

from callbacks.shared.requests import Data, ResultRequest, requested_rating
from core.errors import UserError
from core.model import Explanation
from core.profile import statements_by_segment
from core.session import Session, describe_set, read_sets, remove_set
from layouts import ids
from layouts.own_sets import own_sets_section
from layouts.parts import options
from layouts.profile_card import card_heads, name_lines
from layouts.profile_page import CHARTS, importance_choices, pair_choices, pair_table, profile_body
from layouts.profile_rfm import PROFILES, profile_tabs
from layouts.result_page import Ratings


def show(session: Session, shown: ResultRequest) -> tuple[Any, Any]:
    """The page's region and the figures of its charts."""
    result = shown.open(session)
    explanation, ratings = _explanation_and_ratings(session, shown)
    body = profile_body(
        explanation,
        result.example_customers("typical"),
        result.example_customers("borderline"),
        ratings,
        statements_by_segment(result.segmentation, explanation),
    )
    tabs = [profile_tabs(shown.address, PROFILES)] if result.has_rfm() else []
    return [*tabs, *body, own_sets(session, shown)], _figures(session, shown)


def own_sets(session: Session, shown: ResultRequest) -> Any:
    """The customers whom the session keeps as segments of its own."""
    result = shown.open(session)
    segmentation, sets = result.named_segmentation, read_sets(session.notes, result.run.dataset)
    names = {label: segmentation.name(label) for label in range(segmentation.k)}
    profiles = [describe_set(segmentation, customers) for customers in sets]
    return own_sets_section(profiles, names, shown.address)


def _explanation_and_ratings(session: Session, shown: ResultRequest) -> tuple[Explanation, Ratings]:
    ratings = session.act_choices.feedback().ratings_of(shown.dataset)
    return shown.open(session).explanation(), ratings


def decide(session: Session, shown: ResultRequest, decision: Mapping[str, Any]) -> str:
    """Keep a decision on a name: another name, a thumb, or that all thumbs are taken back. Returns the
    problem with it, if there is one."""
    result = shown.open(session)
    try:
        if decision["kind"] == "rating":
            session.rate(requested_rating(shown.dataset, decision))
        elif decision["kind"] == "back":
            session.forget_votes_on_names(decision["of"])
        elif decision["text"]:
            result.rename(decision["segment"], decision["text"])
        else:
            result.reset_names(decision["segment"])
    except UserError as error:
        return str(error)
    return ""


def rename(
    session: Session, shown: ResultRequest, decision: Mapping[str, Any], chosen: str
) -> tuple[Any, ...]:
    """Keep a decision on a name, and return all that names change: the heads of the cards, their lines,
    the segments to choose from, and the charts, that of importance for the `chosen` one."""
    error = decide(session, shown, decision)
    explanation, ratings = _explanation_and_ratings(session, shown)
    heads = {
        "number": decision["number"],
        "error": error,
        "heads": card_heads(explanation, ratings),
    }
    lines = [name_lines(explanation, profile) for profile in explanation.profiles]
    choices = options(importance_choices(explanation))
    return heads, lines, choices, _figures(session, shown, chosen)


def _figures(session: Session, shown: ResultRequest, chosen: str = "all") -> dict[str, Any]:
    segment = int(chosen) if str(chosen).isdecimal() else None
    return {"of": shown.to_json(), "figures": shown.open(session).figures(segment)}


def side_by_side(
    session: Session, shown: ResultRequest, first: str, second: str
) -> tuple[Any, Any, Any]:
    """The table of the differences between two segments, and the choices in place of either."""
    result = shown.open(session)
    explanation, segments = result.explanation(), (int(first), int(second))
    profiles = (explanation.profiles[explanation.place(segment)] for segment in segments)
    table = pair_table(result.differences(*segments), *profiles)
    return table, *(options(pair_choices(explanation, other)) for other in reversed(segments))


def register(app: Dash, session: Callable[[], Session]) -> None:
    _register_names(app, session)
    _register_figures(app, session)
    _register_own_sets(app, session)

    @app.callback(
        Output(ids.PROFILES_BODY, "children"),
        Output(ids.PROFILES_FIGURES_STORE, "data"),
        Input(ids.RESULT_SHOWN_STORE, "data"),
        prevent_initial_call=True,
    )
    def _show(shown: Data) -> tuple[Any, Any]:
        return show(session(), ResultRequest.from_json(shown)) if shown else (no_update, no_update)

    @app.callback(
        Output(ids.PROFILES_PAIR, "children"),
        Output(ids.PROFILES_FIRST_SELECT, "options"),
        Output(ids.PROFILES_SECOND_SELECT, "options"),
        Input(ids.PROFILES_FIRST_SELECT, "value"),
        Input(ids.PROFILES_SECOND_SELECT, "value"),
        Input(ids.PROFILES_NAMES_STORE, "data"),
        State(ids.RESULT_SHOWN_STORE, "data"),
    )
    def _compare(first: str, second: str, _names: Data, shown: Data) -> tuple[Any, Any, Any]:
        if not shown:
            return (no_update,) * 3
        return side_by_side(session(), ResultRequest.from_json(shown), first, second)


def _register_names(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.PROFILES_NAMES_STORE, "data"),
        Output(ids.keyed(ids.PROFILES_NAME_LINES, ALL), "children"),
        Output(ids.PROFILES_IMPORTANCE_SELECT, "options"),
        Output(ids.PROFILES_FIGURES_STORE, "data", allow_duplicate=True),
        Input(ids.PROFILES_RATING_STORE, "data"),
        State(ids.RESULT_SHOWN_STORE, "data"),
        State(ids.PROFILES_IMPORTANCE_SELECT, "value"),
        State(ids.keyed(ids.PROFILES_NAME_LINES, ALL), "id"),
        prevent_initial_call=True,
    )
    def _rename(decision: Data, shown: Data, chosen: str, lines: list[Any]) -> tuple[Any, ...]:
        if not decision or not shown:
            return no_update, [no_update] * len(lines), no_update, no_update
        return rename(session(), ResultRequest.from_json(shown), decision, chosen)

    app.clientside_callback(
        ClientsideFunction("tessera", "updateNames"), Input(ids.PROFILES_NAMES_STORE, "data")
    )


def _register_own_sets(app: Dash, session: Callable[[], Session]) -> None:
    removes = ids.keyed(ids.PROFILES_OWN_REMOVE_BUTTONS, ALL)

    @app.callback(
        Output(ids.PROFILES_OWN, "children"),
        Output(ids.PROFILES_OWN, "hidden"),
        Input(removes, "n_clicks"),
        State(ids.RESULT_SHOWN_STORE, "data"),
        prevent_initial_call=True,
    )
    def _remove(_clicks: Any, shown: Data) -> tuple[Any, Any]:
        if not shown or not ctx.triggered[0]["value"]:
            return no_update, no_update
        request = ResultRequest.from_json(shown)
        remove_set(session().notes, request.open(session()).run.dataset, ctx.triggered_id["key"])
        section = own_sets(session(), request)
        return section.children, section.hidden


def _register_figures(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.PROFILES_FIGURES_STORE, "data", allow_duplicate=True),
        Input(ids.PROFILES_IMPORTANCE_SELECT, "value"),
        State(ids.RESULT_SHOWN_STORE, "data"),
        prevent_initial_call=True,
    )
    def _importance(chosen: str, shown: Data) -> Any:
        return _figures(session(), ResultRequest.from_json(shown), chosen) if shown else no_update

    graphs: list[DashDependency] = [
        Output(ids.keyed(ids.PROFILES_GRAPHS, name), "figure") for name, _ in CHARTS
    ]
    app.clientside_callback(
        ClientsideFunction("tessera", "drawExplanation"),
        *graphs,
        Input(ids.PROFILES_FIGURES_STORE, "data"),
        Input(ids.SHELL_THEME_STORE, "data"),
    )
