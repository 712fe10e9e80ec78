"""The principal components of the prepared matrix, whichever map is drawn."""

from core.entities import Analysis, Floats
from core.reduction._components import principal
from core.registry import lookup


def components(analysis: Analysis) -> tuple[Floats, Floats]:
    """Shares of the variance (q,) and loadings (q, p), those of the map where it has them."""
    projection = analysis.projection
    if projection.variance_ratio is not None and projection.loadings is not None:
        return projection.variance_ratio, projection.loadings
    _, shares, loadings = principal(analysis.prepared.matrix)
    return shares, loadings


def beside_the_map(analysis: Analysis) -> str:
    """A sentence for a map that is not made of principal components; empty where it is."""
    if analysis.projection.variance_ratio is not None:
        return ""
    view = lookup("core.reduction", analysis.recipe.reducer).title
    return f" These are PCA's components; the axes of {view} are made of nothing that has a name."
