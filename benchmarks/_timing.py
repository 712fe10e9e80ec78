"""Times a piece of work, on the wall and on the processors. Import before numpy."""

import os

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # as the server runs

import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any


@dataclass(frozen=True)
class Timed:
    wall_s: float
    cpu_s: float
    result: Any

    def __str__(self) -> str:
        return f"{self.wall_s:6.2f} s ({self.cpu_s:6.2f} CPU-s)"


def timed(work: Callable[[], Any], repeats: int = 1) -> Timed:
    """The fastest of the repeats."""
    return min((_once(work) for _ in range(repeats)), key=lambda run: run.wall_s)


def _once(work: Callable[[], Any]) -> Timed:
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return Timed(time.perf_counter() - wall, time.process_time() - cpu, result)


def ratio(peer: Timed, ours: Timed) -> str:
    return f"{peer.wall_s / ours.wall_s:5.1f} times faster ({peer.cpu_s / ours.cpu_s:.1f} in CPU)"


def versions(*packages: str) -> str:
    return ", ".join(f"{package} {version(package)}" for package in packages)
