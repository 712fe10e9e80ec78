"""What Word knows and python-docx has no name for: styles, repeated headers, page numbers."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from core.documents._content import Document
from core.documents._package import describe

FONT = "Arial"
MUTED = "#5b6472"
LINE = "D5D9DF"
SIZES = {"Title": 24, "Subtitle": 12, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11, "Caption": 10}


def prepare(page: Any, document: Document) -> None:
    """Sets paper, styles, properties and the footer with page numbers."""
    sheet = page.sections[0]
    sheet.page_width, sheet.page_height = Cm(21), Cm(29.7)
    sheet.left_margin = sheet.right_margin = sheet.top_margin = sheet.bottom_margin = Cm(2)
    describe(page.core_properties, document)
    _styles(page.styles, document.style.accent)
    _footer(sheet.footer.paragraphs[0], document.footer)


def _styles(styles: Any, accent: str) -> None:
    _font(styles["Normal"], 10)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, size in SIZES.items():
        style = styles[name]
        _font(style, size, bold=name != "Subtitle", colour=accent if name == "Heading 1" else "#1d2430")
        style.font.italic = False
    for border in styles["Title"].element.findall(".//" + qn("w:pBdr")):
        border.getparent().remove(border)
    new = (("Lead", 12, True, "#1d2430"), ("Note", 8.5, False, MUTED), ("Table text", 8.5, False, ""),
           ("Key figure", 14, True, "#1d2430"), ("Code", 8.5, False, ""))  # fmt: skip
    for name, points, bold, colour in new:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _font(style, points, bold, colour, "Courier New" if name == "Code" else FONT)
        close = name in ("Table text", "Key figure")
        style.paragraph_format.space_before = Pt(2 if close else 0)
        style.paragraph_format.space_after = Pt(2 if close else 5)
    _table_style(styles)


def _font(style: Any, size: float, bold: bool = False, colour: str = "", face: str = FONT) -> None:
    style.font.name, style.font.size, style.font.bold = face, Pt(size), bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    if colour:
        style.font.color.rgb = _rgb(colour)


def _table_style(styles: Any) -> None:
    """A style of thin lines between rows."""
    style = styles.add_style("Report table", WD_STYLE_TYPE.TABLE)
    style.base_style = styles["Normal Table"]
    borders = _element("w:tblBorders")
    for side in ("w:top", "w:bottom", "w:insideH"):
        borders.append(_element(side, val="single", sz="4", space="0", color=LINE))
    properties = _element("w:tblPr")
    properties.append(borders)
    style.element.append(properties)


def _footer(paragraph: Any, text: str) -> None:
    paragraph.style.font.size = Pt(7)
    paragraph.style.font.color.rgb = _rgb(MUTED)
    stops = paragraph.style.paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(Cm(17), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{text}\t")
    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        if kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))
        else:
            code = _element("w:instrText")
            code.text = "PAGE"
            run._r.append(code)


def headed(grid: Any) -> None:
    """Makes the first row a header: bold, and repeated on every page."""
    row = grid.rows[0]
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    for cell in row.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def unbroken(grid: Any) -> None:
    """Keeps all rows of the table on one page."""
    for row in grid.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def kept_together(row: Any) -> None:
    """Never breaks the row across pages."""
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))


def sized(grid: Any, widths: list[int]) -> None:
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width


def shaded(cell: Any, colour: str) -> None:
    """Fills the cell with a tint of the colour."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    fill = "".join(f"{255 - (255 - part) // 10:02X}" for part in parts)
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=fill))


def write(place: Any, text: str, style: str) -> Any:
    """A new paragraph at the end of a page or cell."""
    return styled(place.add_paragraph(text), style)


def styled(paragraph: Any, name: str) -> Any:
    """The paragraph in a style; python-docx would look through all styles each time."""
    paragraph._p.style = name.replace(" ", "")
    return paragraph


def coloured(run: Any, colour: str) -> None:
    run.font.color.rgb = _rgb(colour)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour[1:].upper())


def _element(tag: str, **values: str) -> Any:
    made = OxmlElement(tag)
    for name, value in values.items():
        made.set(qn(f"w:{name}"), value)
    return made
