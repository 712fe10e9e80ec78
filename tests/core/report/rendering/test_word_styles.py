"""A Word file is read back: no word is broken, nothing stands out of the margins or alone."""

import io
from datetime import date
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Emu

from core.report.document.content import (
    Column,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Table,
)
from core.report.document.style import Style
from core.report.formats import write_document
from core.report.rendering.column_widths import fit_columns, numeric_columns
from core.report.rendering.text_measure import BOLD, text_width
from tests.core.report.documents import FIGURE
from tests.support.pictures import picture

TITLES = ("Score", "Value", "Word", "Meaning")
SCORES = Table(
    "Scores",
    tuple(map(Column, TITLES)),
    (
        ("Silhouette", "0.41", "moderate", "How much closer customers are to their own segment. " * 3),
        ("Calinski-Harabasz", "5,226", "higher is better", "Spread between segments. " * 5),
        ("Variance shown", "97 %", "2 of 3 components", "How much the first two axes show. " * 3),
    ),
)
FACTS = KeyFigures(
    tuple(
        KeyFigure(f"Fact {i}", value)
        for i, value in enumerate(["1", "2", "3", "4", "Reproducible segments"])
    )
)
NOTE = Paragraph("The first 5 of 8 markers; the Excel file has all.", "note")
CODE = Paragraph('{"algorithm": "kmeans"}', "code")


@pytest.fixture(scope="module")
def read() -> Any:
    blocks = (FACTS, SCORES, NOTE, Paragraph("4 is suggested."), FIGURE, Heading("Again"), NOTE, CODE)
    made = Document(
        "Customer segments", "", date(2026, 11, 22), (Section("Summary", blocks),), footer="seed 0"
    )
    return docx.Document(io.BytesIO(write_document(made, "docx", {FIGURE.name: picture()})))


def kept(paragraph: Any) -> bool:
    own = paragraph.paragraph_format.keep_with_next
    return bool(paragraph.style.paragraph_format.keep_with_next if own is None else own)


def test_no_column_is_narrower_than_its_longest_word(read: Any) -> None:
    table = read.tables[1]
    for place, column in enumerate(table.columns):
        texts = [row.cells[place].text for row in table.rows]
        whole = place == 1
        words = [word for text in texts for word in ([text] if whole else text.split())]
        size = table.rows[1].cells[0].paragraphs[0].runs[0].font.size.pt
        assert max(text_width(word, size) for word in words) < column.width.pt
        assert text_width(TITLES[place], size * BOLD) < column.width.pt


def test_figures_written_as_text_stand_at_the_right(read: Any) -> None:
    assert numeric_columns(SCORES, Style()) == (False, True, False, False)
    assert [cell.paragraphs[0].alignment for cell in read.tables[1].columns[1].cells] == [2] * 4


def test_tables_and_tiles_are_as_wide_as_the_text(read: Any) -> None:
    sheet = read.sections[0]
    room = Emu(sheet.page_width - sheet.left_margin - sheet.right_margin).pt
    for table in read.tables:
        assert sum(column.width.pt for column in table.columns) == pytest.approx(room, abs=1)
    margins = (read.tables[0]._tbl.tblPr, read.styles["Report table"].element)
    for place in margins:
        assert place.find(".//" + qn("w:tblCellMar")).find(qn("w:left")).get(qn("w:w")) == "0"


def test_tiles_have_gaps_and_break_no_word(read: Any) -> None:
    cells = read.tables[0].rows[0].cells
    shades = [cell._tc.find(".//" + qn("w:shd")) is not None for cell in cells]
    assert shades == [True, False] * 4 + [True]
    value = cells[-1].paragraphs[1]
    room = cells[-1].width.pt - 2 * value.paragraph_format.left_indent.pt
    assert text_width("Reproducible", value.runs[0].font.size.pt * BOLD) <= room
    assert cells[0].paragraphs[1].runs[0].font.size.pt == 14


def test_headings_sentences_and_footnotes_are_not_left_alone(read: Any) -> None:
    paragraphs = {paragraph.text: paragraph for paragraph in read.paragraphs}
    for text in ("Summary", "4 is suggested.", FIGURE.title, "Again", NOTE.text):
        assert kept(paragraphs[text]), text
    picture_line = next(p for p in read.paragraphs if p._p.find(".//" + qn("w:drawing")) is not None)
    assert kept(picture_line) and paragraphs[CODE.text].paragraph_format.keep_together
    assert all(kept(row.cells[0].paragraphs[0]) for row in read.tables[1].rows)


def test_every_page_says_what_it_is_of(read: Any) -> None:
    sheet = read.sections[0]
    assert sheet.different_first_page_header_footer and not sheet.first_page_header.paragraphs[0].text
    assert sheet.header.paragraphs[0].text == "Customer segments\t22 November 2026"
    for footer in (sheet.footer, sheet.first_page_footer):
        line = footer.paragraphs[0]
        assert line.text == "seed 0\tPage  of "
        assert [code.text for code in line._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_a_table_too_wide_for_its_words_is_set_smaller() -> None:
    many = Table("", tuple(Column("Customers") for _ in range(11)), (("Reproducible",) * 11,))
    points, sizes = fit_columns(many, Style(), 480, (8.5, 7.0, 5.0), 9)
    assert points < 8.5 and sum(sizes) == pytest.approx(480)
