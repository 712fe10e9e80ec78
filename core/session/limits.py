"""Limits of a server; loads nothing heavy, so that its workers start before its pages load."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from core.store import Store, Workspaces


@dataclass(frozen=True)
class ServerLimits:
    """Place of all data, and limits of their bytes, their age and the worker processes.

    `workspace_seconds` bounds a data set, from its last use, and all that was computed from it.
    """

    root: Path
    cache_bytes: int = 4 << 30
    workspace_bytes: int = 4 << 30
    workspace_seconds: float = 7 * 86_400
    expanded_bytes: int = 4 << 30
    workers: int = 2
    threads: int = 2
    chrome: str = ""

    def store(self) -> Store:
        return Store(self.root / "cache", self.cache_bytes, self.workspace_seconds)

    def workspaces(self) -> Workspaces:
        return Workspaces(self.root / "workspaces", self.workspace_seconds, self.workspace_bytes)

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"root": str(self.root)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        return cls(**{**values, "root": Path(values["root"])})
