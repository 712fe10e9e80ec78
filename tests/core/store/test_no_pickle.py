"""Nothing is pickled, and no pickle that somebody put there is loaded."""

import pickle
from pathlib import Path

import diskcache
import numpy as np
import pytest

from core.store import Store
from core.store.disk import EntryDisk, PickleRefused
from tests.core.store.conftest import entries, numbers, rows
from tests.support.stored_values import Numbers
from tests.support.stored_values import entities as all_entities


def test_a_pickled_array_is_not_loaded(store: Store, tmp_path: Path) -> None:
    store.put("key", numbers())
    (directory,) = entries(tmp_path)
    np.save(directory / "0.npy", np.array([Bomb()]), allow_pickle=True)
    assert store.get(Numbers, "key") is None
    assert not Bomb.went_off


class Bomb:
    """Runs when it is unpickled."""

    went_off = False

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Bomb.explode, ()

    @staticmethod
    def explode() -> None:
        Bomb.went_off = True


@pytest.mark.parametrize("value", [{"a": 1}, None, [1], (1,), 2**63, -(2**63) - 1, True, Bomb()])
def test_the_disk_refuses_to_pickle(tmp_path: Path, value: object) -> None:
    with diskcache.Cache(str(tmp_path), disk=EntryDisk) as cache:
        with pytest.raises(PickleRefused):
            cache["key"] = value
        with pytest.raises(PickleRefused):
            cache[value] = "value"
        for plain in (b"x" * 100_000, "y" * 100_000, 2**63 - 1, 0.5):
            cache["key"] = plain
            assert cache["key"] == plain


def test_a_crafted_pickle_is_never_loaded(store: Store, tmp_path: Path) -> None:
    store.put("key", numbers())
    bomb = pickle.dumps(Bomb())
    (tmp_path / "cache" / "bomb").write_bytes(bomb)
    for filename, value in ((None, bomb), ("bomb", None)):
        with rows(tmp_path) as table:
            table.execute("UPDATE Cache SET mode = 4, filename = ?, value = ?", (filename, value))
        assert store.get(Numbers, "key") is None
        store.put("key", numbers())
    with rows(tmp_path) as table:
        table.execute("UPDATE Cache SET key = ?, raw = 0", (bomb,))
    with (
        diskcache.Cache(str(tmp_path / "cache"), disk=EntryDisk) as cache,
        pytest.raises(PickleRefused),
    ):
        list(cache)
    assert not Bomb.went_off


def test_nothing_on_the_disk_is_a_pickle(store: Store, tmp_path: Path) -> None:
    for value in all_entities():
        store.put("key", value)
    files = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert len(files) > len(all_entities())
    for path in files:
        # Protocol 2 and later begin with the opcode PROTO and the protocol's number.
        assert path.read_bytes()[:1] != b"\x80"
    with rows(tmp_path) as table:
        assert table.execute("SELECT count(*) FROM Cache WHERE mode = 4 OR raw = 0").fetchone() == (0,)
