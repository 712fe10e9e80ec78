"""An analyst changes the method: its own slider, its own chart, noise, and what is said of it all."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import drawn, slider, traces, wait_until_redrawn

NOISE = 256  # the number of the grey points' trace


def choose(page: Page, method: str) -> None:
    before = page.locator("#segment-suggestion-text").inner_text()
    page.get_by_label("Method").select_option(method)
    expect(page.locator("#segment-progress-box")).to_be_hidden()
    expect(page.locator("#segment-suggestion-text")).not_to_have_text(before)


def test_eps_moves_as_live_as_k(segments: Page) -> None:
    choose(segments, "dbscan")
    expect(segments.locator("#segment-setting-label")).to_have_text("Reach (eps)")
    expect(segments.locator("#segment-elbow-card select")).to_have_value("k_distance")
    first = float(segments.locator("#segment-setting-text").inner_text())
    before = drawn(segments, "map")
    slider(segments).focus()
    segments.keyboard.press("Home")
    wait_until_redrawn(segments, "map", before)
    assert float(segments.locator("#segment-setting-text").inner_text()) < first
    expect(segments.locator(".noise-row")).to_be_visible()
    grey = [t for t in traces(segments, "map") if (t["meta"] or {}).get("segment") == NOISE]
    assert len(grey) == 1
    noise = int(segments.locator(".noise-row .segment-size").inner_text().replace(",", ""))
    assert grey[0]["points"] == noise > 0
    expect(segments).to_have_url(re.compile(r"[?&]k=\d\.\d+"))


def test_a_link_reopens_a_distance(segments: Page) -> None:
    choose(segments, "dbscan")
    slider(segments).focus()
    segments.keyboard.press("Home")
    expect(segments).to_have_url(re.compile(r"[?&]k=0\."))
    shown = segments.locator("#segment-setting-text").inner_text()
    segments.goto(segments.url)
    expect(segments.locator("#segment-setting-text")).to_have_text(shown)
    expect(segments.locator(".noise-row")).to_be_visible()


def test_the_tree_is_cut_by_the_slider(segments: Page) -> None:
    choose(segments, "hierarchical")
    expect(segments.locator("#segment-elbow-card select")).to_have_value("dendrogram")
    card = segments.locator("#segment-elbow-card .card-title")
    slider(segments).focus()
    segments.keyboard.press("End")
    card.scroll_into_view_if_needed()  # a chart is drawn where it can be seen
    expect(card).to_contain_text("12 segments")
    segments.get_by_label("Chart in the elbow card").select_option("elbow")
    expect(card).to_contain_text("curve")


def test_methods_keep_their_own_parameters(segments: Page) -> None:
    choose(segments, "hierarchical")
    before = segments.url
    segments.get_by_label("Linkage").select_option("complete")
    expect(segments).not_to_have_url(before)  # the choice has arrived
    expect(segments.locator("#segment-progress-box")).to_be_hidden()
    choose(segments, "gmm")
    expect(segments.get_by_label("Linkage")).to_have_count(0)
    expect(segments.locator("#segment-elbow-card select")).to_have_value("information")
    segments.get_by_label("Method").select_option("hierarchical")
    expect(segments.get_by_label("Linkage")).to_have_value("complete")
    choose(segments, "kmeans")
    card = segments.locator("#segment-elbow-card .card-title")
    card.scroll_into_view_if_needed()
    expect(card).to_contain_text("curve")
    expect(segments.locator(".noise-row")).to_have_count(0)


def test_the_verdict_comes_by_itself_and_follows_the_slider(segments: Page) -> None:
    strip = segments.locator("#segment-verdict-region")
    expect(strip).to_be_visible()
    expect(strip).to_have_attribute("data-kind", re.compile("natural|reproducible|constructed|none"))
    expect(strip).to_contain_text("random redraws")
    card = segments.locator("#segment-verdict-card")
    card.scroll_into_view_if_needed()
    expect(card.locator(".js-plotly-plot .main-svg").first).to_be_attached()
    expect(card.locator(".card-note")).to_contain_text("redraws agree")
    before = strip.inner_text()
    slider(segments).focus()
    segments.keyboard.press("End")
    expect(strip).not_to_have_text(before)
    expect(card.locator(".card-note")).to_contain_text("At 12")
    card.locator("select").select_option("segment_stability")
    expect(card.locator(".card-title")).to_contain_text("12 segments are stable")
