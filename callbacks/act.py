"""The Act page: plans by a playbook, and the expected return of a campaign."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update

from callbacks.shared.requests import Data, ResultRequest, values_by_member
from core.act import BUILT_IN, BY_SEGMENT, CELLS, CONTACTED, EDITABLE, PARAMS, GroupPlan, WhatIf
from core.errors import UserError
from core.session import Result, Session, plan_own_sets, read_sets
from layouts import ids
from layouts.act_audience import audience_panel, refusal
from layouts.act_page import BY_DATA, act_body, plan_cards, playbook_choice, playbook_pairs
from layouts.act_uplift import uplift_panel
from layouts.act_what_if import NOTHING, all_results, cell_value, worth_answer, worth_panel
from layouts.address import download_address
from layouts.controls import read_number
from layouts.parts import options


def show(session: Session, shown: ResultRequest) -> list[Any]:
    """The page's region."""
    result, choices = shown.open(session), session.act_choices
    dataset, address = result.run.dataset, shown.address
    files = {name: download_address(address, "playbook", [("name", name)]) for name in BUILT_IN}
    files["decisions"] = download_address(address, "decisions")
    contacts = result.contact_columns()
    assumed, groups = choices.what_if_values(dataset.id), plan_own_sets(result)
    return act_body(
        worth_panel(result.what_if(assumed), assumed, [group.campaign for group in groups]),
        _plan_cards(session, result, groups),
        playbook_choice(choices.choices(), choices.choice(), files, choices.own_playbook_text()),
        [
            audience_panel(
                result.explanation().profiles,
                contacts,
                dataset.columns,
                [each.name for each in read_sets(session.notes, dataset)],
            ),
            uplift_panel(),
        ],
    )


def show_plans(session: Session, shown: ResultRequest) -> list[Any]:
    """The plans by the chosen playbook."""
    result = shown.open(session)
    return _plan_cards(session, result, plan_own_sets(result))


def _plan_cards(session: Session, result: Result, groups: Sequence[GroupPlan]) -> list[Any]:
    ratings = session.act_choices.feedback().ratings_of(result.run.dataset.id)
    return plan_cards(result.explanation(), result.plan(), ratings, groups)


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


def edit_action(
    session: Session, shown: ResultRequest, edit: Mapping[str, Any]
) -> tuple[Any, Any, Any, Any, str]:
    """Write an action anew in a playbook of the user's own: its plans, the playbooks, the one in use, its
    text, or the problem."""
    choices, plan = session.act_choices, shown.open(session).plan()
    texts = {name: str(edit.get(name, "")) for name in EDITABLE}
    try:
        choices.edit_action(plan.playbook, str(edit["id"]), texts)
    except UserError as error:
        return no_update, no_update, no_update, no_update, str(error)
    playbooks = options(playbook_pairs(choices.choices()))
    return show_plans(session, shown), playbooks, choices.choice(), choices.own_playbook_text(), ""


@dataclass(frozen=True)
class WorthView:
    """The what-if's answer, what follows by cell, and what the cells of assumptions show."""

    answer: Any
    results: Mapping[str, Any]
    cells: Mapping[str, Any]


def show_worth(
    session: Session, shown: ResultRequest, values: Mapping[str, Any], cells: Mapping[str, Any]
) -> WorthView:
    """Keep these assumptions and show what each segment would bring; or the problem with one of them.

    `values` are of the fields, `cells` by "segment/assumption"; where there are none, they begin anew.
    """
    result = shown.open(session)
    try:
        general = read_assumptions(values)
        begun = result.what_if(general)
        by_name = _changed_cells(begun, cells)
        what_if = result.what_if({**general, BY_SEGMENT: by_name}) if by_name else begun
    except UserError as error:
        return WorthView(refusal(str(error)), {}, {})
    session.act_choices.save_what_if_values(result.run.dataset.id, {**general, BY_SEGMENT: by_name})
    shown_cells = {
        f"{row.segment}/{name}": cell_value(row, name)
        for row in what_if.segments
        for name in (CONTACTED, *(param.name for param in CELLS))
    }
    campaigns = [group.campaign for group in plan_own_sets(result)]
    return WorthView(worth_answer(what_if), all_results(what_if, campaigns), shown_cells)


