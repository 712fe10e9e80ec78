"""Values of what the browser sends: the result that a page shows, and what its user says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Any, Self

from core.act import Rating, rating_source
from core.model import RatedSubject, Recipe
from core.session import Result, Session
from layouts.address import Address

Data = dict[str, Any] | None  # of a store in the browser
NO_MEMORY: Mapping[str, Mapping[str, Any]] = MappingProxyType({"algorithm": {}, "reducer": {}})


@dataclass(frozen=True)
class RecipeRequest:
    """A recipe on a data set, as the browser names it: an id and a token."""

    dataset: str
    token: str

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Self:
        """Read a request, or a job, from the store of a page."""
        return cls(body["dataset"], body["token"])

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def open(self, session: Session, setting: float | None = None, record: bool = True) -> Result:
        """Open the result; DatasetNotFound where the data set is not the session's own.

        See `Session.result` for `record`.
        """
        dataset, recipe = session.open(self.dataset), Recipe.from_token(self.token)
        return session.result(dataset, recipe, setting, record)


@dataclass(frozen=True)
class ResultRequest(RecipeRequest):
    """A result as the browser names it: with the slider's position, where it has one."""

    setting: float | None = None

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Self:
        return cls(body["dataset"], body["token"], body.get("setting"))

    def open(self, session: Session, setting: float | None = None, record: bool = True) -> Result:
        return super().open(session, self.setting if setting is None else setting, record)

    def with_setting(self, session: Session) -> Self:
        """Return the request with the slider's position in full."""
        return replace(self, setting=self.open(session).setting)

    @property
    def address(self) -> Address:
        return Address(self.dataset, self.token, self.setting)


def requested_rating(dataset: str, body: Mapping[str, Any]) -> Rating:
    """The thumb and the note that a request holds."""
    source = rating_source(dataset, body["of"])
    return Rating(RatedSubject.parse(body["thing"]), source, body["vote"], body["note"])


def values_by_member(ids: Sequence[Mapping[str, Any]], values: Sequence[Any]) -> dict[str, Any]:
    """The values of a family of controls by member."""
    return {id["key"]: value for id, value in zip(ids, values, strict=True)}


def remembered_params(data: Data, dataset: str) -> dict[str, Any]:
    """Parameters last chosen for each method and view on this data set, as the browser keeps them."""
    is_of_dataset = bool(data) and data.get("dataset") == dataset
    return dict(data or {}) if is_of_dataset else {"dataset": dataset, **NO_MEMORY}


def remember_params(memory: Mapping[str, Any], recipe: Recipe) -> dict[str, Any]:
    """The memory of parameters with those of the recipe."""
    return {
        **memory,
        "algorithm": {**memory["algorithm"], recipe.algorithm: dict(recipe.params)},
        "reducer": {**memory["reducer"], recipe.reducer: dict(recipe.reducer_params)},
    }
