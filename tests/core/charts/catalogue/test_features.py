"""The comparisons of features show the group means, quartiles and values of the customers."""

from dataclasses import replace
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from core.charts.axes import feature_scale
from core.charts.catalogue import bars, box, heatmap, parallel, radar
from core.charts.theme import SURFACE, segment_colour
from core.model import Analysis, Segmentation
from tests.support import small_analyses

NUMERIC = ["recency", "frequency", "monetary", "noise_0", "noise_1", "noise_2"]


def labels(analysis: Analysis, setting: int) -> np.ndarray:
    return analysis.sweep.labels[analysis.sweep.at(setting)]


def means(analysis: Analysis, setting: int) -> pd.DataFrame:
    frame = analysis.customers.frame[NUMERIC]
    standard = (frame - frame.mean()) / frame.std(ddof=0)
    return standard.groupby(labels(analysis, setting)).mean()


def test_heat_map_cells_are_the_standardised_group_means(made: Analysis):
    cells = heatmap.build(Segmentation(made, 5), {})["data"][0]
    np.testing.assert_allclose(cells["z"][:6], means(made, 5).to_numpy().T, atol=1e-9)
    assert cells["y"][:3] == ["Recency (days)", "Frequency", "Monetary"]
    assert cells["text"][0][0] == f"{cells['z'][0, 0]:+.1f}"
    assert cells["zmin"] == -cells["zmax"]


def test_a_category_stands_as_the_standardised_share_of_one_level(made: Analysis):
    cells = heatmap.build(Segmentation(made, 5), {})["data"][0]
    level = cells["y"][6].removeprefix("Channel = ")
    indicator = (made.customers.frame["channel"] == level).astype(float)
    standard = (indicator - indicator.mean()) / indicator.std(ddof=0)
    np.testing.assert_allclose(cells["z"][6], standard.groupby(labels(made, 5)).mean(), atol=1e-9)


def test_the_finding_is_the_cell_furthest_from_the_average(made: Analysis):
    figure = heatmap.build(Segmentation(made, 4), {})
    cells = figure["data"][0]
    row, segment = np.unravel_index(np.abs(cells["z"]).argmax(), cells["z"].shape)
    name, value = cells["y"][row].removesuffix(" (days)"), cells["z"][row, segment]
    expected = f"Furthest from average: segment\u00a0{segment + 1} in {name} ({value:+.1f} SD)"
    assert figure["layout"]["title"]["text"] == expected


def test_the_finding_leaves_its_value_out_where_the_name_takes_the_room(made: Analysis):
    titles = dict.fromkeys(NUMERIC, "Deviation of gaps between orders (days)")
    long = replace(made, customers=replace(made.customers, titles=titles))
    title = heatmap.build(Segmentation(long, 4), {})["layout"]["title"]["text"]
    assert title.endswith(" in Deviation of gaps betwe…")


def test_one_segment_of_all_customers_does_not_stand_out():
    alone = small_analyses.analysis(rows=40, settings=(1,))
    layout = heatmap.build(Segmentation(alone, 1), {})["layout"]
    assert layout["title"]["text"] == "No segment stands out"
    assert layout["meta"]["note"] == "Every segment is like the average customer in these features."


@pytest.mark.parametrize("chart", [heatmap, bars, box, radar])
def test_a_feature_that_few_customers_have_is_told(made: Analysis, chart: ModuleType):
    def note(**known: int) -> str:
        frame = made.customers.frame.copy()
        for name, count in known.items():
            frame.iloc[count:, frame.columns.get_loc(name)] = np.nan
        part = replace(made, customers=replace(made.customers, frame=frame))
        return chart.build(Segmentation(part, 4), {})["layout"]["meta"]["note"]

    assert "is known for" not in note(monetary=230)
    assert " Monetary is known for 12 % of customers." in note(monetary=30)
    both = note(monetary=120, recency=48)
    assert " Recency is known for 20 % of customers, 1 more for under 95 %." in both


