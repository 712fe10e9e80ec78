"""Images are really the chart that was asked for, each for its own caller."""

import io
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import psutil
import pytest
from PIL import Image

from core.charts import SEGMENT_COLOURS, THEMES, axis, build_figure, chart
from core.export.images import ChromeMissing, ImageExporter, ImageTimeout, find_chrome
from core.export.printable import SUBTITLE_SIZE, TITLE_SIZE, make_printable
from core.model import Segmentation
from core.plugins import BadParameter
from tests.support import small_analyses


@pytest.fixture(scope="module", autouse=True)
def others() -> list[psutil.Process]:
    """The browsers that ran before the exporter had one."""
    return running()


@pytest.fixture(scope="module")
def exporter() -> Iterator[ImageExporter]:
    try:
        find_chrome()
    except ChromeMissing as missing:
        pytest.skip(str(missing))
    one = ImageExporter()
    yield one
    one.close()


def bar(colour: str, title: str = "How many customers are there?") -> dict:
    data = {"type": "bar", "x": ["a"], "y": [1], "marker": {"color": colour}}
    return build_figure([data], title, "made up", "A note.", xaxis=axis("Group"), yaxis=axis("Count"))


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def share(image: Image.Image, colour: str) -> float:
    wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return float((np.asarray(image) == wanted).all(axis=2).mean())


@pytest.mark.parametrize("theme", THEMES)
def test_a_png_shows_the_segments_on_the_themes_surface(exporter: ImageExporter, theme: str):
    figure = chart("sizes").build(Segmentation(small_analyses.analysis(rows=60, settings=(3,)), 3), {})
    image = opened(exporter.export(figure, theme=theme, width=500, height=400, scale=2))
    assert image.size == (1000, 800)
    assert all(share(image, shade) > 0.02 for shade in SEGMENT_COLOURS[:3])
    assert share(image, SEGMENT_COLOURS[3]) == 0
    assert image.getpixel((2, 2)) == image.getpixel((997, 797))
    assert share(image, THEMES[theme]["surface"]) > 0.3


def test_svg_and_pdf_carry_title_source_and_note(exporter: ImageExporter):
    svg = exporter.export(bar("#123456"), format="svg").decode()
    assert svg.startswith("<svg")
    for words in ("How many customers are there?", "made up", "A note.", "Group"):
        assert words in svg
    assert exporter.export(bar("#123456"), format="pdf").startswith(b"%PDF-")


def test_a_long_title_is_broken_not_cut_off(exporter: ImageExporter):
    long = "Customers who bought once and never came back are the largest group of all"
    svg = exporter.export(bar("#123456", long), format="svg", width=320).decode()
    assert all(word in svg for word in long.split())
    assert long not in svg


def test_paper_has_room_for_a_heat_maps_numbers_and_for_words_above_what_stands_on_top():
    wide = small_analyses.analysis(rows=90, settings=(12,))
    bare, shown = (
        chart("heatmap").build(Segmentation(wide, 12), {}),
        make_printable(chart("heatmap").build(Segmentation(wide, 12), {}), "light", 900),
    )
    assert not bare["data"][0]["texttemplate"]
    assert shown["data"][0]["texttemplate"] == "%{text}"
    above = chart("bars").build(Segmentation(wide, 12), {})
    room = make_printable(above, "light", 900)["layout"]["margin"]["t"]
    assert room - above["layout"]["margin"]["t"] > TITLE_SIZE + 2 * SUBTITLE_SIZE


def test_on_a_page_with_the_words_the_figure_is_bare_and_segments_differ_by_shape():
    made = small_analyses.analysis(rows=90, settings=(3,))
    shown = make_printable(
        chart("segment_map").build(Segmentation(made, 3), {}), "light", 900, titled=False
    )
    assert shown["layout"]["title"] == {"text": ""}
    points = [trace for trace in shown["data"] if (trace.get("meta") or {}).get("segment")]
    assert len({trace["marker"]["symbol"] for trace in points}) == 3


def test_concurrent_callers_each_get_their_own_figure(exporter: ImageExporter):
    shades = [f"#{i * 20:02x}80{255 - i * 20:02x}" for i in range(12)]
    with ThreadPoolExecutor(12) as pool:
        images = pool.map(lambda shade: exporter.export(bar(shade), width=300, height=300), shades)
    for shade, data in zip(shades, images, strict=True):
        assert share(opened(data), shade) > 0.1


def running() -> list[psutil.Process]:
    """The main processes of all browsers below this one, also those that the journeys left open."""
    found = [p for p in psutil.Process().children(recursive=True) if "chrom" in p.name()]
    return [p for p in found if p.ppid() not in {p.pid for p in found}]


def browsers(others: list[psutil.Process]) -> list[psutil.Process]:
    return [p for p in running() if p not in others]


def test_one_browser_serves_all_and_a_crashed_one_is_replaced(
    exporter: ImageExporter, others: list[psutil.Process]
):
    exporter.export(bar("#123456"))
    (first,) = browsers(others)
    exporter.export(bar("#123456"))
    assert browsers(others) == [first]
    first.send_signal(signal.SIGKILL)
    assert share(opened(exporter.export(bar("#654321"))), "#654321") > 0.1
    assert first not in browsers(others)


def test_a_closed_exporter_leaves_no_browser_and_starts_again(
    exporter: ImageExporter, others: list[psutil.Process]
):
    exporter.export(bar("#123456"))
    exporter.close()
    deadline = time.monotonic() + 10
    while browsers(others) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert browsers(others) == []
    assert exporter.export(bar("#123456")).startswith(b"\x89PNG")


@pytest.mark.usefixtures("exporter")
def test_an_image_that_takes_too_long_is_given_up_in_words():
    slow = ImageExporter(timeout=0.001)
    with pytest.raises(ImageTimeout, match="not ready after"):
        slow.export(bar("#123456"))
    slow.close()


def test_without_a_browser_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(ChromeMissing, match="apt-get install chromium"):
        ImageExporter("/nowhere/chromium").export(bar("#123456"))
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ChromeMissing):
        ImageExporter().export(bar("#123456"))


@pytest.mark.parametrize(
    "bad", [{"format": "exe"}, {"theme": "pink"}, {"width": 10}, {"height": 1e6}, {"scale": 99}]
)
def test_what_is_not_offered_is_refused_before_a_browser_starts(bad: dict):
    with pytest.raises(BadParameter):
        ImageExporter("/nowhere/chromium").export(bar("#123456"), **bad)
