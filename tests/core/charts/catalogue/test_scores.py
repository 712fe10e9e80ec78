"""Elbow, silhouette, blades and sizes show the sweep's own figures."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from core.charts.catalogue import blades, elbow, silhouette, sizes
from core.charts.theme import segment_colour
from core.model import Analysis, Segmentation
from core.segment import recommend
from core.text import format_percent


def by_meta(figure: dict, key: str) -> list[dict]:
    return [trace for trace in figure["data"] if key in trace.get("meta", {})]


def test_the_elbow_starts_at_one_segment_and_marks_what_is_recommended_and_the_setting(made: Analysis):
    figure = elbow.build(Segmentation(made, 6), {})
    curve = figure["data"][0]
    assert curve["x"] == list(range(1, 13))
    assert curve["y"] == [made.sweep.wcss_one, *(score.wcss for score in made.sweep.scores)]
    (now,) = by_meta(figure, "current")
    (advised,) = by_meta(figure, "recommended")
    assert (now["x"], now["y"]) == ([6], [made.sweep.scores[4].wcss])
    assert advised["x"] == [recommend(made.sweep, made.verdicts).setting]
    assert figure["layout"]["shapes"][0]["x0"] == 6


def test_the_elbow_says_what_share_is_explained_and_when_there_is_no_bend(made: Analysis):
    share = 1 - made.sweep.scores[2].wcss / made.sweep.wcss_one
    note = elbow.build(Segmentation(made, 4), {})["layout"]["meta"]["note"]
    assert note == f"4 segments explain {share:.0%} of the differences between customers.".replace(
        "%", " %"
    )
    unbent = replace(made.sweep, suggestion=replace(made.sweep.suggestion, knee=None))
    figure = elbow.build(Segmentation(replace(made, sweep=unbent), 4), {})
    assert figure["layout"]["title"]["text"] == "The curve has no clear bend"


@pytest.mark.parametrize(
    ("highest", "top", "step"),
    [(2640.0, 3000, 1000), (15_000.0, 15_000, 5000), (28_400.0, 30_000, 10_000), (0.7, 0.8, 0.2)],
)
def test_a_tick_stands_above_the_elbows_highest_point(
    made: Analysis, highest: float, top: float, step: float
):
    share = highest / made.sweep.wcss_one
    scores = tuple(replace(score, wcss=score.wcss * share) for score in made.sweep.scores)
    sweep = replace(made.sweep, scores=scores, wcss_one=highest)
    axis = elbow.build(Segmentation(replace(made, sweep=sweep), 4), {})["layout"]["yaxis"]
    assert axis["range"] == pytest.approx([0, top])
    assert axis["dtick"] == pytest.approx(step)


def test_the_silhouette_curve_names_its_highest_point(made: Analysis):
    figure = silhouette.build(Segmentation(made, 3), {})
    values = [score.silhouette for score in made.sweep.scores]
    assert figure["data"][0]["y"] == values
    best, advised = made.sweep.settings[int(np.argmax(values))], recommend(made.sweep, made.verdicts).k
    highest = f"highest at {best} ({max(values):.2f})"
    assert advised != best
    assert (
        figure["layout"]["title"]["text"]
        == f"Silhouette {values[advised - 2]:.2f} at {advised}, {highest}"
    )
    assert by_meta(figure, "current")[0]["y"] == [values[1]]


def test_only_a_sampled_silhouette_has_error_bars(made: Analysis, sampled: Analysis):
    assert "error_y" not in silhouette.build(Segmentation(made, 3), {})["data"][0]
    bars = silhouette.build(Segmentation(sampled, 3), {})["data"][0]["error_y"]
    assert bars["array"] == [0.02] * 11


@pytest.mark.parametrize(("value", "words"), [
    (0.8, "are much"), (0.6, "clearly"), (0.3, "moderately"), (0.1, "hardly"), (-0.2, "to another"),
])  # fmt: skip
def test_the_silhouette_is_put_into_words(made: Analysis, value: float, words: str):
    scores = tuple(replace(score, silhouette=value) for score in made.sweep.scores)
    analysis = replace(made, sweep=replace(made.sweep, scores=scores))
    assert words in silhouette.build(Segmentation(analysis, 4), {})["layout"]["meta"]["note"].replace(
        "closer ", ""
    )


def test_each_blade_runs_through_its_customers_from_best_to_worst(made: Analysis):
    at = made.sweep.at(4)
    for i, trace in enumerate(by_meta(blades.build(Segmentation(made, 4), {}), "segment")):
        own = np.sort(made.sweep.silhouettes[at][made.sweep.labels[at] == i])[::-1]
        np.testing.assert_array_equal(trace["x"][1:-1], own)
        assert np.all(np.diff(trace["y"]) > 0)


def test_blades_do_not_overlap_and_the_mean_is_marked(made: Analysis):
    figure = blades.build(Segmentation(made, 7), {})
    ends = [(trace["y"][0], trace["y"][-1]) for trace in figure["data"]]
    assert all(below[1] < above[0] for below, above in pairwise(ends))
    assert figure["layout"]["shapes"][0]["x0"] == made.sweep.scores[5].silhouette


def test_the_note_counts_misplaced_customers(made: Analysis):
    at = made.sweep.at(12)
    share = float((made.sweep.silhouettes[at] < 0).mean())
    assert share > 0.01
    note = blades.build(Segmentation(made, 12), {})["layout"]["meta"]["note"]
    assert note.startswith(f"{format_percent(share)} fit another segment better;")


def test_many_customers_are_drawn_with_few_points(made: Analysis):
    times = 20
    sweep = replace(
        made.sweep,
        sampled=np.tile(made.sweep.sampled, times),
        silhouettes=np.tile(made.sweep.silhouettes, times),
    )
    figure = blades.build(Segmentation(replace(made, sweep=sweep), 4), {})
    points = sum(len(trace["x"]) - 2 for trace in figure["data"])
    assert 1400 <= points <= 1500


def test_a_sampled_blade_counts_each_customer_for_those_it_stands_for(made: Analysis):
    at, rows = made.sweep.at(12), np.arange(0, 240, 2)
    values = made.sweep.silhouettes[:, rows]
    weights = np.where(values[at] < 0, 1.0, 9.0)
    sweep = replace(made.sweep, sampled=rows, silhouettes=values, weights=weights)
    figure = blades.build(Segmentation(replace(made, sweep=sweep), 12), {})
    share = weights[values[at] < 0].sum() / weights.sum()
    assert figure["layout"]["meta"]["note"].startswith(f"{format_percent(share)} fit another")
    assert f"is the mean, {made.sweep.scores[at].silhouette:.2f}." in figure["layout"]["meta"]["note"]
    for label, trace in enumerate(by_meta(figure, "segment")):
        mean = made.sweep.scores[at].segment_silhouettes[label]
        assert f"Mean of the segment {mean:.2f}" in trace["hovertemplate"]


def test_a_blade_is_as_high_as_its_segment_is_large(made: Analysis):
    sizes = made.sweep.scores[made.sweep.at(4)].sizes
    heights = [t["y"][-1] - t["y"][0] for t in blades.build(Segmentation(made, 4), {})["data"]]
    np.testing.assert_allclose(heights, sizes)


@pytest.mark.parametrize("setting", range(2, 13))
def test_every_blade_is_numbered_in_its_colour_and_no_two_numbers_touch(made: Analysis, setting: int):
    at = made.sweep.at(setting)
    sizes = (1000, 200, *range(12, 14 - setting, -1))[:setting]
    scores = list(made.sweep.scores)
    scores[at] = replace(scores[at], sizes=sizes)
    sweep = replace(made.sweep, scores=tuple(scores))
    axis = blades.build(Segmentation(replace(made, sweep=sweep), setting), {})["layout"]["yaxis"]
    for i, text in enumerate(axis["ticktext"], 1):
        assert text.strip() == f"<span style='color:{segment_colour(i)}'>●</span> {i}"
    assert len(axis["ticktext"]) == len(axis["tickvals"]) == setting
    columns = {text: text != text.strip() for text in axis["ticktext"]}
    for padded in (False, True):
        own = [
            v for v, t in zip(axis["tickvals"], axis["ticktext"], strict=True) if columns[t] is padded
        ]
        assert all(below - above >= 0.13 * axis["range"][0] for above, below in pairwise(own))
    assert axis["tickvals"][0] > 0 and axis["tickvals"][-1] <= axis["range"][0]


def test_sizes_are_counts_and_shares(made: Analysis):
    figure = sizes.build(Segmentation(made, 5), {})
    counts = np.bincount(made.sweep.labels[made.sweep.at(5)])
    assert [trace["x"] for trace in figure["data"]] == [[size] for size in counts]
    assert figure["data"][0]["text"] == [f"{counts[0]} · {format_percent(counts[0] / 240)}"]
    assert figure["layout"]["yaxis"]["categoryarray"] == ["5", "4", "3", "2", "1"]


def test_small_segments_are_named(made: Analysis):
    small = [i + 1 for i, size in enumerate(made.sweep.scores[-1].sizes) if size < 12]
    assert small
    note = sizes.build(Segmentation(made, 12), {})["layout"]["meta"]["note"]
    assert ", ".join(map(str, small)) in note and "under 5 %" in note


@pytest.mark.parametrize(
    ("small", "words"), [(46, "4.6 %"), (49.6, "4.96 %"), (49.99, "4.99 %"), (50, "5.0 %")]
)
def test_a_share_never_contradicts_the_sentence_on_small_segments(
    made: Analysis, small: float, words: str
):
    counts = (round(100_000 - 100 * small), round(100 * small))
    scores = tuple(replace(score, sizes=counts) for score in made.sweep.scores)
    figure = sizes.build(Segmentation(replace(made, sweep=replace(made.sweep, scores=scores)), 2), {})
    assert figure["data"][1]["text"][0].endswith(f"· {words}")
    assert ("under 5 %" in figure["layout"]["meta"]["note"]) is (small < 50)
