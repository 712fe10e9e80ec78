"""Runs each side of a comparison in a process of its own and prints both, the ratio and the versions."""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

import psutil

KIB = 1024
if sys.platform == "darwin":
    KIB = 1  # ru_maxrss counts bytes there


@dataclass(frozen=True)
class Cost:
    """What one side took: wall and processor seconds after its imports, peak memory of its process."""

    wall_s: float
    cpu_s: float
    peak_mb: float

    def __str__(self) -> str:
        return f"{self.wall_s:7.2f} s  {self.cpu_s:7.2f} CPU-s  {self.peak_mb:7.0f} MB"


class Stopped(Exception):
    """A side outgrew its cap."""


def run(module: str, side: str, *arguments: str, cap_mb: float = float("inf")) -> Cost:
    """The cost of `side` in a fresh `python -m module --side side`, which calls `measure`.

    Raises Stopped once its resident memory is above `cap_mb`, RuntimeError where it fails.
    """
    command = [sys.executable, "-m", module, "--side", side, *arguments]
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        child = psutil.Popen(command, stdout=out)
        while child.poll() is None:
            if _resident_mb(child) > cap_mb:
                child.kill()
                child.wait()
                raise Stopped(
                    f"stopped above {cap_mb:.0f} MB after {time.perf_counter() - start:.1f} s"
                )
            time.sleep(0.02)
        if child.returncode:
            raise RuntimeError(f"{side} failed with status {child.returncode}")
        out.seek(0)
        return Cost(**json.loads(out.read().splitlines()[-1]))


def _resident_mb(child: psutil.Popen) -> float:
    try:
        return child.memory_info().rss / 1e6
    except psutil.NoSuchProcess:
        return 0.0


def measure(work: Callable[[], object]) -> None:
    """Runs `work` and prints its cost as `run` reads it."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB / 1e6
    print(json.dumps({
        "wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu, "peak_mb": peak,
    }))  # fmt: skip


def report(sides: Mapping[str, Cost], packages: Sequence[str]) -> None:
    """Prints the sides, ours last, with its share of each other's time and memory."""
    for name, cost in sides.items():
        print(f"{name:48} {cost}")
    *peers, (ours, own) = sides.items()
    for name, cost in peers:
        time_share, memory = own.wall_s / cost.wall_s, own.peak_mb / cost.peak_mb
        print(f"{ours} / {name}: time {time_share:.2f}, memory {memory:.2f}")
    print(", ".join(f"{package} {version(package)}" for package in packages))
