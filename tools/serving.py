"""A running Tessera and a headless Chromium, for the browser journeys, screenshots and benchmarks."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]
CHROME_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--enable-unsafe-swiftshader",
]  # fmt: skip
START_S = 120
STOP_S = 20


@contextmanager
def served(data: Path, **settings: str) -> Iterator[str]:
    """The address of a server started as `make run` starts it, with `data` as its own directory.

    `settings` are further environment variables.
    """
    with started(data, **settings) as (url, server):
        wait_for(url, server)
        yield url


@contextmanager
def started(data: Path, **settings: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The same before it answers: where it will, and its process."""
    port = free_port()
    environment = {**os.environ, "PORT": str(port), "TESSERA_DATA_DIR": str(data), **settings}
    command = [sys.executable, "-m", "gunicorn", "app:server"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        yield url, server
    finally:
        server.terminate()
        server.wait(STOP_S)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str, server: subprocess.Popen[bytes] | None = None) -> None:
    """Returns when the server answers; AssertionError where it does not, or its process has ended."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        assert server is None or server.poll() is None, "the server stopped while it was starting"
        try:
            with urlopen(f"{address}/health"):
                return
        except URLError:
            time.sleep(0.2)
    raise AssertionError(f"no answer from {address} in {START_S} s")


def chrome() -> str:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "This needs Chromium: apt-get install chromium"
    return found
