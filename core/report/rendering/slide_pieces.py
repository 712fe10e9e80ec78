"""A document's blocks as pieces of a slide whose height is known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.report.document.content import Block, Bullets, Figure, Heading, KeyFigures, Paragraph, Table
from core.report.document.style import Style
from core.report.rendering.column_widths import fit_columns, numeric_columns
from core.report.rendering.page_values import cell_texts
from core.report.rendering.text_measure import BOLD, LINE, break_lines, largest_size, text_height

SIZES = {"heading": 15, "plain": 13, "lead": 16, "note": 10, "code": 10, "bullet": 13}
CELL, TITLE, PAD = 10.5, 12.0, 8.0
SMALLER = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)  # until no word of a table is broken
TALLEST = 400.0  # a row of a table
NARROW_COLUMNS, LONG = 4, 60
BOX_TITLE, BOX_PAD, BOX_GAP = 10.0, 24.0, 12.0
BOX_VALUES = (20.0, 18.0, 16.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
BULLET = 16.0


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

    `heights` are those of the header and the rows, `above` is the title's.
    """

    title: str
    rows: tuple[tuple[str, ...], ...]
    heights: tuple[float, ...]
    widths: tuple[float, ...]
    right: tuple[bool, ...]
    points: float
    above: float

    @property
    def height(self) -> float:
        return self.above + sum(self.heights)


def measure_block(
    block: Block, style: Style, width: float, scale: float
) -> Iterator[Text | Boxes | Grid]:
    """The block in a column of the width, with letters of the scale; a chart is no piece."""
    match block:
        case Heading(text):
            yield _measure_text(text, "heading", width, scale)
        case Paragraph(text, kind):
            yield _measure_text(text, kind, width, scale)
        case Bullets(items):
            yield from (_measure_text(item, "bullet", width, scale) for item in items)
        case KeyFigures():
            yield _measure_boxes(block, style, width, scale)
        case Table():
            yield _measure_grid(block, style, width, scale)


def is_wide(unit: Sequence[Block], style: Style) -> bool:
    """True if the unit takes the whole width of a slide."""
    return any(
        isinstance(part, Figure | KeyFigures)
        or (isinstance(part, Table) and _is_wide_table(part, style))
        for part in unit
    )


def _is_wide_table(table: Table, style: Style) -> bool:
    longest = max((len(text) for row in cell_texts(table, style) for text in row), default=0)
    many = len(table.columns)
    return many > NARROW_COLUMNS or (many > 2 and longest > LONG)


def _measure_text(text: str, look: str, width: float, scale: float) -> Text:
    points = SIZES[look] * scale
    room = width - (BULLET if look == "bullet" else 0)
    if look == "code":
        room *= 0.8  # letters of one width are wider
    bold = BOLD if look in ("lead", "heading") else 1
    return Text(text, text_height(text, points * bold, room) / bold + 2, points, look)


def _measure_boxes(block: KeyFigures, style: Style, width: float, scale: float) -> Boxes:
    room = (width + BOX_GAP) / len(block.figures) - BOX_GAP - 2 * PAD
    sizes = [size * scale for size in BOX_VALUES]
    row = []
    for figure in block.figures:
        value = style.text(figure.value, figure.kind)
        row.append((figure.title, value, figure.note, largest_size(value, sizes, room)))
    points = BOX_TITLE * scale
    return Boxes(tuple(row), max(_box_height(*box, points, room) for box in row), points)


def _box_height(title: str, value: str, note: str, size: float, points: float, room: float) -> float:
    below = text_height(note, points, room) if note else 0
    return text_height(title, points, room) + text_height(value, size * BOLD, room) + below + BOX_PAD


def _measure_grid(table: Table, style: Style, width: float, scale: float) -> Grid:
    """Each row no taller than a slide."""
    sizes = [CELL * scale * part for part in SMALLER]
    points, widths = fit_columns(table, style, width, sizes, 2 * PAD)
    head = tuple(column.title for column in table.columns)
    rows = tuple(_cut_tall_cells(row, widths, points) for row in cell_texts(table, style))
    air = PAD * max(1.0, 4 * scale - 3)
    heights = tuple(
        _row_height(row, widths, size) + air
        for row, size in ((head, points * BOLD), *((row, points) for row in rows))
    )
    above = text_height(table.title, TITLE * scale * BOLD, width) + 4 if table.title else 0.0
    right = numeric_columns(table, style)
    return Grid(table.title, (head, *rows), heights, widths, right, points, above)


def _row_height(row: Sequence[str], widths: Sequence[float], points: float) -> float:
    tallest = (
        text_height(text, points, size - 2 * PAD) for text, size in zip(row, widths, strict=True)
    )
    return max(tallest)


def _cut_tall_cells(row: Sequence[str], widths: Sequence[float], points: float) -> tuple[str, ...]:
    """The row as it is, unless one of its cells alone is taller than a slide."""
    most = int((TALLEST - 3 * PAD) / (LINE * points)) - 6
    cells = []
    for text, size in zip(row, widths, strict=True):
        cell_lines = break_lines(text, points, size - 2 * PAD)
        cells.append(text if len(cell_lines) <= most else " ".join(cell_lines[: most - 1]) + " \u2026")
    return tuple(cells)
