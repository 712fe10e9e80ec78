"""Findings come in the order of what they change, alike ones in one line, of used columns only."""

from typing import Any

import pytest

from core.data import rank_findings
from core.model import Finding, Fix

COLUMNS = tuple("abcdefghij")


def gap(column: str, count: int, done: str = "the gaps are filled with the median") -> Finding:
    sentence = f"'{column}' is missing in {count} rows; {done}."
    return Finding("missing", sentence, (column,), count, Fix("drop_missing", column), "Remove")


def rank(*findings: Finding, used: Any = COLUMNS) -> list[tuple[str, bool]]:
    return [
        (line.sentence, line.asks) for line in rank_findings(findings, 100, COLUMNS, frozenset(used))
    ]


def test_alike_gaps_are_one_line() -> None:
    lines = rank_findings([gap("a", 4), gap("b", 5), gap("c", 4)], 100, COLUMNS, frozenset(COLUMNS))
    assert [line.sentence for line in lines] == [
        "3 columns have gaps of 4.0 % to 5.0 %: 'a', 'b' and 'c'; the gaps are filled with the median."
    ]
    assert len(lines[0].findings) == 3 and not lines[0].asks


def test_gaps_of_which_something_else_becomes_are_another_line() -> None:
    lines = rank(gap("a", 4), gap("b", 5), gap("c", 4, "a line without it counts as nothing"))
    assert (
        len(lines) == 2
        and lines[1][0] == "'c' is missing in 4 rows; a line without it counts as nothing."
    )


def test_what_changes_most_comes_first_and_what_changes_nothing_last() -> None:
    remark = Finding("odd", "A remark.", ("a",), 90)
    few = Finding("duplicates", "Few are repeated.", (), 2, Fix("drop_duplicates"), "Remove", True)
    many = Finding(
        "empty_ids", "Many have no id.", ("a",), 40, Fix("drop_empty_ids"), "Leave out", True
    )
    twice = Finding("repeated_ids", "Some are twice.", ("a",), 20, Fix("drop_repeated_ids"), "Keep one")
    assert rank(remark, few, twice, many) == [
        ("Many have no id.", False), ("Some are twice.", True), ("Few are repeated.", False),
        ("A remark.", False),
    ]  # fmt: skip


def test_a_column_counts_less_than_the_same_share_of_the_rows() -> None:
    column = Finding("marker", "Of a column.", ("a",), 30, Fix("missing", "a", "?"), "Treat", True)
    rows = Finding("free", "Of rows.", ("a",), 10, Fix("drop_zero_prices"), "Leave out", True)
    assert [sentence for sentence, _ in rank(column, rows)] == ["Of rows.", "Of a column."]


def test_kinds_without_a_sentence_for_several_stand_alone() -> None:
    first = Finding("new", "'a' is new.", ("a",), 9, Fix("ignore", "a"), "Leave out")
    second = Finding("new", "'b' is new.", ("b",), 9, Fix("ignore", "b"), "Leave out")
    assert rank(first, second) == [("'a' is new.", True), ("'b' is new.", True)]


def test_what_is_fine_as_it_is_asks_for_nothing() -> None:
    returns = Finding("negative", "Negative.", ("a",), 3, Fix("returns"), "Leave out")
    outliers = Finding("outliers", "Far outside.", ("a",), 3, Fix("drop_outliers"), "Remove")
    assert [asks for _, asks in rank(returns, outliers, gap("a", 3))] == [False, False, False]


@pytest.mark.parametrize(("count", "asks"), [(4, False), (5, True), (300, True)])
def test_a_handful_of_repeated_rows_asks_for_nothing(count: int, asks: bool) -> None:
    few = Finding("duplicates", "Repeated.", (), count, Fix("drop_duplicates"), "Remove")
    line = rank_findings([few], 1000, ("a",), frozenset())[0]
    assert line.asks is asks and line.findings == (few,)


def test_columns_that_are_not_used_say_nothing() -> None:
    repeated = Finding("duplicates", "Repeated.", (), 3, Fix("drop_duplicates"), "Remove")
    lines = rank(gap("a", 4), Finding("constant", "The same.", ("b",), 100), repeated, used=("c",))
    assert lines == [("Repeated.", True)]


def test_what_is_new_of_a_column_that_is_not_used_is_still_told() -> None:
    status = Finding("unpaid", "47 orders are cancelled.", ("a",), 47, Fix("drop_empty_ids"), "x", True)
    assert rank(status, used=("c",)) == [("47 orders are cancelled.", False)]
