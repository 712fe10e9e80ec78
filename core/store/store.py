"""Values kept on disk under the hash of what they were made from."""

import hashlib
import json
import logging
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

import diskcache

from core.store.codec import VERSION
from core.store.disk import ENTRIES, Entry, PickleRefused
from core.store.entry import CorruptEntry, read_entry, write_entry
from core.store.locks import hold_exclusively, hold_if_free, hold_shared
from core.store.rows import Rows, open_rows

T = TypeVar("T")
log = logging.getLogger(__name__)


class Store:
    """Frozen data classes of arrays, data frames and plain values, at most `max_bytes` of them.

    Safe to share between threads and to open in several processes at once. The least recently used
    entries make room for new ones, and none is found `max_age_s` seconds after it was written; its
    files go with the next `forget`. A store that cannot be read or written, or is too small for a
    value, logs one warning: `memo` still returns what it computed, but `get` finds nothing. Who
    leaves a result for others must look whether it was kept.
    """

    def __init__(self, root: Path, max_bytes: int, max_age_s: float | None = None) -> None:
        self._root = root.absolute()
        self._max_bytes, self._max_age_s = max_bytes, max_age_s
        self._rows: Rows | None = None
        self._warned = threading.Event()
        with self._tolerate_disk_errors():
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
            with hold_exclusively(self._root / "opening.lock"):
                self._rows = open_rows(self._root, max_bytes)
                self._sweep(self._rows)

    def memo(self, kind: type[T], key: str, compute: Callable[[], T]) -> T:
        """The value under `key`, computed if need be: once, however many threads and processes ask.

        Whoever asks meanwhile waits. An error of `compute` is the caller's, and the next one tries.
        """
        name = _row_name(kind, key)
        value = self._find(kind, name)
        if value is None:
            with self._hold_key(name):
                value = self._find(kind, name)
                if value is None:
                    value = compute()
                    self._keep(name, value)
        return value

    def get(self, kind: type[T], key: str) -> T | None:
        """The value under `key`; None where there is none that can be read."""
        return self._find(kind, _row_name(kind, key))

    def put(self, key: str, value: object) -> None:
        """Keep `value`, if there is room, under its type and `key`, in place of an older one."""
        self._keep(_row_name(type(value), key), value)

    def forget(self) -> None:
        """Delete what is older than `max_age_s`."""
        with self._tolerate_disk_errors():
            if self._rows is not None:
                self._rows.expire()

    def close(self) -> None:
        """End this thread's connection; arrays that were read stay valid."""
        if self._rows is not None:
            self._rows.close()

    def _find(self, kind: type[T], name: str) -> T | None:
        with self._tolerate_disk_errors():
            if self._rows is not None:
                return self._read(self._rows, kind, name)
        return None

    def _read(self, rows: Rows, kind: type[T], name: str) -> T | None:
        entry = None
        try:
            entry = rows.get(name)
            if entry is None:
                return None
            if not isinstance(entry, Entry):
                raise CorruptEntry("not an entry")
            return read_entry(self._root / ENTRIES / entry.name, kind)
        except (CorruptEntry, PickleRefused) as error:
            log.warning("An entry of the store is computed again: %s", error)
            self._discard(rows, name, entry)
            return None

    def _discard(self, rows: Rows, name: str, bad: object) -> None:
        with rows.transact():
            try:
                renewed = rows.get(name) != bad
            except PickleRefused:
                renewed = False
            if not renewed:
                rows.delete(name)

    def _keep(self, name: str, value: object) -> None:
        with self._tolerate_disk_errors():
            if self._rows is not None:
                with hold_shared(self._root / "writing.lock"):
                    self._write(self._rows, name, value)

    def _write(self, rows: Rows, name: str, value: object) -> None:
        entry = write_entry(self._root / ENTRIES, value)
        try:
            if entry.size > self._max_bytes:
                raise OSError("a value is larger than the store")
            rows.set(name, entry, expire=self._max_age_s)
        except BaseException:
            shutil.rmtree(self._root / ENTRIES / entry.name, ignore_errors=True)
            raise
        rows.shrink()

    def _sweep(self, rows: Rows) -> None:
        """Delete what killed processes left behind, unless somebody is writing just now."""
        with hold_if_free(self._root / "writing.lock") as free:
            if free:
                in_use = rows.entry_names()
                for directory in (self._root / ENTRIES).glob("*"):
                    if directory.name not in in_use:
                        shutil.rmtree(directory, ignore_errors=True)
        for lock in (self._root / "locks").glob("*"):
            with hold_if_free(lock) as free:
                if free:
                    lock.unlink(missing_ok=True)

    @contextmanager
    def _hold_key(self, name: str) -> Iterator[None]:
        with ExitStack() as stack:
            with self._tolerate_disk_errors():
                stack.enter_context(hold_exclusively(self._root / "locks" / name))
            yield

    @contextmanager
    def _tolerate_disk_errors(self) -> Iterator[None]:
        """Log trouble with the disk once and go on."""
        try:
            yield
        except (OSError, sqlite3.Error, diskcache.Timeout) as error:
            if not self._warned.is_set():
                self._warned.set()
                log.warning("The store cannot keep or find results: %r", error)


def _row_name(kind: type, key: str) -> str:
    """Name of a key's row. Another layout of values is another key space."""
    return hashlib.sha256(
        f"{VERSION}\n{kind.__module__}.{kind.__qualname__}\n{key}".encode()
    ).hexdigest()


def key_of(*parts: object) -> str:
    """Make one key of all that makes a result what it is: JSON values."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


class NullStore(Store):
    """A store that keeps nothing: what is asked for is computed each time."""

    def __init__(self) -> None:
        pass

    def memo(self, kind: type[T], key: str, compute: Callable[[], T]) -> T:  # noqa: ARG002
        return compute()

    def get(self, kind: type[T], key: str) -> T | None:  # noqa: ARG002
        return None

    def put(self, key: str, value: object) -> None:
        pass

    def forget(self) -> None:
        pass

    def close(self) -> None:
        pass


NO_STORE = NullStore()
