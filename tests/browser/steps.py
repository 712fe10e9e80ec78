"""What a user does on the pages, in the journeys' own words."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

CHARTS = ("map", "features", "elbow", "silhouette", "blades")


def open_sample(page: Page, address: str, title: str) -> None:
    page.goto(address)
    page.get_by_role("button", name=title).click()
    expect(page.get_by_role("link", name="Find segments")).to_be_visible()


def upload(page: Page, address: str, *files: Path) -> None:
    page.goto(address)
    for file in files:
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Drop a file").click()
        chooser.value.set_files(file)


def find_segments(page: Page, *charts: str) -> None:
    """Returns when the map and these charts are drawn; others are when they are scrolled to."""
    page.get_by_role("link", name="Find segments").click()
    wait_for_charts(page, "map", *charts)


def wait_for_charts(page: Page, *charts: str) -> None:
    for slot in charts:
        page.locator(f"#segment-{slot}-card").scroll_into_view_if_needed()
        expect(page.locator(f"#segment-{slot}-card .js-plotly-plot .main-svg").first).to_be_attached()
        expect(page.locator(f"#segment-{slot}-card .card-note")).not_to_be_empty()


def slider(page: Page) -> Any:
    return page.locator("#segment-setting-slider")


def drawn(page: Page, slot: str) -> str:
    """What the chart holds now, short enough to compare: every trace's values and the shapes."""
    script = """slot => {
      const plot = document.querySelector(`#segment-${slot}-card .js-plotly-plot`);
      const short = (key, value) => ArrayBuffer.isView(value) ? Array.from(value) : value;
      const parts = plot.data.map(t => [t.name, t.x, t.y, t.z, t.marker && t.marker.color]);
      return JSON.stringify([parts, plot.layout.shapes], short);
    }"""
    text: str = page.evaluate(script, slot)
    return text


def wait_until_redrawn(page: Page, slot: str, before: str) -> None:
    """Fails where the chart still holds what it held before."""
    for _ in range(120):
        if drawn(page, slot) != before:
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"the {slot} chart has not changed")


def traces(page: Page, slot: str) -> list[dict[str, Any]]:
    script = """slot => JSON.stringify(document.querySelector(`#segment-${slot}-card .js-plotly-plot`)
      .data.map(t => ({name: t.name, type: t.type, meta: t.meta, points: (t.x || []).length})))"""
    found: list[dict[str, Any]] = json.loads(page.evaluate(script, slot))
    return found


def segments_listed(page: Page) -> list[int]:
    """The sizes in the list of segments."""
    texts = page.locator(".segment-row .segment-size").all_inner_texts()
    return [int(text.replace(",", "")) for text in texts]
