"""The mean silhouette by the number of segments."""

from collections.abc import Mapping
from typing import Any

from core.charts import curves
from core.charts.labels import noise_note
from core.charts.theme import MUTED, OK, build_figure, empty_figure
from core.model import Analysis, Segmentation, Sweep
from core.plugins import ChartSpec
from core.text import format_integer, silhouette_words

HOVER = "%{x} segments<br>Silhouette %{y:.3f}<extra></extra>"
HOVER_AT = "At %{x:.4~g}<br>Silhouette %{y:.3f}<extra></extra>"


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """The curve with the current setting marked, and two standard errors where it was sampled."""
    sweep = segmentation.sweep
    values = {k: s.silhouette for k, s in zip(sweep.settings, sweep.scores, strict=True)}
    if not any(value is not None for value in values.values()):
        return empty_figure(
            "Silhouette", _subtitle(segmentation.analysis), "The silhouette needs two segments or more."
        )
    hover = HOVER if sweep.counts else HOVER_AT
    line = curves.curve_line(list(values), list(values.values()), OK, hover)
    noise = noise_note(segmentation.scores.noise)
    advised = curves.recommended_setting(segmentation.analysis)
    return build_figure(
        [
            line | _errors(sweep),
            curves.recommended_marker(advised, values[advised]),
            curves.current_marker(segmentation.setting, values[segmentation.setting], OK, hover),
        ],
        _title(values, advised, sweep),
        _subtitle(segmentation.analysis),
        _note(segmentation.setting, values[segmentation.setting]) + noise,
        **curves.curve_axes(segmentation, list(values), "Mean silhouette", tickformat=".4~f"),
    )


def _errors(sweep: Sweep) -> dict[str, Any]:
    errors = [2 * score.silhouette_error for score in sweep.scores]
    if not any(errors):
        return {}
    return {"error_y": {"type": "data", "array": errors, "color": MUTED, "thickness": 1, "width": 3}}


def _title(values: Mapping[float, float | None], advised: float, sweep: Sweep) -> str:
    """Title with what the silhouette is at the recommended setting, and where it is highest, unless that is the end."""
    measured = {k: value for k, value in values.items() if value is not None}
    best, at = max(measured, key=lambda k: measured[k]), measured.get(advised)
    highest = f"highest at {best:.4g} ({measured[best]:.2f})"
    if advised == best:
        return f"Silhouette is {highest}"
    if sweep.counts and best == sweep.settings[-1]:
        highest = "rising to the end of the range"
    return (
        f"Silhouette is {highest}" if at is None else f"Silhouette {at:.2f} at {advised:.4g}, {highest}"
    )


def _subtitle(analysis: Analysis) -> str:
    sampled, total = len(analysis.sweep.sampled), len(analysis.customers.frame)
    if sampled == total:
        by = "k" if analysis.sweep.counts else curves.setting_axis_title(analysis).lower()
        return f"mean by {by}, all customers"
    return f"{format_integer(sampled)} sampled; bars are two standard errors"


def _note(setting: float, value: float | None) -> str:
    if value is None:
        return f"At {setting:.4g} there is no silhouette: it needs two segments or more."
    return f"At {setting:.4g} ({value:.2f}) customers {silhouette_words(value)[1]}."


SPEC = ChartSpec(
    name="silhouette",
    title="Silhouette",
    summary="How much closer customers are to their own segment than to the next one, from -1 to 1.",
    slot="silhouette",
    build=build,
    version=3,
)
