"""What every registered chart keeps to."""

import copy
import json
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from plotly.utils import PlotlyJSONEncoder

from core.charts.catalogue import charts_by_slot
from core.charts.theme import THEMES, resolve_colours, segment_colour
from core.model import Analysis, Segmentation
from core.plugins import AlgorithmSpec, collect
from core.segment import algorithms
from tests.support import small_analyses

CHARTS = collect("core.charts.catalogue")
MAPS = (
    {}, {"dimensions": 3}, {"colour": "monetary"}, {"colour": "channel"},
    {"bare": True}, {"bare": True, "colour": "recency"},
)  # fmt: skip
CASES = [(name, options) for name in CHARTS for options in (MAPS if name == "segment_map" else ({},))]
# Letters that two lines of a card of the slot hold, three on a phone.
LONGEST_TITLE = dict.fromkeys(
    ("elbow", "silhouette", "blades", "features", "verdict"), 60
) | dict.fromkeys(("map", "sizes", "reduction", "matrix"), 80)
DREW_EACH_SEGMENT = ("sizes", "bars", "box", "radar", "scatter_matrix", "blades", "segment_map")


def text(figure: dict) -> str:
    return json.dumps(figure, cls=PlotlyJSONEncoder, sort_keys=True)


def stop(analysis: Analysis, at: int) -> float:
    """One of the slider's settings, the last where it has fewer."""
    return analysis.sweep.settings[min(at, len(analysis.sweep.settings) - 1)]


@pytest.mark.parametrize("method", algorithms().values(), ids=algorithms())
def test_every_slot_has_a_chart_for_every_method_and_no_two_share_a_rank(method: AlgorithmSpec):
    assert charts_by_slot(method).keys() == LONGEST_TITLE.keys()
    for specs in charts_by_slot(method).values():
        assert len({spec.rank for spec in specs}) == len(specs)


def test_every_chart_suits_a_method():
    fitting = {
        spec.name
        for m in algorithms().values()
        for specs in charts_by_slot(m).values()
        for spec in specs
    }
    assert fitting == set(CHARTS)


@pytest.mark.parametrize(("name", "options"), CASES)
def test_every_setting_makes_a_figure_that_plotly_accepts(
    suited: Callable[[str], Analysis], name: str, options: dict
):
    made = suited(name)
    for setting in made.sweep.settings:
        figure = CHARTS[name].build(Segmentation(made, setting), options)
        assert len(go.Figure(figure).data) == len(figure["data"]) > 0
        for theme in THEMES:
            assert "var(--ts" not in text(go.Figure(resolve_colours(figure, theme)).to_plotly_json())


@pytest.mark.parametrize(("name", "options"), CASES)
def test_titles_subtitle_and_note_are_sentences_a_card_can_hold(
    suited: Callable[[str], Analysis], name: str, options: dict
):
    layout = CHARTS[name].build(Segmentation(suited(name), stop(suited(name), 3)), options)["layout"]
    assert 10 <= len(layout["title"]["text"]) <= LONGEST_TITLE[CHARTS[name].slot]
    assert layout["title"]["subtitle"]["text"]
    assert (
        layout["meta"]["note"][0].isupper()
        or layout["meta"]["note"][0].isdigit()
        or name == "correlation"
    )
    assert layout["meta"]["note"].endswith(".")


@pytest.mark.parametrize(("name", "options"), CASES)
def test_axes_of_cartesian_charts_are_titled_unless_their_ticks_are_names(
    suited: Callable[[str], Analysis], name: str, options: dict
):
    layout = CHARTS[name].build(Segmentation(suited(name), stop(suited(name), 3)), options)["layout"]
    for axis in ("xaxis", "yaxis"):
        if axis in layout and name not in ("scatter_matrix", "box"):
            named = layout[axis].get("type") == "category"
            assert layout[axis]["title"]["text"] or named


@pytest.mark.parametrize(("name", "options"), CASES)
def test_no_tick_is_written_like_its_neighbour(
    suited: Callable[[str], Analysis], name: str, options: dict
):
    """A format of fixed digits writes 1 % twice where plotly sets ticks at 0.5 %, unless the ends are fixed."""
    layout = CHARTS[name].build(Segmentation(suited(name), stop(suited(name), 3)), options)["layout"]
    for axis in (value for key, value in layout.items() if re.fullmatch("[xy]axis[0-9]*", key)):
        has_fixed_ticks = {"range", "dtick", "tickvals"} & axis.keys()
        assert "~" in axis.get("tickformat", "~") or has_fixed_ticks
        texts = list(axis.get("ticktext") or ())
        assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("name", DREW_EACH_SEGMENT)
@pytest.mark.parametrize("setting", [2, 7, 12])
def test_every_segment_has_a_trace_that_can_be_highlighted(made: Analysis, name: str, setting: int):
    traces = CHARTS[name].build(Segmentation(made, setting), {})["data"]
    named = {t["meta"]["segment"]: t["name"] for t in traces if "segment" in t.get("meta", {})}
    assert set(named) == set(range(1, setting + 1))
    assert all(name in (str(i), f"Segment\u00a0{i}") for i, name in named.items())


