"""The Compare page: one job runs the methods, the table fills as each is done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.dependencies import DashDependency

from callbacks.shared.jobs import (
    JobIds,
    JobProgress,
    job_progress,
    pause_while_running,
    register_cancel,
    register_progress,
    start_outputs,
    start_values,
)
from callbacks.shared.requests import Data, ResultRequest
from core.compare import FIGURES, Comparison, comparison_figure
from core.errors import UserError
from core.model import Analysis
from core.segment import KMEANS, chosen_setting, recommend
from core.session import Session, describe_candidates
from core.text import format_count
from layouts import ids
from layouts.compare_page import NO_METHODS, STOPPED
from layouts.compare_table import columns, rows

JOB = JobIds(
    ids.COMPARE_STATE_STORE,
    ids.COMPARE_JOB_STORE,
    ids.COMPARE_STATUS_STORE,
    ids.COMPARE_JOB_INTERVAL,
    ids.COMPARE_PROGRESS_BOX,
    ids.COMPARE_PROGRESS,
    ids.COMPARE_PROGRESS_TEXT,
    ids.COMPARE_ERROR,
    ids.COMPARE_CANCEL_BUTTON,
)


@dataclass(frozen=True)
class ComparisonRequest(ResultRequest):
    """The methods to compare with a result."""

    methods: Sequence[str] = ()

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Self:
        return cls(body["dataset"], body["token"], body.get("setting"), body.get("methods", ()))

    def comparison(self, session: Session) -> Comparison:
        """The methods that are done, side by side."""
        return self.open(session, record=False).comparison(self.methods)

    def state(self, session: Session) -> dict[str, Any]:
        """The request with the number of methods that are done: what the page has to show."""
        return {**self.to_json(), "done": len(self.comparison(session).results)}


def start(session: Session, request: ComparisonRequest) -> tuple[Data, Data, str]:
    """The methods that are done, the job of the others if any, or the reason why there can be none."""
    if not request.methods:
        return None, None, NO_METHODS
    try:
        return _begin(session, request)
    except UserError as error:
        return None, None, str(error)


def _begin(session: Session, request: ComparisonRequest) -> tuple[Data, Data, str]:
    """Begin with the result that the methods are compared with, then go on with the methods."""
    result = request.open(session)
    if job := result.start():
        return None, {"job": job, "first": True, **request.to_json()}, ""
    adopted = replace(request, setting=_adopted_setting(result.analysis, request.setting))
    job = adopted.open(session).start_comparison(request.methods)
    return adopted.state(session), {"job": job, **adopted.to_json()} if job else None, ""


def _adopted_setting(analysis: Analysis, setting: float | None) -> float:
    """The slider's position in the address, or else the recipe's or the suggested one."""
    return setting if setting in analysis.sweep.settings else chosen_setting(analysis)


def follow(session: Session, job: Mapping[str, Any], shown: Data) -> tuple[JobProgress, bool]:
    """Progress of the job with what is done by now, where that is more than is `shown`, and True where
    the methods can be begun."""
    status = session.status(job["job"])
    progress, first = job_progress(job["job"], status, STOPPED), bool(job.get("first"))
    if not first:
        state = ComparisonRequest.from_json(job).state(session)
        progress["live"] = None if state == shown else state
    begin = first and status.state == "done"
    progress["going"] = progress["going"] or begin
    return progress, begin


def show(session: Session, shown: Mapping[str, Any]) -> tuple[Any, ...]:
    """True where there is nothing yet, the table's columns and rows, a sentence, figures, notices."""
    request = ComparisonRequest.from_json(shown)
    result = request.open(session)
    dataset, comparison = result.run.dataset, result.comparison(request.methods)
    figures = {name: comparison_figure(comparison, result.analysis, name) for name in FIGURES}
    notices = [{"text": n.text, "level": n.level} for n in (*dataset.notices, *comparison.notices)]
    return (
        not comparison.results,
        columns(comparison.label, result.analysis.customers.money_values is not None),
        rows(
            comparison,
            result.run.recipe,
            request.address,
            recommended_number(result.analysis, comparison),
            describe_candidates(result.run, result.analysis, comparison, session.notes),
        ),
        summary_line(comparison, len(request.methods)),
        {"of": dict(shown), "figures": figures},
        notices,
    )


