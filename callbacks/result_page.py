"""The frame of the pages Segments, Act and Report: the result that they show is made first."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from callbacks.shared.jobs import (
    JobIds,
    JobProgress,
    follow_job,
    register_cancel,
    register_following,
    start_outputs,
    start_values,
)
from callbacks.shared.requests import Data, ResultRequest, requested_rating
from core.errors import UserError
from core.session import Session
from layouts import ids

JOB = JobIds(
    ids.RESULT_SHOWN_STORE,
    ids.RESULT_JOB_STORE,
    ids.RESULT_STATUS_STORE,
    ids.RESULT_JOB_INTERVAL,
    ids.RESULT_PROGRESS_BOX,
    ids.RESULT_PROGRESS,
    ids.RESULT_PROGRESS_TEXT,
    ids.RESULT_ERROR,
    ids.RESULT_CANCEL_BUTTON,
)


def start(session: Session, request: ResultRequest) -> tuple[Data, Data, str]:
    """The result if it is there, else the job that explains it, else the reason why there can be none."""
    try:
        if job := request.open(session).start_explanation():
            return None, {"job": job, **request.to_json()}, ""
        return request.with_setting(session).to_json(), None, ""
    except UserError as error:
        return None, None, str(error)


def follow(session: Session, job: Mapping[str, Any]) -> JobProgress:
    """Progress of the job, in the end with the result to show."""
    request = ResultRequest.from_json(job)
    return follow_job(session, job["job"], lambda: request.with_setting(session).to_json())


def rate(session: Session, shown: ResultRequest, rating: Mapping[str, Any]) -> None:
    """Keep a thumb and a note on one subject of a page."""
    session.rate(requested_rating(session.open(shown.dataset).id, rating))


def header(session: Session, shown: ResultRequest) -> tuple[list[dict[str, str]], str]:
    """Notices on the way from the data to the explanation, each once, and the text on top."""
    result = shown.open(session)
    dataset, analysis = result.run.dataset, result.analysis
    notices = (*dataset.notices, *analysis.notices, *result.explanation().notices)
    text = f"{dataset.name} · {len(analysis.customers.frame):,} customers"
    return [{"text": n.text, "level": n.level} for n in dict.fromkeys(notices)], text


def register(app: Dash, session: Callable[[], Session]) -> None:
    register_following(app, session, JOB, follow)
    register_cancel(app, session, JOB.cancel, JOB.job)
    _register_ratings(app, session)

    @app.callback(*start_outputs(JOB), Input(ids.RESULT_RECIPE_STORE, "data"))
    def _start(data: Data) -> tuple[Any, ...]:
        return start_values(*start(session(), ResultRequest.from_json(data or {})))


def _register_ratings(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.RESULT_ANSWER_STORE, "data"),
        Input(ids.RESULT_RATING_STORE, "data"),
        State(ids.RESULT_SHOWN_STORE, "data"),
        prevent_initial_call=True,
    )
    def _rate(rating: Data, shown: Data) -> Any:
        if not rating or not shown:
            return no_update
        rate(session(), ResultRequest.from_json(shown), rating)
        return rating["number"]

    app.clientside_callback(
        ClientsideFunction("tessera", "receiveAnswer"), Input(ids.RESULT_ANSWER_STORE, "data")
    )

    @app.callback(
        Output(ids.SHELL_NOTICES_STORE, "data", allow_duplicate=True),
        Output(ids.SHELL_DATASET_TEXT, "children", allow_duplicate=True),
        Input(ids.RESULT_SHOWN_STORE, "data"),
        prevent_initial_call=True,
    )
    def _header(shown: Data) -> Any:
        return header(session(), ResultRequest.from_json(shown)) if shown else (no_update,) * 2
