"""Which result a page tells of, and the job that makes it."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import Output

from core.act import Rating, rating_source
from core.jobs import JobStatus
from core.model import Recipe
from core.session import Result, Session
from layouts.parts import PERIODS_MS, run_again_message

Data = dict[str, Any] | None

ENDED = {"done", "failed", "cancelled"}


def open_result(session: Session, body: Mapping[str, Any]) -> Result:
    """The result that a request names by its data set, recipe token and, where it has one, setting."""
    dataset, recipe = session.open(body["dataset"]), Recipe.from_token(body["token"])
    return session.result(dataset, recipe, body.get("setting"))


def requested_rating(dataset: str, body: Mapping[str, Any]) -> Rating:
    """The thumb and the note that a request holds."""
    source = rating_source(dataset, body["of"])
    return Rating(body["thing"], source, body["vote"], body["note"])


def resolve_setting(session: Session, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The result with the slider's position in full."""
    setting = open_result(session, asked).setting
    return {"dataset": asked["dataset"], "token": asked["token"], "setting": setting}


def follow_job(
    session: Session,
    job: Mapping[str, Any],
    done: Callable[[Session, Mapping[str, Any]], Data] = resolve_setting,
    stopped: Any = None,
) -> dict[str, Any]:
    """What the browser shows of a job, in the end what `done` gives, or that it was `stopped` (None:
    with a link that begins it again); it ignores this where a newer one has begun."""
    status = session.status(job["job"])
    over = status.state in ENDED
    return {
        "job": job["job"],
        "live": done(session, job) if status.state == "done" else None,
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
