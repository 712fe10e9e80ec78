"""A place for one worker process, taken again whenever its worker has ended."""

import logging
import threading
from pathlib import Path

from core.jobs.process import Worker
from core.jobs.queue import JobStatus

GETTING_READY = JobStatus("queued", "Getting ready")

log = logging.getLogger(__name__)


class Slot:
    """Keeps one worker warm: it runs the task `warm`, if any, before its first job.

    Used by one thread, except for `stop`. `warming` is how far that task is, None where it does not run.
    """

    def __init__(self, root: Path, threads: int, warm: str | None) -> None:
        self._root, self._threads, self._warm = root, threads, warm
        self._worker: Worker | None = None
        self._closed = False
        self.warming = GETTING_READY if warm else None
        self._changing = threading.Lock()

    def ready(self) -> Worker | None:
        """The living worker or a new one; None, and the reason logged, where none can be started."""
        if self._worker is None or not self._worker.alive():
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

    def _warm_up(self) -> None:
        if self._warm is None or self._worker is None:
            return
        self.warming, last = GETTING_READY, ["died"]
        for last in self._worker.run(self._warm, "{}"):
            if last[0] == "progress" and last[1]:
                self.warming = JobStatus("queued", *last[1:])
        if last[0] != "done" and not self._closed:
            log.error("Warming a worker failed: %s", last)
        if last[0] == "died":
            # A worker that cannot warm up may still do small jobs.
            self._hire()

    def alive(self) -> bool:
        worker = self._worker
        return worker is not None and worker.alive()

    def stop(self) -> None:
        """Ends the worker, whatever it is doing, and takes no other. May be called from any thread."""
        with self._changing:
            self._closed = True
            if self._worker is not None:
                self._worker.stop()

    def close(self) -> None:
        if self._worker is not None:
            self._worker.close()
