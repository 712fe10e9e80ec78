"""Fixtures that every test may use."""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
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


@pytest.fixture(scope="module")
def few_redraws() -> Iterator[None]:
    """Fewer redraws and halves behind a verdict, where a test is not about how many there are."""
    from core.verdict import HALVES

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.verdict.stability.PAIRS", 15)
        patch.setattr("core.verdict.resampling.HALVES", replace(HALVES, pairs=8))
        yield


@pytest.fixture(scope="module")
def few_null_tables() -> Iterator[None]:
    """Too few null tables for a verdict of natural segments, where a test is not about what it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.verdict.null_models.DRAWS", defaultdict(lambda: 8))
        yield
