"""Slides are read back: charts are large, nothing is alone or torn, a row has a line below it."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import pptx
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches

from core.report.document.content import (
    Block,
    Bullets,
    Column,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Table,
)
from core.report.formats import write_document
from core.report.rendering.slide_layout import group_blocks, split_unit
from core.report.rendering.text_measure import largest_size
from tests.core.report.documents import FIGURE
from tests.support.pictures import picture

FACTS = KeyFigures(tuple(KeyFigure(f"Fact {i}", i, "count") for i in range(5)))
KINDS = (
    Column("Segment"),
    *(Column(title, "count") for title in ("Customers", "Share", "Revenue", "Of it")),
)
NOTE = Paragraph("The first 2 of 10; the Excel file has all.", "note")
SAID = Bullets(
    tuple(f"Bullet {i} says so much that it takes two lines of a slide. " * 2 for i in range(7))
)


def overview(rows: int) -> Table:
    return Table("The segments", KINDS, tuple((f"{i} · Name", 100, 2, 3, 4) for i in range(rows)))


def slides(*blocks: Block) -> list[Any]:
    made = Document("Title", "", date(2026, 11, 22), (Section("Part", blocks),))
    deck = pptx.Presentation(io.BytesIO(write_document(made, "pptx", {FIGURE.name: picture()})))
    return list(deck.slides)[1:]


def words(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def grids(found: Sequence[Any]) -> list[Any]:
    return [shape.table for slide in found for shape in slide.shapes if shape.has_table]


def test_a_summary_with_its_table_is_one_slide() -> None:
    lead = Paragraph("4,995 customers fall into 6 segments.", "lead")
    found = slides(lead, FACTS, Paragraph("These are reproducible. " * 8), overview(7))
    assert len(found) == 1 and len(grids(found)[0].rows) == 8


def test_a_table_that_is_too_long_is_parted_evenly_and_keeps_its_footnote() -> None:
    found = slides(overview(23), NOTE)
    rows = [len(grid.rows) - 1 for grid in grids(found)]
    assert sum(rows) == 23 and max(rows) - min(rows) <= 1
    assert NOTE.text in words(found[-1]) and len(found) == len(rows)


def test_a_chart_is_alone_or_at_least_eight_inches_wide() -> None:
    decides = Table(
        "What decides", (Column("Feature"), Column("Importance", "number")), (("Recency", 0.4),)
    )
    found = slides(Paragraph("4 is suggested."), FIGURE, overview(5), FIGURE, decides)
    assert len(found) == 3
    charts = [s for slide in found for s in slide.shapes if s.shape_type == 13]
    assert all(chart.width >= Inches(8) for chart in charts) and len(charts) == 2
    assert "4 is suggested." in words(found[0]) and "What decides" in words(found[2])


def test_a_heading_stands_in_the_column_of_its_bullets() -> None:
    done = Table(
        "Found", (Column("Finding"), Column("Done")), (("Rows have no value. " * 3, "Left"),) * 4
    )
    (slide,) = slides(FACTS, done, Heading("To keep in mind"), Bullets(("One. " * 9, "Two. " * 9)))
    lefts = {s.text_frame.text[:6]: s.left for s in slide.shapes if s.has_text_frame}
    grid = next(shape for shape in slide.shapes if shape.has_table)
    assert lefts["To kee"] < lefts["One. O"] == lefts["Two. T"] and lefts["To kee"] > grid.left


def test_text_alone_has_the_whole_width() -> None:
    (slide,) = slides(Heading("What to do first"), SAID)
    text = next(
        s for s in slide.shapes if s.has_text_frame and s.text_frame.text.startswith("Bullet 0")
    )
    assert text.width > Inches(11)


def test_no_slide_has_a_heading_or_a_bullet_alone() -> None:
    found = slides(*(block for i in range(5) for block in (Heading(f"Heading {i}"), SAID)))
    for slide in found:
        said = [text for text in words(slide) if text.startswith(("Heading", "Bullet"))]
        assert len(said) > 1 and not said[-1].startswith("Heading")


def test_rows_have_lines_and_their_text_in_the_middle() -> None:
    (grid,) = grids(slides(overview(3)))
    cells = [cell for row in grid.rows for cell in row.cells]
    assert all(cell.vertical_anchor == MSO_ANCHOR.MIDDLE for cell in cells)
    borders = [[child.tag.split("}")[1] for child in cell._tc.tcPr] for cell in cells]
    assert all(found[:3] == ["lnT", "lnB", "solidFill"] for found in borders)
    assert len({row.height for row in list(grid.rows)[1:]}) == 1


def test_what_cannot_be_parted_stays_whole() -> None:
    (unit,) = group_blocks([Paragraph("x")])
    assert split_unit(unit, lambda *_: 900.0, 400.0) == (unit, ())


def test_words_among_figures_are_as_large_as_two_lines_let_them() -> None:
    assert largest_size("4,338", (20.0, 14.0, 10.0), 120) == 20
    assert largest_size("No evidence of segments", (20.0, 14.0, 10.0), 120) == 14
    assert largest_size("online_retail.csv.gz", (20.0, 14.0, 10.0), 120) == 10
