"""Charts that only a report has: what each segment is worth, and how one differs from all others."""

from collections.abc import Sequence
from typing import Any

from core.charts import LINE, MUTED, axis, build_figure, tick_labels
from core.model import Marker, SegmentProfile
from core.report.document.content import Figure
from core.report.document.style import Kind
from core.report.report_data import ReportData, numbered_name, profile_colour
from core.text import format_percent

# Letters are as large as running text on a page, and large enough for a slide.
LETTERS, SHARE_OF_WIDTH = 15, 0.8
ROW, AROUND = 0.08, 0.09  # heights of a row and of what stands around all rows, as shares of the width
FEWEST_ROWS = 3
NAME_LETTERS, NAME_LINES = 24, 2
MANY = 6  # segments, above which each has a lower row and one line for its name
LOW_ROW, LINE_LETTERS = 0.055, 30
MOST_LOW, LOWEST_ROW = 9, 0.042  # segments, above which rows are lower still: all are on one page
MOST_DIFFERENCES = 5
ROOM_FOR_LABELS = 1.25  # of the longest bar
LETTER_WIDTH = 0.56  # of its height


def value_figure(report: ReportData) -> tuple[Figure, ...]:
    """Share of customers beside share of revenue of each segment; customers alone where no money is known."""
    profiles = report.profiles
    if not profiles:
        return ()
    with_money = report.money is not None and all(p.money_share is not None for p in profiles)
    titles = [numbered_name(profile) for profile in profiles]
    many = len(profiles) > MANY
    names = tick_labels(titles, LINE_LETTERS) if many else _labels(titles)
    bars = [
        _share_bars(report, names, "Share of customers", [p.share for p in profiles], faded=with_money)
    ]
    if with_money:
        shares = [p.money_share or 0.0 for p in profiles]
        bars.append(_share_bars(report, names, "Share of revenue", shares, faded=False))
    longest = max(max(bar["x"]) for bar in bars)
    lowest = min(0.0, *(min(bar["x"]) for bar in bars))
    title = "Share of customers and share of revenue" if with_money else "Share of customers"
    chart = build_figure(
        bars,
        title,
        "",
        "",
        barmode="group",
        bargap=0.3,
        separators="".join(report.style.marks),
        bargroupgap=0.05,
        xaxis=_bare_axis([lowest * ROOM_FOR_LABELS, longest * ROOM_FOR_LABELS]),
        yaxis=_name_axis(names),
        **_key(with_money),
    )
    alt = f"Bars. {title}: " + "; ".join(_share_words(report, profile) for profile in profiles) + "."
    rows = len(profiles) * (1.35 if with_money else 1.0)
    height = _height(rows, LOWEST_ROW if len(profiles) > MOST_LOW else LOW_ROW if many else ROW)
    return (Figure("segment_value", chart, title, alt, "", height, SHARE_OF_WIDTH),)


def _key(with_money: bool) -> dict[str, Any]:
    if not with_money:
        return {"margin": dict.fromkeys("lrtb", 8)}
    text = "pale: share of customers · full: share of revenue"
    place = {"xref": "paper", "yref": "paper", "x": 1, "y": 1, "xanchor": "right", "yanchor": "bottom"}
    note = {"text": text, "showarrow": False, "font": {"color": MUTED, "size": LETTERS - 2}, **place}
    return {"annotations": [note], "margin": {"l": 8, "r": 8, "t": 30, "b": 8}}


def _share_bars(
    report: ReportData, names: Sequence[str], title: str, shares: Sequence[float], *, faded: bool
) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": title,
        "x": list(shares),
        "y": list(names),
        "text": [report.style.text(share, "share") for share in shares],
        "textposition": "outside",
        "textfont": {"size": LETTERS},
        "constraintext": "none",
        "cliponaxis": False,
        "marker": {
            "color": [profile_colour(profile) for profile in report.profiles],
            "opacity": 0.4 if faded else 1.0,
        },
        "hovertemplate": f"%{{y}}<br>{title}: %{{text}}<extra></extra>",
    }


