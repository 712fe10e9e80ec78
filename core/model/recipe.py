"""The recipe: every choice that makes a result, small enough to save, share and replay."""

import base64
import hashlib
import json
import sys
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from types import UnionType
from typing import Any, Literal, Self, get_args, get_origin, get_type_hints

from core.errors import UserError

TOKEN_BYTES = 1 << 20
MOST_SEED = (1 << 32) - 1
Table = Literal["customers", "transactions", "other"]
Role = Literal[
    "id",
    "date",
    "amount",
    "unit_price",
    "quantity",
    "product",
    "order",
    "category",
    "number",
    "text",
    "latitude",
    "longitude",
    "country",
    "label",
    "ignore",
]


# What a column tells of a customer, beside its role in the table.
Meaning = Literal[
    "behaviour",
    "usage",
    "time",
    "money",
    "person",
    "place",
    "attitude",
    "context",
    "outcome",
    "other",
]
# Meanings that are no trait of a customer: no new recipe clusters on them, and they name a segment last.
NO_TRAIT: tuple[Meaning, ...] = ("place", "context", "outcome")


class BadRecipe(UserError):
    template = "This is not a Tessera recipe: {reason}. Save a new one from the Segment page."


@dataclass(frozen=True)
class Recipe:
    """Every choice that makes a result: the same data and recipe give the same result anywhere.

    `fixes` are the ids of the quality fixes taken, `rates` what one of each further currency is worth in
    the one that is kept (those without a rate are left out), `features` the chosen ones in order (None: all
    that are suggested), `transforms` and `weights` hold exceptions per feature, `params` and
    `reducer_params` those of the registered algorithm and reducer, `returns` says whether negative
    transaction lines reduce money or are left out, `snapshot` is an ISO date (None: the day after
    the last transaction), `winsorise` the share cut off at each end, `components` how many
    principal components to cluster on (0: the features themselves), `sample_weight` the feature by
    whose value each customer counts (None: all the same), `join` how several files became one table,
    `meanings` what the user said that columns mean (the others are guessed), `titles` what they are called.
    """

    table: Table = "customers"
    roles: Mapping[str, Role] = field(default_factory=dict)
    fixes: tuple[str, ...] = ()
    rates: Mapping[str, float] = field(default_factory=dict)
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
    sample_weight: str | None = None
    reducer: str = "pca"
    reducer_params: Mapping[str, Any] = field(default_factory=dict)
    algorithm: str = "kmeans"
    params: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    join: Mapping[str, Any] = field(default_factory=dict)
    meanings: Mapping[str, Meaning] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """Write canonical JSON: sorted keys, no spaces, so that equal recipes give equal text."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a recipe; BadRecipe for anything that `to_json` could not have written."""
        try:
            raw = json.loads(text)
        except (ValueError, RecursionError):
            raise BadRecipe(reason="it is not JSON") from None
        if not isinstance(raw, dict):
            raise BadRecipe(reason="it is not a JSON object")
        kinds = get_type_hints(cls)
        if unknown := raw.keys() - kinds.keys():
            raise BadRecipe(reason=f"it has the unknown field '{min(unknown)}'")
        for name in ("fixes", "features"):
            if isinstance(raw.get(name), list):
                raw[name] = tuple(raw[name])
        wrong = [name for name, value in raw.items() if not _is_of_kind(value, kinds[name])]
        if wrong or not 0 <= raw.get("seed", 0) <= MOST_SEED:
            raise BadRecipe(
                reason=f"its field '{min(wrong, default='seed')}' has a value of the wrong kind"
            )
        return cls(**raw)

    def to_token(self) -> str:
        """Write the choices that differ from a new recipe's, short enough for an address."""
        chosen = {k: v for k, v in asdict(self).items() if v != getattr(Recipe(), k)}
        text = json.dumps(chosen, sort_keys=True, separators=(",", ":"))
        return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")

    @classmethod
    def from_token(cls, token: str) -> Self:
        """Read a recipe; BadRecipe for anything that `to_token` could not have written."""
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

    def with_changes(self, **changes: Any) -> Self:
        return replace(self, **changes)


def _is_of_kind(value: Any, kind: Any) -> bool:
    """Tell whether a value read from JSON is of the annotated kind."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Literal:
        return value in parts
    if origin is UnionType:
        return any(_is_of_kind(value, part) for part in parts)
    if origin is tuple:
        return isinstance(value, tuple) and all(_is_of_kind(item, parts[0]) for item in value)
    if origin is Mapping:
        return isinstance(value, dict) and all(_is_of_kind(item, parts[1]) for item in value.values())
    if kind in (int, float):
        number = isinstance(value, int | kind) and not isinstance(value, bool)
        return number and abs(value) <= sys.float_info.max
    return kind is Any or isinstance(value, kind)
