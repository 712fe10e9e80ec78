"""The page of the grid of recency and frequency."""

from dataclasses import replace

import numpy as np
import pytest

from core.features import DEFAULT_MAP, RfmMap
from core.model import Notice
from core.profile import RfmGrid
from layouts.address import Address
from layouts.profile_rfm import NO_NAMES, profile_tabs, rfm_body, span

CUTS = {"recency": (30.0, 90.0), "frequency": (1.0, 1.0), "monetary": (50.0, 1200.0)}
TITLES = {"recency": "Recency (days)", "frequency": "Orders", "monetary": "Spend"}


HERE = Address("d", "r")


def grid(names: dict[tuple[int, int], str]) -> RfmGrid:
    counts = np.array([[4, 0, 0], [0, 0, 0], [0, 0, 12]])
    notices = (Notice("2 customers are in no cell.", "warning"),)
    return RfmGrid(3, counts, counts * 100.0, names, CUTS, TITLES, notices)


def test_the_page_tells_names_scores_and_notices() -> None:
    names = {(r, f): "Best" if r == 3 else "Rest" for r in (1, 2, 3) for f in (1, 2, 3)}
    page = str(rfm_body(grid(names), RfmMap(3, {"recency": (30.0, 90.0)}), "customers", HERE, HERE))
    for words in ("Best", "12", "75 %", "1,200", "Recency (days)", "30, 90", "in no cell", "Use these"):
        assert words in page


def test_cells_without_names_are_said() -> None:
    page = str(rfm_body(grid({}), RfmMap(3), "money", HERE, HERE))
    assert "The cells have no names" in page and NO_NAMES in page
    assert NO_NAMES not in str(rfm_body(grid({(1, 1): "Best"}), RfmMap(3), "money", HERE, HERE))


def test_each_cut_point_is_offered_once_with_the_scores_that_it_makes() -> None:
    page = str(rfm_body(grid({}), RfmMap(3), "money", HERE, HERE))
    assert "placeholder='1 (2 of 3 scores)'" in page and "placeholder='30, 90'" in page


def test_the_grid_is_saved_and_fills_the_screen_and_moves_sideways_with_many_scores() -> None:
    page = str(rfm_body(grid({}), RfmMap(3), "money", HERE, HERE))
    assert "data-told-image='svg'" in page and "expand-card" in page
    assert "rfm-drawing many" not in page
    many = str(rfm_body(replace(grid({}), bins=6), RfmMap(6), "money", HERE, HERE))
    assert "rfm-drawing many" in many and "aria-label='The grid'" in many


def test_the_usual_names_can_be_edited() -> None:
    assert "Hibernating: R 1-2, F 1-2" in str(rfm_body(grid({}), DEFAULT_MAP, "money", HERE, HERE))


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("recency", ["over 90", "over 30 to 90", "up to 30"]),
        ("frequency", ["up to 1", "none", "over 1"]),
        ("monetary", ["up to 50", "over 50 to 1,200", "over 1,200"]),
    ],
)
def test_a_score_says_its_values(part: str, told: list[str]) -> None:
    assert [span(CUTS, part, score) for score in (1, 2, 3)] == told


def test_the_named_groups_can_be_made_segments() -> None:
    link = f"/segment{HERE.search()}"
    assert link in str(rfm_body(grid({(1, 1): "Best"}), RfmMap(3), "money", HERE, HERE))
    assert link not in str(rfm_body(grid({}), RfmMap(3), "money", HERE, HERE))


def test_a_group_leads_to_its_audience_and_the_cells_to_a_table() -> None:
    names = {(3, 3): "Best & brightest", (1, 1): "Rest", (2, 2): "Nobody"}
    page = str(rfm_body(grid(names), RfmMap(3), "customers", Address("d", "map"), HERE))
    assert "/act?data=d&recipe=map&audience=Best+%26+brightest" in page
    assert "audience=Nobody" not in page  # there is nobody to write to
    assert "/take/d/cells?recipe=r" in page


def test_the_grid_and_the_profiles_are_tabs_of_one_page() -> None:
    tabs = str(profile_tabs(HERE, "RFM grid"))
    assert "href='/profiles?data=d&recipe=r'" in tabs and "href='/rfm" not in tabs
