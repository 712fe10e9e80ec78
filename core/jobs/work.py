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
    cancelled: JobStatus | None = None
    ended: float | None = None

    @property
    def live(self) -> bool:
        return self.ended is None

    @property
    def status(self) -> JobStatus:
        return self.cancelled or self.work.status

    def cancel(self, why: str) -> None:
        """Ends this job alone, whatever becomes of the work."""
        self.cancelled = JobStatus("cancelled", message=why)
        self.end()

    def end(self) -> None:
        if self.ended is None:
            self.ended = time.monotonic()
