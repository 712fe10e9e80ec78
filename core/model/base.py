"""Types that every other value is made of: progress, notices beside a result."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Progress = Callable[[str, float], None]
Report = Callable[
    [float], None
]  # hears the share done of one step, from 0 to 1; may raise to end the work

NOISE = 255  # the label of a customer who belongs to no cluster
MOST_CLUSTERS = 254


def ignore_progress(step: str, share: float) -> None:
    """The `Progress` of a caller who does not watch. `share` runs from 0 to 1 within `step`."""


def report_within(report: Report, start: float, span: float) -> Report:
    """Report of a part of the work: it begins at `start` of the whole and is `span` of it."""
    return lambda share: report(start + span * share)


def ignore_steps(report: Report) -> Progress:
    """Progress that reports the share done, whatever the step is called."""
    return lambda _, share: report(share)


@dataclass(frozen=True)
class Notice:
    """A sentence the user should read beside a result. `about` names a column, feature or stage."""

    text: str
    level: Literal["info", "warning"] = "info"
    about: str = ""