def recommended_number(analysis: Analysis, comparison: Comparison) -> float | None:
    """Number of K-Means segments that is recommended: with the verdict where the page is on K-Means, else before it."""
    if analysis.recipe.algorithm == KMEANS.name:
        return recommend(analysis.sweep, analysis.verdicts).setting
    first = (
        c for c in comparison.candidates if c.method == KMEANS.name and "first choice" in c.reasons
    )
    return next((candidate.setting for candidate in first), None)


def summary_line(comparison: Comparison, methods: int) -> str:
    """Progress of the comparison, its customers and features, and its label if it has one."""
    done = len(comparison.results)
    start = f"{done} of {format_count(methods, 'method')} done"
    if done == methods:
        results = format_count(len(comparison.candidates), "result")
        start = f"{results} of {format_count(methods, 'method')}"
    customers = format_count(comparison.customers, "customer")
    features = format_count(len(comparison.features), "feature")
    against = f" and the outcome {comparison.label}" if comparison.label else ""
    return f"{start} · {customers} by {features}{against}"


def register(app: Dash, session: Callable[[], Session]) -> None:
    _register_job(app, session)
    register_progress(app, JOB)
    register_cancel(app, session, JOB.cancel, JOB.job)
    _register_results(app, session)


def _register_job(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        *start_outputs(JOB),
        Input(ids.COMPARE_RECIPE_STORE, "data"),
        Input(ids.COMPARE_RUN_BUTTON, "n_clicks"),
        Input(ids.COMPARE_ANALYSED_STORE, "data"),
        State(ids.COMPARE_METHODS_CHECKS, "value"),
    )
    def _start(
        data: Data, _clicks: Any, _analysed: Any, methods: Sequence[str] | None
    ) -> tuple[Any, ...]:
        request = ComparisonRequest.from_json({**(data or {}), "methods": methods or []})
        return start_values(*start(session(), request))

    @app.callback(
        Output(ids.COMPARE_STATUS_STORE, "data"),
        Output(ids.COMPARE_ANALYSED_STORE, "data"),
        Input(ids.COMPARE_JOB_INTERVAL, "n_intervals"),
        State(ids.COMPARE_JOB_STORE, "data"),
        State(ids.COMPARE_STATE_STORE, "data"),
        prevent_initial_call=True,
        running=pause_while_running(ids.COMPARE_JOB_INTERVAL),
    )
    def _follow(_ticks: int | None, job: Data, shown: Data) -> tuple[Any, Any]:
        if not job:
            return no_update, no_update
        progress, begin = follow(session(), job, shown)
        return progress, job["job"] if begin else no_update


def _register_results(app: Dash, session: Callable[[], Session]) -> None:
    @app.callback(
        Output(ids.COMPARE_RESULTS, "hidden"),
        Output(ids.COMPARE_GRID, "columnDefs"),
        Output(ids.COMPARE_GRID, "rowData"),
        Output(ids.COMPARE_SUMMARY, "children"),
        Output(ids.COMPARE_FIGURES_STORE, "data"),
        Output(ids.SHELL_NOTICES_STORE, "data", allow_duplicate=True),
        Input(ids.COMPARE_STATE_STORE, "data"),
        prevent_initial_call=True,
    )
    def _show(shown: Data) -> tuple[Any, ...]:
        return show(session(), shown) if shown else (True, *[no_update] * 5)

    graphs: list[DashDependency] = [
        Output(ids.keyed(ids.COMPARE_GRAPHS, name), "figure") for name in FIGURES
    ]
    app.clientside_callback(
        ClientsideFunction("tessera", "drawComparison"),
        *graphs,
        Input(ids.COMPARE_FIGURES_STORE, "data"),
        Input(ids.SHELL_THEME_STORE, "data"),
        prevent_initial_call=True,
    )
