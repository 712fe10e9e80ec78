"""Methods side by side: the figures are those of reference implementations, whatever the method."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn import metrics
from sklearn.datasets import make_blobs
from sklearn.decomposition import PCA
from sklearn.mixture import GaussianMixture

from core.compare.candidates import (
    AdoptedResult,
    Comparison,
    MethodCandidates,
    Yardstick,
    agreement_matrix,
    candidate_settings,
    consensus_shares,
    find_candidates,
)
from core.errors import Cancelled, UserError
from core.model import NOISE, FeatureMatrix, FitResult
from core.plugins import check_params
from core.segment import algorithm, build_partitions, run_sweep, standard_algorithms
from core.verdict import FEW_HALVES, Method, repeat_fits

KMEANS = algorithm("kmeans")
SPEND = ["Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen"]
NAMES = sorted(standard_algorithms())


def feature_matrix(matrix) -> FeatureMatrix:
    names = tuple(f"c{j}" for j in range(matrix.shape[1]))
    return FeatureMatrix(matrix, names, names, {})


def method(name: str) -> Method:
    spec = algorithm(name)
    return Method(spec, check_params(spec.title, spec.params, {}))


def found(matrix, name: str = "kmeans", against: Yardstick = Yardstick(), **more) -> MethodCandidates:  # noqa: B008
    own = method(name)
    return find_candidates(
        feature_matrix(matrix), own, run_sweep(feature_matrix(matrix), own.spec, {}), against, **more
    )


def agreements(matrix, name: str, setting: float, labels, seed: int = 0):
    return repeat_fits(matrix, method(name), [setting], labels[None], seed, lambda _: None).agreement[0]


@pytest.fixture(scope="module")
def blobs():
    centres = [[0, 0, 0], [9, 0, 0], [0, 9, 0], [0, 0, 9]]
    rows, groups = make_blobs([200, 150, 100, 50], centers=centres, random_state=0)
    return rows, groups


@pytest.fixture(scope="module")
def wholesale(shared):
    """The log spend of 435 customers on two principal components, and each customer's channel."""
    table = pd.read_csv(shared("wholesale/wholesale_customers.csv")).drop(index=[65, 66, 75, 128, 154])
    return PCA(2).fit_transform(np.log(table[SPEND].to_numpy())), table["Channel"]


@pytest.mark.parametrize("name", NAMES)
def test_every_method_is_scored_and_finds_what_is_there_again(name, blobs):
    rows, groups = blobs
    one = found(rows, name, Yardstick(label=groups))
    assert one.method == name and one.problem == "" and len(one.labels) == len(one.candidates)
    best = max(one.candidates, key=lambda own: own.silhouette or -1)
    assert "highest silhouette" in best.reasons and best.k == 4
    labels = one.labels[one.candidates.index(best)]
    kept = labels != NOISE
    assert best.noise == (~kept).sum() <= 100 and best.sizes == tuple(np.bincount(labels[kept]))
    assert best.smallest == min(best.sizes) / 500
    assert best.silhouette == pytest.approx(metrics.silhouette_score(rows[kept], labels[kept]))
    known = metrics.davies_bouldin_score(rows[kept], labels[kept])
    assert best.davies_bouldin == pytest.approx(known)
    assert best.adjusted_rand == pytest.approx(metrics.adjusted_rand_score(groups, labels))
    assert best.homogeneity == pytest.approx(metrics.homogeneity_score(groups, labels))
    assert best.completeness == pytest.approx(metrics.completeness_score(groups, labels))
    mutual = metrics.normalized_mutual_info_score(groups, labels)
    assert best.normalised_mutual_information == pytest.approx(mutual)
    assert best.dunn > 0.2 and best.dunn_rows == best.redrawn_rows == 500
    assert best.returned > 0.75 and best.redraws >= 2 * FEW_HALVES.pairs and best.agreement is None
    suggested = next(own for own in one.candidates if "first choice" in own.reasons)
    assert (suggested.bic is None) == (suggested.aic is None) == (name != "gmm")
    assert name != "gmm" or suggested.bic == min(own.bic for own in one.candidates)


def reference_mixture(rows, against: Yardstick) -> MethodCandidates:
    """What the comparison says of scikit-learn's mixtures, as they were published: one start each."""

    def fit(matrix, settings, *_):
        own = [GaussianMixture(int(k), random_state=5).fit_predict(matrix) for k in settings]
        return FitResult(
            settings, build_partitions(matrix, np.array(own, np.uint8), list(map(int, settings)))
        )

    own = replace(method("gmm"), spec=replace(algorithm("gmm"), sweep=fit))
    return find_candidates(
        feature_matrix(rows), own, run_sweep(feature_matrix(rows), own.spec, {}), against
    )


