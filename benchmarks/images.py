"""Six charts as PNG: how long does the kept browser take, against one started for each image?

python -m benchmarks.images
"""

import platform
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import kaleido
import plotly

from core.charts import axis, build_figure, resolve_colours
from core.export import PLOTLY_JS, ImageExporter, find_chrome

FIGURES = 6
SIZE = {"format": "png", "width": 900, "height": 600, "scale": 2}


def charts() -> list[dict[str, Any]]:
    """Curves of a few points, as an elbow or a silhouette chart has."""
    x = list(range(1, 13))
    return [
        build_figure(
            [{"type": "scatter", "x": x, "y": [i + 1 / k for k in x]}],
            f"Curve {i}",
            "made for timing",
            "A note.",
            xaxis=axis("k"),
            yaxis=axis("Value"),
        )
        for i in range(FIGURES)
    ]


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def one_shot() -> None:
    options = {"path": find_chrome(), "mathjax": False, "plotlyjs": PLOTLY_JS}
    for chart in charts():
        kaleido.calc_fig_sync(resolve_colours(chart, "light"), opts=SIZE, kopts=dict(options))


def main() -> None:
    exporter = ImageExporter()

    def kept() -> None:
        for chart in charts():
            exporter.export(chart)

    peer, first, warm = seconds(one_shot), seconds(kept), seconds(kept)
    exporter.close()
    print(f"{FIGURES} figures as PNG, {SIZE['width']} x {SIZE['height']} x {SIZE['scale']}")
    print(f"one-shot Kaleido        {peer:6.2f} s")
    print(f"kept browser, cold      {first:6.2f} s   ratio {first / peer:.2f} (first export included)")
    print(f"kept browser, warm      {warm:6.2f} s   ratio {warm / peer:.2f}")
    print(
        f"kaleido {version('kaleido')}, plotly {plotly.__version__}, Python {platform.python_version()}"
    )


if __name__ == "__main__":
    main()
