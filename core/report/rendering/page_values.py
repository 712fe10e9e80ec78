"""A document as values that the page template reads."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.report.document.content import (
    Block,
    Bullets,
    Column,
    Document,
    Figure,
    Heading,
    Images,
    KeyFigures,
    Paragraph,
    Section,
    Table,
    strip_unwritable,
)
from core.report.document.style import Style
from core.report.typesetting import typeset

ROOM = 100  # letters side by side on a page
LONGEST_WORD = 16  # letters that are never broken


def preview_pages(document: Document, images: Images) -> list[bytes]:
    """The pages of the PDF as PNG images, for a preview."""
    return typeset(read_template(), template_inputs(strip_unwritable(document), images), "png")


def read_template() -> bytes:
    return Path(__file__).with_name("template.typ").read_bytes()


def template_inputs(document: Document, images: Images) -> dict[str, bytes]:
    """The files that the template reads. No text of the document is ever part of the template."""
    names = {figure.name: f"figure-{i}.png" for i, figure in enumerate(document.figures)}
    text = json.dumps(_document_values(document, names), ensure_ascii=False)
    pictures = {file: images[name] for name, file in names.items()}
    return {"document.json": text.encode(), "logo": document.style.logo, **pictures}


def _document_values(document: Document, names: dict[str, str]) -> dict[str, Any]:
    style = document.style
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "date": style.day(document.date),
        "day": [document.date.year, document.date.month, document.date.day],
        "footer": document.footer,
        "accent": style.accent,
        "logo": bool(style.logo),
        "sections": [_section_values(part, style, names) for part in document.sections],
    }


def _section_values(part: Section, style: Style, names: dict[str, str]) -> dict[str, Any]:
    return {
        "title": part.title,
        "level": part.level,
        "colour": part.colour,
        "fresh": part.fresh,
        "blocks": [_block_values(block, style, names) for block in part.blocks],
    }


def _block_values(block: Block, style: Style, names: dict[str, str]) -> dict[str, Any]:
    match block:
        case Heading(text):
            return {"is": "heading", "text": text}
        case Paragraph(text, kind):
            return {"is": kind, "text": text}
        case Bullets(items):
            return {"is": "bullets", "items": items}
        case KeyFigures(figures):
            return {
                "is": "figures",
                "items": [[f.title, style.text(f.value, f.kind), f.note] for f in figures],
            }
        case Table():
            return _table_values(block, style)
        case Figure(name, _, title, alt, note, _, width):
            words = {"title": title, "alt": alt, "note": note}
            return {"is": "figure", "file": names[name], "width": width, **words}


def _table_values(table: Table, style: Style) -> dict[str, Any]:
    return {
        "is": "table",
        "title": table.title,
        "columns": [[column.title, column.kind != "text"] for column in table.columns],
        "widths": relative_widths(table, style),
        "rows": cell_texts(table, style),
    }


def cell_texts(table: Table, style: Style) -> list[list[str]]:
    """The table's cells as a person reads them."""
    kinds = [column.kind for column in table.columns]
    return [
        [style.text(cell, kind) for cell, kind in zip(row, kinds, strict=True)] for row in table.rows
    ]


def relative_widths(table: Table, style: Style) -> list[float]:
    """Widths of the columns relative to each other, in letters of a page that has ROOM for so many.

    Figures take what they need, below titles of several lines; text takes the more the longer it is,
    though less than in proportion, as it can be broken, and no less than its longest word.
    """
    cells = zip(*cell_texts(table, style), strict=True) if table.rows else [()] * len(table.columns)
    pairs = [
        _column_width(column, column_texts)
        for column, column_texts in zip(table.columns, cells, strict=True)
    ]
    least_width, wanted_width = (sum(values) for values in zip(*pairs, strict=True))
    if wanted_width <= ROOM:
        return [wanted for _, wanted in pairs]
    share_of_room = max(0.0, ROOM - least_width) / max(wanted_width - least_width, 1e-9)
    return [least + share_of_room * (wanted - least) for least, wanted in pairs]


def _column_width(column: Column, texts: Sequence[str]) -> tuple[float, float]:
    """The least and the wanted width."""
    longest = max(map(len, texts), default=0)
    words = column.title.split() + (" ".join(texts).split() if column.kind == "text" else [])
    word = max(map(len, words), default=1)
    if column.kind != "text":
        return (max(4.0, word, longest) + 2,) * 2
    least = max(4.0, min(word, LONGEST_WORD)) + 2
    return least, max(least, math.pow(min(longest, 120), 0.85))