def test_bars_and_radar_show_the_heat_maps_values(made: Analysis):
    cells = heatmap.build(Segmentation(made, 5), {})["data"][0]["z"]
    for i, trace in enumerate(bars.build(Segmentation(made, 5), {})["data"]):
        np.testing.assert_array_equal(trace["x"], cells[:, i])
    polygons = [trace for trace in radar.build(Segmentation(made, 5), {})["data"] if "meta" in trace]
    for i, trace in enumerate(polygons):
        np.testing.assert_array_equal(trace["r"][:-1], cells[:, i])


def test_radar_polygons_are_closed(made: Analysis):
    for trace in radar.build(Segmentation(made, 5), {})["data"]:
        assert trace["theta"][0] == trace["theta"][-1]
        assert trace["r"][0] == trace["r"][-1]


def test_the_average_customer_is_drawn_above_the_polygons(made: Analysis):
    *polygons, average = radar.build(Segmentation(made, 5), {})["data"]
    assert all(trace["meta"]["segment"] for trace in polygons)
    assert "dash" in average["line"] and set(average["r"]) == {0.0}


@pytest.mark.parametrize("spare", [0, 1, 2, 5])
def test_the_radars_numbers_stand_between_corners_and_off_the_crowded_middle(spare: int):
    figure = radar.build(
        Segmentation(small_analyses.analysis(rows=90, settings=(4,), spare=spare), 4), {}
    )
    axis, corners = figure["layout"]["polar"]["radialaxis"], len(figure["data"][0]["r"]) - 1
    nearest = axis["angle"] % (360 / corners)
    assert nearest == pytest.approx(180 / corners)
    low, high = axis["range"]
    assert 1 <= len(axis["tickvals"]) <= 6
    assert all(low + 0.25 * (high - low) <= value <= high for value in axis["tickvals"])


def test_numbers_on_the_parallel_lines_are_outlined(made: Analysis):
    """Plotly outlines them in the paper's colour: nothing, while that is transparent."""
    assert parallel.build(Segmentation(made, 4), {})["layout"]["paper_bgcolor"] == SURFACE


def boxes(figure: dict, panel: int) -> list[dict]:
    end = str(panel + 1) if panel else ""
    return [t for t in figure["data"] if t["type"] == "box" and t["xaxis"] == f"x{end}"]


def headings(figure: dict) -> list[str]:
    return [one["text"] for one in figure["layout"]["annotations"]]


def test_boxes_hold_each_segments_percentiles_in_the_features_own_units(made: Analysis):
    figure = box.build(Segmentation(made, 4), {})
    titles = {"Recency (days)": "recency", "Frequency": "frequency", "Monetary": "monetary"}
    assert {*headings(figure)[:3]} == {*titles}
    for panel, title in enumerate(headings(figure)):
        name = titles.get(title, title)
        place = feature_scale(made, name).place
        for i, trace in enumerate(boxes(figure, panel)):
            own = made.customers.frame[name][labels(made, 4) == i]
            found = [trace[key][0] for key in ("lowerfence", "q1", "median", "q3", "upperfence")]
            assert found == pytest.approx(place(np.percentile(own, [5, 25, 50, 75, 95])).tolist())


def test_outliers_do_not_flatten_the_boxes(made: Analysis):
    frame = made.customers.frame.copy()
    frame.loc[frame.index[0], "monetary"] = 1e9
    figure = box.build(
        Segmentation(replace(made, customers=replace(made.customers, frame=frame)), 2), {}
    )
    panel = next(i for i, title in enumerate(headings(figure)) if title == "Monetary")
    ends = [trace["upperfence"][0] for trace in boxes(figure, panel)]
    assert max(ends) < 4
    assert "log scale" in figure["layout"]["meta"]["note"]
    assert "5th to 95th percentile" in figure["layout"]["title"]["subtitle"]["text"]


