"""The Compare page: one job runs the methods, the table fills as each is done."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.dependencies import DashDependency

from callbacks.shared.jobs import open_result, pause_while_running
from core.compare import FIGURES, Comparison, comparison_figure
from core.errors import UserError
from core.jobs import JobStatus
from core.model import Analysis
from core.segment import chosen_setting
from core.session import Session
from core.text import format_count
from layouts import ids
from layouts.address import Address
from layouts.compare_table import columns, rows

Data = dict[str, Any] | None
ENDED = {"done", "failed", "cancelled"}
NO_METHODS = "Tick at least one method to compare."


def start(session: Session, asked: Mapping[str, Any], methods: Sequence[str]) -> tuple[Data, Data, str]:
    """What there is already, the job that finds the rest if any, or why there can be none."""
    if not methods:
        return None, None, NO_METHODS
    try:
        return _begin(session, asked, methods)
    except UserError as error:
        return None, None, str(error)


def _begin(
    session: Session, asked: Mapping[str, Any], methods: Sequence[str]
) -> tuple[Data, Data, str]:
    """First the result that the methods are compared with, then the methods."""
    wanted = {**asked, "methods": list(methods)}
    result = open_result(session, asked)
    if job := result.start():
        return None, {"job": job, "first": True, **wanted}, ""
    wanted["setting"] = _adopted_setting(result.analysis, asked.get("setting"))
    job = open_result(session, wanted).start_comparison(methods)
    return _shown_state(session, wanted), {"job": job, **wanted} if job else None, ""


def _adopted_setting(analysis: Analysis, asked: float | None) -> float:
    """The slider's position in the address, or else what the recipe or the sweep says."""
    return asked if asked in analysis.sweep.settings else chosen_setting(analysis)


def _shown_state(session: Session, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What the page shows: the methods that are done, in the order of the store."""
    return {key: wanted[key] for key in ("dataset", "token", "setting", "methods")} | {
        "done": len(find_comparison(session, wanted).results)
    }


def find_comparison(session: Session, wanted: Mapping[str, Any]) -> Comparison:
    return open_result(session, wanted).comparison(wanted["methods"])


def follow(session: Session, job: Mapping[str, Any], shown: Data) -> tuple[dict[str, Any], bool]:
    """What the browser shows of a job, and whether the methods can be begun now.

    It ignores this where a newer job has begun.
    """
    status = session.status(job["job"])
    over = status.state in ENDED
    begin = bool(job.get("first")) and status.state == "done"
    return {
        "job": job["job"],
        "live": None if job.get("first") else _newer_state(session, job, shown),
        "going": not over or begin,
        "share": 100 * status.share,
        "step": status.step or "Waiting for a worker",
        "error": _ending_words(status) if over else "",
    }, begin


def _newer_state(session: Session, job: Mapping[str, Any], shown: Data) -> Data:
    """What is found by now, where that is more than is shown."""
    found = _shown_state(session, job)
    return None if found == shown else found


def _ending_words(status: JobStatus) -> str:
    stopped = "The comparison was stopped; what was done is kept."
    return status.message or (stopped if status.state == "cancelled" else "")


def show(session: Session, found: Mapping[str, Any]) -> tuple[Any, ...]:
    """Whether there is nothing yet, the table's columns and rows, a sentence, figures, notices."""
    result = open_result(session, found)
    dataset, analysis = result.run.dataset, result.analysis
    compared = result.comparison(found["methods"])
    figures = {name: comparison_figure(compared, analysis, name) for name in FIGURES}
    address = Address(found["dataset"], found["token"], found["setting"])
    notices = [{"text": n.text, "level": n.level} for n in (*dataset.notices, *compared.notices)]
    return (
        not compared.results,
        columns(compared.label),
        rows(compared, result.run.recipe, address),
        summary_line(compared, len(found["methods"])),
        {"of": dict(found), "figures": figures},
        notices,
    )


def summary_line(found: Comparison, asked: int) -> str:
    """How far the comparison is, and of what."""
    done = len(found.results)
    start = f"{done} of {format_count(asked, 'method')} done"
    if done == asked:
        start = f"{format_count(len(found.candidates), 'result')} of {format_count(asked, 'method')}"
    against = f" and the label {found.label}" if found.label else ""
    about = (
        f"{format_count(found.customers, 'customer')} by {format_count(len(found.features), 'feature')}"
    )
    return f"{start} · {about}{against}"


def register(app: Dash, session: Callable[[], Session]) -> None:
    _register_jobs(app, session)
    _register_following(app, session)
    _register_results(app, session)


def _register_jobs(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.COMPARE_FOUND_STORE, "data"),
        Output(ids.COMPARE_JOB_STORE, "data"),
        Output(ids.COMPARE_JOB_INTERVAL, "disabled"),
        Output(ids.COMPARE_PROGRESS_BOX, "hidden"),
        Output(ids.COMPARE_ERROR, "children"),
        Output(ids.COMPARE_ERROR, "is_open"),
        Input(ids.COMPARE_RECIPE_STORE, "data"),
        Input(ids.COMPARE_RUN_BUTTON, "n_clicks"),
        Input(ids.COMPARE_ANALYSED_STORE, "data"),
        State(ids.COMPARE_METHODS_CHECKS, "value"),
    )
    def _start(
        data: Data, _clicks: Any, _analysed: Any, methods: Sequence[str] | None
    ) -> tuple[Any, ...]:
        found, job, error = start(session(), data or {}, methods or ())
        return found or no_update, job, job is None, job is None, error, bool(error)

    @app.callback(
        Output(ids.COMPARE_CANCEL_BUTTON, "n_clicks"),
        Input(ids.COMPARE_CANCEL_BUTTON, "n_clicks"),
        State(ids.COMPARE_JOB_STORE, "data"),
        prevent_initial_call=True,
    )
    def _cancel(clicks: int | None, job: Data) -> Any:
        if clicks and job:
            session().cancel(job["job"])
        return no_update


