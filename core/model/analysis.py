"""The frozen values that travel between the stages; arrays in them are read-only by agreement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from core.model.arrays import Floats, Integers
from core.model.base import Notice
from core.model.dataset import Dataset
from core.model.recipe import Meaning, Recipe
from core.model.sweep import Sweep
from core.model.verdict import Verdicts


@dataclass(frozen=True)
class Customers:
    """One row a customer, the features in original units.

    `frame` is indexed by customer id; numbers are float64, categories pandas `category`. `features`
    are the columns that may be clustered on, with a title each in `titles` ("Recency (days)"), and
    `suggested` those that a recipe without a choice of its own takes; `money` and `label` name the
    columns that hold revenue and a known label, where there are any. `meanings` say what each feature
    means, `outcomes` are the columns that say what became of customers, features or not. `money_of`
    are the columns that add up to the money, `money_period` over what time it is told: "order",
    "month", "year", "lifetime", or "" where that is not known. `notices` tell what was dropped or flagged.
    """

    frame: pd.DataFrame
    features: tuple[str, ...]
    suggested: tuple[str, ...]
    titles: Mapping[str, str]
    money: str | None = None
    label: str | None = None
    notices: tuple[Notice, ...] = ()
    meanings: Mapping[str, Meaning] = field(default_factory=dict)
    outcomes: tuple[str, ...] = ()
    money_of: tuple[str, ...] = ()
    money_period: str = ""

    @cached_property
    def numeric(self) -> tuple[str, ...]:
        """The numeric features, clustered on or not."""
        is_number = pd.api.types.is_numeric_dtype
        return tuple(name for name in self.features if is_number(self.frame[name]))

    @cached_property
    def money_values(self) -> Floats | None:
        """Money (n,) that each customer brings, 0 where it is missing; None where no column holds it."""
        return None if self.money is None else np.nan_to_num(self.values(self.money))

    def values(self, name: str) -> Floats:
        """Values (n,) of a numeric column."""
        values: Floats = self.frame[name].to_numpy(float)
        return values

    def title(self, feature: str) -> str:
        """A feature's title, its column name where it has none."""
        return self.titles.get(feature, feature)

    @cached_property
    def standardised(self) -> pd.DataFrame:
        """The numeric features of all customers in standard deviations from the mean, untransformed."""
        numeric = self.frame[list(self.features)].select_dtypes("number")
        spread = numeric.std(ddof=0).replace(0.0, 1.0)
        return (numeric - numeric.mean()) / spread

    def meaning_of(self, feature: str) -> Meaning:
        return self.meanings.get(feature, "other")

    @property
    def usable(self) -> tuple[str, ...]:
        """The features that tell of a customer: no place, no circumstances, no outcome."""
        left_out = ("place", "context", "outcome")
        telling = tuple(name for name in self.features if self.meaning_of(name) not in left_out)
        return telling or self.features

    def chosen_features(self, recipe: Recipe) -> tuple[str, ...]:
        """The features that a recipe asks for, each once: its own, or the suggested ones."""
        chosen = self.suggested if recipe.features is None else recipe.features
        return tuple(dict.fromkeys(chosen))


@dataclass(frozen=True)
class FeatureMatrix:
    """The matrix that is clustered: `matrix` float64 (n, p), columns named and traced to features.

    `steps` says in words what was done to each feature; `sources[j]` is the feature of column j.
    Where the columns are principal components, they are their own sources and `mixed` are the
    features that they are made of. `sample_weight` float64 (n,), of mean 1, is how much each customer
    counts (None: all the same).
    """

    matrix: Floats
    columns: tuple[str, ...]
    sources: tuple[str, ...]
    steps: Mapping[str, str]
    notices: tuple[Notice, ...] = ()
    mixed: tuple[str, ...] = ()
    sample_weight: Floats | None = None

    @property
    def features(self) -> tuple[str, ...]:
        """Features that are clustered on: the chosen ones but for those of weight 0 or without
        differences."""
        return self.mixed or tuple(dict.fromkeys(self.sources))


@dataclass(frozen=True)
class Projection:
    """Coordinates to look at: `points` float32 (m, 3) of the customers `rows` (m,).

    `axes` are the axis titles; `variance_ratio` (q,) and `loadings` (q, p) are for linear reducers.
    """

    points: Floats
    rows: Integers
    axes: tuple[str, str, str]
    variance_ratio: Floats | None = None
    loadings: Floats | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Analysis:
    """Everything the charts and exports read: one recipe's result at every setting of its slider.

    `plotted_rows` (m,) are the rows that a chart of single customers draws: all of them up to the drawing
    cap, a stratified sample above it. `verdicts` are there once they have been looked into. `key` names the
    result in a store ("": it is in none).
    """

    dataset: Dataset
    recipe: Recipe
    customers: Customers
    feature_matrix: FeatureMatrix
    projection: Projection
    sweep: Sweep
    plotted_rows: Integers
    verdicts: Verdicts | None = None
    key: str = ""

    def with_numbers(self, setting: float, numbers: Sequence[int]) -> "Analysis":
        """Return the analysis with other numbers (k,) for the segments at one setting."""
        at, all_numbers = self.sweep.at(setting), list(self.sweep.numbers)
        all_numbers[at] = tuple(numbers)
        return replace(self, sweep=replace(self.sweep, numbers=tuple(all_numbers)))

    @property
    def notices(self) -> tuple[Notice, ...]:
        parts = (self.customers, self.feature_matrix, self.projection, self.sweep)
        return tuple(notice for part in parts for notice in part.notices)

    @property
    def standardised(self) -> pd.DataFrame:
        return self.customers.standardised
