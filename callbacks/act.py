"""The Act page: plans once the segments are explained, another playbook, what a campaign would bring."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import ALL, Dash, Input, Output, State, no_update

from callbacks.shared.jobs import open_result
from core.act import BUILT_IN, PARAMS
from core.errors import UserError
from core.session import Decisions, Desk
from layouts import ids
from layouts.act_audience import audience_panel, refusal
from layouts.act_page import BY_DATA, act_body, plan_cards, playbook_choice, playbook_pairs
from layouts.act_uplift import uplift_panel
from layouts.act_what_if import worth_panel, worth_table
from layouts.address import download_address
from layouts.controls import read_number
from layouts.parts import options

Data = dict[str, Any] | None


def show(desk: Desk, found: Mapping[str, Any]) -> list[Any]:
    """The page's region."""
    decisions, (dataset, recipe, setting) = Decisions(desk), open_result(desk, found)
    kept, told = decisions.kept, decisions.explanation(dataset, recipe, setting)
    files = {name: download_address(found, "playbook", [("name", name)]) for name in BUILT_IN}
    files["decisions"] = download_address(found, "decisions")
    contacts = decisions.contacts(dataset, recipe)
    return act_body(
        worth_panel(kept.what_if_values(dataset.id)),
        show_plans(desk, found),
        playbook_choice(kept.choices(), kept.choice(), files, kept.own_playbook_text()),
        [audience_panel(told.stories, contacts, dataset.columns), uplift_panel()],
    )


def show_plans(desk: Desk, found: Mapping[str, Any]) -> list[Any]:
    """The plans by the chosen playbook."""
    decisions, where = Decisions(desk), open_result(desk, found)
    ratings = decisions.kept.feedback().ratings_of(found["dataset"])
    return plan_cards(decisions.explanation(*where), decisions.plan(*where), ratings)


def choose_playbook(desk: Desk, found: Mapping[str, Any], name: str) -> list[Any]:
    """The plans by another playbook, which is used from now on."""
    Decisions(desk).kept.choose("" if name == BY_DATA else name)
    return show_plans(desk, found)


def bring_playbook(desk: Desk, found: Mapping[str, Any], text: str) -> tuple[Any, Any, Any, str]:
    """The plans by a playbook of one's own, the playbooks and the one in use, or what is wrong with it."""
    kept = Decisions(desk).kept
    try:
        kept.bring_playbook(text)
    except UserError as error:
        return no_update, no_update, no_update, str(error)
    return show_plans(desk, found), options(playbook_pairs(kept.choices())), kept.choice(), ""


def show_worth(desk: Desk, found: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
    """What each segment would bring under these assumptions, which are kept, or which of them is none."""
    decisions, where = Decisions(desk), open_result(desk, found)
    values = {**values, "budget": values["budget"] or 0}  # left empty, there is no limit
    try:
        assumed = {param.name: read_number(param, values[param.name]) for param in PARAMS}
    except UserError as error:
        return refusal(str(error))
    decisions.kept.save_what_if_values(where[0].id, assumed)
    names = {story.segment: story.name for story in decisions.explanation(*where).stories}
    return worth_table(decisions.what_if(*where, assumed), names)


def register(app: Dash, desk: Callable[[], Desk]) -> None:
    @app.callback(
        Output(ids.ACT_BODY, "children"),
        Input(ids.DECIDE_FOUND_STORE, "data"),
        prevent_initial_call=True,
    )
    def _show(found: Data) -> Any:
        return show(desk(), found) if found else no_update

    @app.callback(
        Output(ids.ACT_PLANS, "children"),
        Input(ids.ACT_PLAYBOOK_SELECT, "value"),
        State(ids.DECIDE_FOUND_STORE, "data"),
        prevent_initial_call=True,
    )
    def _choose(name: str, found: Data) -> Any:
        return choose_playbook(desk(), found, name) if found else no_update

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
        *shown, error = bring_playbook(desk(), found, text or "")
        return *shown, error, bool(error)

    @app.callback(
        Output(ids.ACT_WORTH, "children"),
        Input(ids.keyed(ids.ACT_WORTH_FIELDS, ALL), "value"),
        State(ids.keyed(ids.ACT_WORTH_FIELDS, ALL), "id"),
        State(ids.DECIDE_FOUND_STORE, "data"),
    )
    def _worth(values: Sequence[Any], members: Sequence[Any], found: Data) -> Any:
        named = {one["key"]: value for one, value in zip(members, values, strict=True)}
        return show_worth(desk(), found, named) if found and named else no_update
