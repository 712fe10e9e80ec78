"""Help where it is needed: the panel, the guide, a term's bubble, the tour, the grid's groups as audiences."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import find_segments, open_sample


def test_a_word_is_explained_by_keyboard_and_the_guide_is_here(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#shell-tour-box")).to_be_hidden()
    button = page.get_by_role("button", name="Help", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("region", name="Help")
    expect(panel).to_be_focused()
    expect(panel.get_by_text("Days since a customer's last order")).to_be_attached()
    with page.expect_popup() as opened:
        panel.get_by_role("link", name="User guide").click()
    guide = opened.value
    expect(guide.get_by_role("heading", name="User guide")).to_be_visible()
    guide.get_by_role("link", name="Find segments").click()
    expect(guide.locator("#find-segments")).to_be_in_viewport()
    assert guide.evaluate(
        "[...document.images].some(image => image.complete && image.naturalWidth > 0)"
    )
    guide.close()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_the_tour_is_taken_and_left(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Help", exact=True).click()
    page.get_by_role("button", name="Take the tour").click()
    box = page.get_by_role("dialog", name="A short tour")
    expect(box).to_be_focused()
    for step in range(1, 6):
        expect(box).to_contain_text(f"{step} of 5")
        expect(page.locator(".rail-link.tour-here")).to_have_count(1)
        page.get_by_role("button", name="Done" if step == 5 else "Next").click()
    expect(box).to_be_hidden()
    expect(page.locator(".rail-link.tour-here")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('tessera-tour')") == "seen"


def test_from_the_grid_to_an_audience(page: Page, address: str) -> None:
    open_sample(page, address, "Home goods shop")
    find_segments(page)
    term = page.get_by_role("button", name="What is View?")
    term.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#shell-term-bubble")).to_contain_text("PCA")
    page.keyboard.press("Escape")
    expect(page.locator("#shell-term-bubble")).to_be_empty()
    expect(term).to_be_focused()
    page.get_by_role("link", name="Profiles").click()
    page.get_by_role("link", name="RFM grid").click()
    with page.expect_download() as cells:
        page.get_by_role("link", name="Cells as CSV").click()
    lines = cells.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 26 and lines[1].startswith("5,5,Champions,")
    page.get_by_role("link", name="Audience of Champions").click()
    expect(page.get_by_label(re.compile("^[0-9]+ Champions"))).to_be_checked()
