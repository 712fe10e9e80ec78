"""The charts of single methods show what the method itself found."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from sklearn.neighbors import NearestNeighbors

from core.charts.catalogue import (
    chart,
    condensed_tree,
    dendrogram,
    density_stops,
    eigenvalues,
    information,
    k_distance,
)
from core.charts.theme import segment_colour
from core.model import NOISE, Analysis, Segmentation
from core.segment import algorithm, recommend
from core.text import format_percent
from tests.support import small_analyses

METHODS = {
    "information": "gmm",
    "dendrogram": "hierarchical",
    "k_distance": "dbscan",
    "density_stops": "hdbscan",
    "condensed_tree": "hdbscan",
    "eigenvalues": "spectral",
}
Suited = Callable[[str], Analysis]


def by_meta(figure: dict, key: str) -> list[dict]:
    return [trace for trace in figure["data"] if key in trace.get("meta", {})]


def title(figure: dict) -> str:
    return figure["layout"]["title"]["text"]


def note(figure: dict) -> str:
    return figure["layout"]["meta"]["note"]


def with_evidence(analysis: Analysis, **arrays: np.ndarray) -> Analysis:
    sweep = analysis.sweep
    return replace(analysis, sweep=replace(sweep, evidence={**sweep.evidence, **arrays}))


def suggesting(analysis: Analysis, own: float | None) -> Analysis:
    """The same where the method's own criterion prefers that setting."""
    suggestion = replace(analysis.sweep.suggestion, preferred=own)
    return replace(analysis, sweep=replace(analysis.sweep, suggestion=suggestion))


@pytest.mark.parametrize(("name", "method"), METHODS.items())
def test_another_methods_analysis_has_a_sentence_in_its_place(made: Analysis, name: str, method: str):
    figure = chart(name).build(Segmentation(made, 4), {})
    assert figure["data"] == []
    assert note(figure) == f"Choose {algorithm(method).title} as the method to see this chart."
    assert title(figure) == chart(name).title


@pytest.mark.parametrize(("name", "method"), METHODS.items())
@pytest.mark.parametrize("rows", [20, 60])
def test_small_tables_are_drawn_at_every_setting(name: str, method: str, rows: int):
    rng = np.random.default_rng(2)
    frame = pd.DataFrame(
        rng.normal(size=(rows, 2)) + 9 * (np.arange(rows) % 2)[:, None], columns=["a", "b"]
    )
    found = small_analyses.found_by(method, small_analyses.of(frame, ["a", "b"], (2,)))
    for setting in found.sweep.settings:
        assert chart(name).build(Segmentation(found, setting), {})["data"]


@pytest.mark.parametrize(("name", "method"), METHODS.items())
@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_four_places_of_ten_customers_each_are_drawn(name: str, method: str):
    places = np.repeat([[0.0, 0], [1, 0], [0, 1], [1, 1]], 10, axis=0)
    frame = pd.DataFrame(places, columns=["a", "b"])
    found = small_analyses.found_by(method, small_analyses.of(frame, ["a", "b"], (2,)))
    for setting in found.sweep.settings:
        assert chart(name).build(Segmentation(found, setting), {})["data"]


def test_both_criteria_are_drawn_and_the_recommended_number_is_marked(suited: Suited):
    made = suited("information")
    figure = information.build(Segmentation(made, 3), {})
    aic, bic = figure["data"][:2]
    assert bic["x"] == aic["x"] == list(made.sweep.settings)
    assert bic["y"] == made.sweep.evidence["bic"].tolist()
    assert aic["y"] == made.sweep.evidence["aic"].tolist()
    assert {one["text"] for one in figure["layout"]["annotations"]} == {"BIC", "AIC"}
    (best,), (now,) = by_meta(figure, "recommended"), by_meta(figure, "current")
    assert best["x"] == [recommend(made.sweep, made.verdicts).setting]
    assert (now["x"], now["y"]) == ([3], [bic["y"][1]])


@pytest.mark.parametrize(
    ("lowest", "chosen", "words"),
    [
        (5, 5, "BIC is lowest at 5"),
        (12, 12, "BIC still falls at 12"),
        (12, 4, "BIC of the sound fits is lowest at 4"),
    ],
)
def test_the_title_says_how_far_bic_is_to_be_believed(
    suited: Suited, lowest: int, chosen: int, words: str
):
    made = suited("information")
    curve = np.abs(np.array(made.sweep.settings, float) - lowest)
    figure = information.build(Segmentation(suggesting(with_evidence(made, bic=curve), chosen), 3), {})
    assert title(figure) == words


