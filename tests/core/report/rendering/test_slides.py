"""Slides are read back: few, no letter too small, charts beside their words, nothing goes on elsewhere."""

import io
from datetime import date
from typing import Any

import pptx
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Pt

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
from core.report.rendering.text_measure import largest_size
from tests.core.report.documents import FIGURE
from tests.support.pictures import picture

FACTS = KeyFigures(tuple(KeyFigure(f"Fact {i}", i, "count") for i in range(5)))
KINDS = (
    Column("Segment"),
    *(Column(title, "count") for title in ("Customers", "Share", "Revenue", "Of it")),
)
SAID = Bullets(
    tuple(f"Bullet {i} says so much that it takes two lines of a slide. " * 2 for i in range(9))
)
LEAD = Paragraph("4,995 customers fall into 6 segments.", "lead")


def overview(rows: int) -> Table:
    return Table("The segments", KINDS, tuple((f"{i} · Name", 100, 2, 3, 4) for i in range(rows)))


def deck(*sections: Section) -> list[Any]:
    made = Document("Title", "", date(2026, 11, 22), sections, footer="seed 0")
    read = pptx.Presentation(io.BytesIO(write_document(made, "pptx", {FIGURE.name: picture()})))
    return list(read.slides)


def slide(*blocks: Block) -> Any:
    _cover, made = deck(Section("Part", (), slide=blocks))
    return made


def words(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def grid(slide: Any) -> Any:
    return next(shape.table for shape in slide.shapes if shape.has_table)


def sizes(slide: Any) -> set[float]:
    frames = [shape.text_frame for shape in slide.shapes if shape.has_text_frame]
    frames += [
        cell.text_frame
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    runs = (run for frame in frames for part in frame.paragraphs for run in part.runs)
    return {run.font.size.pt for run in runs if run.font.size is not None}


def bottom(slide: Any) -> int:
    return max(shape.top + shape.height for shape in slide.shapes)


def test_a_section_has_the_slide_that_it_chose_or_none() -> None:
    made = deck(Section("A", (LEAD,)), Section("B", (SAID,), slide=(LEAD,)))
    assert len(made) == 2 and LEAD.text in words(made[1]) and "seed 0" in words(made[0])


def test_there_are_fifteen_slides_at_most() -> None:
    made = deck(*(Section(f"Part {i}", (), slide=(LEAD,)) for i in range(40)))
    assert len(made) == 15 and words(made[-1])[0] == "Part 13"


def test_no_letter_is_smaller_than_fourteen_points_and_nothing_runs_over() -> None:
    for made in (
        slide(LEAD, FACTS, Paragraph("These are reproducible. " * 40), overview(7)),
        slide(overview(40)),
        slide(FACTS, FIGURE, Heading("To do"), SAID),
        *deck(Section("x" * 200, (), slide=(SAID, FACTS, Paragraph("code " * 400, "code")))),
    ):
        assert min(sizes(made)) >= 14
        assert bottom(made) <= Pt(540)


def test_a_table_that_is_too_long_says_how_many_rows_more_there_are() -> None:
    made = grid(slide(overview(40)))
    *_, before, last = [row.cells[0].text for row in made.rows]
    shown = int(before.split(" ")[0]) + 1
    assert last == f"and {40 - shown} more" and shown > 8


def test_a_chart_stands_below_the_key_figures_and_beside_its_words() -> None:
    made = slide(FACTS, FIGURE, Heading("To do"), SAID)
    (chart,) = [shape for shape in made.shapes if shape.shape_type == 13]
    boxes = [s for s in made.shapes if s.has_text_frame and s.text_frame.text.startswith("Fact")]
    said = [s for s in made.shapes if s.has_text_frame and s.text_frame.text.startswith("Bullet")]
    assert chart.top > max(box.top for box in boxes) and said
    assert min(text.left for text in said) >= chart.left + chart.width


def test_a_chart_alone_has_the_whole_slide() -> None:
    (chart,) = [shape for shape in slide(FIGURE).shapes if shape.shape_type == 13]
    assert chart.height > Pt(300)


def test_what_has_no_room_is_cut_with_an_ellipsis_and_no_heading_stands_alone() -> None:
    cut = words(slide(Paragraph("These are reproducible. " * 200)))
    assert cut[-1].endswith("…") and len(cut[-1]) > 500
    for count in range(1, 12):
        many = words(slide(Bullets(("One. " * 30,) * count), Heading("Last"), SAID))
        assert many[-1] != "Last"


def test_rows_have_lines_and_their_text_in_the_middle() -> None:
    made = grid(slide(overview(3)))
    cells = [cell for row in made.rows for cell in row.cells]
    assert all(cell.vertical_anchor == MSO_ANCHOR.MIDDLE for cell in cells)
    borders = [[child.tag.split("}")[1] for child in cell._tc.tcPr] for cell in cells]
    assert all(sides[:3] == ["lnT", "lnB", "solidFill"] for sides in borders)
    assert len({row.height for row in list(made.rows)[1:]}) == 1


def test_words_among_figures_are_as_large_as_two_lines_let_them() -> None:
    assert largest_size("4,338", (20.0, 14.0, 10.0), 120) == 20
    assert largest_size("No evidence of segments", (20.0, 14.0, 10.0), 120) == 14
    assert largest_size("online_retail.csv.gz", (20.0, 14.0, 10.0), 120) == 10
