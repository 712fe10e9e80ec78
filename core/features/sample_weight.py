"""Weight with which each customer counts in finding the segments."""

import numpy as np
import pandas as pd

from core.errors import UserError
from core.features.words import weight_sentence
from core.model import Customers, Floats, Notice, Recipe

# Multiples of it add up exactly, in any order, up to 33 million customers: a segment that has lost
# all its customers then weighs 0, and weights in one ratio are equal.
FINEST = 2.0**-28


class NotANumberToCountBy(UserError):
    template = (
        "Customers cannot be weighted by '{title}': it is not a number. Choose a numeric feature."
    )


class NothingToCountBy(UserError):
    template = "Customers cannot be weighted by '{title}': it is not above 0 for any of them. Choose another feature."


def compute_sample_weight(
    customers: Customers, recipe: Recipe
) -> tuple[Floats | None, tuple[Notice, ...]]:
    """Weight of each customer (n,) by the recipe, of mean 1 to within FINEST, and a notice about it.

    A value that is negative, missing or not finite counts as 0, as does one under FINEST of the mean.
    """
    name = recipe.sample_weight
    if name is None:
        return None, ()
    title = customers.title(name)
    if not pd.api.types.is_numeric_dtype(customers.frame[name]):
        raise NotANumberToCountBy(title=title)
    values = customers.frame[name].to_numpy(np.float64)
    values = np.where(np.isfinite(values) & (values > 0), values, 0.0)
    if not values.any():
        raise NothingToCountBy(title=title)
    shares = values / values.max()
    weights = np.rint(shares / shares.mean() / FINEST) * FINEST
    return weights, (Notice(weight_sentence(title, int((weights == 0).sum())), about=name),)
