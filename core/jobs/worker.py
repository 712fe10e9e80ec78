"""The inside of a worker process: runs one task after the other, each given as a line of JSON.

Every line that goes back is a JSON array: ["progress", step, share], ["done"], ["failed", sentence],
["exhausted"] for a lack of memory or ["broken", traceback].
"""

import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from importlib import import_module
from queue import SimpleQueue
from traceback import TracebackException
from typing import Any

from core.errors import Cancelled, UserError

PROGRESS_EVERY_S = 0.1  # at most so often a task's progress goes to the parent


class Reporter:
    """The way back to the parent process; also the `Progress` of the task, throttled."""

    def __init__(self, descriptor: int) -> None:
        self._out = os.fdopen(descriptor, "w", encoding="utf-8")
        self._step, self._due = "", 0.0
        self._task = self._unwanted = 0
        self._lock = threading.Lock()

    def send(self, *message: object) -> None:
        with self._lock:
            self._out.write(json.dumps(message) + "\n")
            self._out.flush()

    def begin(self, task: int) -> None:
        self._task = task
        self.send("progress", "", 0.0)

    def cancel(self, task: int) -> None:
        """Make the next `progress` of that task raise Cancelled."""
        self._unwanted = task

    def progress(self, step: str, share: float) -> None:
        if self._unwanted == self._task:
            raise Cancelled
        now = time.monotonic()
        if step != self._step or now >= self._due:
            self._step, self._due = step, now + PROGRESS_EVERY_S
            self.send("progress", step, min(max(float(share), 0.0), 1.0))


def serve(scratch: str) -> None:
    """Serve requests until the parent process closes its end of standard input, or dies."""
    reporter = Reporter(_claim(1, os.dup(2)))
    requests = _listen(_claim(0, os.open(os.devnull, os.O_RDONLY)), scratch, reporter)
    while True:
        number, task, params = requests.get()
        reporter.begin(number)
        reporter.send(*_run_task(task, params, reporter))


def _claim(standard: int, instead: int) -> int:
    """Take the pipe behind a standard stream, so that a task that prints disturbs nothing."""
    duplicate = os.dup(standard)
    os.dup2(instead, standard)
    os.close(instead)
    return duplicate


def _listen(descriptor: int, scratch: str, reporter: Reporter) -> "SimpleQueue[list[Any]]":
    """Start listening for requests, which are [number, task, parameters].

    [number] alone cancels that one.
    """
    requests: SimpleQueue[list[Any]] = SimpleQueue()

    def read() -> None:
        with os.fdopen(descriptor, encoding="utf-8") as pipe:
            for line in pipe:
                number, *request = json.loads(line)
                if request:
                    requests.put([number, *request])
                else:
                    reporter.cancel(number)
        # Nobody is left to work for. The process group also holds what the task started.
        shutil.rmtree(scratch, ignore_errors=True)
        os.killpg(os.getpid(), signal.SIGKILL)

    threading.Thread(target=read, daemon=True).start()
    return requests


def _run_task(task: str, params: Any, reporter: Reporter) -> tuple[str, ...]:
    module, _, function = task.partition(":")
    try:
        getattr(import_module(module), function)(params, reporter.progress)
    except UserError as error:
        return "failed", str(error)
    except Cancelled:
        return ("cancelled",)
    except MemoryError:
        return ("exhausted",)
    except BaseException as error:
        return "broken", "".join(_stack_without_messages(TracebackException.from_exception(error)))
    return ("done",)


def _stack_without_messages(trace: TracebackException | None) -> Iterator[str]:
    """Traceback without the exceptions' messages, which may quote somebody's data."""
    while trace is not None:
        yield from trace.stack.format()
        yield f"{trace.exc_type.__name__ if trace.exc_type else 'Exception'}\n"
        trace = trace.__cause__ or trace.__context__
