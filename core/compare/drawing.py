"""Drawings of several results: their agreement and their scores; not charts of one analysis."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.charts import (
    ACCENT,
    LINE,
    MUTED,
    SEQUENTIAL,
    TEXT,
    axis,
    build_figure,
    empty_figure,
    tick_labels,
)
from core.compare import words
from core.model import Floats, Integers
from core.text import format_count

MOST_NUMBERED = 12  # results whose numbers have room in the cells
LABEL_WIDTH = 22  # letters of a result's name at an axis
BORDERLINE = (
    0.5  # share of the other methods below which a customer is called borderline; higher calls more
)
ALIKE, UNLIKE = (
    0.8,
    0.5,
)  # adjusted Rand above which all are called nearly the same, below which none alike
SLANTED, STEEP, FEW_NAMES = -40, -90, 6  # angles of names below the cells, by how many there are
GAP = 0.03  # between two panels, in shares of the width
FAINT = 0.45  # opacity of the bars of results that are not adopted
ROOM = 1.3  # beyond the longest bar, for its number


@dataclass(frozen=True)
class Panel:
    """One score of each result, NaN where there is none; `high` where more of it is better.

    `fair` says which results may be called the best.
    """

    title: str
    high: bool
    values: Floats
    fair: NDArray[np.bool_]


@dataclass(frozen=True)
class Cloud:
    """Customers as points (m, 2) under `axes`, with their `ids` and what the points are taken from."""

    points: Floats
    axes: tuple[str, ...]
    ids: Sequence[str]
    source: str


def agreement_figure(names: Sequence[str], brief: Sequence[str], matrix: Floats) -> dict[str, Any]:
    """Draw the adjusted Rand index (m, m) between each two of m results as a heat map.

    `brief` are the names as they stand at the axes.
    """
    if len(names) < 2:
        return empty_figure(words.AGREE, "", words.TOO_FEW_RESULTS)
    labels = tick_labels(brief, LABEL_WIDTH)
    cells = {
        "type": "heatmap",
        "x": labels,
        "y": labels,
        "z": matrix,
        "zmin": 0,
        "zmax": 1,
        "xgap": 2,
        "ygap": 2,
        "text": [[f"{value:.2f}".replace("-0.00", "0.00") for value in row] for row in matrix],
        "texttemplate": "%{text}" if len(names) <= MOST_NUMBERED else "",
        "customdata": [[f"{first}<br>{second}" for second in names] for first in names],
        "colorscale": SEQUENTIAL,
        "showscale": False,
        "hovertemplate": "%{customdata}<br>adjusted Rand index %{z:.2f}<extra></extra>",
    }
    ticks = {"type": "category", "showgrid": False, "ticks": ""}
    return build_figure(
        [cells],
        _pair_title(brief, matrix),
        f"Each two of {format_count(len(names), 'result')}",
        words.AGREEMENT_NOTE,
        xaxis=axis("", tickangle=STEEP if len(names) > FEW_NAMES else SLANTED, **ticks),
        yaxis=axis("", range=[len(names) - 0.5, -0.5], **ticks),
    )


def _pair_title(names: Sequence[str], matrix: Floats) -> str:
    """Title of what the results have in common."""
    apart = np.where(np.triu(np.ones_like(matrix), 1) > 0, matrix, np.nan)
    first, second = divmod(int(np.nanargmax(apart)), len(names))
    same, unlike = bool(np.nanmin(apart) > ALIKE), bool(np.nanmax(apart) < UNLIKE)
    return words.pair_title(same, unlike, names[first], names[second])


def consensus_figure(
    share: Floats, others: int, adopted: str, cloud: Cloud, rows: Any
) -> dict[str, Any]:
    """Draw the customers coloured by how many of the `others` keep them with the adopted result's group.

    `share` (n,) is that of all customers, `rows` (m,) are those of the cloud.
    """
    from plotly.colors import sample_colorscale

    agreeing = np.rint(share * others).astype(int)
    core, borderline = int((agreeing == others).sum()), int((share < BORDERLINE).sum())
    plotted = agreeing[rows]
    order = np.argsort(-plotted, kind="stable")  # the borderline ones are few, and drawn last
    shades = sample_colorscale(SEQUENTIAL, np.arange(others + 1) / others)
    trace = _cloud_trace(cloud, order, plotted[order], shades)
    x, y = (axis(name, showticklabels=False) for name in cloud.axes[:2])
    return build_figure(
        [trace],
        words.core_title(core, len(share)),
        cloud.source,
        words.borderline_note(borderline, others, adopted),
        xaxis=x,
        yaxis=y,
        dragmode="pan",
        **_shade_key(shades),
        hovermode="closest",
    )


def _cloud_trace(
    cloud: Cloud, order: Integers, agreeing: Integers, shades: Sequence[str]
) -> dict[str, Any]:
    """Points of the cloud in their `order`, each in the shade of how many methods agree."""
    points, ids = cloud.points[order], [cloud.ids[i] for i in order]
    others = len(shades) - 1
    return {
        "type": "scattergl",
        "mode": "markers",
        "x": points[:, 0],
        "y": points[:, 1],
        "text": ids,
        "marker": {
            "color": [shades[agree] for agree in agreeing],
            "opacity": 0.85,
            "line": {"width": 0},
            "size": 7 if len(ids) <= 500 else 5 if len(ids) <= 3000 else 4,
        },
        "customdata": agreeing,
        "hovertemplate": f"Customer %{{text}}<br>%{{customdata}} of {others} other methods agree<extra></extra>",
    }


def _shade_key(shades: Sequence[str]) -> dict[str, Any]:
    """Key of the colours, in a row above the plot."""
    dots = "  ".join(f"<span style='color:{shade}'>●</span> {at}" for at, shade in enumerate(shades))
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom"}
    look = {"showarrow": False, "yshift": 6, "font": {"color": MUTED, "size": 12}}
    margin = {"l": 12, "r": 12, "t": 40, "b": 12}
    return {
        "annotations": [{"text": f"Others that agree  {dots}", **place, **look}],
        "margin": margin,
    }


def no_consensus_figure(source: str) -> dict[str, Any]:
    """Figure in the place of `consensus_figure` while there is nothing to compare with."""
    return empty_figure(words.APART, source, words.NO_OTHER_METHOD)


def scores_figure(
    names: Sequence[str], panels: Sequence[Panel], adopted: int | None, source: str
) -> dict[str, Any]:
    """Draw a row of bars a score; the bars of the result at place `adopted` stand out."""
    measured = [panel for panel in panels if not np.isnan(panel.values).all()]
    if not measured:
        return empty_figure(words.BEST, source, words.NO_SCORES)
    labels = tick_labels(names, LABEL_WIDTH, 2)
    style = {
        "color": [ACCENT if at == adopted else MUTED for at in range(len(names))],
        "opacity": [1 if at == adopted else FAINT for at in range(len(names))],
    }
    layout: dict[str, Any] = {
        "yaxis": axis("", range=[len(names) - 0.5, -0.5], showgrid=False, ticks="", type="category")
    }
    traces = []
    width = (1 - GAP * (len(measured) - 1)) / len(measured)
    for at, panel in enumerate(measured):
        place = "" if at == 0 else str(at + 1)
        start = at * (width + GAP)
        layout[f"xaxis{place}"] = _scale(panel, [start, start + width])
        traces.append(_bars(panel, labels, style, f"x{place}"))
    note = words.SCORES_NOTE if adopted is None else f"{words.SCORES_NOTE} {words.IN_USE_NOTE}"
    return build_figure(traces, _winner(names, measured), source, note, bargap=0.35, **layout)


def _scale(panel: Panel, domain: list[float]) -> dict[str, Any]:
    low, high = min(0.0, float(np.nanmin(panel.values))), max(0.0, float(np.nanmax(panel.values)))
    text = f"{panel.title}<br>{'higher' if panel.high else 'lower'} is better"
    style = {
        "domain": domain,
        "side": "top",
        "showticklabels": False,
        "showgrid": False,
        "zeroline": True,
    }
    spread = (high - low) or 1.0
    return axis(text, range=[low * ROOM, low + spread * ROOM], zerolinecolor=LINE, anchor="y", **style)


def _bars(panel: Panel, labels: Sequence[str], style: dict[str, Any], xaxis: str) -> dict[str, Any]:
    best = _best_places(panel)
    texts = [f"<b>{text}</b>" if at in best else text for at, text in enumerate(_value_texts(panel))]
    return {
        "type": "bar",
        "orientation": "h",
        "xaxis": xaxis,
        "yaxis": "y",
        "y": labels,
        "x": np.nan_to_num(panel.values),
        "text": texts,
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"color": TEXT, "size": 12},
        "marker": style,
        "hovertemplate": f"%{{y}}<br>{panel.title} %{{text}}<extra></extra>",
    }


def _value_texts(panel: Panel) -> list[str]:
    return ["" if value != value else _number(value) for value in panel.values.tolist()]


def _number(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 0.1 else f"{value:.2f}"


def _best_places(panel: Panel) -> set[int]:
    """Places of the fair results whose score reads as the best one."""
    values = np.where(panel.fair, panel.values if panel.high else -panel.values, np.nan)
    if np.isnan(values).all():
        return set()
    texts = _value_texts(panel)
    return {
        at
        for at in np.flatnonzero(panel.fair).tolist()
        if texts[at] == texts[int(np.nanargmax(values))]
    }


def _winner(names: Sequence[str], panels: Sequence[Panel]) -> str:
    """Title that names the one result with the best of most scores; another where there is none."""
    wins = Counter(at for panel in panels for at in _best_places(panel))
    (most, best), (_, second) = (*wins.most_common(2), (0, 0), (0, 0))[:2]
    if best == second or 2 * best <= len(panels):
        return words.BEST
    return words.best_title(names[most], best, len(panels))
