"""The frozen values that travel between the stages; arrays in them are read-only by agreement."""

import base64
import hashlib
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property
from typing import Any, Literal, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import UserError

TOKEN_BYTES = 1 << 20

Floats = NDArray[np.floating[Any]]
Integers = NDArray[np.integer[Any]]
Progress = Callable[[str, float], None]
Table = Literal["customers", "transactions"]
Role = Literal[
    "id", "date", "amount", "unit_price", "quantity", "product", "order", "category", "number",
    "text", "latitude", "longitude", "country", "label", "ignore",
]  # fmt: skip


def quiet(step: str, share: float) -> None:
    """The `Progress` of a caller who does not watch. `share` runs from 0 to 1 within `step`."""


class BadRecipe(UserError):
    template = "This is not a Tessera recipe: {reason}. Save a new one from the Segment page."


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
class Recipe:
    """Every choice that makes a result: the same data and recipe give the same result anywhere.

    `fixes` are the ids of the quality fixes taken, `features` the chosen ones in order (None: all
    that are suggested), `transforms` and `weights` hold exceptions per feature, `params` and
    `reducer_params` those of the registered algorithm and reducer, `returns` says whether negative
    transaction lines reduce money or are left out, `snapshot` is an ISO date (None: the day after
    the last transaction), `winsorise` the share cut off at each end, `components` how many
    principal components to cluster on (0: the features themselves).
    """

    table: Table = "customers"
    roles: Mapping[str, Role] = field(default_factory=dict)
    fixes: tuple[str, ...] = ()
    snapshot: str | None = None
    returns: Literal["subtract", "ignore"] = "subtract"
    features: tuple[str, ...] | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    transform: Literal["auto", "none", "log", "yeo-johnson"] = "auto"
    transforms: Mapping[str, str] = field(default_factory=dict)
    scale: Literal["standard", "robust", "minmax", "none"] = "standard"
    winsorise: float = 0.0
    impute: Literal["median", "mean"] = "median"
    encode: Literal["auto", "onehot", "frequency"] = "auto"
    components: int = 0
    reducer: str = "pca"
    reducer_params: Mapping[str, Any] = field(default_factory=dict)
    algorithm: str = "kmeans"
    params: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no spaces, so that equal recipes give equal text."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Raises BadRecipe for anything that `to_json` could not have written."""
        try:
            raw = json.loads(text)
        except ValueError:
            raise BadRecipe(reason="it is not JSON") from None
        if not isinstance(raw, dict):
            raise BadRecipe(reason="it is not a JSON object")
        unknown = raw.keys() - {f.name for f in fields(cls)}
        if unknown:
            raise BadRecipe(reason=f"it has the unknown field '{min(unknown)}'")
        for name in ("fixes", "features"):
            if isinstance(raw.get(name), list):
                raw[name] = tuple(raw[name])
        return cls(**raw)

    def to_token(self) -> str:
        """The choices that differ from a new recipe's, short enough for an address."""
        chosen = {k: v for k, v in asdict(self).items() if v != getattr(Recipe(), k)}
        text = json.dumps(chosen, sort_keys=True, separators=(",", ":"))
        return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")

    @classmethod
    def from_token(cls, token: str) -> Self:
        """Raises BadRecipe for anything that `to_token` could not have written."""
        try:
            packed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            text = zlib.decompressobj().decompress(packed, TOKEN_BYTES).decode()
        except (ValueError, zlib.error):
            raise BadRecipe(reason="the address was cut off or changed") from None
        return cls.from_json(text)

    def digest(self, *names: str) -> str:
        """SHA-256 of the named fields (all when none is named): the recipe's share of a cache key."""
        raw = asdict(self)
        part = {name: raw[name] for name in names or raw}
        return hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()

    def but(self, **changes: Any) -> Self:
        return replace(self, **changes)


@dataclass(frozen=True)
class ColumnProfile:
    """What one column of a data set looks like. `minimum` to `skewness` are None where not numeric."""

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


@dataclass(frozen=True)
class Prepared:
    """The matrix that is clustered: `matrix` float64 (n, p), columns named and traced to features.

    `steps` says in words what was done to each feature; `sources[j]` is the feature of column j.
    """

    matrix: Floats
    columns: tuple[str, ...]
    sources: tuple[str, ...]
    steps: Mapping[str, str]
    notices: tuple[Notice, ...] = ()


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
    """One clustering: `labels` uint8 (n,), clusters numbered from 0 by descending size.

    `centres` float64 (k, p) on the prepared matrix; `distance` float32 (n,) from each customer to
    the own centre.
    """

    labels: Integers
    centres: Floats
    distance: Floats


@dataclass(frozen=True)
class Scores:
    """How good one setting's partition is, on the prepared matrix.

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


@dataclass(frozen=True)
class Suggestion:
    """The settings that two criteria suggest and a sentence, which says so when they disagree."""

    knee: int | None
    silhouette: int | None
    chosen: int
    sentence: str


@dataclass(frozen=True)
class Sweep:
    """Every setting of one slider: `labels` uint8 (s, n), `scores` (s,) and what was sampled.

    `settings` are the slider's values, `wcss_one` the total sum of squares (the elbow's k = 1),
    `centres[i]` (k_i, p), `distance` float32 (s, n). `sampled` (m,) are the rows whose silhouettes
    were computed (all rows where exact) and `silhouettes` float32 (s, m) their values.
    """

    parameter: str
    settings: tuple[int, ...]
    labels: Integers
    distance: Floats
    centres: tuple[Floats, ...]
    scores: tuple[Scores, ...]
    wcss_one: float
    sampled: Integers
    silhouettes: Floats
    suggestion: Suggestion
    notices: tuple[Notice, ...] = ()

    def at(self, setting: int) -> int:
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
