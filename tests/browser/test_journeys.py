"""Whole journeys of a user, in a real browser."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.steps import (
    CHARTS,
    drawn,
    find_segments,
    open_sample,
    segments_listed,
    slider,
    traces,
    upload,
    wait_for_charts,
    wait_until_redrawn,
)

AXE = Path(__file__).parent / "axe.min.js"
SETTLED = """() => Promise.allSettled(document.getAnimations()
  .filter(each => each instanceof CSSTransition).map(each => each.finished))"""
Shared = Callable[[str], Path]


def test_a_sample_becomes_segments(page: Page, address: str) -> None:
    open_sample(page, address, "Home goods shop")
    find_segments(page, *CHARTS)
    sizes = segments_listed(page)
    assert len(sizes) == int(slider(page).input_value())
    assert sizes == sorted(sizes, reverse=True)
    expect(page.locator(".segment-action").first).to_be_visible()
    page.get_by_text("For analysts").click()
    expect(page.locator(".score")).to_have_count(6)
    expect(page.locator("#segment-suggestion-text")).not_to_be_empty()


def test_the_real_invoices_become_rfm_segments(page: Page, address: str, shared: Shared) -> None:
    upload(page, address, shared("online_retail/online_retail.csv.gz"))
    expect(page.get_by_text("541,909 rows, 8 columns")).to_be_visible()
    expect(page.get_by_text("135,080 rows (25 %, 16 % of money) have no value")).to_be_visible()
    find_segments(page)
    for feature in ("Recency", "Frequency", "Monetary"):
        expect(
            page.locator(".feature-row", has_text=feature).first.locator("input").first
        ).to_be_checked()
    assert sum(segments_listed(page)) > 4_300


def test_a_customer_table_becomes_segments(page: Page, address: str, shared: Shared) -> None:
    upload(page, address, shared("wholesale/wholesale_customers.csv"))
    expect(page.get_by_label("Role of Channel")).to_have_value("category")
    find_segments(page)
    assert sum(segments_listed(page)) == 440


def test_the_slider_moves_every_chart_while_it_is_dragged(page: Page, address: str) -> None:
    open_sample(page, address, "Wholesale")
    find_segments(page, *CHARTS)
    before = {slot: drawn(page, slot) for slot in CHARTS}
    slider(page).scroll_into_view_if_needed()
    box = slider(page).bounding_box()
    page.mouse.move(box["x"] + 12, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.65, box["y"] + box["height"] / 2, steps=12)
    during = int(page.locator("#segment-setting-text").inner_text())
    expect(page.locator(".segment-row")).to_have_count(during)
    assert during > 5
    for slot in CHARTS:
        page.locator(f"#segment-{slot}-card").scroll_into_view_if_needed()
        wait_until_redrawn(page, slot, before[slot])
    page.mouse.up()
    assert len([t for t in traces(page, "map") if (t["meta"] or {}).get("segment")]) == during


def test_only_the_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Wholesale").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Find segments").focus()
    page.keyboard.press("Enter")
    wait_for_charts(page, *CHARTS)
    slider(page).focus()
    was = int(slider(page).input_value())
    page.keyboard.press("ArrowRight")
    expect(page.locator("#segment-setting-text")).to_have_text(str(was + 1))
    expect(page.locator(".segment-row")).to_have_count(was + 1)
    page.locator(".segment-row").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".segment-row").first).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".segment-row").first).to_be_focused()
    expect(page.locator("#segment-customers-card")).to_be_visible()


def test_a_wrong_file_gets_a_sentence(page: Page, address: str, tmp_path: Path) -> None:
    wrong = tmp_path / "photo.csv"
    Image.new("RGB", (64, 64), "red").save(wrong, format="PNG")
    upload(page, address, wrong)
    alert = page.locator("#data-error-alert")
    expect(alert).to_be_visible()
    assert "Traceback" not in alert.inner_text()
    assert alert.inner_text().strip().endswith(".")
    expect(page.get_by_role("button", name="Drop a file")).to_be_visible()


def test_a_file_over_the_limit_is_refused(page: Page, address: str, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as sink:
        sink.truncate(41 << 20)
    upload(page, address, large)
    expect(page.locator("#data-error-alert")).to_contain_text("limit of 40 MB")


def test_two_users_never_meet(page: Page, browser: Browser, address: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret-customers.csv"
    rows = "\n".join(f"{i},{i % 7},{i * 3 % 11}" for i in range(200))
    secret.write_text(f"customer_id,visits,spend\n{rows}\n")
    first, other = page, browser.new_context()
    second = other.new_page()
    upload(first, address, secret)
    expect(first.get_by_role("heading", name="secret-customers.csv")).to_be_visible()
    find_segments(first)
    second.goto(first.url)
    expect(second.get_by_text("This data set is not here")).to_be_visible()
    second.goto(address)
    expect(second.get_by_text("secret-customers.csv")).to_have_count(0)
    dataset = first.url.split("data=")[1].split("&")[0]
    token = first.url.split("recipe=")[1].split("&")[0]
    for part in (
        "live/{}/points",
        "live/{}/summary",
        "live/{}/frames",
        "take/{}/table",
        "take/{}/chart",
    ):
        kind = "png" if part.endswith("chart") else "customers_csv"
        link = f"{address}/{part.format(dataset)}?recipe={token}&format={kind}&setting=3&chart=elbow"
        assert second.request.get(link).status == 404
        assert first.request.get(link).ok
    other.close()


def test_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    open_sample(page, address, "Wholesale")
    find_segments(page, *CHARTS)
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0
    page.locator(".board-column").evaluate("column => column.scrollTo(0, 0)")
    slider(page).focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".segment-row")).to_have_count(int(slider(page).input_value()))
    for part in (
        slider(page),
        page.locator("#segment-suggestion-text"),
        page.locator(".segment-name").nth(2),
    ):
        expect(part).to_be_in_viewport()
    page.get_by_role("button", name="Settings").click()
    expect(page.locator("#segment-controls-region")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#segment-controls-region")).not_to_be_visible()
    context.close()


def test_a_chart_is_saved_as_the_image_of_that_chart(page: Page, address: str) -> None:
    open_sample(page, address, "Wholesale")
    find_segments(page)
    card = page.locator("#segment-sizes-card")
    card.scroll_into_view_if_needed()
    expect(card.locator(".card-note")).not_to_be_empty()
    card.locator(".card-menu summary").click()
    with page.expect_download() as waiting:
        card.get_by_role("button", name="Save as PNG").click()
    image = Image.open(io.BytesIO(waiting.value.path().read_bytes())).convert("RGB")
    colours = {colour for _, colour in image.getcolors(1 << 24) or []}
    shown = page.evaluate(
        "getComputedStyle(document.querySelector('.segment-row .dot')).backgroundColor"
    )
    assert tuple(int(part) for part in shown[4:-1].split(",")) in colours
    assert image.width >= 600


def test_the_customers_and_the_recipe_are_taken_away(page: Page, address: str) -> None:
    open_sample(page, address, "Wholesale")
    find_segments(page)
    with page.expect_download() as csv:
        page.get_by_role("button", name="CSV").click()
    lines = csv.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + sum(segments_listed(page))
    assert lines[0].startswith("customer,segment,segment_name,") and "silhouette,distance" in lines[0]
    name = page.locator(".segment-name").first.inner_text().removeprefix("1 ")
    assert any(f",1,{name}" in line or f',1,"{name}' in line for line in lines)
    with page.expect_download() as recipe:
        page.get_by_role("button", name="Recipe").click()
    said = json.loads(recipe.value.path().read_text())
    assert said["algorithm"] == "kmeans"
    assert said["params"] == {"n_clusters": int(slider(page).input_value())}
    assert len(said["features"]) == 6


def test_choices_are_followed_undone_and_shared(page: Page, address: str) -> None:
    open_sample(page, address, "Wholesale")
    find_segments(page)
    page.get_by_label("Scale", exact=True).select_option("minmax")
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_enabled()
    wait_for_charts(page, "map", "features")
    page.get_by_text("3-D", exact=True).click()
    page.get_by_label("Chart in the features card").select_option("bars")
    expect(page).to_have_url(re.compile("features=bars"))
    before = page.url
    page.get_by_label("Scale", exact=True).select_option("robust")
    expect(page).not_to_have_url(before)
    wait_for_charts(page, "map", "features")
    shared = page.url
    undo.click()
    expect(page.get_by_label("Scale", exact=True)).to_have_value("minmax")
    undo.click()
    expect(page.get_by_label("Scale", exact=True)).to_have_value("standard")
    page.goto(shared)
    wait_for_charts(page, "map", "features")
    expect(page.get_by_label("Scale", exact=True)).to_have_value("robust")
    expect(page.get_by_label("Chart in the features card")).to_have_value("bars")
    expect(page.get_by_label("3-D", exact=True)).to_be_checked()


def test_accessible(page: Page, address: str) -> None:
    open_sample(page, address, "Wholesale")
    assert violations(page) == []
    find_segments(page, *CHARTS)
    assert violations(page) == []
    page.get_by_role("button", name="Light or dark").click()
    assert violations(page) == []
    page.get_by_role("link", name="Data", exact=True).click()
    expect(page.get_by_role("link", name="Find segments")).to_be_visible()
    assert violations(page) == []


def violations(page: Page) -> list[str]:
    """What axe-core finds of WCAG 2.1 A and AA, once no colour is on its way to another."""
    page.evaluate(AXE.read_text())
    page.evaluate(SETTLED)
    script = """async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']}))
      .violations.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')}`)"""
    found: list[str] = page.evaluate(script)
    return found
