"""Takes the pictures of the documents: `python -m docs.screenshots`, or only those named.

Beside the pictures stands of which layouts each was taken, so that a test can say which are out of date.
"""

import ast
import hashlib
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.steps import CHARTS, open_sample, slider, upload, wait_for_charts
from tools.serving import CHROME_FLAGS, chrome, served

IMAGES = Path(__file__).parent / "images"
LEDGER = IMAGES / "layouts.json"
ROOT = Path(__file__).parents[1]
SHARED_LAYOUTS = ("shell", "cards", "parts", "controls")
FURTHER_LAYOUTS = {
    "segment": ("suggest_panel",),
    "profile": ("result_page",),
    "act": ("result_page",),
    "report": ("result_page",),
}
COLOURS = 256
PATIENCE_MS = 60_000
SETTLE_MS = 1_500  # plotly draws points and turns the 3-D map after its last event
SHEET_PIXELS = (662, 936)
SHOP, WHOLESALE = "Home goods shop", "Wholesale customers"
expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True)
class Screen:
    width: int = 1440
    height: int = 900
    mobile: bool = False


DESK, PHONE = Screen(), Screen(390, 844, mobile=True)


@dataclass(frozen=True)
class Shot:
    """A picture of a stage's page: `steps` bring a page at the given address to what is shown."""

    steps: Callable[[Page, str], None]
    stage: str
    screen: Screen = DESK
    theme: str = "light"
    picture: Callable[[Page], bytes] = Page.screenshot


def start(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("button", name="Drop a file")).to_be_visible()


def data(page: Page, address: str, sample: str = SHOP) -> None:
    open_sample(page, address, sample)
    expect(page.locator(".preview-grid .ag-row").first).to_be_attached()


def segment(page: Page, address: str, sample: str = SHOP, setting: int = 6) -> None:
    open_sample(page, address, sample)
    link = page.get_by_role("link", name="Find segments").get_attribute("href")
    page.goto(f"{address}{link}&k={setting}")
    wait_for_charts(page, *CHARTS)
    expect(page.locator("#segment-setting-text")).to_have_text(str(setting))
    wait_for_verdict(page)
    expect(page.locator(".segment-action").first).to_be_attached()
    to_top(page)


def wait_for_verdict(page: Page) -> None:
    verdict = page.locator("#segment-verdict-region")
    expect(verdict).to_have_attribute("data-kind", re.compile("."), timeout=PATIENCE_MS)


def density(page: Page, address: str) -> None:
    segment(page, address, WHOLESALE, 3)
    page.get_by_label("Method").select_option("dbscan")
    expect(page.locator(".noise-row")).to_be_visible()
    slider(page).focus()
    page.keyboard.press("Home")
    wait_for_verdict(page)
    to_top(page)


def compare(page: Page, address: str) -> None:
    segment(page, address, WHOLESALE, 3)
    page.get_by_role("link", name="Compare").click()
    done = re.compile(r"^\d+ results of")
    expect(page.locator("#compare-summary-text")).to_contain_text(done, timeout=PATIENCE_MS)
    expect(page.locator("#compare-progress-box")).to_be_hidden(timeout=PATIENCE_MS)


def step(page: Page, address: str, name: str, sample: str = SHOP, setting: int = 6) -> None:
    """One of the pages on which a result is explained and acted on."""
    open_sample(page, address, sample)
    turn_to(page, address, name, setting)


def turn_to(page: Page, address: str, name: str, setting: int) -> None:
    """That page of the data set that has just been opened."""
    link = page.get_by_role("link", name="Find segments").get_attribute("href") or ""
    page.goto(f"{address}{link.replace('/segment', f'/{name}')}&k={setting}")


def segments(page: Page, address: str) -> None:
    step(page, address, "segments")
    expect(page.locator(".story-importance .main-svg").first).to_be_attached(timeout=PATIENCE_MS)


def rfm(page: Page, address: str) -> None:
    step(page, address, "rfm")
    expect(page.locator(".rfm-card .main-svg").first).to_be_attached(timeout=PATIENCE_MS)


def act(page: Page, address: str, sample: str = SHOP, setting: int = 6) -> None:
    step(page, address, "act", sample, setting)
    expect(page.locator(".worth-table tbody tr")).to_have_count(setting, timeout=PATIENCE_MS)


def audience(page: Page, address: str) -> None:
    rows = [
        f"C{i},anna{i}@example.org,DE,{'no' if i % 9 == 0 else 'yes'},{i % 2 * 12 + i % 4},{i % 2 * 700 + i % 90}"
        for i in range(1_200)
    ]
    with TemporaryDirectory() as folder:
        file = Path(folder, "club.csv")
        file.write_text("\n".join(["customer_id,email,country,opt_in,orders,revenue", *rows]))
        upload(page, address, file)
        turn_to(page, address, "act", 2)
    page.get_by_role("button", name="Make an audience file").nth(1).click()
    page.get_by_label("Tool").select_option("google")
    page.get_by_role("button", name="Prepare the files").click()
    expect(page.locator(".act-files")).to_be_visible()
    page.locator("#act-audience-card").evaluate("card => card.scrollIntoView()")


def report(page: Page, address: str) -> None:
    step(page, address, "report")
    expect(page.get_by_role("img", name="Page 1 of")).to_be_visible(timeout=4 * PATIENCE_MS)


def sheet(page: Page, number: int) -> bytes:
    """A page of the report as its preview has it."""
    source = page.get_by_role("img", name=f"Page {number} of").get_attribute("src") or ""
    body: bytes = page.evaluate_handle(
        "async source => new Uint8Array(await (await fetch(source)).arrayBuffer())", source
    ).evaluate("bytes => Array.from(bytes)")
    picture = Image.open(io.BytesIO(bytes(body)))
    picture.thumbnail(SHEET_PIXELS, Image.Resampling.LANCZOS)
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def to_top(page: Page) -> None:
    page.locator(".scores").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.board-column').scrollTo(0, 0)")


