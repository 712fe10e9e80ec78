"""Where each segment's customers come from, in figures beside the flows."""

import numpy as np
import pytest

from core.charts.catalogue import flow
from core.model import Analysis, Segmentation


def test_a_segment_from_one_is_stable_and_one_from_all_is_not() -> None:
    moves = np.array([[30, 5, 0, 9], [0, 5, 0, 1], [0, 5, 7, 0]])
    even, most = -np.log([0.9, 0.1]) @ [0.9, 0.1] / np.log(3), flow._stability_across(moves)
    assert most == pytest.approx([1, 0, 1, 1 - even])


def test_each_segment_but_the_first_settings_has_its_figure(made: Analysis) -> None:
    figure = flow.build(Segmentation(made, 4), {})
    labels = figure["data"][0]["node"]["label"]
    assert labels[:2] == ["1", "2"] and len(labels) == sum(range(2, 8))
    hovers = figure["data"][0]["node"]["customdata"]
    values = [float(text.split("stability ")[1].rstrip(")")) for text in hovers[2:]]
    assert all(0 <= value <= 1 for value in values) and len(set(values)) > 1


def test_each_segment_says_at_which_setting_it_is(made: Analysis) -> None:
    (trace,) = flow.build(Segmentation(made, 4), {})["data"]
    places, settings = trace["meta"]["places"], made.sweep.settings
    assert len(places) == len(trace["node"]["customdata"])
    for place, text in zip(places, trace["node"]["customdata"], strict=True):
        assert f" at {settings[place]:g}" in text and text.startswith("Segment\u00a0")


def test_which_settings_are_shown_is_told(made: Analysis) -> None:
    assert "Shown are 2 to 7 of 2 to 12." in str(flow.build(Segmentation(made, 4), {})["layout"])
    assert "Shown" not in flow._note(["2", "3"], ["2", "3"])
