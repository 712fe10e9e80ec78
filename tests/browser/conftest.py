"""A running Tessera and a headless Chromium for the journeys."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.steps import find_segments, open_sample, wait_for_charts
from tools.serving import CHROME_FLAGS, chrome, served, started, wait_for

PATIENCE_MS = 60_000
SETTINGS = {"TESSERA_UPLOAD_MB": "40", "TESSERA_WORKERS": "3"}
ADDRESS = pytest.StashKey[str]()
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    return {**browser_type_launch_args, "executable_path": chrome(), "args": CHROME_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {**browser_context_args, "viewport": {"width": 1440, "height": 900}}


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """All processes of one run use one server."""
    config = node.config
    if ADDRESS not in config.stash:
        running = ExitStack()
        config.add_cleanup(running.close)
        folder = Path(running.enter_context(TemporaryDirectory(prefix="tessera-")))
        config.stash[ADDRESS], _ = running.enter_context(started(folder, **SETTINGS))
    node.workerinput["address"] = config.stash[ADDRESS]


@pytest.fixture(scope="session")
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with data of its own."""
    shared = getattr(request.config, "workerinput", {}).get("address")
    if shared:
        wait_for(shared)
        yield shared
    else:
        with served(tmp_path_factory.mktemp("data"), **SETTINGS) as url:
            yield url


@pytest.fixture(scope="session")
def tab(browser: Browser, browser_context_args: dict[str, Any]) -> Page:
    """One tab for all journeys: its process has compiled the scripts, which halves a journey's time."""
    page = browser.new_context(**browser_context_args).new_page()
    page.set_default_timeout(PATIENCE_MS)
    return page


@pytest.fixture(scope="session")
def wholesale(tab: Page, address: str) -> tuple[Any, str]:
    """The cookies of a visitor who found the segments of the wholesale sample, and the page's address."""
    open_sample(tab, address, "Wholesale")
    find_segments(tab)
    kept = tab.context.cookies(), tab.url
    _forget(tab)
    return kept


@pytest.fixture
def segments(wholesale: tuple[Any, str], page: Page) -> Page:
    """The Segment page as that visitor finds it again, the map drawn."""
    cookies, url = wholesale
    page.context.add_cookies(cookies)
    page.goto(url)
    wait_for_charts(page, "map")
    return page


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    """The tab as a new visitor has it.

    Fails a journey in which a script failed, the policy was broken or something left the host.
    """
    said: list[str] = []
    heard: dict[str, Callable[[Any], None]] = {
        "pageerror": lambda error: said.append(str(error)),
        "console": lambda m: said.append(m.text) if "Content Security Policy" in m.text else None,
        "request": lambda r: said.append(r.url) if _elsewhere(r.url) else None,
    }
    for event, hear in heard.items():
        tab.on(event, hear)  # type: ignore[call-overload]
    yield tab
    for event, hear in heard.items():
        tab.remove_listener(event, hear)
    tab.unroute_all(behavior="ignoreErrors")
    _forget(tab)
    assert not said


def _forget(tab: Page) -> None:
    """The page goes first: an answer that it still waits for would bring a cookie of its own."""
    tab.evaluate("localStorage.clear(); sessionStorage.clear()")
    tab.goto(urljoin(tab.url, "/health"))
    tab.context.clear_cookies()
    tab.emulate_media(color_scheme="null")


def _elsewhere(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1", "data:", "blob:"))
