"""One row a customer from either kind of table."""

import polars as pl

from core.data.checks import counted
from core.data.customer_table import from_table
from core.data.quality import apply_fixes
from core.data.rfm_features import from_transactions
from core.data.roles import check_roles
from core.entities import Customers, Recipe, Role
from core.errors import UserError

FEWEST = 3


class TooFewCustomers(UserError):
    template = (
        "Only {customers} left, and segments need at least {fewest}. Take back a fix, correct "
        "the columns' roles, or bring a larger file."
    )


def customers(frame: pl.LazyFrame, recipe: Recipe) -> Customers:
    """The customers of a table once the recipe's fixes are applied, with features in original units.

    Transactions become recency, frequency, monetary and what follows from them (`rfm.rfm`); a
    customers table is taken as it is. Raises a UserError where roles, fixes and columns do not go
    together, or fewer than `FEWEST` customers are left.
    """
    check_roles(recipe.roles, recipe.table, tuple(frame.collect_schema()))
    fixed = apply_fixes(frame, recipe.roles, recipe.table, recipe.fixes)
    make = from_transactions if recipe.table == "transactions" else from_table
    found = make(fixed, recipe.but(roles=used_roles(recipe)))
    if len(found.frame) < FEWEST:
        raise TooFewCustomers(customers=counted(len(found.frame), "customer"), fewest=FEWEST)
    return found


def used_roles(recipe: Recipe) -> dict[str, Role]:
    """The roles without the columns that a fix says to ignore."""
    ignored = {fix.removeprefix("ignore:") for fix in recipe.fixes if fix.startswith("ignore:")}
    return {name: role for name, role in recipe.roles.items() if name not in ignored}
