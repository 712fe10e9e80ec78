"""What scores.json, sweep.json and recipe.json hold, on an analysis made by hand."""

from dataclasses import replace

import numpy as np
import pytest

from core.model import Notice, Recipe, Segmentation
from core.segment.files import score_values, sweep_values
from core.segment.run import complete_recipe
from tests.support.small_analyses import analysis


def test_centroids_are_means_and_most_frequent_values_in_original_units() -> None:
    made = analysis()
    labels, frame = made.sweep.labels[made.sweep.at(4)], made.customers.frame
    for segment in score_values(Segmentation(made, 4))["segments"]:
        members = frame[labels == segment["id"] - 1]
        assert segment["size"] == len(members)
        assert segment["centroid"]["monetary"] == pytest.approx(members["monetary"].mean())
        assert segment["centroid"]["channel"] == members["channel"].mode()[0]


def test_missing_values_do_not_spoil_a_centroid() -> None:
    made = analysis()
    frame = made.customers.frame.copy()
    frame.iloc[0, 0], frame.iloc[0, -1] = np.nan, None
    holey = replace(made, customers=replace(made.customers, frame=frame))
    found = [segment["centroid"] for segment in score_values(Segmentation(holey, 3))["segments"]]
    assert all(np.isfinite(centroid["recency"]) and centroid["channel"] for centroid in found)


def test_a_map_without_variance_ratios_gives_none() -> None:
    made = analysis()
    curved = replace(made, projection=replace(made.projection, variance_ratio=None))
    assert score_values(Segmentation(curved, 3))["explained_variance_ratio"] is None
    assert len(score_values(Segmentation(made, 3))["explained_variance_ratio"]) == 8


def test_the_reading_of_the_file_is_told_too() -> None:
    made = analysis()
    noted = replace(made, dataset=replace(made.dataset, notices=(Notice("Read as Latin-1."),)))
    assert score_values(Segmentation(noted, 3))["notices"][0]["text"] == "Read as Latin-1."


def test_the_sweep_repeats_the_scores_of_each_setting() -> None:
    made = analysis(settings=(2, 3, 5))
    assert [entry["k"] for entry in sweep_values(made)] == [2, 3, 5]
    assert [entry["wcss"] for entry in sweep_values(made)] == [
        score_values(Segmentation(made, k))["wcss"] for k in (2, 3, 5)
    ]


def test_information_criteria_are_told_where_the_method_has_them() -> None:
    made = analysis(settings=(2, 3, 5))
    evidence = {"bic": np.array([5.0, 3.0, 4.0]), "aic": np.array([4.0, 2.0, 1.0])}
    mixed = replace(made, sweep=replace(made.sweep, evidence=evidence))
    assert (
        score_values(Segmentation(mixed, 3))["bic"],
        score_values(Segmentation(mixed, 5))["aic"],
    ) == (3, 1)
    assert [entry["bic"] for entry in sweep_values(mixed)] == [5, 3, 4]
    assert "bic" not in score_values(Segmentation(made, 3))


def test_features_and_centroids_are_of_what_was_clustered_on() -> None:
    made = analysis()
    feature_matrix = replace(
        made.feature_matrix, columns=("x",), sources=("x",), mixed=("monetary", "channel")
    )
    found = score_values(Segmentation(replace(made, feature_matrix=feature_matrix), 3))
    assert found["features"] == ["monetary", "channel"]
    assert list(found["segments"][0]["centroid"]) == found["features"]


def test_the_recipe_names_each_feature_once_and_none_of_weight_0() -> None:
    recipe = Recipe(features=("monetary", "recency", "monetary"), weights={"recency": 0.0})
    complete = complete_recipe(Segmentation(replace(analysis(), recipe=recipe), 3))
    assert complete.features == ("monetary",) and complete.weights == {"recency": 0.0}


def test_the_recipe_names_what_was_left_to_defaults() -> None:
    made = replace(analysis(), recipe=Recipe(seed=9))
    assert complete_recipe(Segmentation(made, 5)) == Recipe(
        seed=9, features=made.customers.suggested, params={"n_clusters": 5}
    )
