"""A server in processes of its own, a headless Chromium and a customer table, for timing pages."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import numpy as np
import polars as pl
import psutil
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.steps import CHARTS, find_segments, open_sample
from tools.serving import CHROME_FLAGS, ROOT, chrome, free_port, wait_for

PATIENCE_MS = 600_000
expect.set_options(timeout=PATIENCE_MS)
FEATURES = (
    "spend", "orders", "visits", "basket_size", "discount_share", "returns", "days_active", "logins",
)  # fmt: skip


@contextmanager
def served(app: str = "app:server", path: str = "/health") -> Iterator[tuple[str, psutil.Process]]:
    """The address and the serving process of `app`, started as `make run` starts Tessera."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        environment = {**os.environ, "PORT": str(port), "TESSERA_DATA_DIR": folder}
        command = [sys.executable, "-m", "gunicorn", "--log-level", "warning", app]
        server = subprocess.Popen(command, cwd=ROOT, env=environment)
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address + path, server)
            yield address, psutil.Process(server.pid).children()[0]
        finally:
            server.terminate()
            server.wait(20)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=chrome(), args=CHROME_FLAGS)
        yield browser
        browser.close()


def new_page(browser: Browser) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(PATIENCE_MS)
    return page


def warm(browser: Browser, address: str) -> None:
    """Segments of a sample, so that libraries and pages are loaded on both ends."""
    page = new_page(browser)
    open_sample(page, address, "Wholesale")
    find_segments(page, *CHARTS)
    page.close()


def choose_file(page: Page, file: Path) -> float:
    """Gives the Data page a file; the moment (seconds since the epoch) at which it was given."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Drop a file").click()
    start = time.time()
    chooser.value.set_files(file)
    return start


def write_customers(rows: int, path: Path) -> None:
    """An id and eight features, of twelve groups that overlap at their edges; CSV or Parquet."""
    rng = np.random.default_rng(0)
    group = rng.integers(0, 12, rows)
    centres, spread = rng.normal(0, 3, (12, 8)), rng.uniform(0.5, 1.5, 12)
    values = centres[group] + rng.normal(size=(rows, 8)) * spread[group, None]
    ids = pl.Series("customer_id", np.arange(1, rows + 1))
    table = pl.DataFrame(values, schema=list(FEATURES)).insert_column(0, ids)
    if path.suffix == ".parquet":
        table.with_columns(pl.col(FEATURES).round(4)).write_parquet(path)
    else:
        table.write_csv(path, float_precision=4)


def about(browser: Browser, *packages: str) -> str:
    """The versions and the machine's load, for the last line of a report."""
    named = ", ".join(f"{package} {version(package)}" for package in packages)
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    return f"{named}, Chromium {browser.version}; load {load:.1f} a core"
