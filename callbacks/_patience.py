"""Asking again only once there was an answer."""

from dash import Output

from layouts.polls import PERIODS_MS

NEVER_MS = 86_400_000


def patiently(id: str) -> list[tuple[Output, int, int]]:
    """For `running` of a callback that a clock of `layouts.polls` starts: the clock stands still until
    the answer is there. Dash drops an answer that comes after the next question (plotly/dash#1613), so
    that a page far away from its server would never hear one."""
    return [(Output(id, "interval"), NEVER_MS, PERIODS_MS[id])]
