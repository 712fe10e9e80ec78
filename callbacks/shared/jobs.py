"""Which result a page tells of, and the job that makes it."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import Output

from core.jobs import JobStatus
from core.model import Dataset, Recipe
from core.session import Decisions, Desk
from layouts.parts import PERIODS_MS, run_again_message

Data = dict[str, Any] | None

ENDED = {"done", "failed", "cancelled"}


def open_result(desk: Desk, found: Mapping[str, Any]) -> tuple[Dataset, Recipe, float]:
    """What the page tells of: the data set, the recipe, the slider's position."""
    return desk.open(found["dataset"]), Recipe.from_token(found["token"]), found["setting"]


def resolve_setting(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The result with the slider's position in full."""
    dataset, recipe = desk.open(asked["dataset"]), Recipe.from_token(asked["token"])
    setting = Decisions(desk).setting(dataset, recipe, asked.get("setting"))
    return {"dataset": asked["dataset"], "token": asked["token"], "setting": setting}


def follow_job(
    desk: Desk, job: Mapping[str, Any], done: Callable[[Desk, Mapping[str, Any]], Data] = resolve_setting,
    stopped: Any = None,
) -> dict[str, Any]:  # fmt: skip
    """What the browser shows of a job, in the end what `done` gives, or that it was `stopped` (None:
    with a link that begins it again); it ignores this where a newer one has begun."""
    status = desk.status(job["job"])
    over = status.state in ENDED
    return {
        "job": job["job"],
        "live": done(desk, job) if status.state == "done" else None,
        "going": not over,
        "share": 100 * status.share,
        "step": status.step or "Waiting for a worker",
        "error": _ending_words(status, stopped) if over else "",
    }


def _ending_words(status: JobStatus, stopped: Any) -> Any:
    if status.message or status.state != "cancelled":
        return status.message
    return run_again_message("This was stopped.") if stopped is None else stopped


NEVER_MS = 86_400_000


def pause_while_running(id: str) -> list[tuple[Output, int, int]]:
    """For `running` of a callback that a clock of `layouts.parts` starts: the clock stands still until
    the answer is there. Dash drops an answer that comes after the next question (plotly/dash#1613), so
    that a page far away from its server would never hear one."""
    return [(Output(id, "interval"), NEVER_MS, PERIODS_MS[id])]
