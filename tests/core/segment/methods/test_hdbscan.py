"""HDBSCAN: scikit-learn's labels and probabilities at every smallest segment, from one tree."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.cluster import HDBSCAN
from sklearn.cluster._hdbscan._tree import _condense_tree
from sklearn.datasets import make_blobs, make_circles, make_moons
from sklearn.metrics import adjusted_rand_score

from core.model import NOISE, ignore_progress
from core.segment.fitting.density import condensed_tree, sampled_tree
from core.segment.fitting.density.reachability import MutualReachability
from core.segment.fitting.density.sampled_tree import TooFewCustomers
from core.segment.methods.hdbscan import SPEC, NothingStandsApart, OnlyNoise, TooManyClusters


def fit(matrix, settings=(), seed=0, progress=ignore_progress, **params):
    return SPEC.sweep(np.asarray(matrix, float), settings, params, seed, progress)


def signed(part):
    """Labels with noise as -1."""
    return part.labels.astype(np.int8 if len(part.centres) < 128 else np.int16)


def untied(matrix, min_samples):
    """Mutual reachability (n, n) in which pairs at the same count by their own distance."""
    distance = cdist(matrix, matrix)
    core = np.sort(distance, axis=1)[:, min_samples - 1]
    reach = np.maximum(distance, np.maximum(core, core[:, None]))
    reach = reach * (1 + 1e-9 * distance / distance.max())
    np.fill_diagonal(reach, 0)
    return reach


def tables():
    rng = np.random.default_rng(0)
    yield "blobs", make_blobs(500, 4, centers=5, random_state=2)[0]
    yield "overlapping", make_blobs(400, 3, centers=4, cluster_std=3, random_state=0)[0]
    yield "moons", make_moons(400, noise=0.1, random_state=1)[0]
    yield "one cloud", rng.normal(size=(500, 2))
    yield "many features", make_blobs(300, 15, centers=3, random_state=1)[0]
    yield (
        "unequal",
        np.r_[rng.normal(size=(300, 2)), rng.normal(8, 0.1, (40, 2)), rng.uniform(-9, 9, (60, 2))],
    )


TABLES = dict(tables())


@pytest.mark.parametrize("selection", ["eom", "leaf"])
@pytest.mark.parametrize("min_samples", [2, 5, 15])
@pytest.mark.parametrize("name", TABLES)
def test_labels_and_probabilities_are_scikit_learn_s_at_every_stop(name, min_samples, selection):
    matrix = TABLES[name]
    try:
        result = fit(matrix, min_samples=min_samples, cluster_selection=selection)
    except NothingStandsApart:
        pytest.skip("nothing stands apart, here as in the reference")
    distances = untied(matrix, min_samples)
    for size, part in zip(result.settings, result.partitions, strict=True):
        reference = HDBSCAN(
            min_cluster_size=size, min_samples=1, metric="precomputed",
            cluster_selection_method=selection, copy=True,
        ).fit(distances)  # fmt: skip
        assert np.array_equal(reference.labels_ < 0, part.labels == NOISE)
        assert adjusted_rand_score(reference.labels_, signed(part)) == 1
        assert np.allclose(reference.probabilities_, part.probability, atol=1e-5)


@pytest.mark.parametrize("algorithm", ["kd_tree", "brute"])
@pytest.mark.parametrize("seed", range(8))
def test_only_customers_between_two_groups_may_be_elsewhere_than_in_plain_scikit_learn(seed, algorithm):
    """One whose core distance is the height at which two groups merge is at that distance from both:
    here the nearer customer decides, there the order of the rows."""
    matrix = make_blobs(500, 3, centers=4, cluster_std=1 + seed % 2, random_state=seed)[0]
    result, tree = fit(matrix), MutualReachability.of(matrix, 5, lambda _: None)
    for size, part in zip(result.settings, result.partitions, strict=True):
        plain = HDBSCAN(min_cluster_size=size, min_samples=5, algorithm=algorithm, copy=True)
        labels = plain.fit_predict(matrix)
        other = np.flatnonzero(matched(signed(part), labels) != labels)
        merges = tree.heights[(tree.sizes[tree.children] >= size).all(axis=1)]
        assert np.isin(tree.core[tree.points.place[other]], merges).all()
        assert len(other) <= 2


def matched(labels, reference):
    """The labels, each cluster renamed to the reference's that most of its members are in."""
    names = {c: np.bincount(reference[labels == c] + 1).argmax() - 1 for c in set(labels)}
    return np.array([names[c] for c in labels])


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("shape", ["blobs", "moons", "circles", "noisy"])
def test_the_suggested_size_finds_the_true_number(shape, seed):
    rng = np.random.default_rng(seed)
    centres = [(0, 0), (8, 0), (0, 8), (8, 8), (4, 16)]
    matrix, truth = {
        "blobs": lambda: make_blobs(700, centers=centres, random_state=seed),
        "moons": lambda: make_moons(700, noise=0.07, random_state=seed),
        "circles": lambda: make_circles(700, noise=0.05, factor=0.5, random_state=seed),
        "noisy": lambda: make_blobs(700, centers=centres, cluster_std=0.7, random_state=seed),
    }[shape]()
    if shape == "noisy":
        matrix = np.r_[matrix, rng.uniform(-4, 20, (70, 2))]
    result = fit(matrix)
    part = result.partitions[result.settings.index(result.suggested)]
    assert len(part.centres) == len(set(truth))
    assert adjusted_rand_score(truth, part.labels[:700]) > 0.9
    assert f"{len(part.centres)} segments" in result.reason


