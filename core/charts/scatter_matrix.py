"""Every pair of the most distinguishing features, a point a customer."""

from collections.abc import Mapping
from typing import Any

from core.charts._contrasts import groups, leading
from core.charts._points import thinned
from core.charts._theme import axis, colour, empty, figure, legend, marker
from core.charts._words import count, of_all, plain, segment, short, title_of
from core.entities import Analysis, Integers
from core.specs import ChartSpec

MOST_FEATURES = 5
MOST_CUSTOMERS = 2000
TITLE = "Which pair of features separates best?"


def build(analysis: Analysis, setting: int, options: Mapping[str, Any]) -> dict[str, Any]:
    """A scatter plot a pair of at most five features in original units, coloured by segment."""
    names = leading(analysis, setting, MOST_FEATURES)
    found = groups(analysis, setting)
    rows = thinned(analysis.shown, found.labels[analysis.shown], MOST_CUSTOMERS)
    subtitle = f"{count(len(names), 'feature')} · {of_all(len(rows), analysis)}"
    if len(names) < 2:
        return empty(TITLE, subtitle, "Choose two features that are numbers.")
    parts = [rows[found.labels[rows] == i] for i in range(len(found.sizes))]
    return figure(
        [_points(analysis, names, i, part) for i, part in enumerate(parts)],
        TITLE,
        subtitle,
        _note(analysis, names),
        **_axes(len(names)),
        showlegend=True,
        legend=legend() | {"itemsizing": "constant"},
        dragmode="select",
        hovermode="closest",
    )


def _points(analysis: Analysis, names: tuple[str, ...], label: int, rows: Integers) -> dict[str, Any]:
    frame = analysis.customers.frame
    return {
        "type": "splom",
        "name": segment(label),
        "meta": {"segment": label + 1},
        "dimensions": [
            {
                "label": short(plain(title_of(analysis, name)), 12),
                "values": frame[name].to_numpy()[rows],
            }
            for name in names
        ],
        "text": frame.index.to_numpy()[rows].astype(str),
        "diagonal": {"visible": False},
        "showupperhalf": False,
        "marker": {
            "color": colour(label + 1),
            "symbol": marker(label + 1),
            "size": 3,
            "opacity": 0.6,
            "line": {"width": 0},
        },
        "hovertemplate": f"<b>{segment(label)}</b><br>Customer %{{text}}<br>"
        "%{xaxis.title.text} %{x:,.4~g}<br>%{yaxis.title.text} %{y:,.4~g}<extra></extra>",
    }


def _axes(features: int) -> dict[str, Any]:
    """Axes without a title of their own: the feature titles of the trace stand there."""
    style = axis("", nticks=4)
    del style["title"]["text"]
    ends = ["" if i == 0 else str(i + 1) for i in range(features)]
    return {f"{letter}axis{end}": style for letter in "xy" for end in ends}


def _note(analysis: Analysis, names: tuple[str, ...]) -> str:
    of = len(analysis.customers.features)
    titles = ", ".join(title_of(analysis, name) for name in names)
    return f"The most distinguishing of {count(of, 'feature')}: {titles}."


SPEC = ChartSpec(
    name="scatter_matrix",
    title="Scatter matrix",
    summary="Customers in every pair of the features that set the segments furthest apart.",
    slot="matrix",
    build=build,
)
