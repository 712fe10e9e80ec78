"""What is answered while a file is being written, and where it is not."""

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, Response

from core.jobs import JobStatus
from dashboard.replies import NotWritten, send_when_written


def asked(status: JobStatus) -> Response:
    session: Any = SimpleNamespace(status=lambda _: status)
    with Flask("files").test_request_context("/?job=j"):
        return send_when_written(session, lambda: None, lambda: "j", lambda _: Response())


def test_it_says_how_far_the_file_is() -> None:
    answer = asked(JobStatus("running", "Drawing charts", 0.5))
    assert answer.status_code == 202
    assert answer.get_json() == {"job": "j", "step": "Drawing charts", "share": 0.5}


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (JobStatus("cancelled"), "It was stopped."),
        (JobStatus("failed", message="Too wide."), "Too wide."),
        (JobStatus("failed"), "Try again."),
    ],
)
def test_it_says_why_there_is_none(status: JobStatus, words: str) -> None:
    with pytest.raises(NotWritten, match=words):
        asked(status)