def test_stops_grow_from_small_to_a_quarter_of_the_customers():
    result = fit(make_blobs(8_000, 3, centers=3, cluster_std=0.4, random_state=0)[0])
    assert (result.settings[0], result.settings[-1], len(result.settings)) == (8, 2_000, 16)
    assert all(isinstance(size, int) for size in result.settings)


def test_segments_are_no_smaller_than_asked_for():
    result = fit(TABLES["one cloud"])
    for size, part in zip(result.settings, result.partitions, strict=True):
        assert np.bincount(part.labels)[: len(part.centres)].min() >= size


def test_evidence_tells_segments_and_noise_of_every_stop():
    result = fit(TABLES["unequal"])
    assert result.evidence["clusters"].tolist() == [len(part.centres) for part in result.partitions]
    noise = [np.mean(part.labels == NOISE) for part in result.partitions]
    assert result.evidence["noise"].tolist() == noise and max(noise) > 0


def reference_branches(matrix, size, min_samples=5):
    """Size of the parent, birth, death, size, left and the densities at which each twelfth of those who
    fall out alone have done so, of every branch of scikit-learn's condensed tree, in order."""
    model = HDBSCAN(min_cluster_size=size, min_samples=1, metric="precomputed", copy=True)
    tree = _condense_tree(model.fit(untied(matrix, min_samples))._single_linkage_tree_, size)
    clusters = tree[tree["cluster_size"] > 1]
    sizes = {len(matrix): len(matrix)} | dict(
        zip(clusters["child"], clusters["cluster_size"], strict=True)
    )
    births = dict(zip(clusters["child"], clusters["value"], strict=True))
    parents = dict(zip(clusters["child"], clusters["parent"], strict=True))
    rows = []
    for branch, own in sizes.items():
        below = tree[tree["parent"] == branch]
        alone = np.sort(below["value"][below["cluster_size"] == 1])
        at = np.ceil(len(alone) * np.arange(1, 13) / 12).astype(int) - 1
        falls = alone[at] if len(alone) else np.full(12, births.get(branch, 0))
        rows.append([
            sizes.get(parents.get(branch), -1), births.get(branch, 0), below["value"].max(), own,
            own - len(alone), *falls,
        ])  # fmt: skip
    return np.array(sorted(rows))