def read_assumptions(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the checked numbers of the fields; left empty, there is no limit, and orders are not said."""
    empty = {"budget": 0, "orders_each": 0}
    filled = {name: empty.get(name) if value is None else value for name, value in values.items()}
    return {
        param.name: read_number(param, filled[param.name]) for param in PARAMS if param.name in filled
    }


def _changed_cells(begun: WhatIf, cells: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what is set for single segments, by their names; an empty cell is as it began."""
    changes: dict[str, dict[str, Any]] = {}
    for row in begun.segments:
        for name in (CONTACTED, *(param.name for param in CELLS)):
            value = cells.get(f"{row.segment}/{name}")
            if value is not None and value != cell_value(row, name):
                changes.setdefault(row.name, {})[name] = value
    return changes


def register(app: Dash, session: Callable[[], Session]) -> None:
    _register_worth(app, session)
    _register_edits(app, session)

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


def _register_edits(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.ACT_PLANS, "children", allow_duplicate=True),
        Output(ids.ACT_PLAYBOOK_SELECT, "options", allow_duplicate=True),
        Output(ids.ACT_PLAYBOOK_SELECT, "value", allow_duplicate=True),
        Output(ids.ACT_PLAYBOOK_AREA, "value"),
        Output(ids.ACT_EDIT_ERROR, "children"),
        Output(ids.ACT_EDIT_ERROR, "is_open"),
        Input(ids.ACT_EDIT_STORE, "data"),
        State(ids.RESULT_SHOWN_STORE, "data"),
        prevent_initial_call=True,
    )
    def _edit(edit: Data, shown: Data) -> tuple[Any, ...]:
        if not edit or not shown:
            return (no_update,) * 6
        *parts, error = edit_action(session(), ResultRequest.from_json(shown), edit)
        return *parts, error, bool(error)


def _register_worth(app: Dash, session: Callable[[], Session]) -> None:
    """A field fills its column of cells; fields and cells give the results."""
    cells = ids.keyed(ids.ACT_WORTH_CELLS, ALL)
    fields = ids.keyed(ids.ACT_WORTH_FIELDS, ALL)

    @app.callback(
        Output(ids.ACT_WORTH, "children"),
        Output(ids.keyed(ids.ACT_WORTH_RESULTS, ALL), "children"),
        Output(cells, "value"),
        Input(fields, "value"),
        Input(cells, "value"),
        State(fields, "id"),
        State(cells, "id"),
        State(ids.keyed(ids.ACT_WORTH_RESULTS, ALL), "id"),
        State(ids.RESULT_SHOWN_STORE, "data"),
        prevent_initial_call=True,
    )
    def _worth(
        values: Sequence[Any],
        entries: Sequence[Any],
        members: Sequence[Any],
        cell_members: Sequence[Any],
        results: Sequence[Any],
        shown: Data,
    ) -> Any:
        unchanged = no_update, [no_update] * len(results), [no_update] * len(cell_members)
        if not shown or not members:
            return unchanged
        entered = values_by_member(cell_members, entries)
        column = ctx.triggered_id.get("key") if ctx.triggered_id else None
        others = {key: value for key, value in entered.items() if key.partition("/")[2] != column}
        view = show_worth(
            session(), ResultRequest.from_json(shown), values_by_member(members, values), others
        )
        outcome = [view.results.get(member["key"], NOTHING) for member in results]
        return view.answer, outcome, [_new_value(view, *cell) for cell in entered.items()]


def _new_value(view: WorthView, key: str, entered: Any) -> Any:
    """Return what a cell is to show, no_update where that is what was entered."""
    value = view.cells.get(key, entered)
    return no_update if value == entered else value
