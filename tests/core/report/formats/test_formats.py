"""What was written is read back: nothing is lost, nothing is run, nothing runs over the page."""

import base64
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import docx
import numpy as np
import openpyxl
import pptx
import pytest
from docx.oxml.ns import qn
from PIL import Image
from pypdf import PdfReader

from core.plugins import UnknownName
from core.report.document.content import strip_unwritable
from core.report.document.style import Style
from core.report.formats import document_formats, write_document
from core.report.rendering.page_values import preview_pages
from tests.core.report.documents import CONTROL, FIGURE, FORMULA, LONG_WORD, MARKUP, ROWS, document
from tests.support.pictures import picture

IMAGES = {FIGURE.name: picture()}


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    """The document in every format, with a logo."""
    made = document(Style(currency="EUR", logo=picture()))
    return {name: write_document(made, name, IMAGES) for name in document_formats()}


@pytest.fixture(scope="module")
def pdf(files: Mapping[str, bytes]) -> PdfReader:
    return PdfReader(io.BytesIO(files["pdf"]))


def without_spaces(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_all_formats_are_there(files: Mapping[str, bytes]) -> None:
    assert set(files) == {"pdf", "docx", "pptx", "html", "xlsx"}
    with pytest.raises(UnknownName, match="docx"):
        write_document(document(), "odt", IMAGES)


@pytest.mark.parametrize("name", ["docx", "pptx", "xlsx"])
def test_a_file_tells_the_documents_date_not_when_it_was_written(
    name: str, files: Mapping[str, bytes]
) -> None:
    with zipfile.ZipFile(io.BytesIO(files[name])) as archive:
        assert {part.date_time[0] for part in archive.infolist()} == {1980}
        about = archive.read("docProps/core.xml").decode()
    assert about.count("2026-11-22T00:00:00Z") == about.count("T00:00:00Z") == 2
    assert write_document(document(Style(currency="EUR", logo=picture())), name, IMAGES) == files[name]


@pytest.mark.parametrize("name", ["docx", "pptx"])
def test_a_long_title_is_cut_where_properties_are_short(name: str) -> None:
    made = write_document(replace(document(), title="x" * 300), name, IMAGES)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert ">" + "x" * 255 + "<" in archive.read("docProps/core.xml").decode()


def test_what_no_file_can_hold_is_left_out() -> None:
    assert strip_unwritable((CONTROL, 1, None, "tab\tnew\n")) == ("abcde", 1, None, "tab\tnew\n")


def test_the_pdf_says_all_of_it_literally(pdf: PdfReader) -> None:
    text = without_spaces("".join(page.extract_text() for page in pdf.pages))
    for said in (MARKUP, "4,338 customers", "22 November 2026", LONG_WORD, FORMULA, "abcde", "€1,000"):
        assert without_spaces(said) in text
    assert pdf.metadata is not None and pdf.metadata.title == MARKUP


def test_the_pdf_is_tagged_and_repeats_headers(pdf: PdfReader) -> None:
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en-GB"
    texts = [page.extract_text() for page in pdf.pages]
    with_rows = [text for text in texts if "Row 1" in text or f"Row {ROWS - 1}" in text]
    assert len(with_rows) > 1 and all(re.search(r"^A\s+B\s+C\s+D\s+E", t, re.M) for t in with_rows)
    assert all("seed 0" in text for text in texts)


def test_no_page_is_written_over_its_edges() -> None:
    for page in preview_pages(document(), IMAGES):
        shown = np.asarray(Image.open(io.BytesIO(page)).convert("L"))
        edge = shown.shape[1] // 20
        assert shown[:, :edge].min() == shown[:, -edge:].min() == 255
        assert shown[:edge].min() == shown[-edge:].min() == 255


def test_word_has_styles_repeated_headers_and_alternative_texts(files: Mapping[str, bytes]) -> None:
    read = docx.Document(io.BytesIO(files["docx"]))
    styles = {paragraph.style.name for paragraph in read.paragraphs if paragraph.style}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet", "Lead", "Code"} <= styles
    long = next(table for table in read.tables if len(table.rows) == ROWS + 1)
    assert len(long.rows[0]._tr.findall(".//" + qn("w:tblHeader"))) == 1
    assert all(row._tr.find(".//" + qn("w:cantSplit")) is not None for row in long.rows)
    assert [cell.text for cell in long.rows[8].cells[2:]] == ["7", "70", ""]
    assert [shape._inline.docPr.get("descr") for shape in read.inline_shapes] == ["Logo", FIGURE.alt]
    assert "seed 0" in read.sections[0].footer.paragraphs[0].text


def test_on_slides_nothing_overlaps_or_runs_over(files: Mapping[str, bytes]) -> None:
    deck = pptx.Presentation(io.BytesIO(files["pptx"]))
    for slide in deck.slides:
        boxes = []
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= deck.slide_height
            if (shape.has_text_frame and shape.text_frame.text) or shape.has_table:
                boxes.append((shape.left, shape.top, shape.width, shape.height))
        for i, (left, top, width, height) in enumerate(boxes):
            for x, y, w, h in boxes[:i]:
                assert left >= x + w or x >= left + width or top >= y + h or y >= top + height
    pictures = [s for slide in deck.slides for s in slide.shapes if s.shape_type == 13]
    assert FIGURE.alt in [shape._element.nvPicPr.cNvPr.get("descr") for shape in pictures]


def test_the_web_page_asks_nothing_of_a_network_and_runs_its_own_scripts_only(
    files: Mapping[str, bytes],
) -> None:
    page = files["html"].decode()
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy and "default-src 'none'" in policy[1] and "unsafe-eval" not in policy[1]
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy[1]
    assert len(scripts) == 2 and not re.search(r'<(script|link|img)[^>]*(src|href)="(?!data:)', page)
    assert "&lt;/script&gt;&lt;script&gt;alert" in page
    (data,) = re.findall(r"class='chart-data'>(.*?)</script>", page)
    assert json.loads(data)["data"][0] == {**FIGURE.chart["data"][0], "type": "scatter"}


def test_excel_has_numbers_as_numbers_and_no_formula(files: Mapping[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    assert book.sheetnames == ["Summary", "Markers   all", "Long"]
    sheet = book["Markers   all"]
    assert [cell.value for cell in sheet[2]] == ["Recency (days)", 1234.5, 0.125, -98765.4]
    assert sheet["C2"].number_format == "0.0%" and "€" in sheet["D2"].number_format
    assert sheet["A3"].value == "'" + FORMULA and sheet["A3"].data_type == "s"
    assert sheet["C3"].value is None and sheet.freeze_panes == "A2"
    assert book["Long"].max_row == ROWS + 1
