"""How the Report page begins its preview, follows it and says what is wrong with choices."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from callbacks import report
from callbacks.shared.jobs import follow_job
from core.errors import UserError
from core.jobs import JobStatus
from core.model import Recipe
from core.report import RememberedChoices

FOUND = {"dataset": "d", "token": Recipe().to_token(), "setting": 4}
PAGES = (np.frombuffer(b"one", np.uint8), np.frombuffer(b"two", np.uint8))


class Nothing:
    """Notes of a session that has none yet."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}

    def read(self, name: str) -> Any:
        return self.kept.get(name)

    def write(self, name: str, value: Any) -> None:
        self.kept[name] = value


NOTES = Nothing()


class Reports:
    """Session that only make reports."""

    def __init__(self, session: Any) -> None:
        self.session, self.letterhead = session, RememberedChoices(NOTES)  # type: ignore[arg-type]

    def start_report(self, *_asked: Any) -> str | None:
        return self.session.job  # type: ignore[no-any-return]

    def report(self, *_asked: Any) -> Any:
        return PAGES


@pytest.fixture(autouse=True)
def _decisions(monkeypatch: pytest.MonkeyPatch) -> None:
    NOTES.kept.clear()
    monkeypatch.setattr(report, "Session", Reports)


def session(job: str | None = None, state: str = "running") -> Any:
    status = JobStatus(state, "Drawing", 0.5)  # type: ignore[arg-type]
    return SimpleNamespace(
        job=job, open=lambda name: SimpleNamespace(name=name), status=lambda _: status
    )


def chosen(**changed: Any) -> dict[str, Any]:
    return {**report.show(session(), FOUND)[0].data, **changed}


def test_what_is_written_already_is_shown() -> None:
    made, job, error = report.start(session(), FOUND, chosen())
    assert made is not None and (job, error) == (None, "")
    assert made["chosen"] == chosen()
    first, second = (urlsplit(page) for page in made["pages"])
    assert first.path == "/take/d/page"
    assert [parse_qs(page.query)["page"] for page in (first, second)] == [["1"], ["2"]]


def test_a_job_makes_the_pages_and_is_followed() -> None:
    made, job, error = report.start(session("j"), FOUND, chosen())
    assert made is None and job == {**FOUND, "chosen": chosen(), "job": "j"} and error == ""
    assert follow_job(session(), job, report.find_preview)["live"] is None
    shown = follow_job(session(state="done"), job, report.find_preview)["live"]
    assert shown is not None and len(shown["pages"]) == 2
    assert (
        follow_job(session(state="cancelled"), job, report.find_preview, "Stopped.")["error"]
        == "Stopped."
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"sections": []}, "at least one section"),
        ({"currency": "XYZ1"}, "not a currency"),
        ({"accent": "#ffff00"}, "too pale"),
        ({"date": ""}, "needs a date"),
        ({"logo": "gone"}, "logo is not here"),
    ],
)
def test_choices_that_cannot_be_are_said_and_not_remembered(
    changed: dict[str, Any], words: str
) -> None:
    made, job, error = report.start(session("j"), FOUND, chosen(**changed))
    assert (made, job) == (None, None) and words in error
    assert NOTES.kept == {}


def test_the_choices_are_remembered() -> None:
    report.start(session("j"), FOUND, chosen(currency="EUR", title="Spring", sections=["data"]))
    assert [chosen()[name] for name in ("currency", "title", "sections")] == ["EUR", "Spring", ["data"]]


def test_a_data_set_that_is_gone_is_said() -> None:
    class Gone(UserError):
        template = "Not here."

    def gone(_name: str) -> Any:
        raise Gone

    away = session()
    away.open = gone
    assert report.start(away, FOUND, chosen()) == (None, None, "Not here.")
