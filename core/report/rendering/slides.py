"""Slides drawn with python-pptx from pieces that were measured and placed."""

from io import BytesIO
from typing import Any

from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from core.report.document.content import Document, Figure, Images
from core.report.rendering.office_package import remove_times, set_properties
from core.report.rendering.slide_layout import CAPTION, LEFT, WIDTH, PlacedPiece
from core.report.rendering.slide_pieces import BOX_GAP, BULLET, LEAST, PAD, Boxes, Grid, Text
from core.report.rendering.text_measure import BOLD, shorten

SLIDE = (960.0, 540.0)
FONT, MONOSPACED = "Arial", "Courier New"
INK, MUTED, RULE, WHITE = "#1d2430", "#5b6472", "#d5d9df", "#ffffff"
STRONG = ("lead", "heading")
TITLE_ONLY = 5  # the layout's place in the template


class Deck:
    """A presentation that slides are added to."""

    def __init__(self, document: Document, images: Images) -> None:
        self._document, self._images = document, images
        self._accent = document.style.accent
        self._deck: Any = Presentation()
        self._deck.slide_width, self._deck.slide_height = map(Pt, SLIDE)
        set_properties(self._deck.core_properties, document)

    def to_bytes(self) -> bytes:
        target = BytesIO()
        self._deck.save(target)
        return remove_times(target.getvalue())

    def cover(self) -> None:
        """Title, subtitle, date and logo."""
        page = self._page(self._document.title, 34, (LEFT, 170, WIDTH, 110))
        page.shapes.title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        _draw_bar(page, self._accent, LEFT, 290, 90, 4)
        _write_box(page, self._document.subtitle, (LEFT, 304, WIDTH, 40), 18, MUTED)
        day = self._document.style.day(self._document.date)
        _write_box(page, day, (LEFT, 350, WIDTH, 24), 16, MUTED)
        _write_box(page, self._document.footer, (LEFT, 500, WIDTH, 20), LEAST, MUTED)
        if self._document.style.logo:
            page.shapes.add_picture(BytesIO(self._document.style.logo), Pt(LEFT), Pt(40), height=Pt(50))

    def slide(self, title: str, colour: str, placed: list[PlacedPiece]) -> None:
        """A slide with the title and what stands below it."""
        shift = 26.0 if colour else 0.0
        room = WIDTH - shift
        page = self._page(shorten(title, 26 * BOLD, room), 26, (LEFT + shift, 28, room, 44))
        number = str(len(self._deck.slides))
        _write_box(page, number, (LEFT + WIDTH - 40, 508, 40, 20), LEAST, MUTED, right=True)
        if colour:
            _draw_bar(page, colour, LEFT, 42, 16, 16)
        for part in placed:
            self._put(page, part)

    def _page(self, title: str, points: float, place: tuple[float, ...]) -> Any:
        page = self._deck.slides.add_slide(self._deck.slide_layouts[TITLE_ONLY])
        shape = page.shapes.title
        shape.left, shape.top, shape.width, shape.height = map(Pt, place)
        frame = shape.text_frame
        _remove_margins(frame)
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        _write_line(frame.paragraphs[0], title, points, self._accent, bold=True)
        return page

    def _put(self, page: Any, placed: PlacedPiece) -> None:
        match placed.piece:
            case Text():
                _draw_text(page, placed.piece, placed)
            case Boxes():
                self._boxes(page, placed.piece, placed)
            case Grid():
                self._grid(page, placed.piece, placed)
            case Figure(name):
                _draw_picture(page, placed.piece, BytesIO(self._images[name]), placed)

    def _boxes(self, page: Any, boxes: Boxes, at: PlacedPiece) -> None:
        width = (at.width + BOX_GAP) / len(boxes.boxes) - BOX_GAP
        for number, (title, value, note, points) in enumerate(boxes.boxes):
            left = at.left + number * (width + BOX_GAP)
            _draw_bar(page, _tint(self._accent), left, at.top, width, boxes.height)
            place = (left + PAD, at.top + 6, width - 2 * PAD, boxes.height - 12)
            frame = _add_frame(page, place)
            _write_line(frame.paragraphs[0], title, boxes.points, MUTED)
            _write_line(frame.add_paragraph(), value, points, INK, bold=True)
            if note:
                _write_line(frame.add_paragraph(), note, boxes.points, MUTED)

    def _grid(self, page: Any, grid: Grid, at: PlacedPiece) -> None:
        place = map(Pt, (at.left, at.top, at.width, grid.height))
        table = page.shapes.add_table(len(grid.rows), len(grid.widths), *place).table
        table._tbl.tblPr.set("bandRow", "0")
        for column, width in zip(table.columns, grid.widths, strict=True):
            column.width = Pt(width)
        for line, row, tall in zip(table.rows, grid.rows, grid.heights, strict=True):
            line.height = Pt(tall)
            for cell, text, right in zip(line.cells, row, grid.right, strict=True):
                self._cell(cell, text, grid.points, right, row is grid.rows[0])

    def _cell(self, cell: Any, text: str, points: float, right: bool, head: bool) -> None:
        cell.fill.solid()
        cell.fill.fore_color.rgb = _rgb(self._accent if head else WHITE)
        _draw_rules(cell, self._accent if head else RULE)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        cell.margin_left = cell.margin_right = Pt(PAD - 1)
        cell.margin_top = cell.margin_bottom = Pt(PAD / 2 - 1)
        paragraph = cell.text_frame.paragraphs[0]
        _write_line(paragraph, text, points, WHITE if head else INK, bold=head)
        if right:
            paragraph.alignment = PP_ALIGN.RIGHT


