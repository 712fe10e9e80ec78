"""Whether the segments are real: looked into behind the page, and told once it is known."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from callbacks._patience import patiently
from core import pipeline
from core.entities import Recipe
from core.errors import UserError
from core.workbench import Desk
from layouts import ids

Data = dict[str, Any] | None
ENDED = {"done", "failed", "cancelled"}


def begin(desk: Desk, live: Mapping[str, Any]) -> tuple[Any, Any]:
    """The job that looks into it, or that it is known already."""
    try:
        job = desk.start_judging(desk.open(live["dataset"]), Recipe.from_token(live["token"]))
    except UserError as error:
        return None, {**live, "share": 0, "problem": str(error)}
    return (
        (None, {**live, "done": True}) if job is None else ({**live, "job": job}, {**live, "share": 0})
    )


def follow(desk: Desk, judging: Mapping[str, Any]) -> dict[str, Any]:
    """How far it is, whether a verdict is known already; what went wrong instead of one."""
    status = desk.status(judging["job"])
    told = {"dataset": judging["dataset"], "token": judging["token"], "share": status.share}
    if status.state not in ENDED:
        dataset, recipe = desk.open(judging["dataset"]), Recipe.from_token(judging["token"])
        return told | {"known": pipeline.trusted(desk.store, dataset, recipe) is not None}
    return told | ({"done": True} if status.state == "done" else {"problem": status.message})


def register(app: Dash, desk: Callable[[], Desk]) -> None:
    app.clientside_callback(
        ClientsideFunction("tessera", "scheduleVerdict"),
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
        return begin(desk(), live) if live else (None, no_update)

    @app.callback(
        Output(ids.SEGMENT_JUDGED_STORE, "data", allow_duplicate=True),
        Input(ids.SEGMENT_JUDGING_INTERVAL, "n_intervals"),
        State(ids.SEGMENT_JUDGING_STORE, "data"),
        prevent_initial_call=True,
        running=patiently(ids.SEGMENT_JUDGING_INTERVAL),
    )
    def _follow(_ticks: int | None, judging: Data) -> Any:
        return follow(desk(), judging) if judging else no_update

    app.clientside_callback(
        ClientsideFunction("tessera", "followVerdict"),
        Output(ids.SEGMENT_JUDGING_INTERVAL, "disabled"),
        Input(ids.SEGMENT_JUDGING_STORE, "data"),
        Input(ids.SEGMENT_JUDGED_STORE, "data"),
    )
