"""The what-if: expected return of one campaign, and a budget that goes to the best segments first."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from core.act.audience.reach import count_contactable
from core.act.playbook.facts import segment_facts
from core.act.what_if import PARAMS, SegmentValue, find_values, segment_values
from core.act.words import (
    KNOWN_RESPONSE,
    SAME_RESPONSE,
    WhatIfCount,
    orders_question,
    recent_response_reason,
    spared_sentence,
    what_if_sentence,
)
from core.model import ActionPlan, Explanation, Segmentation, SegmentProfile
from core.plugins import Param, check_params
from core.store import Store

# What may be set for each segment alone; `contacted` is a yes or no beside them.
_PARAMS = {param.name: param for param in PARAMS}
CELLS: tuple[Param, ...] = (_PARAMS["response"], _PARAMS["contact_cost"], _PARAMS["margin"])
CONTACTED = "contacted"
BY_SEGMENT = "segments"  # the key of what is set for segments, by their names
MOST_BESIDE = 3  # actions of a plan that are seen beside the what-if


@dataclass(frozen=True)
class CampaignSegment:
    """One segment in a campaign: what is known and assumed of it, and what follows.

    Of its `customers` those who have not refused are `contactable`. `response` (of those contacted, beyond
    those who would order anyway) and `margin` are shares, `contact_cost` money, `response_value` the
    revenue of one response (None where that is not known). `break_even` is the response from which a
    contact pays (None: never), `profit` what contacting all who may be is expected to leave. Of the budget
    `spend` goes to `contacts` customers, who are expected to leave `expected`. Without `contacted` the
    segment is left out; `spared` is the title of the action that says so.
    """

    segment: int
    name: str
    customers: int
    contactable: int
    money: float | None
    money_share: float | None
    response_value: float | None
    response: float
    contact_cost: float
    margin: float
    contacted: bool
    spared: str = ""
    break_even: float | None = None
    profit: float | None = None
    contacts: int = 0
    spend: float = 0.0
    expected: float = 0.0


@dataclass(frozen=True)
class WhatIf:
    """A campaign to all segments in order, under a `budget` (0: no limit).

    `per` says what a response's value is of ("order", "customer"). `question` asks for what is missing to
    reckon at all, "" where nothing is; `notes` say where the assumptions come from and who is left out;
    `sentence` is the result.
    """

    segments: tuple[CampaignSegment, ...]
    budget: float
    per: str
    question: str
    notes: tuple[str, ...]
    sentence: str = ""

    @property
    def has_money(self) -> bool:
        return any(each.money is not None for each in self.segments)

    @property
    def contacts(self) -> int:
        return sum(each.contacts for each in self.segments)

    @property
    def spend(self) -> float:
        return sum(each.spend for each in self.segments)

    @property
    def profit(self) -> float:
        """Return what the contacts of all segments together are expected to leave."""
        return sum(each.expected for each in self.segments)


def estimate_what_if(
    store: Store,
    segmentation: Segmentation,
    explanation: Explanation,
    plan: ActionPlan,
    values: Mapping[str, Any],
) -> WhatIf:
    """Estimate what contacting the customers of each segment once would bring.

    `values` are those of PARAMS by name, and under "segments" those of CELLS and "contacted" by the name
    of a segment; what is not given begins with what the data say. Raises BadParameter, UnknownParameter.
    """
    general = {name: value for name, value in values.items() if name != BY_SEGMENT}
    params = check_params("The what-if", PARAMS, general)
    responses, reason = _starting_responses(segmentation, explanation, params["response"])
    counts = count_contactable(store, segmentation).by_label
    spared = _spared_segments(plan)
    worth = segment_values(segmentation, explanation, params["margin"])
    rows = [
        _begin(value, profile, {**params, "response": response}, spared.get(value.segment, ""))
        for value, profile, response in zip(worth, explanation.profiles, responses, strict=True)
    ]
    given = values.get(BY_SEGMENT, {})
    rows = [
        _with_cells(replace(row, contactable=counts[segmentation.label(row.segment)]), given)
        for row in rows
    ]
    per = worth[0].per if worth else "order"
    return build_what_if(rows, params["budget"], per, _question(rows, per), reason)


def build_what_if(
    rows: Sequence[CampaignSegment], budget: float, per: str, question: str, reason: str
) -> WhatIf:
    """Spend the budget on the segments as they are assumed, and say the result."""
    spent = spend_budget(rows, budget)
    notes = (
        *([reason] if any(row.money is not None for row in rows) else []),
        *(spared_sentence(row.name, row.spared) for row in spent if row.spared and not row.contacted),
    )
    chosen = [WhatIfCount(row.name, row.contacts, row.contactable) for row in spent if row.contacts]
    what_if = WhatIf(tuple(spent), budget, per, question, notes)
    sentence = what_if_sentence(chosen, what_if.profit, what_if.spend)
    return replace(what_if, sentence="" if question or not what_if.has_money else sentence)


def _begin(
    value: SegmentValue, profile: SegmentProfile, params: Mapping[str, Any], spared: str
) -> CampaignSegment:
    """The segment with the assumptions that it begins with."""
    return CampaignSegment(
        segment=value.segment,
        name=profile.name,
        customers=value.customers,
        contactable=value.customers,
        money=value.money,
        money_share=value.money_share,
        response_value=_response_value(value, params["orders_each"]),
        response=params["response"] / 100,
        contact_cost=params["contact_cost"],
        margin=params["margin"] / 100,
        contacted=not spared,
        spared=spared,
    )


def _response_value(value: SegmentValue, orders_each: float) -> float | None:
    """Revenue of one response, not below 0: of an order, else of a customer over the orders it stands for."""
    if value.per == "order":
        return None if value.order_value is None else max(value.order_value, 0.0)
    money = value.order_value
    if money is None and value.money is not None:
        money = value.money / value.customers
    return max(money, 0.0) / orders_each if money is not None and orders_each else None


def _with_cells(row: CampaignSegment, by_name: Mapping[str, Mapping[str, Any]]) -> CampaignSegment:
    """The segment with what is set for it alone, in place of what it began with."""
    given = dict(by_name.get(row.name, {}))
    contacted = bool(given.pop(CONTACTED, row.contacted))
    begun = {
        "response": 100 * row.response,
        "contact_cost": row.contact_cost,
        "margin": 100 * row.margin,
    }
    cells = check_params(f"The what-if of {row.name}", CELLS, begun | given)
    return replace(
        row,
        contacted=contacted,
        response=cells["response"] / 100,
        contact_cost=cells["contact_cost"],
        margin=cells["margin"] / 100,
    )


def _starting_responses(
    segmentation: Segmentation, explanation: Explanation, usual: float
) -> tuple[list[float], str]:
    """Response, in per cent, that each segment begins with, and where it comes from.

    The share who answered before where the data have it. Else the `usual` one on average, in proportion to
    the customers' ranks by recency: in direct marketing it tells most about who answers (Hughes, Strategic
    Database Marketing, 1994).
    """
    answers = [facts.get("response") for facts in segment_facts(segmentation, explanation)]
    if answers and all(fact is not None and 0 <= fact.value <= 1 for fact in answers):
        return [round(100 * fact.value, 1) for fact in answers if fact is not None], KNOWN_RESPONSE
    recency = find_values(segmentation.analysis, "recency")
    if recency is None or np.isnan(recency).all():
        return [usual] * len(answers), SAME_RESPONSE
    ranks = pd.Series(recency).rank(na_option="bottom").to_numpy()
    factors = 2 * (1 - (ranks - 0.5) / len(ranks))  # 1 on average, nearly 2 for the latest
    labels = [segmentation.label(profile.segment) for profile in explanation.profiles]
    means = [float(factors[segmentation.labels == label].mean()) for label in labels]
    return [min(round(usual * mean, 1), 100.0) for mean in means], recent_response_reason(usual)


def _spared_segments(plan: ActionPlan) -> dict[int, str]:
    """Title of the action that says to reach nobody, by segment, where it is among the first."""
    spared = {
        each.segment: next((a.title for a in each.actions[:MOST_BESIDE] if not a.contact), "")
        for each in plan.plans
    }
    return {segment: title for segment, title in spared.items() if title}


def _question(rows: Sequence[CampaignSegment], per: str) -> str:
    asked = per != "order" and any(row.money is not None for row in rows)
    return orders_question(per) if asked and all(row.response_value is None for row in rows) else ""


def spend_budget(rows: Sequence[CampaignSegment], budget: float) -> list[CampaignSegment]:
    """Estimate each segment, and spend the budget where a contact is expected to leave most for its cost.

    A response is worth its value x margin; expected profit of a contact = response x worth - cost. The
    segments of which a contact pays are filled in the order of profit over cost, the best first, none
    beyond its contactable customers; 0 is a budget without limit.
    """
    estimates = [_estimate(row) for row in rows]
    remaining = budget or math.inf
    spent = {row.segment: row for row in estimates}
    for row in sorted(filter(_pays, estimates), key=_rank):
        most = remaining / row.contact_cost + 1e-9 if row.contact_cost else math.inf
        contacts = int(min(row.contactable, most))
        spend = contacts * row.contact_cost
        remaining = max(0.0, remaining - spend)
        expected = contacts * _contact_profit(row)
        spent[row.segment] = replace(row, contacts=contacts, spend=spend, expected=expected)
    return [spent[row.segment] for row in rows]


def _estimate(row: CampaignSegment) -> CampaignSegment:
    if row.response_value is None:
        return row
    worth = row.response_value * row.margin
    pays_somewhere = worth > 0 and row.contact_cost <= worth
    break_even = 0.0 if not row.contact_cost else row.contact_cost / worth if pays_somewhere else None
    return replace(row, break_even=break_even, profit=row.contactable * _contact_profit(row))


def _contact_profit(row: CampaignSegment) -> float:
    return row.response * (row.response_value or 0.0) * row.margin - row.contact_cost


def _pays(row: CampaignSegment) -> bool:
    return row.contacted and row.response_value is not None and _contact_profit(row) > 0


def _rank(row: CampaignSegment) -> tuple[float, int]:
    return (-_contact_profit(row) / row.contact_cost if row.contact_cost else -math.inf), row.segment
