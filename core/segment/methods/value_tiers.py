"""Value tiers: customers in the order of what they bring, cut by share of money or of customers."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from core.errors import UserError
from core.model import Customers, FitResult, Floats, Integers, Progress
from core.plugins import AlgorithmSpec, Param

MONEY, CUSTOMERS, TOP = "money", "customers", "top"
# Shares of all money that the tiers before each cut bring: Pareto's 80 %, and 95 %, as in ABC analysis.
MONEY_CUTS = {2: (0.8,), 3: (0.8, 0.95), 4: (0.5, 0.8, 0.95), 5: (0.5, 0.8, 0.95, 0.99)}
# Shares of the customers that are in the tiers before each cut, a few VIPs first.
TOP_CUTS = {2: (0.2,), 3: (0.05, 0.2), 4: (0.01, 0.05, 0.2), 5: (0.01, 0.05, 0.2, 0.5)}
MOST_TIERS = 10
ROUNDING = 1e-9  # of a share: a customer who reaches a cut exactly is before it
REASONS = {
    MONEY: "A brings the first 80 % of the revenue, B the next 15 %, C the rest. Move the slider for other tiers.",
    CUSTOMERS: "Each tenth of the customers is a tier. Move the slider for fewer.",
    TOP: "The few customers who spend most are tiers of their own. Move the slider for fewer.",
}
USUAL = {MONEY: 3, CUSTOMERS: 10, TOP: 4}


class NoMoney(UserError):
    template = (
        "Value tiers need to know what each customer spent, and no column says so. Choose the column of "
        "money on the Data page, or another method."
    )


class NothingSpent(UserError):
    template = "No customer has spent anything, so there are no tiers. Choose another method."


def reads(customers: Customers, params: Mapping[str, Any]) -> Floats:  # noqa: ARG001
    """Money (n, 1) that each customer brings, 0 where it is missing; NoMoney where no column holds it."""
    if customers.money is None:
        raise NoMoney()
    money = np.nan_to_num(customers.frame[customers.money].to_numpy(float))
    return np.ascontiguousarray(money[:, None])


def sweep(
    matrix: Floats,
    settings: tuple[float, ...],
    params: Mapping[str, Any],
    seed: int,  # noqa: ARG001
    progress: Progress,
) -> FitResult:
    """Divide customers by their money, `matrix` (n, 1), into tiers; customers of equal money are in one.

    The shares are Pareto's and those of ABC analysis, equal parts of the customers (ten: deciles), or the
    top few of them. NothingSpent where nobody has brought money.
    """
    from core.segment.fitting.rule_groups import build_rule_result

    by, money = params["by"], np.maximum(matrix[:, 0], 0.0)
    if not money.any():
        raise NothingSpent()
    before = _shares_before(money, by)
    steps = {
        tiers: (_tier_names(by, points), _tiers(before, points))
        for tiers, points in _cuts_by_tiers(by).items()
    }
    return build_rule_result(matrix, steps, settings, USUAL[by], REASONS[by], progress)


def _cuts_by_tiers(by: str) -> Mapping[int, tuple[float, ...]]:
    if by == CUSTOMERS:
        return {k: tuple(np.arange(1, k) / k) for k in range(2, MOST_TIERS + 1)}
    return MONEY_CUTS if by == MONEY else TOP_CUTS


def _shares_before(money: Floats, by: str) -> Floats:
    """Share (n,) of all money, or of all customers, that those hold who bring more than a customer."""
    values, place, counts = np.unique(-money, return_inverse=True, return_counts=True)
    weight = counts * -values if by == MONEY else counts * 1.0
    above = np.concatenate([[0.0], np.cumsum(weight)[:-1]]) / weight.sum()
    shares: Floats = above[place]
    return shares


def _tiers(before: Floats, cuts: tuple[float, ...]) -> Integers:
    return np.searchsorted(np.array(cuts) - ROUNDING, before, side="right")


def _tier_names(by: str, cuts: tuple[float, ...]) -> tuple[str, ...]:
    if by == TOP:
        top = [f"Top {_percent(cut)}" for cut in cuts]
        return (f"VIP ({top[0].lower()})", *top[1:], "Everybody else")
    ends = (0.0, *cuts, 1.0)
    if by == CUSTOMERS:
        return tuple(
            f"Tier {number} ({_percent(low)} to {_percent(high)})"
            for number, (low, high) in enumerate(pairwise(ends), 1)
        )
    phrases = [f"next {_percent(high - low)}" for low, high in pairwise(ends[1:])]
    phrases = [f"first {_percent(cuts[0])}", *phrases[:-1], phrases[-1].replace("next", "last")]
    return tuple(f"{chr(ord('A') + at)} ({phrase} of money)" for at, phrase in enumerate(phrases))


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"


SPEC = AlgorithmSpec(
    name="value_tiers",
    title="Value tiers",
    summary="Customers in the order of what they spend: A, B and C by share of revenue, deciles, or a few VIPs.",
    source="Juran, Quality Control Handbook, 1951 (the vital few); Dickie, ABC inventory analysis, 1951",
    params=(
        Param("tiers", "Segments", default=3, low=2, high=MOST_TIERS, help="How many tiers."),
        Param(
            "by",
            "Tiers by",
            default=MONEY,
            choices=(
                (MONEY, "Share of revenue (ABC)"),
                (CUSTOMERS, "Equal numbers of customers (deciles)"),
                (TOP, "The top few (VIP)"),
            ),
            help="What the cuts are shares of.",
        ),
    ),
    swept="tiers",
    sweep=sweep,
    reads=reads,
)
