"""The frame of the pages on a result: how they begin, follow their job and keep what is said."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from callbacks import profile, result_page
from callbacks.shared import jobs
from callbacks.shared.requests import ResultRequest
from core.act import Feedback, Rating
from core.errors import UserError
from core.jobs import JobStatus
from core.model import Explanation, Notice, RatedSubject, Recipe
from tests.support.explanations import make_explanation

BODY = {"dataset": "d", "token": Recipe().to_token(), "setting": 4}
SHOWN = ResultRequest.from_json(BODY)
NOTICES = (Notice("Drawn from a sample."), Notice("Read as CSV.", "warning"))


class Impossible(UserError):
    template = "That cannot be."


class RecordingResult:
    """A result that writes down what is decided in its session's `calls`."""

    analysis = SimpleNamespace(notices=NOTICES, customers=SimpleNamespace(frame=range(1234)))

    def __init__(self, session: "RecordingSession", dataset: Any, setting: float | None) -> None:
        self.session, self.setting = session, setting or 3
        self.run = SimpleNamespace(dataset=dataset)

    def start_explanation(self) -> str | None:
        if self.session.job == "never":
            raise Impossible
        return self.session.job

    def explanation(self) -> Explanation:
        return replace(make_explanation(), notices=(Notice("Rules are learnt from a sample."),))

    def rename(self, segment: int, name: str) -> None:
        if name == "champions":
            raise Impossible
        self.session.calls.append((segment, name))

    def reset_names(self, segment: int) -> None:
        self.session.calls.append((segment,))

    def figures(self, segment: int | None) -> dict[str, Any]:
        return {"segment": segment}

    def differences(self, _first: int, _second: int) -> tuple[()]:
        return ()


class RecordingSession:
    """A session whose one job has a state, and which writes down what is said in `calls`."""

    def __init__(self, job: str | None = None, state: str = "running", message: str = "") -> None:
        self.job, self.state, self.message = job, state, message
        self.calls: list[tuple[Any, ...]] = []
        down = Rating(RatedSubject("champions", "name", "Champions"), "d/Champions", -1)
        self.act_choices = SimpleNamespace(feedback=lambda: Feedback((down,)))

    def open(self, id: str) -> Any:
        return SimpleNamespace(id=id, notices=NOTICES[1:], name="May")

    def result(self, dataset: Any, _recipe: Recipe, setting: Any, _record: bool) -> RecordingResult:
        return RecordingResult(self, dataset, setting)

    def status(self, _job: str) -> JobStatus:
        return JobStatus(self.state, "Clustering", 0.5, self.message)  # type: ignore[arg-type]

    def rate(self, rating: Rating) -> None:
        self.calls.append((str(rating.subject), rating.source, rating.vote, rating.note))

    def forget_votes_on_names(self, kind: str) -> None:
        self.calls.append((kind,))


def session(job: str | None = None, state: str = "running", message: str = "") -> Any:
    return RecordingSession(job, state, message)


def test_a_result_that_is_there_needs_no_job() -> None:
    request = ResultRequest(SHOWN.dataset, SHOWN.token)
    assert result_page.start(session(), request) == ({**BODY, "setting": 3}, None, "")


def test_a_result_that_is_missing_is_made_by_a_job() -> None:
    assert result_page.start(session("j"), SHOWN) == (None, {"job": "j", **BODY}, "")


def test_a_result_that_cannot_be_is_refused_in_words() -> None:
    assert result_page.start(session("never"), SHOWN) == (None, None, "That cannot be.")


@pytest.mark.parametrize(
    ("state", "message", "expected"),
    [
        ("running", "", (None, True, "")),
        ("done", "", (BODY, False, "")),
        ("failed", "Too few.", (None, False, "Too few.")),
        ("cancelled", "By a newer one.", (None, False, "By a newer one.")),
    ],
)
def test_a_job_is_followed(state: str, message: str, expected: tuple[Any, ...]) -> None:
    progress = result_page.follow(session(state=state, message=message), {"job": "j", **BODY})
    assert (progress["live"], progress["going"], progress["error"]) == expected
    assert (progress["share"], progress["step"]) == (50, "Clustering")


def test_a_stopped_job_can_be_begun_again() -> None:
    words, link = jobs.follow_job(session(state="cancelled"), "j", dict)["error"]
    assert words.children == "This was stopped."
    assert (link.children, link.href) == ("Run again", "")


def test_a_thumb_and_a_note_are_kept() -> None:
    here = session()
    result_page.rate(here, SHOWN, {"thing": "a/name/b", "of": "B", "vote": 1, "note": "good"})
    assert here.calls == [("a/name/b", "d/B", 1, "good")]


def test_each_notice_is_shown_once() -> None:
    notices, text = result_page.header(session(), SHOWN)
    assert text == "May · 1,234 customers"
    assert notices == [
        {"text": "Read as CSV.", "level": "warning"},
        {"text": "Drawn from a sample.", "level": "info"},
        {"text": "Rules are learnt from a sample.", "level": "info"},
    ]


def test_an_empty_name_gives_the_suggested_one_back() -> None:
    here = session()
    profile.decide(here, SHOWN, {"kind": "name", "segment": 2, "text": "Best"})
    profile.decide(here, SHOWN, {"kind": "name", "segment": 2, "text": ""})
    assert here.calls == [(2, "Best"), (2,)]


def test_a_refused_name_is_answered_with_those_that_are() -> None:
    decision = {"kind": "name", "segment": 2, "text": "champions", "number": 7}
    heads, lines, choices, figures = profile.rename(session(), SHOWN, decision, "2")
    assert (heads["number"], heads["error"]) == (7, "That cannot be.")
    assert [head["name"] for head in heads["heads"]] == ["Champions", "Lost"]
    assert heads["heads"][0]["vote"] == -1 and len(lines) == 2
    assert [choice["label"] for choice in choices] == ["All segments", "1 Champions", "2 Lost"]
    assert figures == {"of": BODY, "figures": {"segment": 2}}


def test_a_thumb_on_a_name_and_the_way_back_are_kept() -> None:
    here = session()
    thumb = {"kind": "rating", "thing": "a/name/b", "of": "B", "vote": -1, "note": "", "number": 1}
    profile.rename(here, SHOWN, thumb, "all")
    profile.rename(here, SHOWN, {"kind": "back", "of": "champions", "number": 2}, "all")
    assert here.calls == [("a/name/b", "d/B", -1, ""), ("champions",)]


def test_two_segments_are_not_the_same() -> None:
    table, first, second = profile.side_by_side(session(), SHOWN, "2", "1")
    assert str(table).index("Lost") < str(table).index("Champions")
    assert [choice["value"] for choice in first] == [2]
    assert [choice["value"] for choice in second] == [1]
