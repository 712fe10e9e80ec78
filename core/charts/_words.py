"""Numbers and names as a person reads them."""

import re

from core.entities import Analysis

LINEAR_ONLY = "Principal components are known for PCA only. Choose PCA as the view."


def whole(number: int) -> str:
    """4,338"""
    return f"{number:,}"


def percent(share: float) -> str:
    """12 %, and never a bare 0 % or 100 % for a share that is neither."""
    if 0 < share < 0.005:
        return "under 1 %"
    if 0.995 <= share < 1:
        return "over 99 %"
    return f"{share:.0%}".replace("%", " %")


def signed(value: float, digits: int = 1) -> str:
    """+1.8, -0.5, 0.0; empty where there is no value."""
    if value != value:
        return ""
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text


def plain(title: str) -> str:
    """A feature's title without its unit: "Recency" of "Recency (days)"."""
    return re.sub(r"\s*\([^)]*\)$", "", title)


def short(title: str, most: int = 28) -> str:
    """A title that fits beside an axis."""
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"


def count(number: int, noun: str) -> str:
    """1 segment, 5 segments"""
    return f"{whole(number)} {noun}" if number == 1 else f"{whole(number)} {noun}s"


def segment(label: int) -> str:
    """The name of the segment that the arrays call `label`."""
    return f"Segment {label + 1}"


def of_all(drawn: int, analysis: Analysis) -> str:
    """Which customers a chart draws: all of them, or a stratified sample."""
    total = len(analysis.customers.frame)
    if drawn == total:
        return f"all {count(total, 'customer')}" if total != 1 else "1 customer"
    return f"a stratified sample of {whole(drawn)} of {whole(total)}"


def title_of(analysis: Analysis, feature: str) -> str:
    """A feature's title, its column name where it has none."""
    return analysis.customers.titles.get(feature, feature)
