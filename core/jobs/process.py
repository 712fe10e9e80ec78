"""Worker processes as their parent sees them: one of them, and the slot that keeps one warm.

A fresh interpreter is started rather than a fork (a forked child hangs in OpenMP) and rather than
multiprocessing's spawn, which would import the server's main module and so build a second server.
"""

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from core.jobs.queue import JobStatus

GETTING_READY = JobStatus("queued", "Getting ready")
STOPS_WITHIN_S = 4.0  # about what it takes to start another worker

START = """
import json, sys
scratch, sys.path[:] = sys.argv[1], json.loads(sys.argv[2])
from core.jobs.worker import serve
serve(scratch)
"""


log = logging.getLogger(__name__)


class Worker:
    """A warm process with a directory of its own below `root` for temporary files."""

    def __init__(self, root: Path, threads: int) -> None:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._scratch = tempfile.mkdtemp(prefix="worker-", dir=root)
        self._ending, self._writing = threading.Lock(), threading.Lock()
        self._stopped = False
        self._task = 0
        self._busy = False
        interpreter = (sys.executable, "-c", START, self._scratch, json.dumps(sys.path))
        self._process = subprocess.Popen(
            [*_environment(threads, self._scratch), *interpreter],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._in, self._out = self._process.stdin, self._process.stdout

    def run(self, task: str, params: str) -> Iterator[list[Any]]:
        """The worker's messages while it runs a task with its parameters as JSON.

        The task begins with the first message that is asked for; `cancel` stops it even before. The
        last message is ["done"], ["failed", sentence], ["cancelled"], ["exhausted"], ["broken", traceback]
        or ["died", signal or status].
        """
        self._task, self._busy = self._task + 1, True
        return self._messages(f"[{self._task}, {json.dumps(task)}, {params}]\n")

    def _messages(self, request: str) -> Iterator[list[Any]]:
        try:
            yield from self._answers(request)
        finally:
            self._busy = False

    def _answers(self, request: str) -> Iterator[list[Any]]:
        if self._send(request):
            for line in self._out:
                if not line.endswith("\n"):
                    break
                message = json.loads(line)
                yield message
                if message[0] != "progress":
                    return
        yield ["died", self.close()]

    def cancel(self) -> None:
        """Stop the task of the last `run`: at its next step, so that the worker stays warm, or with the
        worker."""
        task = self._task
        self._send(f"[{task}]\n")
        patience = threading.Timer(STOPS_WITHIN_S, self._lose_patience, (task,))
        patience.daemon = True
        patience.start()

    def _lose_patience(self, task: int) -> None:
        if self._busy and self._task == task:
            self.stop()

    def is_alive(self) -> bool:
        if self._stopped or self._process.returncode is not None:
            return False
        # Not poll(): it would free the process id, which `stop` must be able to rely on.
        ended = os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return ended is None

    def stop(self) -> None:
        """Ends the process and all that it started, at once. May be called from any thread."""
        with self._ending:
            self._stopped = True
            if self._process.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(self._process.pid, signal.SIGKILL)

    def close(self) -> int:
        """Stop, wait and tidy up; the exit status, negative for a signal."""
        self.stop()
        with self._ending:
            status = self._process.wait()
        for pipe in (self._in, self._out):
            with suppress(BrokenPipeError):
                pipe.close()
        shutil.rmtree(self._scratch, ignore_errors=True)
        return status

    def _send(self, line: str) -> bool:
        try:
            with self._writing:
                self._in.write(line)
                self._in.flush()
        except (BrokenPipeError, ValueError):
            return False  # the worker has ended, or its pipe was closed
        return True


def _environment(threads: int, scratch: str) -> list[str]:
    """Command env(1) that adds to the environment before the interpreter starts.

    Thread pools read it once, as soon as numpy is imported. Threads that spin while they wait slow
    down everybody else on the machine.
    """
    pools = (f"{pool}_NUM_THREADS={threads}" for pool in ("OMP", "OPENBLAS", "MKL", "NUMBA"))
    polars = f"POLARS_MAX_THREADS={threads}"
    return ["env", "OMP_WAIT_POLICY=passive", f"TMPDIR={scratch}", *pools, polars]


class Slot:
    """A place that keeps one worker warm: it runs the task `warm`, if any, before its first job.

    Used by one thread, except for `stop`. `warming` is how far that task is, None where it does not run.
    """

    def __init__(self, root: Path, threads: int, warm: str | None) -> None:
        self._root, self._threads, self._warm = root, threads, warm
        self._worker: Worker | None = None
        self._closed = False
        self.hired = 0  # workers so far
        self.warming = GETTING_READY if warm else None
        self._changing = threading.Lock()

    def ready_worker(self) -> Worker | None:
        """The living worker or a new one; None, and the reason logged, where none can be started."""
        if self._worker is None or not self._worker.is_alive():
            try:
                self._hire()
                self._warm_up()
            except OSError:
                log.exception("No worker process can be started")
            self.warming = None
        return self._worker

    def _hire(self) -> None:
        with self._changing:
            if self._worker is not None:
                self._worker.close()
            self._worker = None
            if not self._closed:
                self._worker = Worker(self._root, self._threads)
                self.hired += 1

    def _warm_up(self) -> None:
        if self._warm is None or self._worker is None:
            return
        self.warming = GETTING_READY
        last: list[Any] = ["died"]
        for last in self._worker.run(self._warm, "{}"):
            if last[0] == "progress" and last[1]:
                self.warming = JobStatus("queued", last[1], last[2])
        if last[0] != "done" and not self._closed:
            log.error("Warming a worker failed: %s", last)
        if last[0] == "died":
            # A worker that cannot warm up may still do small jobs.
            self._hire()

    def is_alive(self) -> bool:
        worker = self._worker
        return worker is not None and worker.is_alive()

    def stop(self) -> None:
        """Ends the worker, whatever it is doing, and takes no other. May be called from any thread."""
        with self._changing:
            self._closed = True
            if self._worker is not None:
                self._worker.stop()

    def close(self) -> None:
        if self._worker is not None:
            self._worker.close()