def _register_following(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.COMPARE_STATUS_STORE, "data"),
        Output(ids.COMPARE_ANALYSED_STORE, "data"),
        Input(ids.COMPARE_JOB_INTERVAL, "n_intervals"),
        State(ids.COMPARE_JOB_STORE, "data"),
        State(ids.COMPARE_FOUND_STORE, "data"),
        prevent_initial_call=True,
        running=pause_while_running(ids.COMPARE_JOB_INTERVAL),
    )
    def _follow(_ticks: int | None, job: Data, shown: Data) -> tuple[Any, Any]:
        if not job:
            return no_update, no_update
        status, begin = follow(session(), job, shown)
        return status, job["job"] if begin else no_update

    app.clientside_callback(
        ClientsideFunction("tessera", "status"),
        Output(ids.COMPARE_FOUND_STORE, "data", allow_duplicate=True),
        Output(ids.COMPARE_JOB_INTERVAL, "disabled", allow_duplicate=True),
        Output(ids.COMPARE_PROGRESS_BOX, "hidden", allow_duplicate=True),
        Output(ids.COMPARE_PROGRESS, "value"),
        Output(ids.COMPARE_PROGRESS_TEXT, "children"),
        Output(ids.COMPARE_ERROR, "children", allow_duplicate=True),
        Output(ids.COMPARE_ERROR, "is_open", allow_duplicate=True),
        Input(ids.COMPARE_STATUS_STORE, "data"),
        State(ids.COMPARE_JOB_STORE, "data"),
        prevent_initial_call=True,
    )


def _register_results(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.COMPARE_RESULTS, "hidden"),
        Output(ids.COMPARE_GRID, "columnDefs"),
        Output(ids.COMPARE_GRID, "rowData"),
        Output(ids.COMPARE_SUMMARY, "children"),
        Output(ids.COMPARE_FIGURES_STORE, "data"),
        Output(ids.SHELL_NOTICES_STORE, "data", allow_duplicate=True),
        Input(ids.COMPARE_FOUND_STORE, "data"),
        prevent_initial_call=True,
    )
    def _show(found: Data) -> tuple[Any, ...]:
        return show(session(), found) if found else (True, *[no_update] * 5)

    drawn: list[DashDependency] = [
        Output(ids.keyed(ids.COMPARE_GRAPHS, name), "figure") for name in FIGURES
    ]
    app.clientside_callback(
        ClientsideFunction("tessera", "compared"),
        *drawn,
        Input(ids.COMPARE_FIGURES_STORE, "data"),
        Input(ids.SHELL_THEME_STORE, "data"),
        prevent_initial_call=True,
    )
