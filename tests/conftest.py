"""Fixtures that every test may use."""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.load_profile("ci")  # the same examples on every machine, however slow
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """`shared("wholesale/wholesale_customers.csv")`: a real file, or a skip that names what is missing."""

    def find(name: str) -> Path:
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"the real data file {path} is not on this machine")
        return path

    return find


def pytest_collection_finish() -> None:
    """What was imported and collected stays; the garbage collector need not look through it again."""
    gc.collect()
    gc.freeze()
