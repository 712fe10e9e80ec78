"""The Data page says what changes the result, at most seven lines of it, and bars a way that fails."""

from typing import Any

import pytest
from dash import dcc, html

from core.data import Description, Extent
from core.model import ColumnProfile, Dataset, Finding, Fix, Notice, Recipe, Role, RoleGuess
from layouts import ids
from layouts.data_findings import MOST_AT_A_GLANCE
from layouts.data_page import data_page, review

ROLES: dict[str, Role] = {f"c{i}": "number" for i in range(12)}


def dataset(notices: tuple[Notice, ...] = ()) -> Dataset:
    return Dataset("0" * 64, "t.csv", "", 100, tuple(ROLES), notices)


def page(findings: tuple[Finding, ...], recipe: Recipe, notices: Any = (), **further: Any) -> html.Div:
    columns = tuple(ColumnProfile(name, "number", 0, 4, ("1", "x" * 60)) for name in ROLES)
    guess = RoleGuess("customers", "One row each.", ROLES, {})
    return review(dataset(notices), recipe, Description(columns, guess, findings), [], **further)


def items(shown: html.Div) -> list[Any]:
    """The lines at a glance."""
    section = next(part for part in shown._traverse() if getattr(part, "id", "") == ids.DATA_FINDINGS)
    return next(part for part in section.children if isinstance(part, html.Ul)).children


def kinds(shown: html.Div) -> list[str]:
    return [item.className.split("notice-")[-1] for item in items(shown)]


def finding(kind: str, count: int, fix: Fix | None = None, recommended: bool = False) -> Finding:
    return Finding(kind, f"{kind} of {count}.", (), count, fix, "Do it", recommended)


def test_seven_lines_at_a_glance_and_the_rest_behind() -> None:
    many = tuple(finding(f"kind{i}", i) for i in range(12))
    shown = page(many, Recipe(roles=ROLES))
    assert len(items(shown)) == MOST_AT_A_GLANCE and "All findings (5 more)" in str(shown)


def test_amber_is_for_decisions_only() -> None:
    findings = (
        finding("duplicates", 3, Fix("drop_duplicates")),
        finding("empty_ids", 9, Fix("drop_empty_ids"), True),
        finding("outliers", 3, Fix("drop_outliers")),
        finding("remark", 3),
    )
    recipe = Recipe(roles=ROLES, fixes=("drop_empty_ids",))
    shown = page(findings, recipe, (Notice("Read as CSV.", "warning"),))
    assert kinds(shown) == ["settled", "asks", "remark", "remark", "remark"]
    taken = recipe.with_changes(fixes=("drop_duplicates",))
    assert kinds(page(findings[:1], taken)) == ["settled"]


def test_alike_notices_are_one_line() -> None:
    notices = tuple(Notice(f"The times in '{name}' are now in UTC.") for name in "abc")
    shown = page((), Recipe(roles=ROLES), (*notices, Notice("5 title rows were left out.")))
    assert len(items(shown)) == 2 and "2 more like this" in str(items(shown)[0])


def test_what_counts_and_what_a_button_costs() -> None:
    outliers = finding("outliers", 3, Fix("drop_outliers"))
    extents = {
        "all": Extent(100, 50, 1000.0), "": Extent(90, 50, 900.0), "drop_outliers": Extent(45, 40, 450.0)
    }  # fmt: skip
    text = str(page((outliers,), Recipe(roles=ROLES), extents=extents))
    assert "With what is ticked 90 of 100 rows count: 50 customers, 900 spent." in text
    assert "removes 50 % of the rows, 20 % of the customers, 50 % of the money" in text


def test_a_fix_that_changes_nothing_any_more_is_gone() -> None:
    extents = {"all": Extent(100), "": Extent(90), "drop_outliers": Extent(90)}
    outliers = finding("outliers", 3, Fix("drop_outliers"))
    assert "outliers" not in str(page((outliers,), Recipe(roles=ROLES), extents=extents))


@pytest.mark.parametrize(("role", "is_barred"), [("number", False), ("text", True)])
def test_find_segments_is_barred_where_it_would_fail(role: Role, is_barred: bool) -> None:
    recipe = Recipe(roles=dict.fromkeys(ROLES, role))
    other = Recipe(table="transactions", roles=recipe.roles)
    shown = page((), recipe, other_kinds=[other] if is_barred else [])
    step = next(part for part in shown._traverse() if getattr(part, "id", "") == ids.DATA_NEXT_LINK)
    assert isinstance(step, html.Button if is_barred else dcc.Link)
    assert ("Treat each row as a purchase" in str(shown)) == is_barred
    assert (ids.DATA_OBSTACLE in str(shown)) == is_barred


def test_a_table_of_something_else_has_no_kind_chosen() -> None:
    shown = page((), Recipe("other", ROLES))  # type: ignore[arg-type]
    choice = next(part for part in shown._traverse() if getattr(part, "id", "") == ids.DATA_TABLE_KIND)
    assert choice.value is None and "What is each row?" in str(shown)


def test_long_examples_are_cut() -> None:
    assert "x" * 27 + "…" in str(page((), Recipe(roles=ROLES)))


def test_the_first_page_says_how_long_a_file_stays() -> None:
    assert "is deleted 3 days after you last used it" in str(data_page(None, [], 3))
