"""What the pages Segments, Act and Report have in common: the result that they tell of is made first."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from callbacks.shared.jobs import (
    follow_job,
    open_result,
    pause_while_running,
    requested_rating,
    resolve_setting,
)
from core.errors import UserError
from core.session import Session
from layouts import ids

Data = dict[str, Any] | None


def start(session: Session, asked: Mapping[str, Any]) -> tuple[Data, Data, str]:
    """What there is already, or the job that explains the segments, or why there can be none."""
    try:
        job = open_result(session, asked).start_explanation()
        return (None, {"job": job, **asked}, "") if job else (resolve_setting(session, asked), None, "")
    except UserError as error:
        return None, None, str(error)


def rate(session: Session, found: Mapping[str, Any], said: Mapping[str, Any]) -> None:
    """Keeps a thumb and a note on one thing that a page says."""
    dataset = session.open(found["dataset"])
    session.rate(requested_rating(dataset.id, said))


def header(session: Session, found: Mapping[str, Any]) -> tuple[list[dict[str, str]], str]:
    """What was sampled or left out on the way to the segments and to what is told of them; of whom."""
    result = open_result(session, found)
    dataset, told, analysis = result.run.dataset, result.explanation(), result.analysis
    said = (*dataset.notices, *analysis.notices, *told.notices)
    text = f"{dataset.name} · {len(analysis.customers.frame):,} customers"
    return [{"text": one.text, "level": one.level} for one in dict.fromkeys(said)], text


def register(app: Dash, session: Callable[[], Session]) -> None:
    _register_following(app, session)
    _register_ratings(app, session)

    @app.callback(
        Output(ids.DECIDE_FOUND_STORE, "data"),
        Output(ids.DECIDE_JOB_STORE, "data"),
        Output(ids.DECIDE_JOB_INTERVAL, "disabled"),
        Output(ids.DECIDE_PROGRESS_BOX, "hidden"),
        Output(ids.DECIDE_ERROR, "children"),
        Output(ids.DECIDE_ERROR, "is_open"),
        Input(ids.DECIDE_RECIPE_STORE, "data"),
    )
    def _start(asked: Data) -> tuple[Any, ...]:
        done, job, error = start(session(), asked or {})
        return done or no_update, job, job is None, job is None, error, bool(error)

    @app.callback(
        Output(ids.DECIDE_CANCEL_BUTTON, "n_clicks"),
        Input(ids.DECIDE_CANCEL_BUTTON, "n_clicks"),
        State(ids.DECIDE_JOB_STORE, "data"),
        prevent_initial_call=True,
    )
    def _cancel(clicks: int | None, job: Data) -> Any:
        if clicks and job:
            session().cancel(job["job"])
        return no_update


def _register_ratings(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.DECIDE_HEARD_STORE, "data"),
        Input(ids.DECIDE_SAID_STORE, "data"),
        State(ids.DECIDE_FOUND_STORE, "data"),
        prevent_initial_call=True,
    )
    def _rate(said: Data, found: Data) -> Any:
        if not said or not found:
            return no_update
        rate(session(), found, said)
        return said["number"]

    app.clientside_callback(
        ClientsideFunction("tessera", "heard"), Input(ids.DECIDE_HEARD_STORE, "data")
    )

    @app.callback(
        Output(ids.SHELL_NOTICES_STORE, "data", allow_duplicate=True),
        Output(ids.SHELL_DATASET_TEXT, "children", allow_duplicate=True),
        Input(ids.DECIDE_FOUND_STORE, "data"),
        prevent_initial_call=True,
    )
    def _header(found: Data) -> Any:
        return header(session(), found) if found else (no_update, no_update)


def _register_following(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.DECIDE_STATUS_STORE, "data"),
        Input(ids.DECIDE_JOB_INTERVAL, "n_intervals"),
        State(ids.DECIDE_JOB_STORE, "data"),
        prevent_initial_call=True,
        running=pause_while_running(ids.DECIDE_JOB_INTERVAL),
    )
    def _follow(_ticks: int | None, job: Data) -> Any:
        return follow_job(session(), job) if job else no_update

    app.clientside_callback(
        ClientsideFunction("tessera", "status"),
        Output(ids.DECIDE_FOUND_STORE, "data", allow_duplicate=True),
        Output(ids.DECIDE_JOB_INTERVAL, "disabled", allow_duplicate=True),
        Output(ids.DECIDE_PROGRESS_BOX, "hidden", allow_duplicate=True),
        Output(ids.DECIDE_PROGRESS, "value"),
        Output(ids.DECIDE_PROGRESS_TEXT, "children"),
        Output(ids.DECIDE_ERROR, "children", allow_duplicate=True),
        Output(ids.DECIDE_ERROR, "is_open", allow_duplicate=True),
        Input(ids.DECIDE_STATUS_STORE, "data"),
        State(ids.DECIDE_JOB_STORE, "data"),
        prevent_initial_call=True,
    )
