"""Layout of slides: bands over the whole width, two columns, or a chart with words beside it."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil

from core.report.document.content import Block, Bullets, Figure, Heading, KeyFigures, Paragraph, Table
from core.report.document.style import Style
from core.report.rendering.slide_pieces import Boxes, Grid, Text, is_wide, measure_block

# Points; a slide is 960 x 540.
LEFT, TOP, WIDTH, HEIGHT = 40.0, 86.0, 880.0, 408.0

GUTTER, GAP, ABOVE_HEADING = 32.0, 10.0, 6.0

COLUMN = (WIDTH - GUTTER) / 2

SHARED = 584.0  # of a chart that has words beside it: more than 8 inches

CAPTION = 66.0  # a chart's title and note

SCALES = (1.0, 0.9)  # of the letters, where this saves a slide

ENLARGED = (1.4, 1.3, 1.25, 1.2, 1.15, 1.1, 1.05)  # where a slide has the room

SLIGHT = 0.25  # of a slide's height, which is too little for a slide of its own


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


def lay_out_slides(blocks: Iterable[Block], style: Style) -> list[list[PlacedPiece]]:
    """The blocks slide by slide, in order: as few slides as it takes, and letters as large as they can be."""
    units = group_blocks(blocks)
    divided = [_divide_into_slides(units, style, scale) for scale in SCALES]
    slides = min(divided, key=len)
    scales = (*ENLARGED, *SCALES[: divided.index(slides) + 1])
    return [_lay_out_largest(slide, style, scales) for slide in slides]


Unit = tuple[Block, ...]


def _lay_out_largest(slide: Sequence[Unit], style: Style, scales: Sequence[float]) -> list[PlacedPiece]:
    for scale in scales:
        placed = _lay_out(slide, style, scale)
        if _fits(placed):
            break
    return placed


def _divide_into_slides(units: Sequence[Unit], style: Style, scale: float) -> list[list[Unit]]:
    """The units of each slide."""

    def bottom(*slide: Unit) -> float:
        return _bottom(_lay_out(slide, style, scale)) - TOP

    slides: list[list[Unit]] = [[]]
    waiting = deque(units)
    while waiting:
        unit = waiting.popleft()
        if bottom(*slides[-1], unit) <= HEIGHT:
            slides[-1].append(unit)
        elif slides[-1]:
            slides.append([])
            waiting.appendleft(unit)
        else:
            first, rest = split_unit(unit, bottom, HEIGHT)
            slides[-1].append(first)
            waiting.extendleft([rest] if rest else [])
            slides += [[]] if waiting else []
    return _balance_last_slides(slides, bottom)


Measure = Callable[..., float]  # of units, the height that they take together


def _balance_last_slides(slides: list[list[Unit]], bottom: Measure) -> list[list[Unit]]:
    """The slides, without a last one that has next to nothing on it."""
    if len(slides) < 2 or bottom(*slides[-1]) > SLIGHT * HEIGHT or len(slides[-2]) < 2:
        return slides
    *before, moved = slides[-2]
    last = [moved, *slides[-1]]
    return [*slides[:-2], before, last] if bottom(*last) <= HEIGHT else slides


def _fits(placed: list[PlacedPiece]) -> bool:
    return _bottom(placed) <= TOP + HEIGHT


def _bottom(placed: Sequence[PlacedPiece]) -> float:
    """End of the lowest piece; infinite where there is none, as the units cannot share a slide."""
    return max((part.bottom for part in placed), default=float("inf"))


def _lay_out(slide: Sequence[Unit], style: Style, scale: float) -> list[PlacedPiece]:
    """Places for all units on one slide, perhaps below its end; none if they cannot share one."""
    if any(isinstance(unit[0], Figure) for unit in slide):
        return _lay_out_chart(slide, style, scale)
    placed: list[PlacedPiece] = []
    for wide, run in groupby(slide, lambda unit: is_wide(unit, style)):
        top = _bottom(placed) + GAP if placed else TOP
        placed += _lay_out_band(tuple(run), top, style, scale, wide)
    return placed


def _lay_out_band(
    run: Sequence[Unit], top: float, style: Style, scale: float, wide: bool
) -> list[PlacedPiece]:
    """The units over the whole width, or two and more narrow ones in two columns of like height."""
    if wide or len(run) == 1:
        return _lay_out_column(run, LEFT, top, WIDTH, style, scale)
    cuts = (
        _lay_out_column(run[:i], LEFT, top, COLUMN, style, scale)
        + _lay_out_column(run[i:], LEFT + COLUMN + GUTTER, top, COLUMN, style, scale)
        for i in range(1, len(run))
    )
    return min(cuts, key=_bottom)


def _lay_out_column(
    run: Iterable[Unit], left: float, top: float, width: float, style: Style, scale: float
) -> list[PlacedPiece]:
    """The units' pieces below each other."""
    placed: list[PlacedPiece] = []
    for piece in (p for unit in run for atom in unit for p in measure_block(atom, style, width, scale)):
        if placed and isinstance(piece, Text) and piece.look == "heading":
            top += ABOVE_HEADING
        placed.append(PlacedPiece(piece, left, top, width, piece.height))
        top += piece.height + GAP
    return placed


