"""The button "Suggest for me": methods are tried behind the page, and one is proposed with reasons."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import Dash, Input, Output, State, ctx, no_update

from callbacks.shared.jobs import open_result, pause_while_running
from core.errors import UserError
from core.segment import algorithm
from core.session import Result, Session
from core.suggest import Proposal
from layouts import ids
from layouts.address import Address
from layouts.suggest_panel import progress_line, proposal_panel, refusal

Data = dict[str, Any] | None
Shown = tuple[Any, bool, Any]
ENDED = {"done", "failed", "cancelled"}


def begin(session: Session, shown: Mapping[str, Any]) -> Shown:
    """The job with what it is for, whether there is nothing to wait for, and what stands on the page."""
    try:
        result = open_result(session, shown)
        job = result.start_suggestion()
    except UserError as error:
        return None, True, refusal(str(error))
    if job is None:
        return None, True, show_proposal(result)
    return {**shown, "job": job}, False, progress_line("", 0.0)


def follow(session: Session, proposing: Mapping[str, Any]) -> Shown:
    """The same as `begin`, of a job that is under way."""
    status = session.status(proposing["job"])
    if status.state not in ENDED:
        return proposing, False, progress_line(status.step, status.share)
    if status.state != "done":
        return None, True, refusal(status.message or "Nothing was proposed. Try again.")
    return None, True, show_proposal(open_result(session, proposing))


def show_proposal(result: Result) -> list[Any]:
    """The proposal with the way to adopt it: an address whose analysis has yet to be computed."""
    proposal = result.proposal()
    if proposal is None:
        return refusal("The proposal is no longer kept. Ask again.")
    adopted = result.run.recipe.with_changes(
        algorithm=proposal.chosen.method, params=changed_params(proposal)
    )
    address = Address(result.run.dataset.id, adopted.to_token(), proposal.chosen.setting)
    return proposal_panel(proposal, setting_words(proposal), address)


def changed_params(proposal: Proposal) -> dict[str, Any]:
    """The proposed parameters beside the slider that are not the usual ones."""
    usual = {param.name: param.default for param in algorithm(proposal.chosen.method).other_params}
    given = proposal.chosen.params
    return {name: given[name] for name in usual if name in given and given[name] != usual[name]}


def setting_words(proposal: Proposal) -> str:
    """Where the slider stands: "4 segments", or "reach (eps) 0.53: 3 segments"."""
    spec, k = algorithm(proposal.chosen.method), proposal.chosen.k
    segments = f"{k} segments"
    if not spec.adaptive:
        return segments
    return f"{spec.slider.title.lower()} {proposal.chosen.setting:.4g}: {segments}"


def register(app: Dash, session: Callable[[], Session]) -> None:
    region = (
        Output(ids.SEGMENT_PROPOSING_STORE, "data"),
        Output(ids.SEGMENT_PROPOSING_INTERVAL, "disabled"),
        Output(ids.SEGMENT_PROPOSAL, "children"),
    )

    # One callback for all three, so that Dash forgets an answer that is late: it may be about other choices.
    @app.callback(
        *region,
        Input(ids.SEGMENT_SUGGEST_BUTTON, "n_clicks"),
        Input(ids.SEGMENT_PROPOSING_INTERVAL, "n_intervals"),
        Input(ids.SEGMENT_RECIPE_STORE, "data"),
        State(ids.SEGMENT_PROPOSING_STORE, "data"),
        prevent_initial_call=True,
        running=pause_while_running(ids.SEGMENT_PROPOSING_INTERVAL),
    )
    def _propose(clicks: int | None, _ticks: int | None, shown: Data, proposing: Data) -> Any:
        changed = set(ctx.triggered_prop_ids.values())
        if ids.SEGMENT_RECIPE_STORE in changed:
            return None, True, []
        if ids.SEGMENT_SUGGEST_BUTTON in changed and clicks and shown:
            return begin(session(), shown)
        return follow(session(), proposing) if proposing else (no_update, no_update, no_update)
