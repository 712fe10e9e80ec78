"""Locks as files: one at a time inside, and nothing left behind."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from core.store.locks import hold_exclusively, hold_if_free, hold_shared


def test_one_at_a_time_is_inside_though_the_file_goes_each_time(tmp_path: Path) -> None:
    inside: list[int] = []
    crowds: list[int] = []

    def enter(number: int) -> None:
        for _ in range(30):
            with hold_exclusively(tmp_path / "lock"):
                inside.append(number)
                time.sleep(0.0005)
                crowds.append(len(inside))
                inside.remove(number)

    with ThreadPoolExecutor(12) as threads:
        list(threads.map(enter, range(12)))
    assert crowds == [1] * 360
    assert not (tmp_path / "lock").exists()


def test_sharers_keep_out_who_wants_it_alone(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with hold_shared(lock), hold_shared(lock), hold_if_free(lock) as free:
        assert not free
    with hold_if_free(lock) as free:
        assert free
