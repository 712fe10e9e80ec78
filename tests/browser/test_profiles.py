"""What a marketer does on the Profiles page and on the grid behind its names."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import upload
from tests.browser.test_journeys import violations


@pytest.fixture
def shoppers(tmp_path: Path) -> Path:
    """Three plain kinds: lately and often, now and then, once and long ago."""
    file = tmp_path / "shoppers.csv"
    kinds = ((3, 20, 900), (100, 5, 200), (400, 1, 30))
    rows = [
        f"c{i},{lately + i % 7},{often + i % 3},{spent + i % 19}"
        for i in range(180)
        for lately, often, spent in [kinds[i % 3]]
    ]
    file.write_text("\n".join(["customer_id,recency,frequency,monetary", *rows]) + "\n")
    return file


def in_both_themes(page: Page) -> None:
    for _ in range(2):
        assert violations(page) == []
        page.get_by_role("button", name="Light or dark").click()
        page.wait_for_timeout(300)


def thumb(page: Page) -> Locator:
    return page.locator(".story-head").first.locator('[data-vote="1"]')


@pytest.fixture
def told(page: Page, address: str, shoppers: Path) -> Page:
    """The Profiles page of them."""
    upload(page, address, shoppers)
    expect(page.get_by_role("link", name="Find segments")).to_be_visible()
    page.get_by_role("link", name="Profiles", exact=True).click()
    expect(page.locator(".story").first).to_be_visible()
    return page


def test_names_thumbs_and_a_map_of_ones_own(told: Page) -> None:
    name = told.get_by_label("Name of segment 1", exact=True)
    suggested = name.input_value()
    name.fill("Nobody")
    name.press("Escape")
    expect(name).to_have_value(suggested)
    name.fill("Best friends")
    name.press("Enter")
    expect(told.get_by_role("button", name=f"Suggested: {suggested}")).to_be_visible()
    with told.expect_response(lambda answer: '"vote":1' in (answer.request.post_data or "")):
        thumb(told).click()
    told.reload()
    expect(name).to_have_value("Best friends")
    expect(thumb(told)).to_have_attribute("aria-pressed", "true")
    expect(told.locator(".by-ratings").first).to_contain_text('we suggest "Best friends"')
    in_both_themes(told)
    told.get_by_role("link", name="RFM grid").click()
    map_the_scores(told)
    told.get_by_role("navigation", name="Views of the segments").get_by_role(
        "link", name="Profiles"
    ).click()
    expect(told.get_by_label("Name of segment 2", exact=True)).to_have_value(
        re.compile("Lately|Long ago")
    )
    expect(name).to_have_value("Best friends")
    told.get_by_role("link", name="Segment", exact=True).click()
    expect(told.locator(".segment-row").first).to_contain_text("1 Best friends")


def test_what_is_being_written_stays_as_names_change(told: Page) -> None:
    first, second, third = (told.get_by_label(f"Name of segment {at}", exact=True) for at in (1, 2, 3))
    told.get_by_text("Typical customers").first.click()
    first.fill("Best friends")
    first.press("Enter")
    second.press("Control+a")
    told.keyboard.type("Rare guests")
    expect(told.get_by_role("button", name="Suggested")).to_have_count(1)
    told.get_by_label("Note on this sentence").first.click()
    told.keyboard.type("ask Eva")
    expect(told.locator("#shell-message-toast")).to_contain_text("The note is saved.")
    expect(told.get_by_role("button", name="Suggested")).to_have_count(2)
    expect(told.locator("details.note[open] input")).to_be_focused()
    expect(told.locator(".story-people[open]")).to_have_count(1)
    expect(told.locator(".pair-table thead")).to_contain_text("Best friends")
    kept = third.input_value()
    third.fill("best friends")
    third.press("Enter")
    expect(told.locator("#shell-message-toast")).to_contain_text("called 'best friends' already")
    expect(third).to_have_value(kept)
    expect(third).to_be_focused()
    told.reload()
    expect(second).to_have_value("Rare guests")
    expect(told.locator(".story-sentences .note-input").first).to_have_value("ask Eva")


def test_a_thumb_on_a_name_shows_at_once_and_goes_back(told: Page) -> None:
    name, head = told.get_by_label("Name of segment 1", exact=True), told.locator(".story-head").first
    before = name.input_value()
    head.locator('[data-vote="-1"]').click()
    expect(head.get_by_role("button", name=f"Back to {before}")).to_be_visible()
    expect(name).not_to_have_value(before)
    head.get_by_role("button", name=f"Back to {before}").click()
    expect(name).to_have_value(before)
    expect(head.locator(".by-ratings")).to_have_count(0)


def map_the_scores(page: Page) -> None:
    """First with a gap, which is said, then without."""
    title, covered = page.locator(".rfm-card .card-title"), page.locator(".rfm-below")
    expect(title).to_contain_text("of customers")
    page.get_by_text("Revenue", exact=True).first.click()
    expect(title).to_contain_text("of revenue")
    written, use = page.get_by_label("Names: R is"), page.get_by_role("button", name="Use these")
    written.fill("Everyone: R 1-5, F 1-4")
    use.click()
    expect(page.locator("#rfm-error-alert")).to_contain_text("No name covers R 1 F 5")
    in_both_themes(page)
    page.get_by_role("button", name="Back to the usual map").click()
    expect(written).to_contain_text("Hibernating")
    written.fill("Lately: R 3-5, F 1-5\nLong ago: R 1-2, F 1-5")
    use.click()
    expect(covered).to_contain_text("Long ago")
    expect(title).to_contain_text("of revenue")
