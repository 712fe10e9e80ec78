"""Decisions of a session that outlive the page: small JSON values by name."""

import hashlib
import json
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import uuid4

from core.errors import UserError
from core.store.locks import hold_exclusively
from core.store.space import raise_disk_full

NOTES_FOLDER = "notes"
MOST_BYTES = 8 << 20  # of one note, as JSON


class NoteKey(StrEnum):
    """Names of the notes that sessions keep; those marked so are kept for each data set on its own."""

    NAMES = "names"
    NUMBERS = "numbers"
    LAST_NUMBERED = "last numbered"
    SETTINGS = "settings"  # of each data set
    LATEST_SETTINGS = "latest settings"  # of each set of columns
    RFM_MAP = "rfm"  # of each data set
    OWN_SETS = "own sets"  # of each data set
    RATINGS = "ratings"
    PLAYBOOK = "playbook"
    OWN_PLAYBOOK = "own playbook"
    WHAT_IF = "what-if"  # of each data set
    REPORT = "report"  # of each data set
    REPORT_LOOK = "report look"
    REPORT_LOGO = "report logo"

    def of(self, dataset: str) -> str:
        """Name of this note for the data set of that id."""
        return f"{self} {dataset}"


class NoteTooLarge(UserError):
    template = "This is too much to remember: {size:,} bytes, where {most:,} are kept. Make it smaller."


class Notes:
    """The notes below the directory `root` of a workspace, which keeps them while it has data sets."""

    def __init__(self, root: Path) -> None:
        self._folder = root / NOTES_FOLDER

    def read(self, name: str) -> Any | None:
        """Read the value last written under `name`; None where there is none that can be read."""
        try:
            return json.loads(self._path(name).read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return None

    def write(self, name: str, value: Any) -> None:
        """Write a JSON value in place of an older one; readers see the one or the other, whole.

        Raises NoteTooLarge above MOST_BYTES, and DiskFull.
        """
        text = json.dumps(value, allow_nan=False).encode()
        if len(text) > MOST_BYTES:
            raise NoteTooLarge(size=len(text), most=MOST_BYTES)
        unfinished = self._folder / f"{uuid4().hex}.part"
        with raise_disk_full():
            self._folder.mkdir(mode=0o700, exist_ok=True)
            try:
                unfinished.touch(mode=0o600)
                unfinished.write_bytes(text)
                unfinished.replace(self._path(name))
            finally:
                unfinished.unlink(missing_ok=True)

    def change(self, name: str, update: Callable[[Any | None], Any]) -> None:
        """Write what `update` makes of the value under `name` (None where there is none).

        Whoever changes it at the same time waits, in this process and in others. Raises as `write`.
        """
        with raise_disk_full():
            self._folder.mkdir(mode=0o700, exist_ok=True)
            with hold_exclusively(self._path(name).with_suffix(".lock")):
                self.write(name, update(self.read(name)))

    def _path(self, name: str) -> Path:
        # Any text may be a name: a hash of it is a safe one for a file.
        return self._folder / f"{hashlib.sha256(name.encode()).hexdigest()}.json"
