"""The Report page: its choices, the job that makes the preview, its pages."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

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
from callbacks.shared.requests import Data, ResultRequest
from core.errors import UserError
from core.report import PREVIEW
from core.session import Session
from layouts import ids
from layouts.report_page import STOPPED, preview, report_body

MARK_LETTERS = 12
JOB = JobIds(
    ids.REPORT_MADE_STORE,
    ids.REPORT_JOB_STORE,
    ids.REPORT_STATUS_STORE,
    ids.REPORT_JOB_INTERVAL,
    ids.REPORT_PROGRESS_BOX,
    ids.REPORT_PROGRESS,
    ids.REPORT_PROGRESS_TEXT,
    ids.REPORT_ERROR,
    ids.REPORT_CANCEL_BUTTON,
)


@dataclass(frozen=True)
class PreviewRequest(ResultRequest):
    """A report's choices, as the page has them, for a result."""

    chosen: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Self:
        return cls(body["dataset"], body["token"], body.get("setting"), body["chosen"])


def show(session: Session, shown: ResultRequest) -> list[Any]:
    """The page's region, with the choices of the last report."""
    first = session.report_choices.begin(shown.dataset, date.today())
    chosen = {**first, "sections": sorted(first["sections"])}  # in the order that the script keeps
    return report_body(chosen, f"Customer segments of {session.open(shown.dataset).name}")


def start(session: Session, request: PreviewRequest) -> tuple[Data, Data, str]:
    """The preview if it is there, else the job that makes it, else the reason why there can be none."""
    try:
        choices = session.report_choices.choices(request.chosen)
        job = request.open(session).start_report(choices, [PREVIEW])
        session.report_choices.remember(request.dataset, request.chosen, date.today())
        if job:
            return None, {**request.to_json(), "job": job}, ""
        return find_preview(session, request), None, ""
    except UserError as error:
        return None, None, str(error)


def follow(session: Session, job: Mapping[str, Any]) -> JobProgress:
    """Progress of the job, in the end with the preview."""
    request = PreviewRequest.from_json(job)
    return follow_job(session, job["job"], lambda: find_preview(session, request), STOPPED)


def find_preview(session: Session, request: PreviewRequest) -> dict[str, Any]:
    """The addresses of the preview's pictures, and the choices that they are of."""
    choices = session.report_choices.choices(request.chosen)
    pages = request.open(session, record=False).report(choices, PREVIEW) or ()
    mark = hashlib.sha256(b"".join(map(bytes, pages))).hexdigest()[:MARK_LETTERS]
    return {"chosen": request.chosen, "pages": page_addresses(request, len(pages), mark)}


def page_addresses(request: PreviewRequest, pages: int, mark: str) -> list[str]:
    """Addresses of the pictures; `mark` changes with what they show, as the browser keeps them."""
    query = {
        "recipe": request.token,
        "setting": request.setting,
        "choices": json.dumps(request.chosen),
        "mark": mark,
    }
    address = f"/take/{request.dataset}/page?{urlencode(query)}"
    return [f"{address}&page={number}" for number in range(1, pages + 1)]


def register(app: Dash, session: Callable[[], Session]) -> None:
    _register_choices(app, session)
    register_following(app, session, JOB, follow)
    register_cancel(app, session, JOB.cancel, JOB.job)
    register_cancel(app, session, ids.REPORT_FILE_CANCEL_BUTTON, ids.REPORT_FILE_STORE)

    @app.callback(
        *start_outputs(JOB),
        Input(ids.REPORT_MAKE_BUTTON, "n_clicks"),
        State(ids.RESULT_SHOWN_STORE, "data"),
        State(ids.REPORT_DRAFT_STORE, "data"),
    )
    def _start(_clicks: Any, shown: Data, chosen: Data) -> tuple[Any, ...]:
        request = PreviewRequest.from_json({**(shown or {}), "chosen": chosen or {}})
        return start_values(*start(session(), request))

    @app.callback(
        Output(ids.REPORT_PAGES, "children"),
        Input(ids.REPORT_MADE_STORE, "data"),
        prevent_initial_call=True,
    )
    def _pages(report: Data) -> Any:
        return preview(report["pages"]) if report else no_update


def _register_choices(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.REPORT_BODY, "children"),
        Input(ids.RESULT_SHOWN_STORE, "data"),
        prevent_initial_call=True,
    )
    def _show(shown: Data) -> Any:
        return show(session(), ResultRequest.from_json(shown)) if shown else no_update

    app.clientside_callback(
        ClientsideFunction("tessera", "draftReport"),
        Output(ids.REPORT_DRAFT_STORE, "data"),
        Output(ids.REPORT_BEHIND_BOX, "hidden"),
        Output(ids.REPORT_LOGO_TEXT, "hidden"),
        Output(ids.REPORT_ERROR, "is_open", allow_duplicate=True),
        Input(ids.REPORT_DATE_FIELD, "value"),
        Input(ids.REPORT_TITLE_FIELD, "value"),
        Input(ids.REPORT_SECTIONS_CHECKS, "value"),
        Input(ids.REPORT_LANGUAGE_SELECT, "value"),
        Input(ids.REPORT_CURRENCY_FIELD, "value"),
        Input(ids.REPORT_ACCENT_FIELD, "value"),
        Input(ids.REPORT_LOGO_STORE, "data"),
        Input(ids.REPORT_MADE_STORE, "data"),
        Input(ids.REPORT_JOB_INTERVAL, "disabled"),
        State(ids.REPORT_JOB_STORE, "data"),
        State(ids.RESULT_SHOWN_STORE, "data"),
        prevent_initial_call="initial_duplicate",
    )
