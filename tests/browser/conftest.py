"""A running Tessera and a headless Chromium for the journeys."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

ROOT = Path(__file__).parents[2]
CHROME_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--enable-unsafe-swiftshader",
]  # fmt: skip
START_S = 120
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    chrome = shutil.which("chromium") or shutil.which("google-chrome")
    assert chrome, "The browser journeys need Chromium: apt-get install chromium"
    return {**browser_type_launch_args, "executable_path": chrome, "args": CHROME_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {**browser_context_args, "viewport": {"width": 1440, "height": 900}}


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server started as `make run` starts it, with data of its own."""
    port = free_port()
    environment = {
        **os.environ,
        "PORT": str(port),
        "TESSERA_DATA_DIR": str(tmp_path_factory.mktemp("data")),
        "TESSERA_UPLOAD_MB": "40",
    }
    command = [sys.executable, "-m", "gunicorn", "app:server"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{url}/health", server)
        yield url
    finally:
        server.terminate()
        server.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server stopped while it was starting"
        try:
            with urlopen(url):
                return
        except URLError:
            time.sleep(0.2)
    raise AssertionError(f"no answer from {url} in {START_S} s")


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