def lower_charts(page: Page, address: str) -> None:
    segment(page, address)
    for slot in ("sizes", "reduction", "matrix"):
        page.locator(f"#segment-{slot}-card").scroll_into_view_if_needed()
        expect(page.locator(f"#segment-{slot}-card .card-note")).not_to_be_empty()
    page.locator("#segment-sizes-card").evaluate("card => card.scrollIntoView()")


def map_3d(page: Page, address: str) -> None:
    segment(page, address)
    page.get_by_text("3-D", exact=True).click()
    expect(page.locator("#segment-map-card canvas").first).to_be_attached()


def selected(page: Page, address: str) -> None:
    segment(page, address)
    page.locator(".segment-row").nth(1).click()
    expect(page.locator("#segment-customers-card .ag-row").first).to_be_attached()
    page.locator("#segment-customers-card").scroll_into_view_if_needed()
    # A canvas of which the upper part is out of view is not painted without a graphics card.
    page.evaluate("document.querySelector('.board-column').scrollBy(0, -220)")
    expect(page.locator("#segment-matrix-card canvas").first).to_be_attached()


def notices(page: Page, address: str) -> None:
    segment(page, address, WHOLESALE, 3)
    page.get_by_role("button", name="Notices").click()
    expect(page.get_by_role("region", name="Notices")).to_be_visible()


def save_menu(page: Page, address: str) -> None:
    segment(page, address)
    page.locator("#segment-features-card .card-menu summary").click()


def settings(page: Page, address: str) -> None:
    segment(page, address)
    page.get_by_role("button", name="Settings").click()
    expect(page.get_by_label("Method", exact=True)).to_be_in_viewport()


def in_both_themes(
    name: str, steps: Callable[[Page, str], None], stage: str, screen: Screen = DESK
) -> dict[str, Shot]:
    return {name: Shot(steps, stage, screen), f"{name}-dark": Shot(steps, stage, screen, "dark")}


SHOTS = {
    **in_both_themes("start", start, "data"),
    **in_both_themes("data", data, "data"),
    **in_both_themes("segment", segment, "segment"),
    **in_both_themes("segment-wholesale", partial(segment, sample=WHOLESALE, setting=3), "segment"),
    **in_both_themes("data-phone", data, "data", PHONE),
    **in_both_themes("segment-phone", segment, "segment", PHONE),
    **in_both_themes("compare", compare, "compare"),
    "compare-phone": Shot(compare, "compare", PHONE),
    "segments": Shot(segments, "profile"),
    "segments-phone": Shot(segments, "profile", PHONE),
    **in_both_themes("rfm", rfm, "profile"),
    "rfm-phone": Shot(rfm, "profile", PHONE),
    **in_both_themes("act", act, "act"),
    "act-phone": Shot(act, "act", PHONE),
    "act-audience": Shot(audience, "act"),
    "report": Shot(report, "report"),
    "report-phone": Shot(report, "report", PHONE),
    "report-page-summary": Shot(report, "report", picture=partial(sheet, number=1)),
    "report-page-segment": Shot(report, "report", picture=partial(sheet, number=2)),
    "density": Shot(density, "segment"),
    "settings-phone": Shot(settings, "segment", PHONE),
    "lower-charts": Shot(lower_charts, "segment"),
    "map-3d": Shot(map_3d, "segment"),
    "selected": Shot(selected, "segment"),
    "notices": Shot(notices, "segment"),
    "save-menu": Shot(save_menu, "segment"),
}


def layout_hash(stage: str) -> str:
    """Hash of what a stage's page is laid out by: its modules, but for their comments, and the styles."""
    names = (*SHARED_LAYOUTS, *FURTHER_LAYOUTS.get(stage, ()))
    modules = [
        *(ROOT / "layouts").glob(f"{stage}_*.py"),
        *(ROOT / f"layouts/{name}.py" for name in names),
    ]
    digest = hashlib.sha256()
    for path in sorted(modules):
        digest.update(_code(path.read_text("utf-8")).encode())
    for path in sorted((ROOT / "assets").glob("*.css")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _code(source: str) -> str:
    """The code without comments, docstrings and line breaks."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            node.body = node.body[1:]
    return ast.dump(tree)


@contextmanager
def page_for(browser: Browser, shot: Shot) -> Iterator[Page]:
    screen = shot.screen
    context = browser.new_context(
        viewport={"width": screen.width, "height": screen.height},
        is_mobile=screen.mobile,
        has_touch=screen.mobile,
        color_scheme=shot.theme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def take(browser: Browser, address: str, name: str) -> None:
    shot = SHOTS[name]
    with page_for(browser, shot) as page:
        shot.steps(page, address)
        page.mouse.move(0, 0)
        page.wait_for_timeout(SETTLE_MS)
        picture = Image.open(io.BytesIO(shot.picture(page))).convert("RGB")
    path = IMAGES / f"{name}.png"
    picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE).save(
        path, optimize=True
    )
    ledger = json.loads(LEDGER.read_text("utf-8")) if LEDGER.exists() else {}
    ledger[name] = layout_hash(shot.stage)
    LEDGER.write_text(json.dumps(ledger, indent=2, sort_keys=True) + "\n", "utf-8")
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


def main(names: list[str]) -> None:
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, served(Path(folder)) as address, sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=chrome(), args=CHROME_FLAGS)
        for name in names or SHOTS:
            take(browser, address, name)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
