"""Settings from the environment: the only place that reads it."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from core.session import ServerLimits

MIB = 1 << 20


class BadSetting(SystemExit):
    """A setting that cannot be read: the process stops with one sentence."""


@dataclass(frozen=True)
class Settings:
    """Each field is the environment variable TESSERA_<NAME>; PORT is read without the prefix."""

    host: str = "127.0.0.1"
    port: int = 8050
    data_dir: str = field(default_factory=lambda: str(Path(tempfile.gettempdir()) / "tessera"))
    upload_mb: int = 512
    expanded_mb: int = 4096
    cache_mb: int = 4096
    workspace_mb: int = 4096
    workspace_hours: int = 168
    workers: int = 2
    threads: int = 2
    chrome: str = ""
    secure_cookies: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Raises BadSetting, naming the variable, where a number is not one."""
        names = {
            f.name: "PORT" if f.name == "port" else f"TESSERA_{f.name.upper()}" for f in fields(cls)
        }
        kinds = {f.name: f.type for f in fields(cls)}
        return cls(
            **{
                name: _parse(variable, environment[variable], kinds[name])
                for name, variable in names.items()
                if variable in environment
            }
        )

    def limits(self) -> ServerLimits:
        return ServerLimits(
            root=Path(self.data_dir),
            cache_bytes=self.cache_mb * MIB,
            workspace_bytes=self.workspace_mb * MIB,
            workspace_seconds=self.workspace_hours * 3600,
            expanded_bytes=self.expanded_mb * MIB,
            workers=self.workers,
            threads=self.threads,
            chrome=self.chrome,
        )


def _parse(variable: str, text: str, kind: object) -> str | int | bool:
    if kind is bool:
        return text.strip().lower() in {"1", "true", "yes", "on"}
    if kind is not int:
        return text
    if not text.strip().isdigit() or int(text) == 0:
        raise BadSetting(f"{variable} must be a whole number above 0; {text!r} is not.")
    return int(text)
