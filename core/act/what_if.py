"""Value of segments, and the response from which a campaign pays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.act.playbook.feature_meanings import find_meaning
from core.model import NOISE, Analysis, Explanation, Floats, Segmentation, SegmentProfile
from core.plugins import Param, check_params

PARAMS: tuple[Param, ...] = (
    Param("contact_cost", "Cost of a contact", default=1.0, low=0, high=100, step=0.1, most=100_000,
          help="What reaching one customer once costs, in the money of your data."),
    Param("response", "Extra response (%)", default=2.0, low=0, high=100, step=0.5,
          help="How many in a hundred order because of the contact, beyond those who would anyway."),
    Param("margin", "Margin (%)", default=40.0, low=0, high=100, step=1,
          help="What is left of the money of an order, before the cost of the contact."),
    Param("budget", "Budget (0: no limit)", default=0.0, low=0, high=100_000, step=100, most=1e12,
          help="What may be spent in all; 0 leaves the contacts without a limit."),
)  # fmt: skip


@dataclass(frozen=True)
class SegmentValue:
    """Value of one segment; `money` and what follows from it are None where no column holds it.

    `order_value` is what one response brings: the money of an order, of the month or year that the data
    tell of, or of a customer, as `per` says; None where only what was paid in all is known. `margin` is
    the share of `money` that is left, in money.
    """

    segment: int
    customers: int
    money: float | None
    money_share: float | None
    orders: float | None
    order_value: float | None
    margin: float | None
    per: str = "order"


@dataclass(frozen=True)
class CampaignEstimate:
    """Estimate for one segment, if its customers are contacted once.

    `break_even` is the extra response, as a share of those contacted, from which the contact pays
    (None: it never does); `profit` what contacting all of them is expected to leave, below zero for
    a loss. Of the budget `spend` goes to `contacts` customers, who are expected to leave `expected`.
    """

    segment: int
    order_value: float
    break_even: float | None
    profit: float
    spend: float
    contacts: int
    expected: float


def segment_values(
    segmentation: Segmentation, explanation: Explanation, margin: float
) -> tuple[SegmentValue, ...]:
    """Return the value of each explained segment, with a `margin` in per cent.

    Orders are known where a feature counts them.
    """
    orders = _sum_by_segment(segmentation.analysis, segmentation.labels, "frequency")
    values = []
    for profile in explanation.profiles:
        label = segmentation.label(profile.segment)
        count = None if orders is None else float(orders[label])
        worth, per = _response_worth(segmentation, profile, count)
        values.append(
            SegmentValue(
                segment=profile.segment,
                customers=profile.size,
                money=profile.money,
                money_share=profile.money_share,
                orders=count,
                order_value=worth,
                margin=None if profile.money is None else profile.money * margin / 100,
                per=per,
            )
        )
    return tuple(values)


def _response_worth(
    segmentation: Segmentation, profile: SegmentProfile, orders: float | None
) -> tuple[float | None, str]:
    """Money that one response of the segment brings, and per what: a total of all years is no order's."""
    if orders is not None:
        return (None if profile.money is None or orders <= 0 else profile.money / orders), "order"
    period = segmentation.customers.money_period
    if period != "lifetime" and profile.money is not None:
        return profile.money / profile.size, period or "customer"
    for meaning, per in (("order_value", "order"), ("monthly_charge", "month")):
        sums = _sum_by_segment(segmentation.analysis, segmentation.labels, meaning)
        if sums is not None and profile.money is not None:
            return float(sums[segmentation.label(profile.segment)]) / profile.size, per
    return None, "customer"


def _sum_by_segment(analysis: Analysis, labels: np.ndarray[Any, Any], meaning: str) -> Floats | None:
    """Sum by segment the feature of a meaning; None where there is none."""
    of_lines, customers = analysis.recipe.table == "transactions", analysis.customers
    numeric = customers.frame[list(customers.features)].select_dtypes("number")
    for name in numeric:
        candidate = find_meaning(str(name), of_lines)
        if candidate is not None and candidate.name == meaning:
            column = np.nan_to_num(numeric[name].to_numpy(float))
            sums: Floats = np.bincount(labels, weights=column, minlength=NOISE + 1).astype(float)
            return sums
    return None


def estimate_campaigns(
    values: Sequence[SegmentValue], params: Mapping[str, Any]
) -> tuple[CampaignEstimate, ...]:
    """Estimate what contacting the customers of each segment once would bring, by values of PARAMS.

    One response is worth the margin of an order of the segment (nothing where that is not known or
    not above zero). Break-even response = cost of a contact / worth of a response. Expected profit a
    contact = extra response x worth - cost. The budget is split between the segments of which a
    contact is expected to pay, in proportion to their expected profit, none getting more than
    contacting all of its customers costs; what is left over is split again in the same way.
    Without a budget all customers of these segments are contacted. Raises BadParameter.
    """
    params = check_params("The what-if", PARAMS, params)
    cost, response = params["contact_cost"], params["response"] / 100
    order_values = np.array([max(value.order_value or 0.0, 0.0) for value in values])
    worth = order_values * params["margin"] / 100
    sizes = np.array([value.customers for value in values], float)
    profits = response * worth - cost
    spend = _split_budget(np.maximum(profits, 0) * sizes, sizes * cost, params["budget"])
    contacts = np.floor(spend / cost + 1e-9) if cost else np.where(profits > 0, sizes, 0.0)
    return tuple(
        CampaignEstimate(
            segment=value.segment,
            order_value=float(order_values[at]),
            break_even=_break_even(cost, float(worth[at])),
            profit=float(profits[at] * sizes[at]),
            spend=float(contacts[at] * cost),
            contacts=int(contacts[at]),
            expected=float(profits[at] * contacts[at]),
        )
        for at, value in enumerate(values)
    )


def _break_even(cost: float, worth: float) -> float | None:
    if not cost:
        return 0.0
    return cost / worth if worth > 0 and cost <= worth else None


def _split_budget(profits: Floats, caps: Floats, budget: float) -> Floats:
    """Split the budget in proportion to `profits` (k,), none above its cap; 0 is a budget without end."""
    caps = np.where(profits > 0, caps, 0.0)
    if not budget or caps.sum() <= budget:
        return caps
    spent, open_ = np.zeros(len(caps)), profits > 0
    while open_.any():
        remaining = budget - spent[~open_].sum()
        shares = remaining * np.where(open_, profits, 0) / profits[open_].sum()
        full = open_ & (shares >= caps)
        if not full.any():
            return np.where(open_, shares, spent)
        spent[full], open_ = caps[full], open_ & ~full
    return spent