@pytest.mark.parametrize("name", DREW_EACH_SEGMENT)
def test_a_segment_has_the_same_colour_on_every_chart(made: Analysis, name: str):
    for trace in CHARTS[name].build(Segmentation(made, 12), {})["data"]:
        if "segment" in trace.get("meta", {}):
            own = segment_colour(trace["meta"]["segment"])
            assert own in (trace.get("marker", {}).get("color"), trace.get("line", {}).get("color"))


def drawn_of(figure: dict) -> dict[int, list]:
    """What is drawn of each segment: its values along the axes that do not number segments, how high
    its blade is, and what it says when pointed at."""
    found: dict[int, list] = {}
    for trace in figure["data"]:
        if "segment" not in (trace.get("meta") or {}):
            continue
        along = [trace["x"]] if trace["type"] == "scatter" else [trace.get("x"), trace.get("y")]
        values = [v for v in along if v is not None and not all(isinstance(i, str) for i in v)]
        says = re.sub("<b>.*?</b>", "", trace.get("hovertemplate", ""))
        height = round(float(np.ptp(trace["y"])), 3) if trace.get("fill") == "tozerox" else 0
        drawn = [says, height, *(sorted(map(str, v)) for v in values)]
        found.setdefault(trace["meta"]["segment"], []).append(drawn)
    return found


def columns(figure: dict) -> list[dict[str, list]]:
    """The columns of a heat map, the centres of a map and the nodes of a flow by what they are called."""
    found = []
    for trace in figure["data"]:
        if trace["type"] == "heatmap" and "<b>Segment %{x}" in trace["hovertemplate"]:
            found.append(dict(zip(trace["x"], np.array(trace["z"]).T.tolist(), strict=True)))
        elif (trace.get("meta") or {}).get("centres") and "x" in trace:
            found.append(
                {t: [y] for t, y in zip(trace["text"], np.array(trace["y"]).tolist(), strict=True)}
            )
    return found


@pytest.mark.parametrize("name", CHARTS)
def test_segments_are_called_by_their_numbers(suited: Callable[[str], Analysis], name: str):
    made, options = suited(name), CHARTS[name].options({})
    setting = stop(made, 2)
    usual = made.sweep.numbered(setting)
    numbers = tuple(10 - number for number in usual)  # in another order, with holes
    before = CHARTS[name].build(Segmentation(made, setting), options)
    after = CHARTS[name].build(Segmentation(made.with_numbers(setting, numbers), setting), options)
    assert drawn_of(after) == {
        10 - number if number in usual else number: values
        for number, values in drawn_of(before).items()
    }
    again = dict(zip(map(str, usual), map(str, numbers), strict=True))
    for one, other in zip(columns(before), columns(after), strict=True):
        assert {again.get(number, number): values for number, values in one.items()} == other
    if name != "flow":  # which shows other settings too
        assert set(re.findall(r"[Ss]egment (\d+)\b(?!\.)", text(after))) <= set(map(str, numbers))


@pytest.mark.parametrize(("name", "options"), CASES)
def test_equal_input_gives_an_equal_figure_and_stays_as_it_was(
    suited: Callable[[str], Analysis], name: str, options: dict
):
    made = suited(name)
    before, setting = copy.deepcopy(made), stop(made, 4)
    first = text(CHARTS[name].build(Segmentation(made, setting), options))
    assert text(CHARTS[name].build(Segmentation(before, setting), options)) == first
    pd.testing.assert_frame_equal(made.customers.frame, before.customers.frame)
    np.testing.assert_array_equal(made.sweep.labels, before.sweep.labels)
    np.testing.assert_array_equal(made.sweep.silhouettes, before.sweep.silhouettes)
    np.testing.assert_array_equal(made.projection.points, before.projection.points)
    for key, values in made.sweep.evidence.items():
        np.testing.assert_array_equal(values, before.sweep.evidence[key])


@pytest.mark.parametrize("name", CHARTS)
def test_only_charts_that_say_so_follow_the_slider(suited: Callable[[str], Analysis], name: str):
    made, spec = suited(name), CHARTS[name]
    ends = [text(spec.build(Segmentation(made, stop(made, at)), {})) for at in (0, 7)]
    assert (ends[0] == ends[1]) is not spec.per_setting


@pytest.mark.parametrize("name", ["segment_map", "box", "parallel", "scatter_matrix", "blades"])
def test_a_sample_is_said(sampled: Analysis, name: str):
    layout = CHARTS[name].build(Segmentation(sampled, 4), {})["layout"]
    said = layout["title"]["subtitle"]["text"] + " " + layout["meta"]["note"]
    assert "120 of 240" in said and "stratified sample" in said


