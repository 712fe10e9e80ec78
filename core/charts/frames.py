"""Frames for a page that follows a slider by itself: every setting's figure, and the points once."""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.charts.catalogue import chart
from core.charts.curves import recommended_setting
from core.charts.points import drawn_customers
from core.model import Analysis, Segmentation
from core.segment import Run, is_complete
from core.store import key_of


def draw_frames(analysis: Analysis, name: str, options: Mapping[str, Any]) -> tuple[str, ...]:
    """Draw the chart's figure as JSON text for every setting, or just one where it ignores the setting."""
    from plotly.io.json import to_json_plotly

    spec = chart(name)
    settings = analysis.sweep.settings if spec.per_setting else analysis.sweep.settings[:1]
    return tuple(
        to_json_plotly(spec.build(Segmentation(analysis, setting), options)) for setting in settings
    )


def pack_points(analysis: Analysis) -> bytes:
    """Pack the drawn customers into one binary block, little-endian.

    A uint32 header length, a JSON header (`count`, `settings`, `ids`), then float32 x, y, z (count each),
    uint32 rows (count) and uint8 labels (settings x count); every part starts on four bytes.
    """
    rows, points = drawn_customers(analysis)
    labels = analysis.sweep.labels[:, rows].astype(np.uint8)
    ids = analysis.customers.frame.index.to_numpy()[rows].astype(str).tolist()
    header = json.dumps({"count": len(rows), "settings": analysis.sweep.settings, "ids": ids}).encode()
    header += b" " * (-len(header) % 4)
    coordinates = np.ascontiguousarray(points.T, dtype="<f4").tobytes()
    parts = (
        struct.pack("<I", len(header)),
        header,
        coordinates,
        rows.astype("<u4").tobytes(),
        labels.tobytes(),
    )
    return b"".join(parts)


# Slots of charts that mark the recommended setting, which the verdict may change.
MARKED = ("elbow", "silhouette", "verdict")


@dataclass(frozen=True)
class FrameSet:
    """One chart at every setting of the slider, each figure as JSON text."""

    figures: tuple[str, ...]


def chart_frames(
    run: Run, name: str, options: Mapping[str, Any], analysis: Analysis
) -> tuple[str, ...]:
    """The chart's figures as JSON text, one a setting, drawn once and kept."""
    spec = chart(name)
    chosen = spec.options(options)
    drawing = spec.name, spec.version, sorted(chosen.items())
    verdicts = run.verdict if spec.slot == "verdict" else None
    judged = verdicts is not None and run.keys["verdict"], is_complete(verdicts)
    marked = recommended_setting(analysis) if spec.slot in MARKED else None
    key = key_of("frames 7", run.keys, *drawing, judged, marked, analysis.sweep.numbers)
    return run.store.memo(FrameSet, key, lambda: FrameSet(draw_frames(analysis, name, chosen))).figures
