"""Whether the segments are real: looked into behind the page, and told once it is known."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from callbacks.shared.jobs import open_result, pause_while_running
from core.errors import UserError
from core.session import Session
from layouts import ids

Data = dict[str, Any] | None
ENDED = {"done", "failed", "cancelled"}


def begin(session: Session, live: Mapping[str, Any]) -> tuple[Any, Any]:
    """The job that looks into it, or that it is known already."""
    try:
        job = open_result(session, live).start_verdict()
    except UserError as error:
        return None, {**live, "share": 0, "problem": str(error)}
    return (
        (None, {**live, "done": True}) if job is None else ({**live, "job": job}, {**live, "share": 0})
    )


def follow(session: Session, judging: Mapping[str, Any]) -> dict[str, Any]:
    """How far it is, whether a verdict is known already; what went wrong instead of one."""
    status = session.status(judging["job"])
    told = {"dataset": judging["dataset"], "token": judging["token"], "share": status.share}
    if status.state not in ENDED:
        return told | {"known": open_result(session, judging).run.verdict is not None}
    return told | ({"done": True} if status.state == "done" else {"problem": status.message})


def register(app: Dash, session: Callable[[], Session]) -> None:
    app.clientside_callback(
        ClientsideFunction("tessera", "rest"),
        Output(ids.SEGMENT_RESTED_STORE, "data"),
        Input(ids.SEGMENT_LIVE_STORE, "data"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(ids.SEGMENT_JUDGING_STORE, "data"),
        Output(ids.SEGMENT_JUDGED_STORE, "data"),
        Input(ids.SEGMENT_RESTED_STORE, "data"),
        prevent_initial_call=True,
    )
    def _begin(live: Data) -> Any:
        return begin(session(), live) if live else (None, no_update)

    @app.callback(
        Output(ids.SEGMENT_JUDGED_STORE, "data", allow_duplicate=True),
        Input(ids.SEGMENT_JUDGING_INTERVAL, "n_intervals"),
        State(ids.SEGMENT_JUDGING_STORE, "data"),
        prevent_initial_call=True,
        running=pause_while_running(ids.SEGMENT_JUDGING_INTERVAL),
    )
    def _follow(_ticks: int | None, judging: Data) -> Any:
        return follow(session(), judging) if judging else no_update

    app.clientside_callback(
        ClientsideFunction("tessera", "judging"),
        Output(ids.SEGMENT_JUDGING_INTERVAL, "disabled"),
        Input(ids.SEGMENT_JUDGING_STORE, "data"),
        Input(ids.SEGMENT_JUDGED_STORE, "data"),
    )
