"""How far several results agree, and how they score beside each other; not charts of one analysis."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.charts._theme import (
    ACCENT,
    LINE,
    MUTED,
    SEQUENTIAL,
    TEXT,
    axis,
    colour_bar,
    empty,
    figure,
)
from core.charts._words import count, number, tick_labels, whole
from core.entities import Floats
from core.words import percent

MOST_NUMBERED = 12
LABEL_WIDTH = 22
BORDERLINE = 0.5
GAP = 0.03
ROOM = 1.3  # beyond the longest bar, for its number
AGREE, APART = "Which results agree?", "Which customers are borderline?"
BEST = "Which method is best depends on the score"
BAR = {
    "tickvals": [0, 0.5, 1],
    "len": 0.3,
    "x": 1,
    "xanchor": "right",
    "y": 1,
    "yanchor": "bottom",
    "ypad": 6,
}


@dataclass(frozen=True)
class Panel:
    """One score of each result, NaN where there is none; `high` where more of it is better."""

    title: str
    high: bool
    values: Floats


@dataclass(frozen=True)
class Cloud:
    """Customers as points (m, 2) under `axes`, with their `ids` and what the points are taken from."""

    points: Floats
    axes: tuple[str, ...]
    ids: Sequence[str]
    source: str


def agreement(names: Sequence[str], matrix: Floats) -> dict[str, Any]:
    """The adjusted Rand index (m, m) between each two of m results as a heat map."""
    if len(names) < 2:
        return empty(AGREE, "", "Compare at least two results.")
    labels = tick_labels(names, LABEL_WIDTH)
    cells = {
        "type": "heatmap", "x": labels, "y": labels, "z": matrix, "zmin": 0, "zmax": 1, "xgap": 2, "ygap": 2,
        "text": [[f"{value:.2f}".replace("-0.00", "0.00") for value in row] for row in matrix],
        "texttemplate": "%{text}" if len(names) <= MOST_NUMBERED else "",
        "customdata": [[f"{one}<br>{other}" for other in names] for one in names],
        "colorscale": SEQUENTIAL, "colorbar": colour_bar("adjusted Rand index", **BAR),
        "hovertemplate": "%{customdata}<br>adjusted Rand index %{z:.2f}<extra></extra>",
    }  # fmt: skip
    note = "1: the same groups; 0: no more alike than by chance. Noise counts as a group of its own."
    ticks = {"type": "category", "showgrid": False, "ticks": ""}
    return figure(
        [cells], _pair(names, matrix), f"Each two of {count(len(names), 'result')}", note,
        xaxis=axis("", tickangle=-40, **ticks), yaxis=axis("", autorange="reversed", **ticks),
    )  # fmt: skip


def _pair(names: Sequence[str], matrix: Floats) -> str:
    """What the results have in common, as a title."""
    apart = matrix[np.triu_indices(len(names), 1)]
    if apart.min() > 0.8:
        return "All results are nearly the same groups"
    if apart.max() < 0.5:
        return "No two results are much alike"
    return f"{percent(float((apart >= 0.8).mean()))} of the pairs of results are nearly the same"


def consensus(share: Floats, others: int, adopted: str, cloud: Cloud, rows: Any) -> dict[str, Any]:
    """The customers coloured by how many of the `others` keep them with the adopted result's group.

    `share` (n,) is that of all customers, `rows` (m,) are those of the cloud.
    """
    agreeing = np.rint(share * others).astype(int)
    core, borderline = int((agreeing == others).sum()), int((share < BORDERLINE).sum())
    shown = agreeing[rows]
    order = np.argsort(-shown, kind="stable")  # the borderline ones are few, and drawn last
    points, ids = cloud.points[order], [cloud.ids[i] for i in order]
    trace = {
        "type": "scattergl", "mode": "markers", "x": points[:, 0], "y": points[:, 1], "text": ids,
        "marker": {
            "color": shown[order], "cmin": 0, "cmax": others, "colorscale": SEQUENTIAL,
            "size": 7 if len(ids) <= 500 else 5 if len(ids) <= 3000 else 4, "opacity": 0.85, "line": {"width": 0},
            "colorbar": colour_bar("other methods that agree", **BAR | {"tickvals": [0, others // 2, others]}),
        },
        "hovertemplate": f"Customer %{{text}}<br>%{{marker.color}} of {others} other methods agree<extra></extra>",
    }  # fmt: skip
    x, y = (axis(name, showticklabels=False) for name in cloud.axes[:2])
    note = f"{_borderline(borderline)} of {count(others, 'other method')} agree with {adopted}."
    return figure(
        [trace],
        _core(core, len(share)),
        cloud.source,
        note,
        xaxis=x,
        yaxis=y,
        dragmode="pan",
        hovermode="closest",
    )


def no_consensus(source: str) -> dict[str, Any]:
    """In the place of `consensus` while there is nothing to compare with."""
    return empty(APART, source, "Compare at least one other method with the adopted one.")


def _core(core: int, customers: int) -> str:
    verb = "is" if core == 1 else "are"
    return f"{whole(core)} of {count(customers, 'customer')} {verb} in the same group whichever method is used"


def _borderline(customers: int) -> str:
    who = "1 customer is" if customers == 1 else f"{whole(customers)} customers are"
    return f"{who} borderline: fewer than half"


def scores(
    names: Sequence[str], panels: Sequence[Panel], adopted: int | None, source: str
) -> dict[str, Any]:
    """A row of bars a score; the bars of the result at place `adopted` stand out."""
    known = [panel for panel in panels if not np.isnan(panel.values).all()]
    if not known:
        return empty(BEST, source, "No result has a score yet.")
    labels = tick_labels(names, LABEL_WIDTH, 2)
    colours = [ACCENT if at == adopted else MUTED for at in range(len(names))]
    layout: dict[str, Any] = {
        "yaxis": axis("", autorange="reversed", showgrid=False, ticks="", type="category")
    }
    traces = []
    width = (1 - GAP * (len(known) - 1)) / len(known)
    for at, panel in enumerate(known):
        place = "" if at == 0 else str(at + 1)
        start = at * (width + GAP)
        layout[f"xaxis{place}"] = _scale(panel, [start, start + width])
        traces.append(_bars(panel, labels, colours, f"x{place}"))
    notes = "Bold: the best of its score. " + "The accent colour marks the adopted result." * (
        adopted is not None
    )
    return figure(traces, _winner(names, known), source, notes.strip(), bargap=0.35, **layout)


def _scale(panel: Panel, domain: list[float]) -> dict[str, Any]:
    low, high = min(0.0, float(np.nanmin(panel.values))), max(0.0, float(np.nanmax(panel.values)))
    text = f"{panel.title}<br>{'higher' if panel.high else 'lower'} is better"
    shown = {
        "domain": domain,
        "side": "top",
        "showticklabels": False,
        "showgrid": False,
        "zeroline": True,
    }
    spread = (high - low) or 1.0
    return axis(text, range=[low * ROOM, low + spread * ROOM], zerolinecolor=LINE, anchor="y", **shown)


def _bars(panel: Panel, labels: Sequence[str], colours: Sequence[str], xaxis: str) -> dict[str, Any]:
    best = _best(panel)
    texts = ["" if value != value else number(value) for value in panel.values.tolist()]
    texts[best] = f"<b>{texts[best]}</b>"
    return {
        "type": "bar", "orientation": "h", "xaxis": xaxis, "yaxis": "y", "y": labels,
        "x": np.nan_to_num(panel.values), "text": texts, "textposition": "outside", "cliponaxis": False,
        "textfont": {"color": TEXT, "size": 12}, "marker": {"color": colours},
        "hovertemplate": f"%{{y}}<br>{panel.title} %{{text}}<extra></extra>",
    }  # fmt: skip


def _best(panel: Panel) -> int:
    return int(np.nanargmax(panel.values) if panel.high else np.nanargmin(panel.values))


def _winner(names: Sequence[str], panels: Sequence[Panel]) -> str:
    winners = [_best(panel) for panel in panels]
    most = max(sorted(set(winners)), key=winners.count)
    wins, asked = winners.count(most), len(panels)
    if wins == asked:
        return f"{names[most]} is best by every score"
    if wins * 2 > asked:
        return f"{names[most]} is best by {wins} of {asked} scores"
    return BEST
