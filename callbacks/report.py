"""The Report page: its choices, the job that makes the preview, its pages."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from callbacks.shared.jobs import follow_job, open_result, pause_while_running
from core.errors import UserError
from core.report import PREVIEW
from core.session import Session
from layouts import ids
from layouts.report_page import preview, report_body

Data = dict[str, Any] | None
MARK_LETTERS = 12
STOPPED = "The preview was stopped. Make preview begins it again."


def show(session: Session, found: Mapping[str, Any]) -> list[Any]:
    """The page's region, with the choices of the last report."""
    begun = session.report_choices.begin(found["dataset"], date.today())
    chosen = {**begun, "sections": sorted(begun["sections"])}  # in the order that the script keeps
    return report_body(chosen, f"Customer segments of {session.open(found['dataset']).name}")


def start(
    session: Session, found: Mapping[str, Any], chosen: Mapping[str, Any]
) -> tuple[Data, Data, str]:
    """The pages that there are already, or the job that makes them, or why there can be none."""
    asked = {**found, "chosen": dict(chosen)}
    try:
        choices = session.report_choices.choices(chosen)
        job = open_result(session, found).start_report(choices, [PREVIEW])
        session.report_choices.remember(found["dataset"], chosen, date.today())
        return (None, {**asked, "job": job}, "") if job else (find_preview(session, asked), None, "")
    except UserError as error:
        return None, None, str(error)


def find_preview(session: Session, asked: Mapping[str, Any]) -> Data:
    """What the page shows: the addresses of its pictures and the choices that they are of."""
    choices = session.report_choices.choices(asked["chosen"])
    pages = open_result(session, asked).report(choices, PREVIEW) or ()
    mark = hashlib.sha256(b"".join(map(bytes, pages))).hexdigest()[:MARK_LETTERS]
    return {"chosen": asked["chosen"], "pages": page_addresses(asked, len(pages), mark)}


def page_addresses(asked: Mapping[str, Any], pages: int, mark: str) -> list[str]:
    """Where the pictures are; `mark` changes with what they show, as the browser keeps them."""
    given = {
        "recipe": asked["token"],
        "setting": asked["setting"],
        "choices": json.dumps(asked["chosen"]),
        "mark": mark,
    }
    where = f"/take/{asked['dataset']}/page?{urlencode(given)}"
    return [f"{where}&page={number}" for number in range(1, pages + 1)]


def register(app: Dash, session: Callable[[], Session]) -> None:
    _register_choices(app, session)
    _register_following(app, session)
    _register_cancel(app, session, ids.REPORT_CANCEL_BUTTON, ids.REPORT_JOB_STORE)
    _register_cancel(app, session, ids.REPORT_FILE_CANCEL_BUTTON, ids.REPORT_FILE_STORE)

    @app.callback(
        Output(ids.REPORT_MADE_STORE, "data"),
        Output(ids.REPORT_JOB_STORE, "data"),
        Output(ids.REPORT_JOB_INTERVAL, "disabled"),
        Output(ids.REPORT_PROGRESS_BOX, "hidden"),
        Output(ids.REPORT_ERROR, "children"),
        Output(ids.REPORT_ERROR, "is_open"),
        Input(ids.REPORT_MAKE_BUTTON, "n_clicks"),
        State(ids.DECIDE_FOUND_STORE, "data"),
        State(ids.REPORT_DRAFT_STORE, "data"),
    )
    def _start(_clicks: Any, found: Data, chosen: Data) -> tuple[Any, ...]:
        done, job, error = start(session(), found or {}, chosen or {})
        return done or no_update, job, job is None, job is None, error, bool(error)

    @app.callback(
        Output(ids.REPORT_PAGES, "children"),
        Input(ids.REPORT_MADE_STORE, "data"),
        prevent_initial_call=True,
    )
    def _pages(made: Data) -> Any:
        return preview(made["pages"]) if made else no_update


def _register_cancel(app: Dash, session: Callable[[], Session], button: str, store: str) -> None:
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


def _register_choices(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.REPORT_BODY, "children"),
        Input(ids.DECIDE_FOUND_STORE, "data"),
        prevent_initial_call=True,
    )
    def _show(found: Data) -> Any:
        return show(session(), found) if found else no_update

    app.clientside_callback(
        ClientsideFunction("tessera", "drafted"),
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
        State(ids.DECIDE_FOUND_STORE, "data"),
        prevent_initial_call="initial_duplicate",
    )


def _register_following(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.REPORT_STATUS_STORE, "data"),
        Input(ids.REPORT_JOB_INTERVAL, "n_intervals"),
        State(ids.REPORT_JOB_STORE, "data"),
        prevent_initial_call=True,
        running=pause_while_running(ids.REPORT_JOB_INTERVAL),
    )
    def _follow(_ticks: int | None, job: Data) -> Any:
        return follow_job(session(), job, find_preview, STOPPED) if job else no_update

    app.clientside_callback(
        ClientsideFunction("tessera", "status"),
        Output(ids.REPORT_MADE_STORE, "data", allow_duplicate=True),
        Output(ids.REPORT_JOB_INTERVAL, "disabled", allow_duplicate=True),
        Output(ids.REPORT_PROGRESS_BOX, "hidden", allow_duplicate=True),
        Output(ids.REPORT_PROGRESS, "value"),
        Output(ids.REPORT_PROGRESS_TEXT, "children"),
        Output(ids.REPORT_ERROR, "children", allow_duplicate=True),
        Output(ids.REPORT_ERROR, "is_open", allow_duplicate=True),
        Input(ids.REPORT_STATUS_STORE, "data"),
        State(ids.REPORT_JOB_STORE, "data"),
        prevent_initial_call=True,
    )
