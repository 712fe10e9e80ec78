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
    """The `Progress` of a caller who does not watch. `share` runs from 0 to 1, within `step` or, where a
    computation says so, within the whole."""


def report_within(report: Report, start: float, span: float) -> Report:
    """Report of a part of the work: it begins at `start` of the whole and is `span` of it."""
    return lambda share: report(start + span * share)


def progress_within(progress: Progress, start: float, span: float) -> Progress:
    """Progress of a part of the work: it begins at `start` of the whole and is `span` of it. Never goes
    back, so that a part whose steps each begin at 0 runs once from its start to its end."""
    most = 0.0

    def report(step: str, share: float) -> None:
        nonlocal most
        most = max(most, share)
        progress(step, start + span * most)

    return report


def ignore_steps(report: Report) -> Progress:
    """Progress that reports the share done, whatever the step is called."""
    return lambda _, share: report(share)


@dataclass(frozen=True)
class Notice:
    """A sentence the user should read beside a result. `about` names a column, feature or stage."""

    text: str
    level: Literal["info", "warning"] = "info"
    about: str = ""
