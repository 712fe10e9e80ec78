"""Scatter matrix, correlation and what the reduction is made of."""

import re
from dataclasses import replace

import numpy as np
import pytest

from core.charts.axes import feature_scale
from core.charts.catalogue import correlation, explained_variance, loadings, scatter_matrix
from core.model import Analysis, Segmentation
from tests.support import small_analyses


def test_the_scatter_matrix_shows_five_features_of_each_segments_customers(made: Analysis):
    figure = scatter_matrix.build(Segmentation(made, 4), {})
    frame, labels = made.customers.frame, made.sweep.labels[made.sweep.at(4)]
    for i, trace in enumerate(figure["data"]):
        assert len(trace["dimensions"]) == 5
        shown = {d["label"]: d["values"] for d in trace["dimensions"]}
        own = frame["monetary"][labels == i]
        np.testing.assert_allclose(shown["Monetary"], feature_scale(made, "monetary").place(own))
        names = figure["layout"]["meta"]["note"].partition(": ")[2].rstrip(".").split(", ")
        np.testing.assert_array_equal(trace["customdata"][:, names.index("Monetary")], own)
    assert "Recency (days)" in figure["layout"]["meta"]["note"]


def test_a_large_scatter_matrix_is_sampled_and_says_so():
    large = small_analyses.analysis(rows=3000, settings=(3,))
    figure = scatter_matrix.build(Segmentation(large, 3), {})
    points = sum(len(trace["text"]) for trace in figure["data"])
    assert 1900 < points <= 2000
    assert f"{points:,} of 3,000" in figure["layout"]["title"]["subtitle"]["text"]
    assert "stratified sample" in figure["layout"]["meta"]["note"]


@pytest.mark.parametrize("features", [3, 5])
def test_long_names_stay_within_a_cell_of_a_narrow_card(made: Analysis, features: int):
    names = made.customers.frame.columns[:features]
    long = "Average_order_value_of_purchases", "Detergents_Paper", "Frequency of purchases"
    titles = [*long, "Average_order_value_of_deliveries", "Withdrawals"][:features]
    renamed = replace(made.customers, titles=dict(zip(names, titles, strict=True)))
    sources = replace(made.feature_matrix, sources=tuple(names) * 2)
    figure = scatter_matrix.build(
        Segmentation(replace(made, customers=renamed, feature_matrix=sources), 4), {}
    )
    labels = [dimension["label"] for dimension in figure["data"][0]["dimensions"]]
    assert len(set(labels)) == features
    lines = [line for label in labels for line in label.split("<br>")]
    assert max(map(len, lines)) <= 40 // (features - 1)  # 9-pixel letters in 330 pixels less margins
    assert figure["layout"]["xaxis"]["title"]["font"]["size"] == 9
    assert "text" not in figure["layout"]["xaxis"]["title"]


def test_skewed_features_are_drawn_on_a_log_scale_with_ticks_in_their_own_units(made: Analysis):
    skewed = np.exp(made.customers.frame["monetary"] / 40)
    frame = made.customers.frame.assign(monetary=skewed)
    figure = scatter_matrix.build(
        Segmentation(replace(made, customers=replace(made.customers, frame=frame)), 4), {}
    )
    labels = [dimension["label"] for dimension in figure["data"][0]["dimensions"]]
    at = labels.index("Monetary")
    axis = figure["layout"]["xaxis" + (str(at + 1) if at else "")]
    assert "10k" in axis["ticktext"]
    assert axis["tickvals"][axis["ticktext"].index("10k")] == pytest.approx(4)
    assert "log scale" in figure["layout"]["title"]["subtitle"]["text"]


def test_correlations_are_pearsons(made: Analysis):
    figure = correlation.build(Segmentation(made, 2), {})
    numeric = made.customers.frame.select_dtypes("number")
    np.testing.assert_allclose(figure["data"][0]["z"], np.corrcoef(numeric.to_numpy().T))
    assert figure["layout"]["title"]["text"] == "Frequency and Monetary move together"


