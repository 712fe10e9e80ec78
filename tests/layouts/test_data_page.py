"""The Data page says what changes the result, at most seven lines of it, and bars a way that fails."""

from dataclasses import replace
from typing import Any

import pytest
from dash import dcc, html

from core.data import Description, Draft, Extent
from core.model import (
    ColumnProfile,
    Dataset,
    Finding,
    Fix,
    Notice,
    Recipe,
    RelatedTables,
    Role,
    RoleGuess,
)
from core.session import DatasetSettings
from layouts import ids
from layouts.data_findings import MOST_AT_A_GLANCE
from layouts.data_page import data_page, origin_line, review
from layouts.parts import AS_FOUND

ROLES: dict[str, Role] = {f"c{i}": "number" for i in range(12)}


def dataset(notices: tuple[Notice, ...] = ()) -> Dataset:
    return Dataset("0" * 64, "t.csv", "", 100, tuple(ROLES), notices)


def page(
    findings: tuple[Finding, ...],
    recipe: Recipe,
    notices: Any = (),
    origin: Any = None,
    **further: Any,
) -> html.Div:
    columns = tuple(ColumnProfile(name, "number", 0, 4, ("1", "x" * 60)) for name in ROLES)
    guess = RoleGuess("customers", "One row each.", ROLES, {})
    described = Description(columns, guess, findings)
    return review(Draft(dataset(notices), recipe, described, **further), [], origin)


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
    notices = tuple(Notice(f"The times in '{name}' were converted to UTC.") for name in "abc")
    shown = page((), Recipe(roles=ROLES), (*notices, Notice("5 title rows were left out.")))
    assert len(items(shown)) == 2 and "2 more like this" in str(items(shown)[0])


def test_what_counts_and_what_a_button_costs() -> None:
    outliers = finding("outliers", 3, Fix("drop_outliers"))
    extents = {
        "all": Extent(100, 50, 1000.0), "": Extent(90, 50, 900.0), "drop_outliers": Extent(45, 40, 450.0)
    }  # fmt: skip
    text = str(page((outliers,), Recipe(roles=ROLES), extents=extents))
    assert "As ticked, 90 of 100 rows count: 50 customers, 900 spent." in text
    assert "removes 50 % of the rows, 20 % of the customers, 50 % of the money" in text


def test_a_fix_that_changes_nothing_any_more_is_gone() -> None:
    extents = {"all": Extent(100), "": Extent(90), "drop_outliers": Extent(90)}
    outliers = finding("outliers", 3, Fix("drop_outliers"))
    assert "outliers" not in str(page((outliers,), Recipe(roles=ROLES), extents=extents))


@pytest.mark.parametrize(("role", "is_barred"), [("number", False), ("text", True)])
def test_find_segments_is_barred_where_it_would_fail(role: Role, is_barred: bool) -> None:
    recipe = Recipe(roles=dict.fromkeys(ROLES, role))
    other = Recipe(table="transactions", roles=recipe.roles)
    shown = page((), recipe, alternatives=(other,) if is_barred else ())
    step = next(part for part in shown._traverse() if getattr(part, "id", "") == ids.DATA_NEXT_LINK)
    assert isinstance(step, html.Button if is_barred else dcc.Link)
    assert ("Treat each row as a purchase" in str(shown)) == is_barred
    assert (ids.DATA_OBSTACLE in str(shown)) == is_barred


def test_a_table_of_something_else_has_no_kind_chosen() -> None:
    shown = page((), Recipe("other", ROLES))  # type: ignore[arg-type]
    choice = next(part for part in shown._traverse() if getattr(part, "id", "") == ids.DATA_TABLE_KIND)
    assert choice.value is None and "What is each row?" in str(shown)


def shown_field(shown: html.Div, id: str) -> bool:
    """Tell whether the control of this id is on the page and in no hidden part."""
    hidden = [part for part in shown._traverse() if getattr(part, "hidden", False)]
    inside = {str(getattr(other, "id", "")) for part in hidden for other in part._traverse()}
    return id in {str(getattr(part, "id", "")) for part in shown._traverse()} - inside


