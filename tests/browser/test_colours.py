"""A segment keeps its colour while the slider moves, on the charts as in the list."""

from playwright.sync_api import Page

from tests.browser.steps import drawn, find_segments, open_sample, slider, wait_until_redrawn

MAP_COLOURS = """() => document.querySelector('#segment-map-card .js-plotly-plot').data
  .filter(t => t.meta && t.meta.segment && t.meta.points).map(t => t.marker.color)"""
LIST_COLOURS = """() => [...document.querySelectorAll('.segment-row .dot')].map(dot => {
  const [r, g, b] = dot.style.background.match(/\\d+/g).map(Number);
  return '#' + [r, g, b].map(n => n.toString(16).padStart(2, '0')).join('').toUpperCase(); })"""


def test_colours_stay_with_segments(page: Page, address: str) -> None:
    open_sample(page, address, "Wholesale")
    find_segments(page)
    page.locator("#segment-map-card").scroll_into_view_if_needed()
    slider(page).focus()
    seen = [page.evaluate(MAP_COLOURS)]
    for _ in range(4):
        before = drawn(page, "map")
        page.keyboard.press("ArrowRight")
        wait_until_redrawn(page, "map", before)
        seen.append(page.evaluate(MAP_COLOURS))
        assert seen[-1] == page.evaluate(LIST_COLOURS)
        assert len(set(seen[-1])) == len(seen[-1]) == len(seen[-2]) + 1
        assert len(set(seen[-1]) & set(seen[-2])) >= len(seen[-2]) - 1
    # The second largest of three is the new one: by number it would have the second colour.
    assert seen[1][1] not in seen[0] and set(seen[0]) < set(seen[1])
