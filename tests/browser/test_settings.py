"""Next month's file opens with last month's settings, and a saved recipe is loaded; both are said."""

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from core.model import Recipe, Role
from layouts.address import Address, parse
from tests.browser.steps import find_segments, upload

ROLES: dict[str, Role] = {"member": "id", "visits": "number", "spend": "number", "miles": "number"}


def write_members(folder: Path, name: str, step: int) -> Path:
    """160 members of a made-up club, in three groups."""
    rows = (
        f"m{i},{i * step % 9 + 20 * (i % 3)},{i * 7 % 11 + 30.5 * (i % 3)},{i * 5 % 13}"
        for i in range(160)
    )
    path = folder / name
    path.write_text("\n".join(("member,visits,spend,miles", *rows)) + "\n", "utf-8")
    return path


def test_settings_go_on_to_the_next_file_and_come_from_a_recipe(
    page: Page, address: str, tmp_path: Path
) -> None:
    upload(page, address, write_members(tmp_path, "june.csv", 4))
    expect(page.get_by_role("link", name="Find segments")).to_be_visible()
    chosen = Recipe(roles=ROLES, scale="robust").to_token()
    dataset = parse(page.url.partition("?")[2]).dataset
    page.goto(f"{address}/segment{Address(dataset, chosen, 7).search()}")
    expect(page.get_by_label("Scale")).to_have_value("robust")
    page.get_by_role("link", name="Data", exact=True).click()
    origin = page.locator(".origin-line")
    expect(page.get_by_role("link", name="Find segments")).to_be_visible()
    expect(origin).to_have_count(0)

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Drop a file").click()
    chooser.value.set_files(write_members(tmp_path, "july.csv", 2))
    expect(origin).to_contain_text("Same columns as 'june.csv', so your settings for that are used")
    find_segments(page)
    expect(page.get_by_label("Scale")).to_have_value("robust")
    expect(page.locator("#segment-setting-text")).to_have_text("7")
    page.get_by_role("link", name="Data", exact=True).click()
    origin.get_by_role("button", name="Start afresh").click()
    expect(origin).to_have_count(0)

    recipe = tmp_path / "club.json"
    roles = {"member": "id", "visits": "number", "spend": "number", "fee": "number"}
    others = {
        "algorithm": "hierarchical",
        "params": {"linkage": "complete"},
        "features": ["visits", "fee"],
    }
    recipe.write_text(json.dumps({"roles": roles, "scale": "minmax", **others}), "utf-8")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Load a recipe").click()
    chooser.value.set_files(recipe)
    expect(origin).to_contain_text("The recipe 'club.json' is used")
    expect(origin).to_contain_text("Not in this file: 'fee'.")
    expect(page).to_have_url(re.compile("recipe="))
    page.get_by_role("link", name="Find segments").click()
    expect(page.get_by_label("Method")).to_have_value("hierarchical")
    expect(page.get_by_label("Linkage")).to_have_value("complete")
