"""A segment keeps its number, colour and name: on the slider and in another run, on charts and in the list."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.steps import drawn, find_segments, open_sample, slider, wait_until_redrawn

ON_MAP = """() => document.querySelector('#segment-map-card .js-plotly-plot').data
  .filter(t => t.meta && t.meta.segment && t.meta.points)
  .map(t => ({number: t.meta.segment, colour: t.marker.color, people: [...t.text]}))"""
IN_LIST = """() => [...document.querySelectorAll('.segment-row')].map(row => {
  const [r, g, b] = row.querySelector('.dot').style.background.match(/\\d+/g).map(Number);
  return [row.querySelector('.segment-name').innerText,
    '#' + [r, g, b].map(n => n.toString(16).padStart(2, '0')).join('').toUpperCase()]; })"""


def on_map(page: Page) -> dict[int, Any]:
    """The segments by number, each with its colour and people; the list must agree."""
    found = {one["number"]: one for one in page.evaluate(ON_MAP)}
    listed = {int(re.search(r"\d+", name)[0]): shade for name, shade in page.evaluate(IN_LIST)}
    assert listed == {number: one["colour"] for number, one in found.items()}
    return found


def share(one: Any, other: Any) -> float:
    people, others = set(one["people"]), set(other["people"])
    return len(people & others) / len(people | others)


def continued(before: dict[int, Any], after: dict[int, Any]) -> int:
    """How many numbers stay; each of them has its colour, and its people or other ones altogether."""
    both = before.keys() & after.keys()
    for number in both:
        assert before[number]["colour"] == after[number]["colour"]
        best = max(after, key=lambda other: share(before[number], after[other]))
        assert best == number or share(before[number], after[best]) < 0.5
    return len(both)


def test_numbers_stay_with_segments(page: Page, address: str) -> None:
    open_sample(page, address, "Wholesale")
    find_segments(page)
    page.locator("#segment-map-card").scroll_into_view_if_needed()
    slider(page).focus()
    before = drawn(page, "map")
    page.keyboard.press("Home")
    wait_until_redrawn(page, "map", before)
    seen = on_map(page)
    for k in range(3, 7):
        before = drawn(page, "map")
        page.keyboard.press("ArrowRight")
        wait_until_redrawn(page, "map", before)
        seen, earlier = on_map(page), seen
        assert len(seen) == k and continued(earlier, seen) == k - 1
    name = page.locator(".segment-row").first.locator(".segment-name")
    expect(name).to_have_text(re.compile("^1 [A-Z]"))
    page.locator(".feature-row", has_text="Frozen").locator("input[type=checkbox]").uncheck()
    expect(page.locator("#segment-map-card .card-subtitle")).to_contain_text("5 features")
    assert continued(seen, on_map(page)) >= 5
