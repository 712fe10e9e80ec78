"""How the grid of recency and frequency is shown and changed."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from callbacks import explain_rfm
from core.explain import DEFAULT_MAP, RfmGrid, RfmMap, rfm_heatmap, validate_map
from core.explain.rfm.grid import NoRfm
from core.model import Recipe

FOUND = {"dataset": "d", "token": Recipe().to_token(), "setting": 4}
DESK: Any = SimpleNamespace(open=lambda name: name)
COUNTS = np.array([[1, 2], [3, 4]])
CUTS = {"recency": (30.0,), "frequency": (1.0,), "monetary": (50.0,)}


class Said:
    """Session that write down what was chosen."""

    chosen: list[RfmMap]
    error: Exception | None = None

    def __init__(self, _desk: Any) -> None: ...

    def rfm(self, _dataset: Any) -> RfmMap:
        return RfmMap(2)

    def rfm_grid(self, _dataset: Any, _recipe: Any) -> RfmGrid:
        if self.error:
            raise self.error
        return RfmGrid(2, COUNTS, COUNTS * 10.0, COUNTS[0], {}, CUTS, {part: part for part in CUTS})

    def rfm_figure(self, _dataset: Any, _recipe: Any, by_money: bool, small: bool) -> dict[str, Any]:
        return rfm_heatmap(COUNTS, COUNTS * 10.0, {}, by_money, small)

    def choose_rfm(self, _dataset: Any, chosen: RfmMap) -> None:
        validate_map(chosen)
        Said.chosen.append(chosen)


@pytest.fixture(autouse=True)
def _decisions(monkeypatch: pytest.MonkeyPatch) -> None:
    Said.chosen, Said.error = [], None
    monkeypatch.setattr(explain_rfm, "Session", Said)


def test_the_grid_is_shown_coloured_as_before() -> None:
    assert "value='money'" in str(explain_rfm.show(DESK, {**FOUND, "by": "money"}))
    assert "value='customers'" in str(explain_rfm.show(DESK, FOUND))


def test_customers_without_such_scores_are_told_so() -> None:
    Said.error = NoRfm()
    assert "no recency, frequency and spend" in str(explain_rfm.show(DESK, FOUND))


@pytest.mark.parametrize(("by", "most"), [("customers", 4), ("money", 40)])
def test_the_chart_is_coloured_by_what_is_asked(by: str, most: float) -> None:
    drawn = explain_rfm.figure(DESK, FOUND, by)
    heat, small = (drawn[size]["grid"]["data"][0] for size in ("figures", "small"))
    assert heat["z"].max() == small["z"].max() == most
    assert heat["text"][1][1] == "4<br>40" and small["text"][1][1] == str(most)
    assert drawn["of"]["by"] == by


def test_what_is_written_is_kept_or_refused_in_words() -> None:
    assert explain_rfm.choose_map(DESK, FOUND, "2", {"recency": "14"}, "All: R 1-2, F 1-2") == ""
    assert Said.chosen[0].cuts == {"recency": (14.0,)}
    assert "No name covers R 2 F 1" in explain_rfm.choose_map(DESK, FOUND, "2", {}, "Some: R 1, F 1-2")
    explain_rfm.reset_map(DESK, FOUND)
    assert Said.chosen[1:] == [DEFAULT_MAP]
