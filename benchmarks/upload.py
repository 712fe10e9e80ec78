"""A file of 100 MB from the browser to the server: how long and with how much memory of the server?

python -m benchmarks.upload [--mb 100]

The peer is dcc.Upload, whose callback decodes the file as Dash's documentation does. Ours ends when
the server has answered that the file is stored; another process reads it then. Memory is the growth
of the serving process' resident memory, after a small file has warmed both up.
"""

import argparse
import base64
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psutil
from dash import Dash, Input, Output, dcc, html
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from benchmarks._browser import about, choose_file, chromium, new_page, served, write_customers

BYTES_A_ROW = 66
WARM_ROWS = 1000
POLL_S = 0.005


@dataclass(frozen=True)
class Received:
    seconds: float
    grown_mb: float


class Growth:
    """How far above its start a process' resident memory rises."""

    def __init__(self, process: psutil.Process) -> None:
        self._process, self._ended = process, threading.Event()
        self._start = self._peak = process.memory_info().rss

    def _follow(self) -> None:
        while not self._ended.wait(POLL_S):
            self._peak = max(self._peak, self._process.memory_info().rss)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._follow)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    @property
    def mb(self) -> float:
        return (self._peak - self._start) / 1e6


def peer() -> Flask:
    app = Dash("peer")
    zone = dcc.Upload("Drop a file", id="zone")
    app.layout = html.Div([zone, html.Output(id="received")])

    @app.callback(Output("received", "children"), Input(zone, "contents"), prevent_initial_call=True)
    def _receive(contents: str) -> str:
        return f"{len(base64.b64decode(contents.partition(',')[2]))} bytes"

    return app.server


def send_to_peer(page: Page, file: Path) -> float:
    start = time.time()
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator("#received")).to_have_text(f"{file.stat().st_size} bytes")
    return time.time() - start


def send_to_tessera(page: Page, file: Path) -> float:
    with page.expect_response(lambda answer: "/upload?" in answer.url) as waiting:
        start = choose_file(page, file)
    assert waiting.value.ok
    return time.time() - start


def receive(
    browser: Browser, app: str, path: str, send: Callable[[Page, Path], float], files: list[Path]
) -> Received:
    """What the last of `files` took; those before it warm up."""
    with served(app, path) as (address, process):
        page = new_page(browser)
        page.goto(address)
        for file in files[:-1]:
            send(page, file)
            page.wait_for_timeout(5000)
        with Growth(process) as growth:
            seconds = send(page, files[-1])
        return Received(seconds, growth.mb)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mb", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        files = [Path(folder) / "small.csv", Path(folder) / "large.csv"]
        for rows, file in zip((WARM_ROWS, options.mb * 1_000_000 // BYTES_A_ROW), files, strict=True):
            write_customers(rows, file)
        print(f"A CSV of {files[-1].stat().st_size / 1e6:.0f} MB")
        theirs = receive(browser, "benchmarks.upload:peer()", "/", send_to_peer, files)
        own = receive(browser, "app:server", "/health", send_to_tessera, files)
        for name, took in {"dcc.Upload": theirs, "Tessera": own}.items():
            print(f"{name:12} {took.seconds:7.2f} s   server memory +{took.grown_mb:.1f} MB")
        time_share, memory = own.seconds / theirs.seconds, own.grown_mb / theirs.grown_mb
        print(f"Tessera / dcc.Upload: time {time_share:.3f}, memory {memory:.3f}")
        print(about(browser, "dash", "gunicorn"))


if __name__ == "__main__":
    main()
