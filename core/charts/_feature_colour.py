"""The segment map's points coloured by one feature instead of by segment."""

from typing import Any

import numpy as np
import pandas as pd

from core.charts._scales import STRAIGHT, Scale, scale_of
from core.charts._theme import SEQUENTIAL, colour_bar
from core.charts._words import short, title_of
from core.entities import Analysis, Floats, Integers
from core.errors import UserError

LEVELS = 12


class UnknownFeature(UserError):
    template = "There is no feature '{name}' to colour by. Choose one of: {known}."


def styled(trace: dict[str, Any], analysis: Analysis, feature: str, rows: Integers) -> dict[str, Any]:
    """The trace of the customers `rows`, coloured by a feature's values, with a colour bar.

    Numbers span the 2nd to the 98th percentile, on a log scale where skewed; of a category the
    commonest levels have a colour each and the others share the last. UnknownFeature for a name that the customers do not have.
    """
    frame = analysis.customers.frame
    if feature not in frame.columns:
        raise UnknownFeature(name=feature, known=", ".join(analysis.customers.features))
    column = frame[feature].iloc[rows]
    title = short(title_of(analysis, feature))
    number = pd.api.types.is_numeric_dtype(column)
    scale = scale_of(analysis, feature) if number else STRAIGHT
    style = _numbers(column, title, scale) if number else _levels(column, title)
    value = "customdata" if scale.is_log else "marker.color"
    return trace | {
        "name": title,
        "meta": {"points": True, "colour": feature},
        "marker": {"size": 5, "opacity": 0.8, "colorscale": SEQUENTIAL, "showscale": True, **style},
        "hovertemplate": f"Customer %{{text}}<br>{title} %{{{value}:,.4~g}}<extra></extra>",
        **({"customdata": column.to_numpy()} if scale.is_log else {}),
    }


def _numbers(column: "pd.Series[Any]", title: str, scale: Scale) -> dict[str, Any]:
    values: Floats = column.to_numpy(dtype=float, na_value=np.nan)
    known = values[~np.isnan(values)]
    low, high = map(float, np.percentile(known, (2, 98)) if len(known) else (1.0, 2.0))
    ends = scale.place([low, high]).tolist()
    bar = colour_bar(f"{title}, log scale" if scale.is_log else title, **scale.ticks(low, high))
    return {"color": scale.place(values), "cmin": ends[0], "cmax": ends[1], "colorbar": bar}


def _levels(column: "pd.Series[Any]", title: str) -> dict[str, Any]:
    names = list(column.value_counts().index[:LEVELS].map(str))
    codes = pd.Categorical(column.astype(str), categories=names).codes.astype(float)
    if (codes < 0).any():
        codes[codes < 0] = len(names)
        names.append("other or missing")
    ticks = {"tickvals": list(range(len(names))), "ticktext": [short(name, 12) for name in names]}
    return {
        "color": codes,
        "cmin": 0,
        "cmax": max(1, len(names) - 1),
        "colorbar": colour_bar(title, **ticks),
    }
