"""How the pages of decisions begin, follow their job and keep what is said."""

from types import SimpleNamespace
from typing import Any

import pytest

from callbacks import _results, deciding, segments
from core.entities import Recipe
from core.errors import UserError
from core.jobs import JobStatus

ASKED = {"dataset": "d", "token": Recipe().to_token(), "setting": 4}


class Impossible(UserError):
    template = "That cannot be."


class Said:
    """Decisions that write down what they are asked."""

    calls: list[Any]

    def __init__(self, desk: Any) -> None:
        self.desk = desk

    def start(self, *_asked: Any) -> str | None:
        if self.desk.job == "never":
            raise Impossible
        return self.desk.job  # type: ignore[no-any-return]

    def setting(self, _dataset: Any, _recipe: Any, asked: float | None) -> float:
        return asked or 3

    def rate(self, *given: Any) -> None:
        Said.calls.append(given)

    def rename(self, *given: Any) -> None:
        Said.calls.append(given[2:])

    reset = rename


@pytest.fixture(autouse=True)
def _decisions(monkeypatch: pytest.MonkeyPatch) -> None:
    Said.calls = []
    monkeypatch.setattr(deciding, "Decisions", Said)
    monkeypatch.setattr(segments, "Decisions", Said)
    monkeypatch.setattr(_results, "Decisions", Said)


def desk(job: str | None = None, state: str = "running", message: str = "") -> Any:
    status = JobStatus(state, "Clustering", 0.5, message)  # type: ignore[arg-type]
    return SimpleNamespace(job=job, open=lambda name: name, status=lambda _: status)


def test_what_is_known_needs_no_job() -> None:
    assert deciding.start(desk(), {**ASKED, "setting": None}) == ({**ASKED, "setting": 3}, None, "")


def test_what_is_not_known_is_made_by_a_job() -> None:
    assert deciding.start(desk("j"), ASKED) == (None, {"job": "j", **ASKED}, "")


def test_what_cannot_be_is_said() -> None:
    assert deciding.start(desk("never"), ASKED) == (None, None, "That cannot be.")


@pytest.mark.parametrize(
    ("state", "message", "shown"),
    [
        ("running", "", (None, True, "")),
        ("done", "", (ASKED, False, "")),
        ("failed", "Too few.", (None, False, "Too few.")),
        ("cancelled", "", (None, False, _results.STOPPED)),
    ],
)
def test_a_job_is_followed(state: str, message: str, shown: tuple[Any, ...]) -> None:
    told = _results.follow(desk(state=state, message=message), {"job": "j", **ASKED})
    assert (told["live"], told["going"], told["error"]) == shown
    assert (told["share"], told["step"]) == (50, "Clustering")


def test_a_thumb_and_a_note_are_kept() -> None:
    deciding.rate(desk(), ASKED, {"thing": "a/name/b", "vote": 1, "note": "good"})
    assert Said.calls == [("d", "a/name/b", 1, "good")]


def test_an_empty_name_gives_the_suggested_one_back() -> None:
    segments.rename(desk(), ASKED, {"segment": 2, "text": "Best"})
    segments.rename(desk(), ASKED, {"segment": 2, "text": ""})
    assert Said.calls == [(4, 2, "Best"), (4, 2)]
