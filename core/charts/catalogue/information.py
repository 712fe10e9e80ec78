"""The information criteria of a mixture by its number of segments."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.charts import curves
from core.charts.curves import best
from core.charts.method_evidence import evidence, gaps, missing
from core.charts.theme import ACCENT, MUTED, figure
from core.model.analysis import Analysis
from core.model.base import Floats
from core.model.sweep import Sweep
from core.plugins import ChartSpec

TITLE = "BIC and AIC"
HOVER = "%{{x}} segments<br>{} %{{y:,.0f}}<extra></extra>"
BESIDE = 42  # pixels on the right for the names of the lines


def build(analysis: Analysis, setting: float, options: Mapping[str, Any]) -> dict[str, Any]:
    """Both criteria, the lowest BIC and the current setting marked."""
    found, sweep = evidence(analysis, "bic", "aic"), analysis.sweep
    if found is None:
        return missing(TITLE, "Gaussian mixture")
    bic, aic = found
    settings, at = list(sweep.settings), sweep.at(setting)
    chosen = sweep.suggestion.chosen
    bic_hover = HOVER.format("BIC")
    layout = curves.axes(analysis, setting, settings, "Criterion")
    return figure(
        [
            curves.line(settings, gaps(aic), MUTED, HOVER.format("AIC")),
            curves.line(settings, gaps(bic), ACCENT, bic_hover),
            best(chosen, gaps(bic)[sweep.at(chosen)], "BIC suggests this"),
            curves.current(setting, gaps(bic)[at], ACCENT, bic_hover),
        ],
        _title(sweep, bic),
        "information criteria by k, lower is better",
        _note(sweep, aic),
        margin={"l": 12, "r": BESIDE, "t": 12, "b": 12},
        annotations=[
            _named("BIC", settings[-1], bic, ACCENT, "bottom"),
            _named("AIC", settings[-1], aic, MUTED, "top"),
        ],
        **layout,
    )


def _named(name: str, x: float, curve: Floats, colour: str, yanchor: str) -> dict[str, Any]:
    """The line's name behind its end; BIC always ends above AIC."""
    end = {"x": x, "y": gaps(curve)[-1], "xanchor": "left", "yanchor": yanchor, "xshift": 12}
    return {"text": name, "showarrow": False, "font": {"color": colour, "size": 11}, **end}


def _title(sweep: Sweep, bic: Floats) -> str:
    """The suggested setting's standing; mixtures that collapsed may have a lower BIC, and do not count."""
    chosen = sweep.suggestion.chosen
    if sweep.at(chosen) != np.nanargmin(bic):
        return f"BIC suggests {chosen:g} segments"
    verb = "still falls" if chosen == sweep.settings[-1] else "is lowest"
    return f"BIC {verb} at {chosen:g}"


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
