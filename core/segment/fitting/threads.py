"""Threads that run compiled loops on blocks of rows."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from core.model import Floats

BLOCK = 16_384
T = TypeVar("T")
R = TypeVar("R")


def map_in_threads(work: Callable[[T], R], parts: Iterable[T]) -> Iterator[R]:
    """Map `work` over the parts in order, so that sums over the results do not depend on the threads.

    Uses as many threads as numba is allowed, but not numba's own pool: two threads of one process
    must not enter its default threading layer at once.
    """
    from numba.core import config

    threads: int = config.NUMBA_NUM_THREADS  # type: ignore[attr-defined]
    if threads == 1:
        yield from map(work, parts)
        return
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(work, parts)


def blocks(rows: int) -> list[slice]:
    """Consecutive slices that cover `rows`. Their size is fixed, whatever the number of threads."""
    return [slice(start, start + BLOCK) for start in range(0, rows, BLOCK)]


def as_kernel_array(matrix: Floats) -> Floats:
    """Return `matrix` as the one array type the kernels are compiled for: float64, C order, read-only."""
    rows = np.ascontiguousarray(np.asarray(matrix), dtype=np.float64).view()
    rows.flags.writeable = False
    return rows
