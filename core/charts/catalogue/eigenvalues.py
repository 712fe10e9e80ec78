"""The eigenvalues of the neighbourhood graph, whose gap tells how many parts it falls into."""

from collections.abc import Mapping
from typing import Any

from core.charts import curves
from core.charts.method_evidence import method_arrays, missing_method_figure
from core.charts.theme import ACCENT, MUTED, build_figure
from core.model import Floats, Segmentation
from core.plugins import ChartSpec

TITLE = "Eigenvalues"
HOVER = "Eigenvalue %{x}<br>%{y:.4f}<extra></extra>"


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """The eigenvalues in order, the clearest gap shaded and the current setting marked."""
    arrays, sweep = method_arrays(segmentation.analysis, "eigenvalues"), segmentation.sweep
    if arrays is None:
        return missing_method_figure(TITLE, "Spectral")
    (values,) = arrays
    places = list(range(1, len(values) + 1))
    preferred, advised = (
        sweep.suggestion.preferred,
        int(curves.recommended_setting(segmentation.analysis)),
    )
    clear = None if preferred is None else int(preferred)
    here = _value_at(values, int(segmentation.setting))
    layout = curves.curve_axes(segmentation, places, "Eigenvalue")
    layout["shapes"] += _gap_box(values, clear)
    return build_figure(
        [
            curves.curve_line(places, values.tolist(), ACCENT, HOVER),
            curves.recommended_marker(advised, _value_at(values, advised)),
            curves.current_marker(segmentation.setting, here, ACCENT, HOVER),
        ],
        "The eigenvalues show no clear gap" if clear is None else f"The clearest gap is after {clear}",
        "eigenvalues of the graph of neighbours, in order",
        _note(values, int(segmentation.setting)),
        **layout,
    )


def _value_at(values: Floats, k: int) -> float | None:
    return float(values[k - 1]) if k <= len(values) else None


def _gap_box(values: Floats, after: int | None) -> list[dict[str, Any]]:
    """The gap as a box from one eigenvalue to the next."""
    if after is None or after >= len(values):
        return []
    ends = {"x0": after, "x1": after + 1, "y0": float(values[after - 1]), "y1": float(values[after])}
    band = {"type": "rect", "xref": "x", "yref": "y", "fillcolor": MUTED, "opacity": 0.22}
    return [ends | band | {"line": {"width": 0}, "layer": "below"}]


def _note(values: Floats, setting: int) -> str:
    meaning = "A large gap after k means that the customers' neighbourhoods fall into k parts"
    if not setting < len(values):
        return f"{meaning}."
    gap = abs(float(values[setting] - values[setting - 1]))
    return f"{meaning}; the gap after {setting} is {gap:.2g}."


SPEC = ChartSpec(
    name="eigenvalues",
    title=TITLE,
    summary="Into how many parts the customers' neighbourhoods fall: as many as stand before the gap.",
    slot="elbow",
    rank=-1,
    build=build,
    fits=lambda method: method.name == "spectral",
)
