"""What the store keeps, under which key, and for how long."""

import shutil
import time
from pathlib import Path

import pytest

from core.model import Notice
from core.store import Store
from tests.core.store.conftest import BOUND, entries, never, numbers
from tests.support.stored_values import Numbers, assert_same


def test_a_value_is_computed_once(store: Store, tmp_path: Path) -> None:
    made = store.memo(Numbers, "key", numbers)
    assert_same(made, numbers())
    assert_same(store.memo(Numbers, "key", never), numbers())
    assert_same(Store(tmp_path / "cache", BOUND).get(Numbers, "key"), numbers())


def test_kinds_and_keys_are_apart(store: Store) -> None:
    store.put("key", numbers())
    assert store.get(Numbers, "other") is None
    assert store.get(Notice, "key") is None
    store.put("key", Notice("words"))
    assert store.get(Notice, "key") == Notice("words")
    assert_same(store.get(Numbers, "key"), numbers())


def test_any_text_is_a_key(store: Store) -> None:
    for key in ("", "../../etc/passwd", "ä\n" * 1000, "a\0b"):
        store.put(key, Notice(key))
        assert store.get(Notice, key) == Notice(key)


def test_put_replaces_and_deletes_the_old_entry(store: Store, tmp_path: Path) -> None:
    store.put("key", numbers(3))
    store.put("key", numbers(4))
    assert_same(store.get(Numbers, "key"), numbers(4))
    assert len(entries(tmp_path)) == 1


def test_another_version_of_the_codec_is_another_key_space(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put("key", numbers())
    monkeypatch.setattr("core.store.store.VERSION", 999)
    assert store.get(Numbers, "key") is None


def test_the_least_recently_used_make_room(tmp_path: Path) -> None:
    store = Store(tmp_path / "cache", 10 * 8_500)
    for key in "abc":
        store.put(key, numbers(1_000))
    for key in range(20):
        assert store.get(Numbers, "a") is not None
        store.put(str(key), numbers(1_000))
        used = sum(f.stat().st_size for f in (tmp_path / "cache" / "entries").rglob("*.*"))
        assert used <= 10 * 8_500
    assert store.get(Numbers, "a") is not None and store.get(Numbers, "19") is not None
    assert store.get(Numbers, "b") is None and store.get(Numbers, "c") is None
    assert 3 <= len(entries(tmp_path)) < 10


def test_old_values_go_with_their_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, written = Store(tmp_path / "cache", BOUND, 100.0), time.time()
    store.put("old", numbers())
    for later, is_found in ((90.0, True), (110.0, False)):
        monkeypatch.setattr(time, "time", lambda later=later: written + later)
        assert (store.get(Numbers, "old") is not None) == is_found
        if is_found:
            store.put("new", numbers())
    assert len(entries(tmp_path)) == 2
    store.forget()
    assert len(entries(tmp_path)) == 1 and store.get(Numbers, "new") is not None


def test_a_store_without_an_age_keeps_what_fits(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put("key", numbers())
    monkeypatch.setattr(time, "time", lambda: 1e11)
    store.forget()
    assert store.get(Numbers, "key") is not None


def test_a_value_larger_than_the_store_is_returned_and_not_kept(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store.put("small", numbers())
    huge = numbers(BOUND // 4)
    assert_same(store.memo(Numbers, "huge", lambda: huge), huge)
    assert store.get(Numbers, "huge") is None and store.get(Numbers, "small") is not None
    assert len(entries(tmp_path)) == 1 and "larger than the store" in caplog.text


def test_a_reader_keeps_its_arrays_when_the_entry_goes(store: Store, tmp_path: Path) -> None:
    store.put("key", numbers(10_000))
    value = store.get(Numbers, "key")
    shutil.rmtree(entries(tmp_path)[0])
    store.close()
    assert value is not None
    assert_same(value, numbers(10_000))


def test_others_on_the_host_cannot_look_inside(store: Store, tmp_path: Path) -> None:
    store.put("key", numbers())
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0
