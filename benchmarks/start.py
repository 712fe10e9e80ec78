"""How long until Tessera does something, against the bare imports of the libraries that it needs?

python -m benchmarks.start [--repeats 5] [--parts help bad describe segment page memory]

Each side is a process of its own, started in turn with the other; the fastest of the repeats counts. As
in most container images nobody may write bytecode, so that both find what `make setup` left. A page is
painted when Chromium shows the Data page's button; a worker is ready when it could begin a job at once.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from benchmarks._browser import about, chromium, new_page
from tools.serving import started

FEATURES, ROWS = 8, 5_000
PARTS = ("help", "bad", "describe", "segment", "page", "memory")
IDLE_S = 20
TESSERA = (sys.executable, "-m", "core")
SCRIPT = """
import sys
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

table = pd.read_csv(sys.argv[1])
matrix = StandardScaler().fit_transform(table.drop(columns="customer_id"))
for k in range(2, 13):
    silhouette_score(matrix, KMeans(k, n_init=10, random_state=0).fit_predict(matrix))
"""


@dataclass(frozen=True)
class Run:
    """Seconds on the wall and of the processors, of a process and all that it waited for."""

    wall_s: float
    cpu_s: float


def run(command: Sequence[str], status: int = 0) -> Run:
    start = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
        _, ended, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(ended)
    assert process.returncode == status, (command, process.returncode)
    return Run(time.perf_counter() - start, usage.ru_utime + usage.ru_stime)


def imports(modules: str) -> tuple[str, ...]:
    return sys.executable, "-c", f"import {modules}"


def compare(
    name: str, ours: Callable[[], Run], peer: Callable[[], Run], limit: float, repeats: int,
    by: Callable[[Run], float] = lambda run: run.cpu_s,
) -> None:  # fmt: skip
    pairs = [(ours(), peer()) for _ in range(repeats)]
    own, other = (min(map(by, side)) for side in zip(*pairs, strict=True))
    print(
        f"{name:34} {own:6.2f} s  peer {other:6.2f} s  ratio {own / other:5.2f} (at most {limit})",
        flush=True,
    )


def write_tables(folder: Path) -> tuple[str, str]:
    import numpy as np
    import polars as pl

    rng = np.random.default_rng(0)
    values = rng.normal(0, 3, (6, FEATURES))[rng.integers(0, 6, ROWS)] + rng.normal(
        size=(ROWS, FEATURES)
    )
    table = pl.DataFrame(values, [f"feature {number}" for number in range(FEATURES)])
    good, bad = folder / "customers.csv", folder / "bad.csv"
    table.insert_column(0, pl.Series("customer_id", range(ROWS))).write_csv(good, float_precision=4)
    bad.write_bytes(bytes(range(256)))
    return str(good), str(bad)


def commands(folder: Path, parts: Sequence[str], repeats: int) -> None:
    good, bad = write_tables(folder)
    polars, both = imports("polars"), imports("pandas, polars")
    script = sys.executable, "-c", SCRIPT, good
    sides = {
        "help": ((*TESSERA, "--help"), polars, 1.5, 0),
        "bad": ((*TESSERA, "describe", bad), polars, 1.5, 2),
        "describe": ((*TESSERA, "describe", good), both, 2.0, 0),
        "segment": ((*TESSERA, "segment", good, "--out", str(folder / "out")), script, 1.5, 0),
    }
    for part, (ours, peer, limit, status) in sides.items():
        if part in parts:
            own = lambda ours=ours, status=status: run(ours, status)  # noqa: E731
            compare(f"tessera {part}, CPU", own, lambda peer=peer: run(peer), limit, repeats)


def first_page(folder: Path) -> Run:
    """From the command to an answered request for the page."""
    start = time.perf_counter()
    with started(folder) as (url, _):
        while not _answers(url):
            time.sleep(0.01)
        return Run(time.perf_counter() - start, 0.0)


def _answers(url: str) -> bool:
    try:
        with urlopen(url) as answer:
            return bool(answer.read())
    except URLError:
        return False


def painted_page(folder: Path) -> None:
    """When the page is painted and when workers are ready, in one start."""
    with chromium() as browser:
        page = new_page(browser)
        start = time.perf_counter()
        with started(folder) as (url, _):
            while not _answers(url):
                time.sleep(0.01)
            page.goto(url)
            page.get_by_role("button", name="Drop a file").wait_for()
            painted, ready = time.perf_counter() - start, workers_ready(url)
            while workers_ready(url) < 1:
                time.sleep(0.01)
            first = time.perf_counter() - start
        print(
            f"page painted after {painted:.2f} s, {ready} workers ready by then; one after {first:.2f} s or before"
        )
        print(about(browser, "dash", "gunicorn"))


def workers_ready(url: str) -> int:
    with urlopen(f"{url}/health") as answer:
        return int(json.load(answer)["ready"])


def idle_memory(folder: Path) -> None:
    """Proportional set sizes: what processes share is counted once."""
    with started(folder) as (url, server):
        while not _answers(url) or workers_ready(url) < 2:
            time.sleep(0.1)
        time.sleep(IDLE_S)
        family = [psutil.Process(server.pid), *psutil.Process(server.pid).children(recursive=True)]
        sizes = sorted((process.memory_full_info().pss / 1e6 for process in family), reverse=True)
    print(
        f"idle: {sum(sizes):.0f} MB in all, processes of {', '.join(f'{size:.0f}' for size in sizes)} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    options = parser.parse_args()
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        commands(folder, options.parts, options.repeats)
        if "page" in options.parts:
            peer = imports("dash, pandas, sklearn.cluster")
            page = lambda: first_page(folder / "data")  # noqa: E731
            compare(
                "make run to the first page, wall",
                page,
                lambda: run(peer),
                3.0,
                options.repeats,
                lambda run: run.wall_s,
            )
            painted_page(folder / "data")
        if "memory" in options.parts:
            idle_memory(folder / "data")
    print(
        ", ".join(f"{name} {version(name)}" for name in ("polars", "pandas", "scikit-learn", "numba"))
    )


if __name__ == "__main__":
    main()
