"""Charts under the names of their segments, in Python for files and in the browser for the page."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.charts import chart, charts, name_segments
from core.charts.labels import SEGMENT_WORD, default_segment_name
from core.model import Segmentation
from tests.support import small_analyses

ROOT = Path(__file__).parents[3]
NAMES = ("Champions", "A very long name that no legend has room for", "")


@pytest.fixture(scope="module")
def segmentation() -> Segmentation:
    made = small_analyses.sampled(small_analyses.analysis(rows=40, settings=(3, 4)))
    return Segmentation(made, 3, NAMES)


def figure() -> dict[str, Any]:
    said = [default_segment_name(number) for number in (1, 2, 3, 9)]
    return {
        "data": [
            {"name": said[1], "hovertemplate": f"<b>{said[1]}</b> %{{x}}", "x": [1.0], "text": ["Segment 1"]},
            {"customdata": [["Segment 1", said[0]]], "node": {"customdata": [said[3]]}},
        ],
        "layout": {
            "title": {"text": f"{said[0]} and {SEGMENT_WORD.lower()}3"},
            "meta": {"note": f"{said[0]} holds most."},
            "annotations": [{"text": "Segment 1", "hovertext": said[0]}],
            "yaxis": {"ticktext": said},
        },
    }  # fmt: skip


def test_labels_have_number_and_name_sentences_the_name(segmentation: Segmentation) -> None:
    named = name_segments(figure(), segmentation)
    first, second = named["data"]
    assert first["name"] == "2 A very long nam…"
    assert first["hovertemplate"] == f"<b>2 {NAMES[1]}</b> %{{x}}"
    assert named["layout"]["title"]["text"] == f"“Champions” and {SEGMENT_WORD.lower()}3"
    assert named["layout"]["meta"]["note"] == "“Champions” holds most."
    assert named["layout"]["annotations"][0]["hovertext"] == "1 Champions"
    assert second["node"]["customdata"] == [default_segment_name(9)]


def test_what_the_data_call_segment_1_stays(segmentation: Segmentation) -> None:
    named = name_segments(figure(), segmentation)
    assert named["data"][0]["text"] == ["Segment 1"]
    assert named["data"][1]["customdata"][0] == ["Segment 1", "1 Champions"]
    assert named["layout"]["annotations"][0]["text"] == "Segment 1"


def test_a_name_cannot_ask_for_a_value_of_the_chart(segmentation: Segmentation) -> None:
    tricky = replace(segmentation, names=("%{x}", "", ""))
    (trace,) = name_segments(
        {"data": [{"hovertemplate": default_segment_name(1)}], "layout": {}}, tricky
    )["data"]
    assert "%{x}" not in trace["hovertemplate"]


def test_no_chart_speaks_of_a_segment_whose_name_it_would_not_take(segmentation: Segmentation) -> None:
    """Flow is of several settings, at which a number has other names."""
    for spec in charts().values():
        drawn = json.dumps(spec.build(segmentation, spec.options({})), default=str, ensure_ascii=False)
        if spec.name != "flow":
            assert not [word for word in ("Segment 1", "segment 1", "Segment %{") if word in drawn], (
                spec.name
            )


def test_the_browser_names_segments_in_the_same_way(segmentation: Segmentation) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed")
    drawn = [figure(), json.loads(json.dumps(chart("sizes").build(segmentation, {}), default=list))]
    script = (
        "const { load } = require('./tests/assets/page.js'); const [figures] = load('segment/figures.js');"
        f"const names = {json.dumps(dict(zip(segmentation.numbers, NAMES, strict=True)))};"
        f"const named = {json.dumps(drawn)}.map((each) => figures.withNames(each, (n) => names[n]));"
        "console.log(JSON.stringify(named));"
    )
    answer = subprocess.run([node, "-e", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(answer.stdout) == [name_segments(each, segmentation) for each in drawn]
