"""The comparisons of features show the group means, quartiles and values of the customers."""

import numpy as np
import pandas as pd
import pytest

from core.charts import bars, box, heatmap, parallel, radar
from core.charts._theme import colour
from core.entities import Analysis
from tests.core.charts import factory

NUMERIC = ["recency", "frequency", "monetary", "noise_0", "noise_1", "noise_2"]


def labels(analysis: Analysis, setting: int) -> np.ndarray:
    return analysis.sweep.labels[analysis.sweep.at(setting)]


def means(analysis: Analysis, setting: int) -> pd.DataFrame:
    frame = analysis.customers.frame[NUMERIC]
    standard = (frame - frame.mean()) / frame.std(ddof=0)
    return standard.groupby(labels(analysis, setting)).mean()


def test_heat_map_cells_are_the_standardised_group_means(made: Analysis):
    cells = heatmap.build(made, 5, {})["data"][0]
    np.testing.assert_allclose(cells["z"][:6], means(made, 5).to_numpy().T, atol=1e-9)
    assert cells["y"][:3] == ["Recency (days)", "Frequency", "Monetary"]
    assert cells["text"][0][0] == f"{cells['z'][0, 0]:+.1f}"
    assert cells["zmin"] == -cells["zmax"]


def test_a_category_stands_as_the_standardised_share_of_one_level(made: Analysis):
    cells = heatmap.build(made, 5, {})["data"][0]
    level = cells["y"][6].removeprefix("Channel = ")
    indicator = (made.customers.frame["channel"] == level).astype(float)
    standard = (indicator - indicator.mean()) / indicator.std(ddof=0)
    np.testing.assert_allclose(cells["z"][6], standard.groupby(labels(made, 5)).mean(), atol=1e-9)


def test_the_finding_is_the_cell_furthest_from_the_average(made: Analysis):
    figure = heatmap.build(made, 4, {})
    cells = figure["data"][0]
    row, segment = np.unravel_index(np.abs(cells["z"]).argmax(), cells["z"].shape)
    name = cells["y"][row].removesuffix(" (days)")
    expected = f"Segment {segment + 1} stands out by {name} ({cells['z'][row, segment]:+.1f})"
    assert figure["layout"]["title"]["text"] == expected


def test_one_segment_of_all_customers_does_not_stand_out():
    alone = factory.analysis(rows=40, settings=(1,))
    layout = heatmap.build(alone, 1, {})["layout"]
    assert layout["title"]["text"] == "No segment stands out"
    assert layout["meta"]["note"] == "Every segment is like the average customer in these features."


def test_bars_and_radar_show_the_heat_maps_values(made: Analysis):
    cells = heatmap.build(made, 5, {})["data"][0]["z"]
    for i, trace in enumerate(bars.build(made, 5, {})["data"]):
        np.testing.assert_array_equal(trace["y"], cells[:, i])
    polygons = [trace for trace in radar.build(made, 5, {})["data"] if "meta" in trace]
    for i, trace in enumerate(polygons):
        np.testing.assert_array_equal(trace["r"][:-1], cells[:, i])


def test_radar_polygons_are_closed(made: Analysis):
    for trace in radar.build(made, 5, {})["data"]:
        assert trace["theta"][0] == trace["theta"][-1]
        assert trace["r"][0] == trace["r"][-1]


def test_boxes_hold_each_segments_quartiles_and_tukeys_whiskers(made: Analysis):
    figure = box.build(made, 4, {})
    standard = made.standardised
    titles = {"Recency (days)": "recency", "Frequency": "frequency", "Monetary": "monetary"}
    for i, trace in enumerate(figure["data"]):
        for j, title in enumerate(trace["x"]):
            own = standard[titles.get(title, title)][labels(made, 4) == i]
            low, middle, high = np.percentile(own, [25, 50, 75])
            found = [trace[key][j] for key in ("q1", "median", "q3")]
            assert found == pytest.approx([low, middle, high])
            within = own[own.between(low - 1.5 * (high - low), high + 1.5 * (high - low))]
            assert trace["lowerfence"][j] == pytest.approx(within.min())
            assert trace["upperfence"][j] == pytest.approx(within.max())


def test_features_are_led_by_those_that_tell_the_segments_apart(made: Analysis):
    names = box.build(made, 4, {})["data"][0]["x"][:3]
    assert {*names} == {"Recency (days)", "Frequency", "Monetary"}


def test_parallel_lines_are_customers_in_original_units_and_segment_colours(made: Analysis):
    trace = parallel.build(made, 4, {})["data"][0]
    first = next(d for d in trace["dimensions"] if d["label"] == "Monetary")
    np.testing.assert_array_equal(first["values"], made.customers.frame["monetary"])
    np.testing.assert_array_equal(trace["line"]["color"], labels(made, 4) + 1)
    scale = trace["line"]["colorscale"]
    for i in range(4):
        assert [scale[2 * i][1], scale[2 * i + 1][1]] == [colour(i + 1)] * 2
        assert scale[2 * i][0] == pytest.approx(i / 4)
