from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.charts.catalogue.segment_map import build
from core.charts.feature_colour import UnknownFeature
from core.charts.theme import SEGMENT_COLOURS
from core.model import Analysis, Segmentation
from core.plugins import BadParameter


def labels(analysis: Analysis, setting: int) -> np.ndarray:
    return analysis.sweep.labels[analysis.sweep.at(setting)]


def test_each_trace_holds_the_points_of_its_segment_in_its_colour(made: Analysis):
    *clouds, _ = build(Segmentation(made, 5), {})["data"]
    for i, trace in enumerate(clouds):
        own = labels(made, 5) == i
        np.testing.assert_array_equal(trace["x"], made.projection.points[own, 0])
        np.testing.assert_array_equal(trace["y"], made.projection.points[own, 1])
        assert list(trace["text"]) == list(made.customers.frame.index[own])
        assert trace["marker"]["color"] == SEGMENT_COLOURS[i]
        assert trace["type"] == "scattergl"


@pytest.mark.parametrize("depth", [2, 3])
def test_centres_are_the_means_of_all_projected_customers(made: Analysis, depth: int):
    few = replace(made, plotted_rows=made.plotted_rows[::9])
    centres = build(Segmentation(few, 4), {"dimensions": depth})["data"][-1]
    for i in range(4):
        found = [centres[letter][i] for letter in "xyz"[:depth]]
        own = made.projection.points[labels(made, 4) == i][:, :depth]
        np.testing.assert_allclose(found, own.mean(axis=0), rtol=1e-4, atol=1e-6)
    assert centres["text"] == ["1", "2", "3", "4"]


def test_of_a_sampled_projection_the_centres_are_the_samples_and_that_is_said(sampled: Analysis):
    figure = build(Segmentation(sampled, 4), {})
    rows, centres = sampled.projection.rows, figure["data"][-1]
    own = sampled.projection.points[labels(sampled, 4)[rows] == 0]
    assert (centres["x"][0], centres["y"][0]) == pytest.approx(own[:, :2].mean(axis=0), rel=1e-4)
    note = figure["layout"]["meta"]["note"]
    assert "centres of the 120 customers that are arranged." in note


def test_a_segment_without_a_place_on_the_map_is_told(sampled: Analysis):
    rows = sampled.projection.rows
    kept = labels(sampled, 4)[rows] != 3
    less = replace(sampled.projection, rows=rows[kept], points=sampled.projection.points[kept])
    figure = build(Segmentation(replace(sampled, projection=less), 4), {})
    assert figure["data"][-1]["text"] == ["1", "2", "3"]
    assert "1 segment without any of them." in figure["layout"]["meta"]["note"]


def test_only_what_is_drawn_as_a_disc_is_called_one(made: Analysis):
    assert "discs" in build(Segmentation(made, 4), {})["layout"]["meta"]["note"]
    assert "discs" not in build(Segmentation(made, 4), {"dimensions": 3})["layout"]["meta"]["note"]


def test_ends_of_the_colours_are_told_of_numbers_alone(made: Analysis):
    assert (
        "98th percentile"
        in build(Segmentation(made, 4), {"colour": "monetary"})["layout"]["meta"]["note"]
    )
    assert (
        "percentile"
        not in build(Segmentation(made, 4), {"colour": "channel"})["layout"]["meta"]["note"]
    )


def test_of_a_colour_it_is_told_how_few_customers_have_it(made: Analysis):
    frame = made.customers.frame.assign(monetary=made.customers.frame["monetary"][:30])
    few = replace(made, customers=replace(made.customers, frame=frame))
    note = build(Segmentation(few, 4), {"colour": "monetary"})["layout"]["meta"]["note"]
    assert note.endswith(" Monetary is known for 12 % of customers.")
    assert (
        "known for" not in build(Segmentation(few, 4), {"colour": "recency"})["layout"]["meta"]["note"]
    )


def test_in_space_the_centres_are_numbered_above_the_points(made: Analysis):
    figure = build(Segmentation(made, 3), {"dimensions": 3})
    centres = figure["data"][-1]
    numbers = figure["layout"]["scene"]["annotations"]
    assert [number["text"] for number in numbers] == ["<b>1</b>", "<b>2</b>", "<b>3</b>"]
    assert [number["x"] for number in numbers] == pytest.approx(list(centres["x"]))


def test_a_lasso_takes_neither_disc_nor_number_from_a_centre(made: Analysis):
    figure = build(Segmentation(made, 5), {})
    centres, numbers = figure["data"][-1], figure["layout"]["annotations"]
    assert centres["mode"] == "markers"  # plotly draws enclosed markers over its trace's text
    assert centres["unselected"]["marker"]["opacity"] == centres["marker"]["opacity"] == 1
    assert [number["text"] for number in numbers] == [f"<b>{i}</b>" for i in range(1, 6)]
    for letter in "xy":
        assert [number[letter] for number in numbers] == pytest.approx(list(centres[letter]))


