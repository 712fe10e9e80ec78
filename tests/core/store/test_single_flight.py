"""However many threads and processes ask, a value is computed once."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.store import Store
from tests.core.store.conftest import entries, numbers
from tests.support.stored_values import Numbers, assert_same

REPO = Path(__file__).resolve().parents[3]


def test_threads_that_ask_at_once_compute_once(store: Store) -> None:
    runs: list[int] = []
    start = threading.Barrier(16)

    def compute() -> Numbers:
        runs.append(1)
        time.sleep(0.2)
        return numbers()

    def ask(_: int) -> Numbers:
        start.wait()
        return store.memo(Numbers, "key", compute)

    with ThreadPoolExecutor(16) as threads:
        for value in threads.map(ask, range(16)):
            assert_same(value, numbers())
    assert len(runs) == 1


def test_different_keys_do_not_wait_for_each_other(store: Store) -> None:
    def outer() -> Numbers:
        return store.memo(Numbers, "inner", numbers)

    assert_same(store.memo(Numbers, "outer", outer), numbers())


def test_an_error_is_the_callers_and_the_next_one_tries(store: Store) -> None:
    def fail() -> Numbers:
        raise OSError("of the computation")

    with pytest.raises(OSError, match="of the computation"):
        store.memo(Numbers, "key", fail)
    assert_same(store.memo(Numbers, "key", numbers), numbers())


ASKER = """
import sys, time
from pathlib import Path
from core.store import Store
from tests.support.stored_values import Numbers
import numpy as np

root, name = Path(sys.argv[1]), sys.argv[2]

def compute():
    with (root / "runs").open("a") as sink:
        sink.write(name + "\\n")
    while name == "stuck":
        time.sleep(0.01)
    time.sleep(0.1)
    return Numbers(np.arange(100.0))

store = Store(root / "cache", 1 << 20)
(root / ("ready " + name)).touch()
while not (root / "go").exists():
    time.sleep(0.005)
for key in sys.argv[3:]:
    assert store.memo(Numbers, key, compute).values.sum() == 4950
"""


def start_asker(root: Path, name: str, *keys: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "PYTHONPATH": str(REPO)}
    return subprocess.Popen([sys.executable, "-c", ASKER, str(root), name, *keys], env=environment)


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def test_processes_that_ask_at_once_compute_once(tmp_path: Path) -> None:
    names = ("1", "2", "3")
    askers = [start_asker(tmp_path, name, "a", "b", "c") for name in names]
    wait_until(lambda: all((tmp_path / f"ready {name}").exists() for name in names))
    (tmp_path / "go").touch()
    assert [process.wait(60) for process in askers] == [0, 0, 0]
    assert len((tmp_path / "runs").read_text().splitlines()) == 3
    assert len(entries(tmp_path)) == 3 and not list((tmp_path / "cache" / "locks").iterdir())


def test_who_waits_for_a_killed_process_computes(store: Store, tmp_path: Path) -> None:
    (tmp_path / "go").touch()
    stuck = start_asker(tmp_path, "stuck", "key")
    wait_until((tmp_path / "runs").exists)
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(store.memo, Numbers, "key", numbers)
        time.sleep(0.1)
        assert not waiting.done()
        stuck.send_signal(signal.SIGKILL)
        assert_same(waiting.result(10), numbers())
    stuck.wait()


def test_many_threads_read_write_and_evict(tmp_path: Path) -> None:
    store = Store(tmp_path / "cache", 60_000)

    def work(number: int) -> None:
        for turn in range(15):
            first = float((number * turn) % 12)
            value = store.memo(Numbers, str(first), lambda f=first: numbers(500, f))
            assert value.values[0] == first and value.values.sum() == numbers(500, first).values.sum()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(8)))
    assert len(entries(tmp_path)) <= 60_000 // 4_000
    assert not list((tmp_path / "cache" / "locks").iterdir())
