"""Layout of one slide: bands on top, a chart with words beside it, or tables and words over the whole width.

What a slide has no room for is shortened or left out: no slide goes on on another.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from core.report.document.content import Block, Figure, KeyFigures, Paragraph
from core.report.document.style import Style
from core.report.rendering.slide_pieces import (
    Boxes,
    Grid,
    Text,
    cut_grid,
    cut_text,
    measure_block,
)

# Points; a slide is 960 x 540.
LEFT, TOP, WIDTH, HEIGHT = 40.0, 84.0, 880.0, 412.0
GUTTER, GAP, ABOVE_HEADING = 28.0, 10.0, 6.0
CHART = 540.0  # width of a chart that has words beside it
CAPTION = 28.0  # a chart's title
MOST_BOXES = 5


@dataclass(frozen=True)
class PlacedPiece:
    piece: Text | Boxes | Grid | Figure
    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True)
class Room:
    """A column of a slide that is filled from its top."""

    left: float
    top: float
    width: float
    bottom: float = TOP + HEIGHT

    @property
    def height(self) -> float:
        return self.bottom - self.top


def lay_out_slide(blocks: Sequence[Block], style: Style) -> list[PlacedPiece]:
    """The blocks on one slide, as far as they have room."""
    figure = next((block for block in blocks if isinstance(block, Figure)), None)
    if figure is None:
        return _fill(blocks, Room(LEFT, TOP, WIDTH), style)
    band = tuple(takewhile(_is_band, blocks))
    placed = _fill(band, Room(LEFT, TOP, WIDTH), style)
    top = max((piece.bottom + GAP for piece in placed), default=TOP)
    words = [block for block in blocks[len(band) :] if not isinstance(block, Figure)]
    if not words:
        return [*placed, PlacedPiece(figure, LEFT, top, WIDTH, TOP + HEIGHT - top)]
    beside = Room(LEFT + CHART + GUTTER, top, WIDTH - CHART - GUTTER)
    chart = PlacedPiece(figure, LEFT, top, CHART, TOP + HEIGHT - top)
    return [*placed, chart, *_fill(words, beside, style)]


def _is_band(block: Block) -> bool:
    """True for what stands over the whole width above a chart."""
    return isinstance(block, KeyFigures) or (isinstance(block, Paragraph) and block.kind == "lead")


def _fill(blocks: Sequence[Block], room: Room, style: Style) -> list[PlacedPiece]:
    """The pieces below each other, the last one cut where the room ends; no heading stands alone."""
    placed: list[PlacedPiece] = []
    for piece in (p for block in blocks for p in measure_block(_as_row(block), style, room.width)):
        if placed and _is_heading(piece):
            room = replace(room, top=room.top + ABOVE_HEADING)
        fitting = _cut(piece, room)
        if fitting is None:
            break
        placed.append(PlacedPiece(fitting, room.left, room.top, room.width, fitting.height))
        room = replace(room, top=room.top + fitting.height + GAP)
    while placed and _is_heading(placed[-1].piece):
        placed.pop()
    return placed


def _is_heading(piece: Text | Boxes | Grid | Figure) -> bool:
    return isinstance(piece, Text) and piece.look == "heading"


def _as_row(block: Block) -> Block:
    return KeyFigures(block.figures[:MOST_BOXES]) if isinstance(block, KeyFigures) else block


def _cut(piece: Text | Boxes | Grid, room: Room) -> Text | Boxes | Grid | None:
    """As much of the piece as there is room for; None for none of it."""
    if piece.height <= room.height:
        return piece
    match piece:
        case Text():
            return cut_text(piece, room.width, room.height)
        case Grid():
            return cut_grid(piece, room.height)
    return None
