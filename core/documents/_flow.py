"""What stands on a slide: pieces that fill two columns from the top, then the next slide."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

# Points; a slide is 960 x 540.
LEFT, TOP, WIDTH, HEIGHT = 40.0, 92.0, 880.0, 390.0
GUTTER, GAP = 32.0, 10.0
COLUMN = (WIDTH - GUTTER) / 2


@dataclass(frozen=True)
class Text:
    """Text of one look; `points` is the font's size."""

    text: str
    height: float
    points: float
    look: str
    wide: bool = False


@dataclass(frozen=True)
class Boxes:
    """Figures side by side over the whole slide: title, value, note of each."""

    boxes: tuple[tuple[str, str, str], ...]
    height: float
    wide: bool = True


@dataclass(frozen=True)
class Grid:
    """Rows of a table below their header; `right` says which columns are figures."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    heights: tuple[float, ...]
    widths: tuple[float, ...]
    right: tuple[bool, ...]
    points: float
    height: float
    wide: bool = False


@dataclass(frozen=True)
class Picture:
    """A chart that has a slide to itself."""

    image: BytesIO
    title: str
    alt: str
    note: str
    height: float = HEIGHT
    wide: bool = True


Piece = Text | Boxes | Grid | Picture


@dataclass(frozen=True)
class Placed:
    piece: Piece
    left: float
    top: float
    width: float


def arranged(pieces: Iterable[Piece]) -> list[list[Placed]]:
    """The pieces slide by slide, in order; each fits by itself or it is not given here."""
    slides: list[list[Placed]] = []
    column, top, down = 2, 0.0, 0.0
    for piece in pieces:
        if piece.wide and (column or not slides):
            column = 2  # what stands over both columns begins a slide once the second is in use
        elif down and down + piece.height > HEIGHT:
            column, down = column + 1, top
        if column > 1 or down + piece.height > HEIGHT:
            slides.append([])
            column, top, down = 0, 0.0, 0.0
        left = LEFT + column * (COLUMN + GUTTER)
        slides[-1].append(Placed(piece, left, TOP + down, WIDTH if piece.wide else COLUMN))
        down += piece.height + GAP
        top = down if piece.wide else top
    return slides
