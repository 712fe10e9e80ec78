"""Tasks that worker processes run for the tests."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from core.errors import UserError

# As core.entities has it; without pandas a worker starts in no time.
Progress = Callable[[str, float], None]


class TooOdd(UserError):
    template = "{number} is odd. Choose an even number."


def append(params: Mapping[str, Any], progress: Progress) -> None:
    """Leaves one line a run."""
    progress("Writing", 0.5)
    with Path(params["path"]).open("a") as sink:
        sink.write("run\n")


def beat(params: Mapping[str, Any], progress: Progress) -> None:
    """Writes its process id, then a heartbeat, for ever."""
    path = Path(params["path"])
    path.with_suffix(".pid").write_text(str(os.getpid()))
    progress("Beating", 0.25)
    while True:
        path.write_text(str(time.monotonic()))
        time.sleep(0.01)


def wait_for(params: Mapping[str, Any], progress: Progress) -> None:
    """Ends when a file appears; counts its runs in another."""
    append({"path": params["runs"]}, progress)
    progress("Waiting", 0.5)
    while not Path(params["gate"]).exists():
        time.sleep(0.01)


def steps(params: Mapping[str, Any], progress: Progress) -> None:
    for step in params["steps"]:
        progress(step, 0.5)
        time.sleep(0.3)


def flood(params: Mapping[str, Any], progress: Progress) -> None:
    for number in range(params["times"]):
        progress("Counting", number / params["times"])


def odd(params: Mapping[str, Any], _progress: Progress) -> None:
    raise TooOdd(number=params["number"])


def bug(params: Mapping[str, Any], _progress: Progress) -> None:
    try:
        float(params["secret"])
    except ValueError as error:
        raise RuntimeError(f"cannot use {params['secret']}") from error


def hungry(_params: Mapping[str, Any], _progress: Progress) -> None:
    raise MemoryError


def leave(_params: Mapping[str, Any], _progress: Progress) -> None:
    os._exit(3)


def chatter(_params: Mapping[str, Any], _progress: Progress) -> None:
    """Prints what looks like a message, and reads standard input."""
    print('["failed", "printed"]', flush=True)
    sys.stdin.read()


def tell(params: Mapping[str, Any], _progress: Progress) -> None:
    """Writes what the process sees of its surroundings."""
    names = ("OMP_WAIT_POLICY", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "TMPDIR")
    values = [os.environ.get(name, "") for name in names]
    main = getattr(sys.modules["__main__"], "__file__", "no file")
    lines = [*values, str(main), str(os.getpid()), str(threading.active_count())]
    Path(params["path"]).write_text("\n".join(lines))


def start_child(params: Mapping[str, Any], progress: Progress) -> None:
    """Leaves a grandchild running, then waits for ever."""
    child = subprocess.Popen(["sleep", "600"])
    Path(params["path"]).write_text(str(child.pid))
    beat({"path": params["path"] + ".beat"}, progress)


def warm(_params: Mapping[str, Any], _progress: Progress) -> None:
    import statistics

    statistics.warmed = True  # type: ignore[attr-defined]


def warm_more(_params: Mapping[str, Any], _progress: Progress) -> None:
    import statistics

    statistics.warmed = "more"  # type: ignore[attr-defined]


def warm_slowly(_params: Mapping[str, Any], progress: Progress) -> None:
    progress("Heating", 0.5)
    time.sleep(60)


def tell_warm(params: Mapping[str, Any], _progress: Progress) -> None:
    import statistics

    Path(params["path"]).write_text(str(getattr(statistics, "warmed", False)))


def die(_params: Mapping[str, Any], _progress: Progress) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def stroll(params: Mapping[str, Any], progress: Progress) -> None:
    """Writes its process id, then takes small steps for ever and tells of each."""
    Path(params["path"]).write_text(f"{os.getpid()}\n")
    while True:
        progress("Strolling", 0.5)
        time.sleep(0.01)
