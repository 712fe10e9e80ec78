"""Settings from the environment: the only place that reads it."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from core.session import ServerLimits

MIB = 1 << 20
LAST_PORT = 65_535
YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


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
        """Read the settings; BadSetting, naming the variable, for a value that cannot be."""
        names = {
            f.name: "PORT" if f.name == "port" else f"TESSERA_{f.name.upper()}" for f in fields(cls)
        }
        kinds = {f.name: f.type for f in fields(cls)}
        settings = cls(
            **{
                name: _parse(variable, environment[variable], kinds[name])
                for name, variable in names.items()
                if variable in environment
            }
        )
        if settings.port > LAST_PORT:
            raise BadSetting(f"PORT must be a number from 1 to {LAST_PORT}; {settings.port} is not.")
        if settings.chrome and not shutil.which(settings.chrome):
            raise BadSetting(f"TESSERA_CHROME names no program: '{settings.chrome}'.")
        return settings

    def check_data_folder(self) -> None:
        """Make the folder of all data where it is missing; BadSetting where nothing can be kept in it."""
        folder = Path(self.data_dir)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise BadSetting(
                f"Nothing can be kept in '{folder}' ({reason}). Set TESSERA_DATA_DIR to a folder that "
                "this user may write to."
            ) from None

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
        answer = text.strip().lower()
        if answer not in YES | NO:
            raise BadSetting(f"{variable} must be yes or no; {text!r} is neither.")
        return answer in YES
    if kind is not int:
        return text
    if not text.strip().isdigit() or int(text) == 0:
        raise BadSetting(f"{variable} must be a whole number above 0; {text!r} is not.")
    return int(text)
