"""Styles, repeated headers and page numbers of Word, for which python-docx has no names."""

from collections.abc import Iterable
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor

from core.report.document.content import Document
from core.report.rendering.office_package import set_properties
from core.report.rendering.text_measure import shorten

FONT = "Arial"
MUTED = "#5b6472"
LINE = "D5D9DF"
TEXT_WIDTH = Cm(17)
RUNNING = 7.5
TWIP = 635  # in the units of python-docx
CELL_PAD = Pt(9)  # between a column and the next; a table begins where the text does
SPACES = {
    "Title": (0, 4),
    "Subtitle": (0, 4),
    "Heading 1": (20, 8),
    "Heading 2": (14, 5),
    "Heading 3": (12, 4),
    "Caption": (6, 3),
}
SIZES = {"Title": 24, "Subtitle": 12, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11, "Caption": 10}


def prepare_page(page: Any, document: Document) -> None:
    """Set paper, styles, properties, the header of every page but the first and the footer of all."""
    sheet = page.sections[0]
    sheet.page_width, sheet.page_height = Cm(21), Cm(29.7)
    sheet.left_margin = sheet.right_margin = sheet.top_margin = sheet.bottom_margin = Cm(2)
    set_properties(page.core_properties, document)
    _set_styles(page.styles, document.style.accent)
    _add_header_and_footer(sheet, document)


def _set_styles(styles: Any, accent: str) -> None:
    _set_font(styles["Normal"], 10)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, size in SIZES.items():
        style = styles[name]
        _set_font(
            style, size, bold=name != "Subtitle", colour=accent if name == "Heading 1" else "#1d2430"
        )
        style.font.italic = False
        style.paragraph_format.space_before, style.paragraph_format.space_after = map(Pt, SPACES[name])
    for border in styles["Title"].element.findall(".//" + qn("w:pBdr")):
        border.getparent().remove(border)
    new = (
        ("Lead", 12, True, "#1d2430"),
        ("Note", 8.5, False, MUTED),
        ("Table text", 8.5, False, ""),
        ("Key figure", 14, True, "#1d2430"),
        ("Code", 8.5, False, ""),
    )
    for name, points, bold, colour in new:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _set_font(style, points, bold, colour, "Courier New" if name == "Code" else FONT)
        close = name in ("Table text", "Key figure")
        style.paragraph_format.space_before = Pt(1.5 if close else 0)
        style.paragraph_format.space_after = Pt(1.5 if close else 5)
    _add_table_style(styles)


def _set_font(style: Any, size: float, bold: bool = False, colour: str = "", face: str = FONT) -> None:
    style.font.name, style.font.size, style.font.bold = face, Pt(size), bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    if colour:
        style.font.color.rgb = _rgb(colour)


def _add_table_style(styles: Any) -> None:
    """A style of thin lines between rows; its outer edges are those of the text."""
    style = styles.add_style("Report table", WD_STYLE_TYPE.TABLE)
    style.base_style = styles["Normal Table"]
    borders = _element("w:tblBorders")
    for side in ("w:top", "w:bottom", "w:insideH"):
        borders.append(_element(side, val="single", sz="4", space="0", color=LINE))
    properties = _element("w:tblPr")
    properties.append(borders)
    properties.append(_cell_margins(right=CELL_PAD))
    style.element.append(properties)


def _cell_margins(**sides: int) -> Any:
    margins = _element("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        margins.append(_element(f"w:{side}", w=str(sides.get(side, 0) // TWIP), type="dxa"))
    return margins


def set_cell_margins(grid: Any, above: int, below: int) -> None:
    """Let the cells' text begin at their edges, with room `above` and `below` it."""
    grid._tbl.tblPr.append(_cell_margins(top=above, bottom=below))


def _add_header_and_footer(sheet: Any, document: Document) -> None:
    day = document.style.day(document.date)
    title = shorten(document.title, RUNNING, Emu(TEXT_WIDTH - Cm(5)).pt)
    sheet.different_first_page_header_footer = True
    _write_left(sheet.header.paragraphs[0], title).add_run(day)
    for foot in (sheet.footer, sheet.first_page_footer):
        line = _write_left(foot.paragraphs[0], document.footer)
        line.add_run("Page ")
        _add_field(line, "PAGE")
        line.add_run(" of ")
        _add_field(line, "NUMPAGES")


def _write_left(paragraph: Any, text: str) -> Any:
    """The text at the left; what is added stands at the right."""
    paragraph.style.font.size = Pt(RUNNING)
    paragraph.style.font.color.rgb = _rgb(MUTED)
    stops = paragraph.style.paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{text}\t")
    return paragraph


def _add_field(paragraph: Any, code: str) -> None:
    """A figure that Word fills in."""
    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        if kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))
        else:
            instruction = _element("w:instrText")
            instruction.text = code
            run._r.append(instruction)


def repeat_header(grid: Any) -> None:
    """Make the first row a header: bold, and repeated on every page."""
    row = grid.rows[0]
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    for cell in row.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def keep_rows_with_next(rows: Iterable[Any]) -> None:
    """Keep each of the rows on the page of what follows it."""
    for row in rows:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def keep_row_together(row: Any) -> None:
    """Keep the row on one page."""
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))


def set_widths(grid: Any, widths: list[int]) -> None:
    """Set the columns' widths, and with them those of all cells there are."""
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for row in grid.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def shade_cell(cell: Any, colour: str) -> None:
    """Fill the cell with a tint of the colour."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    fill = "".join(f"{255 - (255 - part) // 10:02X}" for part in parts)
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=fill))


def add_gap(page: Any) -> Any:
    """A small empty line, which keeps a table apart from what follows."""
    line = write(page, "", "Note")
    line.paragraph_format.space_after = Pt(0)
    line.paragraph_format.line_spacing = Pt(7)
    return line


def write(place: Any, text: str, style: str) -> Any:
    """A new paragraph at the end of a page or cell."""
    return set_style(place.add_paragraph(text), style)


def set_style(paragraph: Any, name: str) -> Any:
    """The paragraph in a style; python-docx would look through all styles each time."""
    paragraph._p.style = name.replace(" ", "")
    return paragraph


def set_colour(run: Any, colour: str) -> None:
    run.font.color.rgb = _rgb(colour)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour[1:].upper())


def _element(tag: str, **values: str) -> Any:
    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
    return element
