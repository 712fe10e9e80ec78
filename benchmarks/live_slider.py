"""How long after the slider moves are four charts redrawn, against a server callback's figures?

python -m benchmarks.live_slider [--moves 40] [--large 1000000 10000000]

Both pages hold the same 20,000 customers and 2-D map, the same three curves and the same kind of
slider; a move is timed from the `input` event to the last `plotly_afterplot` of the four charts.
The peer returns the figures, already computed, from a plain Dash callback. Then the same page is
timed at each --large number of customers, of which 20,000 are drawn, against itself at 20,000.
"""

import argparse
import tempfile
from pathlib import Path
from typing import Any

import dash_bootstrap_components as dbc
import numpy as np
import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html
from flask import Flask
from playwright.sync_api import Page

from benchmarks._browser import about, choose_file, chromium, new_page, served, write_customers
from core.charts import SEGMENT_COLOURS, chart, drawn_customers, resolve_colours
from core.data import new_recipe, read_file
from core.model import Analysis, Dataset, Segmentation
from core.segment import Run
from tests.browser.steps import CHARTS, find_segments, slider

CURVES = {"features": "heatmap", "elbow": "elbow", "silhouette": "silhouette"}
QUIET_MS = 400
SETTLING_MS = 2000
BLOCK = 5
WATCH = """() => {
  const slots = ["map", "features", "elbow", "silhouette"];
  const seen = window.seen = {start: 0, last: 0, drawn: new Set(), all: slots.length};
  document.addEventListener("input", (event) => {
    seen.start = event.timeStamp;
    seen.drawn.clear();
  }, true);
  for (const slot of slots) {
    document.querySelector(`#segment-${slot}-card .js-plotly-plot`).on("plotly_afterplot", () => {
      seen.last = performance.now();
      seen.drawn.add(slot);
    });
  }
}"""
SETTLED = """(quiet) => new Promise((resolve, reject) => {
  const check = () => {
    const idle = performance.now() - Math.max(seen.start, seen.last);
    if (seen.drawn.size === seen.all && idle > quiet) resolve(seen.last - seen.start);
    else if (idle > 30000) reject(new Error(`drawn: ${[...seen.drawn]}`));
    else setTimeout(check, 20);
  };
  check();
})"""


def peer(csv: str) -> Flask:
    """A page of the same charts whose slider asks the server for all of them."""
    analysis = _analysis(Path(csv))
    sweep = analysis.sweep.settings
    curves = {k: [_curve(analysis, k, name) for name in CURVES.values()] for k in sweep}
    app = Dash("peer")
    control = dbc.Input(
        id="segment-setting-slider", type="range", min=min(sweep), max=max(sweep), step=1, value=2
    )
    graphs = [html.Div(dcc.Graph(id=slot), id=f"segment-{slot}-card") for slot in ("map", *CURVES)]
    board = html.Div(graphs, style={"display": "grid", "gridTemplateColumns": "1fr 1fr"})
    app.layout = html.Div([control, board])

    @app.callback(*(Output(slot, "figure") for slot in ("map", *CURVES)), Input(control, "value"))
    def _draw(k: int) -> list[Any]:
        return [_map(analysis, int(k)), *curves[int(k)]]

    return app.server


def _analysis(csv: Path) -> Analysis:
    target = csv.with_suffix(".peer.parquet")
    read = read_file(csv, csv.name, target)
    dataset = Dataset("peer", csv.name, str(target), read.rows, read.columns)
    return Run(dataset, new_recipe(dataset)).analyse()


def _curve(analysis: Analysis, setting: int, name: str) -> dict[str, Any]:
    return resolve_colours(chart(name).build(Segmentation(analysis, setting), {}), "light")


def _map(analysis: Analysis, setting: int) -> go.Figure:
    rows, points = drawn_customers(analysis)
    labels = analysis.sweep.labels[analysis.sweep.at(setting)][rows]
    colours = np.asarray(SEGMENT_COLOURS)[labels % len(SEGMENT_COLOURS)]
    ids = analysis.customers.frame.index.to_numpy()[rows].astype(str)
    marker = {"color": colours, "size": 3, "opacity": 0.5}
    return go.Figure(
        go.Scattergl(x=points[:, 0], y=points[:, 1], mode="markers", text=ids, marker=marker)
    )


class Sliding:
    """A page's slider, pushed to and fro by the arrow keys."""

    def __init__(self, page: Page) -> None:
        page.wait_for_timeout(SETTLING_MS)
        page.evaluate(WATCH)
        self.page, self.took, self.step = page, [], 1
        self.at = int(slider(page).input_value())
        self.ends = [int(slider(page).get_attribute(name)) for name in ("min", "max")]

    def move(self, count: int) -> None:
        """Adds the milliseconds of `count` moves to `took`."""
        self.page.bring_to_front()
        slider(self.page).focus()
        for _ in range(count):
            if self.at in self.ends:
                self.step = 1 if self.at == self.ends[0] else -1
            self.page.keyboard.press("ArrowRight" if self.step > 0 else "ArrowLeft")
            self.at += self.step
            self.took.append(self.page.evaluate(SETTLED, QUIET_MS))


def ours(page: Page, address: str, csv: Path) -> Sliding:
    page.goto(address)
    choose_file(page, csv)
    find_segments(page, *CHARTS)
    return Sliding(page)


def theirs(page: Page, address: str) -> Sliding:
    page.goto(address)
    page.locator("#segment-map-card .main-svg").first.wait_for(state="attached")
    return Sliding(page)


def in_turns(count: int, *sliders: Sliding) -> list[np.ndarray]:
    """What `count` moves of each took, in blocks by turns, so that the machine's load meets both."""
    for start in range(0, count, BLOCK):
        for one in sliders:
            one.move(min(BLOCK, count - start))
    return [np.array(one.took) for one in sliders]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moves", type=int, default=40)
    parser.add_argument("--large", type=int, nargs="*", default=[1_000_000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, served() as (tessera, _):
        csv, many = Path(folder) / "customers.csv", Path(folder) / "many.parquet"
        write_customers(20_000, csv)
        own = ours(new_page(browser), tessera, csv)
        print(f"{options.moves} moves of the slider, 20,000 customers, 1440 x 900, headless")
        with served(f"benchmarks.live_slider:peer({str(csv)!r})", "/") as (address, _):
            peers = theirs(new_page(browser), address)
            compare(options.moves, {"server callback": peers, "Tessera": own})
        for customers in options.large:
            write_customers(customers, many)
            own, large = (ours(new_page(browser), tessera, file) for file in (csv, many))
            compare(options.moves, {"Tessera, 20,000": own, f"Tessera, {customers:,}": large})
        print(about(browser, "dash", "plotly"))


def compare(count: int, sliders: dict[str, Sliding]) -> None:
    """Prints both sides and what share the second takes of the first."""
    one, other = in_turns(count, *sliders.values())
    for name, took in zip(sliders, (one, other), strict=True):
        print(f"{name:24} p50 {np.median(took):6.0f} ms   p95 {np.quantile(took, 0.95):6.0f} ms")
    middle, tail = (np.quantile(other, q) / np.quantile(one, q) for q in (0.5, 0.95))
    print(" / ".join(reversed(sliders)) + f": p50 {middle:.2f}, p95 {tail:.2f}", flush=True)


if __name__ == "__main__":
    main()
