"""What of a section stays together on a slide, and how it is parted where it is too long."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from math import ceil

from core.documents._content import Block, Bullets, Figure, Heading, KeyFigures, Paragraph, Table

MOST_BOXES = 5

Unit = tuple[Block, ...]
Measure = Callable[..., float]  # of units, the height that they take together


def units(blocks: Iterable[Block]) -> list[Unit]:
    """The blocks that belong together: a heading and its text, a table and its footnote."""
    found: list[Unit] = []
    for atom in (atom for block in blocks for atom in _atoms(block)):
        if found and _joins(found[-1][-1], atom):
            found[-1] = (*found[-1], atom)
        else:
            found.append((atom,))
    return found


def _atoms(block: Block) -> Iterator[Block]:
    match block:
        case Bullets(items):
            yield from (Bullets((item,)) for item in items)
        case KeyFigures(figures):
            for start in range(0, len(figures), MOST_BOXES):
                yield KeyFigures(figures[start : start + MOST_BOXES])
        case _:
            yield block


def _joins(last: Block, atom: Block) -> bool:
    texts = (Paragraph, Bullets)
    match last, atom:
        case (Figure(), _) | (_, Figure()):
            return False
        case (Heading(), _) | (Table(), Paragraph(kind="note")):
            return True
    return isinstance(last, texts) and isinstance(atom, texts)


def parted(unit: Unit, measure: Measure, room: float) -> tuple[Unit, Unit]:
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
    return _cut(unit, parts, measure, room)


def _cut(unit: Unit, parts: int, measure: Measure, room: float) -> tuple[Unit, Unit]:
    """Parts the first table or text of the unit, with the heading that may stand above it."""
    at = 1 if isinstance(unit[0], Heading) and len(unit) > 1 else 0
    while True:
        first, rest = _divided(unit[at], parts)
        if rest is None:
            return (*unit[:at], first), unit[at + 1 :]
        if measure((*unit[:at], first)) <= room:
            return (*unit[:at], first), (rest, *unit[at + 1 :])
        parts += 1


def _divided(atom: Block, parts: int) -> tuple[Block, Block | None]:
    """One of so many equal parts, and the rest; the whole if it cannot be divided so often."""
    match atom:
        case Table(_, _, rows) if len(rows) >= parts:
            size = ceil(len(rows) / parts)
            return replace(atom, rows=rows[:size]), replace(atom, rows=rows[size:])
        case Paragraph(text) if len(text) >= parts:
            start, rest = _halved(text, parts)
            return replace(atom, text=start), replace(atom, text=rest)
        case Bullets((text,)) if len(text) >= parts:
            start, rest = _halved(text, parts)
            return Bullets((start,)), Bullets((rest,))
    return atom, None


def _halved(text: str, parts: int) -> tuple[str, str]:
    size = ceil(len(text) / parts)
    place = text.rfind(" ", 1, size) if " " in text[1:size] else size
    return text[:place], text[place:].lstrip(" ")
