"""Declarations of plug-ins: methods, reducers, charts and exports."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NoReturn, Protocol

from core.errors import UserError

if TYPE_CHECKING:
    from core.model import Customers, FitResult, Floats, Progress, Projection, Segmentation


class BadParameter(UserError):
    template = "'{title}' must be {allowed}; {value!r} is not."


class UnknownParameter(UserError):
    template = "{owner} has no parameter '{name}'. It has: {known}."


@dataclass(frozen=True)
class Param:
    """A parameter's limits as data: they drive the control, the check, the docs and the tests.

    A number has `low`, `high` and `step`, the control's ends; `most` is the largest value that may
    be asked for without the control, where that is above `high`. A choice has `choices` (value,
    words), a text at most `letters`. `help` is one sentence for a person who does not know the word.
    """

    name: str
    title: str
    default: Any
    low: float = 0
    high: float = 1
    step: float = 1
    most: float | None = None
    choices: tuple[tuple[str, str], ...] = ()
    letters: int = 0
    help: str = ""

    def check(self, value: Any) -> Any:
        """Check a value, as int where the parameter counts; BadParameter outside the limits.

        A number is neither text nor true or false, so that it means the same wherever it is read.
        """
        if self.choices:
            if value not in tuple(choice for choice, _ in self.choices):
                self._refuse(value, "one of " + ", ".join(dict(self.choices)))
            return value
        return self._text(value) if self.letters else self._number(value)

    def _text(self, value: Any) -> str:
        if not isinstance(value, str) or len(value) > self.letters:
            self._refuse(value, f"text of at most {self.letters:,} letters")
        return value

    def _number(self, value: Any) -> int | float:
        whole = isinstance(self.default, int)
        kind = "a whole number" if whole else "a number"
        most = self.high if self.most is None else self.most
        allowed = f"{kind} from {self.low:,.15g} to {most:,.15g}"
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._refuse(value, allowed)
        if not self.low <= value <= most or (whole and value != int(value)):
            self._refuse(value, allowed)
        return int(value) if whole else float(value)

    def _refuse(self, value: Any, allowed: str) -> NoReturn:
        raise BadParameter(title=self.title, allowed=allowed, value=value)


def check_params(owner: str, params: tuple[Param, ...], values: Mapping[str, Any]) -> dict[str, Any]:
    """Check the values and complete them by the defaults.

    Unknown names and values out of limits are refused.
    """
    by_name = {param.name: param for param in params}
    for name in values.keys() - by_name.keys():
        raise UnknownParameter(owner=owner, name=name, known=", ".join(by_name) or "none")
    return {name: p.check(values[name]) if name in values else p.default for name, p in by_name.items()}


class Sweeper(Protocol):
    """A function that fits `matrix`, float64 (n, p), at all `settings` at once; equal for equal `seed`.

    Where the algorithm is adaptive, `settings` are those that must be among the result's, and the
    others are chosen to suit the matrix.
    """

    def __call__(
        self,
        matrix: Floats,
        settings: tuple[float, ...],
        params: Mapping[str, Any],
        seed: int,
        progress: Progress,
    ) -> FitResult: ...


class Reader(Protocol):
    """A function that reads what a method divides customers by from their table: float64 (n, q).

    UserError where the table does not have it.
    """

    def __call__(self, customers: Customers, params: Mapping[str, Any]) -> Floats: ...


class WeightedSweeper(Protocol):
    """A `Sweeper` in which each customer counts by `weights` float64 (n,), none below 0, some above."""

    def __call__(
        self,
        matrix: Floats,
        settings: tuple[float, ...],
        params: Mapping[str, Any],
        seed: int,
        progress: Progress,
        weights: Floats,
    ) -> FitResult: ...


@dataclass(frozen=True)
class AlgorithmSpec:
    """A clustering method. `swept` is the parameter behind the live slider, one of `params`.

    The slider counts segments, unless the method is `adaptive`: then its stops depend on the table.
    `weighted` is the sweep of a method that can count customers by a weight, `quick` a less thorough
    one for a hundred tables in a row, where `sweep` is too slow for that. `reads` is there for a method
    that divides customers by rules instead of looking for groups: its `sweep` takes what that reads.
    Here as in the other specs, `version` goes up when equal input gives another result than before,
    so that no result of the older code is taken from the cache. `row_bytes` is what the method needs
    a customer beside the result itself. `needs` is a module that an extra of the package brings: the
    method is there where that is, and runs only where somebody asks for it by name.
    """

    name: str
    title: str
    summary: str
    source: str
    params: tuple[Param, ...]
    swept: str
    sweep: Sweeper
    weighted: WeightedSweeper | None = None
    quick: Sweeper | None = None
    reads: Reader | None = None
    adaptive: bool = False
    row_bytes: int = 0
    needs: str = ""
    version: int = 1

    @property
    def slider(self) -> Param:
        return next(param for param in self.params if param.name == self.swept)

    @property
    def other_params(self) -> tuple[Param, ...]:
        """The parameters beside the slider."""
        return tuple(param for param in self.params if param.name != self.swept)

    @property
    def settings(self) -> tuple[int, ...]:
        """The slider's values, low to high; none where they depend on the table."""
        if self.adaptive:
            return ()
        return tuple(range(int(self.slider.low), int(self.slider.high) + 1))


