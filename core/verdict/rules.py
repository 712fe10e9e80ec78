"""The rules that turn figures into a verdict; `words` has the sentences."""

from collections.abc import Mapping
from typing import Literal

import numpy as np

from core.model import Floats
from core.text import DOUBTFUL, STABLE
from core.verdict.evidence import Evidence
from core.verdict.null_models import CLOUDS, EXCESS, z_scores

Kind = Literal["natural", "reproducible", "constructed", "none"]
Figures = Mapping[str, float]

# The bars below were set on seeds from 1,000 on of benchmarks/verdict.py, whose own seeds start at 0:
# docs/verdict.md says what each means and how often tables without and with segments pass them.

# p-value up to which segments are tighter, or gaps deeper or clearer, than by chance: the least that 39 null tables
# can show. Higher calls more tables segmented that are not.
CHANCE = 0.025
# Standard deviations above the null tables that tightness needs with few customers a feature, in place of EXCESS.
SMALL_EXCESS = 5.0
# Adjusted Rand index between resamples from which segments are reproducible; higher calls more of them constructed.
AGREEING = 0.7
# Depth of the shallowest valley around each segment from which they are natural: 0 no gap, 1 an empty one. Higher
# calls more of them only reproducible.
DEEP = 0.5
# Quantile of the agreement that must reach AGREEING with few customers a feature; higher is less strict.
LOW = 0.05
# Clearness from which gaps alone count as evidence, as in Suggest (docs/suggest.md); higher finds fewer rings and
# moons.
CLEAR_GAP = 0.3


def setting_figures(
    evidence: Evidence, setting: int, jaccard: Floats, valley: Floats, sizes: Floats
) -> Figures:
    """Figures of one setting by name. `jaccard`, `valley` and `sizes` (k,) are its segments'."""
    at = evidence.stability.at(setting)
    agreement = evidence.stability.agreement[at]
    figures = {
        "segments": float(setting),
        "customers": float(evidence.customers),
        "features": float(evidence.rows.shape[1]),
        "agreement": float(agreement.mean()),
        "agreement_low": float(np.quantile(agreement, LOW)),
        "jaccard": float(sizes @ jaccard / sizes.sum()),
        "jaccard_lowest": float(jaccard.min()),
        "valley_lowest": float(valley.min()),
    }
    against = separation_figures(evidence, at)
    margin = {"margin": _tightness_margin(against), "margin_needed": _needed_margin(evidence.small)}
    return figures | against | margin


def separation_figures(evidence: Evidence, at: int) -> dict[str, float]:
    """Compare the clusters with those of each null model: p-values and z scores by name."""
    figures = {}
    for name, check in evidence.checks.items():
        figures["tightness"], figures["gap"] = float(check.tightness[at]), float(check.gap[at])
        key = _figure_key(name)
        figures[f"tightness_p_{key}"] = float(check.tightness_p()[at])
        figures[f"tightness_z_{key}"] = float(check.tightness_z()[at])
        figures[f"gap_p_{key}"] = float(check.gap_p()[at])
        figures[f"gap_z_{key}"] = float(z_scores(check.gap, check.null_gap)[at])
    return figures


def decide_kind(figures: Figures, small: bool, structure: bool) -> Kind:
    """Decide the verdict on these figures. `small`: too few customers a feature, the bar is higher.
    `structure`: whether there is evidence at any other setting."""
    if not beats_nulls(figures, small):
        return "constructed" if structure else "none"
    agreeing = figures["agreement_low" if small else "agreement"] >= AGREEING
    if not agreeing or figures["jaccard"] < STABLE or figures["jaccard_lowest"] < DOUBTFUL:
        return "constructed"
    return "natural" if _has_gaps(figures) and figures["jaccard_lowest"] >= STABLE else "reproducible"


def beats_nulls(figures: Figures, small: bool) -> bool:
    """True where the clusters are tighter, or their gaps clearer, than in any table without segments."""
    return is_tight(figures, small) or _is_clear(figures)


def is_tight(figures: Figures, small: bool) -> bool:
    """True where they are tighter by the margin needed."""
    rare = all(figures[f"tightness_p_{_figure_key(name)}"] <= CHANCE for name in CLOUDS)
    return rare and _tightness_margin(figures) >= _needed_margin(small)


def _is_clear(figures: Figures) -> bool:
    """True where the gaps are clearer; False where that was not looked at."""
    if figures.get("clearness", -1.0) < CLEAR_GAP:
        return False
    return all(figures[f"clearness_p_{_figure_key(name)}"] <= CHANCE for name in CLOUDS)


def _tightness_margin(figures: Figures) -> float:
    """Standard deviations by which the clusters are tighter than those of the closest null model."""
    return min(figures[f"tightness_z_{_figure_key(name)}"] for name in CLOUDS)


def _needed_margin(small: bool) -> float:
    return SMALL_EXCESS if small else EXCESS


def _has_gaps(figures: Figures) -> bool:
    if _is_clear(figures) and figures["clearness_lowest"] > 0:
        return True
    deep = figures["valley_lowest"] >= DEEP
    return deep and all(figures.get(f"gap_p_{_figure_key(name)}", 1.0) <= CHANCE for name in CLOUDS)


def _figure_key(name: str) -> str:
    return name.replace(" ", "_")
