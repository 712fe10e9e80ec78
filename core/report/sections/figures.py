"""The charts of the page as figures of a report."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from core.charts import charts_by_slot, thin_rows
from core.model import Segmentation
from core.report.document.content import Figure
from core.report.report_data import ReportData
from core.segment import algorithm

# A page of a report is small, and its web page should open at once.
MOST_DRAWN = 4_000
# Height as a share of its own width, and width as a share of the page's: a narrow chart has larger letters
# on a slide. The map needs the most room.
SIZES = {
    "map": (0.55, 0.9),
    "features": (0.5, 0.9),
    "elbow": (0.5, 0.7),
    "silhouette": (0.5, 0.7),
    "verdict": (0.5, 0.7),
}
TAG = re.compile(r"</?(?:b|i|span|sub|sup)(?: [^<>]*)?>")  # those of the charts


def slot_figure(report: ReportData, slot: str) -> tuple[Figure, ...]:
    """The usual chart of a card, in the segments' colours; none where the method has no such chart."""
    cards = charts_by_slot(algorithm(report.segmentation.recipe.algorithm)).get(slot)
    if not cards:
        return ()
    spec = cards[0]
    chart = spec.build(_thin_customers(report.segmentation), spec.options({}))
    chart = _localise_chart(_remove_customer_ids(chart, report), report)
    title, note = (
        _strip_markup(chart["layout"]["title"]["text"]),
        _strip_markup(chart["layout"]["meta"]["note"]),
    )
    source = _strip_markup(chart["layout"]["title"]["subtitle"]["text"])
    title, note, source = map(report.prose, (title, note, source))
    alt = f"{spec.title}. {title}. {note}".strip()
    note = " ".join(filter(None, (_as_sentence(source), note)))
    return (Figure(spec.name, chart, title, alt, note, *SIZES[slot]),)


def _thin_customers(segmentation: Segmentation) -> Segmentation:
    """The segmentation with a stratified choice of its customers to draw, which the charts tell."""
    analysis = segmentation.analysis
    labels = segmentation.labels[analysis.plotted_rows]
    rows = np.sort(thin_rows(analysis.plotted_rows, labels, MOST_DRAWN))
    return replace(segmentation, analysis=replace(analysis, plotted_rows=rows))


def _remove_customer_ids(chart: Mapping[str, Any], report: ReportData) -> dict[str, Any]:
    """Without the customers' ids, which a report passes on to people who may not know them."""
    return {**chart, "data": [_remove_trace_ids(trace, report) for trace in chart["data"]]}


def _remove_trace_ids(trace: Mapping[str, Any], report: ReportData) -> dict[str, Any]:
    if not trace.get("meta", {}).get("points"):
        return dict(trace)
    name = report.name(trace["meta"].get("segment", 0)) or trace.get("name", "")
    bare = {key: value for key, value in trace.items() if key != "text"}
    return bare | {"name": name, "hovertemplate": "%{fullData.name}<extra></extra>"}


def _localise_chart(chart: Mapping[str, Any], report: ReportData) -> dict[str, Any]:
    """The chart with its axes and labels in the chosen language's way of writing numbers."""
    data = [
        trace | {"text": _localise_text(trace["text"], report)} if "text" in trace else trace
        for trace in chart["data"]
    ]
    return {"data": data, "layout": {**chart["layout"], "separators": "".join(report.style.marks)}}


def _localise_text(part: Any, report: ReportData) -> Any:
    if isinstance(part, str):
        return report.prose(part)
    return [_localise_text(inner, report) for inner in part] if isinstance(part, list | tuple) else part


def _strip_markup(text: str) -> str:
    """The text of a chart without its markup; other "<" and ">" are of the data."""
    return TAG.sub("", text.replace("<br>", " ")).strip()


def _as_sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""
