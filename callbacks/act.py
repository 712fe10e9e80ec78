"""The Act page: plans by a playbook, and the expected return of a campaign."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import ALL, Dash, Input, Output, State, no_update

from callbacks.shared.requests import Data, ResultRequest, values_by_member
from core.act import BUILT_IN, PARAMS
from core.errors import UserError
from core.session import Session
from layouts import ids
from layouts.act_audience import audience_panel, refusal
from layouts.act_page import BY_DATA, act_body, plan_cards, playbook_choice, playbook_pairs
from layouts.act_uplift import uplift_panel
from layouts.act_what_if import worth_panel, worth_table
from layouts.address import download_address
from layouts.controls import read_number
from layouts.parts import options


def show(session: Session, shown: ResultRequest) -> list[Any]:
    """The page's region."""
    result, choices = shown.open(session), session.act_choices
    dataset, address = result.run.dataset, shown.address
    files = {name: download_address(address, "playbook", [("name", name)]) for name in BUILT_IN}
    files["decisions"] = download_address(address, "decisions")
    contacts = session.contact_columns(dataset, result.run.recipe)
    return act_body(
        worth_panel(choices.what_if_values(dataset.id)),
        show_plans(session, shown),
        playbook_choice(choices.choices(), choices.choice(), files, choices.own_playbook_text()),
        [audience_panel(result.explanation().profiles, contacts, dataset.columns), uplift_panel()],
    )


def show_plans(session: Session, shown: ResultRequest) -> list[Any]:
    """The plans by the chosen playbook."""
    result = shown.open(session)
    ratings = session.act_choices.feedback().ratings_of(shown.dataset)
    return plan_cards(result.explanation(), result.plan(), ratings)


def choose_playbook(session: Session, shown: ResultRequest, name: str) -> list[Any]:
    """Use another playbook from now on; its plans."""
    session.act_choices.choose("" if name == BY_DATA else name)
    return show_plans(session, shown)


def bring_playbook(session: Session, shown: ResultRequest, text: str) -> tuple[Any, Any, Any, str]:
    """Use a playbook of the user's own: its plans, the playbooks and the one in use, or the problem."""
    choices = session.act_choices
    try:
        choices.bring_playbook(text)
    except UserError as error:
        return no_update, no_update, no_update, str(error)
    playbooks = options(playbook_pairs(choices.choices()))
    return show_plans(session, shown), playbooks, choices.choice(), ""


def show_worth(session: Session, shown: ResultRequest, values: Mapping[str, Any]) -> Any:
    """Keep these assumptions and show what each segment would bring; or the problem with one of them."""
    result = shown.open(session)
    values = {**values, "budget": values["budget"] or 0}  # left empty, there is no limit
    try:
        assumptions = {param.name: read_number(param, values[param.name]) for param in PARAMS}
    except UserError as error:
        return refusal(str(error))
    session.act_choices.save_what_if_values(result.run.dataset.id, assumptions)
    names = {profile.segment: profile.name for profile in result.explanation().profiles}
    return worth_table(result.what_if(assumptions), names)


def register(app: Dash, session: Callable[[], Session]) -> None:
    _register_worth(app, session)

    @app.callback(
        Output(ids.ACT_BODY, "children"),
        Input(ids.RESULT_SHOWN_STORE, "data"),
        prevent_initial_call=True,
    )
    def _show(shown: Data) -> Any:
        return show(session(), ResultRequest.from_json(shown)) if shown else no_update

    @app.callback(
        Output(ids.ACT_PLANS, "children"),
        Input(ids.ACT_PLAYBOOK_SELECT, "value"),
        State(ids.RESULT_SHOWN_STORE, "data"),
        prevent_initial_call=True,
    )
    def _choose(name: str, shown: Data) -> Any:
        if not shown:
            return no_update
        return choose_playbook(session(), ResultRequest.from_json(shown), name)

    @app.callback(
        Output(ids.ACT_PLANS, "children", allow_duplicate=True),
        Output(ids.ACT_PLAYBOOK_SELECT, "options"),
        Output(ids.ACT_PLAYBOOK_SELECT, "value"),
        Output(ids.ACT_PLAYBOOK_ERROR, "children"),
        Output(ids.ACT_PLAYBOOK_ERROR, "is_open"),
        Input(ids.ACT_PLAYBOOK_BUTTON, "n_clicks"),
        State(ids.ACT_PLAYBOOK_AREA, "value"),
        State(ids.RESULT_SHOWN_STORE, "data"),
        prevent_initial_call=True,
    )
    def _bring(clicks: int | None, text: str | None, shown: Data) -> tuple[Any, ...]:
        if not clicks or not shown:
            return (no_update,) * 5
        *panels, error = bring_playbook(session(), ResultRequest.from_json(shown), text or "")
        return *panels, error, bool(error)


def _register_worth(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.ACT_WORTH, "children"),
        Input(ids.keyed(ids.ACT_WORTH_FIELDS, ALL), "value"),
        State(ids.keyed(ids.ACT_WORTH_FIELDS, ALL), "id"),
        State(ids.RESULT_SHOWN_STORE, "data"),
    )
    def _worth(values: Sequence[Any], members: Sequence[Any], shown: Data) -> Any:
        if not shown or not members:
            return no_update
        assumptions = values_by_member(members, values)
        return show_worth(session(), ResultRequest.from_json(shown), assumptions)