def test_published_comparison_of_wholesale(wholesale):
    rows, channel = wholesale
    sweep = run_sweep(feature_matrix(rows), KMEANS, {})
    adopted = AdoptedResult("kmeans", 2, sweep.labels[sweep.at(2)])
    against = Yardstick(adopted, channel)
    (kmeans,) = found(rows, "kmeans", against).candidates
    assert kmeans.silhouette == pytest.approx(0.4263, abs=5e-5) and kmeans.agreement == 1
    mixture = next(own for own in reference_mixture(rows, against).candidates if own.setting == 2)
    assert mixture.silhouette == pytest.approx(0.422, abs=5e-4)
    assert mixture.adjusted_rand == pytest.approx(0.647, abs=5e-4)


def test_segments_of_nothing_are_not_found_again(blobs):
    noise = np.random.default_rng(0).random((400, 6))
    labels = run_sweep(feature_matrix(noise), KMEANS, {}).labels[6]
    assert agreements(noise, "kmeans", 8, labels).mean() < 0.6
    rows, groups = blobs
    measured = agreements(rows, "kmeans", 4, groups.astype(np.uint8))
    assert measured == pytest.approx(np.ones(FEW_HALVES.pairs))


def test_stability_repeats_under_a_seed_only():
    rows = np.random.default_rng(0).random((300, 4))
    labels = run_sweep(feature_matrix(rows), KMEANS, {}).labels[3]
    first, again, other = (agreements(rows, "kmeans", 5, labels, seed) for seed in (1, 1, 2))
    assert first.tolist() == again.tolist() != other.tolist()


def test_how_often_segments_come_out_again_is_the_figure_of_the_recommendation(blobs):
    sweep = run_sweep(feature_matrix(blobs[0]), KMEANS, {})
    for own in found(blobs[0]).candidates:
        at = sweep.at(own.setting)
        assert (own.returned, own.redraws) == (sweep.redraws.returned[at], sweep.redraws.count)
    drawn_anew = find_candidates(
        feature_matrix(blobs[0]), method("kmeans"), replace(sweep, redraws=None), Yardstick()
    )
    (best,) = [own for own in drawn_anew.candidates if own.setting == 4]
    assert (best.returned, best.redraws) == (1, 2 * FEW_HALVES.pairs)


def test_parts_are_of_a_sample_above_a_size_and_that_is_told():
    rows, _ = make_blobs(4 * FEW_HALVES.most, centers=[[0, 0], [9, 0], [0, 9]], random_state=1)
    for name in ("kmeans", "dbscan"):
        one = found(rows, name)
        best = max(one.candidates, key=lambda own: own.silhouette or -1)
        assert best.k == 3 and best.returned > 0.9 and best.redrawn_rows == FEW_HALVES.most
        told = [notice.text for notice in best.notices if notice.about == "redraws"]
        assert f"of {FEW_HALVES.most:,} of {4 * FEW_HALVES.most:,} customers" in told[0]
        assert ("alike" in told[0]) == (name == "dbscan")


def test_a_fit_that_finds_nothing_agrees_with_none():
    rows = np.random.default_rng(0).normal(size=(300, 2))

    def refuses(*_):
        raise UserError(what="all are noise")

    refusing = Method(replace(KMEANS, sweep=refuses, quick=None), {})
    labels = np.repeat([0, 1], 150).astype(np.uint8)[None]
    assert (repeat_fits(rows, refusing, [2], labels, 0, lambda _: None).agreement == 0).all()


@pytest.mark.parametrize(("rows", "segments"), [(FEW_HALVES.fewest - 1, 2), (300, 1)])
def test_there_is_no_stability_of_few_customers_or_of_one_segment(rows, segments):
    matrix = np.random.default_rng(0).normal(size=(rows, 2))
    labels = np.resize(np.arange(segments), rows).astype(np.uint8)
    assert np.isnan(agreements(matrix, "kmeans", 2, labels)).all()


def test_one_segment_and_noise_are_explained():
    rng = np.random.default_rng(0)
    rows = np.vstack([rng.normal(size=(300, 2)), rng.uniform(-9, 9, (20, 2))])
    one = next(own for own in found(rows, "dbscan").candidates if own.k == 1)
    assert one.noise > 0 and one.smallest == one.sizes[0] / 320
    assert one.silhouette is one.dunn is one.returned is None and not one.redraws
    about = {notice.about: notice.text for notice in one.notices}
    assert "one segment" in about["silhouette"] and f"{one.noise:,} customers" in about["noise"]


