"""Interface of background work, whoever does it: this process, or other machines one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from core.errors import UserError

State = Literal["queued", "running", "done", "failed", "cancelled"]


class JobNotFound(UserError):
    template = "This computation has expired. Start it again."


class QueueFull(UserError):
    template = "{waiting} computations are waiting already. Try again in a minute."


class WorkerStopped(UserError):
    template = (
        "The computation was stopped by the system, often for lack of memory. Run it again; if it is "
        "stopped again, try fewer rows or features."
    )


class TaskBroken(UserError):
    template = "Something went wrong (error id {id})."


@dataclass(frozen=True)
class JobStatus:
    """State of a job: the named `step`, the `share` (0 to 1) of it done, and why it failed.

    `repeatable` is true where it did not end by an answer of the task, which would be the same again.
    """

    state: State
    step: str = ""
    share: float = 0.0
    message: str = ""
    repeatable: bool = False


class JobQueue(Protocol):
    """A queue that runs tasks elsewhere, at most one for equal `task` and `key` at a time."""

    def submit(
        self, task: str, key: str, params: Mapping[str, Any], *, owner: str, lane: str = ""
    ) -> str:
        """Submit a job of `owner`, which joins work on the same task and key; its id.

        `task` is "module:function", called as `function(params, progress)`; `params` must be JSON,
        and equal for an equal key. Asked for once more in its `lane`, a job is the same one. An older
        job of the same owner and lane is superseded: its work stops unless another job waits for it,
        and begins again where its status is still asked for some seconds later, as by another page
        or where requests came in another order than they were made. Raises QueueFull.
        """
        ...

    def status(self, job: str, owner: str) -> JobStatus:
        """State of a job. Raises JobNotFound for another owner's job as for one that never was."""
        ...

    def cancel(self, job: str, owner: str) -> None:
        """Stop the work for good unless another job waits for it. Raises JobNotFound."""
        ...

    def leave(self, owner: str, lane: str) -> None:
        """Supersede what the owner has in this lane: a newer wish needs no job."""
        ...

    def close(self) -> None:
        """Cancel everything and end all workers."""
        ...
