"""What an analyst does with the charts: pick, lasso, switch, wait, cancel."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.steps import drawn, find_segments, open_sample, slider, traces, wait_until_redrawn


def segments_of(page: Page, address: str, *charts: str, sample: str = "Wholesale") -> None:
    open_sample(page, address, sample)
    find_segments(page, *charts)
    page.locator("#segment-map-card").scroll_into_view_if_needed()


def test_a_lasso_lists_the_customers_in_it(page: Page, address: str) -> None:
    segments_of(page, address)
    card = page.locator("#segment-map-card")
    card.hover()
    card.get_by_role("button", name="Lasso Select").click()
    box = card.locator(".nsewdrag").first.bounding_box()
    corners = [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9), (0.1, 0.1)]
    page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 0.1 * box["height"])
    page.mouse.down()
    for x, y in corners[1:]:
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=8)
    page.mouse.up()
    title = page.locator("#segment-customers-title")
    expect(title).to_contain_text("Chosen on the map")
    count = int(re.search(r"([\d,]+) customers", title.inner_text())[1].replace(",", ""))
    assert 0 < count <= 440
    expect(page.locator("#segment-customers-grid .ag-row").first).to_be_attached()


def test_a_picked_segment_stands_out_everywhere(page: Page, address: str) -> None:
    segments_of(page, address, "features")
    slider(page).focus()
    page.keyboard.press("ArrowRight")
    before = drawn(page, "features")
    page.locator(".segment-row").nth(1).click()
    expect(page.locator(".segment-row").nth(1)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#segment-customers-title")).to_contain_text("Segment 2")
    page.get_by_role("button", name="List its").click()
    expect(page.locator("#segment-customers-title")).to_be_in_viewport()
    assert drawn(page, "features") != before
    opacity = """() => document.querySelector('#segment-map-card .js-plotly-plot').data
      .filter(t => t.meta && t.meta.segment).map(t => t.opacity === undefined ? 1 : t.opacity)"""
    shown = page.evaluate(opacity)
    assert shown[1] == 1
    assert max(shown[:1] + shown[2:]) < 0.5


def test_clicking_the_elbow_sets_the_slider(page: Page, address: str) -> None:
    segments_of(page, address, "elbow")
    page.locator("#segment-elbow-card .nsewdrag").first.click(position={"x": 150, "y": 60})
    expect(slider(page)).not_to_have_value("2")
    expect(page.locator(".segment-row")).to_have_count(int(slider(page).input_value()))


def test_the_map_in_space_and_coloured_by_a_feature(page: Page, address: str) -> None:
    segments_of(page, address)
    page.get_by_text("3-D", exact=True).click()
    expect(page.locator("#segment-map-card .card-subtitle")).to_contain_text("3-D")
    assert {trace["type"] for trace in traces(page, "map")} >= {"scatter3d"}
    page.get_by_text("2-D", exact=True).click()
    page.get_by_label("Colour the map by").select_option("Milk")
    expect(page.locator("#segment-map-card .card-note")).to_contain_text("percentile")
    assert traces(page, "map")[0]["points"] == 440


def test_every_alternative_chart_is_drawn(page: Page, address: str) -> None:
    segments_of(page, address)
    for slot in ("features", "reduction", "matrix"):
        card = page.locator(f"#segment-{slot}-card")
        card.scroll_into_view_if_needed()
        chooser = card.locator("select")
        for name in chooser.locator("option:not([disabled])").evaluate_all(
            "options => options.map(o => o.value)"
        ):
            chooser.select_option(name)
            expect(card.locator(".js-plotly-plot")).to_have_count(1)
            expect(card.locator(".card-note")).not_to_be_empty()
            page.wait_for_timeout(300)
            assert traces(page, slot), name


def test_a_long_view_shows_progress_and_is_cancelled(page: Page, address: str) -> None:
    segments_of(page, address, sample="Home goods shop")
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


def test_no_feature_left_is_said_and_nothing_is_lost(page: Page, address: str) -> None:
    segments_of(page, address)
    page.get_by_role("button", name="None of the features").click()
    expect(page.locator("#segment-error-alert")).to_be_visible()
    assert "Traceback" not in page.locator("#segment-error-alert").inner_text()
    page.locator(".feature-row input[type=checkbox]").nth(0).check()
    page.locator(".feature-row input[type=checkbox]").nth(1).check()
    expect(page.locator("#segment-error-alert")).to_be_hidden()
    expect(page.locator("#segment-map-card .card-subtitle")).to_contain_text("2 features")
    page.get_by_role("button", name="All of the features").click()
    expect(page.locator("#segment-map-card .card-subtitle")).to_contain_text("8 features")


def test_a_weight_moves_the_segments_and_the_link_reopens(page: Page, address: str) -> None:
    segments_of(page, address)
    before = drawn(page, "map")
    weight = page.get_by_label("Weight of Grocery")
    weight.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    wait_until_redrawn(page, "map", before)
    page.reload()
    expect(page.locator(".segment-row").first).to_be_visible()
    expect(page.get_by_label("Weight of Grocery")).to_have_value("2")


def test_a_chart_fills_the_screen_and_escape_gives_it_back(page: Page, address: str) -> None:
    segments_of(page, address)
    page.get_by_role("button", name="Fill the screen with Elbow").click()
    card = page.locator("#segment-elbow-card")
    assert card.bounding_box()["width"] > 1300
    page.keyboard.press("Escape")
    assert card.bounding_box()["width"] < 600


def test_a_snapshot_that_is_no_date_is_said_at_once(page: Page, address: str) -> None:
    open_sample(page, address, "Home goods shop")
    page.get_by_label("Snapshot date").fill("tomorrow")
    page.keyboard.press("Enter")
    expect(page.locator("#shell-message-toast")).to_contain_text("is not a date")


def test_the_listed_customers_follow_the_slider(page: Page, address: str) -> None:
    segments_of(page, address)
    set_slider(page, 5)
    page.locator(".segment-row").nth(1).click()
    title = page.locator("#segment-customers-title")
    expect(title).to_contain_text("Segment 2")
    set_slider(page, 3)
    size = page.locator(".segment-row").nth(1).locator(".segment-size").inner_text()
    expect(title).to_have_text(f"Segment 2: {size} customers")
    expect(page.get_by_role("button", name=f"List its {size} customers")).to_be_visible()


def test_a_picked_segment_that_is_no_more_is_let_go(page: Page, address: str) -> None:
    segments_of(page, address)
    set_slider(page, 5)
    page.locator(".segment-row").nth(4).click()
    expect(page.locator("#segment-customers-card")).to_be_visible()
    set_slider(page, 3)
    expect(page.locator("#segment-customers-card")).to_be_hidden()
    faded = """() => document.querySelector('#segment-map-card .js-plotly-plot').data
      .filter(t => t.meta && t.meta.segment && t.opacity < 0.5).length"""
    assert page.evaluate(faded) == 0


def test_a_late_answer_of_earlier_choices_is_not_drawn(page: Page, address: str) -> None:
    segments_of(page, address, "features")
    late = []
    page.route("**/frames?*bars*", lambda route: late.append(route) if not late else route.continue_())
    page.get_by_label("Chart in the features card").select_option("bars")
    page.locator(".feature-row", has_text="Fresh").locator("input[type=checkbox]").uncheck()
    expect(page.locator("#segment-map-card .card-subtitle")).to_contain_text("5 features")
    labels = """() => [...document.querySelectorAll('#segment-features-card .ytick text')].map(t => t.textContent)"""
    expect(page.locator("#segment-features-card .ytick text").first).to_be_attached()
    expect(page.locator("#segment-features-card .card-title")).not_to_be_empty()
    page.wait_for_timeout(1000)
    assert late and "Fresh" not in page.evaluate(labels)
    with page.expect_response("**/frames?*bars*"):
        late[0].continue_()
    page.wait_for_timeout(500)
    slider(page).focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    assert "Fresh" not in page.evaluate(labels)


def test_a_link_with_a_colour_that_is_not_there_opens(page: Page, address: str) -> None:
    segments_of(page, address)
    page.goto(f"{page.url}&colour=nothere&features=nothing&dimensions=9")
    expect(page.locator(".segment-row").first).to_be_visible()
    expect(page.get_by_label("Colour the map by")).to_have_value("segment")
    expect(page.locator("#segment-map-card .js-plotly-plot .main-svg").first).to_be_attached()


def test_a_computation_that_the_server_has_forgotten_is_said_once(page: Page, address: str) -> None:
    segments_of(page, address)
    asked = []

    def about_an_unknown_job(route: Route) -> None:
        body = route.request.post_data or ""
        job = re.search(r'"job":"(\w+)"', body)
        if not job or "segment-status-store" not in body:
            return route.continue_()
        asked.append(job[1])
        answer = route.fetch(post_data=body.replace(job[1], "unknown"))
        return route.fulfill(response=answer, body=answer.text().replace("unknown", job[1]))

    page.route("**/_dash-update-component?*", about_an_unknown_job)
    page.get_by_label("View").select_option("tsne")
    expect(page.locator("#segment-error-alert")).to_be_visible()
    count = len(asked)
    page.wait_for_timeout(1500)
    assert len(asked) <= count + 1


def set_slider(page: Page, segments: int) -> None:
    slider(page).focus()
    while int(slider(page).input_value()) != segments:
        up = int(slider(page).input_value()) < segments
        page.keyboard.press("ArrowRight" if up else "ArrowLeft")
    expect(page.locator(".segment-row")).to_have_count(segments)
