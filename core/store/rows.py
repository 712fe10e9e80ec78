"""The store's table of rows: one a key, each with the address and size of its entry."""

import sqlite3
import time
from pathlib import Path

import diskcache

from core.store.disk import EntryDisk

PATIENCE_S = 10  # for another process that has locked the table


class Rows(diskcache.Cache):  # type: ignore[misc]
    """A diskcache whose values are `Entry`; the directories go when their rows go."""

    def entry_names(self) -> set[str]:
        """The names of all entries that a row points at."""
        rows = self._sql("SELECT filename FROM Cache WHERE filename IS NOT NULL").fetchall()
        return {Path(filename).name for (filename,) in rows}

    def shrink(self) -> None:
        """Evict the least recently used entries until the rest fit the bound."""
        # diskcache's own cull takes ten at once, however little is needed.
        while self.volume() > self.size_limit and len(self):
            with self._transact() as (sql, cleanup):
                self._cull(time.time(), sql, cleanup, limit=1)


def open_rows(root: Path, max_bytes: int) -> Rows:
    """Open or make the table in `root`; a corrupt one is replaced by an empty one.

    Raises OSError or sqlite3.OperationalError where the disk cannot be written.
    """
    try:
        return _open_checked(root, max_bytes)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        for path in root.glob("cache.db*"):
            path.unlink(missing_ok=True)
        return _open_checked(root, max_bytes)


def _open_checked(root: Path, max_bytes: int) -> Rows:
    rows = Rows(
        str(root),
        timeout=PATIENCE_S,
        disk=EntryDisk,
        size_limit=max_bytes,
        cull_limit=0,
        eviction_policy="least-recently-used",
        sqlite_mmap_size=0,
    )
    ((check,),) = rows._sql("PRAGMA quick_check(1)").fetchall()
    if check != "ok":
        rows.close()
        raise sqlite3.DatabaseError(check)
    return rows
