"""The grid of recency and frequency scores as a heat map."""

import textwrap
from collections.abc import Mapping
from functools import partial
from typing import Any

from core.charts._theme import TEXT, axis, figure
from core.charts._words import number, whole
from core.entities import Floats, Integers
from core.words import percent

Cell = tuple[int, int]
Names = Mapping[Cell, str]
SUBTITLE = "customers and what they bring, by score of recency and frequency, 1 lowest"
# The accent over any surface: text stays readable on it, light and dark.
SHADES = [[0.0, "rgba(47, 91, 215, 0.03)"], [1.0, "rgba(47, 91, 215, 0.5)"]]
WIDEST = 12  # letters of a name in one line


def rfm_heatmap(
    counts: Integers, money: Floats, names: Names, by_money: bool = False, small: bool = False
) -> dict[str, Any]:
    """A cell a score of recency, the best on top, and of frequency; coloured by customers or money.

    `counts` and `money` are (bins, bins), `names` those of the cells (R, F), from 1. A `small` one, for
    a phone, writes into its cells only the figure that it is coloured by.
    """
    shown, scores = money if by_money else counts, [str(i + 1) for i in range(len(counts))]
    label = partial(_label, counts, money, names, by_money if small else None)
    cells = [[(r, f) for f in range(len(counts))] for r in range(len(counts))]
    heat = {
        "type": "heatmap",
        "x": scores,
        "y": scores,
        "z": shown,
        "text": [[label(cell) for cell in row] for row in cells],
        "texttemplate": "%{text}",
        "customdata": [[_told(counts, money, cell, names) for cell in row] for row in cells],
        "xgap": 3,
        "ygap": 3,
        "colorscale": SHADES,
        "showscale": False,
        "zmin": 0,
        "textfont": {"color": TEXT, "size": 10 if small else 12},
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip
    return figure(
        [heat],
        _finding(shown, names, by_money),
        SUBTITLE,
        "Equal values have equal scores; a customer with one order has frequency 1.",
        xaxis=axis("Frequency score", type="category", showgrid=False),
        yaxis=axis("Recency score", type="category", showgrid=False),
    )


def _label(counts: Integers, money: Floats, names: Names, only: bool | None, cell: Cell) -> str:
    """The name, how many customers, what they bring; `only` one of these two, money where it is true."""
    name = names.get((cell[0] + 1, cell[1] + 1), "")
    held = [whole(int(counts[cell])), number(float(money[cell]))]
    head = "<br>".join(textwrap.wrap(name, WIDEST))
    if only is not None:
        return f"{head}<br>{held[only]}" if head else held[only]
    return "<br>".join(filter(None, [f"<b>{head}</b>" if head else "", *held]))


def _told(counts: Integers, money: Floats, cell: Cell, names: Names) -> str:
    name = names.get((cell[0] + 1, cell[1] + 1), "")
    share, brought = counts[cell] / max(1, counts.sum()), float(money[cell])
    head = f"<b>{name}</b><br>" if name else ""
    return (
        f"{head}R {cell[0] + 1}, F {cell[1] + 1}<br>{whole(int(counts[cell]))} customers "
        f"({percent(float(share))})<br>{number(brought)} of revenue"
    )


def _finding(shown: Floats | Integers, names: Names, by_money: bool) -> str:
    """The name, or the cell, that holds most."""
    totals: dict[str, float] = {}
    for r in range(len(shown)):
        for f in range(len(shown)):
            name = names.get((r + 1, f + 1), f"R {r + 1} F {f + 1}")
            totals[name] = totals.get(name, 0.0) + float(shown[r, f])
    best = max(totals, key=lambda name: totals[name])
    whole_sum, what = sum(totals.values()), "revenue" if by_money else "customers"
    if not whole_sum > 0:
        return f"No {what} in any cell"
    return f"{best} {'hold' if names else 'holds'} {percent(totals[best] / whole_sum)} of {what}"
