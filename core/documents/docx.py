"""A document for Word, in real styles, so that its outline and look can be changed there."""

from io import BytesIO
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from core.documents import _word
from core.documents._content import (
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    KeyFigures,
    Paragraph,
    Section,
    Table,
)
from core.documents._package import timeless
from core.documents._pages import texts, widths
from core.documents._spec import DocumentFormat, Images
from core.documents._style import Style

STYLES = {"plain": "Normal", "lead": "Lead", "note": "Note", "code": "Code"}
TEXT_WIDTH = Cm(17)
MOST_FIGURES_A_ROW = 5
FEW_ROWS = 9


def write(document: Document, images: Images) -> bytes:
    """A4, with a title, headings, tables whose header is repeated, and pictures with their words."""
    page = docx.Document()
    _word.prepare(page, document)
    if document.style.logo:
        _picture(page, document.style.logo, "Logo", height=Cm(1.4))
    _word.write(page, document.title, "Title")
    _word.write(page, document.subtitle, "Subtitle")
    _word.write(page, document.style.day(document.date), "Note")
    for section in document.sections:
        _section(page, section, document.style, images)
    target = BytesIO()
    page.save(target)
    return timeless(target.getvalue())


def _section(page: Any, section: Section, style: Style, images: Images) -> None:
    heading = _word.write(page, "", f"Heading {section.level}")
    heading.paragraph_format.page_break_before = section.fresh
    if section.colour:
        _word.coloured(heading.add_run("\u25a0 "), section.colour)
    heading.add_run(section.title)
    for block in section.blocks:
        _block(page, block, section.level + 1, style, images)


def _block(page: Any, block: Block, level: int, style: Style, images: Images) -> None:
    match block:
        case Heading(text):
            _word.write(page, text, f"Heading {level}")
        case Paragraph(text, kind):
            _word.write(page, text, STYLES[kind])
        case Bullets(items):
            for item in items:
                _word.write(page, item, "List Bullet")
        case KeyFigures():
            _key_figures(page, block, style)
        case Table():
            _table(page, block, style)
        case Figure(name, _, title, alt, note, _):
            _word.write(page, title, "Caption").paragraph_format.keep_with_next = True
            _picture(page, images[name], alt, width=TEXT_WIDTH)
            _word.write(page, note, "Note")


def _picture(page: Any, image: bytes, alt: str, **size: Any) -> None:
    shape = page.add_picture(BytesIO(image), **size)
    shape._inline.docPr.set("descr", alt)
    page.paragraphs[-1].paragraph_format.keep_with_next = True


def _key_figures(page: Any, block: KeyFigures, style: Style) -> None:
    """Boxes side by side, as many rows of them as it takes."""
    for start in range(0, len(block.figures), MOST_FIGURES_A_ROW):
        row = block.figures[start : start + MOST_FIGURES_A_ROW]
        boxes = page.add_table(1, len(row)).rows[0].cells
        for box, figure in zip(boxes, row, strict=True):
            _word.shaded(box, style.accent)
            _word.styled(box.paragraphs[0], "Note").add_run(figure.title)
            _word.write(box, style.text(figure.value, figure.kind), "Key figure")
            if figure.note:
                _word.write(box, figure.note, "Note")
        _word.write(page, "", "Note")


def _table(page: Any, block: Table, style: Style) -> None:
    if block.title:
        _word.write(page, block.title, "Caption").paragraph_format.keep_with_next = True
    grid = page.add_table(0, len(block.columns), "Report table")
    grid.alignment = WD_TABLE_ALIGNMENT.LEFT
    grid.autofit = False
    shares = widths(block, style)
    sizes = [int(TEXT_WIDTH * share / sum(shares)) for share in shares]
    _word.sized(grid, sizes)
    for row in ([column.title for column in block.columns], *texts(block, style)):
        _row(grid, row, block, sizes)
    _word.headed(grid)
    if len(block.rows) <= FEW_ROWS:
        _word.unbroken(grid)
    _word.write(page, "", "Note")


def _row(grid: Any, row: list[str], block: Table, sizes: list[int]) -> None:
    added = grid.add_row()
    _word.kept_together(added)
    for cell, text, column, size in zip(added.cells, row, block.columns, sizes, strict=True):
        cell.width = size
        paragraph = _word.styled(cell.paragraphs[0], "Table text")
        run = paragraph.add_run(text)
        if len(block.columns) > 8:
            run.font.size = Pt(7)
        if column.kind != "text":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


SPEC = DocumentFormat(
    name="docx",
    title="Word",
    extension="docx",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    write=write,
    version=2,
)
