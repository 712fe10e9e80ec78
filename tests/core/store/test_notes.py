"""Notes of a session: what is written is read, whole, and stays while there are data sets."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.model import ignore_progress
from core.store import Notes, Workspace
from core.store.notes import MOST_BYTES, NoteTooLarge
from tests.core.store.test_workspace import Reader, upload


def make_old(root: Path) -> None:
    """Makes all that is in the workspace a day old."""
    for path in (root, *root.rglob("*")):
        os.utime(path, (time.time() - 86_400,) * 2)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    notes = Notes(tmp_path)
    assert notes.read("names") is None
    notes.write("names", {"1": "Größte", "2": None})
    notes.write("../names", [1.5])
    assert notes.read("names") == {"1": "Größte", "2": None}
    assert notes.read("../names") == [1.5]
    notes.write("names", "new")
    assert notes.read("names") == "new"
    assert {path.parent.name for path in tmp_path.rglob("*.json")} == {"notes"}
    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*.json")} == {0o600}


def test_half_a_character_is_kept_too(tmp_path: Path) -> None:
    Notes(tmp_path).write("names", "\ud800")
    assert Notes(tmp_path).read("names") == "\ud800"


def test_nobody_overwrites_what_another_changes(tmp_path: Path) -> None:
    def count(_: int) -> None:
        Notes(tmp_path).change("names", lambda before: (before or 0) + 1)

    with ThreadPoolExecutor(8) as many:
        list(many.map(count, range(100)))
    assert Notes(tmp_path).read("names") == 100
    assert not list(tmp_path.rglob("*.lock"))
    with pytest.raises(ZeroDivisionError):
        Notes(tmp_path).change("names", lambda before: before / 0)
    assert Notes(tmp_path).read("names") == 100


def test_a_note_that_is_too_large_leaves_the_older_one(tmp_path: Path) -> None:
    notes = Notes(tmp_path)
    notes.write("names", 1)
    with pytest.raises(NoteTooLarge):
        notes.write("names", "x" * MOST_BYTES)
    assert notes.read("names") == 1
    assert not list(tmp_path.rglob("*.part"))


def test_a_damaged_note_is_none(tmp_path: Path) -> None:
    notes = Notes(tmp_path)
    notes.write("names", 1)
    (path,) = tmp_path.rglob("*.json")
    path.write_bytes(b"\xff{")
    assert notes.read("names") is None


def test_notes_live_as_long_as_the_data_sets(tmp_path: Path) -> None:
    workspace, notes = Workspace(tmp_path), Notes(tmp_path)
    dataset = workspace.add(*_source(workspace), None, ignore_progress, Reader())
    notes.write("names", 1)
    make_old(tmp_path)
    workspace.tidy(3600.0)
    assert notes.read("names") == 1
    workspace.remove(dataset.id)
    workspace.tidy(3600.0)
    assert not list(tmp_path.iterdir())


def _source(workspace: Workspace) -> tuple[Path, str, str]:
    path, digest = upload(workspace)
    return path, "customers.csv", digest
