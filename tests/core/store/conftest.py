"""A small store, and looks behind it."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.store import Store
from tests.support.stored_values import Numbers

BOUND = 1 << 20


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "cache", BOUND)
    yield made
    made.close()


def numbers(count: int = 100, first: float = 0.0) -> Numbers:
    return Numbers(np.arange(first, first + count))


def entries(root: Path) -> list[Path]:
    return sorted((root / "cache" / "entries").glob("*"))


def never() -> Numbers:
    raise AssertionError("this was computed again")


def rows(root: Path) -> sqlite3.Connection:
    return sqlite3.connect(root / "cache" / "cache.db", isolation_level=None)