def _share_words(report: ReportData, profile: SegmentProfile) -> str:
    customers = f"{profile.name} {report.style.text(profile.share, 'share')} of the customers"
    if report.money is None or profile.money_share is None:
        return customers
    return f"{customers}, {report.style.text(profile.money_share, 'share')} of the revenue"


def difference_figure(report: ReportData, profile: SegmentProfile) -> tuple[Figure, ...]:
    """Differences of the segment from all other customers, with both averages at each bar."""
    markers = profile.markers[:MOST_DIFFERENCES]
    if not markers:
        return ()
    lengths = [marker.difference for marker in markers]
    names = _labels([_marker_title(marker) for marker in markers])
    labels = [_marker_label(report, marker) for marker in markers]
    end = 1.05 * max(map(abs, lengths))
    title = "Compared with everyone else"
    bar = {
        "type": "bar",
        "orientation": "h",
        "x": lengths,
        "y": names,
        "text": labels,
        "textposition": "none",
        "marker": {"color": profile_colour(profile)},
        "hovertemplate": "%{y}<br>%{text}<extra></extra>",
    }
    chart = build_figure(
        [bar],
        title,
        "",
        "",
        bargap=0.35,
        separators="".join(report.style.marks),
        margin={"l": 8, "r": LETTER_WIDTH * LETTERS * max(map(len, labels)) + 16, "t": 8, "b": 34},
        xaxis=_bare_axis([-end, end], zeroline=True, zerolinecolor=MUTED, zerolinewidth=1),
        yaxis=_name_axis(names),
        annotations=[*_value_column(names, labels), *_directions()],
    )
    words = "; ".join(f"{_marker_title(m)} {_marker_label(report, m)}" for m in markers)
    name, alt = (
        f"difference_{profile.segment}",
        f"Bars. {profile.name} compared with everyone else: {words}.",
    )
    return (Figure(name, chart, title, alt, "", _height(len(markers)), SHARE_OF_WIDTH),)


def _value_column(names: Sequence[str], labels: Sequence[str]) -> list[dict[str, Any]]:
    """The averages in a column of their own at the right, where no bar runs into them."""
    place = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 10, "yref": "y", "align": "left"}
    font = {"showarrow": False, "font": {"size": LETTERS}}
    return [
        {"text": text, "y": name, **place, **font} for name, text in zip(names, labels, strict=True)
    ]


def _directions() -> list[dict[str, Any]]:
    """Words for bars to the left and to the right."""
    place = {"x": 0, "xref": "x", "y": 0, "yref": "paper", "yanchor": "top", "yshift": -6}
    font = {"showarrow": False, "font": {"color": MUTED, "size": LETTERS - 1}}
    words = (("← lower", "right", -10), ("higher →", "left", 10))
    return [{"text": t, "xanchor": side, "xshift": shift, **place, **font} for t, side, shift in words]


def _marker_title(marker: Marker) -> str:
    return marker.title if marker.value is None else f"{marker.title}: {marker.value}"


def _marker_label(report: ReportData, marker: Marker) -> str:
    """28 (others 196)"""
    if marker.value is not None:
        mean, rest = format_percent(marker.own), format_percent(marker.others)
        return report.prose(f"{mean} (others {rest})")
    kind: Kind = "money" if marker.feature in report.money_features else "number"
    mean, rest = (report.style.text(part, kind) for part in (marker.own, marker.others))
    return f"{mean} (others {rest})"


def _bare_axis(span: Sequence[float], **options: Any) -> dict[str, Any]:
    """An axis without ticks: the bars have their values beside them."""
    return axis(
        "", range=list(span), showticklabels=False, showgrid=False, **{"gridcolor": LINE} | options
    )


def _name_axis(names: Sequence[str]) -> dict[str, Any]:
    """The names of the rows, the first on top."""
    font = {"tickfont": {"size": LETTERS}, "categoryorder": "array", "categoryarray": names}
    return axis("", type="category", autorange="reversed", showgrid=False, **font)


def _labels(titles: Sequence[str]) -> list[str]:
    return tick_labels(titles, NAME_LETTERS, NAME_LINES)


def _height(rows: float, row: float = ROW) -> float:
    return round(AROUND + row * max(rows, FEWEST_ROWS), 3)
