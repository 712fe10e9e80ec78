"""The button "Suggest for me": methods are tried behind the page, and one is proposed with reasons."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from dash import Dash, Input, Output, State, ctx, no_update

from callbacks.shared.jobs import is_over, pause_while_running
from callbacks.shared.requests import Data, RecipeRequest
from core.errors import UserError
from core.segment import Run, algorithm
from core.session import Result, Session
from core.suggest import Proposal, share_proposal
from layouts import ids
from layouts.address import Address
from layouts.suggest_panel import FORGOTTEN, NOTHING_SUGGESTED, progress_line, proposal_panel, refusal

# The job in its store, True where its clock stands still, and the content of the panel.
Panel = tuple[Data, bool, list[Any]]


def begin(session: Session, shown: Mapping[str, Any]) -> Panel:
    """Start the job that suggests a method for the recipe on the page, unless the answer is there."""
    try:
        result = RecipeRequest.from_json(shown).open(session)
        job = result.start_suggestion()
    except UserError as error:
        return None, True, refusal(str(error))
    if job is None:
        return None, True, show_proposal(result)
    return {**shown, "job": job}, False, progress_line("", 0.0)


def follow(session: Session, job: dict[str, Any]) -> Panel:
    """Panel of a job that is under way."""
    status = session.status(job["job"])
    if not is_over(status):
        return job, False, progress_line(status.step, status.share)
    if status.state != "done":
        return None, True, refusal(status.message or NOTHING_SUGGESTED)
    return None, True, show_proposal(RecipeRequest.from_json(job).open(session))


def carry_on(session: Session, shown: Data, job: Data) -> tuple[Any, ...]:
    """Panel after another choice: a job under way goes on where the choice leaves its answer as it is."""
    with suppress(UserError):  # a recipe that does not fit: the page says why
        if shown and job and share_proposal(_run(session, shown), _run(session, job)):
            return {**shown, "job": job["job"]}, False, no_update
    return None, True, []


def _run(session: Session, shown: Mapping[str, Any]) -> Run:
    return RecipeRequest.from_json(shown).open(session).run


def show_proposal(result: Result) -> list[Any]:
    """The proposal, with a link that uses it, to a page whose analysis has yet to be computed; none where the
    page has that method already, and the box of the recommendation leads to its setting."""
    proposal = result.proposal()
    if proposal is None:
        return refusal(FORGOTTEN)
    recipe = result.run.recipe
    used = recipe.with_changes(algorithm=proposal.chosen.method, params=changed_params(proposal))
    address = Address(result.run.dataset.id, used.to_token(), proposal.chosen.setting)
    is_new = proposal.clearer or proposal.chosen.method != recipe.algorithm
    return proposal_panel(proposal, setting_words(proposal), address if is_new else None)


def changed_params(proposal: Proposal) -> dict[str, Any]:
    """The proposed parameters beside the slider that are not the defaults."""
    defaults = {param.name: param.default for param in algorithm(proposal.chosen.method).other_params}
    params = proposal.chosen.params
    return {
        name: params[name]
        for name, default in defaults.items()
        if name in params and params[name] != default
    }


def setting_words(proposal: Proposal) -> str:
    """Position of the slider in words: "4 segments", or "reach (eps) 0.53: 3 segments"."""
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
    def _propose(clicks: int | None, _ticks: int | None, shown: Data, job: Data) -> Any:
        changed = set(ctx.triggered_prop_ids.values())
        if ids.SEGMENT_SUGGEST_BUTTON in changed and clicks and shown:
            return begin(session(), shown)
        if ids.SEGMENT_RECIPE_STORE in changed:
            return carry_on(session(), shown, job)
        return follow(session(), job) if job else (no_update, no_update, no_update)
