"""A document's blocks cut into pieces that fit on a slide."""

from collections.abc import Iterator, Sequence

from core.documents._content import Block, Bullets, Heading, KeyFigures, Paragraph, Table
from core.documents._flow import COLUMN, GAP, HEIGHT, WIDTH, Boxes, Grid, Piece, Text
from core.documents._measure import LINE, extent, height, lines
from core.documents._pages import texts, widths
from core.documents._style import Style

SIZES = {"heading": 15, "plain": 13, "lead": 16, "note": 10, "code": 10, "bullet": 13}
MOST_LINES = 14  # of one text before it may go on in the next column
CELL, WIDE_CELL, PAD = 10.5, 8.0, 8.0
NARROW_COLUMNS, LONG = 4, 60
BOLD = 1.1  # how much wider bold letters are
MOST_BOXES = 5
BOX_TITLE, BOX_VALUE, BOX_PAD = 10.0, 20.0, 24.0
BULLET = 16.0


def pieces(block: Block, style: Style) -> Iterator[Piece]:
    """The block's pieces; pictures are none of them."""
    match block:
        case Heading(text):
            yield from _text(text, "heading")
        case Paragraph(text, kind):
            yield from _text(text, kind)
        case Bullets(items):
            for item in items:
                yield from _text(item, "bullet")
        case KeyFigures():
            yield from _boxes(block, style)
        case Table():
            yield _grid(block, style)


def _text(text: str, look: str) -> Iterator[Text]:
    size, width = SIZES[look], COLUMN - (BULLET if look == "bullet" else 0)
    found = lines(text, size * (BOLD if look in ("lead", "heading", "code") else 1), width)
    for start in range(0, len(found), MOST_LINES):
        part = found[start : start + MOST_LINES]
        shown = text if len(part) == len(found) else " ".join(part)
        yield Text(shown, LINE * size * len(part) + 2, size, look)


def _boxes(block: KeyFigures, style: Style) -> Iterator[Boxes]:
    for start in range(0, len(block.figures), MOST_BOXES):
        row = tuple(
            (f.title, style.text(f.value, f.kind), f.note)
            for f in block.figures[start : start + MOST_BOXES]
        )
        room = WIDTH / len(row) - 2 * PAD - GAP
        yield Boxes(row, max(_box(*box, room) for box in row))


def _box(title: str, value: str, note: str, room: float) -> float:
    below = height(note, BOX_TITLE, room) if note else 0
    return height(title, BOX_TITLE, room) + height(value, value_size(value), room) + below + BOX_PAD


def value_size(value: str) -> float:
    return BOX_VALUE if len(value) <= 14 else 13.0


def _grid(block: Table, style: Style) -> Grid:
    """The table as wide as its text asks for, each row no taller than a slide."""
    rows = texts(block, style)
    longest = max((len(text) for row in rows for text in row), default=0)
    many = len(block.columns)
    wide = many > NARROW_COLUMNS or (many > 2 and longest > LONG)
    points = WIDE_CELL if many > 8 else CELL
    shares = widths(block, style)
    sizes = tuple((WIDTH if wide else COLUMN) * share / sum(shares) for share in shares)
    header = tuple(column.title for column in block.columns)
    above = height(block.title, 12 * BOLD, WIDTH if wide else COLUMN) + 4 if block.title else 0.0
    start = _row(header, sizes, points * BOLD)
    fitted = tuple(_fitted(row, sizes, points, HEIGHT - above - start) for row in rows)
    tall = (start, *(_row(row, sizes, points) for row in fitted))
    right = tuple(column.kind != "text" for column in block.columns)
    return Grid(block.title, header, fitted, tall, sizes, right, points, above, wide)


def _row(row: Sequence[str], sizes: Sequence[float], points: float) -> float:
    tallest = (height(text, points, size - 2 * PAD) for text, size in zip(row, sizes, strict=True))
    return max(tallest) + PAD


def _fitted(row: Sequence[str], sizes: Sequence[float], points: float, room: float) -> tuple[str, ...]:
    """The row as it is, unless one of its cells alone is taller than a slide."""
    most = int((room - PAD) / (LINE * points))
    cells = []
    for text, size in zip(row, sizes, strict=True):
        found = lines(text, points, size - 2 * PAD)
        cells.append(text if len(found) <= most else " ".join(found[: most - 1]) + " \u2026")
    return tuple(cells)


def shortened(text: str, points: float, width: float) -> str:
    """A title that fits on one line, with an ellipsis where it had to be cut."""
    if extent(text, points) <= width:
        return text
    return lines(text, points, width - 2 * points)[0] + "\u2026"
