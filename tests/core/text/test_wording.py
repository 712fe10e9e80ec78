"""Names and counts in sentences."""

import pytest

from core.text import format_count, join_names, join_quoted, stability_word


@pytest.mark.parametrize(
    ("names", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_names_are_joined(names: list[str], text: str) -> None:
    assert join_names(names) == text


def test_beyond_the_most_names_are_counted() -> None:
    assert join_names("abcd", most=4) == "a, b, c and d"
    assert join_names("abcd", ", ", most=4) == "a, b, c, d"
    assert join_names("abcd", " or ", most=2) == "a, b and 2 more"


def test_names_in_quotation_marks() -> None:
    assert join_quoted(["a", "b"]) == "'a' and 'b'"
    assert join_quoted(map(str, range(9))) == "'0', '1', '2', '3', '4', '5', '6', '7' and 1 more"


def test_counts() -> None:
    assert [format_count(n, "row") for n in (0, 1, 1234)] == ["0 rows", "1 row", "1,234 rows"]


@pytest.mark.parametrize(
    "jaccard, word",
    [
        (0.5, "dissolved"),
        (0.51, "unstable"),
        (0.6, "fairly stable"),
        (0.75, "stable"),
        (0.85, "highly stable"),
    ],
)
def test_hennigs_bounds(jaccard: float, word: str) -> None:
    assert stability_word(jaccard) == word
