"""A workbook is read back: formats, widths, heights and how its pages are printed."""

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from core.report.document.content import Column, Sheet, Table
from core.report.document.style import Cell, Kind, Style
from core.report.formats import write_document
from tests.core.report.documents import document

REVENUE = 1_909_300.75
SENTENCE = "Recency averages 371 days, 210 more than the 151 of all others. " * 6


def book(rows: tuple[tuple[Cell, ...], ...], *kinds: Kind, style: Style | None = None) -> Any:
    columns = tuple(Column(f"Column {place}", kind) for place, kind in enumerate(kinds))
    made = replace(document(style), title="R&D", sheets=(Sheet("Only", Table("", columns, rows)),))
    return openpyxl.load_workbook(io.BytesIO(write_document(made, "xlsx", {})))


def sheet(rows: tuple[tuple[Cell, ...], ...], *kinds: Kind, style: Style | None = None) -> Any:
    return book(rows, *kinds, style=style)["Only"]


def formats(*cells: float) -> set[str]:
    """The number formats of a column of these."""
    made = sheet(tuple((cell,) for cell in cells), "number")
    return {cell.number_format for (cell,) in made.iter_rows(min_row=2)}


@pytest.mark.parametrize(
    ("language", "currency", "shape"),
    [
        ("de-DE", "EUR", "#,##0.00 [$€-407]"),
        ("en-GB", "EUR", "[$€-809]#,##0.00"),
        ("nl-NL", "EUR", "[$€-413] #,##0.00;[$€-413] -#,##0.00"),
        ("en-US", "USD", "[$$-409]#,##0.00"),
        ("de-DE", "", "#,##0.00"),
    ],
)
def test_the_currency_stands_where_the_language_has_it(
    language: str, currency: str, shape: str
) -> None:
    made = sheet(((REVENUE,),), "money", style=Style(language, currency))
    assert made["A2"].number_format == shape and made["A2"].value == REVENUE


def test_a_column_is_wide_enough_for_its_figures() -> None:
    made = sheet(((1e12 + 0.75,),), "money", style=Style("de-DE", "EUR"))
    assert made.column_dimensions["A"].width > len("1.000.000.000.000,75 €")


def test_rows_are_as_high_as_their_wrapped_texts_and_no_higher() -> None:
    made = sheet((("short", 1.0), (SENTENCE, 1.0)), "text", "count")
    heights, width = made.row_dimensions, made.column_dimensions["A"].width
    assert {heights[1].height, heights[2].height} <= {None, 15}  # the usual height
    narrow = 0.75  # a letter to a digit, in which widths are counted
    assert heights[3].height >= 15 * narrow * len(SENTENCE) / width
    assert heights[3].height > 15 and made["A3"].alignment.wrap_text


def test_the_first_sheet_wraps_its_texts() -> None:
    made = book(((1,),), "count")["Summary"]
    (ended,) = [row for (row, *_) in made.iter_rows() if str(row.value).startswith("The end.")]
    assert ended.alignment.wrap_text and made.row_dimensions[ended.row].height > 30
    assert f"A{ended.row}:C{ended.row}" in map(str, made.merged_cells.ranges)


def test_the_points_of_a_column_stand_below_each_other() -> None:
    assert formats(0.4083, 0.9, 0.0649) == {"#,##0.000"}
    assert formats(12672.91, 17.35, 0.02) == {"#,##0.00"}
    assert formats(7922.36, 2402.27) == {"#,##0"} == formats(1.0, 0.0)


def test_what_is_too_small_to_show_is_said_to_be_and_keeps_its_value() -> None:
    for language, least in (("en-GB", "0.0001"), ("de-DE", "0,0001")):
        made = sheet(((1e-60,), (0.586,)), "number", style=Style(language))
        assert made["A2"].number_format == f'[<0.0001]"<{least}";#,##0.0000' == made["A3"].number_format
        assert made["A2"].value == 1e-60
    assert formats(-1e-9, 1e-9) == {"#,##0.0000"}


def test_headers_stand_on_the_side_of_their_cells() -> None:
    made = sheet((("a", 1.5),), "text", "number")
    assert [cell.alignment.horizontal for row in made.iter_rows() for cell in row] == [
        "left",
        "right",
    ] * 2


def test_a_column_without_anything_is_left_out() -> None:
    made = sheet((("a", None, "", 1.0), ("b", None, None, None)), "text", "text", "text", "number")
    assert [cell.value for cell in made[1]] == ["Column 0", "Column 3"]


def test_pages_are_printed_as_wide_as_the_sheet_with_header_title_and_number() -> None:
    made = book(((1,),), "count")
    for one in made:
        assert one.page_setup.orientation == "landscape" and one.sheet_properties.pageSetUpPr.fitToPage
        assert (one.page_setup.fitToWidth or 1, one.page_setup.fitToHeight) == (1, 0)
        assert one.oddFooter.left.text == "R&&D" and one.oddFooter.right.text == "&A · &P / &N"
    assert made["Only"].print_title_rows == "$1:$1"
