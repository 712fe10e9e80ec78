"""The segment map's points coloured by one feature instead of by segment."""

from typing import Any

import numpy as np
import pandas as pd

from core.charts.axes import STRAIGHT, Scale, feature_scale
from core.charts.theme import SEQUENTIAL, colour_bar
from core.errors import UserError
from core.model import Analysis, Floats, Integers
from core.text import shorten

LEVELS = 12


class UnknownFeature(UserError):
    template = "There is no feature '{name}' to colour by. Choose one of: {known}."


def colour_by_feature(
    trace: dict[str, Any], analysis: Analysis, feature: str, rows: Integers
) -> dict[str, Any]:
    """Colour the trace of the customers `rows` by a feature's values, with a colour bar.

    Numbers span the 2nd to the 98th percentile, on a log scale where skewed; of a category the
    commonest levels have a colour each and the others share the last. Pointing at a customer tells
    the value in its own units or words. UnknownFeature for a name that the customers do not have.
    """
    frame = analysis.customers.frame
    if feature not in frame.columns:
        raise UnknownFeature(name=feature, known=", ".join(analysis.customers.features))
    column = frame[feature].iloc[rows]
    title = shorten(analysis.customers.title(feature))
    number = pd.api.types.is_numeric_dtype(column)
    scale = feature_scale(analysis, feature) if number else STRAIGHT
    style = _number_style(column, title, scale) if number else _level_style(column, title)
    value = "%{marker.color:,.4~g}" if number else "%{customdata}"
    texts: dict[str, Any] = {} if number else {"customdata": _value_texts(column)}
    if scale.is_log:
        value, texts = "%{customdata:,.4~g}", {"customdata": column.to_numpy()}
    return trace | {
        "name": title,
        "meta": {"points": True, "colour": feature},
        "marker": {"size": 5, "opacity": 0.8, "colorscale": SEQUENTIAL, "showscale": True, **style},
        "hovertemplate": f"Customer %{{text}}<br>{title} {value}<extra></extra>",
        **texts,
    }


def _number_style(column: "pd.Series[Any]", title: str, scale: Scale) -> dict[str, Any]:
    values: Floats = column.to_numpy(dtype=float, na_value=np.nan)
    measured = values[~np.isnan(values)]
    low, high = map(float, np.percentile(measured, (2, 98)) if len(measured) else (1.0, 2.0))
    ends = scale.place([low, high]).tolist()
    bar = colour_bar(f"{title}, log scale" if scale.is_log else title, **scale.ticks(low, high))
    return {"color": scale.place(values), "cmin": ends[0], "cmax": ends[1], "colorbar": bar}


def _level_style(column: "pd.Series[Any]", title: str) -> dict[str, Any]:
    names = list(column.value_counts().index[:LEVELS].map(str))
    place = {name: i for i, name in enumerate(names)}
    codes = np.array([place.get(word, len(names)) for word in _value_texts(column)])
    if (codes == len(names)).any():
        names.append("other or missing")
    ticks = {"tickvals": list(range(len(names))), "ticktext": [shorten(name, 12) for name in names]}
    return {
        "color": codes,
        "cmin": 0,
        "cmax": max(1, len(names) - 1),
        "colorbar": colour_bar(title, **ticks),
    }


def _value_texts(column: "pd.Series[Any]") -> list[str]:
    pairs = zip(column, column.isna(), strict=True)
    return ["missing" if gone else str(value) for value, gone in pairs]
