"""The verdict's handlers: its job begins, is followed, and may be tried again where that can help."""

from types import SimpleNamespace
from typing import Any

import pytest

from callbacks import verdict
from core.errors import UserError
from core.jobs import JobStatus, QueueFull, WorkerStopped
from core.model import Recipe

LIVE = {"dataset": "d", "token": Recipe().to_token()}


class Impossible(UserError):
    template = "That cannot be."


def session(start: Any = None, status: JobStatus | None = None, known: object = None) -> Any:
    """A session whose job of the verdict is what `start` returns or raises."""
    result = SimpleNamespace(start_verdict=start, run=SimpleNamespace(verdict=known))
    return SimpleNamespace(open=lambda name: name, result=lambda *_: result, status=lambda _job: status)


def follow(status: JobStatus, known: object = None) -> dict[str, Any]:
    return verdict.follow(session(status=status, known=known), {**LIVE, "job": "j"})


def test_a_verdict_that_is_there_needs_no_job() -> None:
    assert verdict.begin(session(lambda: None), LIVE) == (None, {**LIVE, "done": True})
    assert verdict.begin(session(lambda: "j"), LIVE) == ({**LIVE, "job": "j"}, {**LIVE, "share": 0})


@pytest.mark.parametrize(("error", "repeatable"), [(QueueFull(waiting=9), True), (Impossible(), False)])
def test_a_refusal_is_told_and_may_be_tried_again_where_it_passes(
    error: UserError, repeatable: bool
) -> None:
    def refuse() -> None:
        raise error

    job, state = verdict.begin(session(refuse), LIVE)
    assert job is None and (state["problem"], state["repeatable"]) == (str(error), repeatable)


def test_a_running_job_says_how_far_it_is() -> None:
    running = JobStatus("running", "Judging", 0.4)
    assert follow(running) == {**LIVE, "job": "j", "share": 0.4, "known": False}
    assert follow(running, known="natural")["known"] is True
    assert follow(JobStatus("done", share=1.0))["done"] is True


@pytest.mark.parametrize(
    ("status", "problem", "repeatable"),
    [
        (JobStatus("failed", message="Too few.", repeatable=False), "Too few.", False),
        (
            JobStatus("failed", message=str(WorkerStopped()), repeatable=True),
            str(WorkerStopped()),
            True,
        ),
        (JobStatus("cancelled", message="A newer one."), "A newer one.", True),
        (JobStatus("cancelled"), verdict.VERDICT_STOPPED, True),
    ],
)
def test_a_job_that_failed_says_why_and_whether_another_try_may_help(
    status: JobStatus, problem: str, repeatable: bool
) -> None:
    state = follow(status)
    assert (state["problem"], state["repeatable"], state.get("done")) == (problem, repeatable, None)
