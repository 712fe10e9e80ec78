"""Duties that come round."""

import threading
import time

import pytest

from core.store import Upkeep

PATIENCE_S = 10


def test_a_duty_is_done_at_once_and_comes_round() -> None:
    turns = threading.Semaphore(0)
    upkeep = Upkeep(turns.release, every_s=0.01)
    assert all(turns.acquire(timeout=PATIENCE_S) for _ in range(3))
    upkeep.close()


def test_closing_ends_it_in_the_middle_of_its_wait() -> None:
    done, turns, others = threading.Event(), [], set(threading.enumerate())
    upkeep = Upkeep(lambda: turns.append(1), done.set, every_s=3600)
    assert done.wait(PATIENCE_S)
    started = time.monotonic()
    upkeep.close()
    assert time.monotonic() - started < 5 and turns == [1]
    assert not {t for t in threading.enumerate() if t.name == "upkeep"} - others


def test_a_duty_that_fails_keeps_none_from_its_turn(caplog: pytest.LogCaptureFixture) -> None:
    turns = threading.Semaphore(0)

    def fail() -> None:
        raise PermissionError(13, "Permission denied", "kunden.csv")

    upkeep = Upkeep(fail, turns.release, every_s=0.01)
    assert all(turns.acquire(timeout=PATIENCE_S) for _ in range(2))
    upkeep.close()
    assert "PermissionError" in caplog.text and "kunden" not in caplog.text
