"""Long computations in worker processes: submitted, watched, joined, superseded and cancelled."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.jobs.local import Jobs
    from core.jobs.queue import (
        JobNotFound,
        JobQueue,
        JobStatus,
        QueueFull,
        TaskBroken,
        WorkerStopped,
    )
else:
    __getattr__ = load_on_demand(__name__)

__all__ = [
    "JobNotFound",
    "JobQueue",
    "JobStatus",
    "Jobs",
    "QueueFull",
    "TaskBroken",
    "WorkerStopped",
]
