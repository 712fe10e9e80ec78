import pytest

from core.charts.labels import TWO_LINE_ROWS, row_labels, tick_labels
from core.text import format_number, format_percent


@pytest.mark.parametrize(("share", "words"), [
    (0, "0 %"), (0.0001, "under 0.1 %"), (0.046, "4.6 %"), (0.0994, "9.9 %"), (0.0996, "10 %"),
    (0.334, "33 %"), (0.999, "over 99 %"), (1, "100 %"),
])  # fmt: skip
def test_a_share_in_percent(share: float, words: str):
    assert format_percent(share) == words


@pytest.mark.parametrize(("value", "words"), [
    (0, "0"), (1234567.8, "1,234,568"), (12.34, "12.3"), (3.0, "3"), (-0.456, "-0.46"), (0.00123, "0.0012"),
])  # fmt: skip
def test_a_number_as_a_person_reads_it(value: float, words: str):
    assert format_number(value) == words


def test_labels_that_would_look_alike_keep_their_ends():
    titles = ["Orders through the mobile shop 1", "Orders through the mobile shop 2", "Age"]
    assert tick_labels(titles, 16) == ["Orders t…shop 1", "Orders t…shop 2", "Age"]


def test_labels_of_equal_titles_are_numbered():
    assert tick_labels(["Age", "Age"], 16) == ["Age", "Age (2)"]


def test_labels_are_broken_between_words():
    assert tick_labels(["Monetary (net spend)"], 12, 2) == ["Monetary<br>(net spend)"]


LONG = [
    "Total amount spent on premium organic groceries in the last twelve months (GBP)",
    "Length of the relationship with the loyalty programme in months",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenumsatz",
    "Online sessions with at least one product in the basket per month",
]


@pytest.mark.parametrize(("width", "lines"), [(9, 3), (11, 2), (14, 2), (16, 2), (20, 1)])
def test_a_label_has_no_more_lines_than_there_is_room_for(width: int, lines: int):
    labels = tick_labels(LONG, width, lines)
    rows = [row for label in labels for row in label.split("<br>")]
    assert all(label.count("<br>") < lines for label in labels)
    assert max(map(len, rows)) <= width * 3 // 2 and len(set(labels)) == len(LONG)


def test_rows_have_two_lines_only_where_there_are_few():
    many = [f"{title} {part}" for title in LONG for part in "ab"]
    assert len(LONG) == TWO_LINE_ROWS and any("<br>" in label for label in row_labels(LONG, 16))
    assert not any("<br>" in label for label in row_labels(many, 16))
    assert len(set(row_labels(many, 16))) == len(many)
