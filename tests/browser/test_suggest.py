"""Who does not want to choose asks for a suggestion, reads why, and uses it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import find_segments, open_sample


def test_where_no_method_is_clearer_it_says_so_and_offers_no_button(page: Page, address: str) -> None:
    open_sample(page, address, "Wholesale")
    find_segments(page)
    page.get_by_role("button", name="Suggest for me").click()
    box = page.locator("#segment-proposal-region")
    expect(box.locator("details")).to_be_attached(timeout=180_000)
    assert box.inner_text().startswith("No method finds clearer groups than K-Means")
    expect(box.get_by_role("link")).to_have_count(0)
    box.locator("summary").click()
    assert len(box.locator("li").all_inner_texts()) >= 2


def test_from_another_method_a_button_leads_to_what_is_recommended(page: Page, address: str) -> None:
    open_sample(page, address, "Wholesale")
    find_segments(page)
    page.locator("#segment-algorithm-select").select_option("hierarchical")
    page.get_by_role("button", name="Suggest for me").click()
    box = page.locator("#segment-proposal-region")
    expect(box.get_by_role("link", name="Use this")).to_be_visible(timeout=180_000)
    title = box.locator(".proposal-title").inner_text()
    segments = int(re.search(r"(\d+) segments", title)[1])
    box.get_by_role("link", name="Use this").click()
    expect(page.locator(".segment-row:not(.noise-row)")).to_have_count(segments)
    expect(page.locator("#segment-algorithm-select option:checked")).to_have_text(title.split(",")[0])


def test_other_choices_take_the_proposal_away(page: Page, address: str) -> None:
    open_sample(page, address, "Wholesale")
    find_segments(page)
    page.get_by_role("button", name="Suggest for me").click()
    box = page.locator("#segment-proposal-region")
    expect(box).not_to_be_empty()
    page.locator(".feature-row", has_text="Fresh").locator("input[type=checkbox]").uncheck()
    expect(box).to_be_empty()
