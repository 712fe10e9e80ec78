"""All sessions' workspaces: who gets which, and how long and how much is kept."""

import hashlib
import os
import shutil
import time
from pathlib import Path

from core.store.workspace import Stored, Workspace, changed

UNFINISHED_S = 3600.0


class Workspaces:
    """A directory a session below `root`.

    `evict` keeps workspaces used within `max_age_s` seconds and `max_bytes` bytes of data sets over
    all of them.
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
        """Deletes old workspaces, unfinished uploads, then the least recently used data sets."""
        held: list[tuple[Stored, Workspace]] = []
        for root in self._root.glob("*"):
            if changed(root) < time.time() - self._max_age_s:
                shutil.rmtree(root, ignore_errors=True)
                continue
            workspace = Workspace(root)
            workspace.tidy(UNFINISHED_S)
            held += [(item, workspace) for item in workspace.stored()]
        self._shrink(held)

    def _shrink(self, held: list[tuple[Stored, Workspace]]) -> None:
        total = sum(item.size for item, _ in held)
        for item, workspace in sorted(held, key=lambda pair: pair[0].used):
            if total <= self._max_bytes:
                return
            workspace.remove(item.dataset.id)
            total -= item.size
