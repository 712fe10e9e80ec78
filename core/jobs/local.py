"""Background work in processes of this machine."""

import atexit
import json
import logging
import re
import secrets
import signal
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.jobs.process import Slot, Worker
from core.jobs.queue import JobNotFound, JobStatus, QueueFull, TaskBroken, WorkerStopped
from core.jobs.work import QUEUED, Job, Work

TASK = re.compile(r"(\w+\.)+\w+:[a-zA-Z]\w*")
MOST_WAITING = 64  # computations in the queue; one more is refused with QueueFull
LEFT_BEHIND_S = 2.0  # after which a superseded job that is still asked for is wanted after all
KEPT_S = 600.0  # for which the end of a job can be asked for
MOST_ENDED_JOBS = 1000  # of which the end is kept, the newest
CLOSING_S = 10.0  # that closing waits for each thread
ENDED_BY_SYSTEM = (-signal.SIGKILL, -signal.SIGTERM)
log = logging.getLogger(__name__)


class Jobs:
    """The `JobQueue` of one server process: `workers` warm processes with `threads` threads each.

    Build it in the process that serves, after any fork. Tasks must lie in a package of `allowed`
    (prefixes that end in a dot). `warm` are tasks that every new worker runs: one before its first
    job, the others when it is idle. `long` tasks, and those for when a worker is idle, leave one
    worker, where there are several, to all others. `spare` are tasks with their parameters, each of
    which a worker runs once when nobody waits for anything.
    At most `waiting` computations queue. Ended jobs are forgotten after `kept_s` seconds. `root`
    holds the workers' temporary files, which go with the worker.
    """

    def __init__(
        self,
        root: Path,
        workers: int,
        *,
        threads: int = 1,
        warm: Sequence[str] = (),
        allowed: tuple[str, ...] = ("core.",),
        long: Iterable[str] = (),
        spare: Iterable[tuple[str, Mapping[str, Any]]] = (),
        waiting: int = MOST_WAITING,
        kept_s: float = KEPT_S,
    ) -> None:
        self._allowed, self._waiting, self._kept_s = allowed, waiting, kept_s
        self._jobs: dict[str, Job] = {}
        self._queue: deque[Work] = deque()
        self._spare = deque(Work(task, "", json.dumps(dict(params))) for task, params in spare)
        self._long = {*long, *warm[1:], *(work.task for work in self._spare)}
        self._most_long = max(1, workers - 1)
        self._running: set[Work] = set()
        self._closed = False
        self._changed = threading.Condition(threading.RLock())
        self._warming = threading.Lock()  # one worker at a time, so that the first is soon ready
        self._slots = [Slot(root, threads, next(iter(warm), None)) for _ in range(workers)]
        self._warm_up: dict[Slot, deque[Work]] = {slot: deque() for slot in self._slots}
        self._idle_tasks = warm[1:]
        atexit.register(self.close)
        self._threads = [
            threading.Thread(target=self._serve, args=(slot,), daemon=True) for slot in self._slots
        ]
        for thread in self._threads:
            thread.start()

    def submit(
        self, task: str, key: str, params: Mapping[str, Any], *, owner: str, lane: str = ""
    ) -> str:
        """Submit as `JobQueue.submit`. ValueError for a task that is not allowed."""
        if not TASK.fullmatch(task) or not task.startswith(self._allowed):
            raise ValueError(f"{task} is not an allowed task")
        work = Work(task, key, json.dumps(dict(params)))
        with self._changed:
            self._forget()
            return self._accept(work, owner, lane)

    def status(self, job: str, owner: str) -> JobStatus:
        """As `JobQueue.status`."""
        with self._changed:
            entry = self._owned_job(job, owner)
            if entry.was_superseded_for(LEFT_BEHIND_S):
                self._revive(entry)
            status = entry.status
            return (self._find_preparation() or status) if status == QUEUED else status

    def cancel(self, job: str, owner: str) -> None:
        """Cancel as `JobQueue.cancel`. Nothing happens to a job that has ended."""
        with self._changed:
            entry = self._owned_job(job, owner)
            work = entry.work
            entry.cancel()
            self._stop_unless_wanted(work)

    def leave(self, owner: str, lane: str) -> None:
        """As `JobQueue.leave`."""
        with self._changed:
            self._supersede(self._jobs_in_lane(owner, lane).values())

    def count_alive(self) -> int:
        """Number of worker processes that live."""
        return sum(slot.is_alive() for slot in self._slots)

    def count_ready(self) -> int:
        """Number of worker processes that would begin a job at once."""
        warm = sum(slot.is_alive() and slot.warming is None for slot in self._slots)
        return max(0, warm - len(self._running))

    def close(self) -> None:
        """As `JobQueue.close`; called at the interpreter's exit otherwise."""
        atexit.unregister(self.close)
        with self._changed:
            self._closed = True
            for work in (*self._queue, *self._running):
                self._stop(work)
            self._changed.notify_all()
        for slot in self._slots:
            slot.stop()
        for thread in self._threads:
            thread.join(CLOSING_S)

    def _accept(self, new: Work, owner: str, lane: str) -> str:
        if self._closed:
            raise RuntimeError("the job queue is closed")
        older, work = self._jobs_in_lane(owner, lane), self._equal_work(new)
        equal = next((name for name, job in older.items() if job.work is work), None)
        self._supersede(job for name, job in older.items() if name != equal)
        if equal is not None:
            return equal
        name = secrets.token_hex(16)
        self._jobs[name] = Job(owner, lane, work or self._enqueue(new))
        return name

    def _jobs_in_lane(self, owner: str, lane: str) -> dict[str, Job]:
        return {
            name: job
            for name, job in self._jobs.items()
            if lane and job.live and (job.owner, job.lane) == (owner, lane)
        }

    def _equal_work(self, new: Work) -> Work | None:
        identity = (new.task, new.key)
        return next((w for w in (*self._queue, *self._running) if (w.task, w.key) == identity), None)

    def _enqueue(self, work: Work) -> Work:
        if len(self._queue) >= self._waiting:
            raise QueueFull(waiting=len(self._queue))
        self._queue.append(work)
        self._changed.notify()
        return work

    def _find_preparation(self) -> JobStatus | None:
        """Status of the preparation that alone keeps all workers from a queued job, if one does."""
        spare = [work.status for work in self._running if not work.jobs]
        steps = [step for slot in self._slots if (step := slot.warming)] + spare
        if len(steps) < len(self._slots):
            return None
        nearest = max(steps, key=lambda status: status.share)
        return replace(nearest, state="queued")

    def _owned_job(self, job: str, owner: str) -> Job:
        entry = self._jobs.get(job)
        if entry is None or entry.owner != owner:
            raise JobNotFound
        return entry

    def _supersede(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            work = job.work
            job.supersede()
            self._stop_unless_wanted(work)

    def _revive(self, job: Job) -> None:
        """Let a superseded job have its turn beside the one that took its place, once there is room."""
        with suppress(QueueFull):
            job.join(self._equal_work(job.work) or self._enqueue(job.work))

    def _stop_unless_wanted(self, work: Work) -> None:
        if work.live and not work.is_wanted():
            self._stop(work)

    def _stop(self, work: Work) -> None:
        with suppress(ValueError):
            self._queue.remove(work)
        self._finish(work)
        worker = work.worker
        work.end(JobStatus("cancelled"))
        if worker is not None:
            worker.cancel()

    def _finish(self, work: Work) -> None:
        """Take the work off those that run; a long task that waits may have room now."""
        self._running.discard(work)
        self._changed.notify_all()

    def _forget(self) -> None:
        ended = [(job.ended, name) for name, job in self._jobs.items() if job.ended is not None]
        limit = time.monotonic() - self._kept_s
        for rank, (when, name) in enumerate(sorted(ended, reverse=True)):
            if rank >= MOST_ENDED_JOBS or when < limit:
                del self._jobs[name]

    def _serve(self, slot: Slot) -> None:
        with self._warming:
            self._ready_worker(slot)
        while (work := self._take_next(slot)) is not None:
            # A worker that was killed while idle has not heard of the work: another one takes it.
            if not self._carry_out(work, self._ready_worker(slot), retry=True):
                self._carry_out(work, self._ready_worker(slot), retry=False)
            self._ready_worker(slot)
        slot.close()

    def _ready_worker(self, slot: Slot) -> Worker | None:
        """The slot's worker; one that is new has its tasks for when it is idle before it."""
        hired, worker = slot.hired, slot.ready_worker()
        if slot.hired > hired:
            self._warm_up[slot] = deque(Work(task, "", "{}") for task in self._idle_tasks)
        return worker

    def _carry_out(self, work: Work, worker: Worker | None, retry: bool) -> bool:
        """Pass on the worker's messages.

        False where it never heard of the work and `retry` allows another try.
        """
        if worker is None:
            self._handle_message(work, ["broken", "no worker process"])
        else:
            for number, message in enumerate(self._begin(work, worker)):
                if retry and number == 0 and message[0] == "died":
                    return False
                self._handle_message(work, message)
        return True

    def _take_next(self, slot: Slot) -> Work | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._choose_work(slot))
            work = None if self._closed else self._choose_work(slot)
            if work is not None:
                queues = (self._queue, self._warm_up[slot], self._spare)
                next(queue for queue in queues if work in queue).remove(work)
                self._running.add(work)
            return work

    def _choose_work(self, slot: Slot) -> Work | None:
        """Choose a free worker's next task: the first that came, a long one only while others have
        room."""
        room = sum(work.task in self._long for work in self._running) < self._most_long
        waiting = (*self._queue, *self._warm_up[slot], *self._spare)
        return next((work for work in waiting if room or work.task not in self._long), None)

    def _begin(self, work: Work, worker: Worker) -> Iterator[list[Any]]:
        """Start the work, if it is still wanted, and yield the worker's messages.

        Ending it ends the run.
        """
        with self._changed:
            if not work.live:
                return iter(())
            work.status, work.worker = JobStatus("running"), worker
            return worker.run(work.task, work.params)

    def _handle_message(self, work: Work, message: list[Any]) -> None:
        kind, *details = message
        with self._changed:
            if work.live and kind == "progress":
                work.status = JobStatus("running", *details)
            elif work.live:
                self._finish(work)
                work.end(_final_status(work.task, kind, *details))


def _final_status(task: str, kind: str, what: Any = None) -> JobStatus:
    if kind == "done":
        return JobStatus("done", share=1.0)
    if kind == "failed":
        return JobStatus("failed", message=what)
    if kind == "exhausted" or what in ENDED_BY_SYSTEM:
        log.error("The system stopped the worker of %s: %s %s", task, kind, what)
        return JobStatus("failed", message=str(WorkerStopped()), repeatable=True)
    name = secrets.token_hex(3)
    log.error("Error id %s: %s %s\n%s", name, task, kind, what)
    return JobStatus("failed", message=str(TaskBroken(id=name)), repeatable=True)
