"""Columns of a table are as wide as what stands in them."""

import pytest

from core.report.document.content import Column, Table
from core.report.document.style import Style
from core.report.rendering.page_values import ROOM, relative_widths

LONG = "Ten short calls by advisers or a survey of three questions in online banking, then an answer"


@pytest.mark.parametrize("others", range(1, 5))
def test_no_word_is_wider_than_its_column(others: int) -> None:
    table = Table(
        "", (Column("Why"), *[Column("Text")] * others), (("151 customers", *[LONG] * others),)
    )
    found = relative_widths(table, Style())
    assert sum(found) <= ROOM + 1e-9 or others < 2
    assert found[0] >= len("customers") + 2 and min(found[1:]) > found[0]


def test_figures_have_room_whatever_stands_beside_them() -> None:
    kinds = (Column("Text"), Column("Text"), Column("Revenue", "money"))
    found = relative_widths(Table("", kinds, ((LONG, LONG, 12_345_678.0),)), Style("de-DE", "EUR"))
    assert found[2] >= len("12.345.678 €") + 2
