"""From choices to a report: a preview that is stopped, one that is made, a file, a logo that is none."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.steps import open_sample
from tests.browser.test_journeys import violations

CHARTED = (
    "The answer on one page",
    "A page for each segment",
    "Are the segments real?",
    "Segment map",
    "How many segments",
    "What sets the segments apart",
)


def test_a_report_is_looked_at_and_taken_away(page: Page, address: str, tmp_path: Path) -> None:
    open_sample(page, address, "Wholesale customers")
    link = page.get_by_role("link", name="Find segments").get_attribute("href") or ""
    page.goto(f"{address}{link.replace('/segment', '/report')}&k=3")
    page.locator("#report-cancel-button").click()
    expect(page.get_by_text("The preview was stopped")).to_be_visible()
    for name in CHARTED:
        page.get_by_label(name).uncheck()
    page.get_by_role("button", name="Make preview").click()
    expect(page.get_by_role("img", name="Page 1 of")).to_be_visible()
    behind = page.locator("#report-behind-box")
    expect(behind).to_be_hidden()
    page.get_by_label("Title").fill("Our wholesale customers")
    expect(behind).to_be_visible()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.evaluate(f"document.documentElement.dataset.bsTheme = '{theme}'")
        assert violations(page) == []
    with page.expect_download() as taken:
        page.get_by_role("button", name="Web page").click()
        expect(page.locator("#report-file-box")).to_be_visible()
    assert taken.value.suggested_filename == "report.html"
    assert "Our wholesale customers" in taken.value.path().read_text("utf-8")
    wrong = tmp_path / "logo.png"
    wrong.write_bytes(b"no image")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a logo").click()
    chooser.value.set_files(wrong)
    expect(page.get_by_text(re.compile("The logo cannot be used"))).to_be_visible()
