"""Workspaces of all sessions, with limits to how long and how much is kept."""

import hashlib
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.store.workspace import StoredDataset, Workspace, last_touched

UNFINISHED_S = 3600.0  # without a write, after which an upload counts as given up
log = logging.getLogger(__name__)


class Workspaces:
    """A directory a session below `root`.

    `evict` keeps data sets used within `max_age_s` seconds, and `max_bytes` bytes of them over all
    sessions.
    """

    def __init__(self, root: Path, max_age_s: float, max_bytes: int) -> None:
        self._root = root
        self._max_age_s = max_age_s
        self._max_bytes = max_bytes

    def of(self, session: str) -> Workspace:
        """The workspace of a session, made on first use. Its directory does not tell the session."""
        if not session:
            raise ValueError("a session needs a name of its own")
        root = self._root / hashlib.sha256(session.encode()).hexdigest()
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.utime(root)
        return Workspace(root)

    def evict(self) -> None:
        """Delete old data sets, unfinished uploads, what is empty, then the least recently used.

        What cannot be deleted stays, is logged, and keeps nothing else from being deleted.
        """
        stored: list[tuple[StoredDataset, Workspace]] = []
        for root in self._root.glob("*"):
            with _log_trouble():
                stored += self._tidy_workspace(root)
        self._shrink(stored)

    def _tidy_workspace(self, root: Path) -> list[tuple[StoredDataset, Workspace]]:
        # Deleting from a directory touches it.
        workspace, touched = Workspace(root), last_touched(root)
        self._forget(workspace)
        with _log_trouble():
            workspace.tidy(UNFINISHED_S)
            if touched < time.time() - UNFINISHED_S and not any(root.iterdir()):
                root.rmdir()
        return [(item, workspace) for item in workspace.list_stored()]

    def _forget(self, workspace: Workspace) -> None:
        for item in workspace.list_stored():
            if item.used < time.time() - self._max_age_s:
                with _log_trouble():
                    workspace.remove(item.dataset.id)

    def _shrink(self, stored: list[tuple[StoredDataset, Workspace]]) -> None:
        total = sum(item.size for item, _ in stored)
        for item, workspace in sorted(stored, key=lambda pair: pair[0].used):
            if total <= self._max_bytes:
                return
            with _log_trouble():
                workspace.remove(item.dataset.id)
                total -= item.size


@contextmanager
def _log_trouble() -> Iterator[None]:
    """Log a system error without the path it names, and go on."""
    try:
        yield
    except OSError as error:
        log.warning("A workspace could not be tidied: %s", type(error).__name__)
