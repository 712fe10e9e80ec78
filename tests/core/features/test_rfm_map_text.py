"""Maps of scores as they are written."""

import pytest

from core.features import (
    DEFAULT_MAP,
    Area,
    BadCuts,
    MapGap,
    MapOutside,
    MapOverlap,
    RfmMap,
    UnreadableName,
    read_map,
    validate_map,
    write_cuts,
    write_map,
)
from core.profile import Region, build_rfm_grid, rfm_regions
from core.text import BadName
from tests.core.profile.names.test_suggested import customers, everyone

HALVES = "Lately: R 2, F 1-2\nLong ago: r1 f 1 to 2"
AREAS = (Area("Lately", (2, 2), (1, 2)), Area("Long ago", (1, 1), (1, 2)))


def test_what_is_written_is_read_back() -> None:
    own = RfmMap(2, {"recency": (30.5,), "monetary": (1234567.89,)}, AREAS)
    cuts = {part: write_cuts(points) for part, points in own.cuts.items()}
    assert read_map(2, {**cuts, "frequency": " "}, write_map(own)) == own


def test_names_may_be_spelled_loosely() -> None:
    assert read_map(2, {}, HALVES.replace(":", " =")).areas == AREAS


@pytest.mark.parametrize(
    ("bins", "names"), [(5, write_map(DEFAULT_MAP)), (5, ""), (4, write_map(DEFAULT_MAP))]
)
def test_the_usual_names_and_none_leave_the_usual_map(bins: int, names: str) -> None:
    assert read_map(bins, {}, names) == RfmMap(bins)


def test_four_scores_have_no_names_until_some_are_written() -> None:
    assert write_map(RfmMap(4)) == ""


@pytest.mark.parametrize(
    ("names", "error", "told"),
    [
        ("Lately: R 2, F 1-2", MapGap, "R 1 F 1, R 1 F 2"),
        (f"{HALVES}\nBoth: R 1, F 1", MapOverlap, "Long ago and Both"),
        (f"{HALVES}\nMore: R 3, F 1", MapOutside, "'More'"),
    ],
)
def test_gaps_and_overlaps_are_named(names: str, error: type[Exception], told: str) -> None:
    with pytest.raises(error, match=told):
        validate_map(read_map(2, {}, names))


@pytest.mark.parametrize(
    ("cuts", "names", "error"),
    [
        ("thirty", "", BadCuts),
        ("", "Lately", UnreadableName),
        ("", f"{'long' * 40}: R 1, F 1", BadName),
    ],
)
def test_what_cannot_be_read_is_said(cuts: str, names: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_map(2, {"recency": cuts}, names)


def test_a_thousand_with_a_comma_is_explained() -> None:
    with pytest.raises(BadCuts, match="'1,400' was read as two numbers, so write '1400'"):
        read_map(3, {"monetary": "900, 1,400"}, "")
    assert read_map(4, {"monetary": "1,400,900"}, "").cuts == {"monetary": (1.0, 400.0, 900.0)}


def test_names_share_all_customers_and_all_money() -> None:
    people = customers(everyone())
    grid = build_rfm_grid(people, RfmMap(2, {}, AREAS))
    found = rfm_regions(grid)
    assert {one.name for one in found} == {"Lately", "Long ago"}
    assert sum(one.customers for one in found) == 300
    assert sum(one.money_share or 0 for one in found) == pytest.approx(1)
    assert found[0] == Region(
        found[0].name,
        found[0].customers,
        found[0].customers / 300,
        found[0].money,
        found[0].money_share,
    )
    assert found[0].customers >= found[1].customers
    assert rfm_regions(build_rfm_grid(people, RfmMap(3))) == ()
