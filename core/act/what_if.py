"""Value of segments: their money and orders, and what one response of theirs brings."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.act.playbook.fact_kinds import find_fact_kind
from core.model import NOISE, Analysis, Explanation, Floats, Segmentation, SegmentProfile
from core.plugins import Param

PARAMS: tuple[Param, ...] = (
    Param("contact_cost", "Cost of a contact", default=1.0, low=0, high=100, step=0.1, most=100_000,
          help="What it costs to reach one customer once, in the currency of your data."),
    Param("response", "Extra response (%)", default=2.0, low=0, high=100, step=0.5,
          help="How many in a hundred order because of the contact, beyond those who would anyway. Fills the column "
          "below, higher where customers bought recently."),
    Param("margin", "Margin (%)", default=40.0, low=0, high=100, step=1,
          help="What is left of an order after its costs, before the cost of the contact."),
    Param("orders_each", "Orders per customer", default=0.0, low=0, high=100, step=1, most=10_000,
          help="How many orders the revenue of a customer stands for: 1 if it is one order, 12 if it is a year of "
          "monthly bills. 0: not known."),
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
    values = find_values(analysis, meaning)
    if values is None:
        return None
    sums: Floats = np.bincount(labels, weights=np.nan_to_num(values), minlength=NOISE + 1).astype(float)
    return sums


def find_values(analysis: Analysis, meaning: str) -> Floats | None:
    """Return the values (n,) of the first number feature of a meaning; None where there is none."""
    of_lines, customers = analysis.recipe.table == "transactions", analysis.customers
    for name in customers.numeric:
        candidate = find_fact_kind(name, of_lines)
        if candidate is not None and candidate.name == meaning:
            return customers.values(name)
    return None
