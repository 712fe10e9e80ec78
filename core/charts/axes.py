"""The scale that a feature is drawn on: logarithmic where a few large values would hide the rest."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.charts.theme import TEXT, axis
from core.model import Analysis, Floats

SKEWED = 1.0  # skewness above which a logarithm is tried, as in preparing the features

HELPS = 0.9  # share of the skewness that a logarithm may leave at most

MOST_TICKS = 5

CLOSEST = 0.12  # between two ticks, in shares of the axis


@dataclass(frozen=True)
class Scale:
    """Scale that places values on an axis.

    Straight where `unit` is None, log10 of the value where it is 0; else log10(1 + |value| / unit)
    with the value's sign, for values that are 0 or negative.
    """

    unit: float | None = None

    @property
    def is_log(self) -> bool:
        return self.unit is not None

    def place(self, values: Any) -> Floats:
        """Positions on the axis; NaN stays NaN."""
        numbers: Floats = np.asarray(values, dtype=float)
        if self.unit is None:
            return numbers
        if not self.unit:
            return np.log10(numbers)
        signed: Floats = np.sign(numbers) * np.log10(1 + np.abs(numbers) / self.unit)
        return signed

    def ticks(self, low: float, high: float, closest: float = CLOSEST) -> dict[str, Any]:
        """Ticks at round values between two values, no two closer than the share `closest` of the axis; plotly's own
        on a straight scale."""
        if self.unit is None:
            return {}
        inside = [v for v in self._round_values(low, high) if low <= v <= high] or [low, high]
        values = self._without_touching(inside, low, high, closest)
        picked = values[:: math.ceil(len(values) / MOST_TICKS)]
        texts = [compact_number(value) for value in picked]
        return {"tickmode": "array", "tickvals": self.place(picked).tolist(), "ticktext": texts}

    def _without_touching(
        self, values: Sequence[float], low: float, high: float, closest: float
    ) -> list[float]:
        """The values without those whose numbers would touch the one before them."""
        room = closest * float(np.ptp(self.place([low, high])))
        clear = list(values[:1])
        for value in values[1:]:
            if np.ptp(self.place([clear[-1], value])) >= room:
                clear.append(value)
        return clear

    def _round_values(self, low: float, high: float) -> list[float]:
        ends = [abs(end) for end in (low, high) if end]
        least = self.unit or min(ends, default=1.0)
        first, last = (math.floor(math.log10(end)) for end in (least, max(ends, default=1.0)))
        decades = range(first, last + 1)
        steps = (1,) if len(decades) > 2 else (1, 2, 5)
        sizes = [step * 10.0**power for power in decades for step in steps]
        return sizes if low > 0 else [*(-size for size in sizes[::-1]), 0.0, *sizes]


STRAIGHT = Scale()


def feature_scale(analysis: Analysis, feature: str) -> Scale:
    """The scale on which a number feature's shown customers are least skewed."""
    values = analysis.customers.frame[feature].to_numpy(float, na_value=np.nan)[analysis.plotted_rows]
    measured = values[~np.isnan(values)]
    skewness = _skewness(measured)
    if not skewness > SKEWED:
        return STRAIGHT
    scale = Scale(0.0 if measured.min() > 0 else _log_unit(measured))
    return scale if abs(_skewness(scale.place(measured))) < HELPS * skewness else STRAIGHT


def round_step(length: float, most: int) -> float:
    """The least of 1, 2 and 5 times a power of ten of which at most `most` make a length above 0."""
    power = 10.0 ** math.floor(math.log10(length / most))
    return next(step * power for step in (1, 2, 5, 10) if length <= most * step * power)


def compact_number(value: float) -> str:
    """Number in few letters: 10k, 2M, 0.5."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"


def _log_unit(values: Floats) -> float:
    """The power of ten below nearly all values that are not 0."""
    sizes = np.abs(values[values != 0])
    return 10.0 ** math.floor(math.log10(np.percentile(sizes, 5)))


def _skewness(values: Floats) -> float:
    spread = values.std() if len(values) else 0.0
    return float(np.mean(((values - values.mean()) / spread) ** 3)) if spread > 0 else 0.0


BESIDE, ABOVE = 0.15, 0.1


def panel_axes(titles: Sequence[str], y: Sequence[dict[str, Any]], x: dict[str, Any]) -> dict[str, Any]:
    """Axes x, y, x2, y2, ... in two columns, the title above each; `x` is shared by all of them."""
    layout: dict[str, Any] = {"annotations": []}
    for i, title in enumerate(titles):
        across, down = _panel_domains(i, len(titles))
        end = axis_end(i)
        lowest = i + 2 >= len(titles)
        layout[f"xaxis{end}"] = axis("", domain=across, anchor=f"y{end}", **x) | {
            "showticklabels": lowest
        }
        layout[f"yaxis{end}"] = axis("", domain=down, anchor=f"x{end}", **y[i])
        layout["annotations"].append(_panel_heading(title, across[0], down[1]))
    return layout


def segment_axis(places: Sequence[str], titles: Sequence[str]) -> dict[str, Any]:
    """The axis of bars that each stand for a segment, the first on top: `places` are the bars' own
    values, `titles` what is written beside them."""
    return axis(
        "",
        type="category",
        categoryarray=list(places)[::-1],
        categoryorder="array",
        showgrid=False,
        tickmode="array",
        tickvals=list(places),
        ticktext=list(titles),
    )


def axis_end(position: int) -> str:
    """Suffix that plotly puts behind "x" and "y" in the names of a panel's axes."""
    return str(position + 1) if position else ""


def _panel_domains(position: int, panels: int) -> tuple[list[float], list[float]]:
    rows, columns = math.ceil(panels / 2), min(panels, 2)
    width, height = (1 - BESIDE * (columns - 1)) / columns, (1 - ABOVE * rows) / rows
    left = position % 2 * (width + BESIDE)
    top = 1 - ABOVE * 0.8 - position // 2 * (height + ABOVE)
    return [left, left + width], [max(0.0, top - height), top]


def _panel_heading(title: str, x: float, y: float) -> dict[str, Any]:
    ends = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return {
        "text": title,
        "x": x,
        "y": y,
        "showarrow": False,
        "font": {"color": TEXT, "size": 11},
        **ends,
    }
