"""A report of five segments and its charts: how long against the same charts by one-shot Kaleido?

python -m benchmarks.report
"""

import platform
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import kaleido

from core.act import plan_actions
from core.data import describe_dataset, make_sample, new_recipe, read_file
from core.export import PLOTLY_JS, find_chrome, make_printable
from core.model import Segmentation
from core.profile import profile_segments
from core.report import (
    SCALE,
    WIDTH,
    Choices,
    Document,
    ReportData,
    compose_document,
    document_formats,
    estimate_campaign,
    open_exporter,
    report_files,
)
from core.segment import Run
from core.store import Store, Workspace
from core.verdict import judge

SEGMENTS, ROWS = 5, 20_000
SEED = 0


def report_data(folder: Path) -> ReportData:
    """Five segments of a shop's customers, with verdict, products and actions."""
    lines = folder / "lines.parquet"
    make_sample("shop", ROWS, SEED).write_parquet(lines)
    store = Store(folder / "cache", 1 << 30)
    dataset = Workspace(folder).add(lines, lines.name, "0" * 64, None, lambda *_: None, read_file)
    recipe = new_recipe(dataset, store=store).with_changes(params={"n_clusters": SEGMENTS}, seed=SEED)
    analysis = replace(
        Run(dataset, recipe, store).analyse(), verdicts=judge(Run(dataset, recipe, store))
    )
    segmentation = Segmentation(analysis, SEGMENTS)
    explanation = profile_segments(store, segmentation)
    plan = plan_actions(store, segmentation, explanation)
    choices = Choices(date(2026, 11, 22))
    findings = describe_dataset(dataset, store=store).findings
    campaign = estimate_campaign(store, segmentation, explanation, plan, {})
    return ReportData(segmentation, explanation, plan, findings, choices.style, campaign)


def one_shot(document: Document) -> None:
    """The charts, a browser started for each."""
    options = {"path": find_chrome(), "mathjax": False, "plotlyjs": PLOTLY_JS}
    for figure in document.figures:
        size = {"format": "png", "width": WIDTH, "height": round(WIDTH * figure.height), "scale": SCALE}
        shown = make_printable(figure.chart, "light", WIDTH, titled=False)
        kaleido.calc_fig_sync(shown, opts=size, kopts=dict(options))


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    with TemporaryDirectory() as folder:
        report = report_data(Path(folder))
    choices = Choices(date(2026, 11, 22))
    document = compose_document(report, choices)
    charts = len(document.figures)
    assert charts > SEGMENTS
    peer = seconds(lambda: one_shot(document))
    start = time.perf_counter()
    with open_exporter(["pdf"]) as exporter:
        report_files(compose_document(report, choices), ["pdf"], exporter)
        first = time.perf_counter() - start
        again = seconds(lambda: report_files(compose_document(report, choices), ["pdf"], exporter))
        every = seconds(
            lambda: report_files(compose_document(report, choices), tuple(document_formats()), exporter)
        )
    print(f"{charts} charts, {SEGMENTS} segments, {report.customers:,} customers")
    print(f"these charts, one-shot Kaleido    {peer:6.2f} s")
    print(
        f"whole report as PDF, cold         {first:6.2f} s   ratio {first / peer:.2f} (browser's start included)"
    )
    print(f"whole report as PDF, warm         {again:6.2f} s   ratio {again / peer:.2f}")
    print(
        f"whole report in {len(document_formats())} formats, warm   {every:6.2f} s   ratio {every / peer:.2f}"
    )
    packages = ("kaleido", "plotly", "typst", "python-docx", "python-pptx", "xlsxwriter")
    print(
        ", ".join(f"{name} {version(name)}" for name in packages), f"Python {platform.python_version()}"
    )


if __name__ == "__main__":
    main()
