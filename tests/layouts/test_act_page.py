"""The Act page's cards, its what-if, its audience files and what a campaign changed."""

from dataclasses import replace
from typing import Any

import pytest

from core.act import (
    BUILT_IN,
    AudienceFiles,
    CampaignSegment,
    ContactColumns,
    GroupMean,
    Rating,
    Uplift,
    WhatIf,
    find_audience_tool,
)
from core.model import Action, ActionPlan, Notice, Plan, Product, RatedSubject
from core.plugins import Param
from layouts.act_audience import NO_CONTACTS, audience_panel, prepared_files
from layouts.act_page import MOST_ACTIONS, NOTHING_MORE, NOTHING_TO_OFFER, plan_cards, playbook_choice
from layouts.act_uplift import uplift_words
from layouts.act_what_if import MINUS, NO_MONEY, worth_panel
from layouts.controls import number_field
from tests.support.explanations import make_explanation

PRODUCT = Product("Red mug", 1234, 0.4, 0.1, 4.0, 0.001)


def action(name: str, votes: int = 0) -> Action:
    said = f"{name} title", f"{name} goal", "e-mail", f"{name} measure", "Last order 182 days ago"
    return Action(name, *said, votes=votes)


def drawn(*actions: Action, **products: Any) -> str:
    playbook = ActionPlan(
        "retail", (Plan(1, actions, **products), Plan(2, ())), (Notice("Mind this."),)
    )
    vote = Rating(RatedSubject.parse("champions/action/call"), "d", 1, "worked")
    return str(plan_cards(make_explanation(), playbook, {("Champions", vote.subject): vote}))


def test_a_card_tells_what_to_do_and_why() -> None:
    page = drawn(action("call", 2), overbought=(PRODUCT,), bestsellers=(PRODUCT,), offers=(PRODUCT,))
    for words in ("call title", "call goal", "e-mail", "call measure", "Last order 182 days ago",
                  "moved up by your 2 ratings", "worked", "Mind this.", "45 customers (45 %)",
                  "70 % of revenue", "4.0 times as often", "1,234 buyers", "10 % elsewhere",
                  "No action of this playbook fits the data"):  # fmt: skip
        assert words in page
    assert "Reward" not in page


def test_a_list_of_products_that_is_empty_says_so() -> None:
    page = drawn(action("call"), bestsellers=(PRODUCT,))
    assert NOTHING_MORE in page and NOTHING_TO_OFFER in page
    assert NOTHING_TO_OFFER not in drawn(action("call"))


def test_few_actions_are_seen_at_first() -> None:
    assert "more action" not in drawn(*(action(f"a{i}") for i in range(MOST_ACTIONS)))
    assert "2 more actions" in drawn(*(action(f"a{i}") for i in range(MOST_ACTIONS + 2)))


def test_a_playbook_of_ones_own_can_be_chosen_once_it_is_there() -> None:
    taken = {**{name: f"/{name}" for name in BUILT_IN}, "decisions": "/d"}
    assert "'own'" not in str(playbook_choice(("retail", "finance"), "", taken))
    assert "'own'" in str(playbook_choice(("retail", "finance", "own"), "own", taken))


RICH = CampaignSegment(
    1, "VIPs", 100, 80, 9000.0, 0.5, 200.0, 0.1, 1.0, 0.4, True, "", 0.0125, 1234.4, 40, 40.0, 617.2
)
LOST = replace(RICH, segment=2, name="Lost", break_even=None, profit=-56.0, contacts=0, contacted=False)
WHAT_IF = WhatIf((RICH, LOST), 40.0, "order", "", ("Left out.",), "Contact 40 of VIPs.")


def test_the_what_if_has_a_row_a_segment_and_a_total() -> None:
    page = str(worth_panel(WHAT_IF, {"budget": 40.0}))
    for words in ("9,000 (50 %)", "1.2 %", "never", "+1,234", f"{MINUS}56", "80 of 100 may be contacted",
                  "+617", "does-not-pay", "left out", "Contact 40 of VIPs.", "Left out.", "value=10.0"):  # fmt: skip
        assert words in page
    assert "Orders per customer" not in page


def test_what_one_response_brings_is_asked_where_orders_are_not_counted() -> None:
    unknown = replace(RICH, response_value=None)
    page = str(worth_panel(WhatIf((unknown,), 0, "customer", "Per order or per year?", ()), {}))
    assert "Orders per customer" in page and "Per order or per year?" in page


def test_without_money_the_what_if_is_one_sentence() -> None:
    page = str(worth_panel(WhatIf((replace(RICH, money=None),), 0, "order", "", ()), {}))
    assert NO_MONEY in page and "Input(" not in page


@pytest.mark.parametrize(("default", "step"), [(1.0, "any"), (10, 1)])
def test_a_field_takes_any_number_unless_it_counts(default: float, step: Any) -> None:
    param = Param("cost", "Cost", default=default, low=0, high=100, step=5)
    assert number_field("cost", param, default).step == step


@pytest.mark.parametrize(("columns", "missing"), [({"email": "mail"}, False), ({"city": "town"}, True)])
def test_what_to_add_is_said_where_nobody_can_be_found(columns: dict[str, str], missing: bool) -> None:
    page = str(audience_panel(make_explanation().profiles, ContactColumns(columns), ("mail", "town")))
    assert (NO_CONTACTS in page) == missing
    assert next(iter(columns.values())) in page and "Google Customer Match" in page


def test_prepared_files_tell_how_many_came_how_far() -> None:
    counts = {"in_segment": 1200, "without_consent": 7, "unreachable": 0, "contacted": 0}
    made = AudienceFiles({"audience.csv": b""}, counts, {}, (Notice("Few people.", "warning"),))
    page = str(prepared_files(made, find_audience_tool("meta"), "Lost", {"audience.csv": "/take/a"}))
    for words in ("1,200", "without consent", "in the file", "Few people.", "/take/a", ": Lost",
                  "Upload this one to Meta"):  # fmt: skip
        assert words in page
    assert "cannot be reached" not in page


@pytest.mark.parametrize(("kind", "mean"), [("conversion", "6.2 %"), ("revenue", "0.06 each")])
def test_uplift_is_told_with_both_groups(kind: Any, mean: str) -> None:
    groups = GroupMean(1000, 0.062), GroupMean(200, 0.041)
    found = Uplift(
        kind, *groups, 0.02, 0, 0.04, 0.05, 20, 0, 40, "It brought 20.", (Notice("One left out."),)
    )
    page = str(uplift_words(found))
    for words in ("It brought 20.", "1,000 customers", mean, "One left out."):
        assert words in page
