"""The frozen values that travel between the stages; arrays in them are read-only by agreement."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.recipe import BadRecipe as BadRecipe
from core.recipe import Recipe as Recipe
from core.recipe import Role as Role
from core.recipe import Table as Table

Floats = NDArray[np.floating[Any]]
Integers = NDArray[np.integer[Any]]
Progress = Callable[[str, float], None]

NOISE = 255  # the label of a customer who belongs to no cluster
MOST_CLUSTERS = 254


def quiet(step: str, share: float) -> None:
    """The `Progress` of a caller who does not watch. `share` runs from 0 to 1 within `step`."""


@dataclass(frozen=True)
class Notice:
    """A sentence the user should read beside a result. `about` names a column, feature or stage."""

    text: str
    level: Literal["info", "warning"] = "info"
    about: str = ""


@dataclass(frozen=True)
class Dataset:
    """A file that was read: Parquet at `path`, named by the SHA-256 of the file and how it was read.

    `source` is the SHA-256 of the file itself; `sheets` are a workbook's, `sheet` the one read.
    """

    id: str
    name: str
    path: str
    rows: int
    columns: tuple[str, ...]
    notices: tuple[Notice, ...] = ()
    source: str = ""
    sheets: tuple[str, ...] = ()
    sheet: str | None = None


@dataclass(frozen=True)
class ColumnProfile:
    """What one column of a data set looks like.

    `minimum` and `maximum` of dates are seconds since 1970; of what is neither a number nor a date
    they are None, as are `mean` and `skewness` of what is no number.
    """

    name: str
    dtype: Literal["number", "integer", "text", "date", "boolean"]
    missing: int
    distinct: int
    examples: tuple[str, ...]
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    skewness: float | None = None


@dataclass(frozen=True)
class RoleGuess:
    """What a table is and what each of its columns is for, each with a reason in words."""

    table: Table
    reason: str
    roles: Mapping[str, Role]
    reasons: Mapping[str, str]


@dataclass(frozen=True)
class Finding:
    """Something about the data's quality in one sentence, and the fix that one click applies.

    `fix` is the id put into `Recipe.fixes` (None: nothing to click), `fix_label` the button's
    words, `recommended` whether a new recipe takes it by itself.
    """

    kind: str
    sentence: str
    columns: tuple[str, ...] = ()
    count: int = 0
    fix: str | None = None
    fix_label: str = ""
    recommended: bool = False


@dataclass(frozen=True)
class Customers:
    """One row a customer, the features in original units.

    `frame` is indexed by customer id; numbers are float64, categories pandas `category`. `features`
    are the columns that may be clustered on, with a title each in `titles` ("Recency (days)"), and
    `suggested` those that a recipe without a choice of its own takes; `money` and `label` name the
    columns that hold revenue and a known label, where there are any. `notices` tell what was
    dropped or flagged.
    """

    frame: pd.DataFrame
    features: tuple[str, ...]
    suggested: tuple[str, ...]
    titles: Mapping[str, str]
    money: str | None = None
    label: str | None = None
    notices: tuple[Notice, ...] = ()

    def chosen(self, recipe: Recipe) -> tuple[str, ...]:
        """The features that a recipe asks for, each once: its own, or the suggested ones."""
        chosen = self.suggested if recipe.features is None else recipe.features
        return tuple(dict.fromkeys(chosen))


@dataclass(frozen=True)
class Prepared:
    """The matrix that is clustered: `matrix` float64 (n, p), columns named and traced to features.

    `steps` says in words what was done to each feature; `sources[j]` is the feature of column j.
    Where the columns are principal components, they are their own sources and `mixed` are the
    features that they are made of.
    """

    matrix: Floats
    columns: tuple[str, ...]
    sources: tuple[str, ...]
    steps: Mapping[str, str]
    notices: tuple[Notice, ...] = ()
    mixed: tuple[str, ...] = ()

    @property
    def features(self) -> tuple[str, ...]:
        """What is clustered on: the chosen features but for those of weight 0 or without differences."""
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
class Partition:
    """One clustering: `labels` uint8 (n,), clusters numbered from 0 by descending size, or NOISE.

    `centres` float64 (k, p) are the members' means on the prepared matrix; `distance` float32 (n,)
    from each customer to the own centre, NaN for noise; `probability` float32 (n,) how surely
    customers belong to their cluster, None where the algorithm does not tell.
    """

    labels: Integers
    centres: Floats
    distance: Floats
    probability: Floats | None = None


@dataclass(frozen=True)
class Fitted:
    """What an algorithm found: a partition at each of `settings`, its slider's values, ascending.

    `suggested` is the setting that a criterion of its own prefers and `reason` says so in a sentence;
    `evidence` are arrays that its own charts draw.
    """

    settings: tuple[float, ...]
    partitions: tuple[Partition, ...]
    suggested: float | None = None
    reason: str = ""
    evidence: Mapping[str, Floats] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Scores:
    """How good one setting's partition is, on the prepared matrix, its `noise` customers left out.

    `silhouette_error` is the standard error where the silhouette was sampled, 0 where it is exact;
    silhouette, davies_bouldin and calinski_harabasz are None where undefined (fewer than two
    segments).
    """

    sizes: tuple[int, ...]
    wcss: float
    silhouette: float | None
    silhouette_error: float
    segment_silhouettes: tuple[float, ...]
    davies_bouldin: float | None
    calinski_harabasz: float | None
    noise: int = 0


@dataclass(frozen=True)
class Suggestion:
    """The settings that two criteria suggest and a sentence, which says so when they disagree.

    `chosen` may be the setting of a criterion of the algorithm's own.
    """

    knee: float | None
    silhouette: float | None
    chosen: float
    sentence: str


@dataclass(frozen=True)
class Sweep:
    """Every setting of one slider: `labels` uint8 (s, n), `scores` (s,) and what was sampled.

    `settings` are the slider's values, which count segments where `counts` is true; `wcss_one` is
    the total sum of squares (the elbow's k = 1), `centres[i]` (k_i, p), `distance` float32 (s, n).
    `sampled` (m,) are the rows whose silhouettes were computed (all rows where exact), `silhouettes`
    float32 (s, m) their values, NaN for noise, and `weights` (m,) how many customers each of them
    stands for (None: itself alone). `probability` float32 (s, n) and `evidence` are as in `Fitted`.
    `seconds` is how long all of it took.
    """

    parameter: str
    settings: tuple[float, ...]
    labels: Integers
    distance: Floats
    centres: tuple[Floats, ...]
    scores: tuple[Scores, ...]
    wcss_one: float
    sampled: Integers
    silhouettes: Floats
    suggestion: Suggestion
    notices: tuple[Notice, ...] = ()
    weights: Floats | None = None
    counts: bool = True
    probability: Floats | None = None
    evidence: Mapping[str, Floats] = field(default_factory=dict)
    seconds: float = 0.0

    def at(self, setting: float) -> int:
        """The position of a setting; ValueError for one that was not swept."""
        return self.settings.index(setting)


@dataclass(frozen=True)
class Analysis:
    """Everything the charts and exports read: one recipe's result at every setting of its slider.

    `shown` (m,) are the rows that a chart of single customers draws: all of them up to the drawing
    cap, a stratified sample above it.
    """

    dataset: Dataset
    recipe: Recipe
    customers: Customers
    prepared: Prepared
    projection: Projection
    sweep: Sweep
    shown: Integers

    @property
    def notices(self) -> tuple[Notice, ...]:
        parts = (self.customers, self.prepared, self.projection, self.sweep)
        return tuple(notice for part in parts for notice in part.notices)

    @cached_property
    def standardised(self) -> pd.DataFrame:
        """The numeric features of all customers in standard deviations from the mean, untransformed."""
        numeric = self.customers.frame[list(self.customers.features)].select_dtypes("number")
        spread = numeric.std(ddof=0).replace(0.0, 1.0)
        return (numeric - numeric.mean()) / spread