class Reducer(Protocol):
    """A function that projects the matrix (n, p) to three coordinates.

    May draw a sample and say so in a notice.
    """

    def __call__(
        self,
        matrix: Floats,
        columns: tuple[str, ...],
        params: Mapping[str, Any],
        seed: int,
        progress: Progress,
    ) -> Projection: ...


@dataclass(frozen=True)
class ReducerSpec:
    """A way to draw many features as points."""

    name: str
    title: str
    summary: str
    source: str
    params: tuple[Param, ...]
    reduce: Reducer
    version: int = 1


class ChartBuilder(Protocol):
    """Draws a chart of one setting of the slider as a plotly figure in dict form."""

    def __call__(self, segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]: ...


@dataclass(frozen=True)
class ChartSpec:
    """A chart: a pure function of values to a figure.

    `slot` is the card it belongs to (charts of one slot are alternatives in the order `rank`),
    `params` its options, `extras` the names of options whose values depend on the data.
    `per_setting` is False where the figure does not depend on the slider. `fits` says for which
    algorithms the chart is offered; others get a figure that says why there is none.
    """

    name: str
    title: str
    summary: str
    slot: Literal[
        "map", "elbow", "silhouette", "blades", "sizes", "features", "matrix", "reduction", "verdict"
    ]
    build: ChartBuilder
    rank: int = 0
    params: tuple[Param, ...] = ()
    extras: tuple[str, ...] = ()
    per_setting: bool = True
    fits: Callable[[AlgorithmSpec], bool] = lambda _: True
    version: int = 1

    def options(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Check the options and complete them by the defaults.

        UserError for an unknown one or a value out of limits.
        """
        free = {name: values[name] for name in self.extras if name in values}
        for name, value in free.items():
            if not isinstance(value, str | bool):
                raise BadParameter(title=name, allowed="a name", value=value)
        declared = {name: value for name, value in values.items() if name not in free}
        return check_params(self.title, self.params, declared) | free


@dataclass(frozen=True)
class ExportSpec:
    """A table that can be taken away. `write` turns a segmentation into a file's bytes."""

    name: str
    title: str
    extension: str
    media_type: str
    write: Callable[[Segmentation], bytes]
    version: int = 1


class Named(Protocol):
    @property
    def name(self) -> str: ...


class UnknownName(UserError):
    template = "There is no {kind} '{name}'. Choose one of: {known}."


@cache
def collect(package: str) -> dict[str, Any]:
    """Collect SPECs by name, in module order, of the modules of `package` that do not begin with "_".

    A module without a SPEC and two SPECs of one name are programming errors (RuntimeError).
    """
    specs: dict[str, Any] = {}
    for module in _public_modules(package):
        spec: Named | None = getattr(import_module(f"{package}.{module}"), "SPEC", None)
        if spec is None or spec.name in specs:
            raise RuntimeError(f"{package}.{module} needs a SPEC with a name of its own")
        specs[spec.name] = spec
    return specs


@cache
def _public_modules(package: str) -> tuple[str, ...]:
    modules = pkgutil.iter_modules(import_module(package).__path__)
    return tuple(info.name for info in modules if not info.name.startswith("_"))


def lookup(package: str, name: str, kind: str) -> Any:
    """The SPEC of that name; UnknownName, with the names there are and its `kind`, for any other.

    Where its module has the same name, no other one is loaded.
    """
    if name in _public_modules(package):
        spec: Named | None = getattr(import_module(f"{package}.{name}"), "SPEC", None)
        if spec is not None and spec.name == name:
            return spec
    specs = collect(package)
    if name not in specs:
        raise UnknownName(kind=kind, name=name, known=", ".join(specs))
    return specs[name]
