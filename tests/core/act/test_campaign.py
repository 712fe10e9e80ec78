"""The what-if is arithmetic that can be done by hand, spends the best first and never more than there is."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from core.act import campaign
from core.act.audience.reach import ContactableCounts
from core.act.campaign import (
    CampaignSegment,
    WhatIf,
    build_what_if,
    estimate_what_if,
    spend_budget,
)
from core.act.playbook.facts import Fact
from core.act.words import KNOWN_RESPONSE, NOTHING_PAYS, SAME_RESPONSE
from core.model import NOISE, Action, ActionPlan, Plan, Segmentation
from core.plugins import BadParameter, UnknownParameter
from core.store import NO_STORE
from tests.support.profiled_segments import make_explanation, make_halves, make_profile

RICH = CampaignSegment(1, "VIPs", 100, 100, 20_000.0, 0.8, 200.0, 0.05, 1.0, 0.4, True)
POOR = replace(RICH, segment=2, name="Lost", customers=300, contactable=300, response_value=10.0)
FAIR = replace(RICH, segment=3, name="Loyal", customers=50, contactable=50, response_value=100.0)
ALL = (RICH, POOR, FAIR)


def contacts(rows: list[CampaignSegment]) -> list[int]:
    return [row.contacts for row in rows]


def test_break_even_and_profit_by_hand() -> None:
    rich, poor, fair = spend_budget(ALL, 0)
    assert rich.break_even == pytest.approx(1 / 80) and rich.profit == pytest.approx(100 * (4 - 1))
    assert poor.break_even == pytest.approx(1 / 4) and poor.profit == pytest.approx(300 * (0.2 - 1))
    assert fair.profit == pytest.approx(50 * (2 - 1))


def test_without_a_budget_all_are_contacted_of_whom_it_pays() -> None:
    assert contacts(spend_budget(ALL, 0)) == [100, 0, 50]
    assert contacts(spend_budget(ALL, 9_999)) == [100, 0, 50]


def test_the_budget_fills_the_best_first() -> None:
    assert contacts(spend_budget(ALL, 70)) == [70, 0, 0]
    assert contacts(spend_budget(ALL, 130)) == [100, 0, 30]
    assert sum(row.expected for row in spend_budget(ALL, 130)) == pytest.approx(300 + 30)


def test_no_other_way_to_spend_the_budget_leaves_more() -> None:
    random = np.random.default_rng(3)
    for _ in range(30):
        rows = [
            replace(
                RICH, segment=i, contactable=int(random.integers(1, 6)), response_value=float(value)
            )
            for i, value in enumerate(random.lognormal(4, 1, 3))
        ]
        budget = float(random.integers(1, 10))
        best = max(
            sum(
                n * (row.response * (row.response_value or 0) * row.margin - 1)
                for n, row in zip(ns, rows, strict=True)
            )
            for ns in product(*(range(row.contactable + 1) for row in rows))
            if sum(ns) <= budget
        )
        assert sum(row.expected for row in spend_budget(rows, budget)) == pytest.approx(best)


def test_a_dear_contact_comes_after_one_that_leaves_more_for_its_cost() -> None:
    letter = replace(RICH, segment=4, contact_cost=2.0, response_value=250.0)  # leaves 3 for 2
    assert contacts(spend_budget((letter, RICH), 100)) == [0, 100]  # which leaves 3 for 1


def test_the_plan_never_spends_more_than_the_budget_nor_contacts_more_than_there_are() -> None:
    random = np.random.default_rng(0)
    for _ in range(100):
        rows = [
            replace(RICH, segment=i, contactable=int(n), contact_cost=float(random.uniform(0.1, 3)))
            for i, n in enumerate(random.integers(1, 500, 6))
        ]
        budget = float(random.integers(1, 2_000))
        plan = spend_budget(rows, budget)
        assert sum(row.spend for row in plan) <= budget + 1e-6
        assert all(0 <= row.contacts <= row.contactable and row.expected >= 0 for row in plan)


def test_what_cannot_pay_says_so() -> None:
    unknown, cheap = replace(POOR, response_value=None), replace(POOR, response_value=2.0)
    for row in spend_budget((unknown, cheap), 0):
        assert row.break_even is None and row.contacts == 0
    (free,) = spend_budget((replace(POOR, contact_cost=0.0),), 5)
    assert free.break_even == 0 and free.contacts == 300 and free.spend == 0
    assert build_what_if((POOR,), 0, "order", "", "").sentence == NOTHING_PAYS


def test_who_is_left_out_gets_nothing_and_the_sentence_says_whom_to_contact() -> None:
    spared = replace(RICH, contacted=False, spared="Leave them out")
    what_if = build_what_if((spared, POOR, FAIR), 30, "order", "", "As ever.")
    assert contacts(list(what_if.segments)) == [0, 0, 30]
    assert what_if.sentence == "Contact 30 of Loyal for 30: expected profit 30."
    assert what_if.notes[0] == "As ever." and "'Leave them out'" in what_if.notes[1]
    assert (what_if.contacts, what_if.spend) == (30, 30)


COLUMNS = {"recency": [1.0, 2, 3, 4, 90, 80, 70, 60], "frequency": [2.0] * 8}


def estimated(
    columns: dict[str, object] = COLUMNS, table: str = "transactions", **values: object
) -> WhatIf:
    explanation = make_explanation(
        make_profile(1, name="New", size=4, money=800.0, money_share=0.8),
        make_profile(2, name="Old", size=4, money=200.0, money_share=0.2),
    )
    spare = Action("spare", "Leave them out", "g", "c", "m", "t", contact=False)
    plan = ActionPlan("p", (Plan(1, ()), Plan(2, (spare,))))
    return estimate_what_if(
        NO_STORE, Segmentation(make_halves(columns, table), 2), explanation, plan, values
    )


@pytest.fixture(autouse=True)
def _all_may_be_contacted(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = ContactableCounts((3, 4, *(0,) * (NOISE - 1)))
    monkeypatch.setattr(campaign, "count_contactable", lambda *_: counts)


def test_responses_begin_higher_where_customers_ordered_lately() -> None:
    what_if = estimated(response=3)
    new, old = what_if.segments
    assert (new.response, old.response) == (pytest.approx(0.045), pytest.approx(0.015))
    assert (new.contactable, new.customers) == (3, 4)
    assert old.spared == "Leave them out" and not old.contacted and old.contacts == 0
    assert "3 %" in what_if.notes[0] and "more recently" in what_if.notes[0]


def test_responses_are_alike_where_nothing_tells_who_answers() -> None:
    what_if = estimated({"frequency": [2.0] * 8})
    assert {row.response for row in what_if.segments} == {0.02} and what_if.notes[0] == SAME_RESPONSE


def test_responses_begin_with_what_the_file_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = ({"response": Fact(0.31, "")}, {"response": Fact(0.02, "")})
    monkeypatch.setattr(campaign, "segment_facts", lambda *_: facts)
    what_if = estimated()
    assert [row.response for row in what_if.segments] == pytest.approx([0.31, 0.02])
    assert what_if.notes[0] == KNOWN_RESPONSE


def test_what_is_set_for_one_segment_goes_before_what_it_began_with() -> None:
    cells = {"Old": {"response": 50, "margin": 10, "contact_cost": 0.5, "contacted": True}}
    new, old = estimated(segments=cells, margin=30).segments
    assert (old.response, old.margin, old.contact_cost, old.contacted) == (0.5, 0.1, 0.5, True)
    assert new.margin == 0.3 and old.contacts == 4


def test_a_lifetime_total_is_not_what_one_response_brings() -> None:
    columns: dict[str, object] = {"x": [1.0] * 8}
    asked = estimated(columns, "customers")
    assert "one order" in asked.question and asked.sentence == "" and asked.contacts == 0
    assert all(row.response_value is None and row.profit is None for row in asked.segments)
    monthly = estimated(columns, "customers", orders_each=10)
    assert monthly.question == "" and [row.response_value for row in monthly.segments] == [20, 5]


def test_where_orders_are_counted_nothing_is_asked() -> None:
    what_if = estimated(orders_each=10)
    assert what_if.question == "" and what_if.segments[0].response_value == 100


@pytest.mark.parametrize("name", ["contact_cost", "response", "margin", "budget", "orders_each"])
def test_nothing_below_zero_is_taken(name: str) -> None:
    with pytest.raises(BadParameter):
        estimated(**{name: -1})


def test_nothing_impossible_is_taken_for_one_segment() -> None:
    with pytest.raises(BadParameter):
        estimated(segments={"Old": {"response": 101}})
    with pytest.raises(UnknownParameter):
        estimated(luck=1)