def test_a_number_beyond_the_slider_leaves_the_other_ticks_apart(made: Analysis):
    found = small_analyses.found_by("gmm", made, n_components=40)
    assert "tickvals" not in information.build(Segmentation(found, 40), {})["layout"]["xaxis"]
    assert information.build(Segmentation(found, 40), {})["data"][1]["x"][-1] == 40


def test_a_criterion_that_could_not_be_had_leaves_a_gap(suited: Suited):
    made = suited("information")
    bic = np.where(np.array(made.sweep.settings) == 7, np.nan, made.sweep.evidence["bic"])
    figure = information.build(Segmentation(with_evidence(made, bic=bic), 7), {})
    assert figure["data"][1]["y"][5] is None
    assert by_meta(figure, "current")[0]["y"] == [None]


def legs(trace: dict) -> list[tuple[float, float, float]]:
    """x, lower and upper end of the upright lines of a trace."""
    points = list(zip(trace["x"], trace["y"], strict=True))
    lines = [(a, b) for a, b in pairwise(points) if None not in (*a, *b)]
    return [(a[0], *sorted((a[1], b[1]))) for a, b in lines if a[0] == b[0] and a[1] != b[1]]


@pytest.mark.parametrize("linkage", ["ward", "average", "complete"])
def test_the_cut_crosses_one_stem_a_segment(made: Analysis, linkage: str):
    found = small_analyses.found_by("hierarchical", made, linkage=linkage)
    for k in found.sweep.settings:
        figure = dendrogram.build(Segmentation(found, k), {})
        (cut,) = by_meta(figure, "cut")
        height = cut["y"][0]
        assert cut["y"] == [height, height] and height == found.sweep.evidence["heights"][k - 2]
        above = legs(figure["data"][0])
        assert all(low >= height for _, low, _ in above)
        crossing = {x for x, low, high in above if low == height}
        stems = by_meta(figure, "segment")
        assert len(stems) == len(crossing) == k
        assert {x for stem in stems for x, _, high in legs(stem) if high == height} == crossing
        assert all(y <= height for stem in stems for y in stem["y"] if y is not None)
        assert title(figure).endswith(f"gives {k} segments")


def test_branches_are_numbered_and_coloured_as_the_segments_they_are(suited: Suited):
    made = suited("dendrogram")
    for k in made.sweep.settings:
        stems = by_meta(dendrogram.build(Segmentation(made, k), {}), "segment")
        sizes = made.sweep.scores[made.sweep.at(k)].sizes
        assert [
            f"<br>{size} customer" in s["hovertemplate"] for size, s in zip(sizes, stems, strict=True)
        ]
        assert all(f"{size} c" in s["hovertemplate"] for size, s in zip(sizes, stems, strict=True))
        numbers = made.sweep.numbered(k)
        assert [stem["line"]["color"] for stem in stems] == list(map(segment_colour, numbers))


def test_a_branch_is_as_wide_as_its_customers_but_for_the_thinnest(suited: Suited):
    tree = with_evidence(
        suited("dendrogram"),
        merges=np.array([[1, 2, 1, 2], [0, 3, 2, 2], [4, 5, 9, 4]]),
        leaf_sizes=np.array([10, 700, 200, 90]),
        leaf_order=np.array([1, 2, 3, 0]),
    )
    stems = by_meta(dendrogram.build(Segmentation(tree, 4), {}), "segment")
    wide = np.array([0.7, 0.2, 0.125, 0.125]) / 1.15
    ends = np.cumsum(wide)
    np.testing.assert_allclose([stem["x"][0] for stem in stems], [*(ends - wide / 2)])
    two = by_meta(dendrogram.build(Segmentation(tree, 2), {}), "segment")
    assert "900 customers" in two[0]["hovertemplate"] and "100 customers" in two[1]["hovertemplate"]


@pytest.mark.parametrize("k", [2, 12, 50])
def test_the_numbers_below_the_tree_do_not_touch(made: Analysis, k: int):
    found = small_analyses.found_by("hierarchical", made, n_clusters=k)
    axis = dendrogram.build(Segmentation(found, k), {})["layout"]["xaxis"]
    assert axis["ticktext"] and len(axis["ticktext"]) >= 2
    assert all(right - left > 0.06 for left, right in pairwise(axis["tickvals"]))
    stems = {
        s["meta"]["segment"]: s
        for s in by_meta(dendrogram.build(Segmentation(found, k), {}), "segment")
    }
    for place, name in zip(axis["tickvals"], axis["ticktext"], strict=True):
        own = [x for x in stems[int(name)]["x"] if x is not None]
        assert min(own) - dendrogram.APART <= place <= max(own) + dendrogram.APART
    assert axis["tickvals"][0] > 0 and axis["tickvals"][-1] <= 1


