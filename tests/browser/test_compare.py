"""What an analyst does on the Compare page: wait, read, sort, adopt, take away."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, TimeoutError, expect

from core.segment import standard_algorithms
from layouts.shell import STEPS
from tests.browser.steps import find_segments, open_sample, slider, upload
from tests.browser.test_journeys import violations

QUICK = ("K-Means", "Hierarchical", "DBSCAN")


def compare(page: Page) -> None:
    page.get_by_role("link", name="Compare").click()
    compared(page)


def compared(page: Page) -> None:
    expect(page.locator("#compare-results-region")).to_be_visible()
    summary = page.locator("#compare-summary-text")
    expect(summary).to_contain_text(re.compile(r"^\d+ results? of"))
    expect(page.locator("#compare-progress-box")).to_be_hidden()
    results = int(summary.inner_text().split()[0])
    expect(page.locator(".compare-grid .ag-cell a.adopt")).to_have_count(results)


def cells(page: Page, column: str) -> list[str]:
    found = page.locator(f".compare-grid .ag-row .ag-cell[col-id={column}]")
    order = found.evaluate_all(
        "cells => cells.map(c => [Number(c.closest('.ag-row').getAttribute('row-index')), c.innerText])"
    )
    return [text for _, text in sorted(order)]


@pytest.fixture
def labelled(tmp_path: Path) -> Iterator[Path]:
    """Three plain groups and a column that knows them."""
    file = tmp_path / "labelled.csv"
    rows = [f"c{i},{i % 3 * 20 + i % 5},{i % 3 * 300 + i % 7},{'abc'[i % 3]}" for i in range(150)]
    file.write_text("\n".join(["customer_id,visits,spend,kind", *rows]) + "\n")
    yield file


def test_every_method_is_compared_and_one_is_adopted(page: Page, address: str) -> None:
    open_sample(page, address, "Wholesale")
    find_segments(page)
    slider(page).focus()
    page.keyboard.press("ArrowRight")
    adopted = int(slider(page).input_value())
    expect(page).to_have_url(re.compile(f"k={adopted}"))
    compare(page)
    assert set(cells(page, "method")) == {method.title for method in standard_algorithms().values()}
    assert f"In use: K-Means, {adopted} segments" in page.locator("a.adopt.adopted").get_attribute(
        "aria-label"
    )
    for card in ("agreement", "consensus", "scores"):
        expect(page.locator(f".compare-{card} .js-plotly-plot .main-svg").first).to_be_attached()
        expect(page.locator(f".compare-{card} .card-note")).not_to_be_empty()
    expect(page.locator(".compare-consensus .card-title")).to_contain_text("of 440 customers")
    page.get_by_role("link", name="Use this: DBSCAN").first.click()
    expect(page).to_have_url(re.compile(r"/segment\?.*k="))
    asked = float(re.search(r"k=([\d.]+)", page.url)[1])
    expect(page.locator(".segment-row").first).to_be_visible()
    expect(page.get_by_label("Method", exact=True)).to_have_value("dbscan")
    expect(page.locator("#segment-setting-text")).to_have_text(f"{asked:.3g}")
    expect(page.locator("#segment-progress-box")).to_be_hidden()


def test_the_table_is_sorted_explains_itself_and_is_for_everybody(
    page: Page, wholesale: tuple[Any, str]
) -> None:
    cookies, url = wholesale
    page.context.add_cookies(cookies)
    page.goto(url.replace("/segment?", "/compare?"))
    compare_quick_ones(page)
    assert "recommended" in cells(page, "setting")[0]
    assert cells(page, "usable")[0] == "Yes" and all(cells(page, "names"))
    assert re.fullmatch(r"\d+ of \d+", cells(page, "returned")[0])
    page.get_by_role("button", name="Excel").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".compare-grid :focus")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.locator(".compare-grid :focus")).to_have_count(0)
    head = page.locator(".compare-grid .ag-header-cell[col-id=silhouette]")
    head.click()
    page.wait_for_timeout(300)
    low = [float(text.split(" ")[0]) for text in cells(page, "silhouette") if text != "\u2013"]
    assert low == sorted(low)
    page.mouse.move(5, 5)
    page.locator(".compare-grid .ag-header-cell[col-id=dunn]").hover()
    expect(page.locator(".ag-tooltip")).to_contain_text("narrowest gap between two segments")
    page.mouse.move(5, 5)
    assert violations(page) == []
    page.get_by_role("button", name="Light or dark").click()
    page.wait_for_timeout(1000)
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0
    expect(page.locator(".rail-link")).to_have_count(len(STEPS))
    assert page.locator(".compare-grid").bounding_box()["width"] <= 390
    page.set_viewport_size({"width": 1440, "height": 900})
    for box in page.locator(".method-checks input").all():
        box.uncheck()
    page.get_by_role("button", name="Compare methods").click()
    expect(page.locator("#compare-error-alert")).to_contain_text("at least one method")


def compare_quick_ones(page: Page) -> None:
    """Stops the comparison of all methods, which the page begins by itself, for that of a few."""
    cancel = page.get_by_role("button", name="Cancel")
    cancel.or_(page.locator("#compare-summary-text").get_by_text("results of")).first.wait_for()
    with suppress(TimeoutError):  # all results may be there before it is pressed
        cancel.click(timeout=1_000)
    for box in page.locator(".method-checks input").all():
        name = box.evaluate("box => box.labels[0].innerText")
        box.set_checked(name in QUICK)
    page.get_by_role("button", name="Compare methods").click()
    expect(page.locator("#compare-summary-text")).to_contain_text("of 3 methods ·")


def test_a_labelled_table_gives_the_published_comparison_as_an_image(
    page: Page, address: str, labelled: Path
) -> None:
    upload(page, address, labelled)
    link = page.get_by_role("link", name="Find segments")
    before = link.get_attribute("href")
    page.get_by_label("Role of kind").select_option("label")
    expect(link).not_to_have_attribute("href", before)
    find_segments(page)
    page.get_by_role("link", name="Compare").click()
    compare_quick_ones(page)
    assert "1.00" in cells(page, "adjusted_rand")
    card = page.locator(".compare-scores")
    expect(card.locator(".card-subtitle")).to_contain_text("outcome kind")
    card.locator("summary").click()
    with page.expect_download() as waiting:
        card.get_by_role("button", name="Save as PNG").click()
    image = Image.open(io.BytesIO(waiting.value.path().read_bytes()))
    assert image.width >= 1200
    with page.expect_download() as table:
        page.get_by_role("button", name="CSV").click()
    written = list(csv.DictReader(table.value.path().read_text(encoding="utf-8-sig").splitlines()))
    assert {row["method"] for row in written} == {"kmeans", "hierarchical", "dbscan"}
    assert all(row["segment_names"] for row in written)
    assert max(float(row["adjusted_rand"]) for row in written if row["adjusted_rand"]) == 1


def test_the_comparison_of_one_user_is_not_another_s(
    page: Page, browser: Browser, address: str, labelled: Path
) -> None:
    first, other = page, browser.new_context()
    second = other.new_page()
    upload(first, address, labelled)
    find_segments(first)
    first.get_by_role("link", name="Compare").click()
    expect(first.locator(".compare-grid a.adopt")).not_to_have_count(0)
    second.goto(first.url)
    expect(second.get_by_text("This data set is not here")).to_be_visible()
    query = first.url.split("?")[1].replace("data=", "was=").replace("k=", "setting=")
    dataset = first.url.split("data=")[1].split("&")[0]
    for part in ("comparison", "compared"):
        link = f"{address}/take/{dataset}/{part}?{query}&methods=kmeans"
        assert second.request.get(link).status == 404
        assert first.request.get(link).ok
    other.close()
