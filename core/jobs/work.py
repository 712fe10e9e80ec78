"""A computation and the jobs that wait for it."""

import time
from dataclasses import dataclass, field

from core.jobs.process import Worker
from core.jobs.queue import JobStatus

QUEUED = JobStatus("queued")


@dataclass(eq=False)
class Work:
    """One task with one key. `params` is JSON text; `worker` is set while it runs."""

    task: str
    key: str
    params: str
    status: JobStatus = QUEUED
    worker: Worker | None = None
    jobs: list["Job"] = field(default_factory=list)

    @property
    def live(self) -> bool:
        return self.status.state in ("queued", "running")

    def is_wanted(self) -> bool:
        return any(job.live for job in self.jobs)

    def end(self, status: JobStatus) -> None:
        """Settles all jobs that still wait; what was asked is forgotten."""
        self.status, self.worker, self.params = status, None, ""
        for job in self.jobs:
            job.end()


@dataclass(eq=False)
class Job:
    """Request of one owner for some work; `ended` is a time on the monotonic clock."""

    owner: str
    lane: str
    work: Work
    cancelled: bool = False
    ended: float | None = None

    def __post_init__(self) -> None:
        self.work.jobs.append(self)

    @property
    def live(self) -> bool:
        return self.ended is None

    @property
    def status(self) -> JobStatus:
        return JobStatus("cancelled") if self.cancelled else self.work.status

    def cancel(self) -> None:
        """End this job alone, whatever becomes of the work; a job that has ended otherwise stays so."""
        if self.live or self.work.live:
            self.cancelled = True
            self.end()

    def supersede(self) -> None:
        """Leave the work, and wait for work of its own that nobody has begun."""
        self.work.jobs.remove(self)
        self.work = Work(self.work.task, self.work.key, self.work.params)
        self.end()

    def was_superseded_for(self, seconds: float) -> bool:
        """True from so many seconds on after it was superseded."""
        waits = self.work.live and not self.cancelled and self.ended is not None
        return waits and time.monotonic() - (self.ended or 0.0) >= seconds

    def join(self, work: Work) -> None:
        """Wait for `work` from now on."""
        self.work, self.ended = work, None
        work.jobs.append(self)

    def end(self) -> None:
        if self.ended is None:
            self.ended = time.monotonic()
