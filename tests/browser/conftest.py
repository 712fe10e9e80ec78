"""A running Tessera and a headless Chromium for the journeys."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tools.serving import CHROME_FLAGS, chrome, served

PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    return {**browser_type_launch_args, "executable_path": chrome(), "args": CHROME_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {**browser_context_args, "viewport": {"width": 1440, "height": 900}}


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with data of its own."""
    with served(tmp_path_factory.mktemp("data"), TESSERA_UPLOAD_MB="40") as url:
        yield url


@pytest.fixture(autouse=True)
def quiet_console(page: Page) -> Iterator[None]:
    """Fails a journey in which a script failed, the policy was broken or something left the host."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda m: said.append(m.text) if "Content Security Policy" in m.text else None)
    page.on("request", lambda r: said.append(r.url) if _elsewhere(r.url) else None)
    page.set_default_timeout(PATIENCE_MS)
    yield
    assert not said


def _elsewhere(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1", "data:", "blob:"))
