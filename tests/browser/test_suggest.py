"""Who does not want to choose asks for a proposal, reads why, and adopts it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import find_segments, open_sample


def test_a_method_is_proposed_with_reasons_and_adopted(page: Page, address: str) -> None:
    open_sample(page, address, "Wholesale")
    find_segments(page)
    page.get_by_role("button", name="Suggest for me").click()
    box = page.locator("#segment-proposal-region")
    expect(box.get_by_role("link", name="Adopt")).to_be_visible(timeout=180_000)
    box.locator("summary").click()
    assert len(box.locator("li").all_inner_texts()) >= 2
    title = box.locator(".proposal-title").inner_text()
    segments = int(re.search(r"(\d+) segments", title)[1])
    box.get_by_role("link", name="Adopt").click()
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
