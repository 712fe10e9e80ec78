"""Clustering methods, one file each: a module here exports one `SPEC`."""

from importlib.util import find_spec

from core.errors import UserError
from core.plugins import AlgorithmSpec, collect, lookup


class NotInstalled(UserError):
    template = (
        "{title} needs the package '{needs}', which is not installed here. Choose another method, or "
        "have it added with 'make deep'."
    )


def algorithms() -> dict[str, AlgorithmSpec]:
    """The methods that can be run here, by name."""
    return {name: spec for name, spec in collect(__name__).items() if _is_installed(spec)}


def standard_algorithms() -> dict[str, AlgorithmSpec]:
    """The methods that run where nobody has named one: they look for groups, and need no extra."""
    return {
        name: spec for name, spec in collect(__name__).items() if not spec.needs and spec.reads is None
    }


def algorithm(name: str) -> AlgorithmSpec:
    """The method of that name; UnknownName for none, NotInstalled where its extra is missing."""
    spec: AlgorithmSpec = lookup(__name__, name, "algorithm")
    if not _is_installed(spec):
        raise NotInstalled(title=spec.title, needs=spec.needs)
    return spec


def _is_installed(spec: AlgorithmSpec) -> bool:
    return not spec.needs or find_spec(spec.needs) is not None
