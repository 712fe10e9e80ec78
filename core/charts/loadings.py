"""What each principal component is made of."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.charts._theme import DIVERGING, axis, colour_bar, empty, figure
from core.charts._words import LINEAR_ONLY, count, plain, short, signed, title_of
from core.entities import Analysis, Floats
from core.specs import ChartSpec

MOST_COMPONENTS = 3
MOST_COLUMNS = 15
TITLE = "What are the map's axes made of?"


def build(analysis: Analysis, setting: int, options: Mapping[str, Any]) -> dict[str, Any]:
    """The weight of every prepared column in the first three components."""
    loadings = analysis.projection.loadings
    columns = analysis.prepared.columns
    subtitle = f"weights of {count(len(columns), 'prepared column')} in the components"
    if loadings is None or not loadings.size:
        return empty(TITLE, subtitle, LINEAR_ONLY)
    top = loadings[:MOST_COMPONENTS]
    kept = np.sort(np.argsort(-np.abs(top).max(axis=0), kind="stable")[:MOST_COLUMNS])
    titles = [short(title_of(analysis, columns[i])) for i in kept]
    cut = f" The {len(kept)} heaviest of {len(columns)} columns." if len(kept) < len(columns) else ""
    return figure(
        [_cells(top[:, kept].T, titles)],
        _title(top[0, kept], titles),
        subtitle,
        "A column with a large weight of either sign moves customers along that axis." + cut,
        xaxis=axis("Principal component", type="category", side="top", showgrid=False, ticks=""),
        yaxis=axis("", type="category", autorange="reversed", showgrid=False, ticks=""),
    )


def _title(first: Floats, titles: list[str]) -> str:
    best = np.argsort(-np.abs(first), kind="stable")[:2]
    return "Component 1 is mainly " + " and ".join(plain(titles[i]) for i in best)


def _cells(weights: Floats, titles: list[str]) -> dict[str, Any]:
    reach = float(np.abs(weights).max()) or 1.0
    return {
        "type": "heatmap",
        "x": [str(i + 1) for i in range(weights.shape[1])],
        "y": titles,
        "z": weights,
        "text": [[signed(value, 2) for value in row] for row in weights.tolist()],
        "texttemplate": "%{text}",
        "textfont": {"size": 11},
        "xgap": 3,
        "ygap": 3,
        "zmin": -reach,
        "zmax": reach,
        "colorscale": DIVERGING,
        "colorbar": colour_bar("weight", ypad=10),
        "hovertemplate": "Component %{x}<br>%{y} %{z:+.3f}<extra></extra>",
    }


SPEC = ChartSpec(
    name="loadings",
    title="Loadings",
    summary="Which features each principal component is made of.",
    slot="reduction",
    build=build,
    rank=1,
    per_setting=False,
)
