"""Rules of your own: ordered conditions, the first that fits a customer wins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.model import Customers, FitResult, Floats, Progress
from core.plugins import AlgorithmSpec, Param

LETTERS = 2_000  # of all rules together, so that they fit into a page's address
OTHERS = "Everybody else"


def reads(customers: Customers, params: Mapping[str, Any]) -> Floats:
    """Tell (n, r) which of the rules hold for each customer, as 0 and 1; raises as `read_rules` and `apply_rules`."""
    from core.segment.fitting.conditions import apply_rules, read_rules

    return apply_rules(read_rules(params["rules"]), customers).astype(float)


def sweep(
    matrix: Floats,
    settings: tuple[float, ...],
    params: Mapping[str, Any],
    seed: int,  # noqa: ARG001
    progress: Progress,
) -> FitResult:
    """Give each customer, of whom `matrix` (n, r) tells which rules hold, the first that does.

    With fewer segments than there are rules and one for everybody else, only the first rules count.
    """
    from core.segment.fitting.conditions import read_rules
    from core.segment.fitting.rule_groups import build_rule_result

    names = [rule.name for rule in read_rules(params["rules"])]
    first = np.where(matrix.any(axis=1), matrix.argmax(axis=1), len(names))
    steps = {
        count + 1: ((*names[:count], OTHERS), np.minimum(first, count))
        for count in range(1, len(names) + 1)
    }
    reason = "The first rule that fits a customer wins. Move the slider to use only the first of them."
    return build_rule_result(matrix, steps, settings, len(names) + 1, reason, progress)


SPEC = AlgorithmSpec(
    name="own_rules",
    title="Rules of your own",
    summary="Conditions that you write, in order: the first that fits a customer wins, and everybody else is a segment, too.",
    source="Decision lists: Rivest, Learning decision lists, 1987",
    params=(
        Param(
            "segments", "Segments", default=4, low=2, high=12, help="Fewer use only the first rules."
        ),
        Param(
            "rules",
            "Rules",
            default="",
            letters=LETTERS,
            help="A line each, such as 'VIP: Monetary > 1000 and Recency <= 30'. Join conditions by 'and' and 'or'.",
        ),
    ),
    swept="segments",
    sweep=sweep,
    reads=reads,
)
