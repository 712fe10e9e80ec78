"""Customers and their feature matrix: from rows through recency, frequency and money to preparation."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.features.choices import ENCODE, IMPUTE, SCALE, TRANSFORM, WEIGHT
    from core.features.customers import build_customers, category_text, used_roles
    from core.features.prepare import prepare_matrix
    from core.features.transactions import Ledger, build_ledger, early_snapshot_advice, snapshot_second
else:
    __getattr__ = load_on_demand(__name__)

__all__ = [
    "ENCODE",
    "IMPUTE",
    "SCALE",
    "TRANSFORM",
    "WEIGHT",
    "Ledger",
    "build_customers",
    "build_ledger",
    "category_text",
    "early_snapshot_advice",
    "prepare_matrix",
    "snapshot_second",
    "used_roles",
]
