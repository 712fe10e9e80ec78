"""Correlation of the features (Pearson)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from core.charts.contrasts import numeric_features
from core.charts.labels import describe_drawn, tick_labels
from core.charts.theme import DIVERGING, axis, build_figure, colour_bar, empty_figure
from core.model import Analysis, Floats, Segmentation
from core.plugins import ChartSpec
from core.text import short_title

MOST_FEATURES, MOST_NUMBERED = 14, 10
REPEATS = 0.95
TOP_RIGHT = {
    "tickvals": [-1, 0, 1],
    "len": 0.35,
    "x": 1,
    "xanchor": "right",
    "y": 1,
    "yanchor": "bottom",
    "ypad": 6,
}
TITLE = "Which features move together?"


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """The correlation of every pair of numbers clustered on, each pair over its known values."""
    names = numeric_features(segmentation.analysis)
    subtitle = f"Pearson correlation · {describe_drawn(len(segmentation.customers.frame), segmentation.analysis)}"
    if len(names) < 2:
        return empty_figure(TITLE, subtitle, "Choose two features that are numbers.")
    matrix = _correlations(segmentation.analysis, names)
    related = _most_related(matrix)
    titles = [segmentation.customers.title(names[i]) for i in related]
    matrix = matrix[np.ix_(related, related)]
    cut = (
        f" The {len(related)} most related of {len(names)} features."
        if len(related) < len(names)
        else ""
    )
    pair = _strongest_pair(matrix)
    return build_figure(
        [_cells(matrix, titles)],
        _title(titles, matrix, pair),
        subtitle,
        _note(
            titles,
            matrix,
            pair,
            "in their own units" if segmentation.feature_matrix.mixed else "as prepared",
        )
        + cut,
        xaxis=_title_axis(titles, tickangle=-40),
        yaxis=_title_axis(titles, autorange="reversed"),
    )


def _correlations(analysis: Analysis, names: tuple[str, ...]) -> Floats:
    """Correlate the features as the segments' distances see them: after logarithms, with gaps filled.

    Where the segments are found on principal components, the features have their own values.
    """
    feature_matrix = analysis.feature_matrix
    if feature_matrix.mixed:
        return analysis.customers.frame[list(names)].corr().to_numpy()
    columns = [feature_matrix.sources.index(name) for name in names]
    return pd.DataFrame(feature_matrix.matrix[:, columns]).corr().to_numpy()


def _title_axis(titles: list[str], **options: Any) -> dict[str, Any]:
    ticks = {"tickmode": "array", "tickvals": tick_labels(titles, 20)}
    return axis("", type="category", showgrid=False, ticks="", **ticks, **options)


def _most_related(matrix: Floats) -> list[int]:
    apart = np.abs(np.nan_to_num(matrix)) - np.eye(len(matrix))
    order = np.argsort(-apart.max(axis=1), kind="stable")[:MOST_FEATURES]
    return sorted(order.tolist())


def _strongest_pair(matrix: Floats) -> tuple[int, int]:
    apart = np.abs(np.triu(np.nan_to_num(matrix), 1))
    row, column = np.unravel_index(np.argmax(apart), matrix.shape)
    return int(row), int(column)


def _title(titles: list[str], matrix: Floats, pair: tuple[int, int]) -> str:
    value = float(matrix[pair])
    first, second = (short_title(titles[i], 24) for i in pair)
    if not abs(value) >= 0.3:
        return "No two features move together"
    direction = "together" if value > 0 else "in opposite ways"
    return f"{first} and {second} move {direction}"


def _note(titles: list[str], matrix: Floats, pair: tuple[int, int], state: str) -> str:
    value = float(matrix[pair])
    if abs(value) > REPEATS:
        first, second = (short_title(titles[i], 24) for i in pair)
        return f"{state.capitalize()}, r = {value:.2f}: {second} repeats {first}, leave one out."
    strongest = f"Of the features {state}, the strongest pair has r = {value:.2f}"
    return f"{strongest}; above {REPEATS} one repeats the other."


def _correlation_text(value: float) -> str:
    """Correlation as text, "0.98"; empty where there is none."""
    return f"{value:.2f}".replace("-0.00", "0.00") if value == value else ""


def _cells(matrix: Floats, titles: list[str]) -> dict[str, Any]:
    texts = [[_correlation_text(value) for value in row] for row in matrix.tolist()]
    return {
        "type": "heatmap",
        "x": tick_labels(titles, 20),
        "y": tick_labels(titles, 20),
        "z": matrix,
        "text": texts,
        "texttemplate": "%{text}" if len(titles) <= MOST_NUMBERED else "",
        "customdata": [
            [f"{row_title} and {column_title}" for column_title in titles] for row_title in titles
        ],
        "xgap": 2,
        "ygap": 2,
        "zmin": -1,
        "zmax": 1,
        "colorscale": DIVERGING,
        "colorbar": colour_bar("correlation (r)", **TOP_RIGHT),
        "hovertemplate": "%{customdata}<br>r = %{z:.2f}<extra></extra>",
    }


SPEC = ChartSpec(
    name="correlation",
    title="Correlation",
    summary="How strongly the features move together: two that do count twice in the distances.",
    slot="matrix",
    build=build,
    rank=1,
    per_setting=False,
    version=3,
)
