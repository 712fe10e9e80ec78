"""Wires the pages to the workbench: one module a page, each with one `register`."""

from collections.abc import Callable

from dash import Dash

from callbacks import (
    act,
    campaigns,
    compare,
    contents,
    customers,
    data,
    deciding,
    report,
    rfm,
    segment,
    segments,
    shell,
    suggest,
    verdict,
)
from core.workbench import Desk


def register(app: Dash, desk: Callable[[], Desk]) -> None:
    """`desk` gives the desk of the session that is asking."""
    for page in (
        shell,
        data,
        segment,
        contents,
        customers,
        verdict,
        suggest,
        compare,
        deciding,
        segments,
        act,
        campaigns,
        report,
        rfm,
    ):
        page.register(app, desk)
