"""What an analyst does with the charts: pick, lasso, switch, wait, cancel."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.steps import (
    drawn,
    find_segments,
    open_sample,
    slider,
    traces,
    wait_for_charts,
    wait_until_redrawn,
)
from tests.browser.test_journeys import violations


def test_a_lasso_lists_the_customers_in_it(segments: Page) -> None:
    card = segments.locator("#segment-map-card")
    card.hover()
    card.get_by_role("button", name="Lasso Select").click()
    box = card.locator(".nsewdrag").first.bounding_box()
    corners = [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9), (0.1, 0.1)]
    segments.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 0.1 * box["height"])
    segments.mouse.down()
    for x, y in corners[1:]:
        segments.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=8)
    segments.mouse.up()
    title = segments.locator("#segment-customers-title")
    expect(title).to_contain_text("Chosen on the map")
    count = int(re.search(r"([\d,]+) customers", title.inner_text())[1].replace(",", ""))
    assert 0 < count <= 440
    expect(segments.locator("#segment-customers-grid .ag-row").first).to_be_attached()


def test_a_picked_segment_stands_out_everywhere(segments: Page) -> None:
    wait_for_charts(segments, "features")
    slider(segments).focus()
    segments.keyboard.press("ArrowRight")
    before = drawn(segments, "features")
    segments.locator(".segment-row").nth(1).click()
    expect(segments.locator(".segment-row").nth(1)).to_have_attribute("aria-pressed", "true")
    expect(segments.locator("#segment-customers-title")).to_have_text(re.compile("^2 "))
    segments.get_by_role("button", name="List its").click()
    expect(segments.locator("#segment-customers-title")).to_be_in_viewport()
    assert drawn(segments, "features") != before
    opacity = """() => document.querySelector('#segment-map-card .js-plotly-plot').data
      .filter(t => t.meta && t.meta.segment).map(t => [t.meta.segment, t.opacity === undefined ? 1 : t.opacity])"""
    shown = dict(segments.evaluate(opacity))
    assert shown.pop(2) == 1 and max(shown.values()) < 0.5


def test_a_filtered_list_is_kept_as_a_segment_of_ones_own(segments: Page) -> None:
    segments.locator("#segment-sizes-card").scroll_into_view_if_needed()
    wait_for_charts(segments, "sizes")
    bar = segments.locator("#segment-sizes-card .barlayer .point").first.bounding_box()
    segments.mouse.click(bar["x"] + 8, bar["y"] + bar["height"] / 2)
    title = segments.locator("#segment-customers-title")
    expect(title).to_be_visible()
    whole = title.inner_text()
    segments.evaluate("""async () => {
      const grid = await dash_ag_grid.getApiAsync("segment-customers-grid");
      grid.setFilterModel({ c0: { filterType: "number", type: "lessThan", filter: 100 } });
    }""")
    expect(title).to_contain_text("as filtered")
    count = re.search(r"([\d,]+) customers? of", title.inner_text())[1]
    with segments.expect_download() as waiting:
        segments.get_by_role("button", name="Save list").click()
    lines = waiting.value.path().read_text("utf-8-sig").splitlines()
    assert f"{len(lines) - 1:,}" == count and count not in whole
    segments.get_by_label("Name of your own segment").fill("Guests of the fair")
    segments.get_by_role("button", name="Save as segment").click()
    expect(segments.get_by_text(f"Saved: Your own: Guests of the fair, {count}")).to_be_visible()
    assert violations(segments) == []
    segments.get_by_role("button", name="Clear selection").click()
    expect(title).to_be_hidden()
    segments.get_by_role("link", name="Profiles").click()
    card = segments.locator(".own-card")
    expect(card).to_contain_text(f"{count} customers")
    segments.get_by_role("link", name="Act").click()
    expect(segments.get_by_label("Your own: Guests of the fair")).to_be_attached()
    segments.get_by_role("link", name="Profiles").click()
    card.get_by_role("button", name="Remove").click()
    expect(card).to_have_count(0)


def test_clicking_the_elbow_sets_the_slider(segments: Page) -> None:
    wait_for_charts(segments, "elbow")
    segments.locator("#segment-elbow-card .nsewdrag").first.click(position={"x": 150, "y": 60})
    expect(slider(segments)).not_to_have_value("2")
    expect(segments.locator(".segment-row")).to_have_count(int(slider(segments).input_value()))


def test_the_map_in_space_and_coloured_by_a_feature(segments: Page) -> None:
    segments.get_by_text("3-D", exact=True).click()
    expect(segments.locator("#segment-map-card .card-subtitle")).to_contain_text("3-D")
    assert {trace["type"] for trace in traces(segments, "map")} >= {"scatter3d"}
    segments.get_by_text("2-D", exact=True).click()
    segments.get_by_label("Colour the map by").select_option("Milk")
    expect(segments.locator("#segment-map-card .card-note")).to_contain_text("percentile")
    assert traces(segments, "map")[0]["points"] == 440


def test_every_alternative_chart_is_drawn(segments: Page) -> None:
    for slot in ("features", "reduction", "matrix"):
        card = segments.locator(f"#segment-{slot}-card")
        card.scroll_into_view_if_needed()
        chooser = card.locator("select")
        for name in chooser.locator("option:not([disabled])").evaluate_all(
            "options => options.map(o => o.value)"
        ):
            chooser.select_option(name)
            expect(card.locator(".js-plotly-plot")).to_have_count(1)
            expect(card.locator(".card-note")).not_to_be_empty()
            segments.wait_for_timeout(300)
            assert traces(segments, slot), name


def test_a_long_view_shows_progress_and_is_cancelled(page: Page, address: str) -> None:
    open_sample(page, address, "Home goods shop")
    find_segments(page)
    before = page.locator("#segment-map-card .card-subtitle").inner_text()
    page.get_by_label("View").select_option("tsne")
    box = page.locator("#segment-progress-box")
    expect(box).to_be_visible()
    page.keyboard.press("Tab")
    slider(page).focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".segment-row")).to_have_count(int(slider(page).input_value()))
    page.get_by_role("button", name="Cancel").click()
    expect(box).to_be_hidden()
    assert page.locator("#segment-map-card .card-subtitle").inner_text() == before
    expect(page.get_by_text("still show your earlier choices")).to_be_visible()
    page.get_by_role("button", name="Run again").click()
    expect(box).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("still show your earlier choices")).to_be_hidden()
    expect(page.get_by_label("View")).to_have_value("pca")


def test_a_page_far_from_its_server_gets_its_answers(segments: Page) -> None:
    network = segments.context.new_cdp_session(segments)
    far = {"offline": False, "latency": 400, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", far)
    segments.locator(".feature-row", has_text="Milk").locator("input[type=checkbox]").uncheck()
    expect(segments.locator("#segment-map-card .card-subtitle")).to_contain_text("5 features")
    network.detach()


def test_no_feature_left_is_said_and_nothing_is_lost(segments: Page) -> None:
    segments.get_by_role("button", name="None of the features").click()
    expect(segments.locator("#segment-error-alert")).to_be_visible()
    assert "Traceback" not in segments.locator("#segment-error-alert").inner_text()
    segments.locator(".feature-row input[type=checkbox]").nth(0).check()
    segments.locator(".feature-row input[type=checkbox]").nth(1).check()
    expect(segments.locator("#segment-error-alert")).to_be_hidden()
    expect(segments.locator("#segment-map-card .card-subtitle")).to_contain_text("2 features")
    segments.get_by_role("button", name="All of the features").click()
    expect(segments.locator("#segment-map-card .card-subtitle")).to_contain_text("8 features")


def test_a_weight_moves_the_segments_and_the_link_reopens(segments: Page) -> None:
    before = drawn(segments, "map")
    weight = segments.get_by_label("Weight of Grocery")
    weight.focus()
    for _ in range(4):
        segments.keyboard.press("ArrowRight")
    expect(segments.get_by_role("button", name="Undo")).to_be_enabled()
    wait_until_redrawn(segments, "map", before)
    segments.reload()
    expect(segments.locator(".segment-row").first).to_be_visible()
    expect(segments.get_by_label("Weight of Grocery")).to_have_value("2")


def test_a_chart_fills_the_screen_and_escape_gives_it_back(segments: Page) -> None:
    segments.get_by_role("button", name="Fill the screen with Elbow").click()
    card = segments.locator("#segment-elbow-card")
    assert card.bounding_box()["width"] > 1300
    segments.keyboard.press("Escape")
    assert card.bounding_box()["width"] < 600


def test_a_snapshot_that_is_no_date_is_said_at_once(page: Page, address: str) -> None:
    open_sample(page, address, "Home goods shop")
    page.get_by_label("Snapshot date").fill("tomorrow")
    page.keyboard.press("Enter")
    expect(page.locator("#shell-message-toast")).to_contain_text("is not a date")


def test_the_listed_customers_follow_the_slider(segments: Page) -> None:
    set_slider(segments, 5)
    segments.locator(".segment-row").nth(1).click()
    title = segments.locator("#segment-customers-title")
    expect(title).to_have_text(re.compile("^2 .*: [0-9]+ customers"))
    set_slider(segments, 3)
    size = segments.locator(".segment-row").nth(1).locator(".segment-size").inner_text()
    expect(title).to_have_text(re.compile(f"^2 .*: {size} customers"))
    expect(segments.get_by_role("button", name=f"List its {size} customers")).to_be_visible()


def test_a_picked_segment_that_is_no_more_is_let_go(segments: Page) -> None:
    set_slider(segments, 5)
    segments.locator(".segment-row").nth(4).click()
    expect(segments.locator("#segment-customers-card")).to_be_visible()
    set_slider(segments, 3)
    expect(segments.locator("#segment-customers-card")).to_be_hidden()
    segments.locator(".segment-row").first.click()
    expect(segments.locator("#segment-customers-card")).to_be_visible()
    segments.locator(".feature-row", has_text="Fresh").locator("input[type=checkbox]").uncheck()
    expect(segments.locator("#segment-map-card .card-subtitle")).to_contain_text("5 features")
    segments.get_by_role("button", name="Undo").click()
    expect(segments.locator("#segment-map-card .card-subtitle")).to_contain_text("6 features")
    expect(segments.locator("#shell-message-toast")).to_be_hidden()
    faded = """() => document.querySelector('#segment-map-card .js-plotly-plot').data
      .filter(t => t.meta && t.meta.segment && t.opacity < 0.5).length"""
    assert segments.evaluate(faded) == 0


def test_a_late_answer_of_earlier_choices_is_not_drawn(segments: Page) -> None:
    wait_for_charts(segments, "features")
    late = []
    segments.route(
        "**/frames?*bars*", lambda route: late.append(route) if not late else route.continue_()
    )
    segments.get_by_label("Chart in the features card").select_option("bars")
    segments.locator(".feature-row", has_text="Fresh").locator("input[type=checkbox]").uncheck()
    expect(segments.locator("#segment-map-card .card-subtitle")).to_contain_text("5 features")
    labels = """() => [...document.querySelectorAll('#segment-features-card .ytick text')].map(t => t.textContent)"""
    expect(segments.locator("#segment-features-card .ytick text").first).to_be_attached()
    expect(segments.locator("#segment-features-card .card-title")).not_to_be_empty()
    segments.wait_for_timeout(1000)
    assert late and "Fresh" not in segments.evaluate(labels)
    with segments.expect_response("**/frames?*bars*"):
        late[0].continue_()
    segments.wait_for_timeout(500)
    slider(segments).focus()
    segments.keyboard.press("ArrowRight")
    segments.wait_for_timeout(500)
    assert "Fresh" not in segments.evaluate(labels)


def test_a_link_with_a_colour_that_is_not_there_opens(segments: Page) -> None:
    segments.goto(f"{segments.url}&colour=nothere&features=nothing&dimensions=9")
    expect(segments.locator(".segment-row").first).to_be_visible()
    expect(segments.get_by_label("Colour the map by")).to_have_value("segment")
    expect(segments.locator("#segment-map-card .js-plotly-plot .main-svg").first).to_be_attached()


def test_a_computation_that_the_server_has_forgotten_is_said_once(segments: Page) -> None:
    asked = []

    def about_an_unknown_job(route: Route) -> None:
        body = route.request.post_data or ""
        job = re.search(r'"job":"(\w+)"', body)
        if not job or "segment-status-store" not in body:
            return route.continue_()
        asked.append(job[1])
        answer = route.fetch(post_data=body.replace(job[1], "unknown"))
        return route.fulfill(response=answer, body=answer.text().replace("unknown", job[1]))

    segments.route("**/_dash-update-component?*", about_an_unknown_job)
    segments.get_by_label("View").select_option("tsne")
    expect(segments.locator("#segment-error-alert")).to_be_visible()
    count = len(asked)
    segments.wait_for_timeout(1500)
    assert len(asked) <= count + 1


def set_slider(page: Page, segments: int) -> None:
    slider(page).focus()
    while int(slider(page).input_value()) != segments:
        up = int(slider(page).input_value()) < segments
        page.keyboard.press("ArrowRight" if up else "ArrowLeft")
    expect(page.locator(".segment-row")).to_have_count(segments)
