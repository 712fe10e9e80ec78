"""A box a setting of the method that was chosen, whether or not that counts segments."""

from dataclasses import replace

import numpy as np

from core.charts.catalogue import stability
from core.model import Analysis, Segmentation
from core.segment import recommend
from tests.support.small_analyses import found_by


def test_a_box_stands_at_each_setting_and_the_current_one_is_set_off(made: Analysis) -> None:
    figure = stability.build(Segmentation(made, 4), {})
    boxes = [trace for trace in figure["data"] if trace["type"] == "box"]
    assert [box["x"] for box in boxes] == [[str(k)] for k in range(2, 13)]
    assert [box["name"] for box in boxes if box["line"]["width"] == 2] == ["4"]
    (advised,) = (trace for trace in figure["data"] if trace["type"] == "scatter")
    assert advised["x"] == [str(recommend(made.sweep, made.verdicts).k)]
    assert figure["layout"]["xaxis"]["title"]["text"] == "Segments (k)"


def test_a_method_with_stops_of_its_own_is_drawn_by_them(made: Analysis) -> None:
    found = found_by("dbscan", made)
    assert found.verdicts is not None
    stops = found.sweep.settings[:2]
    verdicts = replace(found.verdicts, ks=stops, agreement=np.full((2, 50), 0.8))
    figure = stability.build(Segmentation(replace(found, verdicts=verdicts), stops[0]), {})
    boxes = [trace for trace in figure["data"] if trace["type"] == "box"]
    assert [box["name"] for box in boxes] == [f"{stop:g}" for stop in stops]
    assert figure["layout"]["xaxis"]["title"]["text"] == "Reach (eps)"


def test_one_segment_everywhere_says_so(made: Analysis) -> None:
    assert made.verdicts is not None
    verdicts = replace(made.verdicts, ks=(), agreement=np.empty((0, 50)))
    figure = stability.build(Segmentation(replace(made, verdicts=verdicts), 3), {})
    assert figure["data"] == [] and "come out again" in str(figure["layout"])
