"""The verdict on the segments: computed behind the page, and shown once it is known."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from callbacks.shared.jobs import is_over, pause_while_running
from callbacks.shared.requests import Data, RecipeRequest
from core.errors import UserError
from core.jobs import QueueFull
from core.session import Session
from layouts import ids
from layouts.segment_page import VERDICT_STOPPED


def begin(session: Session, live: Mapping[str, Any]) -> tuple[Any, Any]:
    """The job that finds the verdict if any, and what the page shows of it by now."""
    try:
        job = RecipeRequest.from_json(live).open(session).start_verdict()
    except UserError as error:
        return None, {**live, "problem": str(error), "repeatable": isinstance(error, QueueFull)}
    if job is None:
        return None, {**live, "done": True}
    return {**live, "job": job}, {**live, "share": 0}


def follow(session: Session, judging: Mapping[str, Any]) -> dict[str, Any]:
    """Progress of the job, with `known` where a verdict is there already.

    `problem` says why there is none, and is `repeatable` where another try may find one.
    """
    request, status = RecipeRequest.from_json(judging), session.status(judging["job"])
    progress = {**request.to_json(), "job": judging["job"], "share": status.share}
    if not is_over(status):
        return progress | {"known": request.open(session).run.verdict is not None}
    if status.state == "done":
        return progress | {"done": True}
    repeatable = status.repeatable or status.state == "cancelled"
    return progress | {"problem": status.message or VERDICT_STOPPED, "repeatable": repeatable}


def register(app: Dash, session: Callable[[], Session]) -> None:
    app.clientside_callback(
        ClientsideFunction("tessera", "scheduleVerdict"),
        Output(ids.SEGMENT_REST_STORE, "data"),
        Input(ids.SEGMENT_LIVE_STORE, "data"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(ids.SEGMENT_JUDGING_STORE, "data"),
        Output(ids.SEGMENT_VERDICT_STORE, "data"),
        Input(ids.SEGMENT_REST_STORE, "data"),
        prevent_initial_call=True,
    )
    def _begin(live: Data) -> Any:
        return begin(session(), live) if live else (None, no_update)

    @app.callback(
        Output(ids.SEGMENT_VERDICT_STORE, "data", allow_duplicate=True),
        Input(ids.SEGMENT_JUDGING_INTERVAL, "n_intervals"),
        State(ids.SEGMENT_JUDGING_STORE, "data"),
        prevent_initial_call=True,
        running=pause_while_running(ids.SEGMENT_JUDGING_INTERVAL),
    )
    def _follow(_ticks: int | None, judging: Data) -> Any:
        return follow(session(), judging) if judging else no_update

    app.clientside_callback(
        ClientsideFunction("tessera", "followVerdict"),
        Output(ids.SEGMENT_JUDGING_INTERVAL, "disabled"),
        Input(ids.SEGMENT_JUDGING_STORE, "data"),
        Input(ids.SEGMENT_VERDICT_STORE, "data"),
    )
