"""How strongly the features move together (Pearson)."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.charts._contrasts import numbers
from core.charts._theme import DIVERGING, MUTED, axis, empty, figure
from core.charts._words import of_all, plain, short, title_of
from core.entities import Analysis, Floats
from core.specs import ChartSpec

MOST_FEATURES = 20
REPEATS = 0.95
TITLE = "Which features move together?"


def build(analysis: Analysis, setting: int, options: Mapping[str, Any]) -> dict[str, Any]:
    """The correlation of every pair of chosen number features, each pair over its known values."""
    names = numbers(analysis)
    subtitle = f"Pearson correlation · {of_all(len(analysis.customers.frame), analysis)}"
    if len(names) < 2:
        return empty(TITLE, subtitle, "Choose two features that are numbers.")
    frame = analysis.customers.frame[list(names)].astype(float)
    matrix = frame.corr().to_numpy()
    kept = _most_related(matrix)
    titles = [short(title_of(analysis, names[i]), 20) for i in kept]
    matrix = matrix[np.ix_(kept, kept)]
    cut = f" The {len(kept)} most related of {len(names)} features." if len(kept) < len(names) else ""
    pair = _strongest(matrix)
    return figure(
        [_cells(matrix, titles)],
        _title(titles, matrix, pair),
        subtitle,
        _note(titles, matrix, pair) + cut,
        xaxis=axis("", type="category", showgrid=False, ticks="", tickangle=-40),
        yaxis=axis("", type="category", showgrid=False, ticks="", autorange="reversed"),
    )


def _most_related(matrix: Floats) -> list[int]:
    apart = np.abs(np.nan_to_num(matrix)) - np.eye(len(matrix))
    order = np.argsort(-apart.max(axis=1), kind="stable")[:MOST_FEATURES]
    return sorted(order.tolist())


def _strongest(matrix: Floats) -> tuple[int, int]:
    apart = np.abs(np.triu(np.nan_to_num(matrix), 1))
    row, column = np.unravel_index(np.argmax(apart), matrix.shape)
    return int(row), int(column)


def _title(titles: list[str], matrix: Floats, pair: tuple[int, int]) -> str:
    value = float(matrix[pair])
    first, second = (plain(titles[i]) for i in pair)
    if not abs(value) >= 0.3:
        return "No two features move together"
    direction = "together" if value > 0 else "in opposite ways"
    return f"{first} and {second} move {direction}"


def _note(titles: list[str], matrix: Floats, pair: tuple[int, int]) -> str:
    value = float(matrix[pair])
    if abs(value) > REPEATS:
        first, second = (plain(titles[i]) for i in pair)
        return f"r = {value:.2f}: {second} repeats {first}, leave one out."
    return f"The strongest pair has r = {value:.2f}; above {REPEATS} one feature repeats the other."


def _text(value: float) -> str:
    """The usual ".98", short enough for a small cell; empty where there is no correlation."""
    return f"{value:.2f}".replace("0.", ".", 1).replace("-.00", ".00") if value == value else ""


def _cells(matrix: Floats, titles: list[str]) -> dict[str, Any]:
    texts = [[_text(value) for value in row] for row in matrix.tolist()]
    return {
        "type": "heatmap",
        "x": titles,
        "y": titles,
        "z": matrix,
        "text": texts,
        "texttemplate": "%{text}" if len(titles) <= 10 else "",
        "textfont": {"size": 10},
        "xgap": 2,
        "ygap": 2,
        "zmin": -1,
        "zmax": 1,
        "colorscale": DIVERGING,
        "colorbar": {
            "thickness": 8,
            "len": 0.8,
            "outlinewidth": 0,
            "title": {"text": "correlation (r)", "side": "right", "font": {"color": MUTED, "size": 11}},
            "tickfont": {"color": MUTED, "size": 10},
        },
        "hovertemplate": "%{x} and %{y}<br>r = %{z:.2f}<extra></extra>",
    }


SPEC = ChartSpec(
    name="correlation",
    title="Correlation",
    summary="How strongly the features move together: two that do count twice in the distances.",
    slot="matrix",
    build=build,
    rank=1,
    per_setting=False,
)