def test_a_repeated_feature_is_named(made: Analysis):
    matrix = made.feature_matrix.matrix.copy()
    matrix[:, 5] = -2 * matrix[:, 3]
    analysis = replace(made, feature_matrix=replace(made.feature_matrix, matrix=matrix))
    figure = correlation.build(Segmentation(analysis, 2), {})
    assert figure["layout"]["title"]["text"] == "noise_0 and noise_2 move in opposite ways"
    assert "noise_2 repeats noise_0" in figure["layout"]["meta"]["note"]


def test_correlations_are_those_of_the_matrix_that_is_clustered(made: Analysis):
    matrix = np.log(made.feature_matrix.matrix - made.feature_matrix.matrix.min() + 1)
    figure = correlation.build(
        Segmentation(replace(made, feature_matrix=replace(made.feature_matrix, matrix=matrix)), 2), {}
    )
    np.testing.assert_allclose(figure["data"][0]["z"], np.corrcoef(matrix[:, :6].T))
    assert figure["layout"]["meta"]["note"].startswith("As prepared, r = ")


def test_on_components_the_features_have_their_own_values_and_the_note_says_so(
    made: Analysis, of_components: Analysis
):
    figure = correlation.build(Segmentation(of_components, 2), {})
    numeric = made.customers.frame.select_dtypes("number")
    np.testing.assert_allclose(figure["data"][0]["z"], np.corrcoef(numeric.to_numpy().T))
    note = figure["layout"]["meta"]["note"]
    assert note.startswith("In their own units, r = ")


def test_correlations_have_their_zero_and_no_text_where_there_is_no_room(made: Analysis):
    cells = correlation.build(Segmentation(made, 2), {})["data"][0]
    texts = [text for row in cells["text"] for text in row]
    assert all(re.fullmatch(r"-?[01]\.\d\d", text) for text in texts) and "-0.00" not in texts
    assert cells["texttemplate"]
    many = correlation.build(
        Segmentation(small_analyses.analysis(rows=90, settings=(3,), spare=20), 3), {}
    )["data"][0]
    assert not many["texttemplate"]


def test_explained_variance_adds_up(made: Analysis):
    each, together = explained_variance.build(Segmentation(made, 2), {})["data"]
    np.testing.assert_array_equal(each["y"], made.projection.variance_ratio)
    assert together["y"][-1] == pytest.approx(1)
    assert each["y"][0] + each["y"][1] == pytest.approx(together["y"][1])


def test_the_note_counts_the_components_that_hold_80_percent(made: Analysis):
    shares = replace(made.projection, variance_ratio=np.array([0.5, 0.2, 0.15, 0.1, 0.05]))
    figure = explained_variance.build(Segmentation(replace(made, projection=shares), 2), {})
    assert figure["layout"]["meta"]["note"] == "3 components hold 80 % of the variance or more."
    assert figure["layout"]["title"]["text"] == "Two components hold 70 % of the variance"


def test_loadings_are_the_components_weights_by_column(made: Analysis):
    cells = loadings.build(Segmentation(made, 2), {})["data"][0]
    np.testing.assert_array_equal(cells["z"], made.projection.loadings[:3].T)
    assert cells["y"][:3] == ["Recency (days)", "Frequency", "Monetary"]


@pytest.mark.parametrize("chart", [explained_variance, loadings])
def test_beside_another_map_the_components_are_still_pcas(made: Analysis, chart):
    bare = replace(made.projection, variance_ratio=None, loadings=None)
    recipe = replace(made.recipe, reducer="tsne")
    figure = chart.build(Segmentation(replace(made, projection=bare, recipe=recipe), 2), {})
    own = chart.build(Segmentation(made, 2), {})
    for found, known in zip(figure["data"], own["data"], strict=True):
        key = "z" if "z" in known else "y"
        np.testing.assert_allclose(np.abs(found[key]), np.abs(known[key]), atol=1e-9)
    assert "PCA" in figure["layout"]["meta"]["note"] and "t-SNE" in figure["layout"]["meta"]["note"]


def test_a_prepared_column_bears_its_features_title(made: Analysis):
    feature_matrix = replace(
        made.feature_matrix, columns=("recency: missing", *made.feature_matrix.columns[1:])
    )
    cells = loadings.build(Segmentation(replace(made, feature_matrix=feature_matrix), 2), {})["data"][0]
    assert cells["y"][0] == "Recency (days): missing"
