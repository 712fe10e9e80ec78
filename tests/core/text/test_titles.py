"""Readable titles of columns."""

import pytest

from core.text import distinct_titles, readable_title, strip_unit


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("MntCheese", "Cheese"), ("BOOKINGS_TRX", "Bookings (count)"), ("BOOKINGS", "Bookings"),
        ("NumShopVisits", "Shop visits (count)"), ("PRC_FULL_RENT", "Full rent (share)"),
        ("avg_order_value", "Average order value"), ("customerID", "Customer ID"), ("HasTV", "Has TV"),
        ("nr.of.calls", "Nr of calls"), ("Annual Income (k$)", "Annual income (k$)"),
        ("Lives in Oslo", "Lives in Oslo"), ("e-mail opens", "E-mail opens"), ("iPhone users", "iPhone users"),
        ("2024", "2024"), ("__", "__"), ("Mnt", "Mnt"),
    ],
)  # fmt: skip
def test_a_name_becomes_words(name: str, title: str) -> None:
    assert readable_title(name) == title


def test_columns_of_one_title_keep_their_names() -> None:
    assert distinct_titles(("MntWine", "wine", "age")) == {
        "MntWine": "MntWine",
        "wine": "wine",
        "age": "Age",
    }


def test_a_count_and_a_share_say_so_inside_a_sentence() -> None:
    assert strip_unit("Bookings (count)") == "Number of bookings"
    assert strip_unit("Full rent (share)") == "Share of full rent"
    assert strip_unit("Recency (days)") == "Recency"