def test_the_reach_cuts_the_curve_where_that_many_customers_have_their_neighbours(suited: Suited):
    made = suited("k_distance")
    reach = NearestNeighbors(n_neighbors=5).fit(made.feature_matrix.matrix).kneighbors()[0][:, 3]
    for eps in made.sweep.settings:
        figure = k_distance.build(Segmentation(made, eps), {})
        (now,), (best,) = by_meta(figure, "current"), by_meta(figure, "recommended")
        assert now["y"] == [eps]
        assert now["x"][0] == pytest.approx((reach <= eps).mean(), abs=2 / len(reach))
        assert best["y"] == [recommend(made.sweep, made.verdicts).setting]
        assert figure["layout"]["shapes"][0]["y0"] == figure["layout"]["shapes"][0]["y1"] == eps
        noise = made.sweep.scores[made.sweep.at(eps)].noise / 240
        assert note(figure).endswith(f"{format_percent(noise)} noise.")


def test_only_skewed_distances_without_zeros_have_a_logarithmic_scale(suited: Suited):
    made = suited("k_distance")
    eps, distance = made.sweep.settings[2], made.sweep.evidence["k_distance"].copy()
    assert "type" not in k_distance.build(Segmentation(made, eps), {})["layout"]["yaxis"]
    distance[-1] = 100 * distance[-1]
    axis = k_distance.build(Segmentation(with_evidence(made, k_distance=distance), eps), {})["layout"][
        "yaxis"
    ]
    assert axis["type"] == "log"
    assert axis["range"][0] < np.log10(distance[0]) and axis["range"][1] > np.log10(distance[-1])
    distance[0] = 0
    axis = k_distance.build(Segmentation(with_evidence(made, k_distance=distance), eps), {})["layout"][
        "yaxis"
    ]
    assert "type" not in axis and axis["range"][1] > distance[-1]


def test_steps_and_noise_are_those_of_the_labels(suited: Suited):
    made = suited("density_stops")
    labels = made.sweep.labels
    figure = density_stops.build(Segmentation(made, made.sweep.settings[1]), {})
    steps, noise = figure["data"][:2]
    assert steps["x"] == noise["x"] == list(made.sweep.settings)
    assert steps["y"] == [len(set(own.tolist()) - {NOISE}) for own in labels]
    assert noise["y"] == pytest.approx([(own == NOISE).mean() for own in labels])
    assert (steps.get("yaxis", "y"), noise["yaxis"]) == ("y", "y2")
    upper, lower = (figure["layout"][axis]["domain"] for axis in ("yaxis", "yaxis2"))
    assert lower[1] < upper[0]
    assert by_meta(figure, "current")[0]["y"] == [steps["y"][1]]


def test_the_title_names_the_sizes_around_the_recommended_one(suited: Suited):
    made = suited("density_stops")
    stops = made.sweep.settings
    at = stops.index(recommend(made.sweep, made.verdicts).setting)
    clusters = np.full(len(stops), 5.0)
    clusters[at] = 4
    one = with_evidence(made, clusters=clusters)
    words = f"4 segments at a size of {stops[at]}"
    assert title(density_stops.build(Segmentation(one, stops[0]), {})) == words
    several = with_evidence(made, clusters=np.array([2.0, *[3] * (len(stops) - 1)]))
    words = f"3 segments from size {stops[1]} to {stops[-1]}"
    assert title(density_stops.build(Segmentation(several, stops[0]), {})) == words


def test_one_dense_group_is_said_in_the_singular(suited: Suited):
    made = suited("density_stops")
    ones = with_evidence(made, clusters=np.ones(len(made.sweep.settings)))
    assert note(density_stops.build(Segmentation(ones, made.sweep.settings[0]), {})).startswith(
        "There is 1 dense group of "
    )


def surface(trace: dict) -> float:
    """The area of a branch, by the shoelace formula."""
    x, y = np.array(trace["x"]), np.array(trace["y"])
    return abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2