def _lay_out_chart(slide: Sequence[Unit], style: Style, scale: float) -> list[PlacedPiece]:
    """A chart alone, or with one narrow unit beside it."""
    (at, figure), *other_figures = [(i, u[0]) for i, u in enumerate(slide) if isinstance(u[0], Figure)]
    beside = [unit for unit in slide if unit[0] is not figure]
    if not beside:
        return [PlacedPiece(figure, LEFT, TOP, WIDTH, HEIGHT)]
    tall = figure.height * SHARED + CAPTION > HEIGHT
    if other_figures or tall or len(beside) > 1 or is_wide(beside[0], style):
        return []
    narrow = WIDTH - SHARED - GUTTER
    side, left = (LEFT, LEFT + narrow + GUTTER) if at else (LEFT + SHARED + GUTTER, LEFT)
    words = _lay_out_column(beside, side, TOP, narrow, style, scale)
    chart = PlacedPiece(figure, left, TOP, SHARED, HEIGHT)
    return [*words, chart] if at else [chart, *words]


MOST_BOXES = 5


def group_blocks(blocks: Iterable[Block]) -> list[Unit]:
    """The blocks that belong together: a heading and its text, a table and its footnote."""
    units: list[Unit] = []
    for atom in (atom for block in blocks for atom in _split_block(block)):
        if units and _belongs_with(units[-1][-1], atom):
            units[-1] = (*units[-1], atom)
        else:
            units.append((atom,))
    return units


def _split_block(block: Block) -> Iterator[Block]:
    match block:
        case Bullets(items):
            yield from (Bullets((item,)) for item in items)
        case KeyFigures(figures):
            for start in range(0, len(figures), MOST_BOXES):
                yield KeyFigures(figures[start : start + MOST_BOXES])
        case _:
            yield block


def _belongs_with(last: Block, atom: Block) -> bool:
    texts = (Paragraph, Bullets)
    match last, atom:
        case (Figure(), _) | (_, Figure()):
            return False
        case (Heading(), _) | (Table(), Paragraph(kind="note")):
            return True
    return isinstance(last, texts) and isinstance(atom, texts)


def split_unit(unit: Unit, measure: Measure, room: float) -> tuple[Unit, Unit]:
    """About as much of a unit as leaves equal parts that fit into the room, and the rest."""
    parts = max(2, ceil(measure(unit) / room)) if len(unit) > 1 or measure(unit) > room else 2
    heights = {
        i: measure(unit[:i]) for i in range(1, len(unit)) if not isinstance(unit[i - 1], Heading)
    }
    fitting = {i: tall for i, tall in heights.items() if tall <= room}
    if fitting:
        aim = measure(unit) / parts
        place = min(fitting, key=lambda i: abs(fitting[i] - aim))
        return unit[:place], unit[place:]
    return _split_first_divisible(unit, parts, measure, room)


def _split_first_divisible(unit: Unit, parts: int, measure: Measure, room: float) -> tuple[Unit, Unit]:
    """Split the first table or text of the unit, with the heading that may stand above it."""
    at = 1 if isinstance(unit[0], Heading) and len(unit) > 1 else 0
    while True:
        first, rest = _split_atom(unit[at], parts)
        if rest is None:
            return (*unit[:at], first), unit[at + 1 :]
        if measure((*unit[:at], first)) <= room:
            return (*unit[:at], first), (rest, *unit[at + 1 :])
        parts += 1


def _split_atom(atom: Block, parts: int) -> tuple[Block, Block | None]:
    """One of so many equal parts, and the rest; the whole if it cannot be divided so often."""
    match atom:
        case Table(_, _, rows) if len(rows) >= parts:
            size = ceil(len(rows) / parts)
            return replace(atom, rows=rows[:size]), replace(atom, rows=rows[size:])
        case Paragraph(text) if len(text) >= parts:
            start, rest = _split_text(text, parts)
            return replace(atom, text=start), replace(atom, text=rest)
        case Bullets((text,)) if len(text) >= parts:
            start, rest = _split_text(text, parts)
            return Bullets((start,)), Bullets((rest,))
    return atom, None


def _split_text(text: str, parts: int) -> tuple[str, str]:
    size = ceil(len(text) / parts)
    place = text.rfind(" ", 1, size) if " " in text[1:size] else size
    return text[:place], text[place:].lstrip(" ")