@pytest.mark.parametrize("options", [{}, {"dimensions": 3}, {"colour": "monetary"}])
def test_a_bare_map_leaves_only_the_points_out(made: Analysis, options: dict):
    full, bare = (
        build(Segmentation(made, 5), options),
        build(Segmentation(made, 5), {**options, "bare": True}),
    )
    for whole, empty in zip(full["data"][:-1], bare["data"][:-1], strict=True):
        assert empty["meta"] == whole["meta"]
        assert empty["meta"]["points"] is True
        assert empty["x"] == [] and empty["y"] == []
        assert whole.keys() - empty.keys() == {"text"}
    np.testing.assert_array_equal(full["data"][-1]["x"], bare["data"][-1]["x"])
    assert full["layout"] == bare["layout"]


def test_colour_by_a_number_shows_its_values_between_the_percentiles(made: Analysis):
    trace = build(Segmentation(made, 5), {"colour": "monetary"})["data"][0]
    values = made.customers.frame["monetary"]
    np.testing.assert_array_equal(trace["marker"]["color"], values)
    ends = [trace["marker"]["cmin"], trace["marker"]["cmax"]]
    assert ends == pytest.approx(np.percentile(values, [2, 98]).tolist())
    assert trace["marker"]["colorbar"]["title"]["text"] == "Monetary"


def test_colour_by_a_skewed_number_is_on_a_log_scale_in_its_own_units(made: Analysis):
    values = np.exp(made.customers.frame["monetary"] / 40)
    frame = made.customers.frame.assign(monetary=values)
    skewed = replace(made, customers=replace(made.customers, frame=frame))
    trace = build(Segmentation(skewed, 5), {"colour": "monetary"})["data"][0]
    np.testing.assert_allclose(trace["marker"]["color"], np.log10(values))
    ends = [trace["marker"]["cmin"], trace["marker"]["cmax"]]
    assert ends == pytest.approx(np.log10(np.percentile(values, [2, 98])).tolist())
    bar = trace["marker"]["colorbar"]
    assert bar["title"]["text"] == "Monetary, log scale"
    assert dict(zip(bar["ticktext"], bar["tickvals"], strict=True))["100"] == pytest.approx(2)
    np.testing.assert_array_equal(trace["customdata"], values)
    assert "%{customdata:" in trace["hovertemplate"]


def test_colour_by_a_category_names_its_levels(made: Analysis):
    marker = build(Segmentation(made, 5), {"colour": "channel"})["data"][0]["marker"]
    names = [marker["colorbar"]["ticktext"][int(code)] for code in marker["color"]]
    assert names == list(made.customers.frame["channel"].astype(str))


def test_pointing_at_a_customer_tells_the_category_in_words(made: Analysis):
    words = [f"kind {i % 20}" if i % 7 else None for i in range(240)]  # more than have a colour
    frame = made.customers.frame.assign(channel=pd.Categorical(words))
    many = replace(made, customers=replace(made.customers, frame=frame))
    trace = build(Segmentation(many, 5), {"colour": "channel"})["data"][0]
    assert trace["customdata"] == [word or "missing" for word in words]
    assert trace["hovertemplate"].endswith("<br>Channel %{customdata}<extra></extra>")
    number = build(Segmentation(many, 5), {"colour": "monetary"})["data"][0]["hovertemplate"]
    assert number.endswith("<br>Monetary %{marker.color:,.4~g}<extra></extra>")


def test_the_title_names_the_features_that_separate_the_segments(made: Analysis):
    title = build(Segmentation(made, 4), {})["layout"]["title"]
    assert title["text"].startswith("4 segments differ most by ")
    assert {*title["text"].removeprefix("4 segments differ most by ").split(" and ")} <= {
        "Recency", "Frequency", "Monetary"}  # fmt: skip
    assert title["subtitle"]["text"] == "2-D PCA of 7 features · all 240 customers"


def test_components_are_named_and_counted_as_such(of_components: Analysis):
    subtitle = build(Segmentation(of_components, 4), {})["layout"]["title"]["subtitle"]["text"]
    assert "2-D PCA of 2 components of 7 features" in subtitle


def test_what_cannot_be_drawn_is_refused_in_words(made: Analysis):
    with pytest.raises(UnknownFeature, match=r"no feature 'age'.*recency"):
        build(Segmentation(made, 5), {"colour": "age"})
    with pytest.raises(BadParameter):
        build(Segmentation(made, 5), {"dimensions": 4})
