"""Plans as plain values: the part of segments.json on actions and products."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from core.model import ActionPlan, Plan


def add_plans(values: Mapping[str, Any], plan: ActionPlan) -> dict[str, Any]:
    """Add to the values of an explanation the `playbook` and each segment's `actions` and `products`."""
    plans = {each.segment: _plan_values(each) for each in plan.plans}
    return {
        **values,
        "playbook": plan.playbook,
        "playbook_reason": plan.reason,
        "segments": [{**segment, **plans[segment["id"]]} for segment in values["segments"]],
        "notices": [*values["notices"], *map(asdict, plan.notices)],
    }


def _plan_values(plan: Plan) -> dict[str, Any]:
    lists = ("overbought", "bestsellers", "offers")
    products = {name: [asdict(product) for product in getattr(plan, name)] for name in lists}
    return {"actions": [asdict(action) for action in plan.actions], "products": products}
