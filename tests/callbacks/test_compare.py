"""The Compare page's handlers, with a session that answers from a script."""

from types import SimpleNamespace
from typing import Any

import pytest

from callbacks import compare
from callbacks.compare import ComparisonRequest
from core.compare import Comparison, MethodCandidates
from core.errors import UserError
from core.jobs import JobStatus
from core.model import Recipe

ASKED = {"dataset": "d", "token": Recipe().to_token(), "setting": 4}
METHODS = ["kmeans", "gmm"]


class Impossible(UserError):
    template = "That cannot be."


def session(first: str | None = None, job: str | None = None, done: int = 0, **more: Any) -> Any:
    """A session whose job of the result to compare with is `first`, that of the methods `job`."""
    candidates = tuple(MethodCandidates(name, problem="No.") for name in METHODS[:done])
    sweep = SimpleNamespace(
        settings=(2, 3, 4), suggestion=SimpleNamespace(chosen=3), parameter="n_clusters"
    )
    result = SimpleNamespace(
        start=more.pop("start", lambda: first),
        start_comparison=lambda _methods: job,
        analysis=SimpleNamespace(sweep=sweep, recipe=Recipe()),
        comparison=lambda _methods: Comparison(candidates, 10, ("a",)),
    )
    answers = {
        "open": lambda name: name,
        "result": lambda *_: result,
        "status": lambda _: JobStatus("running", "K-Means", 0.5),
    }
    return SimpleNamespace(**answers | more)


def request(**changes: Any) -> ComparisonRequest:
    return ComparisonRequest.from_json({**ASKED, "methods": METHODS, **changes})


def test_without_a_method_nothing_starts() -> None:
    assert compare.start(session(), request(methods=[])) == (None, None, compare.NO_METHODS)


def test_the_result_to_compare_with_comes_first() -> None:
    state, job, error = compare.start(session(first="a", job="b"), request())
    assert (state, error) == (None, "")
    assert job == {"job": "a", "first": True, **ASKED, "methods": METHODS}
    status, begin = compare.follow(session(status=lambda _: JobStatus("done")), job, None)
    assert begin and status["going"] and status["live"] is None


def test_then_the_methods_and_what_there_is_already_is_shown() -> None:
    state, job, _ = compare.start(session(job="b", done=1), request())
    assert state == {**ASKED, "methods": METHODS, "done": 1}
    assert job == {"job": "b", **ASKED, "methods": METHODS}


def test_all_there_needs_no_job() -> None:
    state, job, _ = compare.start(session(done=2), request())
    assert state is not None and state["done"] == 2
    assert job is None


@pytest.mark.parametrize("setting", [None, 9])
def test_a_setting_that_is_none_of_the_slider_becomes_the_suggested_one(setting: float | None) -> None:
    state, _, _ = compare.start(session(done=2), request(setting=setting))
    assert state is not None and state["setting"] == 3


def test_what_cannot_be_is_said() -> None:
    def refuse() -> None:
        raise Impossible

    assert compare.start(session(start=refuse), request()) == (None, None, "That cannot be.")


def test_only_news_are_sent() -> None:
    job = {"job": "b", **ASKED, "methods": METHODS}
    fresh, _ = compare.follow(session(done=1), job, None)
    assert fresh["live"] == {**ASKED, "methods": METHODS, "done": 1}
    again, _ = compare.follow(session(done=1), job, fresh["live"])
    assert (again["live"], again["share"], again["going"]) == (None, 50, True)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (JobStatus("done"), ""),
        (JobStatus("failed", message="Broken."), "Broken."),
        (JobStatus("cancelled"), "The comparison was stopped; what was done is kept."),
    ],
)
def test_the_end_is_told(status: JobStatus, words: str) -> None:
    job = {"job": "b", **ASKED, "methods": METHODS}
    shown, begin = compare.follow(session(done=1, status=lambda _: status), job, None)
    assert (shown["going"], shown["error"], begin) == (False, words, False)


def test_the_summary_says_how_far_it_is() -> None:
    some = Comparison((MethodCandidates("kmeans"),), 1440, ("a", "b"), "channel")
    assert compare.summary_line(some, 6).startswith(
        "1 of 6 methods done · 1,440 customers by 2 features"
    )
    assert compare.summary_line(some, 6).endswith("and the outcome channel")
    assert compare.summary_line(some, 1).startswith("0 results of 1 method ·")
