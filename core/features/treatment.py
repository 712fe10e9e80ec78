"""Preparation of one feature: the steps, unfitted, and the words for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import TransformerMixin
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, RobustScaler, StandardScaler

from core.data import MISSING_INDICATOR_SHARE
from core.features.transformers import weigh
from core.features.words import FLAT, ROBUST, left_out_words, missing_sentence
from core.model import Floats, Notice, Recipe

SMALLEST_DEVIATION = 1e-30  # a standard deviation below it is rounding, not a difference

SCALERS: dict[str, tuple[str, type[TransformerMixin]]] = {
    "standard": ("standardised", StandardScaler),
    "robust": (ROBUST, RobustScaler),
    "minmax": ("scaled to 0..1", MinMaxScaler),
}


@dataclass(frozen=True)
class Step:
    """A transformer and its description in words; without words where it is not worth one."""

    words: str
    transformer: Any


@dataclass(frozen=True)
class Treatment:
    """Preparation of one feature: a pipeline for each block of columns that it becomes.

    A feature that is left out has no `branches`. `words` tells all of it, `transform` the change
    that a skewed number goes through.
    """

    feature: str
    words: str
    branches: tuple[Pipeline, ...] = ()
    transform: str = ""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Feature:
    """One feature of the customers and what the recipe asks for it."""

    values: "pd.Series[Any]"
    title: str
    recipe: Recipe

    @property
    def name(self) -> str:
        return str(self.values.name)

    @property
    def weight(self) -> float:
        return float(self.recipe.weights.get(self.name, 1.0))

    @property
    def transform(self) -> str:
        return self.recipe.transforms.get(self.name, self.recipe.transform)

    def notice(self, text: str, warning: bool = False) -> Notice:
        return Notice(f"'{self.title}' {text}", "warning" if warning else "info", self.name)

    def leave_out(self, why: str) -> Treatment:
        sentence, words = left_out_words(why)
        return Treatment(self.name, words, notices=(self.notice(sentence, warning=True),))

    def missing_notices(self, missing: NDArray[np.bool_], filled: str) -> tuple[Notice, ...]:
        """Notice about many missing values; none where they are few."""
        share = float(missing.mean())
        if share < MISSING_INDICATOR_SHARE:
            return ()
        return (self.notice(missing_sentence(share, filled), warning=share >= 0.5),)


def build_pipeline(steps: Sequence[Step], weight: float) -> Pipeline:
    """Build a pipeline of the steps in order, then the weight."""
    weighing = FunctionTransformer(weigh, kw_args={"weight": weight})
    return make_pipeline(*(step.transformer for step in steps), weighing)


def describe_steps(steps: Sequence[Step], weight: float) -> str:
    """Describe the steps: "natural log, then standardised, then weighted 2"."""
    words = [step.words for step in steps if step.words]
    return ", then ".join([*words, f"weighted {weight:g}"] if weight != 1 else words) or "as it is"


def apply_steps(steps: Sequence[Step], values: Any) -> Any:
    """Fit the steps on the values and apply them."""
    return (
        make_pipeline(*(step.transformer for step in steps)).fit_transform(values) if steps else values
    )


def scaling_steps(values: Floats, recipe: Recipe) -> list[Step]:
    """The recipe's scaling of a number; standardised where its interquartile range is 0."""
    if recipe.scale == "none":
        return []
    flat = recipe.scale == "robust" and not np.ptp(np.percentile(values, (25, 75)))
    words, scaler = SCALERS["standard" if flat else recipe.scale]
    return [Step(words + FLAT if flat else words, scaler(copy=False))]


def is_constant(values: Floats) -> bool:
    """Tell whether the values differ by no more than rounding, as scikit-learn's scalers judge it."""
    rounding = 10 * len(values) * np.finfo(np.float64).eps * abs(values.mean())
    return bool(values.std() <= max(SMALLEST_DEVIATION, rounding))
