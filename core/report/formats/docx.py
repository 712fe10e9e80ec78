"""A document for Word, in real styles, so that its outline and look can be changed there."""

from collections.abc import Sequence
from io import BytesIO
from itertools import zip_longest
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Emu, Pt

from core.report.document.content import (
    Block,
    Bullets,
    Document,
    DocumentFormat,
    Figure,
    Heading,
    Images,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Table,
)
from core.report.document.style import Style
from core.report.rendering import word_styles
from core.report.rendering.column_widths import fit_columns, numeric_columns
from core.report.rendering.office_package import remove_times
from core.report.rendering.page_values import cell_texts
from core.report.rendering.text_measure import largest_size

STYLES = {"plain": "Normal", "lead": "Lead", "note": "Note", "code": "Code"}
MOST_FIGURES_A_ROW = 5
FEW_ROWS = 9
CELL_SIZES = (8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
TILE_GAP, TILE_PAD = Pt(8), Pt(7)
TILE_SIZES = (14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0)


def write(document: Document, images: Images) -> bytes:
    """A4, with a title, headings, tables whose header is repeated, and pictures with their words."""
    page = docx.Document()
    word_styles.prepare_page(page, document)
    if document.style.logo:
        _add_picture(page, document.style.logo, "Logo", height=Cm(1.4))
    word_styles.write(page, document.title, "Title")
    word_styles.write(page, document.subtitle, "Subtitle")
    word_styles.write(page, document.style.day(document.date), "Note")
    for section in document.sections:
        _write_section(page, section, document.style, images)
    target = BytesIO()
    page.save(target)
    return remove_times(target.getvalue())


def _write_section(page: Any, section: Section, style: Style, images: Images) -> None:
    heading = word_styles.write(page, "", f"Heading {section.level}")
    if section.fresh:
        heading.paragraph_format.page_break_before = True
    if section.colour:
        word_styles.set_colour(heading.add_run("\u25a0 "), section.colour)
    heading.add_run(section.title)
    for block, following in zip_longest(section.blocks, section.blocks[1:]):
        if isinstance(block, Figure):
            _write_figure(page, block, images[block.name])
        else:
            _write_block(page, block, section.level + 1, style, _stays_with_next(block, following))


def _stays_with_next(block: Block, following: Block | None) -> bool:
    """True if the block must be on the page on which the following one begins."""
    match block, following:
        case Paragraph(), Paragraph() | KeyFigures() | Table() | Figure():
            return True
        case Table(), Paragraph(kind="note"):
            return True
    return False


def _write_block(page: Any, block: Block, level: int, style: Style, held: bool) -> None:
    match block:
        case Heading(text):
            word_styles.write(page, text, f"Heading {level}")
        case Paragraph(text, kind):
            shape = word_styles.write(page, text, STYLES[kind]).paragraph_format
            shape.keep_with_next, shape.keep_together = held, kind == "code"
        case Bullets(items):
            for item in items:
                word_styles.write(page, item, "List Bullet")
        case KeyFigures():
            _write_key_figures(page, block, style)
        case Table():
            _write_table(page, block, style, held)


def _write_figure(page: Any, figure: Figure, image: bytes) -> None:
    word_styles.write(page, figure.title, "Caption").paragraph_format.keep_with_next = True
    width = Emu(round(word_styles.TEXT_WIDTH * figure.width))
    shape = _add_picture(page, image, figure.alt, width=width)
    shape.keep_with_next = True
    if figure.note:
        word_styles.write(page, figure.note, "Note")
    word_styles.add_gap(page)  # without it LibreOffice tears a heading that follows from its text


def _add_picture(page: Any, image: bytes, alt: str, **size: Any) -> Any:
    """The picture in a paragraph of its own, whose format is given back."""
    page.add_picture(BytesIO(image), **size)._inline.docPr.set("descr", alt)
    return page.paragraphs[-1].paragraph_format


def _write_key_figures(page: Any, block: KeyFigures, style: Style) -> None:
    """Add boxes side by side, in as many rows as needed."""
    for start in range(0, len(block.figures), MOST_FIGURES_A_ROW):
        _write_tiles(page, block.figures[start : start + MOST_FIGURES_A_ROW], style)
        word_styles.add_gap(page)


def _write_tiles(page: Any, figures: Sequence[KeyFigure], style: Style) -> None:
    """A table whose every second column is a gap between two boxes."""
    width = int((word_styles.TEXT_WIDTH + TILE_GAP) / len(figures)) - TILE_GAP
    grid = page.add_table(1, 2 * len(figures) - 1)
    grid.autofit = False
    word_styles.set_cell_margins(grid, TILE_PAD, TILE_PAD)
    word_styles.set_widths(grid, [TILE_GAP if i % 2 else width for i in range(len(grid.columns))])
    word_styles.keep_row_together(grid.rows[0])
    for box, figure in zip(grid.rows[0].cells[::2], figures, strict=True):
        word_styles.shade_cell(box, style.accent)
        _write_tile(box, figure, style.text(figure.value, figure.kind), Emu(width - 2 * TILE_PAD).pt)


def _write_tile(box: Any, figure: KeyFigure, value: str, room: float) -> None:
    paragraph_of_value = word_styles.write(box, value, "Key figure")
    paragraph_of_value.runs[0].font.size = Pt(largest_size(value, TILE_SIZES, room))
    word_styles.set_style(box.paragraphs[0], "Note").add_run(figure.title)
    if figure.note:
        word_styles.write(box, figure.note, "Note")
    for paragraph in box.paragraphs:
        shape = paragraph.paragraph_format
        shape.left_indent = shape.right_indent = TILE_PAD
        shape.space_before = shape.space_after = Pt(1)


def _write_table(page: Any, block: Table, style: Style, held: bool) -> None:
    if block.title:
        word_styles.write(page, block.title, "Caption").paragraph_format.keep_with_next = True
    grid = page.add_table(0, len(block.columns), "Report table")
    grid.autofit = False
    points, sizes = fit_columns(
        block, style, word_styles.TEXT_WIDTH.pt, CELL_SIZES, word_styles.CELL_PAD.pt
    )
    right = numeric_columns(block, style)
    for row in ([column.title for column in block.columns], *cell_texts(block, style)):
        _add_row(grid, row, right, points)
    word_styles.set_widths(grid, [Pt(size) for size in sizes])
    word_styles.repeat_header(grid)
    few = len(block.rows) <= FEW_ROWS
    word_styles.keep_rows_with_next(grid.rows[:-1] if few else grid.rows[:1])
    word_styles.keep_rows_with_next(grid.rows[-1:] if held else ())
    word_styles.add_gap(page).paragraph_format.keep_with_next = held


def _add_row(grid: Any, row: list[str], right: Sequence[bool], points: float) -> None:
    added = grid.add_row()
    word_styles.keep_row_together(added)
    for cell, text, figure in zip(added.cells, row, right, strict=True):
        paragraph = word_styles.set_style(cell.paragraphs[0], "Table text")
        paragraph.add_run(text).font.size = Pt(points)
        if figure:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


SPEC = DocumentFormat(
    name="docx",
    title="Word",
    extension="docx",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    write=write,
    version=4,
)
