"""What to do with segments as plain values: the part of segments.json on actions and products."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from core.model import ActionPlan, Plan


def add_plans(told: Mapping[str, Any], found: ActionPlan) -> dict[str, Any]:
    """The values of `_explanation.explanation` with the `playbook` and, for each of its segments, its
    `actions` and `products`."""
    plans = {plan.segment: _plan_values(plan) for plan in found.plans}
    return {
        **told,
        "playbook": found.playbook,
        "segments": [{**segment, **plans[segment["id"]]} for segment in told["segments"]],
        "notices": [*told["notices"], *map(asdict, found.notices)],
    }


def _plan_values(plan: Plan) -> dict[str, Any]:
    lists = ("overbought", "bestsellers", "offers")
    products = {name: [asdict(one) for one in getattr(plan, name)] for name in lists}
    return {"actions": [asdict(one) for one in plan.actions], "products": products}
