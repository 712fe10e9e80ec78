"""The charts of the Segments page as files, for the owner alone."""

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from core.errors import UserError
from core.model import Recipe
from dashboard.downloads import explain


@pytest.fixture(autouse=True)
def _decisions(monkeypatch: pytest.MonkeyPatch) -> None:
    def figures(*given: Any) -> dict[str, Any]:
        return {
            "importance": {"of": given[-1], "layout": {}},
            "distributions": {"layout": {"height": 700}},
        }

    made = SimpleNamespace(figures=figures, rfm_figure=lambda *given: {"by_money": given[-1]})
    monkeypatch.setattr(explain, "Session", lambda _: made)


def asked(query: str) -> list[Any]:
    drawn: list[Any] = []
    session: Any = SimpleNamespace(draw=lambda *given: drawn.extend(given) or b"image")
    with Flask("test").test_request_context(f"/?setting=3&{query}"):
        explain.send_image(session, None, Recipe())  # type: ignore[arg-type]
    return drawn


def test_a_chart_is_drawn_as_it_is_shown() -> None:
    figure, *look = asked("figure=importance&segment=2&format=svg&theme=dark")
    assert figure["of"] == 2 and look == ["svg", "dark", explain.WIDTH, explain.HEIGHT]
    assert asked("figure=importance&segment=all")[0]["of"] is None
    assert asked("figure=distributions")[-1] == 700 + explain.HEADROOM


def test_the_grid_is_drawn_by_what_it_is_coloured() -> None:
    assert asked("figure=grid&by=money")[0] == {"by_money": True}
    assert asked("figure=grid&by=customers")[0] == {"by_money": False}


def test_another_chart_is_refused() -> None:
    with pytest.raises(UserError, match="importance, distributions"):
        asked("figure=map")