def odd(kind: str) -> tuple[Analysis, int]:
    rng = np.random.default_rng(3)
    if kind == "one feature":
        return small_analyses.of(pd.DataFrame({"a": rng.normal(size=40)}), ["a"], (2, 3)), 3
    if kind == "segments of one customer":
        return small_analyses.of(
            pd.DataFrame(rng.normal(size=(6, 3)), columns=list("abc")), list("abc"), (5,)
        ), 5
    if kind == "one segment, no silhouette":
        return small_analyses.of(
            pd.DataFrame(rng.normal(size=(30, 3)), columns=list("abc")), list("abc"), (1,)
        ), 1
    if kind == "300 features":
        return small_analyses.analysis(rows=90, settings=(3,), spare=297), 3
    if kind == "30 segments":
        return small_analyses.analysis(rows=120, settings=(30,)), 30
    return lacking(kind, small_analyses.analysis(rows=60, settings=(3,)))


def lacking(kind: str, full: Analysis) -> tuple[Analysis, int]:
    frame = full.customers.frame
    if kind == "missing values":
        frame = frame.assign(noise_0=np.nan, noise_1=frame["noise_1"].where(frame["noise_1"] > 0))
        frame["channel"] = frame["channel"].where(frame["recency"] > 50)
        return replace(full, customers=replace(full.customers, frame=frame)), 3
    if kind == "constants":
        frame = frame.assign(noise_0=1.0, noise_1=1.0)
        return replace(full, customers=replace(full.customers, frame=frame)), 3
    if kind == "only a category":
        return replace(full, recipe=replace(full.recipe, features=("channel",))), 3
    if kind == "nothing shown":
        return replace(full, plotted_rows=full.plotted_rows[:0]), 3
    bare = replace(full.projection, variance_ratio=None, loadings=None)
    return replace(full, projection=bare), 3


ODD = (
    "one feature", "segments of one customer", "one segment, no silhouette", "300 features",
    "30 segments", "missing values", "constants", "only a category", "nothing shown", "not linear",
)  # fmt: skip


@pytest.fixture(scope="module", params=ODD)
def strange(request: pytest.FixtureRequest) -> tuple[Analysis, int]:
    return odd(request.param)


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize(("name", "options"), CASES)
def test_odd_input_is_drawn_or_explained_in_plain_text(
    strange: tuple[Analysis, int], name: str, options: dict
):
    analysis, setting = strange
    if options.get("colour", "segment") not in {"segment", *analysis.customers.features}:
        pytest.skip("this table has no such feature")
    plain = CHARTS[name].build(Segmentation(analysis, setting), options)
    figure, layout = go.Figure(plain), plain["layout"]
    words = [annotation.text for annotation in figure.layout.annotations]
    assert len(figure.data) or any(words)
    for text in (layout["title"]["text"], layout["title"]["subtitle"]["text"], layout["meta"]["note"]):
        assert not set("<>") & set(text)


def test_300_features_show_the_10_that_tell_most_and_say_so():
    analysis, setting = odd("300 features")
    figure = CHARTS["heatmap"].build(Segmentation(analysis, setting), {})
    assert len(figure["data"][0]["y"]) == 10
    assert "The 10 most distinguishing of 301 features." in figure["layout"]["meta"]["note"]
    labels = analysis.sweep.labels[0]
    between = [
        sum((column[labels == i].mean() ** 2) * (labels == i).sum() for i in range(setting))
        for _, column in analysis.standardised.items()
    ]
    best = analysis.standardised.columns[np.argsort(between)[-10:]]
    titles = {small_analyses.TITLES.get(name, name) for name in best}
    assert len(titles & set(figure["data"][0]["y"])) >= 9  # a category may be among them


@pytest.fixture(scope="module")
def wordy() -> Analysis:
    """30 features whose 44-letter names differ at their ends alone, 12 segments."""
    rng = np.random.default_rng(5)
    names = [f"Average value of orders through the channel {i:02d}" for i in range(30)]
    group = rng.integers(0, 12, 240)
    values = np.exp(rng.normal(size=(12, 30))[group] + rng.normal(size=(240, 30)) / 3)
    return small_analyses.of(pd.DataFrame(values, columns=names), names, (12,))


@pytest.mark.parametrize(("name", "options"), CASES)
def test_long_names_fit_and_stay_apart(wordy: Analysis, name: str, options: dict):
    if options.get("colour", "segment") != "segment":
        pytest.skip("this table has no such feature")
    figure = CHARTS[name].build(Segmentation(wordy, 12), options)
    assert len(figure["layout"]["title"]["text"]) <= LONGEST_TITLE[CHARTS[name].slot]
    for trace in figure["data"]:
        for key in ("x", "y", "theta"):
            labels = [one for one in trace.get(key, []) if isinstance(one, str)]
            assert len(set(labels)) >= len(labels) - (key == "theta")
            assert all(len(part) <= 28 for one in labels for part in one.split("<br>"))
        labels = [dimension["label"] for dimension in trace.get("dimensions", [])]
        assert len(set(labels)) == len(labels)


def test_a_heat_map_has_a_row_for_every_feature_however_alike_their_names(wordy: Analysis):
    cells = CHARTS["heatmap"].build(Segmentation(wordy, 12), {})["data"][0]
    assert len(set(cells["y"])) == len(cells["z"]) == 10
