"""Names that changed, in words."""

from collections.abc import Sequence

from core.model import Analysis
from core.text import format_number, join_quoted

MOST_LISTED = 4


def setting_words(analysis: Analysis, setting: float) -> str:
    """A position of the slider: "4 segments", or "Reach (eps) 0.53"."""
    from core.segment import algorithm

    if analysis.sweep.counts:
        return f"{setting:g} segments"
    return f"{algorithm(analysis.recipe.algorithm).slider.title} {format_number(setting)}"


def earlier_name(name: str, setting: str) -> str:
    """Say what the segment of the same number and colour is called at another setting."""
    return f"Was '{name}' at {setting}"


def withdrawn_sentence(names: Sequence[str]) -> str:
    """Say why names of the user's are not on the page."""
    listed, plural = join_quoted(names, most=MOST_LISTED), len(names) > 1
    start = f"Your names {listed} are" if plural else f"Your name {listed} is"
    who = "their" if plural else "its"
    return f"{start} not used here: no segment has enough of {who} customers."
