"""Jobs of a page: how one is begun, followed by a clock, shown in its progress box and cancelled."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from callbacks.shared.requests import Data
from core.jobs import JobStatus
from core.session import Session
from layouts.parts import PERIODS_MS, WAITING, run_again_message

NEVER_MS = 86_400_000


@dataclass(frozen=True)
class JobIds:
    """Ids of what shows a job: the stores of its result, itself and its status, its clock, its progress
    box and its error."""

    result: str
    job: str
    status: str
    clock: str
    box: str
    bar: str
    step: str
    error: str
    cancel: str


class JobProgress(TypedDict):
    """A job's progress for the browser, which ignores it where a newer job has begun.

    `live` is the result once there is one, `share` a percentage.
    """

    job: str
    live: Any
    going: bool
    share: float
    step: str
    error: Any


def is_over(status: JobStatus) -> bool:
    """True if the job is done, failed or cancelled."""
    return status.state in {"done", "failed", "cancelled"}


def job_progress(job: str, status: JobStatus, stopped: Any = "") -> JobProgress:
    """Progress of a job without its result; `stopped` is the message of a cancelled one."""
    message = status.message or (stopped if status.state == "cancelled" else "")
    return {
        "job": job,
        "live": None,
        "going": not is_over(status),
        "share": 100 * status.share,
        "step": status.step or WAITING,
        "error": message if is_over(status) else "",
    }


def follow_job(
    session: Session, job: str, find_result: Callable[[], Any], stopped: Any = None
) -> JobProgress:
    """Progress of a job, with what `find_result` returns once it is done.

    `stopped` is the message of a cancelled job (None: one with a link that begins it again).
    """
    status = session.status(job)
    message = run_again_message("This was stopped.") if stopped is None else stopped
    progress = job_progress(job, status, message)
    if status.state == "done":
        progress["live"] = find_result()
    return progress


def start_outputs(ids: JobIds) -> list[Output]:
    """Outputs of a callback that returns `start_values`."""
    return [
        Output(ids.result, "data"),
        Output(ids.job, "data"),
        Output(ids.clock, "disabled"),
        Output(ids.box, "hidden"),
        Output(ids.error, "children"),
        Output(ids.error, "is_open"),
    ]


def start_values(result: Any, job: Data, error: str) -> tuple[Any, ...]:
    """The result that is there already, the job that makes it, or why there can be none."""
    return result or no_update, job, job is None, job is None, error, bool(error)


def register_following(
    app: Dash,
    session: Callable[[], Session],
    ids: JobIds,
    follow: Callable[[Session, Mapping[str, Any]], JobProgress],
) -> None:
    """Ask `follow` at each tick of the clock for the progress of the job in its store."""

    @app.callback(
        Output(ids.status, "data"),
        Input(ids.clock, "n_intervals"),
        State(ids.job, "data"),
        prevent_initial_call=True,
        running=pause_while_running(ids.clock),
    )
    def _follow(_ticks: int | None, job: Data) -> Any:
        return follow(session(), job) if job else no_update

    register_progress(app, ids)


def register_progress(app: Dash, ids: JobIds) -> None:
    """Show each new status in the progress box; the browser does so by itself."""
    app.clientside_callback(
        ClientsideFunction("tessera", "status"),
        Output(ids.result, "data", allow_duplicate=True),
        Output(ids.clock, "disabled", allow_duplicate=True),
        Output(ids.box, "hidden", allow_duplicate=True),
        Output(ids.bar, "value"),
        Output(ids.step, "children"),
        Output(ids.error, "children", allow_duplicate=True),
        Output(ids.error, "is_open", allow_duplicate=True),
        Input(ids.status, "data"),
        State(ids.job, "data"),
        prevent_initial_call=True,
    )


def register_cancel(app: Dash, session: Callable[[], Session], button: str, store: str) -> None:
    """Cancel the job in a store when its button is pressed."""

    @app.callback(
        Output(button, "n_clicks"),
        Input(button, "n_clicks"),
        State(store, "data"),
        prevent_initial_call=True,
    )
    def _cancel(clicks: int | None, job: Data) -> Any:
        if clicks and job:
            session().cancel(job["job"])
        return no_update


def pause_while_running(clock: str) -> list[tuple[Output, int, int]]:
    """Value of `running` for a callback that a clock of `layouts.parts` starts: the clock stands still
    until the answer is there.

    Dash drops an answer that comes after the next question (plotly/dash#1613), so that a page far away
    from its server would never hear one.
    """
    return [(Output(clock, "interval"), NEVER_MS, PERIODS_MS[clock])]