@pytest.mark.parametrize("name", ["blobs", "moons", "unequal"])
def test_branches_are_those_of_scikit_learn_s_condensed_tree(name):
    matrix = TABLES[name]
    result = fit(matrix)
    tree = {key[7:]: own for key, own in result.evidence.items() if key.startswith("branch_")}
    for at in (0, len(result.settings) // 2, -1):
        branches = int(result.evidence["branches"][at])
        own = {key: values[at, :branches] for key, values in tree.items()}
        above = np.where(own["parent"] < 0, -1, own["size"][own["parent"].astype(int)] * len(matrix))
        found = np.column_stack([
            above, own["birth"], own["death"], own["size"] * len(matrix), own["left"] * len(matrix),
            own["falls"],
        ])  # fmt: skip
        known = reference_branches(matrix, result.settings[at])
        np.testing.assert_allclose(np.array(sorted(found.tolist())), known, rtol=1e-6)


@pytest.mark.parametrize("selection", ["eom", "leaf"])
def test_branches_know_the_segment_that_they_are_in(selection):
    result = fit(TABLES["unequal"], cluster_selection=selection)
    names = ("parent", "size", "cluster")
    for at, part in enumerate(result.partitions):
        count = int(result.evidence["branches"][at])
        parent, size, segment = (result.evidence[f"branch_{name}"][at, :count] for name in names)
        tops = [b for b in range(count) if segment[b] >= 0 > segment[int(parent[b])]]
        customers = np.bincount(part.labels)[segment[tops].astype(int)]
        assert sorted(segment[tops]) == list(range(len(part.centres)))
        np.testing.assert_allclose(size[tops] * len(part.labels), customers)


def test_only_the_largest_branches_are_kept_and_all_are_counted(monkeypatch):
    whole = fit(TABLES["one cloud"], cluster_selection="leaf").evidence
    monkeypatch.setattr(condensed_tree, "MOST_BRANCHES", 5)
    found = fit(TABLES["one cloud"], cluster_selection="leaf").evidence
    assert found["branches"].tolist() == whole["branches"].tolist() and whole["branches"][0] > 5
    assert found["branch_size"].shape[1] == 5
    largest = np.sort(whole["branch_size"][0])[::-1]
    np.testing.assert_array_equal(np.sort(found["branch_size"][0])[::-1], largest[:5])
    assert (found["branch_parent"][0] < np.arange(5)).all()


def test_probability_is_0_for_noise_and_1_in_the_middle():
    for part in fit(TABLES["unequal"]).partitions:
        assert part.probability.dtype == np.float32
        assert (part.probability[part.labels == NOISE] == 0).all()
        assert part.probability[part.labels != NOISE].min() > 0
        for c in range(len(part.centres)):
            assert part.probability[part.labels == c].max() == 1


def test_a_size_that_leaves_only_noise_is_refused():
    with pytest.raises(OnlyNoise, match="all are noise"):
        fit(TABLES["blobs"], (400,))


def test_more_clusters_than_can_be_shown_are_refused():
    rng = np.random.default_rng(0)
    matrix = np.repeat(np.arange(300.0) * 10, 4)[:, None] + rng.normal(0, 0.1, (1_200, 1))
    with pytest.raises(TooManyClusters, match="Raise"):
        fit(matrix, (2,), min_samples=2, cluster_selection="leaf")


def test_fewer_customers_than_min_samples_are_refused():
    with pytest.raises(TooFewCustomers):
        fit(np.zeros((4, 2)))


@pytest.mark.parametrize("matrix", [np.zeros((60, 2)), np.eye(40), np.arange(9.0)[:, None]])
def test_where_nothing_stands_apart_it_is_said(matrix):
    with pytest.raises(NothingStandsApart):
        fit(matrix)


def test_equal_customers_count_each():
    rng = np.random.default_rng(0)
    heaps = np.repeat(np.r_[rng.normal(size=(10, 2)), rng.normal(9, 1, (10, 2))], 20, axis=0)
    result = fit(heaps, (100,))
    part = result.partitions[result.settings.index(100)]
    assert np.bincount(part.labels).tolist() == [200, 200]
    assert np.isfinite(part.probability).all()


@pytest.mark.parametrize("scale", [1e25, 1e-120])
def test_the_unit_of_the_features_does_not_matter(scale):
    plain, scaled = fit(TABLES["blobs"]), fit(TABLES["blobs"] * scale)
    for one, two in zip(plain.partitions, scaled.partitions, strict=True):
        assert np.array_equal(one.labels, two.labels)


def test_the_order_of_the_customers_does_not_matter():
    order = np.random.default_rng(1).permutation(500)
    one = fit(TABLES["one cloud"], cluster_selection="leaf")
    two = fit(TABLES["one cloud"][order], cluster_selection="leaf")
    assert one.settings == two.settings
    for a, b in zip(one.partitions, two.partitions, strict=True):
        assert adjusted_rand_score(signed(a)[order], signed(b)) == 1
        assert np.array_equal(a.labels[order] == NOISE, b.labels == NOISE)
        assert np.allclose(a.probability[order], b.probability)


def test_progress_ascends():
    told = []
    fit(TABLES["blobs"], progress=lambda _, share: told.append(share))
    assert len(set(told)) >= 12 and told == sorted(told) and told[-1] <= 1


def test_a_sample_is_told_and_finds_the_same_groups(monkeypatch):
    monkeypatch.setattr(sampled_tree, "sample_size", lambda rows, *_: min(rows, 1_500))
    centres = np.array([[0.0, 0.0], [12, 0], [0, 12], [12, 12]])
    matrix, truth = make_blobs(6_000, centers=centres, random_state=0)
    result = fit(matrix, (400,))
    part = result.partitions[result.settings.index(400)]
    assert "1,500 customers drawn at random" in result.notices[0].text
    assert len(part.centres) == 4
    assert adjusted_rand_score(truth, part.labels) > 0.95
    assert (part.probability[part.labels == NOISE] == 0).all()
    assert (part.probability[part.labels != NOISE] > 0).all()
    far = fit(np.r_[matrix, [[500.0, 500.0]]], (400,), seed=1)
    assert far.partitions[far.settings.index(400)].labels[-1] == NOISE
