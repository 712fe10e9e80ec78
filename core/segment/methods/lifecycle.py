"""Lifecycle: new, active, slowing, lapsing or lost, by each customer's own rhythm of buying."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.errors import UserError
from core.model import Customers, FitResult, Floats, Progress
from core.plugins import AlgorithmSpec, Param

READ = ("recency", "tenure", "order_gap_mean")
NAMES = ("New", "Active", "Slowing", "Lapsing", "Lost")
# Usual gaps of silence at which a customer counts as slowing, lapsing and lost. Where gaps are exponential, 22 %,
# 8 % and 2 % of them last longer; higher ones give customers more time.
SILENCES = (1.5, 2.5, 4.0)
LEAST_GAP = 1.0  # days: two orders on one day tell no rhythm
JOINS = (
    (("Slowing", "Lapsing"), "Slipping"),
    (("Slipping", "Lost"), "Gone quiet"),
    (("New", "Active"), "Current"),
)


class NoRhythm(UserError):
    template = (
        "Lifecycle needs the dates of each customer's purchases. Upload a file of purchases, or choose another "
        "method."
    )


class NobodyReturned(UserError):
    template = (
        "No customer has bought on two different days, so there is no usual time between orders. Choose "
        "another method."
    )


def reads(customers: Customers, params: Mapping[str, Any]) -> Floats:  # noqa: ARG001
    """Recency, tenure and mean gap (n, 3) of the customers; NoRhythm where they have none."""
    if any(name not in customers.features for name in READ):
        raise NoRhythm()
    return np.ascontiguousarray(customers.frame[list(READ)].to_numpy(float))


def sweep(
    matrix: Floats,
    settings: tuple[float, ...],
    params: Mapping[str, Any],
    seed: int,  # noqa: ARG001
    progress: Progress,
) -> FitResult:
    """Place customers, `matrix` (n, 3) as `reads` gives it, in the stages of their life as customers.

    A customer's silence is counted in their own mean gap between orders; one who bought once, or on one
    day, has the median gap of the others. New is who first bought within the last usual gap. NobodyReturned
    where no gap is known.
    """
    from core.segment.fitting.rule_groups import build_rule_result, join_groups

    recency, tenure, gap = matrix.T
    repeated = gap >= LEAST_GAP
    if not repeated.any():
        raise NobodyReturned()
    usual = float(np.median(gap[repeated]))
    rhythm = np.where(repeated, gap, usual) * params["patience"]
    silence = np.nan_to_num(recency / rhythm, nan=np.inf)
    stages = 1 + np.searchsorted(np.array(SILENCES), silence, side="left")
    stages = np.where(tenure <= usual * params["patience"], 0, stages)
    steps = join_groups(NAMES, stages, JOINS)
    by_count = {len(step[0]): step for step in steps}
    return build_rule_result(matrix, by_count, settings, len(NAMES), _reason(usual), progress)


def _reason(usual: float) -> str:
    return (
        f"Customers who come back usually do so after {max(1, round(usual)):,} days. Slowing, lapsing and lost are "
        f"those who have been silent for {SILENCES[0]:g}, {SILENCES[1]:g} and {SILENCES[2]:g} times their own usual "
        "gap."
    )


SPEC = AlgorithmSpec(
    name="lifecycle",
    title="Lifecycle",
    summary="New, active, slowing, lapsing or lost: how long each customer has been silent, by their own rhythm of buying.",
    source="Fader and Hardie, Probability models for customer-base analysis, 2009 (recency against own rhythm)",
    params=(
        Param(
            "stages",
            "Segments",
            default=5,
            low=2,
            high=5,
            help="Fewer than five join neighbouring stages.",
        ),
        Param(
            "patience",
            "Patience",
            default=1.0,
            low=0.25,
            high=4.0,
            step=0.25,
            help="More gives customers longer before they count as slowing, lapsing or lost.",
        ),
    ),
    swept="stages",
    sweep=sweep,
    reads=reads,
)
