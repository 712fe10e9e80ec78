"""Finds what a package registers: every public module's SPEC."""

import pkgutil
from functools import cache
from importlib import import_module
from typing import Any, Protocol

from core.errors import UserError


class Named(Protocol):
    @property
    def name(self) -> str: ...


class UnknownName(UserError):
    template = "There is no {kind} '{name}'. Choose one of: {known}."


@cache
def collect(package: str) -> dict[str, Any]:
    """SPECs by name, in module order, of the modules of `package` that do not begin with "_".

    A module without a SPEC and two SPECs of one name are programming errors (RuntimeError).
    """
    specs: dict[str, Any] = {}
    for module in _public(package):
        spec: Named | None = getattr(import_module(f"{package}.{module}"), "SPEC", None)
        if spec is None or spec.name in specs:
            raise RuntimeError(f"{package}.{module} needs a SPEC with a name of its own")
        specs[spec.name] = spec
    return specs


@cache
def _public(package: str) -> tuple[str, ...]:
    found = pkgutil.iter_modules(import_module(package).__path__)
    return tuple(info.name for info in found if not info.name.startswith("_"))


def lookup(package: str, name: str) -> Any:
    """The SPEC of that name; UnknownName, with the names there are, for any other.

    Where its module has the same name, no other one is loaded.
    """
    if name in _public(package):
        spec: Named | None = getattr(import_module(f"{package}.{name}"), "SPEC", None)
        if spec is not None and spec.name == name:
            return spec
    specs = collect(package)
    if name not in specs:
        kind = package.rsplit(".", 1)[-1].removesuffix("s")
        raise UnknownName(kind=kind, name=name, known=", ".join(specs))
    return specs[name]
