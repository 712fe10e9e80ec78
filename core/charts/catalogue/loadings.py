"""Loadings: the features that each principal component is made of."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.charts.labels import signed_number, tick_labels
from core.charts.method_evidence import other_map_note, shares_and_loadings
from core.charts.theme import DIVERGING, axis, build_figure
from core.model import Analysis, Floats, Segmentation
from core.plugins import ChartSpec
from core.text import format_count, short_title

MOST_COMPONENTS = 3
MOST_COLUMNS = 12


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """The weight of every prepared column in the first three components."""
    _, loadings = shares_and_loadings(segmentation.analysis)
    columns = segmentation.feature_matrix.columns
    top = loadings[:MOST_COMPONENTS]
    heaviest = np.sort(np.argsort(-np.abs(top).max(axis=0), kind="stable")[:MOST_COLUMNS])
    titles = [_column_title(segmentation.analysis, i) for i in heaviest]
    cut = (
        f" The {len(heaviest)} heaviest of {len(columns)} columns."
        if len(heaviest) < len(columns)
        else ""
    )
    return build_figure(
        [_cells(top[:, heaviest].T, titles)],
        _title(top[0, heaviest], titles),
        f"weights of {format_count(len(columns), 'prepared column')}",
        "A column with a large weight of either sign moves customers along that axis."
        + cut
        + other_map_note(segmentation.analysis),
        xaxis=axis("Principal component", type="category", side="top", showgrid=False, ticks=""),
        yaxis=axis("", type="category", autorange="reversed", showgrid=False, ticks="")
        | {"tickmode": "array", "tickvals": tick_labels(titles, 24)},
    )


def _title(first: Floats, titles: list[str]) -> str:
    best = np.argsort(-np.abs(first), kind="stable")[:2]
    return "Component 1 is mainly " + " and ".join(short_title(titles[i], 24) for i in best)


def _column_title(analysis: Analysis, column: int) -> str:
    """The feature's title, with what the column says of it: "Channel: Retail", "Age: missing"."""
    name, source = analysis.feature_matrix.columns[column], analysis.feature_matrix.sources[column]
    return (
        analysis.customers.title(source) + name.removeprefix(source)
        if name.startswith(source)
        else name
    )


def _cells(weights: Floats, titles: list[str]) -> dict[str, Any]:
    reach = float(np.abs(weights).max()) or 1.0
    return {
        "type": "heatmap",
        "x": [str(i + 1) for i in range(weights.shape[1])],
        "y": tick_labels(titles, 24),
        "z": weights,
        "text": [[signed_number(value, 2) for value in row] for row in weights.tolist()],
        "texttemplate": "%{text}",
        "textfont": {"size": 11},
        "xgap": 3,
        "ygap": 3,
        "zmin": -reach,
        "zmax": reach,
        "colorscale": DIVERGING,
        "showscale": False,
        "customdata": [[title] * weights.shape[1] for title in titles],
        "hovertemplate": "<b>Component %{x}</b><br>%{customdata}: weight %{z:+.3f}<extra></extra>",
    }


SPEC = ChartSpec(
    name="loadings",
    title="Loadings",
    summary="Which features each principal component is made of.",
    slot="reduction",
    build=build,
    version=2,
    rank=1,
    per_setting=False,
)
