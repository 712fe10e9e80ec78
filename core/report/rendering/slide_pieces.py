"""A document's blocks as pieces of a slide whose height is known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.report.document.content import Block, Bullets, Heading, KeyFigures, Paragraph, Table
from core.report.document.style import Style
from core.report.rendering.column_widths import fit_columns, numeric_columns
from core.report.rendering.page_values import cell_texts
from core.report.rendering.text_measure import (
    BOLD,
    LINE,
    break_lines,
    largest_size,
    shorten,
    text_height,
)

LEAST = 14.0  # points; no letter of a slide is smaller
SIZES = {"heading": 16.0, "plain": LEAST, "lead": 18.0, "note": LEAST, "code": LEAST, "bullet": LEAST}
PAD = 8.0
MOST_CELL_LINES = 2
BOX_PAD, BOX_GAP = 14.0, 12.0
BOX_VALUES = (24.0, 22.0, 20.0, 18.0, 16.0, LEAST)
BULLET = 16.0
FEWEST_LINES = 1  # of a text that is cut
ELLIPSIS = "\u2026"


@dataclass(frozen=True)
class Text:
    """Text of one look; `points` is the font's size."""

    text: str
    height: float
    points: float
    look: str


@dataclass(frozen=True)
class Boxes:
    """Figures side by side: title, value, note of each, and the size of the value's letters."""

    boxes: tuple[tuple[str, str, str, float], ...]
    height: float
    points: float


@dataclass(frozen=True)
class Grid:
    """Rows of a table below their header; `right` says which columns are figures.

    `heights` are those of the header and the rows.
    """

    rows: tuple[tuple[str, ...], ...]
    heights: tuple[float, ...]
    widths: tuple[float, ...]
    right: tuple[bool, ...]
    points: float

    @property
    def height(self) -> float:
        return sum(self.heights)


def measure_block(block: Block, style: Style, width: float) -> Iterator[Text | Boxes | Grid]:
    """The block in a column of the width; a chart is no piece."""
    match block:
        case Heading(text):
            yield _measure_text(text, "heading", width)
        case Paragraph(text, kind):
            yield _measure_text(text, kind, width)
        case Bullets(items):
            yield from (_measure_text(item, "bullet", width) for item in items)
        case KeyFigures():
            yield _measure_boxes(block, style, width)
        case Table():
            if block.title:
                yield _measure_text(block.title, "heading", width)
            yield _measure_grid(block, style, width)


def _measure_text(text: str, look: str, width: float) -> Text:
    points, bold = SIZES[look], BOLD if look in ("lead", "heading") else 1
    height = text_height(text, points * bold, _text_room(look, width)) / bold + 2
    return Text(text, height, points, look)


def _text_room(look: str, width: float) -> float:
    room = width - (BULLET if look == "bullet" else 0)
    return 0.8 * room if look == "code" else room  # letters of one width are wider


def cut_text(text: Text, width: float, height: float) -> Text | None:
    """The lines of the text that have room, the last one with an ellipsis; None where there is none."""
    bold = BOLD if text.look in ("lead", "heading") else 1
    most = int((height - 2) / (LINE * text.points))
    if most < FEWEST_LINES or text.look == "heading":
        return None
    text_lines = break_lines(text.text, text.points * bold, _text_room(text.look, width))[:most]
    text_lines[-1] = text_lines[-1].rsplit(" ", 1)[0].rstrip(",;.") + ELLIPSIS
    return replace(text, text=" ".join(text_lines), height=LINE * text.points * most + 2)


def _measure_boxes(block: KeyFigures, style: Style, width: float) -> Boxes:
    room = (width + BOX_GAP) / len(block.figures) - BOX_GAP - 2 * PAD
    row = []
    for figure in block.figures:
        value = style.text(figure.value, figure.kind)
        size = largest_size(value, BOX_VALUES, room)
        row.append((shorten(figure.title, LEAST, room), value, figure.note, size))
    return Boxes(tuple(row), max(_box_height(*box, room) for box in row), LEAST)


def _box_height(title: str, value: str, note: str, size: float, room: float) -> float:
    below = text_height(note, LEAST, room) if note else 0
    return text_height(title, LEAST, room) + text_height(value, size * BOLD, room) + below + BOX_PAD


def _measure_grid(table: Table, style: Style, width: float) -> Grid:
    """Each row of a few lines at most."""
    _, widths = fit_columns(table, style, width, (LEAST,), 2 * PAD)
    head = tuple(column.title for column in table.columns)
    rows = tuple(_cut_cells(row, widths) for row in cell_texts(table, style))
    heights = tuple(
        _row_height(row, widths, size) + PAD
        for row, size in ((head, LEAST * BOLD), *((row, LEAST) for row in rows))
    )
    return Grid((head, *rows), heights, widths, numeric_columns(table, style), LEAST)


def _row_height(row: Sequence[str], widths: Sequence[float], points: float) -> float:
    tallest = (
        text_height(text, points, size - 2 * PAD) for text, size in zip(row, widths, strict=True)
    )
    return max(tallest)


def _cut_cells(row: Sequence[str], widths: Sequence[float]) -> tuple[str, ...]:
    cells = []
    for text, size in zip(row, widths, strict=True):
        cell_lines = break_lines(text, LEAST, size - 2 * PAD)
        cut = " ".join(cell_lines[:MOST_CELL_LINES])[:-1] + ELLIPSIS
        cells.append(text if len(cell_lines) <= MOST_CELL_LINES else cut)
    return tuple(cells)


def cut_grid(grid: Grid, height: float) -> Grid | None:
    """The rows that have room, the last one saying how many more there are; None where there is no room."""
    last = LINE * LEAST + PAD
    shown = [at for at in range(2, len(grid.rows)) if sum(grid.heights[:at]) + last <= height]
    if not shown:
        return None
    at = shown[-1]
    more = (f"and {len(grid.rows) - at} more", *[""] * (len(grid.widths) - 1))
    return replace(grid, rows=(*grid.rows[:at], more), heights=(*grid.heights[:at], last))
