"""Spoilt files and a disk that fails cost time, never a result."""

import errno
import logging
import shutil
from pathlib import Path

import numpy as np
import pytest

from core.model import Notice
from core.store import Store
from tests.core.store.conftest import BOUND, entries, never, numbers, rows
from tests.support.stored_values import Numbers, assert_same, frame


def spoil_file(path: Path, how: str) -> None:
    if how == "missing":
        path.unlink()
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "cut short":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    else:
        path.write_bytes(b"\x93rubbish" * 20)


@pytest.mark.parametrize("how", ["missing", "empty", "cut short", "rubbish"])
@pytest.mark.parametrize("name", ["value.json", "0.npy", "0.arrow"])
def test_a_spoilt_entry_is_removed_and_computed_again(
    store: Store, tmp_path: Path, name: str, how: str
) -> None:
    whole = frame() if name == "0.arrow" else numbers()
    store.put("key", whole)
    (directory,) = entries(tmp_path)
    spoil_file(directory / name, how)
    assert store.get(type(whole), "key") is None
    assert not directory.exists()
    assert_same(store.memo(type(whole), "key", lambda: whole), whole)
    assert_same(store.get(type(whole), "key"), whole)


def test_a_row_that_is_not_an_entry_is_replaced(store: Store, tmp_path: Path) -> None:
    store.put("key", numbers())
    with rows(tmp_path) as table:
        table.execute("UPDATE Cache SET mode = 1, filename = NULL, value = 'words'")
    assert_same(store.memo(Numbers, "key", numbers), numbers())
    assert_same(store.memo(Numbers, "key", never), numbers())


def test_what_killed_processes_left_is_deleted_at_the_start(store: Store, tmp_path: Path) -> None:
    store.put("key", numbers())
    shutil.copytree(entries(tmp_path)[0], tmp_path / "cache" / "entries" / ("0" * 32))
    (tmp_path / "cache" / "entries" / "1.part").mkdir()
    (tmp_path / "cache" / "locks").mkdir(exist_ok=True)
    (tmp_path / "cache" / "locks" / "left").touch()
    reopened = Store(tmp_path / "cache", BOUND)
    assert len(entries(tmp_path)) == 1 and reopened.get(Numbers, "key") is not None
    assert not list((tmp_path / "cache" / "locks").iterdir())


def test_a_store_that_opens_leaves_others_work_alone(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = np.save

    def opening(*arguments: object, **options: object) -> None:
        Store(tmp_path / "cache", BOUND).close()
        save(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(np, "save", opening)
    store.put("key", numbers())
    assert store.get(Numbers, "key") is not None


def test_a_root_that_cannot_be_written_costs_only_time(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    with caplog.at_level(logging.WARNING):
        store = Store(tmp_path / "file" / "cache", BOUND)
        for _ in range(3):
            assert_same(store.memo(Numbers, "key", numbers), numbers())
        assert store.get(Numbers, "key") is None
        store.close()
    assert len(caplog.records) == 1


def test_a_full_disk_costs_only_time(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(np, "save", full)
        for _ in range(3):
            assert_same(store.memo(Numbers, "key", numbers), numbers())
    assert len(caplog.records) == 1 and not entries(tmp_path)
    store.put("key", numbers())
    assert_same(store.get(Numbers, "key"), numbers())


@pytest.mark.parametrize("rubbish", [b"", b"not a database" * 1000])
def test_a_corrupt_table_is_begun_anew(tmp_path: Path, rubbish: bytes) -> None:
    old = Store(tmp_path / "cache", BOUND)
    old.put("key", numbers())
    old.close()
    for path in (tmp_path / "cache").glob("cache.db*"):
        path.write_bytes(rubbish)
    store = Store(tmp_path / "cache", BOUND)
    assert store.get(Numbers, "key") is None and not entries(tmp_path)
    store.put("key", numbers())
    assert store.get(Numbers, "key") is not None


def test_a_table_with_a_spoilt_page_is_begun_anew(tmp_path: Path) -> None:
    old = Store(tmp_path / "cache", BOUND)
    for key in range(200):
        old.put(str(key), Notice("x"))
    old.close()
    with rows(tmp_path) as table:
        table.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    table.close()
    path = tmp_path / "cache" / "cache.db"
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    store = Store(tmp_path / "cache", BOUND)
    store.put("key", numbers())
    assert_same(store.get(Numbers, "key"), numbers())
    assert len(entries(tmp_path)) == 1
