"""Number of segments, and of customers, that are left as the smallest size that counts grows."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

import numpy as np

from core.charts import curves
from core.charts.axes import round_step
from core.charts.method_evidence import method_arrays, missing_method_figure
from core.charts.theme import ACCENT, MUTED, PERCENT, axis, build_figure, dashed_line
from core.model import Floats, Segmentation, Sweep
from core.plugins import ChartSpec
from core.text import format_count, format_integer, format_percent

TITLE = "Segments by smallest size"
HOVER = "Smallest size %{x:,}<br>%{y} segments<extra></extra>"
NOISE_HOVER = "Smallest size %{x:,}<br>%{y:.1%} noise<extra></extra>"
MOST_TICKS = 6
UPPER, LOWER = [0.5, 1], [0, 0.3]


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """Segments as steps above, the share of noise below, both by the slider's setting."""
    arrays, sweep = method_arrays(segmentation.analysis, "clusters", "noise"), segmentation.sweep
    if arrays is None:
        return missing_method_figure(TITLE, "HDBSCAN")
    clusters, noise = arrays
    stops, at = sweep.settings, segmentation.place
    advised = curves.recommended_setting(segmentation.analysis)
    steps = curves.curve_line(stops, clusters.tolist(), ACCENT, HOVER)
    return build_figure(
        [
            steps | {"line": {"color": ACCENT, "width": 2, "shape": "hvh"}},
            _noise_trace(stops, noise),
            curves.recommended_marker(advised, float(clusters[sweep.at(advised)])),
            curves.current_marker(segmentation.setting, float(clusters[at]), ACCENT, HOVER),
        ],
        _title(sweep, clusters, advised),
        "segments and noise by smallest size",
        _note(segmentation.setting, int(clusters[at]), float(noise[at])),
        xaxis=axis("Smallest segment (customers)", **_size_axis(stops)),
        yaxis=axis("Segments", domain=UPPER, **_count_axis(clusters)),
        yaxis2=axis("", domain=LOWER, anchor="x", **_share_axis(noise)),
        shapes=[
            dashed_line(
                x0=segmentation.setting,
                x1=segmentation.setting,
                xref="x",
                y0=0,
                y1=1,
                yref="paper",
                layer="below",
            )
        ],
        annotations=[_panel_name("Noise", LOWER[1])],
    )


def _noise_trace(stops: tuple[float, ...], noise: Floats) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(stops),
        "y": noise.tolist(),
        "yaxis": "y2",
        "line": {"color": MUTED, "width": 1.5},
        "hovertemplate": NOISE_HOVER,
    }


def _panel_name(panel: str, top: float) -> dict[str, Any]:
    """The name above a panel that is too low for one along its axis."""
    place = {
        "xref": "paper",
        "yref": "paper",
        "x": 1,
        "y": top,
        "xanchor": "right",
        "yanchor": "bottom",
    }
    return {"text": panel, "showarrow": False, "font": {"color": MUTED, "size": 11}, **place}


def _size_axis(stops: tuple[float, ...]) -> dict[str, Any]:
    """A logarithmic axis with ticks at some of the stops."""
    picked = np.linspace(0, len(stops) - 1, min(MOST_TICKS, len(stops))).round().astype(int)
    ends = np.log10([stops[0], stops[-1]])
    room = 0.03 * (np.ptp(ends) or 1)
    return {
        "type": "log",
        "range": [ends[0] - room, ends[1] + room],
        "showgrid": False,
        "tickmode": "array",
        "tickvals": [stops[i] for i in picked],
        "ticktext": [format_integer(int(stops[i])) for i in picked],
        "anchor": "y2",
    }


def _count_axis(clusters: Floats) -> dict[str, Any]:
    most = float(clusters.max())
    return {"dtick": max(1, round_step(most, 4)), "range": [0, 1.1 * most]}


def _share_axis(noise: Floats) -> dict[str, Any]:
    """Two ticks, for which there is room."""
    most = max(float(noise.max()), 0.01)
    return {
        "range": [0, 1.1 * most],
        "tickformat": PERCENT,
        "tickmode": "array",
        "tickvals": [0, round_step(most, 2)],
    }


def _title(sweep: Sweep, clusters: Floats, advised: float) -> str:
    """Title with the sizes over which the recommended number of segments stays the same."""
    stops, chosen = sweep.settings, sweep.at(advised)
    runs = [list(run) for _, run in groupby(range(len(stops)), lambda i: int(clusters[i]))]
    run = next(run for run in runs if chosen in run)
    first, last = (format_integer(int(stops[i])) for i in (run[0], run[-1]))
    segments = format_count(int(clusters[chosen]), "segment")
    return (
        f"{segments} at a size of {first}"
        if first == last
        else f"{segments} from size {first} to {last}"
    )


def _note(setting: float, clusters: int, noise: float) -> str:
    verb = "is" if clusters == 1 else "are"
    return (
        f"There {verb} {format_count(clusters, 'dense group')} of {format_integer(int(setting))} customers or more; "
        f"{format_percent(noise)} of customers belong to none."
    )


SPEC = ChartSpec(
    name="density_stops",
    title=TITLE,
    summary="How many dense groups there are of each smallest size, and who is left out as noise.",
    slot="elbow",
    rank=-1,
    build=build,
    version=2,
    fits=lambda method: method.name == "hdbscan",
)
