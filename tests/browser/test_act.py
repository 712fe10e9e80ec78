"""From a segment to a campaign: what it would bring, a playbook, a list to send, and whether it worked."""

import csv
import io
import re
import zipfile
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import upload
from tests.browser.test_journeys import violations

PEOPLE = 300


def people(folder: Path) -> Path:
    """Two plain groups of customers who can be written to."""
    file = folder / "people.csv"
    rows = [f"c{i},p{i}@example.org,{i % 2 * 50 + i % 5},{i % 2 * 300 + i % 7}" for i in range(PEOPLE)]
    file.write_text("\n".join(["customer_id,email,orders,revenue", *rows]) + "\n")
    return file


def act(page: Page, address: str) -> None:
    """The Act page of the data set that has just been opened, at two segments."""
    link = page.get_by_role("link", name="Find segments").get_attribute("href") or ""
    page.goto(f"{address}{link.replace('/segment', '/act')}&k=2")
    expect(page.locator(".plan")).to_have_count(2)


def saved(page: Page, link: Locator) -> bytes:
    with page.expect_download() as waiting:
        link.click()
    return waiting.value.path().read_bytes()


def give(page: Page, button: str, name: str, content: str) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=button).click()
    chooser.value.set_files({"name": name, "mimeType": "text/plain", "buffer": content.encode()})


def test_a_campaign_from_the_plan_to_its_effect(page: Page, address: str, tmp_path: Path) -> None:
    upload(page, address, people(tmp_path))
    act(page, address)
    page.get_by_label("Cost of a contact", exact=True).fill("0.02")
    expect(page.locator(".worth-table tbody tr")).to_have_count(2)
    page.get_by_label("Cost of a contact", exact=True).fill("9000")
    expect(page.locator(".worth-table tbody td", has_text="never")).to_have_count(2)
    page.get_by_text("Use your own playbook").click()
    page.get_by_role("button", name="Use it").click()
    expect(page.locator("#act-playbook-alert")).to_contain_text("This playbook cannot be used")
    give(page, "Choose a file", "ours.toml", 'name = "ours"\n[[plays]]\nid = "call"\ntitle = "Call them"\n'
         'goal = "g"\nchannel = "c"\nmeasure = "m"\nwhen = ["size > 0"]\n')  # fmt: skip
    expect(page.get_by_label("Your playbook")).to_have_value(re.compile("Call them"))
    page.get_by_role("button", name="Use it").click()
    expect(page.get_by_role("heading", name="Call them")).to_have_count(2)
    page.get_by_role("button", name="Make an audience file").nth(1).click()
    expect(page.get_by_label(re.compile("^2 "))).to_be_checked()
    page.get_by_label("Tool").select_option("mailchimp")
    page.get_by_role("button", name="Prepare the files").click()
    expect(page.locator(".act-result")).to_be_visible()
    page.get_by_label("Held out (%)").fill("50")
    expect(page.locator("#act-audience-region")).to_have_text(re.compile("^You changed the choices"))
    page.get_by_role("button", name="Prepare the files").click()
    expect(page.locator(".act-result")).to_contain_text("Only 75 people in the file")
    files = zipfile.ZipFile(io.BytesIO(saved(page, page.get_by_role("link", name="All files (zip)"))))
    assert set(files.namelist()) == {"audience.csv", "assignment.csv", "holdout.csv"}
    assert saved(page, page.get_by_role("link", name="audience.csv")) == files.read("audience.csv")
    assigned = files.read("assignment.csv").decode()
    bought = [
        f"{row['customer_id']},{row['group'] == 'contacted':d}"
        for row in csv.DictReader(io.StringIO(assigned))
    ]
    give(page, "Choose assignment.csv", "assignment.csv", assigned)
    expect(page.locator("#act-uplift-region")).to_have_text("Still missing: the results.")
    give(page, "Choose the results", "results.csv", "\n".join(["customer_id,bought", *bought]))
    expect(page.locator(".uplift-sentence")).to_contain_text(
        "The campaign brought about 75 conversions."
    )
    assert violations(page) == []
    page.get_by_role("button", name="Light or dark").click()
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    overflow = (
        "() => { const e = document.querySelector('.page'); return e.scrollWidth - e.clientWidth }"
    )
    assert page.evaluate(overflow) <= 0
    page.set_viewport_size({"width": 1440, "height": 900})