def _draw_rules(cell: Any, colour: str) -> None:
    """Thin lines above and below the cell; python-pptx has no name for them."""
    for place, side in enumerate(("lnT", "lnB")):
        line = parse_xml(
            f'<a:{side} {nsdecls("a")} w="9525"><a:solidFill><a:srgbClr val="{colour[1:].upper()}"/>'
            f"</a:solidFill></a:{side}>"
        )
        cell._tc.get_or_add_tcPr().insert(place, line)


def _draw_text(page: Any, text: Text, at: PlacedPiece) -> None:
    shift = BULLET if text.look == "bullet" else 0.0
    if shift:
        _write_box(page, "\u2022", (at.left, at.top, shift, text.height), text.points, INK)
    place = (at.left + shift, at.top, at.width - shift, text.height)
    colour = MUTED if text.look == "note" else INK
    face = MONOSPACED if text.look == "code" else FONT
    _write_box(page, text.text, place, text.points, colour, bold=text.look in STRONG, face=face)


def _draw_picture(page: Any, figure: Figure, file: BytesIO, at: PlacedPiece) -> None:
    """As large as its title leaves room for, in the middle; its small print is left to pages."""
    room = at.height - CAPTION
    with Image.open(file) as image:
        scale = min(at.width / image.width, room / image.height)
        width, tall = image.width * scale, image.height * scale
    title = shorten(figure.title, 16 * BOLD, at.width)
    _write_box(page, title, (at.left, at.top, at.width, CAPTION), 16, INK, bold=True)
    file.seek(0)
    left, top = at.left + (at.width - width) / 2, at.top + CAPTION
    shape = page.shapes.add_picture(file, *map(Pt, (left, top, width, tall)))
    shape._element.nvPicPr.cNvPr.set("descr", figure.alt)


def _write_box(
    page: Any,
    text: str,
    place: tuple[float, ...],
    points: float,
    colour: str,
    *,
    bold: bool = False,
    right: bool = False,
    face: str = FONT,
) -> None:
    paragraph = _add_frame(page, place).paragraphs[0]
    _write_line(paragraph, text, points, colour, bold, face)
    if right:
        paragraph.alignment = PP_ALIGN.RIGHT


def _add_frame(page: Any, place: tuple[float, ...]) -> Any:
    frame = page.shapes.add_textbox(*map(Pt, place)).text_frame
    _remove_margins(frame)
    return frame


def _remove_margins(frame: Any) -> None:
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _write_line(
    paragraph: Any, text: str, points: float, colour: str, bold: bool = False, face: str = FONT
) -> None:
    paragraph.alignment = PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = text
    font = run.font
    font.size, font.bold, font.name = Pt(points), bold, face
    font.color.rgb = _rgb(colour)


def _draw_bar(page: Any, colour: str, left: float, top: float, width: float, tall: float) -> None:
    shape = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Pt, (left, top, width, tall)))
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(colour)
    shape.line.fill.background()
    shape._element.remove(shape._element.find(qn("p:style")))  # the theme's shadow


def _tint(colour: str) -> str:
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{255 - (255 - part) // 10:02x}" for part in parts)


def _rgb(colour: str) -> RGBColor:
    rgb: RGBColor = RGBColor.from_string(colour[1:].upper())  # type: ignore[no-untyped-call]
    return rgb
