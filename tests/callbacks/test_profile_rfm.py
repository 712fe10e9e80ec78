"""How the grid of recency and frequency is shown and changed."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from callbacks import profile_rfm
from callbacks.shared.requests import ResultRequest
from core.features import DEFAULT_MAP, RfmMap, validate_map
from core.model import Recipe
from core.profile import NoRfm, RfmGrid, rfm_heatmap

SHOWN = ResultRequest("d", Recipe().to_token(), 4)
COUNTS = np.array([[1, 2], [3, 4]])
CUTS = {"recency": (30.0,), "frequency": (1.0,), "monetary": (50.0,)}


class RecordingSession:
    """A session that writes down the maps chosen; it has no grid where there is an `error`."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error, self.maps = error, []

    def open(self, id: str) -> Any:
        return SimpleNamespace(id=id)

    def result(self, dataset: Any, _recipe: Recipe, _setting: Any, _record: bool) -> Any:
        return SimpleNamespace(
            run=SimpleNamespace(dataset=dataset, recipe=Recipe()),
            rfm_grid=self._grid,
            rfm_figure=self._figure,
        )

    def rfm_map(self, _dataset: Any) -> RfmMap:
        return RfmMap(2)

    def choose_rfm_map(self, _dataset: Any, rfm_map: RfmMap) -> None:
        validate_map(rfm_map)
        self.maps.append(rfm_map)

    def _grid(self) -> RfmGrid:
        if self.error:
            raise self.error
        return RfmGrid(2, COUNTS, COUNTS * 10.0, {}, CUTS, {part: part for part in CUTS})

    def _figure(self, by_money: bool, small: bool) -> dict[str, Any]:
        return rfm_heatmap(COUNTS, COUNTS * 10.0, {}, by_money, small)


@pytest.fixture
def session() -> Any:
    return RecordingSession()


def test_the_grid_is_shown_coloured_as_before(session: Any) -> None:
    assert "value='money'" in str(profile_rfm.show(session, SHOWN, "money"))
    assert "value='customers'" in str(profile_rfm.show(session, SHOWN))


def test_without_money_the_grid_is_of_customers_alone(session: Any) -> None:
    cuts = {part: CUTS[part] for part in ("recency", "frequency")}
    grid = RfmGrid(2, COUNTS, None, {(1, 1): "Some"}, cuts, {part: part for part in cuts})
    session._grid = lambda: grid
    page = str(profile_rfm.show(session, SHOWN, "money"))
    assert "value='customers'" in page and "Revenue" not in page and "rfm-monetary-field" in page
    drawn = rfm_heatmap(COUNTS, None, {}, True)["data"][0]
    assert drawn["z"].max() == 4 and drawn["text"][1][1] == "4"


def test_customers_without_such_scores_are_told_so() -> None:
    session: Any = RecordingSession(NoRfm(missing="recency"))
    assert "no recency" in str(profile_rfm.show(session, SHOWN))


@pytest.mark.parametrize(("by", "most"), [("customers", 4), ("money", 40)])
def test_the_chart_is_coloured_by_what_is_asked(session: Any, by: str, most: float) -> None:
    drawn = profile_rfm.figure(session, SHOWN, by)
    heat, small = (drawn[size]["grid"]["data"][0] for size in ("figures", "small"))
    assert heat["z"].max() == small["z"].max() == most
    assert heat["text"][1][1] == "4<br>40" and small["text"][1][1] == str(most)
    assert drawn["of"]["by"] == by


def test_what_is_written_is_kept_or_refused_in_words(session: Any) -> None:
    assert profile_rfm.choose_map(session, "d", "2", {"recency": "14"}, "All: R 1-2, F 1-2") == ""
    assert session.maps[0].cuts == {"recency": (14.0,)}
    assert "No name covers R 2 F 1" in profile_rfm.choose_map(session, "d", "2", {}, "Some: R 1, F 1-2")
    profile_rfm.reset_map(session, "d")
    assert session.maps[1:] == [DEFAULT_MAP]