def test_pointing_at_a_box_tells_original_units_with_thousands_apart(made: Analysis):
    frame = made.customers.frame.assign(monetary=made.customers.frame["monetary"] * 1000)
    figure = box.build(
        Segmentation(replace(made, customers=replace(made.customers, frame=frame)), 4), {}
    )
    panel = headings(figure).index("Monetary")
    said = [t for t in figure["data"] if t["type"] == "scatter"][panel]["customdata"]
    middle = np.median(frame["monetary"][labels(made, 4) == 0])
    assert f"Median {middle:,.0f}<br>" in said[0][1]


def test_one_far_cell_does_not_leave_the_others_pale(made: Analysis):
    frame = made.customers.frame.assign(monetary=0.0)
    small = np.flatnonzero(labels(made, 12) == 11)
    frame.iloc[small, frame.columns.get_loc("monetary")] = 1e6
    figure = heatmap.build(
        Segmentation(replace(made, customers=replace(made.customers, frame=frame)), 12), {}
    )
    cells = figure["data"][0]
    assert np.nanmax(cells["z"]) > 3 == cells["zmax"]
    assert "Colours end at 3 standard deviations" in figure["layout"]["meta"]["note"]


@pytest.mark.parametrize(("setting", "shown"), [(2, 7), (5, 7), (12, 3)])
def test_bars_stay_wide_enough_to_see(made: Analysis, setting: int, shown: int):
    assert {len(trace["x"]) for trace in bars.build(Segmentation(made, setting), {})["data"]} == {shown}


def test_a_feature_that_few_have_does_not_pick_the_lines(made: Analysis):
    frame = made.customers.frame.copy()
    frame.iloc[:200, frame.columns.get_loc("monetary")] = np.nan
    rare = replace(made, customers=replace(made.customers, frame=frame))
    trace = parallel.build(Segmentation(rare, 4), {})["data"][0]
    assert "Monetary" not in [d["label"] for d in trace["dimensions"]]
    assert len(trace["line"]["color"]) == 240


def test_features_that_the_lines_leave_out_are_named(made: Analysis):
    frame = made.customers.frame.copy()
    frame.loc[frame.index[::9], ["monetary", "recency"]] = np.nan  # 1 in 9 is unknown
    note = parallel.build(Segmentation(made, 4), {})["layout"]["meta"]["note"]
    assert "Left out" not in note
    rare = replace(made, customers=replace(made.customers, frame=frame))
    named = parallel.build(Segmentation(rare, 4), {})["layout"]["meta"]["note"]
    start, sentence = named.split(" Left out, as under 90 % of customers have them: ")
    assert start == note
    assert sorted(sentence.rstrip(".").split(", ")) == ["Monetary", "Recency"]


def test_where_the_lines_have_too_few_features_it_says_which_are_left_out(made: Analysis):
    frame = made.customers.frame.copy()
    frame.loc[frame.index[::2], NUMERIC[1:]] = np.nan
    figure = parallel.build(
        Segmentation(replace(made, customers=replace(made.customers, frame=frame)), 4), {}
    )
    assert figure["data"] == []
    assert "Left out, as under 90 % of customers have them" in figure["layout"]["meta"]["note"]
    assert all(name in figure["layout"]["meta"]["note"] for name in ("Monetary", "noise_2"))


def test_parallel_lines_are_customers_in_original_units_and_segment_colours(made: Analysis):
    trace = parallel.build(Segmentation(made, 4), {})["data"][0]
    first = next(d for d in trace["dimensions"] if d["label"] == "Monetary")
    place = feature_scale(made, "monetary").place
    np.testing.assert_allclose(first["values"], place(made.customers.frame["monetary"]))
    np.testing.assert_array_equal(trace["line"]["color"], labels(made, 4) + 1)
    scale = trace["line"]["colorscale"]
    for i in range(4):
        assert [scale[2 * i][1], scale[2 * i + 1][1]] == [segment_colour(i + 1)] * 2
        assert scale[2 * i][0] == pytest.approx(i / 4)
