"""Long computations in worker processes: submitted, watched, joined, superseded and cancelled."""

from core.jobs.local import Jobs
from core.jobs.queue import (
    SUPERSEDED,
    JobNotFound,
    JobQueue,
    JobStatus,
    QueueFull,
    TaskBroken,
    WorkerStopped,
)

__all__ = [
    "SUPERSEDED",
    "JobNotFound",
    "JobQueue",
    "JobStatus",
    "Jobs",
    "QueueFull",
    "TaskBroken",
    "WorkerStopped",
]