def test_a_setting_is_a_candidate_once_with_all_reasons(blobs):
    sweep = run_sweep(feature_matrix(blobs[0]), KMEANS, {})
    assert candidate_settings("kmeans", sweep) == {4: ("first choice", "highest silhouette")}
    adopted = AdoptedResult("kmeans", 6, sweep.labels[sweep.at(6)])
    assert candidate_settings("kmeans", sweep, adopted) == {
        4: ("first choice", "highest silhouette"),
        6: ("adopted",),
    }
    other = candidate_settings("gmm", sweep, replace(adopted, setting=0.7))
    assert other == {4: ("first choice", "highest silhouette"), 6: ("as many segments as in use",)}


def test_a_setting_that_leaves_most_customers_out_is_not_the_best(blobs):
    sweep = run_sweep(feature_matrix(blobs[0]), KMEANS, {})
    noisy = [
        replace(own, noise=300 if own.sizes == sweep.scores[2].sizes else 0) for own in sweep.scores
    ]
    other = replace(sweep, scores=tuple(noisy), suggestion=replace(sweep.suggestion, chosen=2))
    assert 4 not in candidate_settings("kmeans", other)


def test_agreement_is_the_adjusted_rand_index_of_each_pair():
    labels = np.random.default_rng(0).integers(0, 4, (3, 200)).astype(np.uint8)
    labels[1, 50:] = labels[0, 50:]
    known = [[metrics.adjusted_rand_score(one, other) for other in labels] for one in labels]
    assert agreement_matrix(list(labels)) == pytest.approx(np.array(known))


def test_consensus_is_the_share_of_results_that_keep_a_customer():
    adopted = np.array([0, 0, 0, 1, 1, 1, NOISE, NOISE], np.uint8)
    renamed = np.array([1, 1, 1, 0, 0, 0, NOISE, NOISE], np.uint8)
    moved = np.array([0, 0, 1, 1, 1, NOISE, NOISE, 0], np.uint8)
    split = np.array([0, 0, 2, 1, 1, 1, NOISE, NOISE], np.uint8)
    assert consensus_shares(adopted, [renamed]).tolist() == [1] * 8
    shares = consensus_shares(adopted, [renamed, moved, split, adopted])
    assert shares.tolist() == [1, 1, 0.5, 1, 1, 0.75, 1, 0.75]


def test_each_other_method_speaks_once_with_its_closest_result(blobs):
    sweep = run_sweep(feature_matrix(blobs[0]), KMEANS, {})
    adopted = AdoptedResult("kmeans", 3, sweep.labels[sweep.at(3)])
    results = [found(blobs[0], name, Yardstick(adopted)) for name in ("kmeans", "gmm")]
    assert len(results[1].candidates) == 2
    beside = Comparison(
        (*results, MethodCandidates("spectral", problem="No.")), 500, ("c0",), adopted=adopted
    )
    alike = [own.agreement for own in results[1].candidates]
    closest = results[1].labels[np.argmax(alike)]
    assert beside.consensus.tolist() == consensus_shares(adopted.labels, [closest]).tolist()
    assert beside.agreement.shape == (4, 4) and len(beside.candidates) == 4
    assert Comparison((results[1],), 500, ("c0",)).consensus is None
    assert Comparison((results[0],), 500, ("c0",), adopted=adopted).consensus is None


def test_customers_without_a_label_are_left_out(blobs):
    rows, groups = blobs
    known = pd.Series(groups).astype("object").where(np.arange(500) % 3 > 0)
    one = found(rows, "kmeans", Yardstick(label=known))
    told = known.notna().to_numpy()
    expected = metrics.adjusted_rand_score(groups[told], one.labels[0][told])
    assert one.candidates[0].adjusted_rand == pytest.approx(expected)


def test_the_small_segments_told_are_those_of_the_candidate():
    rows, _ = make_blobs([300, 200, 6], centers=[[0, 0], [9, 0], [0, 40]], random_state=0)
    sweep = run_sweep(feature_matrix(rows), KMEANS, {})
    adopted = AdoptedResult("gmm", 12, sweep.labels[sweep.at(12)])
    for own in found(rows, "kmeans", Yardstick(adopted)).candidates:
        told = [notice for notice in own.notices if notice.about == "segments"]
        assert [f"k = {own.setting:g}" in notice.text for notice in told] in ([], [True])
        assert bool(told) == (own.smallest < 0.05)


def test_progress_ends_the_work(blobs):
    def stop(step, _):
        if step == "Fitting again":
            raise Cancelled

    with pytest.raises(Cancelled):
        found(blobs[0], "hierarchical", progress=stop)


def test_inputs_are_not_changed(blobs):
    rows = blobs[0].copy()
    found(rows, "hdbscan")
    assert (rows == blobs[0]).all()
