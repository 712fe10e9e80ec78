"""When a report looks into whether the segments are real."""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from core.errors import UserError
from core.report import Choices, add_verdict
from core.report import run as report_run

DAY = date(2026, 11, 22)
KNOWN = SimpleNamespace(criteria="all")


@dataclass(frozen=True)
class Result:
    dataset: str = "d"
    recipe: str = "r"
    trust: Any = None


class TooSmall(UserError):
    template = "Too small."


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The data sets that were judged; "small" cannot be, "known" was before."""
    found: list[Any] = []

    def judged(_store: Any, dataset: str, *_more: Any) -> str:
        found.append(dataset)
        if dataset == "small":
            raise TooSmall
        return "verdict"

    monkeypatch.setattr(report_run, "judge", judged)
    monkeypatch.setattr(
        report_run, "stored_verdict", lambda _store, name, _recipe: {"known": KNOWN}.get(name)
    )
    return found


def told(dataset: str, *sections: str) -> Any:
    return add_verdict(None, Result(dataset), Choices(DAY, sections=sections)).trust  # type: ignore[arg-type]


def test_a_section_that_tells_of_the_verdict_has_it_found(asked: list[Any]) -> None:
    assert told("d", "summary") == told("d", "data", "verdict") == "verdict"
    assert asked == ["d", "d"]


def test_a_verdict_that_is_known_is_not_looked_for_again(asked: list[Any]) -> None:
    assert told("known", "summary") is KNOWN
    assert asked == []


def test_other_sections_need_none(asked: list[Any]) -> None:
    assert told("d", "data", "map") is None
    assert asked == []


@pytest.mark.usefixtures("asked")
def test_a_table_too_small_for_a_verdict_has_a_report_without() -> None:
    assert told("small", "verdict") is None
