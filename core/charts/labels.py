"""Numbers and names as a person reads them."""

import textwrap
from collections import Counter
from collections.abc import Callable, Sequence

from core.charts import words
from core.model import NOISE, Analysis
from core.text import format_count, shorten

# With a space that no line breaks at, and by which `name_segments` tells it from a text of the data.
SEGMENT_WORD = "Segment\u00a0"

# Rows of a card that have room for two lines of a label; more lets the labels of neighbours touch.
TWO_LINE_ROWS = 4


def signed_number(value: float, digits: int = 1) -> str:
    """Number with its sign, "+1.8", "-0.5", "0.0"; empty where there is no value."""
    if value != value:
        return ""
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text


def tick_labels(titles: Sequence[str], width: int, lines: int = 1) -> list[str]:
    """Titles as axis labels of at most so many lines each, no two of them alike.

    Where the starts of two long titles are alike, their ends are kept as well; plotly would draw
    two features of one label as one.
    """
    starts = [_fit_label(title, width, lines, shorten) for title in titles]
    counts = Counter(starts)
    fitted = [
        _fit_label(title, width, lines, _keep_ends) if counts[start] > 1 else start
        for title, start in zip(titles, starts, strict=True)
    ]
    repeats = [fitted[:i].count(label) for i, label in enumerate(fitted)]
    return [f"{text} ({n + 1})" if n else text for text, n in zip(fitted, repeats, strict=True)]


def row_labels(titles: Sequence[str], width: int) -> list[str]:
    """Titles as labels of a card's rows: two lines each where there are few rows, else one a bit longer."""
    return (
        tick_labels(titles, width, 2)
        if len(titles) <= TWO_LINE_ROWS
        else tick_labels(titles, width + 4)
    )


def _fit_label(title: str, width: int, lines: int, cut: Callable[[str, int], str]) -> str:
    """Wrap as much of a title as `cut` leaves to so many lines."""
    lengths = range(width * lines, width // 2, -1)
    labels = (_wrap_label(cut(title, most), width) for most in lengths)
    return next((text for text in labels if text.count("<br>") < lines), cut(title, width // 2))


def _wrap_label(label: str, width: int) -> str:
    """Wrap a label to lines of `width` letters, half as many more for a word that would else be cut."""
    longest = max(map(len, label.split()), default=0)
    room = max(width, min(longest, width * 3 // 2))
    return "<br>".join(textwrap.wrap(label, room) or [label])


def _keep_ends(title: str, most: int) -> str:
    if len(title) <= most:
        return title
    start = most // 2
    end = title[start + 1 - most :]
    return f"{title[:start].rstrip()}…{end[end.find(' ') + 1 :]}"


def default_segment_name(number: int) -> str:
    """Name of the segment of a number, where it has none of its own."""
    return "Noise" if number == NOISE + 1 else f"{SEGMENT_WORD}{number}"


def noise_note(customers: int) -> str:
    """A sentence on the customers who are in no segment; empty where there are none."""
    if not customers:
        return ""
    return words.noise_sentence(customers)


def describe_drawn(customers: int, analysis: Analysis) -> str:
    """Describe the customers that a chart draws: all of them, or a stratified sample."""
    total = len(analysis.customers.frame)
    if customers == total:
        return f"all {format_count(total, 'customer')}" if total != 1 else "1 customer"
    return words.sample_phrase(customers, total)
