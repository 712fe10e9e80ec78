"""The charts of the Profiles page as files, for the owner alone."""

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from core.errors import UserError
from dashboard.downloads import profile


def figures(segment: int | None) -> dict[str, Any]:
    return {
        "importance": {"of": segment, "layout": {}},
        "distributions": {"layout": {"height": 700}},
    }


def drawn(monkeypatch: pytest.MonkeyPatch, query: str) -> list[Any]:
    """What the session is asked to draw for an address."""
    order: list[Any] = []
    result = SimpleNamespace(
        figures=figures,
        rfm_figure=lambda by_money: {"by_money": by_money},
        session=SimpleNamespace(draw=lambda *values: order.extend(values) or b"image"),
    )
    monkeypatch.setattr(profile, "requested_result", lambda *_: result)
    with Flask("test").test_request_context(f"/?setting=3&{query}"):
        profile.send_image(None, "d")  # type: ignore[arg-type]
    return order


def test_a_chart_is_drawn_as_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    figure, *look = drawn(monkeypatch, "figure=importance&segment=2&format=svg&theme=dark")
    assert figure["of"] == 2 and look == ["svg", "dark", profile.WIDTH, profile.HEIGHT]
    assert drawn(monkeypatch, "figure=importance&segment=all")[0]["of"] is None
    assert drawn(monkeypatch, "figure=distributions")[-1] == 700 + profile.HEADROOM


def test_the_grid_is_drawn_by_what_it_is_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(monkeypatch, "figure=grid&by=money")[0] == {"by_money": True}
    assert drawn(monkeypatch, "figure=grid&by=customers")[0] == {"by_money": False}


def test_another_chart_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="importance, distributions"):
        drawn(monkeypatch, "figure=map")
