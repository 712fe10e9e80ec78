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
    modules: dict[str, str] = {}

    def find(name: str) -> Any:
        if not modules:
            modules.update(_imported_names(Path(sys.modules[package].__file__ or "")))
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(modules[name]), name)
        setattr(sys.modules[package], name, value)
        return value

    return find


def _imported_names(source: Path) -> dict[str, str]:
    """Where each name comes from that the module at `source` imports."""
    imports = ast.walk(ast.parse(source.read_text(encoding="utf-8")))
    return {
        alias.name: node.module
        for node in imports
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