def test_branches_hang_below_their_parents_as_wide_as_their_customers(suited: Suited):
    made = suited("condensed_tree")
    at, stop = 0, made.sweep.settings[0]
    figure = condensed_tree.build(Segmentation(made, stop), {})
    *branches, _ = figure["data"]
    found = {key: made.sweep.evidence[f"branch_{key}"][at] for key in condensed_tree.NAMES}
    assert len(branches) == made.sweep.evidence["branches"][at]
    spans = [(trace["x"][-1], trace["x"][0]) for trace in branches]
    for b, (trace, (left, right)) in enumerate(zip(branches, spans, strict=True)):
        assert right - left == pytest.approx(found["size"][b], abs=1e-4)
        assert (trace["y"][0], max(trace["y"])) == pytest.approx(
            (found["birth"][b], found["death"][b]), rel=1e-3
        )
        if b:
            outer = spans[int(found["parent"][b])]
            assert outer[0] - 1e-4 <= left < right <= outer[1] + 1e-4
        assert 0 <= surface(trace) <= found["size"][b] * (found["death"][b] - found["birth"][b]) + 1e-4
    low, high = figure["layout"]["yaxis"]["range"]
    assert low > found["death"][0]
    assert high <= found["death"][0] - condensed_tree.HEADROOM * (low - high) / 2


def test_segments_have_their_colours_and_numbers_and_all_else_is_grey(suited: Suited):
    made = suited("condensed_tree")
    for stop in made.sweep.settings:
        scores = made.sweep.scores[made.sweep.at(stop)]
        figure = condensed_tree.build(Segmentation(made, stop), {})
        *branches, numbers = figure["data"]
        own = by_meta(figure, "segment")
        assert {trace["meta"]["segment"] for trace in own} == set(range(1, len(scores.sizes) + 1))
        assert all(trace["fillcolor"] == segment_colour(trace["meta"]["segment"]) for trace in own)
        grey = [trace for trace in branches if trace not in own]
        assert {trace["fillcolor"] for trace in grey} == {condensed_tree.OTHERS["fillcolor"]}
        assert f"<br>{sum(scores.sizes) + scores.noise} customers" in branches[0]["text"]
        wide = [i for i, n in enumerate(scores.sizes, 1) if n >= condensed_tree.LABELLED * 240]
        assert sorted(numbers["text"], key=int) == [str(i) for i in wide]
        assert title(figure).startswith(f"{len(scores.sizes)} of ")


def test_branches_that_are_not_drawn_and_a_long_end_are_told(suited: Suited):
    made = suited("condensed_tree")
    stop, death = made.sweep.settings[-1], made.sweep.evidence["branch_death"].copy()
    plain = condensed_tree.build(Segmentation(made, stop), {})
    assert note(plain).count(".") == 1
    many = with_evidence(made, branches=made.sweep.evidence["branches"] + 20)
    assert "Not drawn: the 20 smallest." in note(condensed_tree.build(Segmentation(many, stop), {}))
    death[:, -1] = death[:, 1] = 100 * np.nanmax(death)
    long = condensed_tree.build(Segmentation(with_evidence(made, branch_death=death), stop), {})
    assert "The last 1.0 % of customers go on to" in note(long)
    assert long["layout"]["yaxis"]["range"][0] < 0.1 * death[0, 1]


def test_the_widest_gap_is_the_one_that_the_method_suggests(suited: Suited):
    made = suited("eigenvalues")
    figure = eigenvalues.build(Segmentation(made, 6), {})
    values = made.sweep.evidence["eigenvalues"]
    after = int(np.argmax(np.diff(values)[1:12])) + 2
    assert made.sweep.suggestion.preferred == after
    assert title(figure) == f"The clearest gap is after {after}"
    gap = next(shape for shape in figure["layout"]["shapes"] if shape["type"] == "rect")
    assert (gap["x0"], gap["x1"]) == (after, after + 1)
    assert (gap["y0"], gap["y1"]) == (values[after - 1], values[after])
    assert by_meta(figure, "current")[0]["y"] == [values[5]]


def test_eigenvalues_without_a_gap_are_told(suited: Suited):
    values = np.array([0.0, *[1.0] * 7, 1 + 1e-15])
    flat = suggesting(with_evidence(suited("eigenvalues"), eigenvalues=values), None)
    figure = eigenvalues.build(Segmentation(flat, 12), {})
    assert title(figure) == "The eigenvalues show no clear gap"
    assert [shape["type"] for shape in figure["layout"]["shapes"]] == ["line"]
    assert by_meta(figure, "current")[0]["y"] == [None]
