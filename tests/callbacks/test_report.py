"""How the Report page begins its preview, follows it and says what is wrong with choices."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from callbacks import report
from callbacks.report import PreviewRequest
from callbacks.shared.requests import ResultRequest
from core.errors import UserError
from core.jobs import JobStatus
from core.model import Recipe
from core.report import RememberedChoices

BODY = {"dataset": "d", "token": Recipe().to_token(), "setting": 4}
SHOWN = ResultRequest.from_json(BODY)
PAGES = (np.frombuffer(b"one", np.uint8), np.frombuffer(b"two", np.uint8))


class NotesInMemory:
    """The notes of a session."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def read(self, name: str) -> Any:
        return self.values.get(name)

    def write(self, name: str, value: Any) -> None:
        self.values[name] = value


NOTES = NotesInMemory()


@pytest.fixture(autouse=True)
def _no_notes() -> None:
    NOTES.values.clear()


def session(job: str | None = None, state: str = "running") -> Any:
    """A session whose report is there, or is made by `job`."""
    result = SimpleNamespace(start_report=lambda *_: job, report=lambda *_: PAGES)
    return SimpleNamespace(
        open=lambda name: SimpleNamespace(name=name),
        result=lambda *_: result,
        status=lambda _: JobStatus(state, "Drawing", 0.5),  # type: ignore[arg-type]
        report_choices=RememberedChoices(NOTES),  # type: ignore[arg-type]
    )


def chosen(**changed: Any) -> dict[str, Any]:
    return {**report.show(session(), SHOWN)[0].data, **changed}


def request(**changed: Any) -> PreviewRequest:
    return PreviewRequest.from_json({**BODY, "chosen": chosen(**changed)})


def test_what_is_written_already_is_shown() -> None:
    made, job, error = report.start(session(), request())
    assert made is not None and (job, error) == (None, "")
    assert made["chosen"] == chosen()
    first, second = (urlsplit(page) for page in made["pages"])
    assert first.path == "/take/d/page"
    assert [parse_qs(page.query)["page"] for page in (first, second)] == [["1"], ["2"]]


def test_a_job_makes_the_pages_and_is_followed() -> None:
    made, job, error = report.start(session("j"), request())
    assert made is None and job == {**BODY, "chosen": chosen(), "job": "j"} and error == ""
    assert report.follow(session(), job)["live"] is None
    shown = report.follow(session(state="done"), job)["live"]
    assert shown is not None and len(shown["pages"]) == 2
    assert report.follow(session(state="cancelled"), job)["error"] == report.STOPPED


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"sections": []}, "at least one section"),
        ({"currency": "XYZ1"}, "not a currency"),
        ({"accent": "#ffff00"}, "too pale"),
        ({"date": ""}, "needs a date"),
        ({"logo": "gone"}, "logo is no longer here"),
    ],
)
def test_choices_that_cannot_be_are_said_and_not_remembered(
    changed: dict[str, Any], words: str
) -> None:
    made, job, error = report.start(session("j"), request(**changed))
    assert (made, job) == (None, None) and words in error
    assert NOTES.values == {}


def test_the_choices_are_remembered() -> None:
    report.start(session("j"), request(currency="EUR", title="Spring", sections=["data"]))
    assert [chosen()[name] for name in ("currency", "title", "sections")] == ["EUR", "Spring", ["data"]]


def test_a_data_set_that_is_gone_is_said() -> None:
    class Gone(UserError):
        template = "Not here."

    def gone(_name: str) -> Any:
        raise Gone

    away = session()
    away.open = gone
    assert report.start(away, request()) == (None, None, "Not here.")