@pytest.mark.parametrize(
    ("roles", "fields"),
    [
        ({"c0": "id", "c1": "date", "c2": "amount"}, (True, True)),
        ({"c0": "id", "c1": "date"}, (True, False)),
        ({"c0": "id", "c2": "amount"}, (False, True)),
        ({"c0": "id", "c2": "unit_price"}, (False, True)),
    ],
)
def test_only_what_the_purchases_have_is_asked_for(
    roles: dict[str, Role], fields: tuple[bool, bool]
) -> None:
    shown = page((), Recipe("transactions", roles))
    wanted = (ids.DATA_SNAPSHOT_FIELD, ids.DATA_RETURNS_SELECT)
    assert tuple(shown_field(shown, id) for id in wanted) == fields


def test_rates_are_asked_for_where_the_money_is_in_several_currencies() -> None:
    roles: dict[str, Role] = {"c0": "id", "c1": "date", "c2": "amount"}
    keep = Fix("keep_currency", "c3", "EUR")
    text = "The money is in 2 currencies by 'c3': EUR and USD. They cannot be added up."
    several = Finding("currencies", text, ("c3",), 9, keep, "Keep EUR only", True)
    recipe = Recipe("transactions", roles, fixes=(str(keep),))
    shown = page((several,), recipe)
    assert shown_field(shown, ids.DATA_RATES_FIELD) and "Exchange rates to EUR" in str(shown)
    assert "They cannot be added up" in str(shown) and "Keep EUR only" in str(shown)
    converted = str(page((several,), recipe.with_changes(rates={"USD": 0.92})))
    assert "Converted with your rates: USD 0.92." in converted and "cannot be" not in converted
    assert not shown_field(page((), Recipe("transactions", roles)), ids.DATA_RATES_FIELD)


def test_sheets_are_joined_by_a_click_and_say_their_rows() -> None:
    notices = (
        Notice("The sheet 'People, 2024' is about the same customers (by 'id')."),
        Notice(
            "We read 'Orders' (100 rows, 12 columns). The workbook also has 'People, 2024' (1,040 rows)."
        ),
    )
    recipe, description = Recipe(roles=ROLES), Description((), RoleGuess("customers", "", {}, {}), ())
    related = (RelatedTables(notices[0].text, ("Orders", "People, 2024")),)
    sheets, rows = ("Orders", "People, 2024", "Notes"), {"People, 2024": 1040}
    book = replace(
        dataset(notices), sheets=sheets, sheet="Orders", sheet_rows=rows, table_groups=related
    )
    shown = review(Draft(book, recipe, description), [])
    assert "Join the 2 sheets" in str(shown)
    choice = next(
        part for part in shown._traverse() if getattr(part, "id", "") == ids.DATA_SHEET_SELECT
    )
    labels = [option["label"] for option in choice.options]
    assert labels == ["Orders (100 rows)", "People, 2024 (1,040 rows)", "Notes"]
    other = review(Draft(replace(book, table_groups=()), recipe, description), [])
    assert "Join the" not in str(other) and "is about the same" in str(other)


def test_a_button_does_not_repeat_the_shares_of_its_sentence() -> None:
    sure = Finding("status", "3 lines (3 %).", (), 3, Fix("drop_outliers"), "Leave 3 lines out (3 %)")
    named = Finding("codes", "Two.", (), 3, Fix("drop_duplicates"), "Remove 3 rows (of a test)")
    text = str(page((sure, named), Recipe(roles=ROLES)))
    assert "'Leave 3 lines out'" in text and "Remove 3 rows (of a test)" in text


def test_a_file_that_was_left_out_comes_before_how_others_were_read() -> None:
    notices = (Notice("Read as text."), Notice("'weather.csv' was left out.", "warning"))
    assert "weather" in str(items(page((), Recipe(roles=ROLES), notices))[0])


def test_files_that_became_one_are_listed_once() -> None:
    part, other = replace(dataset(), id="a", name="part.csv"), replace(dataset(), name="whole.csv")
    text = str(data_page(None, [replace(other, parts=("a", "b")), part]))
    assert "whole.csv" in text and "part.csv" not in text
    assert "part.csv" in str(data_page(None, [other, part]))


