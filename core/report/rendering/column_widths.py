"""Widths of a table's columns at which no word or number is broken, and which columns are figures."""

from collections.abc import Sequence

from core.report.document.content import Table
from core.report.document.style import Style
from core.report.rendering.page_values import cell_texts, relative_widths
from core.report.rendering.text_measure import BOLD, text_width

UNBROKEN = 14  # letters of a cell that stays on one line
MOST = 0.5  # of the table's width that one word may ask for


def fit_columns(
    table: Table, style: Style, width: float, sizes: Sequence[float], pad: float
) -> tuple[float, tuple[float, ...]]:
    """The largest of the font `sizes` at which no word is broken, the last if there is none, and the
    widths of the columns. All in points; `pad` is what of a column is no text."""
    shares = relative_widths(table, style)
    for points in sizes:
        least = _least_widths(table, style, points, width, pad)
        if sum(least) <= width:
            break
    room = _divide_width(shares, [part - pad for part in least], width - pad * len(least))
    return points, tuple(part + pad for part in room)


def numeric_columns(table: Table, style: Style) -> tuple[bool, ...]:
    """For each column, True if it holds figures, also where they are written as text."""
    cells = zip(*cell_texts(table, style), strict=True) if table.rows else [()] * len(table.columns)
    return tuple(
        column.kind != "text"
        or (any(column_texts) and all(map(_is_figure, filter(None, column_texts))))
        for column, column_texts in zip(table.columns, cells, strict=True)
    )


def _is_figure(text: str) -> bool:
    return any(map(str.isdigit, text)) and not any(map(str.isalpha, text))


def _least_widths(table: Table, style: Style, points: float, width: float, pad: float) -> list[float]:
    """Width that each column needs for its longest word."""
    rows = cell_texts(table, style)
    least = []
    for place, (column, figure) in enumerate(
        zip(table.columns, numeric_columns(table, style), strict=True)
    ):
        words = {word for row in rows for word in _words(row[place], figure)}
        word_widths = [text_width(word, points * BOLD) for word in column.title.split(" ")]
        word_widths += [text_width(word, points) for word in words]
        least.append(min(max(word_widths) + pad, MOST * width))
    return least


def _words(text: str, figure: bool) -> list[str]:
    return [text] if figure or len(text) <= UNBROKEN else text.split(" ")


def _divide_width(shares: Sequence[float], least: Sequence[float], width: float) -> tuple[float, ...]:
    """The width divided by shares, though no column gets less than it needs."""
    if sum(least) >= width:
        return tuple(part * width / sum(least) for part in least)
    free = dict(enumerate(shares))
    while True:
        room = width - sum(part for i, part in enumerate(least) if i not in free)
        unit = room / sum(free.values())
        short = [i for i, share in free.items() if share * unit < least[i]]
        if len(short) in (0, len(free)):
            return tuple(free[i] * unit if i in free else part for i, part in enumerate(least))
        free = {i: share for i, share in free.items() if i not in short}
