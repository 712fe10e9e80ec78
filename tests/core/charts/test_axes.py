"""A feature is drawn on the scale on which it is least skewed, with ticks in its own units."""

from dataclasses import replace

import numpy as np
import pytest

from core.charts.axes import STRAIGHT, Scale, feature_scale
from core.model import Analysis


def of(made: Analysis, values: np.ndarray) -> Scale:
    frame = made.customers.frame.assign(monetary=values)
    return feature_scale(replace(made, customers=replace(made.customers, frame=frame)), "monetary")


def normal() -> np.ndarray:
    return np.random.default_rng(1).normal(size=240)


@pytest.mark.parametrize(
    ("values", "unit"),
    [
        (normal(), None),
        (np.exp(2 * normal()), 0.0),
        (np.floor(np.exp(2 * np.abs(normal()))) - 1, 1.0),
        (np.where(normal() > 2, 1.0, 0.0), None),
        (np.full(240, 3.0), None),
        (np.full(240, np.nan), None),
    ],
)
def test_only_what_a_logarithm_makes_less_skewed_gets_one(
    made: Analysis, values: np.ndarray, unit: float | None
):
    assert of(made, values).unit == unit


def test_places_keep_order_sign_and_gaps():
    scale = Scale(10.0)
    found = scale.place([-1000, -10, 0, 10, 1000, np.nan])
    assert np.all(np.diff(found[:5]) > 0)
    assert found[0] == -found[4] and found[2] == 0
    assert np.isnan(found[5])


@pytest.mark.parametrize("unit", [0.0, 1.0, 100.0])
@pytest.mark.parametrize("low", [0.5, 3.0, 20.0])
@pytest.mark.parametrize("reach", [1.0, 2.0, 1e3, 1e9])
def test_ticks_stand_where_they_say(unit: float, low: float, reach: float):
    scale = Scale(unit)
    ticks = scale.ticks(low, low * reach)
    sizes = {"k": 1e3, "M": 1e6, "G": 1e9}
    values = [float(t.rstrip("kMG")) * sizes.get(t[-1], 1) for t in ticks["ticktext"]]
    np.testing.assert_allclose(scale.place(values), ticks["tickvals"], rtol=1e-5)
    assert 1 <= len(values) <= 5
    assert all(low * 0.999 <= value <= low * reach * 1.001 for value in values)


def test_no_two_ticks_are_so_close_that_their_numbers_touch():
    assert Scale(1.0).ticks(0, 1e4)["ticktext"] == ["0", "10", "100", "1k", "10k"]
    for unit, low, high in ((1.0, 0.0, 900.0), (1.0, -5e3, 5e3), (0.0, 0.9, 4e4)):
        ticks = Scale(unit).ticks(low, high)["tickvals"]
        span = np.ptp(Scale(unit).place([low, high]))
        assert len(ticks) > 1 and min(np.diff(ticks)) >= 0.12 * span


def test_a_straight_scale_leaves_the_ticks_to_plotly():
    assert STRAIGHT.ticks(0, 10) == {}
