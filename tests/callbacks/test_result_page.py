"""How the pages of decisions begin, follow their job and keep what is said."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from callbacks import explain, result_page
from callbacks.shared import jobs
from core.act import Feedback, Rating
from core.errors import UserError
from core.jobs import JobStatus
from core.model import Explanation, Notice, Recipe
from tests.support.explanations import told

ASKED = {"dataset": "d", "token": Recipe().to_token(), "setting": 4}


class Impossible(UserError):
    template = "That cannot be."


class Said:
    """Session that write down what they are asked."""

    calls: list[Any]

    def __init__(self, session: Any) -> None:
        self.session = session

    def start(self, *_asked: Any) -> str | None:
        if self.session.job == "never":
            raise Impossible
        return self.session.job  # type: ignore[no-any-return]

    def setting(self, _dataset: Any, _recipe: Any, asked: float | None) -> float:
        return asked or 3

    def rate(self, *given: Any) -> None:
        Said.calls.append(given)

    def rename(self, *given: Any) -> None:
        if given[-1] == "champions":
            raise Impossible
        Said.calls.append(given[2:])

    reset = rename

    def forget_votes_on_names(self, kind: str) -> None:
        Said.calls.append((kind,))

    def explanation(self, *_where: Any) -> Explanation:
        return replace(told(), notices=(Notice("Rules are learnt from a sample."),))

    def figures(self, *given: Any) -> dict[str, Any]:
        return {"segment": given[-1]}

    def contrast(self, *_given: Any) -> tuple[()]:
        return ()

    @property
    def kept(self) -> Any:
        down = Rating("champions/name/Champions", "d/Champions", -1)
        return SimpleNamespace(feedback=lambda: Feedback((down,)))


@pytest.fixture(autouse=True)
def _decisions(monkeypatch: pytest.MonkeyPatch) -> None:
    Said.calls = []
    monkeypatch.setattr(result_page, "Session", Said)
    monkeypatch.setattr(explain, "Session", Said)
    monkeypatch.setattr(jobs, "Session", Said)


def session(job: str | None = None, state: str = "running", message: str = "") -> Any:
    status = JobStatus(state, "Clustering", 0.5, message)  # type: ignore[arg-type]
    return SimpleNamespace(job=job, open=lambda name: name, status=lambda _: status)


def test_what_is_known_needs_no_job() -> None:
    assert result_page.start(session(), {**ASKED, "setting": None}) == (
        {**ASKED, "setting": 3},
        None,
        "",
    )


def test_what_is_not_known_is_made_by_a_job() -> None:
    assert result_page.start(session("j"), ASKED) == (None, {"job": "j", **ASKED}, "")


def test_what_cannot_be_is_said() -> None:
    assert result_page.start(session("never"), ASKED) == (None, None, "That cannot be.")


@pytest.mark.parametrize(
    ("state", "message", "shown"),
    [
        ("running", "", (None, True, "")),
        ("done", "", (ASKED, False, "")),
        ("failed", "Too few.", (None, False, "Too few.")),
        ("cancelled", "By a newer one.", (None, False, "By a newer one.")),
    ],
)
def test_a_job_is_followed(state: str, message: str, shown: tuple[Any, ...]) -> None:
    told = jobs.follow_job(session(state=state, message=message), {"job": "j", **ASKED})
    assert (told["live"], told["going"], told["error"]) == shown
    assert (told["share"], told["step"]) == (50, "Clustering")


def test_what_was_stopped_can_be_begun_again() -> None:
    words, again = jobs.follow_job(session(state="cancelled"), {"job": "j", **ASKED})["error"]
    assert words.children == "This was stopped."
    assert (again.children, again.href) == ("Run again", "")


def test_a_thumb_and_a_note_are_kept() -> None:
    result_page.rate(session(), ASKED, {"thing": "a/name/b", "of": "B", "vote": 1, "note": "good"})
    assert Said.calls == [("d", "a/name/b", 1, "good", "B")]


def test_what_was_sampled_is_told_once() -> None:
    here, own = session(), (Notice("Drawn from a sample."), Notice("Read as CSV.", "warning"))
    here.open = lambda _: SimpleNamespace(notices=own[1:], name="May")
    people = SimpleNamespace(frame=range(1234))
    here.analysis = lambda *_: SimpleNamespace(notices=own, customers=people)
    notices, text = result_page.header(here, ASKED)
    assert text == "May · 1,234 customers"
    assert notices == [
        {"text": "Read as CSV.", "level": "warning"},
        {"text": "Drawn from a sample.", "level": "info"},
        {"text": "Rules are learnt from a sample.", "level": "info"},
    ]


def test_an_empty_name_gives_the_suggested_one_back() -> None:
    explain.decide(session(), ASKED, {"kind": "name", "segment": 2, "text": "Best"})
    explain.decide(session(), ASKED, {"kind": "name", "segment": 2, "text": ""})
    assert Said.calls == [(4, 2, "Best"), (4, 2)]


def test_a_refused_name_is_answered_with_those_that_are() -> None:
    said = {"kind": "name", "segment": 2, "text": "champions", "number": 7}
    heads, lines, choices, figures = explain.rename(session(), ASKED, said, "2")
    assert (heads["number"], heads["error"]) == (7, "That cannot be.")
    assert [head["name"] for head in heads["heads"]] == ["Champions", "Lost"]
    assert heads["heads"][0]["vote"] == -1 and len(lines) == 2
    assert [one["label"] for one in choices] == ["All segments", "1 Champions", "2 Lost"]
    assert figures == {"of": ASKED, "figures": {"segment": 2}}


def test_a_thumb_on_a_name_and_the_way_back_are_kept() -> None:
    thumb = {"kind": "rating", "thing": "a/name/b", "of": "B", "vote": -1, "note": "", "number": 1}
    explain.rename(session(), ASKED, thumb, "all")
    explain.rename(session(), ASKED, {"kind": "back", "of": "champions", "number": 2}, "all")
    assert Said.calls == [("d", "a/name/b", -1, "", "B"), ("champions",)]


def test_two_segments_are_not_the_same() -> None:
    table, first, second = explain.side_by_side(session(), ASKED, "2", "1")
    assert str(table).index("Lost") < str(table).index("Champions")
    assert [one["value"] for one in first] == [2] and [one["value"] for one in second] == [1]
