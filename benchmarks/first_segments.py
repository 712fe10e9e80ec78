"""How long from a dropped file to segments on screen, against the usual loop over k?

python -m benchmarks.first_segments [--customers 100000]

Ours starts when the Data page is given the file and ends with the map's first `plotly_afterplot` that
has points: upload, reading, describing, preparing, the sweep over k = 2..12 with its scores, the map
and the drawing, on a server that has warmed up. The same work without a browser, from the received
file to all stored results, tells how much of it is drawing pages. The peer is only the loop, on the
prepared features: KMeans(k, n_init=10) and silhouette_score of a sample of 10,000 for each k.
"""

import argparse
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # as the server runs

import polars as pl
from playwright.sync_api import Page
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

from benchmarks._browser import (
    FEATURES,
    about,
    choose_file,
    chromium,
    new_page,
    served,
    warm,
    write_customers,
)
from benchmarks._report import Cost, measure, run
from core.session import PendingDataset, ServerLimits, Services, Session

SCORED = 10_000
# The time at which the map is first drawn with points, into `window.mapped`.
WATCH = """() => {
  const drawn = (plot) => (plot.data || []).some((trace) => trace.x && trace.x.length > 100);
  const watch = setInterval(() => {
    const plot = document.querySelector("#segment-map-card .js-plotly-plot");
    if (!plot || !plot.on) return;
    clearInterval(watch);
    plot.on("plotly_afterplot", () => { if (drawn(plot)) window.mapped = window.mapped || Date.now() / 1000; });
  }, 10);
}"""
MAPPED = """() => new Promise((resolve) => {
  const check = () => (window.mapped ? resolve(window.mapped) : setTimeout(check, 10));
  check();
})"""


def naive_loop(csv: Path) -> Callable[[], None]:
    matrix = StandardScaler().fit_transform(pl.read_csv(csv).select(FEATURES).to_numpy())

    def loop() -> None:
        for k in range(2, 13):
            labels = KMeans(k, n_init=10, random_state=0).fit(matrix).labels_
            silhouette_score(matrix, labels, sample_size=SCORED, random_state=0)

    return loop


def ours(page: Page, address: str, csv: Path) -> dict[str, float]:
    """Seconds of each step, in order."""
    asked: list[float] = []
    page.on("request", lambda request: asked.append(time.time()) if "/live/" in request.url else None)
    page.goto(address)
    with page.expect_response(lambda answer: "/upload?" in answer.url) as answer:
        start = choose_file(page, csv)
    assert answer.value.ok
    sent = time.time()
    link = page.get_by_role("link", name="Find segments")
    link.wait_for()
    shown = time.time()
    link.click()
    page.evaluate(WATCH)
    mapped = page.evaluate(MAPPED)
    moments = (start, sent, shown, asked[0], mapped)
    names = ("sent", "read, described and shown", "prepared, swept and scored", "fetched and drawn")
    return {
        name: after - before for name, (before, after) in zip(names, pairwise(moments), strict=True)
    }


def page_cost(csv: Path) -> dict[str, float]:
    with served() as (address, _), chromium() as browser:
        warm(browser, address)
        return ours(new_page(browser), address, csv)


def desk_cost(csv: Path) -> float:
    """Seconds from the received file to the stored results, in warm worker processes."""
    with tempfile.TemporaryDirectory() as folder:
        services = Services(ServerLimits(Path(folder) / "data"))
        session = Session(services, "benchmark")
        _segments(session, session.sample("wholesale"))
        source = session.inbox / "customers.csv"
        shutil.copy(csv, source)
        digest = hashlib.sha256(csv.read_bytes()).hexdigest()
        start = time.perf_counter()
        _segments(session, session.receive(source, source.name, digest))
        seconds = time.perf_counter() - start
        services.close()
    return seconds


def _segments(session: Session, reading: PendingDataset) -> None:
    _ended(session, reading.job)
    dataset = session.open(reading.dataset)
    _ended(session, session.result(dataset, session.new_recipe(dataset)).start())


def _ended(session: Session, job: str | None) -> None:
    while job and (status := session.status(job)).state in ("queued", "running"):
        time.sleep(0.005)
    assert job and status.state == "done", status.message


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--side", choices=("naive",))
    parser.add_argument("--file", type=Path)
    options = parser.parse_args()
    if options.side:
        return measure(naive_loop(options.file))
    with tempfile.TemporaryDirectory() as folder:
        csv = Path(folder) / "customers.csv"
        write_customers(options.customers, csv)
        print(f"{options.customers:,} customers x {len(FEATURES)}, k = 2..12")
        show(
            run("benchmarks.first_segments", "naive", "--file", str(csv)),
            page_cost(csv),
            desk_cost(csv),
        )
    with chromium() as browser:
        print(about(browser, "scikit-learn", "numba", "polars", "dash"))
    return None


def show(peer: Cost, steps: dict[str, float], bare: float) -> None:
    own = sum(steps.values())
    print(f"loop of KMeans and silhouette_score   {peer.wall_s:7.1f} s  {peer.cpu_s:7.1f} CPU-s")
    print(f"Tessera, dropped file to the map      {own:7.1f} s")
    for name, seconds in steps.items():
        print(f"    {name:34}{seconds:7.2f} s")
    print(f"Tessera without a browser             {bare:7.1f} s")
    print(
        f"Tessera is {peer.wall_s / own:.1f} times faster, {peer.wall_s / bare:.1f} without a browser"
    )


if __name__ == "__main__":
    main()
