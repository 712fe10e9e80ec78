"""What columns tell and are called is put right on the Data page and stays in the address."""

import csv
import random
from pathlib import Path

from playwright.sync_api import Page, expect

COLUMNS = ("customer_id", "cheese", "MntToys", "income", "city", "inflation", "churned")


def write_table(path: Path) -> None:
    draw = random.Random(5)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for i in range(240):
            big = i % 2
            writer.writerow([
                f"C{i}", round(draw.gauss(400 * big + 50, 20), 2), round(draw.gauss(90, 9), 2),
                round(draw.gauss(3000 + 900 * big, 200)), draw.choice("abc") * 3, 2 + i % 3,
                draw.choice(["yes", "no"]) if big else "no",
            ])  # fmt: skip


def test_a_meaning_and_a_title_are_chosen_and_all_columns_used(
    page: Page, address: str, tmp_path: Path
) -> None:
    path = tmp_path / "made.csv"
    write_table(path)
    page.goto(address)
    with page.expect_file_chooser() as chooser:
        page.click("#data-upload-button")
    chooser.value.set_files(path)
    meaning = page.get_by_label("Meaning of inflation")
    expect(meaning).to_have_value("*")
    meaning.select_option("attitude")
    expect(page.locator(".meaning-cell", has_text="or a score").first).to_be_visible()
    title = page.get_by_label("What cheese is called")
    title.fill("Cheese counter")
    before = page.url
    title.press("Enter")
    expect(page).not_to_have_url(before)
    expect(page.get_by_label("What cheese is called")).to_have_value("Cheese counter")
    page.reload()
    expect(page.get_by_label("Meaning of inflation")).to_have_value("attitude")
    page.click("#data-next-link")
    expect(page.locator("#segment-used-text")).to_have_text("3 of 4 columns are used. ")
    expect(page.locator("#segment-usable-button")).to_have_text("Use all 4")
    page.get_by_role("button", name="None of the features").click()
    expect(page.locator("#segment-used-text")).to_have_text("0 of 4 columns are used. ")
    page.click("#segment-usable-button")
    expect(page.locator("#segment-used-text")).to_have_text("4 of 4 columns are used. ")
    expect(page.locator("#segment-usable-button")).to_be_hidden()
    row = page.locator(".feature-row", has_text="Cheese counter")
    expect(row.locator("input[type=checkbox]")).to_be_checked()
    expect(page.locator("#segment-scale-select")).to_have_value("minmax")
    page.get_by_role("link", name="Profiles").click()
    expect(page.locator(".story-outcomes").first).to_contain_text("Churned:")