def test_what_a_new_recipe_leaves_out_is_not_called_a_choice() -> None:
    columns = tuple(ColumnProfile(name, "number", 0, 4, ("1",)) for name in ("c0", "c1"))
    roles: dict[str, Role] = {"c0": "ignore", "c1": "number"}
    guess = RoleGuess("customers", "", roles, {"c0": "Your choice.", "c1": "Your choice."})
    described = Description(columns, guess, ())
    own = str(review(Draft(dataset(), Recipe(roles=roles), described, starting_roles=roles), []))
    assert own.count("It would not set customers apart.") == 1 == own.count("Your choice.")
    chosen = str(review(Draft(dataset(), Recipe(roles=roles), described), []))
    assert "not set customers apart" not in chosen


def test_long_examples_are_cut() -> None:
    assert "x" * 27 + "…" in str(page((), Recipe(roles=ROLES)))


def test_the_first_page_says_how_long_a_file_stays() -> None:
    assert "is deleted 3 days after you last used it" in str(data_page(None, [], 3))


def test_rows_that_are_nobodys_ask_one_question() -> None:
    repeated = Finding("duplicates", "30 rows.", (), 30, Fix("drop_duplicates"), "Remove 30 rows")
    nobodys = page((repeated,), Recipe("other", ROLES))
    assert "notice-asks" not in str(nobodys) and "obstacle" in str(nobodys)
    assert "notice-asks" in str(page((repeated,), Recipe(roles=ROLES)))


def cells(shown: html.Div, family: str) -> dict[str, Any]:
    """The controls of a family by column."""
    parts = [part for part in shown._traverse() if isinstance(getattr(part, "id", None), dict)]
    return {part.id["key"]: part for part in parts if part.id["family"] == family}


def test_what_a_column_tells_is_a_guess_until_it_is_chosen() -> None:
    roles: dict[str, Role] = {**ROLES, "c0": "id", "c1": "label"}
    shown = page((), Recipe(roles=roles, meanings={"c3": "person"}, titles={"c2": "Cheese"}))
    meanings, titles = cells(shown, ids.DATA_MEANING_SELECTS), cells(shown, ids.DATA_TITLE_FIELDS)
    assert {"c0", "c1"}.isdisjoint(meanings) and meanings["c2"].value == AS_FOUND
    assert meanings["c3"].value == "person"
    assert "c0" not in titles and titles["c1"].value == "" and titles["c2"].value == "Cheese"
    purchases = page((), Recipe(table="transactions", roles=roles))
    assert not cells(purchases, ids.DATA_MEANING_SELECTS) and "Meaning" not in str(purchases)


def origin_words(settings: DatasetSettings) -> str:
    """The texts of the line on where choices come from."""
    shown = page((), Recipe(roles=ROLES), origin=origin_line(settings))
    line = next(p for p in shown._traverse() if getattr(p, "className", "") == "origin-line")
    assert any(getattr(part, "id", "") == ids.DATA_AFRESH_BUTTON for part in line._traverse())
    texts = (part.children for part in line._traverse() if hasattr(part, "children"))
    strings = [text for text in texts if isinstance(text, str)]
    return " ".join([line.children[1].children[0].children[0], *strings])


def test_the_page_says_where_its_choices_come_from_and_what_does_not_fit() -> None:
    token = Recipe().to_token()
    assert "Same columns as 'june.csv'" in origin_words(DatasetSettings(token, origin="june.csv"))
    assert "settings from last time" in origin_words(DatasetSettings(token))
    saved = DatasetSettings(token, origin="vip.json", by_recipe=True)
    assert "The recipe 'vip.json' is used: its roles" in origin_words(saved)
    partly = origin_words(replace(saved, left_out=("Not in this file: 'x'.",)))
    assert "as far as it fits this file." in partly and "Not in this file: 'x'." in partly


def test_a_long_name_of_a_file_is_shortened() -> None:
    words = origin_words(DatasetSettings(Recipe().to_token(), origin="x" * 300))
    assert "x" * 60 not in words and "…" in words


def test_a_new_data_set_has_no_such_line() -> None:
    shown = page((), Recipe(roles=ROLES))
    assert not any(getattr(part, "className", "") == "origin-line" for part in shown._traverse())
