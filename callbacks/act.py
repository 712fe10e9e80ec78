"""The Act page: plans once the segments are explained, another playbook, what a campaign would bring."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import ALL, Dash, Input, Output, State, no_update

from callbacks.shared.jobs import open_result
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

Data = dict[str, Any] | None


def show(session: Session, found: Mapping[str, Any]) -> list[Any]:
    """The page's region."""
    result = open_result(session, found)
    dataset, kept, told = result.run.dataset, session.act_choices, result.explanation()
    files = {name: download_address(found, "playbook", [("name", name)]) for name in BUILT_IN}
    files["decisions"] = download_address(found, "decisions")
    contacts = session.contact_columns(dataset, result.run.recipe)
    return act_body(
        worth_panel(kept.assumed(dataset.id)),
        show_plans(session, found),
        playbook_choice(kept.choices(), kept.choice(), files, kept.own_text()),
        [audience_panel(told.stories, contacts, dataset.columns), uplift_panel()],
    )


def show_plans(session: Session, found: Mapping[str, Any]) -> list[Any]:
    """The plans by the chosen playbook."""
    result = open_result(session, found)
    ratings = session.act_choices.feedback().about(found["dataset"])
    return plan_cards(result.explanation(), result.plan(), ratings)


def choose_playbook(session: Session, found: Mapping[str, Any], name: str) -> list[Any]:
    """The plans by another playbook, which is used from now on."""
    session.act_choices.choose("" if name == BY_DATA else name)
    return show_plans(session, found)


def bring_playbook(session: Session, found: Mapping[str, Any], text: str) -> tuple[Any, Any, Any, str]:
    """The plans by a playbook of one's own, the playbooks and the one in use, or what is wrong with it."""
    kept = session.act_choices
    try:
        kept.bring(text)
    except UserError as error:
        return no_update, no_update, no_update, str(error)
    return show_plans(session, found), options(playbook_pairs(kept.choices())), kept.choice(), ""


def show_worth(session: Session, found: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
    """What each segment would bring under these assumptions, which are kept, or which of them is none."""
    result = open_result(session, found)
    values = {**values, "budget": values["budget"] or 0}  # left empty, there is no limit
    try:
        assumed = {param.name: read_number(param, values[param.name]) for param in PARAMS}
    except UserError as error:
        return refusal(str(error))
    session.act_choices.assume(result.run.dataset.id, assumed)
    names = {story.segment: story.name for story in result.explanation().stories}
    return worth_table(result.what_if(assumed), names)


def register(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.ACT_BODY, "children"),
        Input(ids.DECIDE_FOUND_STORE, "data"),
        prevent_initial_call=True,
    )
    def _show(found: Data) -> Any:
        return show(session(), found) if found else no_update

    @app.callback(
        Output(ids.ACT_PLANS, "children"),
        Input(ids.ACT_PLAYBOOK_SELECT, "value"),
        State(ids.DECIDE_FOUND_STORE, "data"),
        prevent_initial_call=True,
    )
    def _choose(name: str, found: Data) -> Any:
        return choose_playbook(session(), found, name) if found else no_update

    @app.callback(
        Output(ids.ACT_PLANS, "children", allow_duplicate=True),
        Output(ids.ACT_PLAYBOOK_SELECT, "options"),
        Output(ids.ACT_PLAYBOOK_SELECT, "value"),
        Output(ids.ACT_PLAYBOOK_ERROR, "children"),
        Output(ids.ACT_PLAYBOOK_ERROR, "is_open"),
        Input(ids.ACT_PLAYBOOK_BUTTON, "n_clicks"),
        State(ids.ACT_PLAYBOOK_AREA, "value"),
        State(ids.DECIDE_FOUND_STORE, "data"),
        prevent_initial_call=True,
    )
    def _bring(clicks: int | None, text: str | None, found: Data) -> tuple[Any, ...]:
        if not clicks or not found:
            return (no_update,) * 5
        *shown, error = bring_playbook(session(), found, text or "")
        return *shown, error, bool(error)

    @app.callback(
        Output(ids.ACT_WORTH, "children"),
        Input(ids.keyed(ids.ACT_WORTH_FIELDS, ALL), "value"),
        State(ids.keyed(ids.ACT_WORTH_FIELDS, ALL), "id"),
        State(ids.DECIDE_FOUND_STORE, "data"),
    )
    def _worth(values: Sequence[Any], members: Sequence[Any], found: Data) -> Any:
        named = {one["key"]: value for one, value in zip(members, values, strict=True)}
        return show_worth(session(), found, named) if found and named else no_update
