"""What stands on a slide: pieces that fill two columns from the top, then the next slide."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO

# Points; a slide is 960 x 540.
LEFT, TOP, WIDTH, HEIGHT = 40.0, 92.0, 880.0, 396.0
GUTTER, GAP = 32.0, 10.0
COLUMN = (WIDTH - GUTTER) / 2
LEAST_PICTURE = 240.0
BELOW_HEADING = 60.0
SPARE = 16.0  # between a slide's text and its footer, for a last small line
FEWEST_ROWS = 2


@dataclass(frozen=True)
class Text:
    """Text of one look; `points` is the font's size."""

    text: str
    height: float
    points: float
    look: str
    wide: bool = False

    @property
    def needed(self) -> float:
        """The room below which it goes on to the next column; a heading is not left alone."""
        more = {"heading": BELOW_HEADING, "note": -SPARE}
        return self.height + more.get(self.look, 0.0)


@dataclass(frozen=True)
class Boxes:
    """Figures side by side over the whole slide: title, value, note of each."""

    boxes: tuple[tuple[str, str, str], ...]
    height: float
    wide: bool = True

    @property
    def needed(self) -> float:
        return self.height


@dataclass(frozen=True)
class Grid:
    """Rows of a table below their header; `right` says which columns are figures.

    `heights` are those of the header and the rows, `above` is the title's.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    heights: tuple[float, ...]
    widths: tuple[float, ...]
    right: tuple[bool, ...]
    points: float
    above: float = 0.0
    wide: bool = False

    @property
    def height(self) -> float:
        return self.above + sum(self.heights)

    @property
    def needed(self) -> float:
        """The room for its first rows; the rest may go on elsewhere."""
        return self.above + sum(self.heights[: FEWEST_ROWS + 1])

    def parted(self, room: float) -> tuple["Grid", "Grid | None"]:
        """As many rows as there is room for, at least one, and the rest under the same header."""
        rows, used = 0, self.above + self.heights[0]
        for tall in self.heights[1:]:
            used += tall
            rows += used <= room or not rows
        if rows >= len(self.rows):
            return self, None
        start, *talls = self.heights
        first = replace(self, rows=self.rows[:rows], heights=(start, *talls[:rows]))
        return first, replace(self, rows=self.rows[rows:], heights=(start, *talls[rows:]))


@dataclass(frozen=True)
class Picture:
    """A chart that takes the rest of a slide, if that is not too little."""

    image: BytesIO
    title: str
    alt: str
    note: str
    height: float = LEAST_PICTURE
    wide: bool = True

    @property
    def needed(self) -> float:
        return LEAST_PICTURE


Piece = Text | Boxes | Grid | Picture


@dataclass(frozen=True)
class Placed:
    piece: Piece
    left: float
    top: float
    width: float
    height: float


def arranged(pieces: Iterable[Piece]) -> list[list[Placed]]:
    """The pieces slide by slide, in order."""
    slides: list[list[Placed]] = []
    for begins, placed in _places(pieces):
        if begins:
            slides.append([])
        slides[-1].append(placed)
    return slides


def _places(pieces: Iterable[Piece]) -> Iterator[tuple[bool, Placed]]:
    """Each piece's place, and whether a slide begins with it."""
    waiting = deque(pieces)
    column, top, down, begins = 0, 0.0, 0.0, True
    while waiting:
        piece = waiting.popleft()
        if (piece.wide and column) or (down and down + piece.needed > HEIGHT):
            waiting.appendleft(piece)
            begins = bool(column) or piece.wide or top + piece.needed > HEIGHT
            column, top = (0, 0.0) if begins else (1, top)
            down = top
            continue
        room = HEIGHT - down
        if isinstance(piece, Grid):
            piece, rest = piece.parted(room)
            waiting.extendleft([rest] if rest else [])
        tall = room if isinstance(piece, Picture) else piece.height
        left = LEFT + column * (COLUMN + GUTTER)
        yield begins, Placed(piece, left, TOP + down, WIDTH if piece.wide else COLUMN, tall)
        begins, down = False, down + tall + GAP
        top = down if piece.wide else top
