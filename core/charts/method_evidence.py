"""Evidence that a clustering method leaves behind for the charts of its own."""

from typing import Any

import numpy as np

from core.charts.theme import empty_figure
from core.charts.words import choose_method_sentence, other_map_sentence
from core.model import Analysis, Floats
from core.plugins import lookup
from core.segment import fit_principal_components


def method_arrays(analysis: Analysis, *names: str) -> tuple[Floats, ...] | None:
    """The method's arrays of these names, None where another method was used."""
    evidence = analysis.sweep.evidence
    if not all(name in evidence for name in names):
        return None
    return tuple(np.asarray(evidence[name], float) for name in names)


def missing_method_figure(title: str, method: str) -> dict[str, Any]:
    """Figure in place of one that only `method` has."""
    return empty_figure(title, "", choose_method_sentence(method))


def curve_values(values: Floats) -> list[float | None]:
    """A curve's values; None, which leaves a gap, where there is no finite one."""
    return [float(value) if np.isfinite(value) else None for value in values]


def shares_and_loadings(analysis: Analysis) -> tuple[Floats, Floats]:
    """Shares of the variance (q,) and loadings (q, p), those of the map where it has them."""
    projection = analysis.projection
    if projection.variance_ratio is not None and projection.loadings is not None:
        return projection.variance_ratio, projection.loadings
    _, shares, loadings = fit_principal_components(analysis.feature_matrix.matrix)
    return shares, loadings


def other_map_note(analysis: Analysis) -> str:
    """A sentence for a map that is not made of principal components; empty where it is."""
    if analysis.projection.variance_ratio is not None:
        return ""
    view = lookup("core.segment.projections", analysis.recipe.reducer, "reduction").title
    return other_map_sentence(view)
