"""Values that a row of the store may hold: bytes, text, a number or an entry's address.

Never a pickle.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import diskcache
from diskcache.core import MODE_PICKLE, UNKNOWN

ENTRIES = "entries"
MODE_ENTRY = 16
LARGEST_INTEGER = 2**63


class PickleRefused(TypeError):
    """A row could only be written or read as a pickle."""


@dataclass(frozen=True)
class Entry:
    """A directory below `entries` that belongs to one row and is deleted with it."""

    name: str
    size: int = 0


class EntryDisk(diskcache.Disk):  # type: ignore[misc]
    """Lets diskcache count, rank and evict whole directories as it does single values."""

    def put(self, key: object) -> Any:
        _check_plain(key)
        return super().put(key)

    def get(self, key: object, raw: bool) -> Any:
        if not raw:
            raise PickleRefused("a key of the store is a pickle")
        return super().get(key, raw)

    def store(self, value: object, read: bool, key: object = UNKNOWN) -> Any:
        if isinstance(value, Entry):
            return value.size, MODE_ENTRY, f"{ENTRIES}/{value.name}", None
        if not read:
            _check_plain(value)
        return super().store(value, read, key=key)

    def fetch(self, mode: int, filename: str, value: object, read: bool) -> Any:
        if mode == MODE_PICKLE:
            raise PickleRefused("a row of the store is a pickle")
        if mode == MODE_ENTRY:
            return Entry(Path(filename).name)
        return super().fetch(mode, filename, value, read)

    def remove(self, file_path: str) -> None:
        path = Path(self._directory, file_path)
        if path.parent.name == ENTRIES:
            shutil.rmtree(path, ignore_errors=True)
        else:
            super().remove(file_path)


def _check_plain(value: object) -> None:
    # diskcache pickles whatever it does not know, and integers that SQLite cannot hold.
    if type(value) not in (bytes, str, int, float):
        raise PickleRefused(f"{type(value).__name__} would need a pickle")
    if isinstance(value, int) and not -LARGEST_INTEGER <= value < LARGEST_INTEGER:
        raise PickleRefused("an integer beyond 64 bits would need a pickle")
