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
STORED = SimpleNamespace(criteria="all")
PARTIAL = SimpleNamespace(criteria=None)


@dataclass(frozen=True)
class PlainAnalysis:
    verdicts: Any = None


class TooSmall(UserError):
    template = "Too small."


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The data sets that were judged; "small" cannot be."""
    datasets: list[Any] = []

    def judge(run: Any) -> str:
        datasets.append(run.dataset)
        if run.dataset == "small":
            raise TooSmall
        return "verdict"

    monkeypatch.setattr(report_run, "judge", judge)
    return datasets


def verdict(dataset: str, *sections: str, stored: Any = None) -> Any:
    """The verdict that a report with these sections has, where `stored` was known before."""
    run: Any = SimpleNamespace(dataset=dataset, verdict=stored)
    analysis: Any = PlainAnalysis()
    return add_verdict(run, analysis, Choices(DAY, sections=sections)).verdicts


def test_a_section_that_tells_of_the_verdict_has_it_found(judged: list[Any]) -> None:
    assert verdict("d", "summary") == verdict("d", "data", "verdict") == "verdict"
    assert judged == ["d", "d"]


def test_a_verdict_that_is_known_is_not_looked_for_again(judged: list[Any]) -> None:
    assert verdict("d", "summary", stored=STORED) is STORED
    assert judged == []


def test_a_verdict_that_is_known_in_part_is_made_whole(judged: list[Any]) -> None:
    assert verdict("d", "summary", stored=PARTIAL) == "verdict"
    assert judged == ["d"]


def test_other_sections_need_none(judged: list[Any]) -> None:
    assert verdict("d", "data", "map") is None
    assert judged == []


@pytest.mark.usefixtures("judged")
def test_a_table_too_small_for_a_verdict_has_a_report_without() -> None:
    assert verdict("small", "verdict") is None
