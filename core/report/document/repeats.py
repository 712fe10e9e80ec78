"""No sentence twice: what a section says is left out of the running text of those that follow."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.report.document.content import Block, Bullets, Figure, Paragraph, Section, Table

SENTENCE_END = re.compile(r"(?<=[.!?]) +(?=\S)")


def drop_repeats(sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections without sentences that an earlier one says, in running text or a cell.

    Those with a colour, one for each of a kind, may say the same of what they are about.
    """
    on_pages: set[str] = set()
    on_slides: set[str] = set()
    return tuple(
        replace(
            section,
            blocks=_drop_seen(section.blocks, on_pages, section.colour),
            slide=_drop_seen(section.slide, on_slides, section.colour),
        )
        for section in sections
    )


def _drop_seen(blocks: Sequence[Block], seen: set[str], colour: str) -> tuple[Block, ...]:
    """The blocks without the sentences that were `seen`, to which those of a section without colour are added."""
    seen_here = set(seen) if colour else seen
    shortened: list[Block] = []
    for block in blocks:
        left = tuple(_without(block, seen_here))
        shortened += left
        seen_here |= {text for part in left for text in _block_sentences(part)}
    return tuple(shortened)


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, each with its end."""
    return SENTENCE_END.split(text) if text else []


def _without(block: Block, seen: set[str]) -> Iterator[Block]:
    """The block without the sentences that were seen; nothing where none is left."""
    match block:
        case Paragraph(_, "code"):
            yield block
        case Paragraph(text):
            if left := _unseen(text, seen):
                yield replace(block, text=left)
        case Bullets(items):
            if left_items := tuple(filter(None, (_unseen(item, seen) for item in items))):
                yield Bullets(left_items)
        case Figure():
            yield replace(block, note=_unseen(block.note, seen))
        case _:
            yield block


def _unseen(text: str, seen: set[str]) -> str:
    return " ".join(part for part in split_sentences(text) if part not in seen)


def _block_sentences(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield from split_sentences(text)
        case Bullets(items):
            for item in items:
                yield from split_sentences(item)
        case Figure():
            yield from split_sentences(block.note)
        case Table(_, _, rows):
            for cell in (cell for row in rows for cell in row if isinstance(cell, str)):
                yield from (text for text in split_sentences(cell) if text.endswith("."))
