"""The information criteria of a mixture by its number of segments."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.charts import curves
from core.charts.method_evidence import curve_values, method_arrays, missing_method_figure
from core.charts.theme import ACCENT, MUTED, build_figure
from core.model import Floats, Segmentation, Sweep
from core.plugins import ChartSpec

TITLE = "BIC and AIC"
HOVER = "%{{x}} segments<br>{} %{{y:,.0f}}<extra></extra>"
BESIDE = 42  # pixels on the right for the names of the lines


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """Both criteria, the recommended and the current setting marked."""
    arrays, sweep = method_arrays(segmentation.analysis, "bic", "aic"), segmentation.sweep
    if arrays is None:
        return missing_method_figure(TITLE, "Gaussian mixture")
    bic, aic = arrays
    settings, at = list(sweep.settings), segmentation.place
    advised = curves.recommended_setting(segmentation.analysis)
    bic_hover = HOVER.format("BIC")
    layout = curves.curve_axes(segmentation, settings, "Criterion")
    return build_figure(
        [
            curves.curve_line(settings, curve_values(aic), MUTED, HOVER.format("AIC")),
            curves.curve_line(settings, curve_values(bic), ACCENT, bic_hover),
            curves.recommended_marker(advised, curve_values(bic)[sweep.at(advised)]),
            curves.current_marker(segmentation.setting, curve_values(bic)[at], ACCENT, bic_hover),
        ],
        _title(sweep, bic),
        "information criteria by k, lower is better",
        _note(sweep, aic),
        margin={"l": 12, "r": BESIDE, "t": 12, "b": 12},
        annotations=[
            _line_name("BIC", settings[-1], bic, ACCENT, "bottom"),
            _line_name("AIC", settings[-1], aic, MUTED, "top"),
        ],
        **layout,
    )


def _line_name(name: str, x: float, curve: Floats, colour: str, yanchor: str) -> dict[str, Any]:
    """The line's name behind its end; BIC always ends above AIC."""
    end = {"x": x, "y": curve_values(curve)[-1], "xanchor": "left", "yanchor": yanchor, "xshift": 12}
    return {"text": name, "showarrow": False, "font": {"color": colour, "size": 11}, **end}


def _title(sweep: Sweep, bic: Floats) -> str:
    """Title with where BIC is lowest; mixtures that collapsed may have a lower one, and do not count."""
    lowest = sweep.settings[int(np.nanargmin(bic))]
    best = lowest if sweep.suggestion.preferred is None else sweep.suggestion.preferred
    if best != lowest:
        return f"BIC of the sound fits is lowest at {best:g}"
    verb = "still falls" if best == sweep.settings[-1] else "is lowest"
    return f"BIC {verb} at {best:g}"


def _note(sweep: Sweep, aic: Floats) -> str:
    least = sweep.settings[int(np.nanargmin(aic))]
    return (
        "Both weigh the fit against the number of parameters; "
        f"AIC charges less for each and is lowest at {least:g}."
    )


SPEC = ChartSpec(
    name="information",
    title=TITLE,
    summary="How well the mixture fits, less a charge for each further segment; the lowest is the best.",
    slot="elbow",
    rank=-1,
    build=build,
    fits=lambda method: method.name == "gmm",
)
