"""The public face of a package: names that are there at once, modules that are loaded when they are used."""

import ast
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any


def load_on_demand(package: str) -> Callable[[str], Any]:
    """A `__getattr__` for the `__init__.py` of `package`, which imports its names `if TYPE_CHECKING`.

    A command then loads the few modules that it uses instead of all, as in scientific Python's SPEC 1.
    """
    origins: dict[str, tuple[str, str]] = {}

    def find(name: str) -> Any:
        if not origins:
            origins.update(_imported_names(Path(sys.modules[package].__file__ or "")))
        if name not in origins:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module, original = origins[name]
        value = getattr(import_module(module), original)
        setattr(sys.modules[package], name, value)
        return value

    return find


def _imported_names(source: Path) -> dict[str, tuple[str, str]]:
    """The module that each name in `source` is imported from, and what it is called there."""
    imports = ast.walk(ast.parse(source.read_text(encoding="utf-8")))
    return {
        alias.asname or alias.name: (node.module, alias.name)
        for node in imports
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
