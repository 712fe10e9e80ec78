"""Principal component analysis: the straight projection that keeps the most variance."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.model import Floats, Progress, Projection
from core.plugins import ReducerSpec, check_params
from core.text import format_percent


def reduce(
    matrix: Floats,
    columns: tuple[str, ...],  # noqa: ARG001
    params: Mapping[str, Any],
    seed: int,  # noqa: ARG001
    progress: Progress,
) -> Projection:
    """All customers on the first three components, with the ratios and loadings of all of them.

    The title of an axis that there is no component for is empty.
    """
    from core.segment.fitting.principal_components import first_three, fit_principal_components

    check_params(SPEC.title, SPEC.params, params)
    progress("Finding principal components", 0.0)
    scores, ratios, loadings = fit_principal_components(matrix)
    progress("Finding principal components", 1.0)
    return Projection(
        points=first_three(scores),
        rows=np.arange(len(matrix)),
        axes=(_axis_title(ratios, 0), _axis_title(ratios, 1), _axis_title(ratios, 2)),
        variance_ratio=ratios,
        loadings=loadings,
    )


def _axis_title(ratios: Floats, position: int) -> str:
    if position >= len(ratios):
        return ""
    return f"Component {position + 1} ({format_percent(float(ratios[position]))} of variance)"


SPEC = ReducerSpec(
    name="pca",
    title="PCA",
    summary="Shows as much of the differences between customers as a flat view can. Distances on it "
    "can be trusted as far as its share of the variance goes.",
    source="scikit-learn PCA, exact (Pearson 1901, Hotelling 1933)",
    params=(),
    reduce=reduce,
    version=2,
)
