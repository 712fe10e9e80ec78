"""The sweep: every setting at once, what it says about itself, and the published figures."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import make_blobs
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_score
from sklearn.mixture import GaussianMixture

from core.model import FeatureMatrix, FitResult, ignore_progress
from core.plugins import BadParameter, UnknownParameter
from core.segment.methods.hierarchical import SPEC as WARD
from core.segment.methods.kmeans import SPEC
from core.segment.scores import scores
from core.segment.sweep import AllAlike, NotANumber, run_sweep, warm_up_kernels

SPEND = ["Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen"]


def feature_matrix(matrix):
    names = tuple(f"x{j}" for j in range(matrix.shape[1]))
    return FeatureMatrix(np.asarray(matrix, float), names, names, {})


def run(matrix, seed=0, **params):
    return run_sweep(feature_matrix(matrix), SPEC, params, seed)


@pytest.fixture(scope="module")
def blobs():
    return make_blobs(1_500, 3, centers=5, cluster_std=0.5, random_state=0)[0]


@pytest.fixture(scope="module")
def result(blobs):
    return run(blobs)


def test_shapes_and_numbers(blobs, result):
    assert result.parameter == "n_clusters"
    assert result.settings == tuple(range(2, 13))
    assert result.labels.shape == result.distance.shape == result.silhouettes.shape == (11, 1_500)
    assert result.labels.dtype == np.uint8
    assert result.distance.dtype == result.silhouettes.dtype == np.float32
    assert np.array_equal(result.sampled, np.arange(1_500))
    assert result.wcss_one == pytest.approx(((blobs - blobs.mean(0)) ** 2).sum())


def test_scores_are_those_of_the_labels(blobs, result):
    for labels, score, k in zip(result.labels, result.scores, result.settings, strict=True):
        assert score.sizes == tuple(np.bincount(labels, minlength=k))
        assert score.silhouette == pytest.approx(silhouette_score(blobs, labels), abs=1e-6)
        assert score.silhouette_error == 0
        assert score.wcss == pytest.approx(scores.wcss(blobs, labels))
        samples = scores.silhouette_samples(blobs, labels)
        expected = [samples[labels == c].mean() for c in range(k)]
        assert score.segment_silhouettes == pytest.approx(expected)


def test_separated_groups_are_suggested(result):
    assert result.suggestion.chosen == 5
    assert result.notices == ()


def test_repeatable(blobs, result):
    again = run(blobs)
    assert np.array_equal(again.labels, result.labels)
    assert again.scores == result.scores
    assert again.suggestion == result.suggestion


def test_a_setting_beyond_the_slider_is_swept_too_and_does_not_move_the_suggestion(blobs, result):
    beyond = run(blobs, n_clusters=20)
    assert beyond.settings == (*range(2, 13), 20)
    assert beyond.suggestion == result.suggestion
    assert len(beyond.scores[beyond.at(20)].sizes) == 20
    assert beyond.notices[0].text == "k = 20 is beyond the slider's 2 to 12."


@pytest.mark.parametrize("value", [51, 1, "x"])
def test_bad_settings_are_refused(blobs, value):
    with pytest.raises(BadParameter):
        run(blobs, n_clusters=value)


def test_unknown_parameter_is_refused(blobs):
    with pytest.raises(UnknownParameter):
        run(blobs, segments=3)


def test_three_customers():
    result = run(np.array([[0.0], [1.0], [10.0]]))
    assert result.settings == (2, 3)
    assert result.scores[0].sizes == (2, 1)
    assert result.scores[1].silhouette is None
    assert "Only 3 customers differ" in result.notices[0].text


def test_fewer_different_customers_than_settings():
    result = run(np.repeat(np.eye(4), 30, axis=0), n_clusters=20)
    assert result.settings == (2, 3, 4)
    assert [n.level for n in result.notices if "Only 4 customers differ" in n.text] == ["warning"]
    assert result.scores[-1].wcss == 0
    assert result.scores[-1].silhouette == 1


@pytest.mark.parametrize("rows", [1, 2, 500])
def test_customers_all_alike_are_refused(rows):
    with pytest.raises(AllAlike):
        run(np.full((rows, 2), 3.0))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e31])
def test_values_without_distances_name_the_feature(bad):
    matrix = np.random.default_rng(0).normal(size=(50, 3))
    matrix[7, 1] = bad
    with pytest.raises(NotANumber, match="x1"):
        run(matrix)


def test_small_segments_at_the_suggestion_are_told():
    matrix = np.vstack(
        [make_blobs(990, 2, centers=[[0, 0], [9, 9]], random_state=0)[0], np.full((10, 2), 99.0)]
    )
    result = run(matrix + np.random.default_rng(0).normal(0, 0.01, (1_000, 2)))
    assert result.suggestion.chosen in (2, 3)
    assert any("10 (1.0 %)" in notice.text for notice in result.notices)


def test_sampled_silhouettes_are_told_and_the_rows_serve_every_setting():
    matrix = make_blobs(12_000, 3, centers=4, random_state=0)[0]
    result = run(matrix)
    assert "estimated from" in result.notices[0].text
    assert result.silhouettes.shape == (11, len(result.sampled))
    for labels, score in zip(result.labels, result.scores, strict=True):
        assert abs(score.silhouette - scores.silhouette(matrix, labels)) <= 4 * score.silhouette_error


def test_another_algorithm_may_return_other_numbers_of_clusters(blobs):
    """A density method is told a distance, not a number: it need not give a cluster a setting."""
    two = SPEC.sweep(blobs, (2,), {}, 0, ignore_progress).partitions[0]
    spec = dataclasses.replace(
        SPEC,
        params=(dataclasses.replace(SPEC.slider, name="eps", low=1, high=3, default=1),),
        swept="eps",
        adaptive=True,
        sweep=lambda _, asked, *__: FitResult((0.5, *asked, 3.0), (two, two, two), 3.0, "So."),
    )
    result = run_sweep(feature_matrix(blobs), spec, {"eps": 1})
    assert result.settings == (0.5, 1, 3.0) and not result.counts
    assert (result.suggestion.preferred, result.suggestion.reason) == (3.0, "So.")
    assert result.suggestion.chosen == 3.0 and result.redraws is None
    assert [len(score.sizes) for score in result.scores] == [2, 2, 2]


def test_progress_reaches_both_stages(blobs):
    told = set()
    run_sweep(feature_matrix(blobs), SPEC, {}, 0, lambda step, _: told.add(step))
    assert told == {"Clustering", "Scoring"}


def test_warm_leaves_nothing_to_compile():
    from core.segment.fitting import kernels as algorithm
    from core.segment.scores import silhouette_kernels as evaluation

    warm_up_kernels()
    compiled = [
        f for m in (algorithm, evaluation) for f in vars(m).values() if hasattr(f, "signatures")
    ]
    before = {f.__name__: len(f.signatures) for f in compiled}
    big = np.random.default_rng(0).normal(size=(51_000, 2))
    big.flags.writeable = False
    run(big)
    assert {f.__name__: len(f.signatures) for f in compiled} == before


@pytest.fixture(scope="module")
def wholesale(shared):
    table = pd.read_csv(shared("wholesale/wholesale_customers.csv"))[SPEND].drop(
        index=[65, 66, 75, 128, 154]
    )
    return PCA(2).fit_transform(np.log(table.to_numpy()))


def test_published_figures_of_wholesale_k_means(wholesale):
    result = run(wholesale)
    found = [score.silhouette for score in result.scores[:4]]
    assert found == pytest.approx([0.4263, 0.3890, 0.3318, 0.3510], abs=5e-5)
    again = [scores.silhouette(wholesale, labels) for labels in result.labels[:4]]
    assert again == pytest.approx(found, abs=1e-9)


def test_published_figure_of_wholesale_gaussian_mixture(wholesale):
    labels = GaussianMixture(2, random_state=0).fit_predict(wholesale)
    assert scores.silhouette(wholesale, labels) == pytest.approx(0.422, abs=5e-4)


def test_weights_move_the_segments_and_the_scores_count_each_customer_once(blobs):
    weights = np.where(blobs[:, 0] > 0, 1.9, 0.1)
    weighted = dataclasses.replace(feature_matrix(blobs), sample_weight=weights)
    found = run_sweep(weighted, SPEC, {})
    at = found.at(4)
    assert (found.labels[at] != run(blobs).labels[at]).any()
    assert found.scores[at].wcss == pytest.approx(scores.wcss(blobs, found.labels[at]))
    (said,) = [notice.text for notice in found.notices if notice.about == "weights"]
    assert "scores, verdict, comparison and suggestion count each once" in said


def test_a_method_that_counts_all_the_same_says_so(blobs):
    weighted = dataclasses.replace(feature_matrix(blobs), sample_weight=np.arange(1_500.0))
    plain, found = run_sweep(feature_matrix(blobs), WARD, {}), run_sweep(weighted, WARD, {})
    assert np.array_equal(plain.labels, found.labels)
    texts = [notice.text for notice in found.notices]
    assert "Hierarchical counts every customer the same, whatever the weight." in texts


def test_settings_are_as_many_as_customers_who_count_differ():
    values = np.repeat(np.arange(9.0), 10)[:, None]
    weights = np.repeat([1.0, 1, 2, 0, 0, 0, 0, 0, 0], 10)
    found = run_sweep(dataclasses.replace(feature_matrix(values), sample_weight=weights), SPEC, {})
    assert found.settings == (2, 3)
