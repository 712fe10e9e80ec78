"""Reading what a user names and writing what a user gets, whole or not at all."""

import hashlib
import json
import math
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from core.errors import UserError

Write = Callable[[Path], object]


class CannotRead(UserError):
    template = "Cannot read '{path}': {reason}. Check the path and its permissions."


class CannotWrite(UserError):
    template = "Cannot write to '{path}': {reason}. Choose another folder."


def file_digest(path: Path) -> str:
    """The SHA-256 of the file's content; CannotRead where it cannot be opened."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise _cannot_read(path, error) from None


def read_text(path: Path) -> str:
    """The file as UTF-8 text; CannotRead where it is not."""
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise _cannot_read(path, error) from None
    except UnicodeDecodeError:
        raise CannotRead(path=path, reason="it is not text") from None


def check_folder(folder: Path) -> None:
    """CannotWrite where the folder, or the first parent there is, takes no files."""
    parent = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not parent.is_dir():
        raise CannotWrite(path=folder, reason=f"'{parent.name}' is not a folder")
    if not os.access(parent, os.W_OK | os.X_OK):
        raise CannotWrite(path=folder, reason="permission denied")


def write_files(folder: Path, files: Mapping[str, Write]) -> str:
    """Write all the files beside their places, move them there and return a sentence that says so.

    CannotWrite where it fails.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".tessera-", dir=folder) as scratch:
            for name, write in files.items():
                write(Path(scratch, name))
            for name in files:
                Path(scratch, name).replace(folder / name)
    except OSError as error:
        raise CannotWrite(path=folder, reason=_reason(error)) from None
    *others, last = files
    names = f"{', '.join(others)} and {last}" if others else last
    return f"Wrote {names} to {'this folder' if folder == Path() else folder}."


def json_text(value: Any) -> str:
    """JSON for people and programs: indented, full precision, null for what is not a number."""
    return json.dumps(_plain_value(value), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _plain_value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain_value(inner) for inner in value]
    if hasattr(value, "dtype"):  # numpy's, which need not be loaded
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _cannot_read(path: Path, error: OSError) -> CannotRead:
    return CannotRead(path=path, reason=_reason(error))


def _reason(error: OSError) -> str:
    return (error.strerror or "the system refused").lower()
