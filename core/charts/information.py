"""The information criteria of a mixture by its number of segments."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.charts import _curve
from core.charts._evidence import evidence, gaps, missing
from core.charts._marks import best
from core.charts._theme import ACCENT, MUTED, figure
from core.entities import Analysis, Floats, Sweep
from core.specs import ChartSpec

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
    layout = _curve.axes(analysis, setting, settings, "Criterion")
    return figure(
        [
            _curve.line(settings, gaps(aic), MUTED, HOVER.format("AIC")),
            _curve.line(settings, gaps(bic), ACCENT, bic_hover),
            best(chosen, gaps(bic)[sweep.at(chosen)], "BIC suggests this"),
            _curve.current(setting, gaps(bic)[at], ACCENT, bic_hover),
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
