"""Scatter matrix, correlation and what the reduction is made of."""

from dataclasses import replace

import numpy as np
import pytest

from core.charts import correlation, explained_variance, loadings, scatter_matrix
from core.entities import Analysis
from tests.core.charts import factory


def test_the_scatter_matrix_shows_five_features_of_each_segments_customers(made: Analysis):
    figure = scatter_matrix.build(made, 4, {})
    frame, labels = made.customers.frame, made.sweep.labels[made.sweep.at(4)]
    for i, trace in enumerate(figure["data"]):
        assert len(trace["dimensions"]) == 5
        shown = {d["label"]: d["values"] for d in trace["dimensions"]}
        np.testing.assert_array_equal(shown["Monetary"], frame["monetary"][labels == i])
    assert "Recency (days)" in figure["layout"]["meta"]["note"]


def test_a_large_scatter_matrix_is_sampled_and_says_so():
    large = factory.analysis(rows=3000, settings=(3,))
    figure = scatter_matrix.build(large, 3, {})
    points = sum(len(trace["text"]) for trace in figure["data"])
    assert 1900 < points <= 2000
    assert (
        f"a stratified sample of {points:,} of 3,000" in figure["layout"]["title"]["subtitle"]["text"]
    )


def test_correlations_are_pearsons(made: Analysis):
    figure = correlation.build(made, 2, {})
    numeric = made.customers.frame.select_dtypes("number")
    np.testing.assert_allclose(figure["data"][0]["z"], np.corrcoef(numeric.to_numpy().T))
    assert figure["layout"]["title"]["text"] == "Frequency and Monetary move together"


def test_a_repeated_feature_is_named(made: Analysis):
    frame = made.customers.frame.assign(noise_2=-2 * made.customers.frame["noise_0"])
    analysis = replace(made, customers=replace(made.customers, frame=frame))
    figure = correlation.build(analysis, 2, {})
    assert figure["layout"]["title"]["text"] == "noise_0 and noise_2 move in opposite ways"
    assert "noise_2 repeats noise_0" in figure["layout"]["meta"]["note"]


def test_explained_variance_adds_up(made: Analysis):
    each, together = explained_variance.build(made, 2, {})["data"]
    np.testing.assert_array_equal(each["y"], made.projection.variance_ratio)
    assert together["y"][-1] == pytest.approx(1)
    assert each["y"][0] + each["y"][1] == pytest.approx(together["y"][1])


def test_the_note_counts_the_components_that_hold_80_percent(made: Analysis):
    shares = replace(made.projection, variance_ratio=np.array([0.5, 0.2, 0.15, 0.1, 0.05]))
    figure = explained_variance.build(replace(made, projection=shares), 2, {})
    assert figure["layout"]["meta"]["note"] == "3 components hold 80 % of the variance or more."
    assert figure["layout"]["title"]["text"] == "Two components hold 70 % of the variance"


def test_loadings_are_the_components_weights_by_column(made: Analysis):
    cells = loadings.build(made, 2, {})["data"][0]
    np.testing.assert_array_equal(cells["z"], made.projection.loadings[:3].T)
    assert cells["y"][:3] == ["Recency (days)", "Frequency", "Monetary"]


@pytest.mark.parametrize("chart", [explained_variance, loadings])
def test_without_pca_the_reduction_charts_say_what_to_do(made: Analysis, chart):
    bare = replace(made.projection, variance_ratio=None, loadings=None)
    figure = chart.build(replace(made, projection=bare), 2, {})
    assert "Choose PCA" in figure["layout"]["annotations"][0]["text"]
