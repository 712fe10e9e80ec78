"""Charts of the explanation: importance, distributions, the grid of recency and frequency."""

import re

import numpy as np
import pytest

from core.charts import SEGMENT_COLOURS
from core.model import Analysis, Explanation, Segmentation, SegmentProfile
from core.profile.figures import BINS, distributions_figure, importance_bars, rfm_heatmap
from tests.support import small_analyses

SETTING = 4


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return small_analyses.analysis()


def make_profile(segment: int) -> SegmentProfile:
    return SegmentProfile(
        segment, f"Name {segment}", "", "", 1, 0.5, None, None, (), (), None, {}, (), ()
    )


def test_a_line_a_segment_holds_all_of_its_customers(analysis: Analysis) -> None:
    figure = distributions_figure(Segmentation(analysis, SETTING), [make_profile(1), make_profile(2)])
    lines = [trace for trace in figure["data"] if trace["type"] == "scatter"]
    assert all(BINS // 2 < len(trace["x"]) <= BINS for trace in lines)
    assert [trace["y"].sum() for trace in lines] == pytest.approx([1.0] * len(lines))
    assert [trace["line"]["color"] for trace in lines[:2]] == [SEGMENT_COLOURS[0], SEGMENT_COLOURS[1]]
    assert [trace["name"] for trace in figure["data"] if trace["showlegend"]] == ["Name 1", "Name 2"]
    panels = {trace["xaxis"] for trace in figure["data"]}
    assert len(panels) == len(figure["layout"]["annotations"]) == 7


def test_bars_of_a_category_are_shares_of_the_segment(analysis: Analysis) -> None:
    (bars,) = (
        t
        for t in distributions_figure(Segmentation(analysis, SETTING), [make_profile(2)])["data"]
        if t["type"] == "bar"
    )
    members = analysis.customers.frame[analysis.sweep.labels[analysis.sweep.at(SETTING)] == 1]
    shares = members["channel"].value_counts(normalize=True)
    assert dict(zip(bars["x"], bars["y"], strict=True)) == pytest.approx(shares.to_dict())


def test_nothing_to_draw_says_what_to_do(analysis: Analysis) -> None:
    assert (
        "Choose" in distributions_figure(Segmentation(analysis, SETTING), [])["layout"]["meta"]["note"]
    )
    unknown = Explanation((), 0, ("a",), np.zeros(1), np.zeros((0, 1)), None)
    assert importance_bars(unknown, {})["data"] == []


def test_the_weightiest_feature_is_on_top() -> None:
    explanation = Explanation(
        (make_profile(1),), 0, ("a", "b"), np.array([0.1, 0.4]), np.array([[0.3, 0.2]]), None
    )
    (bars,) = importance_bars(explanation, {"b": "Bee (kg)"})["data"]
    assert bars["text"] == ["Bee (kg)", "a"] and bars["x"].tolist() == [0.4, 0.1]
    figure = importance_bars(explanation, {}, segment=1)
    assert figure["layout"]["title"]["text"] == "a decides most about segment 1"
    assert "30 %" in figure["layout"]["meta"]["note"]


def test_the_grid_tells_its_cells() -> None:
    counts, money = np.array([[5, 0], [3, 2]]), np.array([[-50.0, 0], [100, 950]])
    names = {(1, 1): "Asleep", (1, 2): "Asleep", (2, 1): "New", (2, 2): "Best"}
    figure = rfm_heatmap(counts, money, names)
    (heat,) = figure["data"]
    assert figure["layout"]["title"]["text"] == "Asleep hold 50 % of customers"
    assert {"Best", "2"} <= set(re.split(r"<[^>]*>", heat["text"][1][1]))
    small = rfm_heatmap(counts, money, names, by_money=True, small=True)["data"][0]
    assert small["text"][1][1] == "Best<br>950"
    hover = heat["customdata"][1][1]
    assert hover.startswith("<b>Best</b><br>R 2, F 2<br>2 customers (20 %)<br>950")
    by_money = rfm_heatmap(counts, money, {}, by_money=True)
    assert by_money["layout"]["title"]["text"].startswith("R 2 F 2 holds 95 % of")
    assert (by_money["data"][0]["z"] == money).all()
    nobody = rfm_heatmap(counts * 0, money * 0, {})
    assert nobody["layout"]["title"]["text"] == "No customers in any cell"


def test_segments_get_the_colours_that_they_keep(analysis: Analysis) -> None:
    numbers = (7, *range(2, len(analysis.sweep.numbered(SETTING)) + 1))
    figure = distributions_figure(
        Segmentation(analysis.with_numbers(SETTING, numbers), SETTING),
        [make_profile(7), make_profile(2)],
    )
    lines = [t for t in figure["data"] if t["type"] == "scatter"][:2]
    assert [line["line"]["color"] for line in lines] == [SEGMENT_COLOURS[6], SEGMENT_COLOURS[1]]
    usual = distributions_figure(Segmentation(analysis, SETTING), [make_profile(1), make_profile(2)])[
        "data"
    ]
    assert all((a["y"] == b["y"]).all() for a, b in zip(lines, usual[:2], strict=True))
